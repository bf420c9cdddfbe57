/* The page "recompute in my browser": fetches one bundle (or reads a file) and shows every step as it ends.
   Nothing is sent; the only call is the one that fetches the bundle. */

import { Unreadable, readBundle } from "./bundle.js";
import { showAnswer } from "./answer.js";
import { lookUp } from "./lookup.js";
import { verify } from "./verification.js";

const STATES = { ok: ["done", "一致"], failed: ["late", "不一致"], "not published": ["idle", "还没有公布"] };

const root = document.querySelector("[data-lots-verify]");
const line = root.querySelector("[data-lots-line]");
const bar = root.querySelector("progress");
const steps = new Map([...root.querySelectorAll("[data-step]")].map((one) => [one.dataset.step, one]));
let bundle = null;
let run = 0;

function say(level, text) {
  line.className = level ? `status ${level}` : "";
  line.textContent = text;
}

function word(text, className = "") {
  const span = document.createElement("span");
  span.textContent = text;
  span.className = className;
  return span;
}

function clear() {
  for (const step of steps.values()) {
    step.dataset.state = "";
    step.querySelector("[data-step-result]").replaceChildren();
  }
  root.querySelector("[data-lots-answer]").replaceChildren();
}

function partsOf({ subject, state, message, expected, got }) {
  const [level, title] = STATES[state];
  const parts = [word(subject ? `${subject} 类 ${title}` : title, `status ${level}`)];
  if (message) parts.push(word(message, /^[0-9a-f]{64}$/.test(message) ? "digest" : "quiet"));
  if (expected) parts.push(word(`算出来是 ${expected}`, "digest"), word(`数据包里是 ${got || "（空）"}`, "digest"));
  return parts;
}

/* a step with several results (one a class) is as bad as the worst of them */
function show(step, results) {
  const entry = steps.get(step);
  const worst = ["failed", "not published", "ok"].find((state) => results.some((one) => one.state === state)) ?? "ok";
  entry.dataset.state = worst;
  entry.querySelector("[data-step-result]").replaceChildren(...results.flatMap(partsOf));
}

/* the number of the run tells an answer that comes too late from the one that is wanted */
async function recompute(json, name) {
  run += 1;
  const mine = run;
  clear();
  try {
    bundle = readBundle(json);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    bundle = null;
    say("late", `读不了${name}：${error.message}`);
    return;
  }
  bar.hidden = false;
  let done = 0;
  const begun = performance.now();
  const results = await verify(bundle, {
    onStep(step, results) {
      if (mine !== run) return;
      done += 1;
      show(step, results);
      bar.value = done;
    },
    onProgress(step, share) {
      if (mine !== run) return;
      bar.value = done + share;
      say("", `正在重算：${steps.get(step).dataset.title} ${Math.floor(100 * share)}%`);
    },
  });
  if (mine !== run) return;
  bar.hidden = true;
  conclude(results, name, (performance.now() - begun) / 1000);
}

function conclude(results, name, seconds) {
  const stepsIn = (wanted) => new Set(results.filter(({ state }) => state === wanted).map(({ step }) => step)).size;
  const [wrong, open] = [stepsIn("failed"), stepsIn("not published")];
  const took = seconds < 1 ? "不到 1 秒" : `${Math.round(seconds)} 秒`;
  const first = results.find(({ state }) => state === "failed");
  if (wrong) say("late", `✕ ${name}有 ${wrong} 步对不上，最先在“${steps.get(first.step).dataset.title}”，见下面标红的步骤`);
  else if (open) say("done", `✓ ${name}已公布的都对得上，还有 ${open} 步要等公布后再验（用时${took}）`);
  else say("done", `✓ ${name}的每一步都对得上，名单是按公开的数据算出来的（用时${took}）`);
  root.dataset.finished = wrong ? "failed" : "ok";
}

async function fetchBundle(address) {
  say("", "正在取数据包");
  try {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(`服务器答复 ${answer.status}`);
    await recompute(await answer.text(), "这次抽取");
  } catch (error) {
    say("late", `没有取到数据包：${error.message}。可以先下载数据包，再在下面选择文件。`);
  }
}

const chosen = root.querySelector("input[type=file]");
chosen.addEventListener("change", async () => {
  const file = chosen.files[0];
  if (file) await recompute(await file.text(), `文件“${file.name}”`);
});

root.querySelector("[data-lots-id]").addEventListener("submit", async (event) => {
  if (bundle === null) return;
  event.preventDefault();
  const id = new FormData(event.target).get("id").trim().toUpperCase();
  const place = root.querySelector("[data-lots-answer]");
  showAnswer(place, id, await lookUp(bundle, id));
});

for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
if (root.dataset.lotsVerify) fetchBundle(root.dataset.lotsVerify);
