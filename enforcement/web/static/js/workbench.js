/* Forms begun in this browser and not sent: drafts are kept here and nowhere else, so only a script can list them. */
(() => {
  "use strict";
  const panel = document.querySelector("[data-drafts]");
  if (!panel) return;
  const cases = JSON.parse(panel.dataset.cases);
  const acts = JSON.parse(panel.dataset.acts);
  const prefix = `draft:${document.body.dataset.actor ?? ""}:`;
  const list = panel.querySelector("ul");
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    const [caseId, act, record] = key.slice(prefix.length).split(":");
    if (!(caseId in cases) || !(act in acts)) continue;
    const link = document.createElement("a");
    link.href = `/cases/${encodeURIComponent(caseId)}/${encodeURIComponent(act)}${record ? `/${encodeURIComponent(record)}` : ""}`;
    link.textContent = acts[act];
    const title = document.createElement("span");
    title.className = "second small quiet";
    title.textContent = cases[caseId];
    const entry = document.createElement("li");
    entry.append(link, title);
    list.append(entry);
  }
  panel.hidden = !list.children.length;
})();
