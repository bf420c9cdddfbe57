/* One enterprise asks: was I in the pool, what is my ticket, where is the line, what came out? */

import { drawnOrder, prepare, quotaOf } from "./draw.js";
import { fromHex, toHex } from "./hashes.js";
import { makePace } from "./pace.js";
import { compareBytes, rootOfProof, ticketOf } from "./protocol.js";

/* {place: "pool" | "excluded" | "absent", rule, className, ticket, threshold, rank, of, k,
   outcome: "drawn" | "not drawn" | "unknown"} for one id, computed from the whole bundle. */
export async function lookUp(bundle, id, onProgress = () => {}) {
  const draw = prepare(bundle);
  const object = draw.pool.objects.find((one) => one.id === id);
  if (!object) {
    const line = bundle.exclusions.map((one) => one.split("|")).find(([excluded]) => excluded === id);
    return line ? { place: "excluded", rule: line[1], value: line[2] } : { place: "absent" };
  }
  const found = { place: "pool", className: object.className, outcome: "unknown" };
  if (!draw.drawable) return found;
  const order = await drawnOrder(draw, object.className, makePace(onProgress));
  const rank = order.findIndex((one) => one.id === id);
  const k = quotaOf(draw, object.className);
  return {
    ...found,
    ticket: toHex(order[rank].ticket),
    threshold: k ? toHex(order[k - 1].ticket) : null,
    rank: rank + 1,
    of: order.length,
    k,
    outcome: rank < k ? "drawn" : "not drawn",
  };
}

/* The same for a pool too large for a phone, from the proof of one id: {alg, line, index, size, path, root, s,
   threshold}. Gives {included, drawn}; drawn is null for an excluded id, and while the seed is not public. */
export function checkProof(proof) {
  const path = proof.path.map(fromHex);
  const root = path.includes(null) ? null : rootOfProof(proof.alg, proof.line, proof.index, proof.size, path);
  const included = root !== null && toHex(root) === proof.root;
  const [s, threshold] = [fromHex(proof.s), fromHex(proof.threshold)];
  if (!included || s === null || threshold === null) return { included, drawn: null };
  const [id, className, weight] = proof.line.split("|");
  const ticket = ticketOf(proof.alg, s, { id, className, weight: Number(weight) });
  return { included, drawn: compareBytes(ticket, threshold) <= 0 };
}
