"""What can happen to a sweep, done to it for real: the fault table of docs/sweeps.md.

Every fault is done to ``sim sweep`` in processes of its own; then the same command is run again, and the
hash of all tables is compared with that of a sweep that nothing happened to. A full and a read-only disk
need root, for a small file system to be mounted; without it they are left out, and the table says so.

Run: python benchmarks/faults.py [--kills 20] [--seed 1] [--only WORD]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "tests" / "scenarios" / "few.yaml"
AXES = ("gain_multiplier=0.7,0.8,0.9,1,1.1,1.2,1.3", "loss_aversion=1.2,1.5,1.8,2.1")
REPLICATIONS = 120
SERIAL, PROCESSES = ("--engine", "serial"), ("--engine", "processes", "--workers", "2")
PATIENCE = 600.0
# The command with a model in which every third replication of some points yields no number
WITHOUT_A_NUMBER = """
import sys
from sim.experiments import blocks
honest = blocks.simulate_lanes
def simulate_lanes(scenario, lanes, seed, replication, *more, **named):
    runs = honest(scenario, lanes, seed, replication, *more, **named)
    for lane, run in zip(lanes, runs):
        if replication % 3 == 0 and lane.parameters["gain_multiplier"] == 1.3:
            run.history["group_support"][-1, 0] = float("inf")
    return runs
blocks.simulate_lanes = simulate_lanes
from sim.cli import main
main()
"""


@dataclass(frozen=True)
class Outcome:
    """A row of the table."""

    done: str
    printed: str
    identical: str


def words(folder: Path, *more: str, axes: tuple[str, ...] = AXES) -> list[str]:
    """A sweep of 60 stakeholders in 30 weeks, cut into many small parts."""
    chosen = [word for axis in axes for word in ("--grid", axis)]
    how = ("--plans", "early,none", "--replications", str(REPLICATIONS), "--part-seconds", "0.02")
    return ["sweep", str(SCENARIO), *chosen, *how, "--folder", str(folder), *more]


def start(*given: str, program: tuple[str, ...] = ("-m", "sim")) -> subprocess.Popen[str]:
    """The command in a process group of its own, so that it can be killed alone or with its workers."""
    return subprocess.Popen(
        [sys.executable, *program, *given],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit status, and the last lines on stderr and stdout that are not the estimate."""
    out, err = process.communicate(timeout=PATIENCE)
    lines = [line for line in (*err.splitlines(), *out.splitlines()) if "GB of memory" not in line]
    if "Traceback" in err:
        raise SystemExit(f"a traceback was printed:\n{err}")
    return process.returncode, "; ".join(lines)


def finish(folder: Path, *more: str) -> str:
    """Run the same command to its end; what it printed."""
    status, said = ended(start(*words(folder, *(more or SERIAL))))
    if status:
        raise SystemExit(f"the same command did not finish: {said}")
    return said


def hash_of(folder: Path) -> str:
    """Hash of the names and bytes of all tables."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.parquet")):
        digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def parts(folder: Path) -> int:
    return len(list((folder / "runs").glob("part-*.parquet")))


def until(what: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait until something is true."""
    limit = time.monotonic() + seconds
    while not what():
        if time.monotonic() > limit:
            raise SystemExit("what was waited for did not happen")
        time.sleep(0.01)


def workers_of(process: subprocess.Popen[str], mark: str) -> list[psutil.Process]:
    found = []
    with suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.Error):
                line = " ".join(child.cmdline())
                if mark in line and "tracker" not in line:
                    found.append(child)
    return found


def the_same(folder: Path, whole: str) -> str:
    found = hash_of(folder)
    return f"yes, {found}" if found == whole else f"NO: {found}, unbroken {whole}"


def killed(place: Path, whole: str, kills: int, chance: random.Random) -> Iterator[Outcome]:
    """``kill -9`` of the main process alone, at moments spread over a whole sweep."""
    for name, how in (("one process", SERIAL), ("2 worker processes", PROCESSES)):
        began = time.monotonic()
        finish(place / f"timed {name}", *how)
        length = time.monotonic() - began
        results, there, orphans = [], [], 0
        for number in range(kills // 2):
            folder = place / f"killed {name} {number}"
            process = start(*words(folder, *how))
            time.sleep(chance.uniform(0.1, 0.98) * length)
            children = workers_of(process, "loky")
            process.kill()
            process.communicate()
            there.append(parts(folder) if folder.exists() else 0)
            _, alive = psutil.wait_procs(children, timeout=60)
            orphans += len(alive)
            finish(folder, *how)
            results.append(hash_of(folder) == whole and not list(folder.rglob("*.unfinished")))
        total = parts(place / f"timed {name}")
        yield Outcome(
            f"`kill -9` of the main process, {name}, at {len(results)} random moments",
            f"nothing (it was killed); {min(there)} to {max(there)} of {total} parts were there, "
            f"{orphans} workers left behind after a minute",
            f"yes, {sum(results)} of {len(results)}: {whole}"
            if all(results)
            else f"NO, {sum(results)} of {len(results)}",
        )


def lost_worker(place: Path, whole: str) -> Outcome:
    """``kill -9`` of a loky worker."""
    folder = place / "worker"
    process = start(*words(folder, *PROCESSES))
    until(lambda: folder.exists() and parts(folder) > 3 and workers_of(process, "loky"))
    workers_of(process, "loky")[0].kill()
    status, said = ended(process)
    assert status == 0, said
    return Outcome("`kill -9` of a worker process", said, the_same(folder, whole))


def lost_dask_worker(place: Path, whole: str) -> Outcome:
    """``kill -9`` of one of two Dask workers; nothing starts it again."""
    folder = place / "dask worker"
    with cluster(2) as (address, _, workers):
        process = start(*words(folder, "--engine", "dask", "--scheduler", address))
        until(lambda: folder.exists() and parts(folder) > 3)
        workers[0].kill()
        status, said = ended(process)
    assert status == 0, said
    return Outcome("`kill -9` of one of two Dask workers", said, the_same(folder, whole))


def lost_scheduler(place: Path, whole: str) -> Outcome:
    """The Dask scheduler goes away; the same command goes on without it."""
    folder = place / "scheduler"
    with cluster(2) as (address, scheduler, _):
        process = start(*words(folder, "--engine", "dask", "--scheduler", address))
        until(lambda: folder.exists() and parts(folder) > 3)
        scheduler.kill()
        status, said = ended(process)
    assert status == 1, said
    finish(folder)
    return Outcome("`kill -9` of the Dask scheduler", said, the_same(folder, whole))


Popen = subprocess.Popen[str]


@contextmanager
def cluster(count: int) -> Iterator[tuple[str, Popen, list[Popen]]]:
    """A Dask scheduler and workers, as processes of their own on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    port = address.rsplit(":", 1)[1]
    scheduler = _quiet("dask_scheduler", "--host", "127.0.0.1", "--port", port)
    workers = [_quiet("dask_worker", address, "--nthreads", "1", "--no-nanny") for _ in range(count)]
    try:
        yield address, scheduler, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _quiet(name: str, *given: str) -> Popen:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{name}", *given, "--no-dashboard"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def full_and_read_only(place: Path, whole: str) -> Iterator[Outcome]:
    """A file system of 700 kB fills up; then it is read-only; then there is room."""
    small = place / "small"
    small.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=700k", "tmpfs", str(small)):
        yield Outcome("disk full, and a read-only one", "left out: mounting needs root", "-")
        return
    try:
        folder = small / "a"
        status, said = ended(start(*words(folder, *SERIAL, "--anyway")))
        assert status == 1, said
        kept = parts(folder)
        assert not list(folder.rglob("*.unfinished"))
        mounted("-o", "remount,ro", str(small))
        refused, read_only = ended(start(*words(folder, *SERIAL, "--anyway")))
        assert refused == 2, read_only
        mounted("-o", "remount,rw,size=40m", str(small))
        assert parts(folder) == kept
        finish(folder)
        same = the_same(folder, whole)
    finally:
        subprocess.run(["umount", str(small)], check=False)
    yield Outcome(f"disk full (a tmpfs of 700 kB) after {kept} parts", said, same)
    yield Outcome("the same folder on a disk that is read-only", read_only, same)


def mounted(*how: str) -> bool:
    return subprocess.run(["mount", *how], capture_output=True).returncode == 0


def below_a_file(place: Path, whole: str) -> Outcome:
    """A folder that cannot be made."""
    file = place / "file"
    file.write_text("a file")
    status, said = ended(start(*words(file / "a", *SERIAL)))
    assert status == 2, said
    return Outcome("a result folder below a file", said, "nothing ran")


def torn(place: Path, whole: str) -> Outcome:
    """Parts that are cut off, altered and emptied behind a finished sweep's back."""
    folder = place / "torn"
    finish(folder)
    cut, altered, empty = sorted((folder / "runs").iterdir())[:3]
    cut.write_bytes(cut.read_bytes()[:-100])
    content = bytearray(altered.read_bytes())
    content[60] ^= 0xFF
    altered.write_bytes(bytes(content))
    empty.write_bytes(b"")
    said = finish(folder)
    return Outcome("a part cut off, one with a bit flipped, one emptied", said, the_same(folder, whole))


def two_at_once(place: Path, whole: str) -> Outcome:
    """Two sweeps on one folder."""
    folder = place / "two"
    first = start(*words(folder, *SERIAL))
    until(lambda: (folder / "manifest.json").exists())
    first.send_signal(signal.SIGSTOP)
    status, said = ended(start(*words(folder, *SERIAL)))
    first.send_signal(signal.SIGCONT)
    assert status == 2, said
    assert ended(first)[0] == 0
    return Outcome("two sweeps started on one folder", said, the_same(folder, whole) + " (the first's)")


def interrupted(place: Path, whole: str) -> Iterator[Outcome]:
    """Ctrl-C, as a terminal sends it: to the command and its workers."""
    for name, how in (
        ("one process", SERIAL),
        ("2 worker processes", PROCESSES),
        ("Dask", ("--engine", "dask", "--workers", "2")),
    ):
        folder = place / f"interrupted {name}"
        process = start(*words(folder, *how))
        until(lambda folder=folder: folder.exists() and parts(folder) > 3)
        os.killpg(process.pid, signal.SIGINT)
        status, said = ended(process)
        assert status == 130, said
        finish(folder)
        yield Outcome(f"Ctrl-C, {name}", said, the_same(folder, whole))


def failing_runs(place: Path, whole: str) -> Iterator[Outcome]:
    """Runs that raise, and runs whose numbers are none: rows with their error; all others as ever."""
    import sim

    axes = ("shift.early=0,-60", "gain_multiplier=0.9,1.3")
    raising, good = place / "raising", place / "good"
    status, said = ended(start(*words(raising, *SERIAL, axes=axes)))
    assert status == 1, said
    again, _ = ended(start(*words(raising, *PROCESSES, axes=axes)))
    assert again == 1
    ended(start(*words(good, *SERIAL, axes=("shift.early=0", axes[1]))))
    failed = sim.load_results(raising).failures
    yield Outcome(
        f"runs that raise: a plan moved to before week 0 ({len(failed)} runs)",
        f"{said}; in their rows: {failed['error'].iloc[0]}",
        others_same(raising, good),
    )
    wild, good = place / "wild", place / "good too"
    status, said = ended(start(*words(wild, *SERIAL, axes=axes[1:]), program=("-c", WITHOUT_A_NUMBER)))
    assert status == 1, said
    ended(start(*words(good, *SERIAL, axes=axes[1:])))
    failed = sim.load_results(wild).failures
    yield Outcome(
        f"a model that yields an infinite number in {len(failed)} runs",
        f"{said}; in their rows: {failed['error'].iloc[0]}",
        others_same(wild, good),
    )


def others_same(folder: Path, good: Path) -> str:
    """Whether the runs that did not fail are what they are in a sweep without failures."""
    import sim

    found, expected = sim.load_results(folder).runs, sim.load_results(good).runs
    ids = ["point", "arm", "replication"]
    done, expected = found[found["status"] == "done"].set_index(ids), expected.set_index(ids)
    both = done.index.intersection(expected.index)
    same = len(both) and done.loc[both].equals(expected.loc[both])
    return f"yes, the {len(both)} other rows of its points" if same else "NO"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="part of a fault's name")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as made:
        place = Path(made)
        finish(place / "whole")
        whole = hash_of(place / "whole")
        print(f"unbroken: {parts(place / 'whole')} parts, tables {whole}\n", flush=True)
        print("| what was done | what was printed | after the same command: the same tables |\n|---|---|---|")
        faults: list[Callable[[], Outcome | Iterator[Outcome]]] = [
            lambda: killed(place, whole, chosen.kills, chance),
            lambda: lost_worker(place, whole),
            lambda: lost_dask_worker(place, whole),
            lambda: lost_scheduler(place, whole),
            lambda: full_and_read_only(place, whole),
            lambda: below_a_file(place, whole),
            lambda: torn(place, whole),
            lambda: two_at_once(place, whole),
            lambda: interrupted(place, whole),
            lambda: failing_runs(place, whole),
        ]
        names = ["killed", "worker", "dask", "scheduler", "disk", "below", "torn", "two", "ctrl-c", "failing"]
        wrong = 0
        for name, fault in zip(names, faults, strict=True):
            if chosen.only not in name:
                continue
            found = fault()
            for row in [found] if isinstance(found, Outcome) else found:
                cells = (row.done, row.printed.replace(str(place), "…").replace("|", "/"), row.identical)
                print(f"| {' | '.join(cells)} |", flush=True)
                wrong += row.identical.startswith("NO")
    print(f"\nfaults with other tables afterwards: {wrong}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
