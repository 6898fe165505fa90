// Marks: weeks, milestones and gates above the calendar, and the dotted lines that run down through it.

import { html, textWidth } from "./elements.js";
import { placeMarkLabels } from "./packing.js";

const FONT = 'italic 11.5px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';
const LINE = 14; // pixels from one line of labels to the next
const WEEK_STEPS = [4, 13, 26, 52];

export function drawMarks(axis, rowsBox, scenario, plan, trackWidth) {
  const perWeek = trackWidth / scenario.horizon_weeks;
  const marks = allMarks(scenario, plan).map((mark) => ({
    ...mark,
    x: mark.week * perWeek,
    width: textWidth(mark.label, FONT),
  }));
  const placed = placeMarkLabels(marks, trackWidth);
  const lines = 1 + Math.max(0, ...placed.map((mark) => mark.line ?? 0));
  const height = lines * LINE + 16;
  axis.style.height = `${height}px`;
  axis.replaceChildren(
    ...weekLabels(scenario.horizon_weeks, perWeek, height),
    ...placed.flatMap((mark) => markParts(mark, height)),
  );
  drawDottedLines(rowsBox, placed, scenario.horizon_weeks, perWeek);
}

function allMarks(scenario, plan) {
  const marks = scenario.milestones.map((each) => ({ ...each, kind: "milestone" }));
  for (const gate of scenario.gates ?? []) {
    if (Number.isFinite(gate.week)) marks.push({ ...gate, kind: "gate" });
  }
  const told = plan.announcement?.week;
  if (Number.isFinite(told)) marks.push({ name: "announcement", label: "Public told", week: told, kind: "told" });
  return joined(marks.filter((mark) => mark.week >= 0 && mark.week <= scenario.horizon_weeks));
}

// Marks of one week share one label: a gate held at a milestone is a diamond beside its name.
function joined(marks) {
  const byWeek = new Map();
  for (const mark of marks) {
    const other = byWeek.get(mark.week);
    if (!other) byWeek.set(mark.week, { ...mark });
    else {
      if (!sameWords(other.label, mark.label)) other.label = `${other.label}, ${mark.label.charAt(0).toLowerCase()}${mark.label.slice(1)}`;
      if (mark.kind === "gate") other.kind = "gate";
    }
  }
  return [...byWeek.values()];
}

function sameWords(one, other) {
  return one.toLowerCase().includes(other.toLowerCase());
}

function weekLabels(horizon, perWeek, height) {
  const step = WEEK_STEPS.find((weeks) => weeks * perWeek >= 70) ?? 52;
  const labels = [];
  for (let week = 0; week <= horizon; week += step) {
    const label = html("span", { class: "week-label", text: week === 0 ? "week 0" : String(week) });
    label.style.left = `${week * perWeek}px`;
    label.style.top = `${height - 15}px`;
    labels.push(label);
  }
  return labels;
}

function markParts(mark, height) {
  const top = mark.line === null ? height - 18 : height - 18 - (mark.line + 1) * LINE + 2;
  const stem = html("span", { class: `stem ${mark.kind}` });
  stem.style.left = `${mark.x}px`;
  stem.style.top = `${top + 2}px`;
  stem.style.height = `${height - top - 2}px`;
  const parts = [stem];
  if (mark.line !== null) {
    const label = html("span", { class: `mark-label ${mark.kind}`, text: mark.label });
    label.style.left = `${mark.side === "right" ? mark.x + 4 : mark.x - mark.width - 5}px`;
    label.style.top = `${top}px`;
    parts.push(label);
  }
  if (mark.kind === "gate") {
    const diamond = html("span", { class: "diamond", title: mark.label });
    diamond.style.left = `${mark.x}px`;
    diamond.style.top = `${height - 4}px`;
    parts.push(diamond);
  }
  return parts;
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
