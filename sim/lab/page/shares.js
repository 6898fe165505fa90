// Shares: chances of passing a gate or of an ending, as a dot and its interval for each plan on one scale.

import { html, set, svg } from "./elements.js";
import { percent } from "./words.js";

const ROW = 30;

export class ShareRows {
  constructor(root, empty) {
    this.root = root;
    this.empty = empty;
    this.rows = new Map();
  }

  show(items, room, labelWidth = 150) {
    if (!items?.length) {
      this.root.replaceChildren(html("p", { class: "empty", text: this.empty }));
      this.rows.clear();
      return;
    }
    const wide = Math.max(80, room - labelWidth - 104);
    const elements = items.map((item) => {
      const row = this.rows.get(item.name) ?? makeRow();
      this.rows.set(item.name, row);
      showRow(row, item, wide);
      return row.element;
    });
    if (elements.length !== this.root.children.length || elements.some((each, i) => this.root.children[i] !== each)) {
      this.root.replaceChildren(...elements);
    }
  }
}

function makeRow() {
  const arms = ["reference", "plan"].map((arm) => ({
    whisker: svg("line", { class: `whisker ${arm}` }),
    dot: svg("circle", { class: `dot ${arm}`, r: 4 }),
  }));
  const rail = svg("line", { class: "rail" });
  const picture = svg("svg", { "aria-hidden": "true" }, rail, ...arms.flatMap((arm) => [arm.whisker, arm.dot]));
  const label = html("span", { class: "share-label" });
  const plan = html("span", { class: "share-value plan" });
  const reference = html("span", { class: "share-value reference" });
  return { element: html("div", { class: "share-row" }, label, picture, plan, reference), label, picture, plan, reference, arms, rail };
}

function showRow(row, item, wide) {
  const x = (share) => 6 + share * (wide - 12);
  set(row.label, { text: item.label });
  set(row.picture, { width: wide, height: ROW, viewBox: `0 0 ${wide} ${ROW}` });
  set(row.rail, { x1: x(0), x2: x(1), y1: ROW / 2, y2: ROW / 2 });
  [item.reference, item.plan].forEach((arm, i) => {
    const y = i ? ROW / 2 - 5 : ROW / 2 + 5;
    const known = Number.isFinite(arm?.share);
    set(row.arms[i].whisker, { x1: known ? x(arm.low) : 0, x2: known ? x(arm.high) : 0, y1: y, y2: y });
    set(row.arms[i].dot, { cx: known ? x(arm.share) : -20, cy: y });
  });
  set(row.plan, { text: percent(item.plan?.share) });
  set(row.reference, { text: percent(item.reference?.share) });
  set(row.element, {
    "aria-label": `${item.label}: your plan ${percent(item.plan?.share)}, reference ${percent(item.reference?.share)}`,
    role: "img",
  });
}
