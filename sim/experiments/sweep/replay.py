"""Replay: one run of a sweep again, bit for bit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import numpy as np

from sim.errors import bad_input, unknown_name
from sim.experiments.blocks import Arm, Block, Work, compute_block
from sim.experiments.provenance import model_fingerprint
from sim.experiments.sweep.design import SweepDesign
from sim.experiments.sweep.results import Results
from sim.scenario import Scenario


@dataclass(frozen=True)
class Replayed:
    """A run computed again: its outcomes then and now, and the error it has now, if any."""

    point: int
    arm: str
    replication: int
    scenario: Scenario
    behaviour: dict[str, float]
    then: dict[str, float]
    now: dict[str, float]
    status: str
    error_then: str
    error_now: str
    same_model: bool

    @property
    def differing(self) -> tuple[str, ...]:
        """Outcomes whose bits are not what they were."""
        return tuple(
            name
            for name, value in self.then.items()
            if np.float64(value).tobytes() != np.float64(self.now[name]).tobytes()
            and not (np.isnan(value) and np.isnan(self.now[name]))
        )

    @property
    def is_same(self) -> bool:
        """Whether every bit, or the error, is what it was."""
        return not self.differing and self.error_then == self.error_now


def replay(results: Results, run: str) -> Replayed:
    """Compute one run of a sweep again.

    Parameters
    ----------
    run : "POINT:ARM:REPLICATION", as in the table of runs

    Raises
    ------
    BadInput
        If the sweep has no such run.
    """
    point, arm, replication = _found(results, run)
    manifest, source = results.manifest, str(results.folder)
    at = manifest["arms"].index(arm)
    plan, off, mean_field = manifest["arm_plans"][at]
    chosen = Arm(plan, tuple(off), mean_field)
    design = SweepDesign(source, results.design)  # checked when it was swept
    scenario = next(each for each, numbers in design.variants(results.scenario) if point in numbers)
    (behaviour,) = design.points([point])
    work = Work(scenario, (chosen,), tuple(manifest["outcomes"]), manifest["seed"], manifest["equal"])
    again = compute_block(work, Block(f"replay {uuid4().hex}", point, (behaviour,), (replication,)))
    table = results.runs
    row = table[
        (table["point"] == point) & (table["arm"] == arm) & (table["replication"] == replication)
    ].iloc[0]
    return Replayed(
        point=point,
        arm=arm,
        replication=replication,
        scenario=scenario,
        behaviour=dict(behaviour),
        then={name: float(row[name]) for name in work.outcomes},
        now=dict(zip(work.outcomes, map(float, again.values[0, 0, 0]), strict=True)),
        status=str(row["status"]),
        error_then=str(row["error"]),
        error_now=again.failures[0].error if again.failures else "",
        same_model=manifest["model"] == model_fingerprint(),
    )


def _found(results: Results, run: str) -> tuple[int, str, int]:
    parts = run.split(":")
    if len(parts) != 3 or not parts[0].isdigit() or not parts[2].isdigit():
        raise bad_input("run", "", f"is '{run}'; expected POINT:PLAN:REPLICATION, such as 0:early:3")
    point, arm, replication = int(parts[0]), parts[1], int(parts[2])
    manifest = results.manifest
    if arm not in manifest["arms"]:
        raise bad_input("run", "", unknown_name(arm, "an arm of this sweep", manifest["arms"]))
    for name, value, count in (
        ("point", point, manifest["points"]),
        ("replication", replication, manifest["replications"]),
    ):
        if value >= count:
            raise bad_input("run", "", f"names {name} {value}; expected 0 to {count - 1}")
    table = results.runs
    there = (table["point"] == point) & (table["arm"] == arm) & (table["replication"] == replication)
    if not there.any():
        raise bad_input("run", "", f"{run} is not there yet; the sweep is not finished")
    return point, arm, replication
