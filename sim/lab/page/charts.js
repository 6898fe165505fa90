// Charts: a quantity week by week, your plan in blue over the reference in dashed grey, each with its band.

import { html, refill, set, svg } from "./elements.js";
import { niceRange, spread } from "./packing.js";
import { percent, plain, signed } from "./words.js";

const RIGHT = 40; // pixels for the values at the ends of the lines
const LABEL_GAP = 13;

// Several charts on one scale, so that groups can be compared by eye.
export class SmallMultiples {
  constructor(root, { heading = "" } = {}) {
    this.root = root;
    this.heading = heading;
    this.charts = new Map();
    this.range = null;
  }

  // `height` of a plot in pixels; the scale only grows during a drag, so that nothing jumps.
  show(rows, { marks = {}, horizon, height, room, perLine, hasUnit = true, mayShrink = false }) {
    const [low, high] = extremes(rows);
    const before = mayShrink || !this.range ? { low, high } : this.range;
    this.range = { low: Math.min(low, before.low), high: Math.max(high, before.high) };
    const scale = niceRange(this.range.low, this.range.high, 3);
    const columns = perLine ?? rows.length;
    const width = Math.max(110, Math.floor(room / columns) - 14);
    const elements = rows.map((row, i) => {
      const chart = this.charts.get(row.key) ?? new SeriesChart(row.key);
      this.charts.set(row.key, chart);
      chart.show(row, { scale, marks, horizon, width, height, hasAxis: i % columns === 0, hasUnit });
      return chart.element;
    });
    this.root.style.setProperty("--columns", String(columns));
    if (elements.some((element, i) => this.root.children[i] !== element)) this.root.replaceChildren(...elements);
  }
}

export class SeriesChart {
  constructor(key) {
    this.title = html("h3");
    this.unit = html("p", { class: "unit" });
    this.bands = ["reference", "plan"].map((arm) => svg("path", { class: `band ${arm}` }));
    this.lines = ["reference", "plan"].map((arm) => svg("path", { class: `series ${arm}` }));
    this.ends = ["reference", "plan"].map((arm) => svg("text", { class: `end ${arm}` }));
    this.arms = []; // what each arm's lines and bands were drawn from, and in which frame
    this.frames = [];
    this.grid = svg("g", { class: "grid" });
    this.ticks = svg("g", { class: "milestones" });
    this.bounds = svg("g", { class: "bounds" });
    this.picture = svg(
      "svg",
      { role: "img" },
      this.grid,
      this.ticks,
      ...this.bands,
      this.bounds,
      ...this.lines,
      ...this.ends,
    );
    this.element = html("figure", { class: "series-chart", "data-chart": key }, this.title, this.unit, this.picture);
  }

  show(row, { scale, marks, horizon, width, height, hasAxis, hasUnit = true }) {
    const left = hasAxis ? 30 : 4;
    const plot = { left, right: width - RIGHT, top: 8, bottom: height - 17 };
    const x = (week) => plot.left + (week / horizon) * (plot.right - plot.left);
    const y = (value) =>
      plot.bottom - ((value - scale.low) / (scale.high - scale.low)) * (plot.bottom - plot.top);
    set(this.title, { text: row.title });
    set(this.unit, { text: hasUnit ? row.unit : "" });
    set(this.picture, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.drawFrame(scale, horizon, plot, x, y, hasAxis, width, height, marks);
    this.drawMarks(marks, plot, x);
    this.drawBounds(row, plot, y);
    const write = valueWriter(row.unit, scale);
    const arms = [row.reference, row.plan];
    const frame = [scale.low, scale.high, horizon, plot.left, plot.right, plot.top, plot.bottom].join();
    arms.forEach((arm, i) => {
      if (this.frames[i] === frame && isSame(arm, this.arms[i])) return; // the reference, as long as a bar is dragged
      this.bands[i].setAttribute("d", arm ? band(row.weeks, arm, x, y) : "");
      this.lines[i].setAttribute("d", arm ? path(row.weeks, arm.mean, x, y) : "");
      this.frames[i] = frame;
      this.arms[i] = arm;
    });
    const last = arms.map((arm) => arm?.mean[arm.mean.length - 1]);
    const places = spread(last.map((value) => y(value ?? scale.low)), LABEL_GAP, plot.top, plot.bottom);
    const endX = x(row.weeks[row.weeks.length - 1]) + 5;
    this.ends.forEach((end, i) => {
      set(end, { x: endX, y: places[i] + 4, text: Number.isFinite(last[i]) ? write(last[i]) : "" });
    });
    const words = Number.isFinite(last[1])
      ? `${row.title}: your plan ends at ${write(last[1])}, the reference at ${write(last[0])} ${row.unit ?? ""}`
      : row.title;
    set(this.picture, { "aria-label": words });
  }

  // Grid and axes change only with the size or the scale.
  drawFrame(scale, horizon, plot, x, y, hasAxis, width, height, marks) {
    const decision = marks.plan?.find((mark) => mark.name === "decision")?.week;
    const key = [scale.low, scale.high, horizon, width, height, hasAxis, decision].join();
    if (this.frame === key) return;
    this.frame = key;
    const decimals = Math.max(...scale.ticks.map(decimalsOf));
    const lines = scale.ticks.flatMap((value) => [
      svg("line", { x1: plot.left, x2: plot.right, y1: y(value), y2: y(value), class: value === 0 ? "zero" : "" }),
      hasAxis ? svg("text", { x: plot.left - 5, y: y(value) + 4, class: "axis left", text: plain(value, decimals) }) : null,
    ]);
    const labels = [0, horizon].map((week) =>
      svg("text", { x: x(week), y: height - 3, class: `axis ${week === 0 && !hasAxis ? "first" : "middle"}`, text: week }),
    );
    if (Number.isFinite(decision) && x(decision) - x(0) > 38 && x(horizon) - x(decision) > 38) {
      labels.push(svg("text", { x: x(decision), y: height - 3, class: "axis middle word", text: "decision" }));
    }
    this.grid.replaceChildren(...[...lines, ...labels].filter(Boolean));
  }

  drawMarks(marks, plot, x) {
    const key = JSON.stringify([marks, plot]);
    if (this.marksKey === key) return;
    this.marksKey = key;
    // the decision is a line through the chart, every other milestone a tick at its foot
    const tick = (mark) =>
      svg("line", { x1: x(mark.week), x2: x(mark.week), y1: mark.name === "decision" ? plot.top : plot.bottom - 4, y2: plot.bottom });
    this.ticks.replaceChildren(...(marks.plan ?? []).map(tick));
  }

  drawBounds(row, plot, y) {
    const ends = [row.plan, row.reference].map((arm) => arm?.mean[arm.mean.length - 1]);
    const bounds = [["target", boundOf(row.target), "target"], ["red-line", boundOf(row.red_line), "red line"]]
      .filter(([, value]) => Number.isFinite(value))
      .map(([kind, value, words]) => ({ kind, words, at: y(value), isTopped: Math.max(...ends.map((end) => end ?? value)) > value }))
      .filter(({ at }) => at >= plot.top - 1 && at <= plot.bottom + 1);
    refill(this.bounds, [plot, bounds], () =>
      bounds.flatMap(({ kind, words, at, isTopped }) => {
        const isBelow = isTopped && at + 14 < plot.bottom; // on the side where the lines are not
        return [
          svg("line", { class: kind, x1: plot.left, x2: plot.right, y1: at, y2: at }),
          svg("text", { class: `bound ${kind}`, x: plot.right - 2, y: at + (isBelow ? 11 : -4), text: words }),
        ];
      }),
    );
  }
}

function isSame(arm, other) {
  if (!arm || !other) return arm === other;
  return ["mean", "low", "high"].every(
    (name) => arm[name].length === other[name].length && arm[name].every((value, i) => value === other[name][i]),
  );
}

function extremes(rows) {
  let low = Infinity;
  let high = -Infinity;
  for (const row of rows) {
    for (const arm of [row.plan, row.reference]) {
      if (!arm) continue;
      for (const value of arm.low) if (value < low) low = value;
      for (const value of arm.high) if (value > high) high = value;
    }
    for (const value of [boundOf(row.target), boundOf(row.red_line)]) {
      if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  }
  return Number.isFinite(low) ? [low, high] : [0, 1];
}

function valueWriter(unit, scale) {
  if (unit?.startsWith("share")) return percent;
  return scale.low < 0 ? (value) => signed(value, 2) : (value) => plain(value, 2);
}

// A target or a red line is a number, or a number with its words.
function boundOf(bound) {
  return bound?.value ?? bound;
}

function decimalsOf(value) {
  return (String(value).split(".")[1] ?? "").length;
}

export function path(weeks, values, x, y) {
  let d = "";
  for (let i = 0; i < values.length; i += 1) d += `${i ? "L" : "M"}${x(weeks[i]).toFixed(1)} ${y(values[i]).toFixed(1)}`;
  return d;
}

export function band(weeks, arm, x, y) {
  let back = "";
  for (let i = arm.low.length - 1; i >= 0; i -= 1) back += `L${x(weeks[i]).toFixed(1)} ${y(arm.low[i]).toFixed(1)}`;
  return `${path(weeks, arm.high, x, y)}${back}Z`;
}
