"""A progress bar on stderr for anything that takes more than a second; silent in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.experiments.sweep import Progress as SweepProgress

SHOWN_AFTER_SECONDS = 1.0


def to_stderr(words: str) -> None:
    """A line about what happens, beside what is asked for."""
    print(words, file=sys.stderr)


@contextmanager
def kept_if_stopped() -> Iterator[None]:
    """Say what Ctrl-C leaves behind, and end with the status of an interrupt."""
    try:
        yield
    except KeyboardInterrupt:
        to_stderr("sim: stopped; what a sweep has finished is kept, and the same command goes on")
        raise SystemExit(130) from None


@contextmanager
def progress_of(what: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Yield a function to be called with (done, total)."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    began, task = time.monotonic(), bar.add_task(what, total=None)

    def show(done: int, total: int) -> None:
        if time.monotonic() - began >= SHOWN_AFTER_SECONDS:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        bar.stop()


@contextmanager
def sweep_progress(
    quiet: bool = False,
) -> Iterator[tuple[Callable[[SweepProgress], None], Callable[[str], None]]]:
    """Yield a function that shows how far a sweep is, and one that prints a line; both on stderr."""
    if quiet or not sys.stderr.isatty():
        yield (lambda progress: None), (lambda words: None if quiet else print(words, file=sys.stderr))
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    words = "{task.completed:,.0f} of {task.total:,.0f} runs  {task.fields[rate]}"
    with Progress(BarColumn(), TextColumn(words), console=console, transient=True) as bar:
        task = bar.add_task("runs", total=None, rate="", visible=False)

        def show(now: SweepProgress) -> None:
            left = (
                f"{now.seconds_left / 60:.0f} min" if now.seconds_left > 90 else f"{now.seconds_left:.0f} s"
            )
            failed = f", {now.failed:,} failed" if now.failed else ""
            rate = f"{now.runs_a_second:,.0f} a second, {left} left{failed}"
            bar.update(task, completed=now.done, total=now.total, rate=rate, visible=True)

        yield show, console.print
