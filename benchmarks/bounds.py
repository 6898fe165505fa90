"""What bounds the week: its operations and bytes, counted, against what this machine does, measured.

Operations and accesses come from running the model's own Python with numbers that count (``counting.py``).
The machine's side is measured here, on one core: additions and multiplications over rows of 32 numbers in
the nearest cache, reading an array of the size of a block's state, gathering whole rows at random from what
everybody says, and reading from main memory. The week is timed beside them in the same rounds.

Run: python benchmarks/bounds.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
from week import nanoseconds
from yardstick import in_words, yardstick

import sim
from sim.arrays import Floats, Integers
from sim.scenario import with_gates
from sim.simulation import MOST_LANES
from sim.world import draw_world

COUNTED_WEEKS = 60
BYTES = 8
FLOPS = 10  # a number and time, in `arithmetic`
# Arrays of a number a stakeholder and lane that each pass over everybody has to bring and take away once,
# whatever the order of arithmetic within the pass.
PASSES = {
    "speak": (4, 2),  # support, awareness and campaigning; what everybody says
    "hear": (0, 2),  # peers are gathered, and counted apart; what everybody heard
    "respond and change": (11 + 3 + 2, 11),  # state, prior views, what was heard; state
    "tally": (8, 0),
}


@numba.njit(error_model="numpy")
def arithmetic(row: Floats, times: int) -> float:
    """Five multiplications and five additions a number and time, in a row that stays at hand."""
    for _ in range(times):
        for at in range(np.uint64(row.size)):
            one = row[at] * 0.999 + 0.001
            other = one * 1.001 + 0.0001
            row[at] = (one * 0.5 + 0.1) * 0.9 + (other * 0.5 + 0.1)
    return row[0]


@numba.njit(error_model="numpy", fastmath=True)
def read(array: Floats) -> float:
    """Read all of it once; the order of this sum is free, so that nothing but memory holds it up."""
    total = 0.0
    for at in range(array.size):
        total += array[at]
    return total


@numba.njit(error_model="numpy")
def gather(said: Floats, at: Integers, width: int, total: Floats) -> None:
    """Add up rows at random, as a stakeholder adds up what its ties say; every pass over everybody's ties."""
    for k in range(at.size):
        first = np.uint64(at[k]) * np.uint64(width)
        for lane in range(np.uint64(width)):
            total[lane] += said[first + lane]


def quickest(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the quickest of a few."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def machine(n: int, ties: Integers) -> dict[str, float]:
    """What one core does: flops a second, and bytes a second from three places."""
    row = np.ones(256)
    state, memory = np.ones(n * MOST_LANES * 24), np.ones(64 * 2**20)
    width = 2 * MOST_LANES
    said, total = np.ones(n * width), np.zeros(width)
    arithmetic(row, 1), read(state), gather(said, ties, width, total)
    times = 20_000
    return {
        "flops": row.size * FLOPS * times / quickest(lambda: arithmetic(row, times), 9),
        "state": state.nbytes / quickest(lambda: read(state), 9),
        "said": ties.size * width * BYTES / quickest(lambda: gather(said, ties, width, total), 9),
        "memory": memory.nbytes / quickest(lambda: read(memory)),
    }


def counted() -> dict[str, dict[str, float]]:
    """Operations and accesses a stakeholder-week."""
    found = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("counting.py")), str(COUNTED_WEEKS)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    told: dict[str, dict[str, float]] = json.loads(found.stdout)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    scenario = with_gates(sim.load_scenario(), False)  # so that no lane leaves the block
    told = counted()
    ties = draw_world(scenario, 1, 0).network.neighbour.astype(np.int64)
    week, speed, loops = [], [], []
    nanoseconds(scenario, MOST_LANES, 0)  # compiles
    for number in range(rounds):
        loops.append(yardstick())
        week.append(nanoseconds(scenario, MOST_LANES, number))
        speed.append(machine(scenario.population.n, ties))
        loops.append(yardstick())
    best = {name: max(each[name] for each in speed) for name in speed[0]}
    operations = told["operations"]
    flops = sum(operations.values())
    gathered = told["far"]["read said"] * BYTES
    streamed = sum(sum(each) for each in PASSES.values()) * BYTES
    cost = min(week)
    print(in_words(loops))
    parts = ", ".join(f"{count:.0f} {kind}" for kind, count in operations.items())
    print(f"a stakeholder-week of a lane: {flops:.0f} operations ({parts})")
    print(f"  {gathered:.0f} bytes gathered from peers, {streamed} bytes of state streamed at the least")
    print(
        f"this core: {best['flops'] / 1e9:.1f} Gflop/s; {best['said'] / 1e9:.1f} GB/s gathering rows, "
        f"{best['state'] / 1e9:.1f} GB/s over a block's state, {best['memory'] / 1e9:.1f} GB/s from memory"
    )
    bounds = {
        "arithmetic": flops / best["flops"] * 1e9,
        "gathering peers": gathered / best["said"] * 1e9,
        "streaming state": streamed / best["state"] * 1e9,
    }
    for name, bound in bounds.items():
        print(f"  {name} alone: {bound:.1f} ns")
    print(f"the week, {MOST_LANES} lanes: {cost:.1f} ns (slowest {max(week):.1f}; {rounds} blocks)")
    print(f"ratio: {cost / sum(bounds.values()):.2f}")


if __name__ == "__main__":
    main()
