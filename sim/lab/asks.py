"""Asks: what takes longer than a sketch is computed on demand, beside all else, and can be stopped.

They step back while anybody drags, and tell how far they are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from sim.errors import BadInput
from sim.lab.choice import Choice
from sim.lab.contributions import contributions
from sim.lab.desk import Desk
from sim.lab.exports import data_of, plan_file_of
from sim.lab.latest import latest_safe_start
from sim.lab.mechanisms import mechanisms
from sim.lab.messages import Ask

Publish = Callable[[dict[str, Any]], None]
TELL_EVERY_SECONDS = 0.25


class Stopped(Exception):
    """No longer wanted."""


class Asked:
    """One question on its way."""

    def __init__(self, ask: Ask, choice: Choice, edit: int, desk: Desk, publish: Publish) -> None:
        self._ask, self._what, self._choice, self._edit = ask, ask.what, choice, edit
        self._desk, self._publish = desk, publish
        self._stopped = threading.Event()
        self._told = time.monotonic()

    def stop(self) -> None:
        """Break it off at the next replication; nothing more is published."""
        self._stopped.set()

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is, and let sketches pass.

        Raises
        ------
        Stopped
            If it is no longer wanted.
        """
        if self._stopped.is_set() or self._desk.is_closed:
            raise Stopped
        self._desk.step_back()
        if time.monotonic() - self._told >= TELL_EVERY_SECONDS:
            self._told = time.monotonic()
            self._tell({"progress": round(done / total, 3), "done": False})

    def answer(self) -> None:
        """Compute and publish; what is wrong is a notice."""
        try:
            self.progress(0, 1)
            self._tell({"progress": 1.0, "done": True, **self._found()})
        except Stopped:
            pass
        except BadInput as refused:
            self._notice(refused.lines())
        except Exception as failure:  # a visitor is told, and the desk goes on
            self._notice([f"This could not be computed: {type(failure).__name__}: {failure}"])

    def _found(self) -> dict[str, Any]:
        choice, futures = self._choice, self._desk.futures
        if self._what == "latest_safe_start":
            about, target = self._ask.outcome, self._ask.target
            return latest_safe_start(choice, self.progress, about=about, target=target)
        if self._what == "contributions":
            return contributions(choice, self.progress)
        if self._what == "mechanisms":
            return mechanisms(choice, self.progress)
        return data_of(choice, futures) if self._what == "data" else plan_file_of(choice)

    def _tell(self, more: dict[str, Any]) -> None:
        if not self._stopped.is_set():
            self._publish({"type": "found", "what": self._what, "edit": self._edit, **more})

    def _notice(self, lines: list[str]) -> None:
        self._tell({"progress": 1.0, "done": True, "failed": True})
        if not self._stopped.is_set():
            self._publish({"type": "notice", "edit": self._edit, "level": "refused", "lines": lines})


def start_ask(ask: Ask, choice: Choice, edit: int, desk: Desk, publish: Publish) -> Asked:
    """Put a question to the desk."""
    asked = Asked(ask, choice, edit, desk, publish)
    desk.ask(asked.answer)
    return asked
