// Catalogue: the activities that suit a row, each with what it reaches and costs, one click to add.

import { html } from "./elements.js";
import { MODES } from "./bar_card.js";
import { putBelow } from "./tooltip.js";
import { count, money } from "./words.js";

const WEEKS = 12; // of a new activity

export class Catalogue {
  constructor(root, add) {
    this.add = add;
    this.root = root;
    this.card = html("div", { class: "card catalogue", role: "dialog", hidden: true });
    root.append(this.card);
    this.card.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("pointerdown", (event) => {
      if (!this.card.hidden && !this.card.contains(event.target)) this.close(false);
    });
  }

  open(row, button, hello, start) {
    this.from = button;
    const all = hello.instruments.filter((each) => each.rows.includes(row.key));
    const suits = all.filter((each) => (each.suits ?? each.rows).includes(row.key));
    const item = (each) =>
      html(
        "button",
        { type: "button", class: "choice", "data-instrument": each.name, onclick: () => this.choose(each, row, hello, start) },
        html("span", { class: `chip ${each.mode}`, "aria-hidden": "true" }),
        html("span", { class: "choice-name", text: each.label }),
        html("span", { class: "choice-facts", text: `${MODES[each.mode] ?? each.mode} · ${count(each.people_per_week)} a week · ${money(each.gbp_per_contact)} a contact` }),
      );
    const items = suits.map(item);
    const others = all.filter((each) => !suits.includes(each)).map(item);
    const more = others.length ? html("details", {}, html("summary", { text: "Others, rarely used here" }), ...others) : null;
    this.card.setAttribute("aria-label", `Add an activity for ${row.title}`);
    this.card.replaceChildren(
      html("header", {}, html("strong", { text: `Add for ${row.title}` })),
      html("div", { class: "choices" }, ...items, ...(more ? [more] : [])),
    );
    this.card.hidden = false;
    putBelow(this.card, button, this.root);
    items[0]?.focus();
  }

  choose(instrument, row, hello, start) {
    this.close(true);
    const horizon = hello.scenario.horizon_weeks;
    const first = Math.max(0, Math.min(start, horizon - WEEKS));
    this.add({ kind: "add", instrument: instrument.name, groups: row.groups ?? [row.key], start: first, stop: Math.min(horizon, first + WEEKS) });
  }

  close(back) {
    if (this.card.hidden) return;
    this.card.hidden = true;
    if (back) this.from?.focus();
  }

  key(event) {
    const items = [...this.card.querySelectorAll(".choice, summary")].filter((item) => item.checkVisibility());
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") this.close(true);
    else if (event.key === "ArrowDown") items[Math.min(at + 1, items.length - 1)]?.focus();
    else if (event.key === "ArrowUp") items[Math.max(at - 1, 0)]?.focus();
    else return;
    event.preventDefault();
  }
}
