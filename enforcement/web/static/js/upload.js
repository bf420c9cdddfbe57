/* Sends recordings straight to the object store, part by part, and goes on after a cut.
   A file is read once, part by part: each part is hashed in order and sent if the store does not have it yet,
   so no more than a few parts are in memory, whatever the size. Nothing the store has is sent again: it is
   asked first, also after a page was closed and the same file was chosen once more.
   Texts come from data-texts of the form, the shapes of the words of state from its templates. */
(() => {
  "use strict";

  const HEAD_BYTES = 1024 * 1024;
  const SENT_AT_ONCE = 3;
  const LINKS_AT_ONCE = 20;
  const TRIES = 5;
  const FIRST_WAIT_MS = 1000;
  const PART_SILENCE_MS = 60000;
  const SPEED_WINDOW_MS = 5000;
  const VERIFY_LOOK_MS = 2000;
  const SHAPES = { waiting: "idle", preparing: "now", sending: "now", paused: "paused", cut: "paused", uploaded: "soon", verified: "verified", abandoned: "withdrawn", refused: "late" };

  const root = document.querySelector("[data-upload]");
  if (!root) return;
  const texts = JSON.parse(root.dataset.texts);

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "").replaceAll("%%", "%");

  function megabytes(bytes) {
    return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : bytes < 1024 ** 3 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${(bytes / 1024 ** 3).toFixed(2)} GB`;
  }

  async function digest(blob) {
    const hasher = await hashwasm.createSHA256();
    return hasher.init().update(new Uint8Array(await blob.arrayBuffer())).digest("hex");
  }

  /* ---- talking to the program ---- */

  class Stopped extends Error {}

  class Refusal extends Error {
    constructor(status, body) {
      const reasons = (body.reasons ?? []).map((reason) => `${reason.message}（${reason.basis}）${reason.lift}`);
      super([...(reasons.length ? reasons : [status === 401 ? texts.signed_out : (body.detail ?? texts.refused)]), body.remedy ?? ""].filter(Boolean).join(" "));
      this.status = status;
      this.errors = body.errors ?? {};
      this.passing = status >= 500 || status === 429;
    }
  }

  async function ask(url, body) {
    const options = { headers: { Accept: "application/json" }, credentials: "same-origin" };
    if (body) {
      Object.assign(options, { method: "POST", body: JSON.stringify(body) });
      Object.assign(options.headers, { "Content-Type": "application/json", "X-CSRFToken": root.dataset.token ?? "" });
    }
    const answer = await fetch(url, options);
    const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
    if (answer.ok && isJson) return answer.json();
    throw new Refusal(answer.ok ? 401 : answer.status, isJson ? await answer.json() : {});
  }

  /* A store or a network that is away for a moment is tried again, a refusal is not. */
  async function patiently(act, stopped) {
    for (let round = 1; ; round += 1) {
      try {
        return await act();
      } catch (error) {
        const passing = error instanceof Refusal ? error.passing : !(error instanceof Stopped) && error.name !== "NotReadableError";
        if (!passing || round === TRIES || stopped()) throw error;
        await wait(FIRST_WAIT_MS * 2 ** (round - 1) * (0.75 + Math.random() / 2));
        if (stopped()) throw new Stopped();
      }
    }
  }

  /* ---- one line of the list ---- */

  class Line {
    constructor(element) {
      this.element = element;
      this.part = (name) => element.querySelector(`[data-${name}]`);
    }

    state(name, percent = 0) {
      const shape = document.importNode(root.querySelector(`template[data-shape="${SHAPES[name] ?? "late"}"]`).content, true);
      shape.querySelector(".status").append(fill(texts[name], { percent }));
      const place = this.part("state");
      if (place.textContent.trim() !== shape.textContent.trim()) place.replaceChildren(shape);
      this.element.dataset.now = name;
      this.part("progress").value = percent;
      this.part("progress").hidden = !["sending", "paused", "cut", "preparing", "waiting"].includes(name);
    }

    say(text) {
      this.part("line").textContent = text;
    }

    problem(text) {
      this.part("problem").textContent = text;
      this.part("problem").hidden = !text;
    }

    buttons(...entries) {
      this.part("actions").replaceChildren(
        ...entries.map(([text, act]) => {
          const button = document.createElement(typeof act === "string" ? "a" : "button");
          button.className = "button little";
          button.textContent = text;
          if (typeof act === "string") button.href = act;
          else {
            button.type = "button";
            button.addEventListener("click", act);
          }
          return button;
        }),
      );
    }
  }

  /* ---- one file ---- */

  class Upload {
    constructor(file, line) {
      this.file = file;
      this.line = line;
      this.received = new Set();
      this.hashed = 0;
      this.links = {};
      this.loaded = new Map();
      this.requests = new Set();
      this.moments = [];
      this.wanted = true;
    }

    get percent() {
      let bytes = 0;
      for (const number of this.received) bytes += this.length(number);
      for (const [number, part] of this.loaded) if (!this.received.has(number)) bytes += part;
      return Math.min(100, Math.floor((100 * bytes) / this.file.size));
    }

    length(number) {
      return Math.min(this.plan.part_size, this.file.size - (number - 1) * this.plan.part_size);
    }

    adopt(plan) {
      this.plan = plan;
      this.received = new Set(plan.received);
    }

    draw() {
      this.line.state("sending", this.percent);
      const now = performance.now();
      const bytes = [...this.moments.filter(([at]) => at > now - SPEED_WINDOW_MS)].reduce((sum, [, size]) => sum + size, 0);
      const speed = (bytes / 1024 ** 2 / (Math.min(SPEED_WINDOW_MS, now - this.began + 1) / 1000)).toFixed(1);
      const part = fill(texts.part, { n: Math.min(this.received.size + 1, this.plan.parts), total: this.plan.parts });
      this.line.say(`${part}　${fill(texts.speed, { speed })}`);
    }

    /* Runs until the file is complete, paused, or cut; may be called again to go on. */
    async run() {
      this.wanted = true;
      this.began = performance.now();
      this.moments = [];
      this.line.problem("");
      this.line.buttons([texts.pause, () => this.stop()]);
      try {
        this.adopt(await patiently(() => ask(this.plan.status_url), () => !this.wanted));
        if (this.plan.state === "uploading") {
          this.draw();
          await this.send();
          const sha256 = this.hasher.digest("hex");
          this.plan = await patiently(() => ask(this.plan.completion_url, { sha256 }), () => !this.wanted);
        }
        await this.follow();
      } catch (error) {
        this.interrupted(error);
      }
    }

    async send() {
      this.hasher ??= (await hashwasm.createSHA256()).init();
      const running = new Set();
      let failed = null;
      for (let number = 1; number <= this.plan.parts && !failed; number += 1) {
        if (!this.wanted) throw new Stopped();
        if (number <= this.hashed && this.received.has(number)) continue;
        const start = (number - 1) * this.plan.part_size;
        const bytes = new Uint8Array(await this.file.slice(start, start + this.plan.part_size).arrayBuffer());
        if (number === this.hashed + 1) {
          this.hasher.update(bytes);
          this.hashed = number;
        }
        if (this.received.has(number)) continue;
        const sending = this.sendPart(number, bytes)
          .catch((error) => {
            failed ??= error;
          })
          .finally(() => running.delete(sending));
        running.add(sending);
        if (running.size >= SENT_AT_ONCE) await Promise.race(running);
      }
      await Promise.all(running);
      if (failed) throw failed;
      if (!this.wanted) throw new Stopped();
    }

    async sendPart(number, bytes) {
      await patiently(async () => {
        if (!this.wanted) throw new Stopped();
        const link = await this.link(number);
        const status = await this.put(link, number, bytes);
        if (status === 200) return;
        delete this.links[number];
        throw new Error(`part ${number}: ${status}`);
      }, () => !this.wanted);
      this.received.add(number);
      this.loaded.delete(number);
      this.draw();
    }

    async link(number) {
      if (!(number in this.links)) {
        const numbers = [];
        for (let next = number; next <= this.plan.parts && numbers.length < LINKS_AT_ONCE; next += 1) if (!this.received.has(next)) numbers.push(next);
        this.asking ??= ask(this.plan.parts_url, { numbers }).finally(() => (this.asking = null));
        Object.assign(this.links, (await this.asking).links);
        if (!(number in this.links)) return this.link(number);
      }
      return this.links[number];
    }

    put(link, number, bytes) {
      return new Promise((done, fail) => {
        const request = new XMLHttpRequest();
        let silence;
        const alive = () => {
          clearTimeout(silence);
          silence = setTimeout(() => request.abort(), PART_SILENCE_MS);
        };
        request.upload.addEventListener("progress", (event) => {
          alive();
          this.moments.push([performance.now(), event.loaded - (this.loaded.get(number) ?? 0)]);
          this.loaded.set(number, event.loaded);
          this.draw();
        });
        request.addEventListener("loadend", () => {
          clearTimeout(silence);
          this.requests.delete(request);
          if (request.status !== 200) this.loaded.delete(number);
          if (request.status) done(request.status);
          else fail(new Error(`part ${number}: no answer`));
        });
        request.open("PUT", link);
        this.requests.add(request);
        alive();
        request.send(bytes);
      });
    }

    stop() {
      this.wanted = false;
      for (const request of this.requests) request.abort();
    }

    interrupted(error) {
      const meant = !this.wanted;
      this.stop();
      if (error instanceof Refusal && !error.passing && error.status !== 401) {
        this.line.state("refused");
        this.line.problem(error.message);
        this.line.buttons();
        return;
      }
      this.line.state(meant ? "paused" : "cut", this.percent);
      this.line.say(`${fill(texts.part, { n: Math.min(this.received.size + 1, this.plan.parts), total: this.plan.parts })}　${fill(texts.kept, { kept: this.received.size })}`);
      if (!meant) this.line.problem(error.name === "NotReadableError" ? texts.unreadable : error instanceof Refusal ? error.message : texts.again);
      this.line.buttons([texts.resume, () => this.run()]);
    }

    /* The server reads and hashes it all again before it counts. */
    async follow() {
      this.line.buttons([texts.open, this.plan.page_url]);
      for (;;) {
        this.line.state(this.plan.state, 100);
        this.line.say(this.plan.state === "verified" ? fill(texts.equal, { digest: this.plan.sha256.slice(0, 8) }) : "");
        this.line.problem(this.plan.problem);
        if (this.plan.state !== "uploaded") break;
        await wait(VERIFY_LOOK_MS);
        this.plan = await patiently(() => ask(this.plan.status_url), () => false);
      }
      document.body.dispatchEvent(new CustomEvent("recording-checked", { detail: { id: this.plan.id, state: this.plan.state } }));
    }
  }

  /* ---- choosing files ---- */

  const form = root.querySelector("form");
  const chooser = form.querySelector("input[type=file]");
  const faults = root.querySelector("[data-faults]");
  chooser.multiple = true;

  /* where the finger is the pointer, the camera comes first */
  const capture = root.querySelector("[data-capture]");
  capture.hidden = !window.matchMedia("(pointer: coarse)").matches;
  capture.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const before = chooser.accept;
    Object.assign(chooser, { accept: button.dataset.accept, capture: "environment" });
    chooser.click();
    chooser.accept = before;
    chooser.removeAttribute("capture");
  });

  function newLine(file) {
    const row = document.importNode(root.querySelector("template[data-row]").content, true).firstElementChild;
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-size]").textContent = megabytes(file.size);
    root.querySelector("[data-list]").append(row);
    const line = new Line(row);
    line.state("waiting");
    return line;
  }

  async function announce(file, fields) {
    const head = await digest(file.slice(0, HEAD_BYTES));
    return patiently(() => ask(root.dataset.upload, { ...fields, filename: file.name, content_type: file.type, size: String(file.size), head_sha256: head }), () => false);
  }

  function showFaults(error) {
    const sentences = error instanceof Refusal ? Object.values(error.errors).flat() : [];
    faults.replaceChildren(...(sentences.length ? sentences : [error instanceof Refusal ? error.message : texts.again]).map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
    faults.hidden = false;
    for (const field of form.querySelectorAll(".field.wrong")) field.classList.remove("wrong");
    for (const name of Object.keys(error.errors ?? {})) {
      const field = document.getElementById(`field-${name}`);
      if (!field) continue;
      field.closest(".field").classList.add("wrong");
      const rare = field.closest("[data-rare]");
      if (rare) rare.open = true;
      field.setAttribute("aria-invalid", "true");
    }
  }

  async function begin(file, fields, line) {
    line.state("preparing");
    try {
      const upload = new Upload(file, line);
      upload.plan = await announce(file, fields);
      await upload.run();
    } catch (error) {
      line.state("refused");
      line.problem(error instanceof Refusal ? Object.values(error.errors).flat().join(" ") || error.message : texts.again);
      showFaults(error);
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!chooser.files.length) return chooser.focus();
    faults.hidden = true;
    const fields = {};
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "csrf_token") fields[name] = value;
    const waiting = [...chooser.files].map((file) => [file, newLine(file)]);
    chooser.value = "";
    for (const [file, line] of waiting) await begin(file, fields, line);
  });

  /* ---- what an earlier page left unfinished ---- */

  async function offer(element) {
    const line = new Line(element);
    const plan = await ask(element.dataset.unfinished);
    const bytes = plan.received.reduce((sum, number) => sum + Math.min(plan.part_size, plan.size - (number - 1) * plan.part_size), 0);
    line.state("paused", Math.floor((100 * bytes) / plan.size));
    line.say(`${fill(texts.part, { n: Math.min(plan.received.length + 1, plan.parts), total: plan.parts })}　${fill(texts.kept, { kept: plan.received.length })}`);
    const again = Object.assign(document.createElement("input"), { type: "file", hidden: true, accept: chooser.accept });
    again.dataset.again = plan.id;
    element.append(again);
    again.addEventListener("change", () => goOn(again.files[0], plan, line));
    const hint = line.part("actions").firstElementChild;
    line.buttons([texts.choose, () => again.click()]);
    if (hint) line.part("actions").append(hint);
  }

  async function goOn(file, plan, line) {
    if (!file) return;
    line.problem("");
    const same = file.size === plan.size && (!plan.head_sha256 || (await digest(file.slice(0, HEAD_BYTES))) === plan.head_sha256);
    if (!same) return line.problem(fill(texts.other, { name: plan.filename }));
    const upload = new Upload(file, line);
    upload.plan = plan;
    await upload.run();
  }

  for (const element of document.querySelectorAll("[data-unfinished]")) offer(element).catch((error) => new Line(element).problem(error.message));
})();
