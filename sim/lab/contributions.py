"""Contributions: what each activity of your plan adds, by leaving it out.

Each activity is left out by itself, on the same people and the same luck, while all others go on reaching
exactly whom they reach in your plan: nothing is scaled up to spend what was saved. So it says what this
activity does here, beside the others, for its own contacts; not what the money would do elsewhere.
Contributions need not add up to what all do together, since activities help and get in
the way of one another. If nothing else tells the public when the first public activity is left out,
it is told later; that is part of what the activity did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from sim.experiments.antithetic import pairing_of
from sim.experiments.statistics import paired_difference
from sim.lab.choice import YOURS, Choice
from sim.lab.view import activity_label, row_of
from sim.outcomes import find_outcome
from sim.scenario.budget import groups_of
from sim.simulation import simulate_lanes
from sim.world import Lane

PAIRS = 40
Progress = Callable[[int, int], None]


def contributions(choice: Choice, progress: Progress, pairs: int = PAIRS) -> dict[str, Any]:
    """Your plan minus your plan without an activity, for each, in the chosen outcome; the largest first."""
    outcome, whole = find_outcome(choice.base, choice.outcome), choice.lanes[0]
    concerned = [
        at for at, activity in enumerate(choice.plan.activities) if groups_of(choice.base, activity.audience)
    ]
    lanes = [whole, *(without(whole, k) for k in range(len(concerned)))]
    values = np.empty((len(lanes), pairs))
    for number in range(pairs):
        runs = simulate_lanes(choice.scenario, lanes, choice.seed, number, choice.equal)
        values[:, number] = [float(outcome.value(run)) for run in runs]
        progress(number + 1, pairs)
    pairing = pairing_of(choice.scenario, range(pairs))
    rows: list[dict[str, Any]] = []
    for k, at in enumerate(concerned):
        activity, name = choice.plan.activities[at], choice.ids[at]
        whose = f"{YOURS} without {name}"
        found = paired_difference(
            values[0], values[k + 1], outcome.better, outcome.rope, choice.seed, whose, pairing
        )
        rows.append(
            {
                "id": name,
                "label": activity_label(activity),
                "row": row_of(choice, activity),
                "mean": found.mean,
                "low": found.low,
                "high": found.high,
                "pairs": found.pairs,
            }
        )
    better = -1.0 if outcome.better == "lower" else 1.0
    rows.sort(key=lambda row: -better * row["mean"])
    return {
        "rows": rows,
        "outcome": outcome.name,
        "label": outcome.label,
        "unit": outcome.unit,
        "better": outcome.better,
        "pairs": pairs,
        "words": "Each activity left out by itself, the others reaching whom they reach now; same people, "
        "same luck. What is saved is not spent elsewhere, and the rows need not add up.",
    }


def without(lane: Lane, at: int) -> Lane:
    """A lane without one of its activities; the others keep their reach and their luck."""
    return replace(lane, activities=tuple(each for k, each in enumerate(lane.activities) if k != at))
