// The line to the server: newest change at most every 33 ms while dragging, drops at once, and a way back after a cut.

const PAUSE_MS = 33;
const MOST_WAITING = 50;

export class Line {
  constructor({ url, link, receive, cut, back }) {
    Object.assign(this, { url, link, receive, cut, back });
    this.edit = 0;
    this.attempts = 0;
    this.sentAt = -Infinity;
    this.newest = null; // the change of a drag that waits for its turn
    this.unsent = []; // drops made while the line was cut
    this.isOpen = false;
    this.connect();
  }

  connect() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.edit = 0;
      this.newest = null;
      this.isOpen = true;
      this.send({ type: "open", link: this.link() });
      const again = this.attempts > 0;
      this.attempts = 0;
      if (again) this.back();
    });
    socket.addEventListener("message", (event) => {
      if (socket === this.socket) this.receive(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => {
      if (socket !== this.socket) return;
      this.isOpen = false;
      this.attempts += 1;
      this.cut(this.attempts);
      setTimeout(() => this.connect(), Math.min(5000, 400 * 1.6 ** (this.attempts - 1)));
    });
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  // A change of the plan; returns its number, which answers will carry.
  change(change, dragging) {
    if (!this.isOpen) {
      if (!dragging && this.unsent.length < MOST_WAITING) this.unsent.push(change);
      return this.edit;
    }
    this.edit += 1;
    const message = { type: "edit", edit: this.edit, dragging, change };
    if (!dragging) {
      this.newest = null;
      this.send(message);
      return this.edit;
    }
    const wait = this.sentAt + PAUSE_MS - performance.now();
    if (wait <= 0 && !this.newest) this.sendDrag(message);
    else {
      if (!this.newest) setTimeout(() => this.newest && this.sendDrag(this.newest), Math.max(wait, 0));
      this.newest = message;
    }
    return this.edit;
  }

  // Drops made while the line was cut; `renamed` says what their bars are called by now.
  resend(renamed) {
    for (const change of this.unsent.splice(0)) this.change(renamed(change), false);
    return this.edit;
  }

  sendDrag(message) {
    this.newest = null;
    this.sentAt = performance.now();
    this.send(message);
  }

  step(type) {
    this.edit += 1;
    this.newest = null;
    this.send({ type, edit: this.edit });
    return this.edit;
  }

  ask(what, more = {}) {
    this.send({ type: "ask", what, ...more });
  }

  stop(what) {
    this.send({ type: "stop", what });
  }
}
