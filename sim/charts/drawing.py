"""Drawing: charts as files, some of them by a second process that was started long before.

Drawing keeps a core busy in Python, so a second thread would wait for the first. The second process
loads its libraries while runs are computed; then both take charts from one list until none is left.
Who draws a chart changes no byte of it. If the second process is lost, the first draws what is left.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from joblib.externals.loky import ProcessPoolExecutor

from sim.workers import cores, end_with

Format = Literal["svg", "png"]
Drawn = dict[Format, bytes]
PAPER_ID = "paper"  # of a chart's ground, in its SVG


@dataclass(frozen=True)
class Ask:
    """A chart of this package by its name, what it is about, and the formats it is wanted in."""

    chart: str
    about: tuple[Any, ...]
    formats: tuple[Format, ...] = ("svg", "png")


def draw(ask: Ask) -> Drawn:
    """A chart, drawn once and written in every format asked for."""
    from sim import charts  # loads matplotlib, of which only who draws has need

    writers: dict[Format, Callable[..., bytes]] = {"svg": charts.svg_of, "png": charts.png_of}
    figure = getattr(charts, ask.chart)(*ask.about)
    return {name: writers[name](figure) for name in ask.formats}


def without_paper(svg: bytes) -> bytes:
    """A chart's SVG without its ground, to lie on that of a page.

    Its paper is cut out, as drawing the chart once more would take as long as drawing it did.

    Raises
    ------
    ValueError
        If there is no paper in it.
    """
    paper = rb'<g id="%s">.*?</g>\s*' % PAPER_ID.encode()
    found, cut = re.subn(paper, b"", svg, count=1, flags=re.DOTALL)
    if not cut:
        raise ValueError("an SVG without paper; expected one of a chart")
    return found


@contextmanager
def second_drawer(wanted: bool = True) -> Iterator[Executor | None]:
    """Yield another process to draw with, which begins to load at once; None if not wanted, or of no use."""
    if not wanted or cores() < 2:
        yield None
        return
    pool = ProcessPoolExecutor(1, initializer=_begin, initargs=(os.getpid(),))
    pool.submit(_load)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, kill_workers=True)  # whatever it is doing


def _begin(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that decides
    end_with(parent)


def _load() -> None:
    """Load what every chart needs, before the first is asked for."""
    from sim import charts

    _ = charts.svg_of, charts.support_by_group


class Drawing:
    """Charts asked for; a second drawer begins at once, and ``finished`` draws along."""

    def __init__(self, asked: Sequence[Ask], beside: Executor | None = None) -> None:
        self._n = len(asked)
        self._waiting = deque(enumerate(asked))
        self._found: dict[int, Drawn] = {}
        self._beside: threading.Thread | None = None
        if beside is not None:
            self._beside = threading.Thread(target=self._hand_over, args=(beside,), daemon=True)
            self._beside.start()

    def finished(self) -> list[Drawn]:
        """Every chart, in the order asked for."""
        self._draw_along()
        if self._beside is not None:
            self._beside.join()
            self._draw_along()  # what a lost process left
        return [self._found[at] for at in range(self._n)]

    def _take(self) -> tuple[int, Ask] | None:
        try:
            return self._waiting.pop()  # from the end, where charts that take longer stand
        except IndexError:
            return None

    def _draw_along(self) -> None:
        while (taken := self._take()) is not None:
            at, ask = taken
            self._found[at] = draw(ask)

    def _hand_over(self, beside: Executor) -> None:
        while (taken := self._take()) is not None:
            at, ask = taken
            try:
                self._found[at] = beside.submit(draw, ask).result()
            except Exception:  # it is lost; if the chart itself is wrong, it is so here too, and said
                self._waiting.append((at, ask))
                return
