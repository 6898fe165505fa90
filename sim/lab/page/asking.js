// Asking: questions that take a while are computed on demand, with progress and a way to stop.

import { html, set } from "./elements.js";

export class Question {
  // `draw(box, found)` shows the answer; the button turns into "stop" while the server works.
  constructor({ what, button, status, box, line, draw, label, more = () => ({}) }) {
    Object.assign(this, { what, button, status, box, line, draw, label, more });
    button.textContent = label;
    button.addEventListener("click", () => (this.isRunning ? this.stop() : this.ask()));
  }

  ask() {
    this.isRunning = true;
    this.button.textContent = "Stop";
    set(this.box, { "aria-busy": "true" });
    this.box.closest("section")?.classList.add("shown"); // it needs a width before it is drawn
    this.showProgress(0);
    this.line.ask(this.what, this.more());
    this.box.closest("section")?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }

  stop() {
    this.line.stop(this.what);
    this.rest("Stopped.");
  }

  rest(words) {
    this.isRunning = false;
    this.button.textContent = this.label;
    set(this.box, { "aria-busy": "false" });
    set(this.status, { text: words });
  }

  showProgress(share) {
    const bar = html("span", { class: "progress" }, html("span", { class: "done" }));
    bar.firstChild.style.width = `${Math.round(100 * share)}%`;
    this.status.replaceChildren(bar, html("span", { text: ` ${Math.round(100 * share)} %` }));
  }

  found(message) {
    if (!this.isRunning && !message.done) return;
    if (Number.isFinite(message.progress) && !message.done) this.showProgress(message.progress);
    if (message.points || message.rows || message.groups || message.words) {
      this.edit = message.edit;
      this.last = message;
      this.draw(this.box, message);
    }
    if (message.done) this.rest("");
  }

  refused() {
    if (this.isRunning) this.rest("");
  }

  // An answer to an older plan stays, and says so.
  age(edit) {
    if (this.edit === undefined || this.isRunning) return;
    const isOld = this.edit < edit;
    this.box.classList.toggle("stale", isOld);
    set(this.status, { text: isOld ? "Found for an earlier plan." : "" });
  }

  redraw() {
    if (this.last) this.draw(this.box, this.last);
  }
}

export function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
