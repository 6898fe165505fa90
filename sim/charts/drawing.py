"""Drawing: charts as files, some of them by a second process that was started long before.

Drawing keeps a core busy in Python, so a second thread would wait for the first. The second process
loads its libraries while runs are computed; then both take charts from one list until none is left.
Who draws a chart changes no byte of it. If the second process is lost, the first draws what is left.
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Format = Literal["svg", "png"]
Drawn = dict[Format, bytes]
PAPER_ID = "paper"  # of a chart's ground, in its SVG
SERVE = "from sim.charts.drawing import serve; serve()"


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


class SecondDrawer:
    """Another process that draws one chart at a time."""

    def __init__(self) -> None:
        here = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": here},
            start_new_session=True,  # Ctrl-C is for the process that decides
        )

    def draw(self, ask: Ask) -> Drawn:
        """A chart as ``draw`` makes it.

        Raises
        ------
        EOFError, OSError, ValueError
            If the process is lost.
        """
        assert self._process.stdin is not None, "opened above"
        assert self._process.stdout is not None, "opened above"
        pickle.dump(ask, self._process.stdin)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)  # type: ignore[no-any-return]

    def dismiss(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.communicate()


def serve() -> None:
    """In the second process: draw what standard input asks for until it is closed."""
    from sim import charts

    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what a library prints is no answer
    _ = charts.svg_of, charts.support_by_group  # loads what every chart needs, before the first is asked for
    while True:
        try:
            ask = pickle.load(requests)
        except EOFError:
            return
        pickle.dump(draw(ask), answers)
        answers.flush()


@contextmanager
def second_drawer(wanted: bool = True) -> Iterator[SecondDrawer | None]:
    """Yield another process to draw with, which begins to load at once; None if not wanted, or of no use."""
    if not wanted or _cores() < 2:
        yield None
        return
    drawer = SecondDrawer()
    try:
        yield drawer
    finally:
        drawer.dismiss()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Drawing:
    """Charts asked for; a second drawer begins at once, and ``finished`` draws along."""

    def __init__(self, asked: Sequence[Ask], beside: SecondDrawer | None = None) -> None:
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

    def _hand_over(self, beside: SecondDrawer) -> None:
        while (taken := self._take()) is not None:
            at, ask = taken
            try:
                self._found[at] = beside.draw(ask)
            except (
                Exception
            ):  # the process is lost; if the chart itself is wrong, it is so here too, and said
                self._waiting.append((at, ask))
                return
