/* What a step can come to. `expected` is what the computation gives, `got` what the bundle says. */

export const ok = (message = "") => ({ state: "ok", message });
export const failed = (message, expected = "", got = "") => ({ state: "failed", message, expected, got });
export const withheld = (message) => ({ state: "not published", message });

export const compared = (got, expected, message = "") =>
  (got === expected ? ok(message || expected) : failed("和重新计算的结果不一样", expected, String(got)));

/* lists and rows are compared and shown as JSON */
export const shown = (value) => JSON.stringify(value);
