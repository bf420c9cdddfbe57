/* The one form in which the value of a source counts, and which sources there are. */

const ROOM = ["contrib", "dice"];
/* groups of a lottery: how many numbers, and the highest */
const GAMES = { ssq: [[6, 33], [1, 16]], kl8: [[20, 80]], dlt: [[5, 35], [2, 12]] };
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

export const kindOf = (source) => source.split(":")[0];
export const isOutside = (source) => source.includes(":");

/* Whether it is a source of the protocol; its issue, if there is one, has seven digits. */
function isKnown(source) {
  const kind = kindOf(source);
  if (!isOutside(source)) return ROOM.includes(kind) || kind in GAMES;
  return kind in GAMES && /^[0-9]{7}$/.test(source.slice(kind.length + 1));
}

/* What is wrong with the id of a source, or "". */
export function faultOfSource(source) {
  if (!isKnown(source)) return `来源 ${source} 不在规程之列，或者期号不对`;
  return kindOf(source) in GAMES && !isOutside(source) ? `${source} 没有期号` : "";
}

/* Whether a value stands in its canonical form: numbers ascending, `.` after each, `/` after each group. */
export function isCanonical(source, value) {
  const kind = kindOf(source);
  if (!isKnown(source)) return false;
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
