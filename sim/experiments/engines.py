"""Engines: where blocks of runs are computed, behind one interface. None of them changes a bit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Literal, TypeVar

from joblib.externals.loky import get_reusable_executor

from sim.errors import bad_input

Engine = Literal["serial", "threads", "processes"]
ENGINES: tuple[Engine, ...] = ("serial", "threads", "processes")
SHORT_TURN_SECONDS = 1e-4
Task = TypeVar("Task")
Result = TypeVar("Result")


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tasks(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    engine: Engine = "threads",
    workers: int | None = None,
) -> Iterator[tuple[Task, Result]]:
    """Yield every task with its result, as they are done.

    Compiled code releases the interpreter lock, so threads use all cores and start at once;
    processes (loky) run functions defined in notebooks too.
    """
    if engine not in ENGINES:
        raise bad_input("engine", "", f"is '{engine}'; there are: {', '.join(ENGINES)}")
    if workers is not None and workers < 1:
        raise bad_input("workers", "", f"is {workers}; expected 1 or more")
    tasks, workers = list(tasks), workers or cores()
    if engine == "serial" or workers == 1 or len(tasks) < 2:
        for task in tasks:
            yield task, work(task)
        return
    if engine == "threads":
        with _short_turns(), ThreadPoolExecutor(workers) as pool:
            yield from _finished(pool, work, tasks)
    else:
        yield from _finished(get_reusable_executor(max_workers=workers), work, tasks)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let threads take the interpreter in short turns.

    Compiled weeks last a fraction of a millisecond; with turns of the usual five, a thread that comes
    back from one would wait longer for the interpreter than it computed.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _finished(
    pool: Executor, work: Callable[[Task], Result], tasks: list[Task]
) -> Iterator[tuple[Task, Result]]:
    futures: dict[Future[Result], Task] = {pool.submit(work, task): task for task in tasks}
    try:
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        for future in futures:
            future.cancel()
