/* A pad for the party's signature, where macros/forms.html draws a `signature` field.
   What was drawn is put, as a PNG, into the file input that stands there without scripts, so the form sends the
   same thing either way: a drawn signature or a photo of the signed paper. Who can't draw with a pointer
   chooses a file, or the refusal is noted in the form's other fields. */
(() => {
  "use strict";

  const LINE_WIDTH = 2.5;
  const TEXTS = {
    label: "签名区：用手指、笔或鼠标书写；不便书写的，用下面的“选择签名照片”",
    again: "重写",
    photo: "选择签名照片",
    empty: "还没有签名",
    signed: "已签名",
    chosen: "已选择",
  };

  function button(text, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  }

  function install(holder) {
    const input = holder.querySelector("input[type=file]");
    const canvas = Object.assign(document.createElement("canvas"), { className: "signature-pad", tabIndex: -1 });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", TEXTS.label);
    const line = Object.assign(document.createElement("p"), { className: "small quiet", textContent: TEXTS.empty });
    line.setAttribute("role", "status");
    const row = Object.assign(document.createElement("div"), { className: "form-end" });
    row.append(button(TEXTS.again, clear), button(TEXTS.photo, () => input.click()));
    input.accept = "image/png,image/jpeg";
    input.classList.add("visually-hidden");
    input.tabIndex = -1;
    holder.prepend(canvas, line, row);

    const pen = canvas.getContext("2d");
    let drawing = null;
    let strokes = [];

    /* the picture keeps its strokes when the screen is turned */
    function fit() {
      const scale = window.devicePixelRatio || 1;
      const box = canvas.getBoundingClientRect();
      if (!box.width) return;
      canvas.width = Math.round(box.width * scale);
      canvas.height = Math.round(box.height * scale);
      redraw();
    }

    function redraw() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      for (const stroke of strokes) stroke.forEach((_point, at) => segment(stroke, at));
    }

    function segment(stroke, at) {
      const from = stroke[Math.max(0, at - 1)];
      const to = stroke[at];
      pen.strokeStyle = "#000";
      pen.lineCap = "round";
      pen.lineJoin = "round";
      pen.lineWidth = LINE_WIDTH * (window.devicePixelRatio || 1);
      pen.beginPath();
      pen.moveTo(from.x * canvas.width, from.y * canvas.height);
      pen.lineTo(to.x * canvas.width, to.y * canvas.height);
      pen.stroke();
    }

    function point(event) {
      const box = canvas.getBoundingClientRect();
      return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    }

    function clear() {
      strokes = [];
      redraw();
      input.value = "";
      line.textContent = TEXTS.empty;
    }

    function keep() {
      canvas.toBlob((blob) => {
        const files = new DataTransfer();
        files.items.add(new File([blob], "signature.png", { type: "image/png" }));
        input.files = files.files;
        line.textContent = TEXTS.signed;
      }, "image/png");
    }

    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      drawing = [point(event)];
      strokes.push(drawing);
      segment(drawing, 0);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      for (const each of event.getCoalescedEvents?.() ?? [event]) drawing.push(point(each));
      redraw();
    });
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => {
        if (!drawing) return;
        drawing = null;
        keep();
      });
    }
    input.addEventListener("change", () => {
      if (!input.files.length) return;
      strokes = [];
      redraw();
      line.textContent = `${TEXTS.chosen} ${input.files[0].name}`;
    });
    window.addEventListener("resize", fit);
    fit();
  }

  document.querySelectorAll("[data-signature]").forEach(install);
})();
