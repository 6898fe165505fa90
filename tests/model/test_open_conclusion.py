"""Early engagement can win and can lose: the conclusion is not built in."""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

from sim.knobs import KNOBS
from sim.outcomes import find_outcome
from sim.scenario import Scenario
from sim.simulation import simulate_lanes
from sim.world import lane_of
from tests.model.lanes import with_programme

POINTS = 64
REPLICATIONS = 2
AT_LEAST = 0.05
ROPE = 0.02  # support points: the smallest difference that matters


def prior_points() -> list[dict[str, float]]:
    """A Latin hypercube over the whole range of every parameter."""
    low = np.array([np.log(each.low) if each.log else each.low for each in KNOBS])
    high = np.array([np.log(each.high) if each.log else each.high for each in KNOBS])
    unit = qmc.LatinHypercube(len(KNOBS), rng=np.random.default_rng(7)).random(POINTS)
    points = low + unit * (high - low)
    return [
        {
            each.name: float(np.clip(np.exp(value) if each.log else value, each.low, each.high))
            for each, value in zip(KNOBS, point, strict=True)
        }
        for point in points
    ]


def test_early_wins_at_some_prior_points_and_loses_at_others(emergency_care: Scenario) -> None:
    scenario = with_programme(emergency_care, contacts_a_week=1e7)  # every budget in the prior can be held
    outcome = find_outcome(scenario, "support_losing_decision")
    lanes = [
        lane_of(scenario, scenario.plan(plan), point)
        for point in prior_points()
        for plan in ("early", "late")
    ]
    found = np.array(
        [
            [outcome.value(run) for run in simulate_lanes(scenario, lanes, seed=7, replication=number)]
            for number in range(REPLICATIONS)
        ]
    )
    advantage = (found[:, 0::2] - found[:, 1::2]).mean(axis=0)
    assert (advantage > ROPE).mean() >= AT_LEAST
    assert (advantage < -ROPE).mean() >= AT_LEAST
