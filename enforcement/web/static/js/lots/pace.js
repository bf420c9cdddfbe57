/* Lets a long computation breathe, so that a phone keeps answering: `due()` is cheap, `rest()` gives the page a turn.
   `report(share)` hears how far the present step has come (0 to 1). */

const TURN_MS = 40;

export function makePace(report = () => {}) {
  let begun = performance.now();
  return {
    due: () => performance.now() - begun > TURN_MS,
    async rest(share) {
      report(share);
      await new Promise((go) => { setTimeout(go); });
      begun = performance.now();
    },
  };
}
