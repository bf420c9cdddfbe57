/* The score sheet saves itself; a click while it does waits for the version that the saving gives. */
(() => {
  "use strict";

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
