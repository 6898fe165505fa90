"""Saved outcomes of the shipped scenario, and hashes of runs of every one (``tests.run_hashes``):
``python -m tests.baselines`` writes them anew.

They notice a change; they prove nothing. Look at the difference before you commit it.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from sim.outcomes import outcomes_of, read_outcomes
from sim.scenario import load_scenario
from sim.simulation import simulate_lanes
from sim.world import lane_of
from tests import run_hashes

FILE = Path(__file__).parent / "baselines" / "emergency_care.json"
PLANS = ("early", "late", "spread", "none")
SEED, REPLICATIONS = 1, (0, 1, 2)

Outcomes = dict[str, dict[str, dict[str, float | None]]]


def outcomes_now() -> Outcomes:
    """Every outcome, by plan and replication; null where there is none."""
    scenario = load_scenario()
    outcomes = outcomes_of(scenario)
    lanes = [lane_of(scenario, scenario.plan(name)) for name in PLANS]
    found: Outcomes = {name: {} for name in PLANS}
    for number in REPLICATIONS:
        for name, run in zip(PLANS, simulate_lanes(scenario, lanes, SEED, number), strict=True):
            values = read_outcomes(run, outcomes)
            found[name][str(number)] = {
                outcome: None if math.isnan(value) else value for outcome, value in sorted(values.items())
            }
    return found


def saved_outcomes() -> Outcomes:
    """The outcomes as saved."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def main() -> None:
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(outcomes_now(), indent=1) + "\n", encoding="utf-8")
    run_hashes.FILE.write_text(json.dumps(run_hashes.hashes_now(), indent=1) + "\n", encoding="utf-8")
    for file in (FILE, run_hashes.FILE):
        print(f"wrote {file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file}")


if __name__ == "__main__":
    main()
