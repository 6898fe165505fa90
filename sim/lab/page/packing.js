// Packing: where bars and labels go so that nothing lies on anything else. Pure: numbers in, numbers out.

// First lane that is free from left to right; items in order of their start keep their lane when they can.
export function packIntoLanes(items, gap = 6) {
  const ends = [];
  const lanes = new Map();
  for (const item of [...items].sort((a, b) => a.left - b.left || a.right - b.right)) {
    let lane = ends.findIndex((end) => end + gap <= item.left);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = item.right;
    lanes.set(item.id, lane);
  }
  return { lanes, count: ends.length };
}

// Inside the bar if the label fits, else to its right, else to its left.
export function labelSide(left, right, textWidth, trackWidth, pad = 8) {
  if (textWidth + 2 * pad <= right - left) return "inside";
  if (right + textWidth + pad <= trackWidth) return "right";
  return left - textWidth - pad >= 0 ? "left" : "inside";
}

// What a bar takes up with its label.
export function extent(left, right, side, textWidth, pad = 8) {
  if (side === "right") return { left, right: right + textWidth + pad };
  if (side === "left") return { left: left - textWidth - pad, right };
  return { left, right };
}

// Labels of marks on a few lines, each right of its mark. A mark's stem runs down from its label, so a label
// that reaches over later marks stands on a line above theirs. Labels past the end go left of their mark.
export function placeMarkLabels(marks, trackWidth, pad = 5) {
  const sorted = [...marks].sort((a, b) => a.x - b.x);
  const placed = sorted.map((mark) => ({ ...mark, line: 0, side: mark.x + mark.width + pad > trackWidth ? "left" : "right" }));
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    const mark = placed[i];
    if (mark.side === "left") continue;
    const reach = mark.x + mark.width + 2 * pad;
    for (const other of placed.slice(i + 1)) {
      const from = other.side === "left" ? other.x - other.width - 2 * pad : other.x;
      if (from < reach) mark.line = Math.max(mark.line, other.line + 1);
    }
  }
  return placed;
}

// Moves values apart until each has its gap, keeping their order and staying between low and high.
export function spread(values, gap, low, high) {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const at = order.map((item) => Math.min(Math.max(item.value, low), high));
  for (let i = 1; i < at.length; i += 1) at[i] = Math.max(at[i], at[i - 1] + gap);
  if (at.length && at[at.length - 1] > high) {
    at[at.length - 1] = high;
    for (let i = at.length - 2; i >= 0; i -= 1) at[i] = Math.min(at[i], at[i + 1] - gap);
  }
  const placed = new Array(values.length);
  order.forEach((item, rank) => (placed[item.i] = at[rank]));
  return placed;
}

// Round numbers that enclose low and high, and the steps between them.
export function niceRange(low, high, steps = 4) {
  if (!(high > low)) high = low + 1;
  const raw = (high - low) / steps;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((size) => size >= raw - 1e-12);
  const from = Math.floor(low / step + 1e-9) * step;
  const to = Math.ceil(high / step - 1e-9) * step;
  const ticks = [];
  for (let value = from; value <= to + step / 2; value += step) ticks.push(Number(value.toPrecision(12)));
  return { low: from, high: to, ticks };
}
