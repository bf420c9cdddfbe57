/* The answer to one enterprise, in words. */

const OUTCOMES = { drawn: "抽中", "not drawn": "没有抽中", unknown: "还没有结果" };

function sentence(text, className = "") {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  paragraph.className = className;
  return paragraph;
}

function pairs(rows) {
  const table = document.createElement("table");
  table.className = "sheet keys";
  const body = table.createTBody();
  for (const [label, value, digest] of rows) {
    const row = body.insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = label;
    row.append(head);
    const cell = row.insertCell();
    cell.textContent = value;
    if (digest) cell.className = "digest";
  }
  return table;
}

/* `found` is what lookup.js gives. */
export function showAnswer(place, id, found) {
  if (found.place === "absent") {
    place.replaceChildren(sentence(`${id} 不在这次抽取的名单里，也不在排除名单里。请核对代码是否输对。`, "status soon"));
    return;
  }
  if (found.place === "excluded") {
    place.replaceChildren(sentence(`${id} 按规则 ${found.rule} 被排除，没有参加这次抽取。`, "status idle"));
    return;
  }
  const rows = [["类别", found.className], ["结果", OUTCOMES[found.outcome]]];
  if (found.ticket) {
    rows.push(["签号", found.ticket, true]);
    rows.push(["中签线", found.threshold ?? "本类不抽", true]);
    rows.push(["名次", `本类 ${found.of} 户，排第 ${found.rank}，取前 ${found.k} 户`]);
  }
  const verdict = found.outcome === "unknown"
    ? `${id} 在名单里。签号要等随机数或者密钥公开以后才能算。`
    : `${id} 在名单里，${OUTCOMES[found.outcome]}：签号${found.outcome === "drawn" ? "不大于" : "大于"}中签线。`;
  place.replaceChildren(sentence(verdict, "status done"), pairs(rows));
}
