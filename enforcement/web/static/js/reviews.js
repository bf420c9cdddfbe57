/* Words selected in the draft go into the comment's quote, so that the comment is pinned to them.
   Without this file they are copied by hand. */
(() => {
  "use strict";
  const source = document.querySelector("[data-quote-source]");
  const quote = document.getElementById("field-quote");
  if (!source || !quote) return;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!source.contains(range.commonAncestorContainer)) return;
    const copy = range.cloneContents();
    copy.querySelectorAll(".anchor").forEach((mark) => mark.remove());
    const words = copy.textContent.trim();
    if (words) quote.value = words.slice(0, 1000);
  });
})();
