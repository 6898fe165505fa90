"""The lab in a notebook: the page's own modules in a widget, a session behind it, no server.

The widget's module is the page's files put together by their names: one text, in which every file is a
module of its own made from that text (a blob), so that nothing has to be built or fetched.
"""

from __future__ import annotations

import json
from typing import Any

import anywidget
import traitlets

from sim.lab.desk import Desk
from sim.lab.server import page_files
from sim.lab.session import Session
from sim.scenario import Scenario, load_scenario

ENTRY = "app.js"


class LabWidget(anywidget.AnyWidget):
    """One visitor, who talks by the notebook's messages instead of a websocket."""

    height = traitlets.Int(860).tag(sync=True)

    def __init__(self, scenario: Scenario, **more: Any) -> None:
        self._esm, self._css = module_text(), style_text()
        super().__init__(**more)
        self._desk = Desk(scenario)
        self.session = Session(self._desk, self._tell)
        self.on_msg(self._hear)

    def _hear(self, _: Any, content: Any, buffers: Any) -> None:
        self.session.receive(content if isinstance(content, str) else json.dumps(content))

    def _tell(self, message: dict[str, Any]) -> None:
        self.send(message)

    def close(self) -> None:
        """End what is computed, and the widget."""
        self.session.close()
        self._desk.close()
        super().close()


def widget(scenario: Scenario | str | None = None) -> LabWidget:
    """The lab of a scenario, to be shown in a notebook; the built-in one if none is given."""
    return LabWidget(scenario if isinstance(scenario, Scenario) else load_scenario(scenario))


def _files(suffix: str) -> dict[str, str]:
    return {name: text.decode() for name, (text, _) in page_files().items() if name.endswith(suffix)}


def style_text() -> str:
    """All styles of the page."""
    return "\n".join(_files(".css").values())


def module_text() -> str:
    """A module for anywidget that starts the page's own modules in a frame of the notebook's output."""
    page = page_files()["index.html"][0].decode()
    parts = {"page": page, "scripts": _files(".js"), "styles": style_text(), "entry": ENTRY}
    return f"const parts = {json.dumps(parts)};\n{_START}"


_START = """
const imported = /(from\\s*|import\\s*\\(?\\s*)(["'])(?:\\.\\/|\\/page\\/)([\\w.-]+\\.js)\\2/g;

function addresses() {
  const made = {};
  const make = (name) => {
    if (made[name]) return made[name];
    const text = parts.scripts[name].replace(imported, (_, how, quote, other) =>
      `${how}${quote}${make(other)}${quote}`);
    made[name] = URL.createObjectURL(new Blob([text], {type: "text/javascript"}));
    return made[name];
  };
  make(parts.entry);
  return made;
}

function render({model, el}) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:100%;height:${model.get("height")}px;border:0`;
  el.append(frame);
  const page = frame.contentWindow;
  const made = addresses();
  const body = parts.page
    .replace(/<link[^>]*>/g, "")
    .replace(/<script[^>]*><\\/script>/g, "");
  page.document.open();
  page.document.write(body);
  page.document.close();
  const style = page.document.createElement("style");
  style.textContent = parts.styles;
  page.document.head.append(style);
  // the page opens a websocket; in here that is the notebook's own line to its kernel
  page.WebSocket = class extends EventTarget {
    static OPEN = 1;
    constructor() {
      super();
      this.readyState = 0;
      this.hear = (told) =>
        this.dispatchEvent(new MessageEvent("message", {data: JSON.stringify(told)}));
      model.on("msg:custom", this.hear);
      setTimeout(() => { this.readyState = 1; this.dispatchEvent(new Event("open")); }, 0);
    }
    send(text) { model.send(JSON.parse(text)); }
  };
  const script = page.document.createElement("script");
  script.type = "module";
  script.src = made[parts.entry];
  page.document.body.append(script);
  return () => { Object.values(made).forEach((each) => URL.revokeObjectURL(each)); frame.remove(); };
}
export default {render};
"""
