"""How far a sketch's population is from the scenario's own: early minus late, by stakeholders for residents.

python benchmarks/lab_sketch_bias.py [--pairs 100] [--residents 60,100,170,340]
"""

from __future__ import annotations

import argparse

import numpy as np

from sim.experiments import compare
from sim.lab.futures import with_fewer_residents
from sim.scenario import load_scenario

OUTCOMES = (
    "support_losing_decision",
    "support_public_decision",
    "trust_public_decision",
    "goes_ahead",
    "cost",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--residents", default="60,100,170,340")
    chosen = parser.parse_args()
    whole = load_scenario()
    sizes = [int(size) for size in chosen.residents.split(",")]
    print("early minus late, mean and 95 % interval; in brackets early by itself, mean and sd of futures")
    for size in [*sizes, 10**9]:
        scenario = with_fewer_residents(whole, size)
        found = compare(scenario, ("early", "late"), chosen.pairs, seed=1)
        cells = []
        for name in OUTCOMES:
            each, alone = found.difference(name), found.values["early"][name]
            cells.append(
                f"{name} {each.mean:+.3f} ({each.low:+.3f} to {each.high:+.3f}) "
                f"[{np.mean(alone):.3f}, {np.std(alone):.3f}]"
            )
        print(f"{scenario.population.n:>5} people: " + "; ".join(cells))


if __name__ == "__main__":
    main()
