// Answers: the finding in words, which futures it rests on, and what it means for gates, endings, time and money.

import { html, refill, set, textWidth } from "./elements.js";
import { SmallMultiples } from "./charts.js";
import { Histogram } from "./histogram.js";
import { ShareRows } from "./shares.js";
import { count, money, percent, plain, signed } from "./words.js";

const SERIF = 'Georgia, "Liberation Serif", "Times New Roman", serif';
const FONTS = [["", `25px ${SERIF}`], ["smaller", `21px ${SERIF}`], ["smallest", `18px ${SERIF}`]];
const byId = (root, id) => root.querySelector(`#${id}`);

export class Answers {
  constructor(root) {
    this.headline = byId(root, "headline");
    this.spoken = byId(root, "spoken");
    this.detail = byId(root, "detail");
    this.stage = byId(root, "stage");
    this.bar = byId(root, "stage-bar");
    this.groups = new SmallMultiples(byId(root, "groups"));
    this.localities = new SmallMultiples(byId(root, "localities"));
    this.trust = new SmallMultiples(byId(root, "trust"));
    this.campaigns = new SmallMultiples(byId(root, "campaigns"));
    this.histogram = new Histogram(byId(root, "histogram"));
    this.gates = new ShareRows(byId(root, "gates"), "This scenario has no gates.");
    this.endings = new ShareRows(byId(root, "endings"), "This scenario has no endings.");
    this.facts = byId(root, "facts");
    this.root = root;
  }

  // How old the answer is; a sketch says that it is one.
  showStage(answer, newest, isCut) {
    const isOld = isCut || !answer || answer.edit < newest;
    this.root.classList.toggle("old", isOld);
    this.root.classList.toggle("rough", Boolean(answer) && answer.stage === "sketch");
    let words = "Computing the first answer";
    if (answer) words = isOld ? `${stageWords(answer)}, catching up` : stageWords(answer);
    if (isCut) words = "Not connected";
    set(this.stage, { text: words, "data-stage": isOld ? "older" : answer.stage, "data-edit": answer?.edit ?? -1 });
    this.bar.style.width = `${answer && !isOld ? Math.min(100, (100 * answer.pairs) / answer.of_pairs) : 0}%`;
  }

  // Widths of all parts, read before anything is written: reading in between would lay the page out each time.
  rooms() {
    const parts = ["headline", "groups", "localities", "trust", "campaigns", "histogram", "gates", "endings"];
    return Object.fromEntries(parts.map((name) => [name, byId(this.root, name).clientWidth]));
  }

  showHeadline(answer, room = this.headline.clientWidth) {
    const { words, detail } = answer.headline;
    const end = detail && words.endsWith(detail) ? words.slice(0, -detail.length) : words;
    set(this.headline, { text: end, class: fitting(end, room) });
    set(this.detail, { text: detail ?? "" });
    if (answer.stage === "refined") set(this.spoken, { text: `${words} ${detail ?? ""}` });
  }

  show(answer, hello, state, size) {
    const rooms = this.rooms();
    this.showHeadline(answer, rooms.headline);
    const horizon = hello.scenario.chart_weeks ?? hello.scenario.horizon_weeks;
    const marks = { plan: within(answer.milestones?.plan, horizon) };
    const outcome = hello.outcomes.find((each) => each.name === answer.headline.outcome);
    const common = { marks, horizon, mayShrink: answer.stage === "refined" };
    this.groups.show(answer.groups, { ...common, room: rooms.groups, height: size.groupHeight, perLine: size.groupsPerLine, hasUnit: false });
    this.histogram.show(answer.differences, answer.headline, outcome, { height: size.groupHeight, room: rooms.histogram });
    this.localities.show(answer.localities, { ...common, room: rooms.localities, height: size.smallHeight, perLine: size.smallPerLine });
    this.trust.show(answer.trust, { ...common, room: rooms.trust, height: size.smallHeight, perLine: size.trustPerLine ?? Math.min(answer.trust.length, 4) });
    this.campaigns.show(answer.campaigns, { ...common, room: rooms.campaigns, height: size.smallHeight, perLine: size.smallPerLine });
    this.gates.show(answer.gates.map((gate, i) => ({ ...gate, label: `${i + 1}  ${gate.label}` })), rooms.gates);
    this.showEndings(answer, rooms.endings);
    this.showFacts(answer, state);
  }

  // The likeliest first; a sketch does not shuffle them.
  showEndings({ endings, stage }, room) {
    if (stage === "refined" || !this.order) {
      const likely = [...endings].sort((a, b) => (b.plan?.share ?? 0) - (a.plan?.share ?? 0));
      this.order = likely.map((each) => each.name);
    }
    this.endings.show([...endings].sort((a, b) => this.order.indexOf(a.name) - this.order.indexOf(b.name)), room);
  }

  showFacts(answer, state) {
    const rows = [];
    const week = answer.decision_week;
    if (Number.isFinite(week?.plan?.mean)) {
      rows.push(["Weeks to the decision", range(week.plan), range(week.reference)]);
      if (Number.isFinite(week.difference?.mean)) {
        const { mean, low, high } = week.difference;
        rows.push(["Difference in weeks", `${signed(mean, 1)} (95 %: ${signed(low, 1)} to ${signed(high, 1)})`, ""]);
      }
    }
    const cost = answer.cost ?? {};
    rows.push(["Engagement cost", costWords(cost.plan, state?.cost_gbp?.plan), costWords(cost.reference, state?.cost_gbp?.reference)]);
    if (state?.contacts) rows.push(["Contacts planned", count(state.contacts.plan), count(state.contacts.reference)]);
    refill(this.facts, rows, () => [
      html("tr", {}, html("td"), html("th", { scope: "col", class: "plan", text: "your plan" }), html("th", { scope: "col", class: "reference", text: "reference" })),
      ...rows.map(([label, mine, other]) =>
        html("tr", {}, html("th", { scope: "row", text: label }), html("td", { class: "plan", text: mine }), html("td", { class: "reference", text: other })),
      ),
    ]);
  }
}

// A longer sentence is set smaller, not on a second line: the calendar must not move under a hand.
function fitting(words, room) {
  return FONTS.find(([, font]) => textWidth(words, font) <= room)?.[0] ?? "smallest";
}

export function stageWords(answer) {
  const futures = `${answer.pairs} future${answer.pairs === 1 ? "" : "s"}`;
  if (answer.stage === "sketch") return `Sketch: ${futures} of a smaller town`;
  if (answer.stage === "refined") return `Refined: ${futures}, whole town`;
  return `Refining: ${answer.pairs} of ${answer.of_pairs} futures`;
}

function within(marks, horizon) {
  return (marks ?? []).filter((mark) => Number.isFinite(mark.week) && mark.week > 0 && mark.week <= horizon);
}

function range({ mean, low, high }) {
  if (!Number.isFinite(mean)) return "?";
  return Number.isFinite(low) && low !== high ? `${plain(mean, 0)} (${plain(low, 0)} to ${plain(high, 0)})` : plain(mean, 0);
}

function costWords(cost, planned) {
  const gbp = cost?.gbp?.mean ?? planned;
  const share = cost?.share?.mean;
  return Number.isFinite(share) ? `${money(gbp)}, ${percent(share)} of budget` : money(gbp);
}
