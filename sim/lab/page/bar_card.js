// Bar card: everything about one activity or standing group, to read and to change without dragging.

import { html } from "./elements.js";
import { putBelow } from "./tooltip.js";
import { capital, count, money, weeksOf } from "./words.js";

export const MODES = { inform: "people are told", consult: "people are asked", codesign: "people decide together" };
const INTENSITIES = [0.25, 0.5, 0.75, 1, 1.5, 2, 3];

export class BarCard {
  // `on`: move, activity, remove, structure.
  constructor(root, on) {
    this.on = on;
    this.root = root;
    this.card = html("div", { class: "card", role: "dialog", hidden: true, "aria-modal": "false" });
    root.append(this.card);
    this.card.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true));
    document.addEventListener("pointerdown", (event) => {
      if (!this.card.hidden && !this.card.contains(event.target)) this.close(false);
    });
  }

  open(bar, element, hello, isStructure) {
    this.from = element;
    this.id = bar.id;
    this.card.setAttribute("aria-label", bar.label);
    const rows = isStructure ? this.structureRows(bar) : this.activityRows(bar, hello);
    const close = html("button", { type: "button", class: "quiet close", text: "×", "aria-label": "Close", onclick: () => this.close(true) });
    this.card.replaceChildren(html("header", {}, html("strong", { text: bar.label }), close), ...rows);
    this.card.hidden = false;
    putBelow(this.card, element, this.root);
    this.card.querySelector("input, select, button")?.focus();
  }

  close(back) {
    if (this.card.hidden) return;
    this.card.hidden = true;
    this.id = null;
    if (back) this.from?.focus();
  }

  activityRows(bar, hello) {
    const isFixed = bar.movable === false;
    const weeks = html("p", { class: "weeks" });
    if (isFixed) weeks.append(`${capital(weeksOf(bar))}: held with its milestone, cannot be moved`);
    else {
      const first = number(bar.start, "First week", (value) => this.on.move(bar, value, Math.max(bar.stop, value + 1)));
      const last = number(bar.stop - 1, "Last week", (value) => this.on.move(bar, Math.min(bar.start, value), value + 1));
      weeks.append("Weeks ", first, " to ", last);
    }
    const messengers = hello.messengers.map((each) => ({ value: each.name, label: `${each.label} (believed ${each.credibility})` }));
    const remove = html("button", { type: "button", class: "danger", text: "Take out of the plan", onclick: () => (this.close(false), this.on.remove(bar)) });
    return [
      html("p", { class: "facts", text: barLines(bar, hello).slice(1).filter(Boolean).join(" · ") }),
      weeks,
      select("Who speaks", messengers, bar.messenger, (value) => this.on.activity(bar, { messenger: value })),
      select("The story is about", [{ value: "care", label: "better care" }, { value: "money", label: "money" }], bar.frame, (value) => this.on.activity(bar, { frame: value })),
      select("How intense", intensities(bar.intensity), bar.intensity, (value) => this.on.activity(bar, { intensity: value })),
      isFixed ? null : html("p", { class: "row" }, remove),
    ].filter(Boolean);
  }

  structureRows(bar) {
    const name = bar.id;
    const start = number(bar.start, "First meeting in week", (value) => this.on.structure(name, { start: value }));
    const rhythm = number(bar.every_weeks ?? 4, "Weeks between meetings", (value) => this.on.structure(name, { every_weeks: value }), 1, 104);
    return [
      html("p", { class: "facts", text: "A standing group: it meets under every plan." }),
      html("p", { class: "weeks" }, "First meeting in week ", start),
      html("p", { class: "weeks" }, "Meets every ", rhythm, " weeks"),
    ];
  }
}

function number(value, label, change, min = 0, max = 1000) {
  const input = html("input", { type: "number", min, max, step: 1, "aria-label": label });
  input.value = String(value);
  input.addEventListener("change", () => {
    const wanted = Number.parseInt(input.value, 10);
    if (Number.isInteger(wanted)) change(Math.min(Math.max(wanted, min), max));
  });
  return input;
}

function select(label, choices, value, change) {
  const list = html("select", { "aria-label": label });
  if (!choices.some((each) => each.value === value)) list.append(html("option", { text: "as usual", value: "" }));
  choices.forEach((each, i) => list.append(html("option", { text: each.label, value: String(i), selected: each.value === value })));
  list.addEventListener("change", () => list.value !== "" && change(choices[Number(list.value)].value));
  return html("label", { class: "field" }, html("span", { text: label }), list);
}

function intensities(now) {
  const words = (value) => (value === 1 ? "as in the catalogue" : `${value} times the catalogue's`);
  const values = INTENSITIES.includes(now) ? INTENSITIES : [...INTENSITIES, now].sort((a, b) => a - b);
  return values.map((value) => ({ value, label: words(value) }));
}

// What the tooltip says about a standing group.
export function standingLines(bar) {
  return [`${capital(weeksOf(bar))}, every ${bar.every_weeks} weeks`, "A standing group: it meets under every plan."];
}

// What the tooltip and the card say about a bar.
export function barLines(bar, hello) {
  const instrument = hello.instruments.find((each) => each.name === bar.instrument);
  const messenger = hello.messengers.find((each) => each.name === (bar.messenger ?? instrument?.messenger));
  const contacts = Number.isFinite(bar.contacts) ? `about ${count(bar.contacts)} contacts` : instrument && `${count(instrument.people_per_week * (bar.intensity ?? 1))} people a week`;
  const cost = Number.isFinite(bar.cost_gbp) ? money(bar.cost_gbp) : instrument && `${money(instrument.gbp_per_contact)} a contact`;
  return [
    capital(weeksOf(bar)) + (bar.trigger ? ", only once there is trouble" : ""),
    MODES[bar.mode] ?? bar.mode,
    [contacts, cost].filter(Boolean).join(", "),
    messenger && `${capital(messenger.label)} speaks`,
    bar.frame && `the story is about ${bar.frame}`,
    (bar.source ?? instrument?.source) && `Source: ${bar.source ?? instrument.source}`,
  ];
}
