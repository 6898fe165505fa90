"""A large sweep as a user runs it: rate, memory of all its processes once a second, and resuming it.

20 behaviour parameters x a Latin hypercube x 10 replications x 2 plans, on the shipped scenario. Beside it
the readable twin, as in ``benchmarks/twin.py``, before and after, in as many processes. Gates are off, so
that both live the same weeks (``--gates on`` for the sweep alone as it is). Memory is what each process
holds (RSS), added up, so that what processes share is counted in each.

Run: python benchmarks/sweep_rate.py [--runs 20000]     the full size: --runs 450000
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
from twin import WORKERS, readable, yardstick

from sim.knobs import NAMES

FACTORS, REPLICATIONS, PLANS = 20, 10, 2
SHOWN = 20  # rows of memory over time


def held(process: psutil.Process) -> int:
    """Bytes that a process and all below it hold."""
    total = 0
    with suppress(psutil.Error):
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                total += each.memory_info().rss
    return total


def done_so_far(folder: Path) -> int:
    """Runs that the log of a sweep says are kept."""
    with suppress(OSError, ValueError):
        lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
        return sum(line["runs"] for line in map(json.loads, lines) if line["event"] == "part")
    return 0


def watched(command: list[str], folder: Path) -> tuple[dict[str, int], float, list[tuple[float, int, int]]]:
    """Run a command; its summary, seconds in all, and (second, bytes, runs done) once a second."""
    root = str(Path(__file__).parents[1])
    began, samples = time.monotonic(), []
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    )
    process = psutil.Process(running.pid)
    while running.poll() is None:
        samples.append((time.monotonic() - began, held(process), done_so_far(folder)))
        time.sleep(1.0)
    assert running.stdout is not None
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {running.returncode}")
    return json.loads(running.stdout.read()), time.monotonic() - began, samples


def twin_rate(rounds: int) -> tuple[float, float]:
    """Runs a second of the readable twin, quickest and slowest round."""
    rates = []
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(readable, (0, 0), (0, 1)))  # starts both processes
        for number in range(rounds):
            began = time.perf_counter()
            told = list(pool.map(readable, (number, number), (0, 1)))
            rates.append(len(told) / (time.perf_counter() - began))
    return max(rates), min(rates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--gates", default="off", choices=("on", "off"))
    parser.add_argument("--rounds", type=int, default=2, help="of the twin, before and after")
    parser.add_argument("--folder", type=Path, help="keep the sweep there; a temporary folder if left out")
    chosen = parser.parse_args()
    points = max(1, round(chosen.runs / (REPLICATIONS * PLANS)))
    loops, before = [yardstick()], twin_rate(chosen.rounds)
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.folder or Path(made) / "sweep"
        command = [sys.executable, "-m", "sim", "sweep", "emergency_care", "--latin", str(points)]
        command += ["--factors", ",".join(NAMES[:FACTORS]), "--replications", str(REPLICATIONS)]
        command += ["--gates", chosen.gates, "--workers", str(WORKERS), "--folder", str(folder), "--json"]
        summary, seconds, samples = watched(command, folder)
        again, resumed, _ = watched(command, folder)
        assert again["computed"] == 0
    loops.append(yardstick())
    after = twin_rate(chosen.rounds)
    rate, twin = summary["computed"] / seconds, max(before[0], after[0])
    print(f"yardstick: {min(loops):.2f} to {max(loops):.2f} s for 20 million additions in plain Python")
    print("second | runs done | memory of all processes, MB")
    for at in sorted({round(k * (len(samples) - 1) / SHOWN) for k in range(SHOWN + 1)}):
        second, size, runs = samples[at]
        print(f"{second:6.0f} | {runs:9,} | {size / 1e6:6.0f}")
    half = [size for second, size, _ in samples if second > seconds / 2]
    peak = max(size for _, size, _ in samples)
    print(
        f"{summary['runs']:,} runs ({points:,} points, {FACTORS} factors, {summary['failed']} failed) "
        f"in {seconds:.0f} s with start-up: {rate:.1f} a second; peak {peak / 1e6:.0f} MB, "
        f"in the second half {min(half) / 1e6:.0f} to {max(half) / 1e6:.0f} MB"
    )
    print(f"the same command on the finished folder: {resumed:.1f} s")
    print(
        f"readable twin, Mesa agents, {WORKERS} processes: {twin:.3f} runs a second "
        f"(slowest {min(before[1], after[1]):.3f})"
    )
    print(f"ratio: {rate / twin:.0f}")


if __name__ == "__main__":
    main()
