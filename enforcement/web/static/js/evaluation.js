/* The score sheet saves itself; a click while it does waits for the version that the saving gives.
   Papers open where a finding leads to them. */
(() => {
  "use strict";

  /* a paper that a finding names opens when it is asked for */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#paper-']");
    const paper = link && document.getElementById(link.hash.slice(1));
    if (paper) paper.open = true;
  });

  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  let saving = false;
  let waiting = null;

  sheet.addEventListener("htmx:beforeRequest", () => { saving = true; });
  sheet.addEventListener("htmx:afterRequest", (event) => {
    saving = false;
    const line = document.getElementById("saved-line");
    if (!event.detail.successful && line) line.textContent = "没有自动保存，请按“保存草稿”查看原因";
    if (!waiting) return;
    const button = waiting.button;
    waiting = null;
    setTimeout(() => sheet.requestSubmit(button), 50);
  });
  sheet.addEventListener("submit", (event) => {
    if (!saving) return;
    event.preventDefault();
    waiting = { button: event.submitter };
  });
})();
