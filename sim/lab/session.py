"""A session: one visitor's choice, its undo, and the newest plan waiting to be computed.

Messages only store what is newest and wake the desk; drags that come while a sketch is being computed
replace one another, so the page is never more than one sketch behind. A sketch that has begun is
finished, as stopping it at every move would starve the drag; but with half its futures if somebody
waits behind it. A refinement begins after a quarter of a second of quiet and ends with the next change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from sim.errors import BadInput, bad_input
from sim.lab import messages
from sim.lab.answers import answer_of
from sim.lab.asks import Asked, start_ask
from sim.lab.choice import Choice, first_choice
from sim.lab.desk import PORTION, Desk
from sim.lab.draft import changed
from sim.lab.futures import HURRIED_PAIRS, REFINED_PAIRS, SKETCH_PAIRS, Arm, Stage, Together
from sim.lab.link import choice_from
from sim.lab.offers import hello
from sim.lab.view import state_of

Publish = Callable[[dict[str, Any]], None]
QUIET_SECONDS = 0.25
MOST_UNDO = 200
TOLD_AT = (40, 100, REFINED_PAIRS)  # pairs of a refinement at which it is told


class Session:
    """One visitor. ``publish`` is called with messages for the page, from any thread, and must not wait."""

    def __init__(self, desk: Desk, publish: Publish) -> None:
        self._desk, self._publish = desk, publish
        self._lock = threading.RLock()
        self.choice = first_choice(desk.futures.scenario)  # the last good one that was dropped
        self._newest = self.choice  # the same, or what is being dragged
        self._edit = 0
        self._version = 0
        self._undo: list[Choice] = []
        self._redo: list[Choice] = []
        self._is_open = False
        self._is_closed = False
        self._sketch_wanted = False
        self._refine_from: float | None = None
        self._refined = 0
        self._asked: dict[str, Asked] = {}
        desk.join(self)

    # what the page says

    def receive(self, text: str) -> None:
        """Take one message; what is wrong with it is published as a notice, nothing is raised."""
        try:
            message = messages.message_from(text)
            with self._lock:
                if not self._is_closed:
                    self._take(message)
        except BadInput as refused:
            number = messages.number_of_unread(text)
            self._refuse(refused, self._edit if number is None else number, with_state=number is not None)

    def close(self) -> None:
        """The visitor has gone: nothing more is computed or published."""
        with self._lock:
            self._is_closed = True
            self._sketch_wanted, self._refine_from = False, None
            for asked in self._asked.values():
                asked.stop()
            self._asked.clear()
            self._undo.clear()
            self._redo.clear()
        self._desk.leave(self)

    def _take(self, message: messages.Message) -> None:
        if isinstance(message, messages.Open):
            self._open(message.link)
        elif not self._is_open:
            raise bad_input("message", "", "came before open; the first message is open")
        elif isinstance(message, messages.Edit):
            self._change(message)
        elif isinstance(message, messages.Undo):
            self._step(self._undo, self._redo, message.edit)
        elif isinstance(message, messages.Redo):
            self._step(self._redo, self._undo, message.edit)
        elif isinstance(message, messages.Ask):
            self._ask(message)
        elif message.what in self._asked:
            self._asked.pop(message.what).stop()

    def _open(self, link: str) -> None:
        if self._is_open:
            raise bad_input("message", "open", "came a second time")
        self._is_open = True
        self._publish(hello(self._desk.futures.scenario))
        try:
            self.choice = choice_from(self._desk.futures.scenario, link)
        except BadInput as refused:
            self._tell("warning", [*refused.lines(), "The usual plans are shown instead."])
        self._settle(0)

    def _change(self, message: messages.Edit) -> None:
        try:
            after = changed(self.choice, message.change)
            if not message.dragging:
                after.lanes  # noqa: B018  # refuses dates and budgets that cannot be
        except BadInput as refused:
            self._refuse(refused, message.edit, with_state=not message.dragging)
            return
        if message.dragging:
            self._newest, self._edit = after, message.edit
            self._want_sketch()
            return
        if after != self.choice:
            self._undo.append(self.choice)
            del self._undo[:-MOST_UNDO]
            self._redo.clear()
        self.choice = after
        self._settle(message.edit)

    def _step(self, source: list[Choice], other: list[Choice], edit: int) -> None:
        if source:
            other.append(self.choice)
            self.choice = source.pop()
        self._settle(edit)

    def _settle(self, edit: int) -> None:
        """Tell where everything stands, and compute it."""
        self._newest, self._edit = self.choice, edit
        self._publish(state_of(self.choice, edit, bool(self._undo), bool(self._redo)))
        self._want_sketch()

    def _want_sketch(self) -> None:
        self._version += 1
        self._sketch_wanted, self._refine_from, self._refined = True, None, 0
        self._desk.wake()

    def _refuse(self, refused: BadInput, edit: int, with_state: bool = False) -> None:
        with self._lock:
            if self._is_closed:
                return
            self._publish({"type": "notice", "edit": edit, "level": "refused", "lines": refused.lines()})
            if with_state and self._is_open:
                self._settle(edit)

    def _tell(self, level: str, lines: list[str]) -> None:
        self._publish({"type": "notice", "edit": self._edit, "level": level, "lines": lines})

    # what the desk does

    def wants_sketch(self) -> bool:
        return self._sketch_wanted

    def wants_refining_at(self) -> float | None:
        """When the quiet will have lasted long enough; None if there is nothing to refine."""
        return self._refine_from

    def sketch(self) -> None:
        """Compute the newest plan's sketch and publish it."""
        with self._lock:
            choice, edit, version = self._newest, self._edit, self._version
            self._sketch_wanted = False
        began = time.perf_counter()
        try:
            self._advance(choice, "sketch", HURRIED_PAIRS, lambda: True)
            pairs = HURRIED_PAIRS if self._desk.somebody_waits() else SKETCH_PAIRS
            answer = self._answer(choice, "sketch", pairs, lambda: True)
        except BadInput as refused:
            self._refuse(refused, edit)
            return
        except Exception as failure:
            self._fail(failure, edit)
            return
        assert answer is not None, "a sketch is not broken off"
        self._told(answer, edit, "sketch", pairs, began)
        with self._lock:
            if version == self._version and not self._is_closed:
                self._refine_from = time.monotonic() + QUIET_SECONDS
        self._desk.wake()

    def refine(self) -> None:
        """Compute some more replications, and publish the answer when enough have come together."""
        with self._lock:
            choice, edit, version, done = self._newest, self._edit, self._version, self._refined
        began = time.perf_counter()
        target = min(done + PORTION, next(pairs for pairs in TOLD_AT if pairs > done))

        def goes_on() -> bool:
            return version == self._version and not self._is_closed and not self._desk.somebody_waits()

        try:
            complete = self._advance(choice, "refined", target, goes_on)
            if not complete:
                return
            if target in TOLD_AT:
                answer = self._answer(choice, "refined", target, goes_on)
                if answer is not None and version == self._version:
                    self._told(
                        answer, edit, "refined" if target == REFINED_PAIRS else "refining", target, began
                    )
        except Exception as failure:
            with self._lock:
                self._refine_from = None
            self._fail(failure, edit)
            return
        with self._lock:
            if version == self._version:
                self._refined = target
                if target == REFINED_PAIRS:
                    self._refine_from = None

    def _arms(self, choice: Choice, stage: Stage) -> tuple[Arm, Arm]:
        futures = self._desk.futures
        return futures.arm(choice, choice.plan, stage), futures.arm(choice, choice.reference, stage)

    def _advance(self, choice: Choice, stage: Stage, pairs: int, goes_on: Callable[[], bool]) -> bool:
        """Compute what is missing of the first so many pairs; False if it was broken off."""
        yours, reference = self._arms(choice, stage)
        if not yours.missing(pairs) and not reference.missing(pairs):
            return True
        lanes, futures = choice.lanes, self._desk.futures
        arms = [(yours, lanes[0])] + ([(reference, lanes[1])] if reference is not yours else [])
        numbers = [n for n in range(pairs) if any(n not in arm.futures for arm, _ in arms)]
        lacking = {number: tuple(number not in arm.futures for arm, _ in arms) for number in numbers}
        together = {
            lacks: Together(
                futures.scenario_of(stage),
                stage,
                [arm for (arm, _), lacks_it in zip(arms, lacks, strict=True) if lacks_it],
                [lane for (_, lane), lacks_it in zip(arms, lacks, strict=True) if lacks_it],
            )
            for lacks in set(lacking.values())
        }
        futures.make_room(choice.seed)

        def compute(number: int) -> None:
            if goes_on():
                futures.compute(choice.seed, number, choice.equal, together[lacking[number]])

        self._desk.each(compute, numbers)
        return not any(arm.missing(pairs) for arm, _ in arms)

    def _answer(
        self, choice: Choice, stage: Stage, pairs: int, goes_on: Callable[[], bool]
    ) -> dict[str, Any] | None:
        if stage == "sketch" and not self._desk.futures.has(choice.outcome):
            self._desk.futures.read_too(choice.outcome)
        if not self._advance(choice, stage, pairs, goes_on):
            return None
        yours, reference = (arm.first(pairs) for arm in self._arms(choice, stage))
        futures = self._desk.futures
        return answer_of(choice, yours, reference, futures.outcomes, futures.panels)

    def _told(self, answer: dict[str, Any], edit: int, stage: str, pairs: int, began: float) -> None:
        of_pairs = SKETCH_PAIRS if stage == "sketch" else REFINED_PAIRS
        scenario = self._desk.futures.scenario_of("sketch" if stage == "sketch" else "refined")
        with self._lock:
            if self._is_closed:
                return
            self._publish(
                {
                    "type": "answer",
                    "edit": edit,
                    "stage": stage,
                    "of_pairs": of_pairs,
                    "people": scenario.population.n,
                    "milliseconds": round(1000 * (time.perf_counter() - began), 1),
                    **answer,
                }
            )

    def _fail(self, failure: Exception, edit: int) -> None:
        lines = [f"This plan could not be computed: {type(failure).__name__}: {failure}"]
        with self._lock:
            if not self._is_closed:
                self._publish({"type": "notice", "edit": edit, "level": "warning", "lines": lines})

    # what is asked for

    def _ask(self, ask: messages.Ask) -> None:
        if ask.what in self._asked:
            self._asked.pop(ask.what).stop()
        self._asked[ask.what] = start_ask(ask, self.choice, self._edit, self._desk, self._publish)
