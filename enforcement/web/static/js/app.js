/* What makes every page kinder, and nothing a page needs: it all works without this file.
   One send per form, the error summary takes the focus, unsent drafts are kept in this browser. */
(() => {
  "use strict";

  const SAVE_AFTER_MS = 600;
  const UNLOCK_AFTER_MS = 10000;
  /* two people at one computer don't see each other's drafts */
  const DRAFT_PREFIX = `draft:${document.body.dataset.actor ?? ""}:`;
  const NOT_KEPT = new Set(["csrf_token", "version", "next"]);

  /* ---- one send per form ---- */

  function lock(form) {
    form.dataset.sent = "yes";
    for (const one of form.querySelectorAll("button:not([type=button])")) one.setAttribute("aria-disabled", "true");
    /* an answer that is a file, or none at all, leaves the page standing: it must be usable again */
    setTimeout(unlock, UNLOCK_AFTER_MS, form);
  }

  function unlock(form) {
    delete form.dataset.sent;
    for (const one of form.querySelectorAll("button[aria-disabled]:not([type=button])")) one.removeAttribute("aria-disabled");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "get" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    lock(form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) unlock(form);
  });
  /* a page that comes back from the browser's memory may be sent again */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(unlock);
  });

  /* a grey button explains itself: it stays focusable, but does nothing */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[aria-disabled=true]");
    if (!button || button.closest("form[data-sent]")) return;
    event.preventDefault();
    const why = document.getElementById(button.getAttribute("aria-describedby"));
    if (why) why.scrollIntoView({ block: "nearest" });
  });

  /* ---- a fold of the menu closes when its person goes elsewhere ---- */

  function closeFolds(but) {
    for (const one of document.querySelectorAll(".bar-fold[open]")) if (one !== but) one.open = false;
  }
  document.addEventListener("click", (event) => closeFolds(event.target.closest(".bar-fold")));
  document.addEventListener("focusin", (event) => closeFolds(event.target.closest(".bar-fold")));
  document.addEventListener("keydown", (event) => {
    const fold = event.key === "Escape" && event.target.closest(".bar-fold[open]");
    if (!fold) return;
    closeFolds();
    fold.querySelector("summary").focus();
  });

  /* ---- errors take the focus ---- */

  function focusErrors(root) {
    const summary = root.querySelector("#error-summary");
    if (summary) summary.focus();
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#error-summary a[href^='#']");
    if (!link) return;
    const field = document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  /* ---- drafts ---- */

  function kept(form) {
    return [...form.elements].filter(
      (one) => one.name && !NOT_KEPT.has(one.name) && !["file", "hidden", "password", "submit"].includes(one.type) && one.tagName !== "BUTTON",
    );
  }

  function readForm(form) {
    const values = {};
    for (const one of kept(form)) {
      if (one.type === "checkbox" || one.type === "radio") {
        values[one.name] ??= [];
        if (one.checked) values[one.name].push(one.value);
      } else {
        values[one.name] = one.value;
      }
    }
    return values;
  }

  function fillForm(form, values) {
    for (const one of kept(form)) {
      if (!(one.name in values)) continue;
      if (one.type === "checkbox" || one.type === "radio") one.checked = values[one.name].includes(one.value);
      else one.value = values[one.name];
    }
  }

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  function clock(instant) {
    return new Date(instant).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  }

  function keepDraft(form) {
    const key = DRAFT_PREFIX + form.dataset.draft;
    const line = form.querySelector("[data-draft-line]");
    const before = JSON.stringify(readForm(form));
    const draft = stored(key);
    /* a refused form holds what was typed, given back by the server; that is newer than any draft */
    if (draft && !("refused" in form.dataset) && JSON.stringify(draft.values) !== before) {
      fillForm(form, draft.values);
      if (line) offerDrop(form, line, key, JSON.parse(before), draft.at);
    }
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => save(form, key, line), SAVE_AFTER_MS);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      sessionStorage.setItem("sent-draft", key);
      save(form, key, null);
    });
  }

  function save(form, key, line) {
    const at = Date.now();
    try {
      localStorage.setItem(key, JSON.stringify({ at, values: readForm(form) }));
      if (line) line.textContent = `草稿 ${clock(at)} 已存本机`;
    } catch {
      if (line) line.textContent = "草稿没有存下：本机存储已满或被禁用";
    }
  }

  function offerDrop(form, line, key, original, at) {
    line.textContent = `已恢复 ${clock(at)} 的草稿 `;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "as-link";
    drop.textContent = "不用草稿";
    drop.addEventListener("click", () => {
      fillForm(form, original);
      localStorage.removeItem(key);
      line.textContent = "草稿已丢弃";
    });
    line.append(drop);
  }

  /* a draft is dropped only when the page after sending shows that the form was taken; going back or reloading after
     a broken connection keeps it */
  function dropSentDraft() {
    const key = sessionStorage.getItem("sent-draft");
    if (!key) return;
    sessionStorage.removeItem("sent-draft");
    const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
    const refused = document.querySelector("[data-refused]") !== null;
    if (arrived && !refused) localStorage.removeItem(key);
  }

  function start(root) {
    focusErrors(root);
    root.querySelectorAll("form[data-draft]").forEach(keepDraft);
  }

  dropSentDraft();
  start(document);
  document.addEventListener("htmx:afterSettle", (event) => start(event.target));
})();
