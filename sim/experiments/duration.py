"""How long a large evaluation takes here: a block of every core, run and timed."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable

from sim.experiments.blocks import Arm
from sim.experiments.designs import BUDGET
from sim.experiments.engines import Engine, run_tasks
from sim.experiments.evaluate import BLOCK
from sim.knobs import knob
from sim.scenario import Scenario
from sim.simulation import simulate_lanes
from sim.workers import cores
from sim.world import draw_world, lane_of


def expected_seconds(
    scenario: Scenario,
    arms: Iterable[Arm | str],
    runs: int,
    engine: Engine = "threads",
    workers: int | None = None,
) -> float:
    """About how long so many runs take here: one block of every core, run and timed.

    The first block compiles and is not counted. Other work on the machine counts.
    """
    plans = [arm if isinstance(arm, str) else arm.plan for arm in arms]
    few = {name: knob(name).low for name in BUDGET}  # few contacts take as long, and can be held
    lanes = [lane_of(scenario, scenario.plan(plan), few) for plan in plans]
    lanes = list(itertools.islice(itertools.cycle(lanes), BLOCK))
    world = draw_world(scenario, 0, 0)
    simulate_lanes(scenario, lanes[:1], 0, 0, world=world)
    used = 1 if engine == "serial" else workers or cores()
    began = time.perf_counter()
    together: Engine = "serial" if used == 1 else "threads"
    for _ in run_tasks(
        lambda _: simulate_lanes(scenario, lanes, 0, 0, world=world), range(used), together, used
    ):
        pass
    return (time.perf_counter() - began) * runs / (BLOCK * used)
