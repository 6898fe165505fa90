"""Lanes and blocks as tests need them: parameters outside their ranges, states set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from sim.arrays import Draws, Floats, State
from sim.knobs import NAMES
from sim.scenario import Plan, PlannedActivity, Scenario
from sim.scenario.plan import Audience
from sim.scenario.programme import Milestones
from sim.simulation import Block
from sim.world import Lane

NOTHING = Plan(name="nothing")
# Every rate, weight and spread at 0: nothing moves anybody. What stands in a denominator is 1, and nobody can
# feel strongly enough to campaign.
STILL: Mapping[str, float] = {
    **dict.fromkeys(NAMES, 0.0),
    **{name: 1.0 for name in NAMES if name.startswith(("lasting_", "weight_"))},
    "redesign_ceiling": 1.0,
    "evidence_ceiling": 1.0,
    "people_enough": 1.0,
    "standing_group_ceiling": 1.0,
    "reach_norm": 1.0,
    "base_attendance": 1.0,
    "campaign_cut": 2.0,
}


def lane_with(
    scenario: Scenario,
    parameters: Mapping[str, float],
    activities: Iterable[PlannedActivity] = (),
    milestones: Milestones | None = None,
    plan: Plan = NOTHING,
) -> Lane:
    """A lane with these parameters and activities, in range or not."""
    return Lane(plan, dict(parameters), tuple(activities), milestones or scenario.programme.milestones)


def groups_for(scenario: Scenario, audience: Audience) -> list[str]:
    """Names of the groups an audience means, called by name or by kind."""
    return [
        group.name
        for group in scenario.population.groups
        if group.name in (audience.groups or ()) or group.audience_kind in (audience.kinds or ())
    ]


def with_programme(scenario: Scenario, **changes: object) -> Scenario:
    """The same scenario with a changed programme; not checked."""
    return scenario.model_copy(update={"programme": scenario.programme.model_copy(update=changes)})


def with_proposal(scenario: Scenario, **changes: object) -> Scenario:
    """The same scenario with a changed proposal; not checked."""
    return scenario.model_copy(update={"proposal": scenario.proposal.model_copy(update=changes)})


def advanced(block: Block, weeks: int, first: int = 0) -> Block:
    """The block, so many weeks on."""
    for week in range(first, first + weeks):
        block.advance(week)
    return block


def copied(state: State) -> State:
    """The state as it is now."""
    return State(*(array.copy() for array in state))


def trajectory(block: Block, weeks: int) -> State:
    """Every array of the state at the end of every week, float64[weeks, n, lanes]."""
    ends = []
    for week in range(weeks):
        block.advance(week)
        ends.append(copied(block.state))
    return State(*(np.stack(arrays) for arrays in zip(*ends, strict=True)))


def rows_of(block: Block, group: str) -> slice:
    """Rows of the stakeholders of one group."""
    names = [each.name for each in block.world.scenario.population.groups]
    start = block.world.people.group_start
    return slice(int(start[names.index(group)]), int(start[names.index(group) + 1]))


class SameEveryWeek:
    """Luck that does not know the week."""

    def __init__(self, n: int, seed: int) -> None:
        chance = np.random.default_rng(seed)
        self._draws = Draws(
            chance.standard_normal(n), chance.random(n), chance.random(n), chance.random(1), chance.random(n)
        )

    def write(self, weeks: Draws) -> None:
        for array, same in zip(weeks, self._draws, strict=True):
            array[...] = same


def largest_difference(one: Floats, other: Floats) -> float:
    """Largest absolute difference of two arrays."""
    return float(np.abs(np.asarray(one) - np.asarray(other)).max())
