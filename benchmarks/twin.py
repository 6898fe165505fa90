"""What the readable model costs beside the compiled one: runs a second in a sweep, side by side.

One side is a sweep as experiments make it: design points and plans in blocks of 32 lanes, in 2 threads,
with people, lanes, timetables, weeks and outcomes all counted. The other runs the same programmes as Mesa
agents in 2 processes. Gates are off, so that both live the same weeks; each outcome of the readable model
must be the compiled one's to the last bit. Sides alternate; each is reported at its quickest, as other
work on a machine only ever adds to it.

Run: python benchmarks/twin.py [--rounds 4] [--replications 16]
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import numpy as np
from yardstick import in_words, yardstick

import sim
from sim.arrays import Floats
from sim.experiments.evaluate import evaluate
from sim.mesa_model import ProgrammeModel
from sim.outcomes import outcomes_of
from sim.scenario import Scenario, with_gates
from sim.simulation import MOST_LANES

PLANS = ("early", "late")
OUTCOME = "support_public_decision"
POINTS = [{"carry_over": at / MOST_LANES} for at in range(MOST_LANES // len(PLANS))]
WORKERS = 2


@cache
def scenario_at_work() -> Scenario:
    """The shipped scenario, without gates; read once in a process."""
    return with_gates(sim.load_scenario(), False)


def sweep(replications: int) -> tuple[float, Floats]:
    """Runs a second of the compiled model, and outcomes by point, plan and replication."""
    scenario, began = scenario_at_work(), time.perf_counter()
    found = evaluate(scenario, POINTS, PLANS, replications, [OUTCOME], workers=WORKERS)
    return found.values[..., 0].size / (time.perf_counter() - began), found.values[..., 0]


def readable(point: int, plan: int) -> tuple[float, float, float]:
    """One run of the readable model: its outcome, seconds in all, and microseconds a stakeholder-week."""
    scenario, began = scenario_at_work(), time.perf_counter()
    model = ProgrammeModel(scenario, PLANS[plan], seed=1, behaviour=POINTS[point])
    stepping = time.perf_counter()
    model.run()
    stepped = time.perf_counter()
    outcome = float(outcomes_of(scenario)[OUTCOME].value(model.as_run()))
    weeks = scenario.population.n * scenario.horizon_weeks
    return outcome, time.perf_counter() - began, (stepped - stepping) * 1e6 / weeks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--replications", type=int, default=16)
    arguments = parser.parse_args()
    sweep(1)  # compiles
    quick: list[float] = []
    slow: list[float] = []
    week: list[float] = []
    loops: list[float] = []
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(readable, (0, 0), (0, 1)))  # starts both processes
        for number in range(arguments.rounds):
            loops.append(yardstick())
            rate, outcomes = sweep(arguments.replications)
            quick.append(rate)
            loops.append(yardstick())
            began = time.perf_counter()
            told = list(pool.map(readable, (number, number), (0, 1)))
            slow.append(len(told) / (time.perf_counter() - began))
            week += [cost for _, _, cost in told]
            same = np.array([outcome for outcome, _, _ in told]) == outcomes[number, :, 0]
            if not same.all():
                raise SystemExit(f"the models differ at point {number} in {OUTCOME}")
    print(in_words(loops))
    print(
        f"compiled, {MOST_LANES} lanes, {WORKERS} threads: {max(quick):7.1f} runs a second "
        f"(slowest {min(quick):.1f}; {arguments.rounds} rounds of "
        f"{len(POINTS) * len(PLANS) * arguments.replications} runs)"
    )
    print(
        f"readable, Mesa agents, {WORKERS} processes: {max(slow):7.3f} runs a second "
        f"(slowest {min(slow):.3f}; {arguments.rounds} rounds of 2 runs); "
        f"{min(week):.1f} us a stakeholder-week (slowest {max(week):.1f})"
    )
    print(f"ratio: {max(quick) / max(slow):.0f}")


if __name__ == "__main__":
    main()
