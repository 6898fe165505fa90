"""The desk: computes for all visitors of a scenario, each in turn.

One thread deals out work and a few help it. Sketches of those who drag come first, a visitor at a time,
in turns; then refinements, in small portions, which stop as soon as anybody drags. So nobody waits for
anybody's refinement, and whoever drags waits for one sketch of every other who does.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from sim.lab.futures import Futures
from sim.scenario import Scenario
from sim.workers import cores

SHORT_TURN_SECONDS = 1e-4
PORTION = 8  # replications of a refinement between two looks at who else waits
ASKS_AT_ONCE = 1


class Visitor(Protocol):
    """Somebody whose plan is computed."""

    def wants_sketch(self) -> bool: ...
    def wants_refining_at(self) -> float | None: ...
    def sketch(self) -> None: ...
    def refine(self) -> None: ...


class Desk:
    """Work for one scenario."""

    def __init__(self, scenario: Scenario, workers: int | None = None) -> None:
        self.futures = Futures(scenario)
        self.workers = workers or cores()
        self._visitors: deque[Visitor] = deque()
        self._changed = threading.Condition()
        self._is_closed = False
        self._usual_turn = sys.getswitchinterval()
        sys.setswitchinterval(SHORT_TURN_SECONDS)  # else who comes back from compiled code waits too long
        self._helpers = ThreadPoolExecutor(self.workers, thread_name_prefix="lab-helper")
        self._asks = ThreadPoolExecutor(ASKS_AT_ONCE, thread_name_prefix="lab-ask")
        self._thread = threading.Thread(target=self._work, name="lab-desk", daemon=True)
        self._thread.start()

    def join(self, visitor: Visitor) -> None:
        """Serve one more."""
        with self._changed:
            self._visitors.append(visitor)

    def leave(self, visitor: Visitor) -> None:
        """Serve one less."""
        with self._changed:
            if visitor in self._visitors:
                self._visitors.remove(visitor)
            self._changed.notify_all()

    def wake(self) -> None:
        """Something is wanted."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """No more work; what is being computed is finished."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._thread.join(timeout=10)
        self._helpers.shutdown(wait=True, cancel_futures=True)
        self._asks.shutdown(wait=False, cancel_futures=True)
        sys.setswitchinterval(self._usual_turn)

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def somebody_waits(self) -> bool:
        """Whether a sketch is wanted: then refinements and asks step back."""
        return any(visitor.wants_sketch() for visitor in tuple(self._visitors))

    def each(self, work: Callable[[int], None], numbers: Iterable[int]) -> None:
        """Do something for every number, on all helpers; the first error is raised."""
        for _ in self._helpers.map(work, numbers):
            pass

    def ask(self, work: Callable[[], None]) -> None:
        """Compute something that takes long, beside everything else."""
        self._asks.submit(work)

    def step_back(self, seconds: float = 2.0) -> None:
        """Let sketches pass, for at most so long."""
        until = time.monotonic() + seconds
        while self.somebody_waits() and time.monotonic() < until and not self._is_closed:
            time.sleep(0.005)

    def _work(self) -> None:
        while True:
            with self._changed:
                job = self._next()
                while job is None and not self._is_closed:
                    self._changed.wait(self._until_next())
                    job = self._next()
                if self._is_closed:
                    return
            assert job is not None
            job()

    def _next(self) -> Callable[[], None] | None:
        now = time.monotonic()
        for visitor in self._visitors:
            if visitor.wants_sketch():
                self._to_the_end(visitor)
                return visitor.sketch
        for visitor in self._visitors:
            due = visitor.wants_refining_at()
            if due is not None and due <= now:
                self._to_the_end(visitor)
                return visitor.refine
        return None

    def _to_the_end(self, visitor: Visitor) -> None:
        self._visitors.remove(visitor)
        self._visitors.append(visitor)

    def _until_next(self) -> float | None:
        dues = [due for each in self._visitors if (due := each.wants_refining_at()) is not None]
        return max(0.0, min(dues) - time.monotonic()) if dues else None
