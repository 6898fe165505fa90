// App: wires the line to the server, the calendar and the answers together. State lives on the server;
// the page keeps the last message of each kind and the number of its newest change.

import { Answers } from "./answers.js";
import { Question, calm } from "./asking.js";
import { BarCard, barLines, standingLines } from "./bar_card.js";
import { Calendar } from "./calendar.js";
import { Catalogue } from "./catalogue.js";
import { html, oncePerFrame, set } from "./elements.js";
import { copy, save } from "./files.js";
import { Choices } from "./levers.js";
import { Notices } from "./notices.js";
import { followPrinting } from "./printing.js";
import { Sentence } from "./sentence.js";
import { sizes } from "./sizes.js";
import { Line } from "./socket.js";
import { drawTiming } from "./timing.js";
import { Tooltip } from "./tooltip.js";
import { drawContributions, drawMechanisms } from "./why.js";

const root = document.querySelector("#lab");
const part = (id) => root.querySelector(`#${id}`);
let hello = null;
let state = null;
let answer = null;
let drawn = null; // the answer on the screen
let newest = 0; // number of the newest change made here
let isCut = false;

const answers = new Answers(root);
const notices = new Notices(part("notices"));
const tooltip = new Tooltip(root);

const line = new Line({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`,
  link: () => location.hash.slice(1),
  receive,
  cut: (attempt) => {
    isCut = true;
    notices.cut(attempt);
    age();
  },
  back: () => notices.back(),
});

// What is said at once is said of the answer on the page, not of one that the next frame will draw.
const age = () => {
  root.classList.toggle("dragging", calendar.held !== null);
  answers.showStage(drawn ?? answer, newest, isCut);
};
const change = (what, dragging = false) => {
  newest = line.change(what, dragging);
  notices.clearRefusals();
  age();
};
const step = (type) => {
  newest = line.step(type);
  age();
};
const move = (bar, start, stop, dragging = false) => change({ kind: "move", id: bar.id, start, stop }, dragging);
const remove = (bar) => bar.movable !== false && change({ kind: "remove", id: bar.id });

const calendar = new Calendar(part("calendar"), {
  move,
  remove,
  reshape: (bar, start, _stop, dragging) => change({ kind: "structure", name: bar.id, start }, dragging),
  select: (bar, element) => {
    tooltip.hide();
    card.open(bar, element, hello, isStanding(bar));
  },
  add: (row, button) => catalogue.open(row, button, hello, suggestedStart()),
  explain: (element, title, lines) => tooltip.explain(element, () => title, () => lines),
  point: (bar, element) => (bar ? tooltip.show(element, bar.label, isStanding(bar) ? standingLines(bar) : barLines(bar, hello)) : tooltip.hide()),
});
const card = new BarCard(root, {
  move,
  remove,
  activity: (bar, what) => change({ kind: "activity", id: bar.id, ...what }),
  structure: (name, what) => change({ kind: "structure", name, ...what }),
});
const catalogue = new Catalogue(root, change);
const sentence = new Sentence(part("sentence"), change);
const choose = (kind, name, value) => change({ kind, name, value });
const levers = new Choices(part("levers"), "lever", choose, tooltip);
const assumptions = new Choices(part("assumptions"), "assumption", choose, tooltip);

const question = (what, name, label, draw, more) =>
  new Question({ what, label, draw, line, more, button: part(`ask-${name}`), status: part(`${name}-status`), box: part(name) });
const isStanding = (bar) => state.plan.structures.some((each) => each.id === bar.id);
const outcomeNow = () => hello.outcomes.find((each) => each.name === state.outcome);
const questions = [
  question("latest_safe_start", "timing", "How late can it start?", (box, found) => drawTiming(box, found, hello.scenario), target),
  question("contributions", "contributions", "What does each activity add?", (box, found) =>
    drawContributions(box, found, found.label ? found : outcomeNow(), (id) => calendar.point(id)),
  ),
  question("mechanisms", "mechanisms", "Why did each group move?", drawMechanisms),
];

// What counts as safe: the outcome's own target, unless another one was typed.
function target() {
  const typed = Number.parseFloat(part("timing-target").value);
  return Number.isFinite(typed) ? { target: typed } : {};
}

function showTarget() {
  const { name, target: usual, better } = outcomeNow();
  set(part("target-words"), { text: better === "lower" ? "with at most" : "with at least" });
  const field = part("timing-target");
  if (field.dataset.outcome === name) return;
  field.dataset.outcome = name;
  field.value = usual ?? "";
}

function receive(message) {
  if (message.type === "hello") open(message);
  else if (message.type === "state") takeState(message);
  else if (message.type === "answer") takeAnswer(message);
  else if (message.type === "found") takeFound(message);
  else if (message.type === "notice") takeNotice(message);
}

function open(message) {
  hello = message;
  newest = 0;
  isCut = false;
  answer = drawn = null;
  document.title = `Engagement lab: ${hello.scenario.title}`;
  set(part("scenario-title"), { text: hello.scenario.title, title: hello.scenario.description });
  calendar.open(hello.scenario, hello.rows);
  sentence.open(hello);
  levers.open(hello.levers);
  assumptions.open(hello.assumptions);
  for (const [id, texts] of [["caveats", hello.caveats], ["sources", hello.sources]]) {
    part(id).replaceChildren(...texts.map((text) => html("li", { text })));
  }
  set(part("provenance"), { text: `${hello.scenario.title}, model ${hello.model}, version ${hello.version}` });
  age();
}

// Back after a cut: the link brought every bar back, in the old order but under a new name.
function sendDropsOf(before, now) {
  const names = new Map(before.plan.activities.map((bar, i) => [bar.id, now.plan.activities[i]?.id]));
  newest = line.resend((drop) => (names.has(drop.id) ? { ...drop, id: names.get(drop.id) } : drop));
}

function takeState(message) {
  if (message.edit === 0 && state) sendDropsOf(state, message);
  if (message.edit < newest) return; // newer changes are on their way; theirs will follow
  state = message;
  if (calendar.held === null) calendar.show(state.plan, state.reference);
  sentence.show(state);
  showTarget();
  levers.show(state.levers);
  assumptions.show(state.assumptions);
  part("undo").disabled = !state.can_undo;
  part("redo").disabled = !state.can_redo;
  if (document.activeElement !== part("seed") || message.edit === 0) part("seed").value = String(state.seed);
  showLink(state.link);
  for (const each of questions) each.age(state.edit);
  set(part("paper-note"), { text: paperNote() });
  paint();
}

// What was chosen, for whoever has only the paper.
function paperNote() {
  const changed = [...levers.changed(), ...assumptions.changed()];
  const choices = changed.length ? `Changed: ${changed.join("; ")}.` : "Levers and assumptions as in the scenario.";
  return `${choices} Luck starts at ${state.seed}. Printed ${new Date().toLocaleDateString("en-GB", { dateStyle: "long" })} from ${location.href}`;
}

// The link holds everything; a plan too long for one is kept as a file instead.
function showLink(link) {
  part("copy-link").disabled = !link;
  if (link) history.replaceState(null, "", `${location.pathname}#${link}`);
  else notices.show({ level: "warning", lines: ["This plan is too long for a link. Keep it with “Plan file”."] });
}

function takeAnswer(message) {
  if (answer && message.edit < answer.edit) return;
  answer = message;
  paint();
}

function takeFound(message) {
  if (typeof message.text === "string") save(message);
  else questions.find((each) => each.what === message.what)?.found(message);
}

function takeNotice(message) {
  notices.show(message);
  if (message.level !== "refused") return;
  // what is shown stands; a message that could not be read comes back with the number of the last one that could
  if (answer && [newest, answer.edit].includes(message.edit)) newest = answer.edit;
  part("seed").value = String(state?.seed ?? "");
  for (const each of questions) each.refused();
  paint();
}

function paintNow() {
  if (answer && answer !== drawn && hello && state) {
    answers.show(answer, hello, state, sizes(root, hello));
    drawn = answer;
    root.dataset.edit = String(answer.edit);
  }
  answers.showStage(answer, newest, isCut);
}
const paint = oncePerFrame(paintNow);

function redraw() {
  if (!hello || !state) return;
  calendar.show(state.plan, state.reference);
  drawn = null;
  for (const each of questions) each.redraw();
  paintNow(); // paper does not wait for a frame
}

// A new activity begins after the last one that already runs, so that it is seen at once.
function suggestedStart() {
  const told = hello.scenario.milestones.find((mark) => mark.name === "shortlist");
  return told ? told.week : Math.round(hello.scenario.horizon_weeks / 4);
}

part("undo").addEventListener("click", () => step("undo"));
part("redo").addEventListener("click", () => step("redo"));
part("start-over").addEventListener("click", () => change({ kind: "start_over" }));
part("print").addEventListener("click", () => window.print());
part("save-data").addEventListener("click", () => line.ask("data"));
part("save-plan").addEventListener("click", () => line.ask("plan_file"));
part("seed").addEventListener("change", ({ target }) => {
  const value = Number.parseInt(target.value, 10);
  if (value >= 0) change({ kind: "seed", value });
});
part("copy-link").addEventListener("click", async () => {
  const isCopied = await copy(location.href);
  notices.show({ level: "info", lines: [isCopied ? "Link copied: it holds both plans, levers, assumptions and luck." : `Copy this link: ${location.href}`] });
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches?.("input, textarea");
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isTyping) return;
  event.preventDefault();
  step(event.shiftKey ? "redo" : "undo");
});

window.addEventListener("hashchange", () => location.reload()); // another link pasted into this tab
part("skip").addEventListener("click", () => calendar.focusFirst());

let width = 0;
new ResizeObserver(([entry]) => {
  const now = Math.round(entry.contentRect.width);
  if (now === width) return;
  width = now;
  redraw();
}).observe(root);
followPrinting(root, redraw);
if (calm()) root.classList.add("calm");
