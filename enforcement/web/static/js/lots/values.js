/* The one form in which the value of a source counts, and which sources there are. */

const ROOM = ["contrib", "dice"];
/* groups of a lottery: how many numbers, and the highest */
const GAMES = { ssq: [[6, 33], [1, 16]], kl8: [[20, 80]], dlt: [[5, 35], [2, 12]] };
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

export const kindOf = (source) => source.split(":")[0];
export const isOutside = (source) => source.includes(":");

/* What is wrong with the id of a source, or "". */
export function faultOfSource(source) {
  const [kind, issue] = [kindOf(source), source.slice(kindOf(source).length + 1)];
  if (ROOM.includes(kind)) return isOutside(source) ? `${source} 不应有期号` : "";
  if (!(kind in GAMES)) return `来源 ${source} 不在规程之列`;
  return /^[0-9]{7}$/.test(issue) ? "" : `${source} 的期号不对`;
}

/* Whether a value stands in its canonical form: numbers ascending, `.` after each, `/` after each group. */
export function isCanonical(source, value) {
  const kind = kindOf(source);
  if (kind === "dice") return /^[0-9]+\/$/.test(value);
  if (!value.endsWith("/")) return false;
  const groups = value.slice(0, -1).split("/");
  if (kind === "contrib") return groups.every(isContribution);
  const rules = GAMES[kind];
  return groups.length === rules.length && groups.every((group, i) => isGroup(group, ...rules[i]));
}

function isContribution(entry) {
  const parts = entry.split(":");
  return parts.length === 2 && !parts.includes("") && !CONTROL.test(entry) && entry.normalize("NFC") === entry;
}

function isGroup(group, count, highest) {
  if (!/^([1-9][0-9]?\.)+$/.test(group)) return false;
  const numbers = group.slice(0, -1).split(".").map(Number);
  return numbers.length === count && numbers.every((one, i) => one <= highest && (i === 0 || one > numbers[i - 1]));
}
