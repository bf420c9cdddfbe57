/* Reads a bundle, version 1: every key there and of its kind. What the contents claim is for the steps to judge. */

export class Unreadable extends Error {}

const LONE_SURROGATE = /\p{Surrogate}/u;

function need(fits, key, why) {
  if (!fits) throw new Unreadable(`${key}：${why}`);
}

const text = (value, key) => {
  need(typeof value === "string", key, "应为文字");
  need(!LONE_SURROGATE.test(value), key, "含有不成对的代理字符");
};
const whole = (value, key) => need(Number.isSafeInteger(value), key, "应为整数");
const record = (kinds) => (value, key) => {
  need(value !== null && typeof value === "object" && !Array.isArray(value), key || "bundle", "应为对象");
  for (const [name, kind] of Object.entries(kinds)) {
    const inner = key ? `${key}.${name}` : name;
    need(name in value, inner, "缺少这一项");
    kind(value[name], inner);
  }
};
const perhaps = (kind) => (value, key) => {
  if (value !== null) kind(value, key);
};
const list = (kind) => (value, key) => {
  need(Array.isArray(value), key, "应为数组");
  value.forEach((one, i) => kind(one, `${key}[${i}]`));
};
const row = (...kinds) => (value, key) => {
  need(Array.isArray(value) && value.length === kinds.length, key, `应为 ${kinds.length} 项的数组`);
  kinds.forEach((kind, i) => kind(value[i], `${key}[${i}]`));
};
const oneOf = (...choices) => (value, key) => need(choices.includes(value), key, `应为 ${choices.join(" 或 ")}`);

const BUNDLE = record({
  v: oneOf(1),
  commit_json: record({ alg: oneOf("SHA-256", "SM3") }),
  commit: text,
  sources: list(row(text, text)),
  seed: text,
  sealed_key: perhaps(text),
  pool: list(text),
  exclusions: list(text),
  classes: list(record({ class: text, N: whole, k: whole, threshold: perhaps(text), selected: perhaps(list(text)) })),
  selected_root: text,
  officers: perhaps(
    record({
      pool: list(text),
      assigned: list(row(text, list(text))),
      skips: list(row(text, text, text)),
      infeasible: list(text),
    }),
  ),
  events: list(record({})),
});

/* JSON.parse takes 7.0 for 7, the protocol doesn't: a number that is not written as an integer becomes an object, which
   is of no kind that a bundle knows */
const STRING_OR_NUMBER = /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

function withoutFractions(json) {
  return json.replace(STRING_OR_NUMBER, (all, quoted) => (quoted || /^-?\d+$/.test(all) ? all : `{"number":"${all}"}`));
}

/* The bundle of a JSON text. Throws Unreadable, naming the key that is missing or of the wrong kind. */
export function readBundle(json) {
  let bundle;
  try {
    bundle = JSON.parse(withoutFractions(json));
  } catch (error) {
    throw new Unreadable(`不是 JSON 文件：${error.message}`);
  }
  BUNDLE(bundle, "");
  return bundle;
}
