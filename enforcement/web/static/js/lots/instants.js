/* Instants of a bundle: ISO 8601 with its zone. */

const WITH_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/* Milliseconds since 1970, or null when the text is none. */
export function instantOf(text) {
  const at = typeof text === "string" && WITH_ZONE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : at;
}
