"""What tests of the lab share: a small scenario, a desk, and a visitor whose messages are kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sim.lab import futures
from sim.lab.desk import Desk
from sim.lab.session import Session
from sim.scenario import Scenario

LONG = 600.0  # seconds; the first run compiles, on a busy machine too
Message = dict[str, Any]


class Visitor:
    """A session and everything it has been told."""

    def __init__(self, desk: Desk) -> None:
        self.told: list[Message] = []
        self._changed = threading.Condition()
        self.session = Session(desk, self._keep)
        self.edit = 0

    def _keep(self, message: Message) -> None:
        json.dumps(message, allow_nan=False)  # whatever is told can be sent
        with self._changed:
            self.told.append(message)
            self._changed.notify_all()

    def open(self, link: str = "") -> Message:
        """Come in; the state."""
        self.session.receive(json.dumps({"type": "open", "link": link}))
        return self.wait("state")

    def change(self, dragging: bool = False, **change: Any) -> int:
        """Make a change; its number."""
        self.edit += 1
        self.say(type="edit", edit=self.edit, dragging=dragging, change=change)
        return self.edit

    def say(self, **message: Any) -> None:
        self.session.receive(json.dumps(message))

    def wait(self, kind: str, since: int = 0, **fields: Any) -> Message:
        """The first message of a kind, with these fields, among those told from a place on."""

        def found() -> Message | None:
            return next(
                (
                    each
                    for each in self.told[since:]
                    if each["type"] == kind and all(each.get(key) == value for key, value in fields.items())
                ),
                None,
            )

        with self._changed:
            assert self._changed.wait_for(lambda: found() is not None, LONG), (kind, fields, self.kinds())
            message = found()
        assert message is not None
        return message

    def kinds(self) -> list[tuple[Any, ...]]:
        """What has been told, in short."""
        return [(each["type"], each.get("edit"), each.get("stage")) for each in self.told]


@pytest.fixture
def desk(few: Scenario, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk for a scenario of 60 stakeholders in 30 weeks."""
    monkeypatch.setattr(futures, "SKETCH_RESIDENTS", 12)
    made = Desk(few, workers=2)
    yield made
    made.close()


@pytest.fixture
def visit(desk: Desk) -> Iterator[Callable[[], Visitor]]:
    """Let somebody come in; all go when the test is over."""
    visitors: list[Visitor] = []

    def come() -> Visitor:
        visitors.append(Visitor(desk))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.session.close()
