// Elements: HTML and SVG made from data. Text only ever becomes text, styles only ever go through the CSSOM.

const SVG = "http://www.w3.org/2000/svg";

export function html(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Sets attributes that changed and nothing else: repainting twelve charts must not cost a layout each.
export function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") {
      if (element.textContent !== value) element.textContent = value;
    } else if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
  return element;
}

// Replaces children only if what they are made from has changed; `make` makes them.
export function refill(element, from, make) {
  const key = JSON.stringify(from);
  if (element.madeFrom === key) return;
  element.madeFrom = key;
  element.replaceChildren(...make());
}

// One callback a frame, however often it is asked for.
export function oncePerFrame(paint) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      paint();
    });
  };
}

const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

// Width of a text in pixels, without touching the layout.
export function textWidth(text, font) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    pen.font = font;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}
