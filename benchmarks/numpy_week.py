"""A vectorised numpy week beside the compiled one: runs a second in a sweep, side by side.

One side is the sweep of ``benchmarks/twin.py``; the other the same programmes in numpy arrays
(``numpy_model.py``), one run at a time in 2 processes. Everything is counted, outcomes must agree to 1e-9,
sides alternate, and each is reported at its quickest.

Run: python benchmarks/numpy_week.py [--rounds 4] [--replications 16]
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from numpy_model import outcome
from twin import PLANS, POINTS, WORKERS, scenario_at_work, sweep
from yardstick import in_words, yardstick

AGREE = 1e-9


def in_numpy(point: int) -> list[float]:
    """Both plans at one design point, replication 0."""
    return [outcome(scenario_at_work(), plan, POINTS[point], 0) for plan in PLANS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--replications", type=int, default=16)
    arguments = parser.parse_args()
    sweep(1)  # compiles
    quick: list[float] = []
    slow: list[float] = []
    loops: list[float] = []
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(in_numpy, range(WORKERS)))  # starts the processes
        for _ in range(arguments.rounds):
            loops.append(yardstick())
            rate, outcomes = sweep(arguments.replications)
            quick.append(rate)
            loops.append(yardstick())
            began = time.perf_counter()
            told = np.array(list(pool.map(in_numpy, range(len(POINTS)))))
            slow.append(told.size / (time.perf_counter() - began))
            gap = float(np.abs(told - outcomes[..., 0]).max())
            if gap > AGREE:
                raise SystemExit(f"the models differ by {gap:.3g}")
    print(in_words(loops))
    runs = len(POINTS) * len(PLANS)
    print(
        f"compiled, {WORKERS} threads: {max(quick):7.1f} runs a second (slowest {min(quick):.1f}; "
        f"{arguments.rounds} rounds of {runs * arguments.replications} runs)"
    )
    print(
        f"numpy, {WORKERS} processes: {max(slow):7.1f} runs a second (slowest {min(slow):.1f}; "
        f"{arguments.rounds} rounds of {runs} runs)"
    )
    print(f"ratio: {max(quick) / max(slow):.1f}")


if __name__ == "__main__":
    main()
