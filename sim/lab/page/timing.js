// Timing: your plan begun in earlier and later weeks, and the last week in which it is still safe.

import { html, svg } from "./elements.js";
import { band, path } from "./charts.js";
import { niceRange } from "./packing.js";
import { plain, signed } from "./words.js";

const HEIGHT = 220;
const EDGE = { left: 46, right: 20, top: 16, bottom: 34 };

export function drawTiming(box, message, scenario) {
  const found = { ...message, target: message.target?.value ?? message.target };
  const [first, ...others] = (found.words ?? "").split(/(?<=[.)]) (?=[A-Z])/);
  box.replaceChildren(html("p", { class: "finding", text: first }), html("p", { class: "finding-more", text: others.join(" ") }));
  const points = (found.points ?? []).filter((point) => Number.isFinite(point.mean));
  if (points.length) box.append(drawCurve(box.clientWidth, points, found, scenario));
}

function drawCurve(fullWidth, points, found, scenario) {
  const width = Math.min(fullWidth, 760);
  const weeks = points.map((point) => point.week);
  const values = points.flatMap((point) => [point.low ?? point.mean, point.high ?? point.mean]);
  if (Number.isFinite(found.target)) values.push(found.target);
  const scale = niceRange(Math.min(...values), Math.max(...values), 4);
  const from = Math.min(...weeks);
  const to = Math.max(...weeks, from + 1);
  const x = (week) => EDGE.left + ((week - from) / (to - from)) * (width - EDGE.left - EDGE.right);
  const y = (value) => HEIGHT - EDGE.bottom - ((value - scale.low) / (scale.high - scale.low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const arm = {
    mean: points.map((point) => point.mean),
    low: points.map((point) => point.low ?? point.mean),
    high: points.map((point) => point.high ?? point.mean),
  };
  const parts = [
    ...scale.ticks.map((value) => svg("line", { class: "hair", x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) })),
    ...scale.ticks.map((value) => svg("text", { class: "axis left", x: EDGE.left - 6, y: y(value) + 4, text: scale.low < 0 ? signed(value, 2) : plain(value, 2) })),
    ...(scenario?.milestones ?? []).filter((mark) => mark.week >= from && mark.week <= to).flatMap((mark) => milestone(mark, x, found.milestone)),
    svg("path", { class: "band plan", d: band(weeks, arm, x, y) }),
    svg("path", { class: "series plan", d: path(weeks, arm.mean, x, y) }),
    ...points.map((point) => svg("circle", { class: point.safe ? "point safe" : "point", cx: x(point.week), cy: y(point.mean), r: 4 })),
    ...weekTicks(weeks, x),
    svg("text", { class: "axis first", x: EDGE.left, y: HEIGHT - 4, text: "start of your plan, week" }),
  ];
  if (Number.isFinite(found.target)) {
    parts.push(svg("line", { class: "target", x1: EDGE.left, x2: width - EDGE.right, y1: y(found.target), y2: y(found.target) }));
    parts.push(svg("text", { class: "bound target", x: width - EDGE.right, y: y(found.target) - 4, "text-anchor": "end", text: `target ${plain(found.target, 2)}` }));
  }
  if (Number.isFinite(found.week) && found.week >= from && found.week <= to) {
    parts.push(svg("line", { class: "latest", x1: x(found.week), x2: x(found.week), y1: EDGE.top - 8, y2: HEIGHT - EDGE.bottom }));
    parts.push(svg("text", { class: "latest-label", ...beside(x(found.week), width), y: EDGE.top, text: `latest safe start: week ${found.week}` }));
  }
  return svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": found.words ?? "Start in different weeks" }, ...parts);
}

// Right of the line, or left of it where the chart ends.
function beside(at, width) {
  return at + 170 > width ? { x: at - 5, "text-anchor": "end" } : { x: at + 5 };
}

function milestone(mark, x, chosen) {
  const line = svg("line", { class: "tick", x1: x(mark.week), x2: x(mark.week), y1: EDGE.top + 4, y2: HEIGHT - EDGE.bottom });
  if (mark.name !== chosen) return [line];
  return [line, svg("text", { class: "axis middle", x: x(mark.week), y: HEIGHT - EDGE.bottom - 4, text: mark.label })];
}

function weekTicks(weeks, x) {
  const every = Math.max(1, Math.ceil(weeks.length / 12));
  return weeks
    .filter((_, i) => i % every === 0)
    .map((week) => svg("text", { class: "axis middle", x: x(week), y: HEIGHT - 19, text: week }));
}
