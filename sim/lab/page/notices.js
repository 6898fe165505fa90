// Notices: what was refused and why, and whether the line to the server is cut; they stay until they are read.

import { html } from "./elements.js";

const KEPT = 3;
const INFO_MS = 6000;

export class Notices {
  constructor(root) {
    this.root = root;
  }

  show({ level, lines }) {
    const lead = { refused: "Not done: ", warning: "Note: " }[level] ?? "";
    const close = html("button", { type: "button", class: "quiet close", text: "×", "aria-label": "Dismiss" });
    const box = html(
      "div",
      { class: `notice ${level}` },
      html("div", {}, ...lines.map((line, i) => html("p", { text: i ? line : lead + line }))),
      close,
    );
    close.addEventListener("click", () => box.remove());
    this.root.append(box);
    while (this.root.children.length > KEPT) this.root.firstChild.remove();
    if (level === "info") setTimeout(() => box.remove(), INFO_MS);
    return box;
  }

  clearRefusals() {
    for (const box of this.root.querySelectorAll(".refused")) box.remove();
  }

  cut(attempt) {
    if (this.lost) return;
    if (attempt < 1) return;
    this.lost = this.show({ level: "lost", lines: ["The lab's server is not answering. Your plan is kept here and in this page's link; trying again."] });
  }

  back() {
    this.lost?.remove();
    this.lost = null;
    this.show({ level: "info", lines: ["Connected again; your plan is as you left it."] });
  }
}
