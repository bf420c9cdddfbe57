/* The screen in the room: asks for the board again every few seconds, and lets new rows of the list arrive one by one.
   It changes no fact: everything it shows came from the server, and a reload shows the same at once. */
"use strict";

(() => {
  const EVERY_MS = 3000;
  const ARRIVAL_MS = 1400;
  const main = document.querySelector("[data-ceremony]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const lost = document.querySelector("[data-ceremony-lost]");
  let shown = null;
  let arriving = null;

  const rows = (root) => [...root.querySelectorAll("[data-row]")];
  const keys = (root) => new Set(rows(root).map((row) => row.dataset.row));

  function arrive(fresh) {
    /* a class cell spans its rows, so rows are emptied of sight, never taken out of the table */
    for (const row of fresh) for (const cell of row.querySelectorAll("td")) cell.style.visibility = "hidden";
    const next = () => {
      main.querySelector(".arriving")?.classList.remove("arriving");
      const row = fresh.shift();
      if (!row) {
        arriving = null;
        return;
      }
      for (const cell of row.querySelectorAll("td")) cell.style.visibility = "";
      row.classList.add("arriving");
      row.scrollIntoView({ block: "nearest" });
      arriving = setTimeout(next, ARRIVAL_MS);
    };
    next();
  }

  async function renew() {
    if (arriving || document.hidden) return;
    const answer = await fetch(main.dataset.ceremony, { headers: { Accept: "text/html" } });
    lost.hidden = answer.ok;
    if (!answer.ok || answer.headers.get("ETag") === shown) return;
    const before = keys(main);
    main.innerHTML = await answer.text();
    shown = answer.headers.get("ETag");
    const fresh = rows(main).filter((row) => !before.has(row.dataset.row));
    if (fresh.length && !calm) arrive(fresh);
  }

  setInterval(() => renew().catch(() => { lost.hidden = false; }), EVERY_MS);
})();
