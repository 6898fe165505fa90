"""A Dask cluster as an engine: a running scheduler and its workers, or some on this machine.

Dask gives what a lost worker had to another one. A worker whose model or libraries are not the same as
here computes nothing: its numbers would be another model's, and nobody would see it.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from sim.errors import bad_input
from sim.experiments.provenance import NUMBERS_PASS_THROUGH, model_fingerprint, versions

SECONDS_TO_ANSWER = 5.0  # for a scheduler
SECONDS_BETWEEN_LOOKS = 1.0  # at which workers are there
LOUD = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado.application")
Task = TypeVar("Task")
Result = TypeVar("Result")
Note = Callable[[str], None]


def on_a_cluster(
    work: Callable[[Task], Result],
    tasks: list[Task],
    workers: int,
    scheduler: str | None,
    ahead: int,
    note: Note,
) -> Iterator[tuple[Task, Result]]:
    """Yield every task with its result, computed by a cluster's workers, as they are done.

    Parameters
    ----------
    workers : to start on this machine if there is no scheduler
    scheduler : address of a running one
    ahead : tasks handed over for each worker thread
    note : called with a line about what happened to workers

    Raises
    ------
    BadInput
        If Dask is not installed, or the scheduler does not answer.
    RuntimeError
        If workers are lost again and again, have another model, or the scheduler goes away.
    """
    try:
        from distributed import KilledWorker, as_completed
    except ImportError:
        raise bad_input(
            "engine", "", "is dask, which is not installed; install stakeholder-sim[dask]"
        ) from None
    with _cluster(workers, scheduler) as client:
        address, seats = client.scheduler.address, _seats(client, note)
        following = iter(tasks)
        waiting: dict[Any, Task] = {}

        # Work goes with every task: what is put on workers once is lost with those that had it
        def hand_over(count: int) -> list[Any]:
            some = list(islice(following, count))
            futures = [client.submit(_call, work, task, _model(), pure=False) for task in some]
            waiting.update(zip(futures, some, strict=True))
            return futures

        arriving = as_completed(hand_over(ahead * seats), loop=client.loop)
        watch = _Watch(client, note)
        try:
            for future in arriving:
                result = future.result()
                yield waiting.pop(future), result
                future.release()
                watch.look()
                for another in hand_over(1):
                    arriving.add(another)
        except KilledWorker:
            raise RuntimeError("workers were lost again and again; is there enough memory?") from None
        except (CancelledError, OSError):
            if watch.is_answering():
                raise RuntimeError(f"the cluster at {address} cancelled what it was given") from None
            raise RuntimeError(f"the scheduler at {address} was lost") from None


@contextmanager
def _cluster(workers: int, scheduler: str | None) -> Iterator[Any]:
    """A client of a running scheduler, or of one on this machine that ends with it."""
    from distributed import Client, LocalCluster

    cluster = None
    for name in LOUD:  # what goes wrong is told in one line, not in a log as well
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if scheduler is None:
        with _deaf_to_ctrl_c():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=":0",
                host="127.0.0.1",
                silence_logs=logging.CRITICAL,
            )
    else:
        _check_that_it_answers(scheduler)
    client = Client(cluster or scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    try:
        yield client
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Start processes that ignore Ctrl-C: a terminal sends it to all, and this one ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)  # is passed on to what is started
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _check_that_it_answers(scheduler: str) -> None:
    """Shake hands with a scheduler; a client that could not would be slow to give up, and loud.

    Raises
    ------
    BadInput
        If nothing answers there, or something that is no scheduler.
    """
    from distributed.comm import connect

    async def shake_hands() -> None:
        await (
            await asyncio.wait_for(connect(scheduler, timeout=SECONDS_TO_ANSWER), 2 * SECONDS_TO_ANSWER)
        ).close()

    try:
        asyncio.run(shake_hands())
    except (OSError, TimeoutError) as refused:
        what = str(refused).splitlines()[0] if str(refused) else type(refused).__name__
        raise bad_input("scheduler", "", f"at {scheduler} does not answer: {what}") from None
    except ValueError as refused:
        what = f"is '{scheduler}', which is no address ({refused}); expected such as tcp://host:8786"
        raise bad_input("scheduler", "", what) from None
    except Exception as refused:  # another server's answer can be read as anything
        what = f"at {scheduler} answers, but is no Dask scheduler ({type(refused).__name__})"
        raise bad_input("scheduler", "", what) from None


def _seats(client: Any, note: Note) -> int:
    """Threads of all workers; waits for a first one, however long a batch system takes."""
    where = client.scheduler.address
    if not client.nthreads():
        note(f"dask: no worker at {where} yet; waiting for one (Ctrl-C ends this)")
        client.wait_for_workers(1)
    seats: int = max(1, sum(client.nthreads().values()))
    note(f"dask: {seats} worker threads at {where}")
    return seats


class _Watch:
    """Says when a worker has gone."""

    def __init__(self, client: Any, note: Note) -> None:
        self._client, self._note = client, note
        self._there, self._looked = set(client.nthreads()), time.monotonic()

    def look(self) -> None:
        """Compare workers with those of a second ago."""
        if time.monotonic() - self._looked < SECONDS_BETWEEN_LOOKS:
            return
        now = set(self._client.nthreads())
        for worker in sorted(self._there - now):
            self._note(f"the worker at {worker} was lost; what it worked on is computed again")
        self._there, self._looked = now, time.monotonic()

    def is_answering(self) -> bool:
        """Whether the scheduler is still there."""
        try:
            self._client.nthreads()
        except Exception:  # whatever it is: it does not answer
            return False
        return True


def _model() -> dict[str, str]:
    """What has to be the same on every worker for every bit to be."""
    found = versions()
    return {"model": model_fingerprint()} | {name: found[name] for name in NUMBERS_PASS_THROUGH}


def _call(work: Callable[[Any], Any], task: Any, model: dict[str, str]) -> Any:
    """A task on a cluster's worker, if it has the same model.

    Raises
    ------
    RuntimeError
        If it has not: its numbers would be another model's.
    """
    here = _model()
    differing = [
        f"{name} {here[name]} instead of {wanted}" for name, wanted in model.items() if here[name] != wanted
    ]
    if differing:
        raise RuntimeError(
            f"a worker on {socket.gethostname()} has {', '.join(differing)}; install the same there"
        )
    return work(task)
