// Why: what each activity adds (the plan without it, on the same dice), and which mechanisms moved each group.

import { html, svg } from "./elements.js";
import { signed } from "./words.js";

const ROW = 22;
const GAP = 24; // pixels between groups
const WIDEST = 900;

export function drawContributions(box, found, outcome, point) {
  const better = outcome?.better === "lower" ? -1 : 1;
  const rows = [...found.rows].sort((a, b) => better * (b.mean - a.mean));
  box.replaceChildren(
    html("p", { class: "unit", text: `${outcome?.label ?? "Outcome"}, in ${outcome?.unit ?? ""}, with 95 % intervals. ${found.words ?? ""}` }),
    drawBars(rows, Math.min(box.clientWidth, WIDEST), { point }),
  );
}

export function drawMechanisms(box, found) {
  const columns = Math.max(1, Math.min(3, Math.floor(box.clientWidth / 380)));
  const width = Math.floor((box.clientWidth - GAP * (columns - 1)) / columns);
  box.style.setProperty("--columns", String(columns));
  const all = found.groups.flatMap((group) => group.rows);
  const reach = reachOf(all);
  box.replaceChildren(
    ...found.groups.map((group) => {
      const parts = group.rows.filter((row) => !row.total && Math.abs(row.mean) >= 0.0005).sort((a, b) => b.mean - a.mean);
      const rows = [...parts, ...group.rows.filter((row) => row.total)];
      return html("figure", { class: "mechanisms" }, html("h3", { text: group.title }), drawBars(rows, width, { reach }));
    }),
  );
}

function reachOf(rows) {
  return Math.max(1e-6, ...rows.flatMap((row) => [Math.abs(row.low ?? row.mean), Math.abs(row.high ?? row.mean), Math.abs(row.mean)]));
}

// Bars to both sides of zero, each with its interval and its value at the end.
function drawBars(rows, width, { reach = reachOf(rows), point } = {}) {
  const labels = Math.min(230, Math.max(120, width * 0.38));
  const values = 62;
  const left = labels + 8;
  const right = Math.max(left + 60, width - values);
  const hasMinus = rows.some((row) => Math.min(row.mean, row.low ?? row.mean) < -reach * 0.02);
  const zero = hasMinus ? left + ((right - left) * minusShare(rows)) : left;
  const unit = hasMinus ? Math.min((right - zero) / most(rows, 1), (zero - left) / most(rows, -1)) : (right - left) / reach;
  const x = (value) => Math.max(left, Math.min(right, zero + value * unit));
  const decimals = reach < 0.02 ? 4 : reach < 0.5 ? 3 : 1;
  const height = rows.length * ROW + 6;
  const parts = rows.map((row, i) => {
    const y = 3 + i * ROW;
    const end = x(row.mean);
    const group = svg(
      "g",
      { class: row.total ? "bar-row total" : "bar-row" },
      svg("rect", { class: "hit", x: 0, y, width, height: ROW }),
      svg("text", { x: labels, y: y + 15, class: "bar-name", text: row.label }),
      svg("rect", { class: row.mean < 0 ? "minus" : "plus", x: Math.min(zero, end), y: y + 4, width: Math.max(1, Math.abs(end - zero)), height: ROW - 9 }),
      Number.isFinite(row.low) ? svg("line", { class: "interval", x1: x(row.low), x2: x(row.high), y1: y + ROW / 2 - 0.5, y2: y + ROW / 2 - 0.5 }) : null,
      svg("text", { x: width, y: y + 15, class: "bar-value", text: signed(row.mean, decimals) }),
    );
    if (point) {
      group.addEventListener("pointerenter", () => point(row.id));
      group.addEventListener("pointerleave", () => point(null));
    }
    return group;
  });
  return svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": rows.map((row) => `${row.label} ${signed(row.mean, decimals)}`).join("; ") },
    ...parts,
    svg("line", { class: "zero-line", x1: zero, x2: zero, y1: 0, y2: height }),
  );
}

function most(rows, side) {
  return Math.max(1e-9, ...rows.flatMap((row) => [row.mean, row.low ?? 0, row.high ?? 0].map((value) => value * side)));
}

function minusShare(rows) {
  const minus = most(rows, -1);
  return minus / (minus + most(rows, 1));
}
