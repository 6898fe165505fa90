// Sentence: "Compare my plan with the reference, given the same contacts, by this outcome" - each part a choice.

import { html } from "./elements.js";

const EQUAL = [
  ["contacts", "the same contacts"],
  ["cost", "the same money"],
  ["intensity", "what each has drawn"],
];

const QUARTER = 13; // weeks
const KEEP = "keep as reference";

export class Sentence {
  constructor(root, change) {
    this.change = change;
    const list = (id, label, onchange) => {
      const element = html("select", { id, "aria-label": label });
      element.addEventListener("change", () => onchange(element.value));
      return element;
    };
    this.preset = list("preset", "Load a plan as your plan", (name) => name && change({ kind: "preset", name }));
    this.reference = list("reference", "Reference plan", (name) =>
      change(name === KEEP ? { kind: "keep_as_reference" } : { kind: "reference", name }),
    );
    this.equal = list("equal", "What both plans are given", (name) => change({ kind: "equal", name }));
    this.outcome = list("outcome", "Judged by", (name) => change({ kind: "outcome", name }));
    root.replaceChildren(
      part("Your plan", "plan", this.preset),
      part("against", "reference", this.reference),
      part("both given", "", this.equal),
      part("judged by", "", this.outcome),
      this.shifts(),
    );
  }

  // The whole plan at once, by a quarter of a year: dragging every bar would be eight drags.
  shifts() {
    const button = (id, text, weeks) =>
      html("button", { id, type: "button", class: "quiet", text, onclick: () => this.change({ kind: "shift", weeks }) });
    return html(
      "span",
      { class: "shifts", role: "group", "aria-label": "Move the whole plan" },
      button("earlier", "◂ a quarter earlier", -QUARTER),
      button("later", "a quarter later ▸", QUARTER),
    );
  }

  open(hello) {
    this.presets = hello.presets;
    this.equal.replaceChildren(...EQUAL.map(([value, text]) => html("option", { value, text })));
    const headline = hello.outcomes.filter((each) => each.headline);
    const others = hello.outcomes.filter((each) => !each.headline);
    this.outcome.replaceChildren(...[["Headline outcomes", headline], ["All others", others]]
      .filter(([, outcomes]) => outcomes.length)
      .map(([label, outcomes]) => html("optgroup", { label }, ...outcomes.map((each) => html("option", { value: each.name, text: each.label })))));
  }

  show(state) {
    const known = (name) => this.presets.some((each) => each.name === name);
    const plans = this.presets.map(({ name, label }) => ({ value: name, text: firstWords(label), title: label }));
    const mine = { value: "", text: `${firstWords(state.plan.label)}, changed` };
    const loaded = known(state.plan.preset) && !state.plan.changed ? state.plan.preset : "";
    fill(this.preset, loaded ? plans : [mine, ...plans], loaded);
    const { name, label } = state.reference;
    const reference = known(name) ? plans : [{ value: name, text: firstWords(label) }, ...plans];
    fill(this.reference, [...reference, { value: KEEP, text: "— my plan, as it is now" }], name);
    this.equal.value = state.equal;
    this.outcome.value = state.outcome;
  }
}



// Plans are called "Early consult - from the case for change": the name is what stands before the dash.
function firstWords(label) {
  return label.split(" - ")[0];
}

function part(words, kind, list) {
  return html("label", { class: `part ${kind}` }, html("span", { text: words }), list);
}

function fill(list, options, value) {
  const key = JSON.stringify(options);
  if (list.dataset.options !== key) {
    list.dataset.options = key;
    list.replaceChildren(...options.map((each) => html("option", each)));
  }
  list.value = value;
}
