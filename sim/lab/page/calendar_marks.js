// Marks: weeks, milestones and gates above the calendar, and the dotted lines that run down through it.

import { html, textWidth } from "./elements.js";
import { placeMarkLabels, spread } from "./packing.js";

const FONT = 'italic 11.5px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';
const LINE = 14; // pixels from one line of labels to the next
const HALF = 13; // half the width of a week's number, and some air
const WEEK_STEPS = [4, 13, 26, 52];

const GATE_LINE = 15; // pixels for the diamonds and their numbers
const GATE_GAP = 17;
const TOLD = "▾ public told";
const SHORT = { preferred: "Preferred", consultation_opens: "Consultation", consultation_closes: "closes" };

export function drawMarks(axis, rowsBox, scenario, plan, trackWidth, explain) {
  const perWeek = trackWidth / scenario.horizon_weeks;
  const inside = (mark) => Number.isFinite(mark.week) && mark.week >= 0 && mark.week <= scenario.horizon_weeks;
  const marks = milestoneMarks(scenario)
    .filter(inside)
    .map((mark) => ({ ...mark, x: mark.week * perWeek, width: textWidth(mark.label, FONT) }));
  const placed = placeMarkLabels(marks, trackWidth);
  const gates = (scenario.gates ?? []).map((gate, i) => ({ ...gate, number: i + 1 })).filter(inside);
  const labelsHeight = (1 + Math.max(0, ...placed.map((mark) => mark.line))) * LINE;
  const height = labelsHeight + (gates.length ? GATE_LINE : 0) + 15;
  axis.style.height = `${height}px`;
  axis.replaceChildren(
    ...placed.flatMap((mark) => markParts(mark, labelsHeight, height)),
    ...gateParts(gates, perWeek, labelsHeight, trackWidth, explain),
  );
  const told = { kind: "told", week: plan.announcement?.week };
  const isTold = inside(told);
  const place = isTold ? toldPlace(told.week * perWeek, trackWidth) : null;
  axis.append(...weekLabels(scenario.horizon_weeks, perWeek, height, place));
  if (isTold) axis.append(toldLabel(place, height));
  const lines = isTold ? [...placed, { ...told, x: told.week * perWeek }] : placed;
  drawDottedLines(rowsBox, lines, scenario.horizon_weeks, perWeek);
}

function milestoneMarks(scenario) {
  return scenario.milestones.map((each) => ({ ...each, label: SHORT[each.name] ?? each.label, kind: "milestone" }));
}

// The week in which the public is told moves with the plan, so it has a place of its own: nothing else makes room.
function toldPlace(x, trackWidth) {
  const width = textWidth(TOLD, FONT) + 4;
  const from = x + width < trackWidth ? x - 4 : x - width;
  return { from, to: from + width };
}

function toldLabel(place, height) {
  const label = html("span", { class: "mark-label told", text: TOLD });
  label.style.left = `${place.from}px`;
  label.style.top = `${height - 15}px`;
  return label;
}

// Gates are diamonds with the number they have in the list of gates; numbers make room for each other.
function gateParts(gates, perWeek, top, trackWidth, explain) {
  const places = spread(gates.map((gate) => gate.week * perWeek), GATE_GAP, 6, trackWidth - 6);
  return gates.map((gate, i) => {
    const diamond = html("span", { class: "diamond" }, html("span", { text: String(gate.number) }));
    diamond.style.left = `${places[i]}px`;
    diamond.style.top = `${top + 1}px`;
    explain?.(diamond, `Gate ${gate.number}: ${gate.label}`, [`Week ${gate.week}, if nothing holds the programme up`]);
    return diamond;
  });
}

function weekLabels(horizon, perWeek, height, taken) {
  const step = WEEK_STEPS.find((weeks) => weeks * perWeek >= 70) ?? 52;
  const word = html("span", { class: "week-label word", text: "week" });
  word.style.top = `${height - 15}px`;
  const labels = [word];
  for (let week = 0; week <= horizon - step / 3; week += step) {
    const x = week * perWeek;
    if (taken && x + HALF > taken.from && x - HALF < taken.to) continue;
    const label = html("span", { class: week === 0 ? "week-label left-end" : "week-label", text: String(week) });
    label.style.left = `${week * perWeek}px`;
    label.style.top = `${height - 15}px`;
    labels.push(label);
  }
  return labels;
}

function markParts(mark, labelsHeight, height) {
  const top = labelsHeight - (mark.line + 1) * LINE;
  const stem = html("span", { class: `stem ${mark.kind}` });
  stem.style.left = `${mark.x}px`;
  stem.style.top = `${top + 2}px`;
  stem.style.height = `${height - top - 2}px`;
  const label = html("span", { class: `mark-label ${mark.kind}`, text: mark.label });
  label.style.left = `${mark.side === "right" ? mark.x + 4 : mark.x - mark.width - 5}px`;
  label.style.top = `${top}px`;
  return [stem, label];
}

function drawDottedLines(rowsBox, marks, horizon, perWeek) {
  rowsBox.querySelector(":scope > .dotted")?.remove();
  const box = html("div", { class: "dotted", "aria-hidden": "true" });
  for (const mark of marks) {
    const line = html("span", { class: `line ${mark.kind}` });
    line.style.left = `${mark.x}px`;
    box.append(line);
  }
  for (let week = 26; week < horizon; week += 26) {
    const line = html("span", { class: "line week" });
    line.style.left = `${week * perWeek}px`;
    box.append(line);
  }
  rowsBox.prepend(box);
}
