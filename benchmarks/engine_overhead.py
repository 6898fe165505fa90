"""What handing over, writing and forcing to the disk cost a sweep, beside computing its runs.

One side is a sweep in 2 worker processes, ledger and all. The other computes the same blocks in 2 processes
that are told beforehand which ones are theirs, and hands nothing back. Processes of both sides have been
started, and have compiled, before. Sides alternate; each is reported at its quickest, as other work on a
machine only ever adds to it.

Run: python benchmarks/engine_overhead.py [--rounds 4] [--blocks 16]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import sim
from sim.experiments.blocks import Arm, Work, compute_block
from sim.experiments.evaluate import points_together
from sim.experiments.sweep import SweepDesign, latin_design, sweep
from sim.experiments.sweep.cutting import pieces_of
from sim.experiments.sweep.runner import PART_SECONDS
from sim.scenario import Scenario

PLANS, WORKERS = ("early", "late"), 2
OUTCOMES = ("support_public_decision", "support_losing_decision", "trust_public_decision", "cost", "approved")


def plain(scenario: Scenario, design: SweepDesign, replications: int, at: int) -> float:
    """Every other block, in this process; seconds."""
    work = Work(scenario, tuple(map(Arm, PLANS)), OUTCOMES, 1)
    variants = [(scenario, list(range(len(design))))]
    pieces = list(
        pieces_of(work, design, variants, range(replications), f"plain {time.time_ns()}", PART_SECONDS)
    )
    began = time.perf_counter()
    for piece in pieces[at::WORKERS]:
        compute_block(piece.work, piece.block)
    return time.perf_counter() - began


def swept(scenario: Scenario, design: SweepDesign, replications: int, folder: Path) -> float:
    """All blocks, through engine and ledger; seconds."""
    return sweep(scenario, design, PLANS, replications, OUTCOMES, folder=folder, workers=WORKERS).seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--blocks", type=int, default=16, help="a round and side; even")
    chosen = parser.parse_args()
    scenario = sim.load_scenario()
    points = points_together(scenario, len(PLANS), 32, PART_SECONDS)
    design, _ = latin_design(points, None, scenario, PLANS, 1)
    few, _ = latin_design(4, None, scenario, PLANS, 1)
    runs = points * len(PLANS) * chosen.blocks
    wall: dict[str, list[float]] = {"plain": [], "swept": []}
    with ProcessPoolExecutor(WORKERS) as pool, tempfile.TemporaryDirectory() as made:
        list(pool.map(partial(plain, scenario, few, WORKERS), range(WORKERS)))
        for number in range(chosen.rounds):
            wall["plain"].append(
                max(pool.map(partial(plain, scenario, design, chosen.blocks), range(WORKERS)))
            )
            # Its workers may have been idle for long
            swept(scenario, few, WORKERS, Path(made) / f"first {number}")
            wall["swept"].append(swept(scenario, design, chosen.blocks, Path(made) / str(number)))
            said = ", ".join(f"{name} {of[-1]:.2f} s" for name, of in wall.items())
            print(f"round {number}: {said}", flush=True)
    for name, of in wall.items():
        print(
            f"{name}: {min(of):.2f} s at its quickest for {runs:,} runs in {chosen.blocks} blocks "
            f"(slowest {max(of):.2f})"
        )
    print(f"ratio: {min(wall['swept']) / min(wall['plain']):.3f}")


if __name__ == "__main__":
    main()
