/* What happened after the draw, event by event: each is well formed, in order of time, and takes the next in rank. */

import { SKIP_RULES, ranksOf } from "./assignment.js";
import { drawnOrder, isSealedNow } from "./draw.js";
import { instantOf } from "./instants.js";
import { failed, ok, withheld } from "./results.js";

const KEYS = ["at", "kind", "object", "from", "to", "reason"];
const OF_OFFICERS = ["recusal", "absence"];
const OF_OBJECTS = "replacement";
const OTHERS = ["void", "correction", "opened"];
const REASONS = ["deregistered", "merged", "wrong_jurisdiction", "cap_reached", "joint_task"];

/* The step `events`. */
export async function checkEvents(draw, pace) {
  const story = begin(draw);
  for (const event of draw.bundle.events) {
    const fault = await take(story, event, pace);
    if (fault) return failed(fault);
  }
  if (story.withheld) return withheld("有的变动要等名单和人员公开以后才能验");
  return ok(draw.bundle.events.length ? `${draw.bundle.events.length} 次变动都按规则` : "没有变动");
}

function begin(draw) {
  const { bundle, commit } = draw;
  const standing = new Map(bundle.classes.flatMap((one) => (one.selected ?? []).map((id) => [id, one.class])));
  const passed = new Map();
  for (const [object, officer] of bundle.officers?.skips ?? []) {
    passed.set(object, new Set([...(passed.get(object) ?? []), officer]));
  }
  return {
    draw,
    passed,
    standing,
    withheld: false,
    last: instantOf(commit.frozen_at),
    teams: new Map((bundle.officers?.assigned ?? []).map(([object, team]) => [object, [...team]])),
    gone: new Map(),
    used: new Set(standing.keys()),
  };
}

async function take(story, event, pace) {
  const keys = Object.keys(event).filter((key) => key !== "skips").sort();
  if (keys.join() !== [...KEYS].sort().join() || KEYS.some((key) => typeof event[key] !== "string")) {
    return `变动应有且只有 ${KEYS.join("、")} 各项，均为文字`;
  }
  const at = instantOf(event.at);
  if (at === null || (story.last !== null && at < story.last)) {
    return `变动的时间 ${event.at} 不合格式，或者早于封存、早于前一次变动`;
  }
  story.last = at;
  if (OF_OFFICERS.includes(event.kind)) return changeOfficer(story, event);
  if (event.kind !== OF_OBJECTS && !OTHERS.includes(event.kind)) return `没有名为 ${event.kind} 的变动`;
  const fault = event.kind === OF_OBJECTS ? await changeObject(story, event, pace) : "";
  return fault || ("skips" in event ? `${event.kind} 不应有跳过记录` : "");
}

function skipsOf({ skips = [] }) {
  const sound = Array.isArray(skips)
    && skips.every((one) => Array.isArray(one) && one.length === 2 && typeof one[0] === "string" && SKIP_RULES.has(one[1]));
  return sound ? skips.map(([officer]) => officer) : null;
}

function changeOfficer(story, event) {
  const { draw, teams, gone, passed } = story;
  const { object, from, to, reason } = event;
  const skips = skipsOf(event);
  if (skips === null) return `“${object}”：跳过记录应为 [人员, 规则]`;
  if (!reason) return `“${object}”：更换 ${from} 没有理由`;
  if (draw.bundle.officers === null) {
    story.withheld = true;
    return "";
  }
  const team = teams.get(object) ?? [];
  const left = gone.get(object) ?? new Set();
  const ranks = ranksOf(draw, object);
  if (ranks === null) return "种子、密钥或者人员名单有误，排不出顺序";
  if (!team.includes(from)) return `“${object}”：${from} 不在这一组，无从更换`;
  if (to && (!ranks.has(to) || team.includes(to) || left.has(to))) {
    return `“${object}”：${to} 不在人员名单、已在这一组，或者已经退出`;
  }
  const [start, end] = [ranks.get(from), to ? ranks.get(to) : ranks.size];
  if (end <= start) return `“${object}”：${to} 排在 ${from} 之前，不是下一位`;
  const explained = new Set([...team, ...left, ...(passed.get(object) ?? []), ...skips]);
  const jumped = [...ranks].find(([name, place]) => start < place && place < end && !explained.has(name));
  if (jumped) return `“${object}”：第 ${jumped[1] + 1} 位 ${jumped[0]} 被越过而没有跳过记录`;
  const within = (name) => start < (ranks.get(name) ?? -1) && ranks.get(name) < end;
  if (!skips.every(within)) return `“${object}”：跳过记录不在 ${from} 和 ${to} 之间`;
  teams.set(object, [...team.filter((one) => one !== from), ...(to ? [to] : [])]);
  gone.set(object, new Set([...left, from]));
  return "";
}

async function changeObject(story, event, pace) {
  const { draw, standing, used } = story;
  const { object, from, to, reason } = event;
  if (!REASONS.includes(reason) || from !== object) return `“${object}”：更换对象的理由不在公布的五种之内`;
  if (isSealedNow(draw.bundle)) {
    story.withheld = true;
    return "";
  }
  if (!standing.has(object)) return `“${object}”没有抽中，或者已经更换`;
  const className = standing.get(object);
  standing.delete(object);
  if (draw.s === null || draw.pool.fault) return "种子、密钥或者名单有误，算不出下一户";
  const next = (await drawnOrder(draw, className, pace)).find(({ id }) => !used.has(id))?.id ?? "";
  if (next !== to) return `“${to}”不是 ${className} 类里的下一户`;
  standing.set(to, className);
  used.add(to);
  return "";
}
