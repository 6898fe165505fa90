// Levers are what a programme decides; assumptions are what nobody does. Both are worded, and both can be put back.

import { html, set } from "./elements.js";
import { short } from "./words.js";

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export class Choices {
  // `kind` is "lever" or "assumption"; `change(kind, name, value)` sends it.
  constructor(root, kind, change, tooltip) {
    Object.assign(this, { root, kind, change, tooltip });
    this.fields = new Map();
  }

  // Those that lead stand first; all others are a click away.
  open(items) {
    this.fields.clear();
    const leads = items.filter((item) => item.leads !== false).map((item) => this.makeField(item));
    const others = items.filter((item) => item.leads === false).map((item) => this.makeField(item));
    if (!others.length) return this.root.replaceChildren(...leads);
    const all = html("details", {}, html("summary", { text: `All ${others.length} others` }), html("div", { class: "choices-grid" }, ...others));
    this.root.replaceChildren(html("div", { class: "choices-grid" }, ...leads), all);
  }

  makeField(item) {
    const list = html("select", { id: `${this.kind}-${item.name}` });
    list.addEventListener("change", () => {
      const level = item.levels[Number(list.value)];
      if (level) this.change(this.kind, item.name, level.value);
    });
    const back = html("button", {
      type: "button",
      class: "quiet back",
      text: "↺",
      "aria-label": `Put back: ${item.label}`,
      hidden: true,
      onclick: () => this.change(this.kind, item.name, null),
    });
    const label = html("label", { for: list.id, text: item.label });
    const element = html("div", { class: "choice-field" }, label, list, back);
    this.tooltip.explain(element, () => item.label, () => this.explain(item));
    this.fields.set(item.name, { item, element, list, back });
    return element;
  }

  show(values) {
    this.values = values;
    for (const [name, { item, element, list, back }] of this.fields) {
      const value = values[name] ?? item.usual ?? null;
      const at = item.levels.findIndex((level) => same(level.value, value));
      const labels = item.levels.map((level) => level.label);
      if (at < 0) labels.push(typeof value === "number" ? `set to ${short(value)}` : String(value));
      if (list.options.length !== labels.length || labels.some((label, i) => list.options[i].text !== label)) {
        list.replaceChildren(...labels.map((label, i) => html("option", { text: label, value: String(i) })));
      }
      list.value = String(at < 0 ? labels.length - 1 : at);
      const isChanged = !same(value, item.usual);
      element.classList.toggle("changed", isChanged);
      back.hidden = !isChanged;
      set(list, { "aria-description": isChanged ? "changed" : null });
    }
  }

  explain(item) {
    const value = this.values?.[item.name] ?? item.usual;
    const unit = item.unit && item.unit !== "-" ? ` ${item.unit}` : "";
    const lines = [item.help];
    if (this.kind === "assumption") {
      const levels = item.levels.filter((level) => typeof level.value === "number");
      const words = levels.map((level) => `${level.label} = ${short(level.value)}`).join(", ");
      lines.push(`${typeof value === "number" ? `Now ${short(value)}${unit}. ` : ""}${words}${unit && words ? `,${unit}` : ""}`);
      if (Number.isFinite(item.low)) lines.push(`Plausible from ${short(item.low)} to ${short(item.high)}; grade ${item.grade}`);
      lines.push("Changes both plans.");
    }
    if (item.source) lines.push(`Source: ${item.source}`);
    return lines;
  }

  // What was changed, in words.
  changed() {
    return [...this.fields.values()]
      .filter(({ element }) => element.classList.contains("changed"))
      .map(({ item, list }) => `${item.label}: ${list.options[list.selectedIndex]?.text}`);
  }
}
