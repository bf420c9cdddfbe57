/* One draw, as computed from the published lists. Each step takes what the steps before it published, so that a fault
   is named by its own step. */

import { fromHex } from "./hashes.js";
import { byTicket, compareText, parsePool, quota, tagged, ticketOf } from "./protocol.js";

const FULL = 10000;

/* What several steps need. `drawable`: whether tickets can be computed at all. */
export function prepare(bundle) {
  const commit = bundle.commit_json;
  const pool = parsePool(bundle.pool);
  const members = new Map();
  for (const object of pool.objects) {
    if (!members.has(object.className)) members.set(object.className, []);
    members.get(object.className).push(object);
  }
  const n = countsOf(commit.n);
  const s = seedInUse(bundle);
  const sound = s !== null && pool.fault === "" && n.fault === "";
  const drawable = sound && [...members.keys()].every((name) => n.rows.has(name));
  return { bundle, commit, algorithm: commit.alg, pool, members, n, s, drawable, orders: new Map() };
}

/* `n` of the commit as class -> [N, basis points], and what is wrong with it ("" if nothing). */
export function countsOf(n) {
  const rows = new Map();
  if (!Array.isArray(n)) return { rows, fault: "n 应为数组" };
  let previous = null;
  for (const one of n) {
    const shape = Array.isArray(one) && one.length === 3 && typeof one[0] === "string";
    if (!shape || !Number.isSafeInteger(one[1]) || !Number.isSafeInteger(one[2])) {
      return { rows: new Map(), fault: "n 的每一项应为 [类别, 数量, 万分点]" };
    }
    if (one[1] < 0 || one[2] < 0 || one[2] > FULL) return { rows: new Map(), fault: "n 里有负数，或者比例超过万分之一万" };
    if (previous !== null && compareText(previous, one[0]) >= 0) return { rows: new Map(), fault: "n 没有按类别排列" };
    previous = one[0];
    rows.set(one[0], [one[1], one[2]]);
  }
  return { rows, fault: "" };
}

/* The seed, or for a sealed draw the seed with its key; null while one of them is missing or no digest. */
function seedInUse({ commit_json: commit, seed, sealed_key: key }) {
  const published = fromHex(seed);
  if (published === null || !("kc" in commit)) return published;
  const opened = fromHex(key);
  return opened === null ? null : tagged(commit.alg, "DRAW-SEALED-v1", published, opened);
}

export const isSealedNow = (bundle) => "kc" in bundle.commit_json && bundle.sealed_key === null;

/* How many of a class are drawn, by its objects in the pool and the basis points of the commit. */
export function quotaOf({ members, n }, className) {
  return n.rows.has(className) ? quota(members.get(className)?.length ?? 0, n.rows.get(className)[1]) : 0;
}

/* All objects of a class as {id, ticket}, in the order of the draw; computed once. */
export async function drawnOrder(draw, className, pace) {
  if (!draw.orders.has(className)) draw.orders.set(className, await ordered(draw, className, pace));
  return draw.orders.get(className);
}

async function ordered({ algorithm, s, members }, className, pace) {
  const objects = members.get(className) ?? [];
  const ticketed = [];
  for (const object of objects) {
    ticketed.push({ id: object.id, ticket: ticketOf(algorithm, s, object) });
    if (pace.due()) await pace.rest(ticketed.length / objects.length);
  }
  return ticketed.sort(byTicket);
}
