"""Nothing but the calendar knows what week it is: a plan shifted by some weeks shifts everything by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import NOWHERE, Floats, State
from sim.scenario import Plan, Scenario
from sim.scenario.plan import week_of
from sim.scenario.programme import MILESTONES, Milestones
from sim.simulation import Block
from sim.world import World, draw_world, lane_of
from tests.conftest import Measure
from tests.model.lanes import SameEveryWeek, copied, largest_difference, with_programme, with_proposal

WEEKS = 90
NEVER = 5000
# named before anything happens, never decided: definiteness, openness and harm stay as they are
SETTLED = Milestones.model_construct(**{name: 0 if name in MILESTONES[:4] else NEVER for name in MILESTONES})
COURSE = (
    "disclosed",
    "attention",
    "tone",
    "campaign_against",
    "campaign_for",
    "redesign",
    "evidence",
    "process",
    "heard_so_far",
    "voice_sum",
    "open_voice_sum",
    "insiders_met",
    "clinicians_met",
    "contacts",
    "cost_contacts",
    "cost_redesign",
)


@pytest.fixture(scope="module")
def settled(everything: Scenario) -> Scenario:
    calm = with_proposal(everything, demand_growth_per_year=0, funding_change_per_year=0)
    # these keep to the weeks of the scenario, whatever the plan does
    calm = calm.model_copy(update={"structures": (), "interim_withdrawal": None})
    return with_programme(calm, horizon_weeks=WEEKS + 40, election_week=None, milestones=SETTLED)


@pytest.fixture(scope="module")
def world(settled: Scenario) -> World:
    return draw_world(settled, 4, 1)


def in_weeks(plan: Plan, milestones: Milestones) -> Plan:
    """The same plan, dated in weeks instead of from milestones."""
    activities = []
    for each in plan.activities:
        start, stop = each.weeks(milestones)
        activities.append(
            each.model_copy(update={"start": start, "end": None, "duration_weeks": min(stop, WEEKS) - start})
        )
    told = week_of(plan.announcement, milestones)
    return plan.model_copy(update={"activities": tuple(activities), "announcement": told})


def trajectories(scenario: Scenario, world: World, plan: Plan, weeks: int) -> tuple[State, dict[str, Floats]]:
    """State and course at the end of every week, from a start at which nobody knows of anything."""
    parameters = {
        "private_noise": 0,
        "leak_hazard": 0,
        "evidence_per_week": 0.006,
        "campaign_cut": 0.2,
        "join_seed": 0.1,
        "fatigue_gain": 0.3,
    }
    lane = lane_of(scenario, plan, parameters, milestones=SETTLED)
    lane = replace(lane, parameters={**lane.parameters, "evidence_per_week": 0.0})
    block = Block(world, [lane], expected_attendance=True)
    block.luck.source = SameEveryWeek(world.n, seed=8)
    for still in (block.state.awareness, block.state.certainty):
        still[:] = 0.0
    states, courses = [copied(block.state)], []
    for week in range(weeks):
        block.advance(week)
        states.append(copied(block.state))
        courses.append({name: getattr(block.course, name).copy() for name in COURSE})
    return (
        State(*(np.stack(arrays) for arrays in zip(*states, strict=True))),
        {name: np.stack([each[name] for each in courses]) for name in COURSE},
    )


@pytest.mark.parametrize("later", [1, 7, 26])
@pytest.mark.parametrize("name", ["secret", "open"])
def test_a_plan_shifted_by_some_weeks_shifts_every_trajectory_by_them(
    settled: Scenario, everything: Scenario, world: World, name: str, later: int, within: Measure
) -> None:
    plan = in_weeks(everything.plan(name), everything.programme.milestones)
    states, course = trajectories(settled, world, plan, WEEKS)
    later_states, later_course = trajectories(settled, world, plan.shift(later), WEEKS + later)
    for field, ours, theirs in zip(State._fields, states, later_states, strict=True):
        assert largest_difference(theirs[: later + 1], ours[:1]) == 0, f"{field} before the plan"
        within(
            "V9 shifted plan: largest deviation of any state", largest_difference(theirs[later:], ours), 1e-12
        )
    for field in set(COURSE) - {"tone"}:  # the tone of the media follows support from the first week on
        assert largest_difference(later_course[field][later:], course[field]) < 1e-12, field
    assert largest_difference(later_course["tone"][later:], course["tone"]) < 1e-12
    # that something happens at all
    assert largest_difference(states.support[-1], states.support[0]) > 0.3
    assert states.against[-1].sum() > 0
    assert states.in_favour[-1].sum() > 0
    assert course["redesign"][-1] > 0.05
    assert largest_difference(states.support[40], states.support[40 - later]) > 1e-3


def test_a_calendar_that_changes_gives_the_week_away(
    settled: Scenario, everything: Scenario, world: World
) -> None:
    """That the test above can fail: with growing demand, waiting is not free."""
    growing = with_proposal(settled, demand_growth_per_year=0.05)
    plan = in_weeks(everything.plan("open"), everything.programme.milestones)
    changing = replace(world, scenario=growing)
    states, _ = trajectories(growing, changing, plan, WEEKS)
    later, _ = trajectories(growing, changing, plan.shift(7), WEEKS + 7)
    assert largest_difference(later.support[7:], states.support) > 1e-6
    assert (world.people.locality != NOWHERE).any()
