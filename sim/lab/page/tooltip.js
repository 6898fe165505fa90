// Tooltip: one card below what the pointer or the focus is on; never over the label it explains.

import { html } from "./elements.js";

const DELAY_MS = 180;

export class Tooltip {
  constructor(root) {
    this.card = html("div", { class: "tooltip", role: "tooltip", hidden: true });
    root.append(this.card);
    this.root = root;
  }

  show(element, title, lines) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(element, title, lines), DELAY_MS);
  }

  open(element, title, lines) {
    if (!element.isConnected) return;
    this.card.replaceChildren(
      html("strong", { text: title }),
      ...lines.filter(Boolean).map((line) => html("span", { text: line })),
    );
    this.card.hidden = false;
    putBelow(this.card, element, this.root);
  }

  hide() {
    clearTimeout(this.timer);
    this.card.hidden = true;
  }

  // Shows the same card on hover and on focus.
  explain(element, title, lines) {
    element.addEventListener("pointerenter", () => this.show(element, title(), lines()));
    element.addEventListener("pointerleave", () => this.hide());
    element.addEventListener("focusin", () => this.show(element, title(), lines()));
    element.addEventListener("focusout", () => this.hide());
    element.addEventListener("pointerdown", () => this.hide());
  }
}

// Below the element, or above it where the window ends; inside the window either way.
export function putBelow(card, element, root) {
  const box = element.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const fits = box.bottom + 8 + height < window.innerHeight;
  const top = fits || box.top - height - 8 < 0 ? box.bottom + 8 : box.top - height - 8;
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 12));
  card.style.top = `${top - frame.top}px`;
  card.style.left = `${left - frame.left}px`;
}
