"""Asks: what takes longer than a sketch and is computed on demand, with progress, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sim.lab.choice import Choice
from sim.lab.desk import Desk

Publish = Callable[[dict[str, Any]], None]


class Stopped(Exception):
    """No longer wanted."""


class Asked:
    """One question on its way."""

    def __init__(self, what: str, choice: Choice, edit: int, desk: Desk, publish: Publish) -> None:
        self.what, self.choice, self.edit = what, choice, edit
        self._desk, self._publish = desk, publish
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()


def start_ask(what: str, choice: Choice, edit: int, desk: Desk, publish: Publish) -> Asked:
    asked = Asked(what, choice, edit, desk, publish)
    return asked
