/* Computes the SHA-256 of a file the visitor chooses, piece by piece, and compares it with the served document's.
   Nothing leaves the browser until the visitor presses the button, and then only the digest. */
"use strict";

(() => {
  const PIECE = 4 * 1024 * 1024;
  const form = document.querySelector("[data-verify]");
  if (!form || typeof hashwasm === "undefined") return;
  const chosen = form.querySelector("input[type=file]");
  const typed = form.querySelector("[name=sha256]");
  const result = form.querySelector("[data-verify-result]");
  const expected = form.dataset.verify;

  const say = (level, text) => {
    const word = document.createElement("span");
    word.className = level ? `status ${level}` : "";
    word.textContent = text;
    result.replaceChildren(word);
  };

  const digestOf = async (file) => {
    const hasher = await hashwasm.createSHA256();
    hasher.init();
    for (let start = 0; start < file.size; start += PIECE) {
      hasher.update(new Uint8Array(await file.slice(start, start + PIECE).arrayBuffer()));
      if (file.size > PIECE) say("", `正在计算 ${Math.round((100 * Math.min(start + PIECE, file.size)) / file.size)}%`);
    }
    return hasher.digest("hex");
  };

  chosen.addEventListener("change", async () => {
    const file = chosen.files[0];
    if (!file) return;
    say("", "正在计算");
    try {
      const found = await digestOf(file);
      if (chosen.files[0] !== file) return;
      typed.value = found;
      if (!expected) say("", `已算出“${file.name}”的摘要。按下面的按钮和全部公示文书比对，只送出这 64 个字符。`);
      else if (found === expected) say("done", `✓ 一致：“${file.name}”就是机关送达的那一份，一个字节也不差。`);
      else say("late", `✕ 不一致：“${file.name}”不是机关送达的那一份，或者被改过。`);
    } catch (error) {
      say("late", `读不了这个文件：${error.message}。请重新选择。`);
    }
  });

  form.querySelector("[data-needs-script]").hidden = false;
})();
