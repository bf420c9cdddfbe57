/* The steps of tools/verify_draw.py, in its order and under its names, in the visitor's browser.
   A result is {step, subject, state: "ok" | "failed" | "not published", expected, got, message}. */

import { checkEvents } from "./changes.js";
import { checkRanking } from "./assignment.js";
import { countsOf, drawnOrder, isSealedNow, prepare, quotaOf } from "./draw.js";
import { fromHex, toHex } from "./hashes.js";
import { instantOf } from "./instants.js";
import { makePace } from "./pace.js";
import { canonical, faultOfExclusions, faultOfOfficers, quota, rootOf, tagged } from "./protocol.js";
import { compared, failed, ok, shown, withheld } from "./results.js";
import { faultOfSource, isCanonical, isOutside } from "./values.js";

const COMMIT_KEYS = [
  "agency", "alg", "draw_no", "exclude_root", "frozen_at", "n", "officer_root", "plan", "pool_root", "prev", "sources", "v",
];
const DIGESTS = ["exclude_root", "officer_root", "pool_root", "prev"];
const TEXTS = ["agency", "alg", "draw_no", "frozen_at", "plan"];
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const isPlain = (value) => typeof value === "string" && !CONTROL.test(value) && value.normalize("NFC") === value;

const CHECKS = {
  async pool_root({ bundle, commit, algorithm, pool }, pace) {
    if (pool.fault) return failed(pool.fault);
    return compared(commit.pool_root, toHex(await rootOf(algorithm, bundle.pool, pace)));
  },

  async exclude_root({ bundle, commit, algorithm, pool }, pace) {
    const fault = faultOfExclusions(bundle.exclusions);
    if (fault) return failed(fault);
    const inPool = pool.fault ? new Set() : new Set(pool.objects.map(({ id }) => id));
    const both = bundle.exclusions.map((line) => line.split("|")[0]).find((id) => inPool.has(id));
    if (both) return failed(`“${both}”既在名单里，又被排除`);
    return compared(commit.exclude_root, toHex(await rootOf(algorithm, bundle.exclusions, pace)));
  },

  counts({ commit, members, n, pool }) {
    if (pool.fault || n.fault) return failed(pool.fault || n.fault);
    const missing = [...members.keys()].find((name) => !n.rows.has(name));
    if (missing) return failed(`名单里的类别 ${missing} 没有写进封存的户数`);
    const recounted = [...n.rows].map(([name, [, points]]) => [name, members.get(name)?.length ?? 0, points]);
    const words = recounted.map(([name, count]) => `${name} 类 ${count} 户`).join("，");
    return compared(shown(commit.n), shown(recounted), words || "名单是空的");
  },

  source_order({ bundle, commit }) {
    const given = bundle.sources.map(([name]) => name);
    if (shown(commit.sources) !== shown(given)) return failed("来源和封存时的不一样", shown(commit.sources), shown(given));
    const twice = given.find((name, i) => given.indexOf(name) !== i);
    if (twice) return failed(`来源 ${twice} 出现了两次`);
    const fault = given.map(faultOfSource).find((one) => one);
    if (fault) return failed(fault);
    const first = given.findIndex(isOutside);
    if (first < 0 || !given.slice(first).every(isOutside)) return failed("外部随机数须排在最后", "", given.join("、"));
    return ok(given.join("、"));
  },

  commit({ bundle, commit, algorithm }) {
    const keys = Object.keys(commit).filter((key) => key !== "kc");
    const odd = [...keys.filter((key) => !COMMIT_KEYS.includes(key)), ...COMMIT_KEYS.filter((key) => !keys.includes(key))];
    if (odd.length) return failed(`封存内容多出或者缺少：${odd.join("、")}`);
    const digests = "kc" in commit ? [...DIGESTS, "kc"] : DIGESTS;
    const wrong = digests.find((key) => fromHex(commit[key]) === null) ?? TEXTS.find((key) => !isPlain(commit[key]));
    if (wrong) return failed(`封存内容的 ${wrong} 不合格式`);
    if (commit.v !== 1 || instantOf(commit.frozen_at) === null) return failed("封存内容的版本或者时间不合格式");
    if (countsOf(commit.n).fault || !Array.isArray(commit.sources) || !commit.sources.every(isPlain)) {
      return failed("封存内容的户数或者来源不合格式");
    }
    return compared(bundle.commit, toHex(tagged(algorithm, "DRAW-COMMIT-v1", canonical(commit))));
  },

  seed({ bundle, algorithm }) {
    const odd = bundle.sources.find(([name, value]) => !isCanonical(name, value));
    if (odd) return failed(`${odd[0]} 的数值不是规范的写法`, "", odd[1]);
    const commit = fromHex(bundle.commit);
    if (commit === null) return failed("封存摘要不是 64 位十六进制，算不出种子");
    return compared(bundle.seed, toHex(tagged(algorithm, "DRAW-SEED-v1", commit, ...bundle.sources.flat())));
  },

  key_commitment({ bundle, commit, algorithm }) {
    if (!("kc" in commit)) {
      return bundle.sealed_key === null ? ok("不是密封抽取") : failed("封存时没有承诺密钥，却公开了密钥");
    }
    if (bundle.sealed_key === null) {
      const closed = bundle.officers === null && bundle.classes.every((one) => one.threshold === null && one.selected === null);
      return closed ? withheld("密封抽取，密钥还没有公开") : failed("密钥没有公开，名单或者人员却已经公开");
    }
    const key = fromHex(bundle.sealed_key);
    if (key === null) return failed("密钥不是 64 位十六进制");
    return compared(commit.kc, toHex(tagged(algorithm, "DRAW-KEY-v1", key)));
  },

  quotas({ bundle, n }) {
    if (n.fault) return failed(n.fault);
    const expected = [...n.rows].map(([name, [size, points]]) => [name, size, quota(size, points)]);
    const words = expected.map(([name, size, k]) => `${name} 类 ${size} 户抽 ${k}`).join("，");
    return compared(shown(bundle.classes.map((one) => [one.class, one.N, one.k])), shown(expected), words || "没有类别");
  },

  async tickets(draw, pace) {
    const results = [];
    for (const one of draw.bundle.classes) results.push({ subject: one.class, ...(await ticketsOf(draw, one, pace)) });
    return results;
  },

  async selected_root({ bundle, algorithm }, pace) {
    if (fromHex(bundle.selected_root) === null) return failed("名单摘要不是 64 位十六进制");
    if (bundle.classes.some((one) => one.selected === null)) {
      return isSealedNow(bundle) ? withheld("名单密封，只公布了摘要") : failed("名单没有公开");
    }
    const lines = bundle.classes.flatMap((one) => one.selected.map((id) => `${one.class}|${id}`));
    return compared(bundle.selected_root, toHex(await rootOf(algorithm, lines, pace)));
  },

  async officer_root({ bundle, commit, algorithm }, pace) {
    if (bundle.officers === null) return withheld("执法人员没有向社会公开，已交监督机关");
    const fault = faultOfOfficers(bundle.officers.pool);
    if (fault) return failed(fault);
    return compared(commit.officer_root, toHex(await rootOf(algorithm, bundle.officers.pool, pace)));
  },

  ranking: checkRanking,
  events: checkEvents,
};

export const STEPS = Object.keys(CHECKS);

async function ticketsOf(draw, one, pace) {
  if (isSealedNow(draw.bundle) && one.threshold === null && one.selected === null) {
    return withheld("签号要等密钥公开以后才能算");
  }
  if (!draw.drawable) return failed("种子、密钥、名单或者户数有误，算不出签号");
  const k = quotaOf(draw, one.class);
  const drawn = (await drawnOrder(draw, one.class, pace)).slice(0, k);
  const expected = { threshold: k ? toHex(drawn[k - 1].ticket) : null, selected: drawn.map(({ id }) => id) };
  return compared(shown({ threshold: one.threshold, selected: one.selected }), shown(expected), `${k} 户，逐户重算一致`);
}

/* Verifies everything a bundle publishes. `onStep(step, results)` hears each step as it ends, `onProgress(step, share)`
   how far the present one has come. Gives all results. */
export async function verify(bundle, { onStep = () => {}, onProgress = () => {} } = {}) {
  const draw = prepare(bundle);
  const all = [];
  for (const step of STEPS) {
    const pace = makePace((share) => onProgress(step, share));
    const found = [await CHECKS[step](draw, pace)].flat();
    const results = found.map((one) => ({ step, subject: "", expected: "", got: "", ...one }));
    all.push(...results);
    onStep(step, results);
  }
  return all;
}
