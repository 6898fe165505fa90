// Calendar: a row for each group, its activities as bars along the weeks, its standing groups as thin lines.

import { html, set, textWidth } from "./elements.js";
import { extent, labelSide, packIntoLanes } from "./packing.js";
import { grip } from "./calendar_grip.js";
import { drawMarks } from "./calendar_marks.js";
import { weeksOf } from "./words.js";

const LANE = 18; // pixels from one bar to the next below it
const THIN_LANE = 13; // the same for standing groups
const BAR_FONT = '11.5px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';
const THIN_FONT = '11px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';

export class Calendar {
  // `on` says what a hand does: move, remove, reshape (a standing group), select, add, point.
  constructor(root, on) {
    this.on = on;
    this.bars = new Map(); // id -> {bar, element, label}
    this.root = root;
    this.axis = html("div", { class: "calendar-axis" });
    this.rowsBox = html("div", { class: "calendar-rows" });
    root.replaceChildren(this.axis, this.rowsBox);
    this.held = null; // id of the bar in hand
  }

  open(scenario, rows) {
    this.scenario = scenario;
    this.horizon = scenario.horizon_weeks;
    this.bars.clear();
    this.rows = rows.map((row) => {
      const add = html("button", {
        class: "add",
        type: "button",
        text: "+",
        "aria-label": `Add an activity for ${row.title}`,
        "aria-haspopup": "dialog",
        onclick: () => this.on.add(row, add),
      });
      const track = html("div", { class: "track" });
      const name = html("div", { class: "row-name" }, html("span", { text: row.title }), add);
      const element = html("div", { class: "calendar-row", role: "group", "aria-label": row.title }, name, track);
      return { ...row, element, track, ghosts: [] };
    });
    this.rowsBox.replaceChildren(...this.rows.map((row) => row.element));
  }

  // Draws a plan anew: bars are packed into lanes here and only here, so nothing jumps during a drag.
  show(plan, reference) {
    Object.assign(this, { plan, reference });
    if (!this.scenario) return;
    this.trackWidth = Math.max(200, this.rows[0].track.clientWidth);
    this.pixelsPerWeek = this.trackWidth / this.horizon;
    drawMarks(this.axis, this.rowsBox, this.scenario, plan, this.trackWidth, this.on.explain);
    const staying = new Set();
    for (const row of this.rows) {
      const activities = plan.activities.filter((bar) => bar.row === row.key);
      const structures = plan.structures.filter((bar) => bar.row === row.key);
      const ghosts = reference.activities.filter((bar) => bar.row === row.key);
      this.layRow(row, activities, structures, ghosts, staying);
    }
    for (const [id, item] of this.bars) {
      if (staying.has(id)) continue;
      item.element.remove();
      this.bars.delete(id);
    }
  }

  layRow(row, activities, structures, ghosts, staying) {
    const pairs = pairGhosts(activities, ghosts);
    const lost = ghosts.filter((ghost) => !pairs.has(ghost));
    const items = [
      ...activities.map((bar) => this.item(bar, BAR_FONT)),
      ...lost.map((bar) => this.item({ ...bar, id: `ghost ${bar.id}` }, BAR_FONT)),
    ];
    const packed = packIntoLanes(items);
    const thinItems = structures.map((bar) => this.thinItem(bar));
    const thin = packIntoLanes(thinItems, 14);
    const top = (id) => 3 + packed.lanes.get(id) * LANE;
    for (const item of items) {
      if (item.bar.id.startsWith("ghost ")) continue;
      this.place(row, item, top(item.id), false);
      staying.add(item.id);
    }
    const thinTop = 5 + packed.count * LANE;
    for (const item of thinItems) {
      this.place(row, item, thinTop + thin.lanes.get(item.id) * THIN_LANE, true);
      staying.add(item.id);
    }
    for (const ghost of row.ghosts) ghost.remove();
    row.ghosts = ghosts.flatMap((bar) => {
      const mine = pairs.get(bar);
      if (mine && mine.start === bar.start && mine.stop === bar.stop) return [];
      const ghost = html("div", { class: mine ? "ghost" : "ghost lost", "aria-hidden": "true" });
      if (!mine) ghost.append(html("span", { text: bar.label }));
      this.stretch(ghost, bar.start, bar.stop);
      ghost.style.top = `${top(mine ? mine.id : `ghost ${bar.id}`)}px`;
      row.track.prepend(ghost);
      return [ghost];
    });
    row.track.style.height = `${Math.max(25, thinTop + thin.count * THIN_LANE + 2)}px`;
  }

  item(bar, font) {
    const left = Math.min(bar.start, this.horizon - 1) * this.pixelsPerWeek;
    const right = Math.max(Math.min(bar.stop, this.horizon) * this.pixelsPerWeek, left + 6);
    const wide = textWidth(barLabel(bar), font) + (bar.trigger ? 8 : 0);
    const side = labelSide(left, right, wide, this.trackWidth);
    return { id: bar.id, bar, side, ...extent(left, right, side, wide) };
  }

  thinItem(bar) {
    const left = bar.start * this.pixelsPerWeek;
    const right = Math.max(bar.stop * this.pixelsPerWeek, left + textWidth(bar.label, THIN_FONT) + 30);
    return { id: bar.id, bar, side: "inside", left, right };
  }

  place(row, { bar, side }, top, isThin) {
    const found = this.bars.get(bar.id) ?? this.makeBar(bar, isThin);
    found.bar = bar;
    if (found.element.parentNode !== row.track) row.track.append(found.element);
    const kind = isThin ? "thin" : `bar ${bar.mode}`;
    const marks = `${bar.trigger ? " waits" : ""}${bar.movable === false ? " fixed" : ""} label-${side}`;
    set(found.element, {
      class: `${kind}${marks}${this.held === bar.id ? " held" : ""}`,
      "aria-label": bar.trigger ? `${bar.label}, only once there is trouble` : bar.label,
      "aria-disabled": bar.movable === false ? "true" : null,
    });
    set(found.label, { text: barLabel(bar) });
    found.element.style.top = `${top}px`;
    this.stretch(found.element, bar.start, bar.stop);
    this.say(found);
  }

  makeBar(bar, isThin) {
    const label = html("span", { class: "bar-label" });
    const element = html(
      "div",
      {
        role: "slider",
        tabindex: "0",
        "aria-valuemin": "0",
        "aria-valuemax": String(this.horizon),
        "aria-orientation": "horizontal",
        "aria-describedby": "calendar-keys",
        "data-bar": bar.id,
      },
      html("span", { class: "handle start", "data-grip": "start" }),
      label,
      html("span", { class: "handle stop", "data-grip": "stop" }),
    );
    const found = { bar, element, label, isThin };
    this.bars.set(bar.id, found);
    grip(this, found);
    return found;
  }

  // Where a bar is now, in hand or not; the draft is drawn, the plan is not touched.
  draft(found, start, stop) {
    found.draft = { start, stop };
    this.stretch(found.element, start, stop);
    this.say(found);
  }

  stretch(element, start, stop) {
    const last = Math.min(stop, this.horizon); // what lies beyond the calendar is not drawn
    const left = Math.min(start, this.horizon - 1);
    element.style.left = `${left * this.pixelsPerWeek}px`;
    element.style.width = `${Math.max((last - left) * this.pixelsPerWeek, 6)}px`;
  }

  say(found) {
    const now = found.draft ?? found.bar;
    set(found.element, { "aria-valuenow": String(now.start), "aria-valuetext": weeksOf(now) });
  }

  focusFirst() {
    this.rowsBox.querySelector(".bar")?.focus();
  }

  // Marks the bar that a row of a table speaks of.
  point(id) {
    for (const [each, found] of this.bars) found.element.classList.toggle("pointed", each === id);
  }
}

function barLabel(bar) {
  return bar.trigger ? `${bar.label} · if trouble` : bar.label;
}

// Which bar of yours an outline of the reference belongs to: same instrument, nearest in time, each once.
function pairGhosts(activities, ghosts) {
  const pairs = new Map();
  const free = new Set(activities);
  for (const ghost of ghosts) {
    const same = [...free].filter((bar) => bar.instrument === ghost.instrument && !bar.trigger === !ghost.trigger);
    same.sort((a, b) => Math.abs(a.start - ghost.start) - Math.abs(b.start - ghost.start));
    if (!same.length) continue;
    pairs.set(ghost, same[0]);
    free.delete(same[0]);
  }
  return pairs;
}
