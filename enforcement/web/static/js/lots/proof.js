/* On the page of one enterprise: follows the inclusion proof to the committed root in this browser. */

import { checkProof } from "./lookup.js";

const place = document.querySelector("[data-proof]");
if (place) {
  const { included, drawn } = checkProof(JSON.parse(place.dataset.proof));
  place.className = `status ${included ? "done" : "late"}`;
  const word = { true: "签号重算也一致：抽中", false: "签号重算也一致：没有抽中", null: "" }[drawn];
  place.textContent = included
    ? `✓ 在您的浏览器里算过：证明合到了封存的名单摘要。${word}`
    : "✕ 在您的浏览器里算过：证明合不到封存的名单摘要。";
}
