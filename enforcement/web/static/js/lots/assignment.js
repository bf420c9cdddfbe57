/* The officers: nobody was jumped over, every skip names its rule. The bundle shows who was passed over and by which
   rule, not the facts behind it; those the supervision body reads. */

import { faultOfOfficers, rankingOf } from "./protocol.js";
import { failed, ok, shown, withheld } from "./results.js";

const SMALLEST_TEAM = 2;
export const SKIP_RULES = new Set(["CERT", "LEAVE", "ITEM", "AREA", "CONFLICT", "LOAD", "SAMEPAIR", "DEPT"]);

/* Officer -> place in the ranking of one object, 0 first; computed once. Null when it can't be computed. */
export function ranksOf(draw, objectId) {
  const { bundle, algorithm, s } = draw;
  if (s === null || faultOfOfficers(bundle.officers.pool)) return null;
  draw.rankings ??= new Map();
  if (!draw.rankings.has(objectId)) {
    const ids = bundle.officers.pool.map((line) => line.split("|")[0]);
    draw.rankings.set(objectId, new Map(rankingOf(algorithm, s, objectId, ids).map((id, place) => [id, place])));
  }
  return draw.rankings.get(objectId);
}

/* The step `ranking`. */
export async function checkRanking(draw, pace) {
  const { officers } = draw.bundle;
  if (officers === null) return withheld("执法人员的分配没有向社会公开，已交监督机关");
  if (draw.s === null || faultOfOfficers(officers.pool)) return failed("种子、密钥或者人员名单有误，排不出顺序");
  const asked = askedObjects(draw.bundle);
  const teams = new Map(officers.assigned);
  const skips = skipsByObject(officers.skips, asked);
  const fault = faultOfCoverage(officers, asked, teams) || faultOfSkips(officers, asked, skips);
  if (fault) return failed(fault);
  for (const [i, object] of asked.entries()) {
    const wrong = faultOfWalk(ranksOf(draw, object), teams.get(object), skips.get(object) ?? new Map());
    if (wrong) return failed(`“${object}”：${wrong}`);
    if (pace.due()) await pace.rest(i / asked.length);
  }
  return ok(`${officers.assigned.length} 组人员按排序产生，跳过 ${officers.skips.length} 人次都有理由`);
}

/* Everything that asks for a team: drawn in the order of the draw, then replacements as they came. */
function askedObjects({ classes, events }) {
  const replaced = events.filter((one) => one.kind === "replacement").map((one) => one.to);
  return [...classes.flatMap((one) => one.selected ?? []), ...replaced.filter((id) => typeof id === "string" && id)];
}

function faultOfCoverage({ assigned, infeasible }, asked, teams) {
  const sorted = (names) => shown([...names].sort());
  if (teams.size !== assigned.length || sorted([...teams.keys(), ...infeasible]) !== sorted(asked)) {
    return "每个抽中的对象须且只须分派一次，或者列为无法分派";
  }
  if (shown([...teams.keys()]) !== shown(asked.filter((one) => teams.has(one)))) return "分派没有按对象的抽取顺序";
  if (shown(infeasible) !== shown(asked.filter((one) => !teams.has(one)))) return "无法分派的对象没有按抽取顺序";
  return "";
}

/* Object -> officer -> rule; null for an entry that can't be. */
function skipsByObject(skips, asked) {
  const known = new Set(asked);
  const found = new Map();
  for (const [object, officer, rule] of skips) {
    if (!known.has(object) || found.get(object)?.has(officer) || !SKIP_RULES.has(rule)) return null;
    if (!found.has(object)) found.set(object, new Map());
    found.get(object).set(officer, rule);
  }
  return found;
}

function faultOfSkips({ skips }, asked, byObject) {
  if (byObject === null) return "有一条跳过记录不合规则，或者记了两次";
  const order = asked.flatMap((object) => [...(byObject.get(object)?.keys() ?? [])].map(() => object));
  return shown(order) === shown(skips.map(([object]) => object)) ? "" : "跳过记录没有按对象的抽取顺序";
}

function ascends(places) {
  return places.every((place, i) => i === 0 || place > places[i - 1]);
}

function faultOfWalk(ranks, team, skipped) {
  const stranger = [...(team ?? []), ...skipped.keys()].find((name) => !ranks.has(name));
  if (stranger) return `${stranger} 不在人员名单`;
  if (!ascends([...skipped.keys()].map((name) => ranks.get(name)))) return "跳过记录没有按排序";
  if (team === undefined) {
    const idle = ranks.size - skipped.size >= SMALLEST_TEAM;
    return idle ? `列为无法分派，却有 ${SMALLEST_TEAM} 人以上没有跳过记录` : "";
  }
  if (team.length < SMALLEST_TEAM) return `分派不足 ${SMALLEST_TEAM} 人`;
  if (!ascends(team.map((name) => ranks.get(name)))) return "分派的人员没有按排序，或者重复";
  const last = ranks.get(team[team.length - 1]);
  for (const [name, place] of ranks) {
    if (place <= last && team.includes(name) === skipped.has(name)) {
      return `第 ${place + 1} 位 ${name} 被越过而没有跳过记录，或者既分派又跳过`;
    }
    if (place > last && skipped.has(name)) return `人员已经齐了，又跳过 ${name}`;
  }
  return "";
}
