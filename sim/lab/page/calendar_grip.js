// Grip: one bar in a hand. Mouse, pen and touch move it by its middle and stretch it by its ends; keys do the same.

import { html } from "./elements.js";

const SLACK = 3; // pixels before a press becomes a drag
const LONG_STEP = 4; // weeks of shift and an arrow

export function grip(calendar, found) {
  const { element } = found;
  let press = null;

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || press) return;
    const end = event.target.dataset?.grip ?? "middle";
    const { start, stop } = found.bar;
    press = { end, start, stop, x: event.clientX, pointer: event.pointerId, moved: false };
    element.setPointerCapture(event.pointerId);
  });

  element.addEventListener("pointermove", (event) => {
    if (!press || event.pointerId !== press.pointer) return;
    const dx = event.clientX - press.x;
    if (!press.moved) {
      if (Math.abs(dx) < SLACK || found.bar.movable === false) return;
      press.moved = true;
      takeUp();
    }
    moveTo(reshaped(press, press.end, Math.round(dx / calendar.pixelsPerWeek)), true);
  });

  element.addEventListener("pointerup", (event) => {
    if (!press || event.pointerId !== press.pointer) return;
    const { moved } = press;
    press = null;
    if (moved) putDown();
    else calendar.on.select(found.bar, element);
  });

  const giveUp = () => {
    if (!press) return;
    const before = press;
    press = null;
    if (!before.moved) return;
    moveTo(before, true);
    putDown();
  };
  element.addEventListener("pointercancel", giveUp);
  element.addEventListener("lostpointercapture", giveUp);

  let keyed = false;
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && press) {
      event.preventDefault();
      event.stopPropagation();
      giveUp();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      calendar.on.select(found.bar, element);
    } else if ((event.key === "Delete" || event.key === "Backspace") && !found.isThin) {
      event.preventDefault();
      calendar.on.remove(found.bar);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      if (found.bar.movable === false || press) return;
      const weeks = (event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? LONG_STEP : 1);
      if (!keyed) takeUp();
      keyed = true;
      moveTo(reshaped(found.draft ?? found.bar, event.altKey ? "stop" : "middle", weeks), true);
    }
  });
  const letGo = () => {
    if (!keyed) return;
    keyed = false;
    putDown();
  };
  element.addEventListener("keyup", (event) => event.key.startsWith("Arrow") && letGo());
  element.addEventListener("blur", letGo);
  element.addEventListener("pointerenter", () => !press && calendar.on.point(found.bar, element));
  element.addEventListener("pointerleave", () => calendar.on.point(null));
  element.addEventListener("focus", () => element.matches(":focus-visible") && calendar.on.point(found.bar, element));

  function takeUp() {
    calendar.held = found.bar.id;
    calendar.on.point(null);
    element.classList.add("held");
    found.origin = html("div", { class: "origin", "aria-hidden": "true" });
    found.origin.style.top = element.style.top;
    calendar.stretch(found.origin, found.bar.start, found.bar.stop);
    element.parentNode.prepend(found.origin);
    calendar.rowsBox.classList.add("in-hand");
  }

  function putDown() {
    const { start, stop } = found.draft ?? found.bar;
    element.classList.remove("held");
    calendar.rowsBox.classList.remove("in-hand");
    found.origin?.remove();
    calendar.held = null;
    found.draft = null;
    found.bar = { ...found.bar, start, stop }; // until the server says how it stands
    tell(start, stop, false);
  }

  function moveTo({ start, stop }, dragging) {
    const was = found.draft ?? found.bar;
    if (was.start === start && was.stop === stop) return;
    calendar.draft(found, start, stop);
    tell(start, stop, dragging);
  }

  function tell(start, stop, dragging) {
    if (found.isThin) calendar.on.reshape(found.bar, start, stop, dragging);
    else calendar.on.move(found.bar, start, stop, dragging);
  }

  function reshaped(from, end, weeks) {
    const { start, stop } = from;
    const last = calendar.horizon;
    if (found.isThin) return { start: within(start + weeks, 0, stop - 1), stop }; // it ends with its milestone
    if (end === "start") return { start: within(start + weeks, 0, stop - 1), stop };
    if (end === "stop") return { start, stop: within(stop + weeks, start + 1, last) };
    const length = Math.min(stop - start, last);
    const moved = within(start + weeks, 0, last - length);
    return { start: moved, stop: moved + length };
  }
}

function within(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
