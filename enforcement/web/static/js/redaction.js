/* Selected words of the text go into the field below it; without this script they are typed there. */
"use strict";

(() => {
  const text = document.querySelector("[data-redaction-text]");
  const button = document.querySelector("[data-hide-selection]");
  const words = document.querySelector("[name=words]");
  if (!text || !button || !words) return;
  let selected = "";
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.rangeCount && text.contains(selection.getRangeAt(0).commonAncestorContainer)) {
      const chosen = selection.toString().trim();
      if (chosen && !chosen.includes("\n")) selected = chosen;
    }
  });
  button.addEventListener("click", () => {
    if (!selected) return;
    const lines = words.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (!lines.includes(selected)) lines.push(selected);
    words.value = lines.join("\n");
    selected = "";
    words.focus();
  });
  button.closest("[data-needs-script]").hidden = false;
})();
