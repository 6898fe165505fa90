"""Every shipped scenario under four plans: the tables of docs/scenarios.md.

    python benchmarks/scenarios.py --runs 200 --seed 1 [NAME ...]

Gates are on. Plans of a scenario share people and luck; support is the mean at the decision week of
the calendar, with a 95 % interval of the mean; shares of programmes have Wilson intervals.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from functools import partial

import numpy as np

from sim.experiments.engines import run_tasks
from sim.experiments.statistics import mean_interval, share_interval
from sim.gates import OUTCOMES
from sim.outcomes import outcomes_of, read_outcomes
from sim.scenario import Scenario, load_scenario, shipped_scenarios, with_gates
from sim.simulation import simulate_lanes
from sim.world import Lane, lane_of

PLANS = ("early", "late", "early_codesign", "none")
Read = list[tuple[dict[str, float], str]]


def read_runs(scenario: Scenario, lanes: list[Lane], seed: int, replication: int) -> Read:
    """Outcomes and ending of every plan in one replication."""
    outcomes = outcomes_of(scenario)
    found: Read = []
    for run in simulate_lanes(scenario, lanes, seed, replication):
        assert run.ending is not None, "gates are on"
        found.append((read_outcomes(run, outcomes), run.ending.outcome))
    return found


def table_of(scenario: Scenario, runs: int, seed: int) -> list[str]:
    """A scenario's table in Markdown."""
    lanes = [lane_of(scenario, scenario.plan(name)) for name in PLANS]
    found: list[Read] = [[] for _ in range(runs)]
    for number, read in run_tasks(partial(read_runs, scenario, lanes, seed), range(runs)):
        found[number] = read
    lines = [
        f"| {scenario.title} | "
        + " | ".join(scenario.plan(name).title.split(" - ")[0] for name in PLANS)
        + " |"
    ]
    lines.append("|---" * (1 + len(PLANS)) + "|")
    rows = [(f"support_{group.name}_decision", group.title) for group in scenario.population.groups]
    rows += [
        ("support_losing_decision", "Localities that lose"),
        ("support_gaining_decision", "Other localities"),
    ]
    if not scenario.proposal.losing_localities():
        rows = [row for row in rows if row[0] != "support_losing_decision"]
    for name, label in rows:
        lines.append(
            f"| {label}: support | " + " | ".join(_mean(found, at, name) for at in range(len(PLANS))) + " |"
        )
    for outcome in OUTCOMES:
        counts = [Counter(read[at][1] for read in found)[outcome] for at in range(len(PLANS))]
        if any(counts):
            lines.append(f"| {outcome} | " + " | ".join(_share(count, runs) for count in counts) + " |")
    for name, label in (("weeks_to_decision", "weeks to the decision"), ("cost", "cost, share of budget")):
        lines.append(f"| {label} | " + " | ".join(_mean(found, at, name) for at in range(len(PLANS))) + " |")
    return lines


def _mean(found: list[Read], at: int, name: str) -> str:
    values = np.array([read[at][0][name] for read in found])
    low, high = mean_interval(values, 1, name)
    digits = 0 if name.startswith("weeks") else 2
    return f"{values.mean():.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def _share(count: int, runs: int) -> str:
    low, high = share_interval(count, runs)
    return f"{count / runs:.2f} ({low:.2f} to {high:.2f})"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="scenarios; all if left out")
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    for name in chosen.names or shipped_scenarios():
        scenario = with_gates(load_scenario(name), True)
        print("\n".join(["", f"### {name}", "", *table_of(scenario, chosen.runs, chosen.seed)]), flush=True)
        print(f"{name} done", file=sys.stderr)


if __name__ == "__main__":
    main()
