"""Engines: where blocks of runs are computed, behind one interface. None of them changes a bit.

``serial`` and ``threads`` stay in this process; ``processes`` uses the cores of this machine (loky,
which runs functions defined in notebooks too); ``dask`` a cluster, or a small one on this machine.
Only a few tasks are handed over ahead of time, so that memory stays flat however many there are. A
worker that is lost takes no result with it: what it worked on is computed again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from itertools import islice
from typing import Any, Literal, TypeVar

from joblib.externals.loky import get_reusable_executor

from sim.errors import bad_input
from sim.workers import cores, end_with

Engine = Literal["serial", "threads", "processes", "dask"]
ENGINES: tuple[Engine, ...] = ("serial", "threads", "processes", "dask")
AHEAD = 3  # tasks handed over for each worker: one at work, the others at hand
IDLE_SECONDS = 300  # after which a worker ends; Loky's ten end some just as work arrives
MOST_LOSSES = 3  # in a row, without a task finished between
Task = TypeVar("Task")
Result = TypeVar("Result")
Note = Callable[[str], None]


def run_tasks(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    engine: Engine = "threads",
    workers: int | None = None,
    scheduler: str | None = None,
    note: Note = lambda words: None,
) -> Iterator[tuple[Task, Result]]:
    """Yield every task with its result, as they are done.

    Compiled code releases the interpreter lock, so threads use all cores and start at once.

    Parameters
    ----------
    scheduler : address, optional
        Of a running Dask scheduler; without it, ``dask`` starts workers on this machine.
    note : called with a line about what happened to workers

    Raises
    ------
    BadInput
        If the engine does not exist, or the scheduler does not answer.
    RuntimeError
        If workers are lost again and again.
    """
    if engine not in ENGINES:
        raise bad_input("engine", "", f"is '{engine}'; there are: {', '.join(ENGINES)}")
    if workers is not None and workers < 1:
        raise bad_input("workers", "", f"is {workers}; expected 1 or more")
    if scheduler is not None and engine != "dask":
        raise bad_input("scheduler", "", f"is for --engine dask; the engine is {engine}")
    tasks, workers = list(tasks), workers or cores()
    if engine == "serial" or (engine == "threads" and (workers == 1 or len(tasks) < 2)):
        for task in tasks:
            yield task, work(task)
    elif engine == "threads":
        with ThreadPoolExecutor(workers) as pool:
            yield from _finished(pool, work, iter(tasks), AHEAD * workers)
    elif engine == "processes":
        yield from _in_processes(work, tasks, workers, note)
    else:
        from sim.experiments.cluster import on_a_cluster  # slow to load, and not always installed

        yield from on_a_cluster(work, tasks, workers, scheduler, AHEAD, note)


def _finished(
    pool: Executor, work: Callable[[Task], Result], tasks: Iterator[Task], ahead: int
) -> Iterator[tuple[Task, Result]]:
    waiting: dict[Future[Result], Task] = {}
    try:
        while True:
            for task in islice(tasks, ahead - len(waiting)):
                waiting[pool.submit(work, task)] = task
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
    finally:
        for future in waiting:
            future.cancel()


def _in_processes(
    work: Callable[[Task], Result], tasks: list[Task], workers: int, note: Note
) -> Iterator[tuple[Task, Result]]:
    """Tasks in worker processes; after a lost worker, with new ones, from what was not finished."""
    left, losses = dict(enumerate(tasks)), 0
    while left:
        pool = get_reusable_executor(
            max_workers=workers,
            timeout=IDLE_SECONDS,
            kill_workers=losses > 0,
            initializer=end_with,
            initargs=(os.getpid(),),
        )
        try:
            for (number, task), result in _finished(
                pool, _Numbered(work), iter(list(left.items())), AHEAD * workers
            ):
                losses = 0
                del left[number]
                yield task, result
        except BrokenExecutor:
            losses += 1
            if losses > MOST_LOSSES:
                raise RuntimeError(
                    f"worker processes were lost {losses} times in a row; is there enough memory?"
                ) from None
            note("a worker process was lost; what it worked on is computed again")
        except KeyboardInterrupt:
            pool.shutdown(wait=False, kill_workers=True)
            raise


class _Numbered:
    """Work on a task that goes with its number."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work

    def __call__(self, numbered: tuple[int, Any]) -> Any:
        return self._work(numbered[1])
