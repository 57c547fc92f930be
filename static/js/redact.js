// Lets areas be drawn on a picture, with mouse, pen or finger. The rows of numbers stay the truth:
// without this script they are typed.
"use strict";

document.querySelectorAll("form[data-redact]").forEach((form) => {
  const SMALLEST = 0.3;
  const EDGES = ["left", "top", "right", "bottom"];
  const stage = form.querySelector("[data-redact-stage]");
  const svg = stage.querySelector("svg");
  const rows = form.querySelector("[data-redact-rows]");
  const template = form.querySelector("[data-redact-row]");
  let start = null;
  let shown = null;

  const clamp = (value) => Math.min(100, Math.max(0, value));
  const number = (value) => String(Math.round(value * 100) / 100);
  const inputsOf = (row) => EDGES.map((edge) => row.querySelector(`[name=${edge}]`));
  const isBlank = (row) => inputsOf(row).every((input) => !input.value.trim());

  const place = (event) => {
    const box = stage.getBoundingClientRect();
    return [
      clamp(((event.clientX - box.left) / box.width) * 100),
      clamp(((event.clientY - box.top) / box.height) * 100),
    ];
  };
  const between = ([x1, y1], [x2, y2]) => [
    Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2),
  ];

  const put = (rect, [left, top, right, bottom]) => {
    rect.setAttribute("x", left);
    rect.setAttribute("y", top);
    rect.setAttribute("width", Math.max(0, right - left));
    rect.setAttribute("height", Math.max(0, bottom - top));
  };
  const newRect = (edges) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    put(rect, edges);
    return svg.appendChild(rect);
  };
  const draw = () => {
    svg.replaceChildren();
    [...rows.children].forEach((row) => {
      const edges = inputsOf(row).map((input) => Number.parseFloat(input.value));
      if (edges.every(Number.isFinite)) newRect(edges);
    });
  };

  const addRow = (edges) => {
    const blank = [...rows.children].find(isBlank);
    const row = blank || rows.appendChild(template.content.firstElementChild.cloneNode(true));
    inputsOf(row).forEach((input, at) => {
      input.value = number(edges[at]);
    });
    row.hidden = false;
    row.querySelector("[data-redact-remove]").hidden = false;
    draw();
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    start = place(event);
    shown = newRect(between(start, start));
  });
  svg.addEventListener("pointermove", (event) => {
    if (start && event.isPrimary) put(shown, between(start, place(event)));
  });
  const finish = (event, isKept) => {
    if (!start || !event.isPrimary) return;
    const edges = between(start, place(event));
    start = null;
    shown.remove();
    const isLarge = edges[2] - edges[0] > SMALLEST && edges[3] - edges[1] > SMALLEST / 4;
    if (isKept && isLarge) addRow(edges);
  };
  svg.addEventListener("pointerup", (event) => finish(event, true));
  // A second finger moves the page: what the first one began was no area.
  svg.addEventListener("pointercancel", (event) => finish(event, false));

  rows.addEventListener("input", draw);
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-redact-remove]");
    if (!button) return;
    button.closest("fieldset").remove();
    draw();
  });
  form.querySelector("[data-redact-more]").addEventListener("click", (event) => {
    event.preventDefault();
    const row = rows.appendChild(template.content.firstElementChild.cloneNode(true));
    row.querySelector("[data-redact-remove]").hidden = false;
    row.querySelector("input").focus();
  });

  [...rows.children].forEach((row) => {
    row.hidden = isBlank(row);
    row.querySelector("[data-redact-remove]").hidden = false;
  });
  form.querySelector("[data-redact-hint]").hidden = false;
  stage.classList.replace("is-ruled", "is-drawn");
});
