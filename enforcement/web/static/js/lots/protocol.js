/* The bytes of the draw protocol, version 1: fields, trees, canonical JSON, lines, quotas, tickets.
   Digests are Uint8Array(32) here; `toHex` of hashes.js shows them. */

import { HASHES } from "./hashes.js";

const encoder = new TextEncoder();
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const MAX_WEIGHT = 16;

export const utf8 = (text) => encoder.encode(text);

export function compareBytes(a, b) {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i += 1) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/* T(tag, f1, …) = H(tag 0x00 LP(f1) …); a field is bytes or text */
export function tagged(algorithm, tag, ...fields) {
  const parts = fields.map((field) => (typeof field === "string" ? utf8(field) : field));
  const head = encoder.encode(tag);
  const message = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, head.length + 1));
  const view = new DataView(message.buffer);
  message.set(head);
  let at = head.length + 1;
  for (const part of parts) {
    view.setUint32(at, part.length);
    message.set(part, at + 4);
    at += 4 + part.length;
  }
  return HASHES[algorithm](message);
}

function prefixed(algorithm, prefix, ...parts) {
  const message = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 1));
  message[0] = prefix;
  let at = 1;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return HASHES[algorithm](message);
}

export const leafOf = (algorithm, line) => prefixed(algorithm, 0, utf8(line));
export const nodeOf = (algorithm, left, right) => prefixed(algorithm, 1, left, right);

/* Root of the tree of RFC 9162 over the lines as given. `pace` (see pace.js) lets the page breathe. */
export async function rootOf(algorithm, lines, pace) {
  if (lines.length === 0) return HASHES[algorithm](new Uint8Array(0));
  /* complete subtrees, the largest first, as the split at the largest power of two makes them */
  const stack = [];
  for (let i = 0; i < lines.length; i += 1) {
    let entry = { size: 1, hash: leafOf(algorithm, lines[i]) };
    while (stack.length && stack[stack.length - 1].size === entry.size) {
      const left = stack.pop();
      entry = { size: 2 * entry.size, hash: nodeOf(algorithm, left.hash, entry.hash) };
    }
    stack.push(entry);
    if (pace.due()) await pace.rest(i / lines.length);
  }
  let { hash } = stack.pop();
  while (stack.length) hash = nodeOf(algorithm, stack.pop().hash, hash);
  return hash;
}

/* The root that an inclusion proof of RFC 9162 leads to (section 2.1.3.2), or null if the proof doesn't fit. */
export function rootOfProof(algorithm, line, index, size, proof) {
  if (!(index >= 0 && index < size)) return null;
  let position = index;
  let last = size - 1;
  let hash = leafOf(algorithm, line);
  for (const neighbour of proof) {
    if (last === 0) return null;
    if (position % 2 === 1 || position === last) {
      hash = nodeOf(algorithm, neighbour, hash);
      while (position % 2 === 0 && position !== 0) {
        position = Math.floor(position / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeOf(algorithm, hash, neighbour);
    }
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

/* the order of code points, which is that of the UTF-8 bytes */
export const compareText = (a, b) => compareBytes(utf8(a), utf8(b));

/* Canonical JSON: keys sorted by code point, no spaces, strings, integers and arrays of them.
   Throws TypeError for anything else. */
export function canonical(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const keys = Object.keys(value).sort(compareText);
    return `{${keys.map((key) => `${canonical(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  throw new TypeError(`规范 JSON 里不能有 ${JSON.stringify(value)}`);
}

/* What is wrong with a published list, or "". `fields` is how many a line has, `open` whether the last may be empty,
   `once` whether an id (the first field) may stand there only once. */
export function faultOfLines(lines, fields, { open = false, once = true } = {}) {
  const ids = new Set();
  let previous = null;
  for (const line of lines) {
    const parts = line.split("|");
    if (parts.length !== fields) return `“${line}”应有 ${fields} 栏`;
    if (CONTROL.test(line) || line.normalize("NFC") !== line) return `“${line}”含有不允许的字符`;
    if (parts.slice(0, open ? -1 : fields).includes("")) return `“${line}”有一栏是空的`;
    const bytes = utf8(line);
    const order = previous === null ? 1 : compareBytes(bytes, previous);
    if (order === 0) return `“${line}”出现了两次`;
    if (order < 0) return `“${line}”没有按顺序排列`;
    if (once && ids.has(parts[0])) return `“${parts[0]}”在名单里出现了两次；一个标识只能属于一个类别或者部门`;
    ids.add(parts[0]);
    previous = bytes;
  }
  return "";
}

export const faultOfExclusions = (lines) => faultOfLines(lines, 3, { open: true, once: false });
export const faultOfOfficers = (lines) => faultOfLines(lines, 2);

/* Pool lines -> {id, className, weight} in their order, and what is wrong with them ("" if nothing). */
export function parsePool(lines) {
  const objects = lines.map((line) => {
    const [id, className, weight] = line.split("|");
    return { id, className, weight: /^([1-9]|1[0-6])$/.test(weight ?? "") ? Number(weight) : 0 };
  });
  const light = objects.find(({ weight }) => weight === 0);
  const fault = light ? `“${light.id}”的权重应是 1 到 ${MAX_WEIGHT} 的整数` : "";
  return { objects, fault: faultOfLines(lines, 3) || fault };
}

/* How many of n are drawn at so many basis points. */
export function quota(n, basisPoints) {
  if (n === 0 || basisPoints === 0) return 0;
  return Math.min(n, Math.max(1, Math.floor((2 * n * basisPoints + 10000) / 20000)));
}

/* The least of the weight's tickets. */
export function ticketOf(algorithm, s, { className, id, weight }) {
  let least = null;
  for (let j = 1; j <= weight; j += 1) {
    const one = tagged(algorithm, "DRAW-TICKET-v1", s, className, id, String(j));
    if (least === null || compareBytes(one, least) < 0) least = one;
  }
  return least;
}

/* {id, ticket} entries in the order of the draw: by ticket, then by the bytes of the id. */
export const byTicket = (a, b) => compareBytes(a.ticket, b.ticket) || compareBytes(utf8(a.id), utf8(b.id));

/* The officers' ids in the order in which they are asked for one object. */
export function rankingOf(algorithm, s, objectId, officerIds) {
  const ranked = officerIds.map((id) => ({ id, ticket: tagged(algorithm, "DRAW-OFFICER-v1", s, objectId, id) }));
  return ranked.sort(byTicket).map(({ id }) => id);
}
