"""Capacity: who asks for more people in a week than the programme can meet is refused, or meets a share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.arrays import Floats
from sim.errors import BadInput
from sim.scenario import Activity, Plan, Scenario, scenario_from
from sim.scenario.plan import Audience, FromMilestone, MovedStructure, Trigger
from sim.simulation import Run, simulate, simulate_lanes
from sim.world import Lane, Timetable, lane_of
from sim.world.delays import delayed
from tests.model.lanes import with_programme
from tests.model.test_improvising import assert_same_bits

# whoever is invited comes with the same probability, so that contacts show what was planned
INDIFFERENT = {"opponents_attend_more": 0, "fatigue_gain": 0}
ATTENDANCE = 0.8


def activity(start: Any, weeks: int, instrument: str = "public_meeting", **more: Any) -> Activity:
    """Public meetings meet 70 people a week, outreach 220, at intensity 1."""
    return Activity(
        instrument=instrument,
        audience=Audience(kinds=("residents",)),
        start=start,
        duration_weeks=weeks,
        **more,
    )


PILED_UP = Plan(
    name="piled_up",
    activities=(activity(5, 20), activity(15, 20, "outreach"), activity(20, 3)),
    announcement=2,
    equal_budget=False,
)
# 70 people from week 5, 290 from week 15, 360 from week 20, 290 from week 23, 220 from week 25 to 34
PLANNED = np.zeros(110)
PLANNED[5:25] += 70
PLANNED[15:35] += 220
PLANNED[20:23] += 70


@pytest.fixture(scope="module")
def able(everything: Scenario) -> Scenario:
    """The scenario in which everything is at work, without meetings; it can meet whoever is asked for."""
    return everything.model_copy(update={"structures": (), "plans": (PILED_UP,)})


def who_can_meet(scenario: Scenario, people: float, beyond: str = "cut") -> Scenario:
    return with_programme(scenario, contacts_a_week=people, beyond_capacity=beyond)


def run_of(scenario: Scenario, **more: Any) -> Run:
    return simulate(scenario, PILED_UP, 2, behaviour=INDIFFERENT, attendance="expected", **more)


def by_week(run: Run, name: str) -> Floats:
    """What was added in each week, over all groups."""
    total = run.history[name].reshape(len(run.history[name]), -1).sum(axis=1)
    return np.diff(total, prepend=0.0)


def engagement_group(scenario: Scenario, contacts: float, start: int, until: int) -> Scenario:
    """The scenario with a group that adds contacts while it stands, and meets only in its first week."""
    data = scenario.model_dump(mode="json")
    data["programme"]["beyond_capacity"] = "cut"
    data["structures"] = [
        {
            "name": "engagement_group",
            "kind": "engagement_group",
            "seats": [{"group": "representatives", "count": 2}],
            "start": start,
            "until": until,
            "every_weeks": 104,
            "produces": {"contacts": contacts},
        }
    ]
    return scenario_from(data)


def test_more_than_can_be_met_is_refused_in_the_week_in_which_it_first_happens(able: Scenario) -> None:
    for capacity, week, words in (
        (280, 15, ("290", "280")),
        (359.75, 20, ("360.0", "359.8")),  # with as many decimals as tell them apart
        (69.999, 5, ("70.000", "69.999")),
    ):
        with pytest.raises(BadInput) as caught:
            lane_of(who_can_meet(able, capacity, "refuse"), PILED_UP)
        assert caught.value.lines() == [
            f"scenario everything: plans.piled_up would meet {words[0]} people in week {week}; the programme "
            f"can meet {words[1]} a week (programme.contacts_a_week)"
        ]


def test_when_a_group_that_adds_contacts_ends_is_looked_at_too(able: Scenario) -> None:
    short = engagement_group(who_can_meet(able, 100), 300, 3, 22)
    with pytest.raises(BadInput) as caught:
        lane_of(with_programme(short, beyond_capacity="refuse"), PILED_UP)
    assert caught.value.lines() == [
        "scenario everything: plans.piled_up would meet 360 people in week 22; the programme can meet 100 a "
        "week (programme.contacts_a_week)"
    ]
    small = engagement_group(who_can_meet(able, 100), 200, 3, 60)
    with pytest.raises(
        BadInput, match=r"in week 20; .* meet 300 a week \(programme.contacts_a_week and engag"
    ):
        lane_of(with_programme(small, beyond_capacity="refuse"), PILED_UP)
    enough = engagement_group(who_can_meet(able, 100), 260, 3, 60)
    lane_of(with_programme(enough, beyond_capacity="refuse"), PILED_UP)


def test_capacity_that_is_exactly_met_is_neither_refused_nor_cut(able: Scenario) -> None:
    enough = run_of(able)
    assert_same_bits(run_of(who_can_meet(able, 360, "refuse")), enough)
    assert_same_bits(run_of(who_can_meet(able, 360)), enough)
    assert_same_bits(run_of(who_can_meet(able, 361)), enough)
    assert by_week(run_of(who_can_meet(able, 359)), "contacts")[20] < by_week(enough, "contacts")[20]


@pytest.mark.parametrize("capacity", [300, 145, 50])
def test_contacts_are_cut_in_exactly_the_weeks_beyond_capacity_to_what_can_be_met(
    able: Scenario, capacity: float
) -> None:
    made = by_week(run_of(who_can_meet(able, capacity)), "contacts")
    assert (PLANNED > capacity).any()
    assert np.abs(made - ATTENDANCE * np.minimum(PLANNED, capacity)).max() < 1e-9


def test_every_activity_of_a_week_is_cut_by_the_same_share(able: Scenario) -> None:
    panel = Activity(
        instrument="patient_panel",
        audience=Audience(kinds=("representatives",)),
        start=5,
        duration_weeks=10,
    )
    two = Plan(name="two", activities=(activity(5, 10), panel), equal_budget=False)
    runs = [
        simulate(each, two, 2, behaviour=INDIFFERENT, attendance="expected")
        for each in (able, who_can_meet(able, 41))  # half of 70 + 12
    ]
    whole, half = (run.history["contacts"][-1] for run in runs)
    reached = whole > 0
    assert reached.sum() == 2
    assert np.abs(half[reached] / whole[reached] - 0.5).max() < 1e-9


def test_contacts_that_are_not_made_are_not_paid_and_fixed_costs_are_paid_in_full(able: Scenario) -> None:
    capacity, budget = 145, able.programme.budget_gbp
    lane = lane_of(able, PILED_UP)
    fixed, contacts = np.zeros(110), np.zeros(110)
    for each in lane.activities:
        fixed[each.start : each.stop] += each.fixed_gbp / (each.stop - each.start)
        contacts[each.start : each.stop] += each.people_per_week * each.gbp_per_contact
    assert fixed.sum() == pytest.approx(5000 * 3)
    share = np.minimum(1, capacity / np.maximum(PLANNED, 1))
    cost = by_week(run_of(who_can_meet(able, capacity)), "cost_contacts")
    assert np.abs(cost - (fixed + share * contacts) / budget).max() < 1e-12
    nearly_nobody = by_week(run_of(who_can_meet(able, 1e-6)), "cost_contacts")
    assert np.abs(nearly_nobody - fixed / budget).max() < 1e-9


def in_every_week(name: str, scenario: Scenario, lane: Lane) -> Floats:
    return Timetable(scenario, [lane]).row(name)[:, 0]


def heard(scenario: Scenario, lane: Lane | None = None) -> Floats:
    return in_every_week("heard", scenario, lane or lane_of(scenario, PILED_UP))


def test_who_is_not_met_is_not_heard(able: Scenario) -> None:
    lane = lane_of(able, PILED_UP)
    largest = np.where(
        PLANNED >= 220, 220, np.where(PLANNED > 0, 70, 0)
    )  # of one activity, all of them consult
    voice = lane.parameters["voice_consult"] / lane.parameters["people_enough"]
    assert np.abs(heard(able) - voice * largest).max() < 1e-12
    share = np.minimum(1, 145 / np.maximum(PLANNED, 1))
    assert np.abs(heard(who_can_meet(able, 145)) - share * voice * largest).max() < 1e-12


def test_a_group_adds_contacts_from_the_week_it_starts_until_it_ends(able: Scenario) -> None:
    scenario = engagement_group(who_can_meet(able, 145), 100, 17, 24)
    capacity = np.full(110, 145.0)
    capacity[17:24] += 100
    run = simulate(scenario, PILED_UP, 2, behaviour=INDIFFERENT, attendance="expected")
    met = ATTENDANCE * np.minimum(PLANNED, capacity)
    met[17] += ATTENDANCE * 2  # its own meeting, which is no engagement and is not cut
    assert np.abs(by_week(run, "contacts") - met).max() < 1e-9


def test_a_plan_that_moves_the_group_moves_what_it_adds(able: Scenario) -> None:
    scenario = engagement_group(who_can_meet(able, 145), 100, 17, 24)
    moved = PILED_UP.model_copy(update={"structures": {"engagement_group": MovedStructure(start=22)}})
    made = [
        by_week(simulate(scenario, plan, 2, behaviour=INDIFFERENT, attendance="expected"), "contacts")
        for plan in (PILED_UP, moved)
    ]
    fewer = {week: float(made[0][week] - made[1][week]) for week in range(17, 22)}
    assert fewer == pytest.approx(
        {17: ATTENDANCE * 102, **dict.fromkeys(range(18, 22), ATTENDANCE * 100)}, abs=1e-9
    )
    assert made[1][23] == pytest.approx(made[0][23], abs=1e-9)


def test_without_structures_a_plan_that_rests_on_them_is_cut_and_not_refused(gated: Scenario) -> None:
    """As the switch takes out a mechanism, and does not ask for another plan."""
    assert gated.programme.beyond_capacity == "refuse"
    assert any(each.produces.contacts > 0 for each in gated.structures)
    plan = gated.plan("early")
    bare = gated.model_copy(update={"structures": ()})
    with pytest.raises(BadInput, match="can meet 300 a week"):
        lane_of(bare, plan)
    switched_off = lane_of(gated, plan, off=["structures"])
    cut = lane_of(with_programme(bare, beyond_capacity="cut"), plan)
    assert switched_off.activities == cut.activities
    ours = simulate_lanes(gated, [switched_off], seed=2)[0]
    theirs = simulate_lanes(bare, [cut], seed=2)[0]
    for name in ("contacts", "cost_contacts", "group_support", "group_trust"):
        assert ours.history[name].tobytes() == theirs.history[name].tobytes(), name
    planned = sum(each.people_per_week for each in switched_off.activities if each.start <= 10 < each.stop)
    assert planned > 300
    whole = heard(gated, lane_of(gated, plan))[10]
    assert heard(gated, switched_off)[10] == pytest.approx(whole * 300 / planned, rel=1e-12)


def test_what_rework_piles_up_is_cut_in_the_weeks_of_the_pile(able: Scenario) -> None:
    """A plan that could be held as written, until an anchored activity moved onto a dated one."""
    scenario = who_can_meet(able, 250, "refuse")
    anchored = FromMilestone(milestone="preferred")  # week 34
    plan = Plan(
        name="beside",
        activities=(activity(anchored, 4, "outreach"), activity(40, 6)),
        equal_budget=False,
    )
    lane = lane_of(scenario, plan)
    variable = 220 * 12 / able.programme.budget_gbp, 70 * 25 / able.programme.budget_gbp
    fixed = 5000 / 4 / able.programme.budget_gbp, 5000 / 6 / able.programme.budget_gbp
    before = in_every_week("contact_cost", scenario, lane)
    assert before[34:38] == pytest.approx(variable[0] + fixed[0])
    assert before[40:46] == pytest.approx(variable[1] + fixed[1])
    later = delayed(scenario, lane, 30, 8, "preferred")  # weeks 42 to 45
    after = in_every_week("contact_cost", scenario, later)
    share = 250 / 290
    assert after[34:38] == pytest.approx(0)
    assert after[40:42] == pytest.approx(variable[1] + fixed[1])
    assert after[42:46] == pytest.approx(share * sum(variable) + sum(fixed))


def test_what_is_improvised_onto_a_full_week_is_cut_with_the_rest(able: Scenario) -> None:
    """It fits where it is dated; it comes when others are at work."""
    waits = activity(36, 4, trigger=Trigger(residents_support_below=1))
    late = activity(36, 3, "outreach")
    plan = Plan(name="waits", activities=(late, waits), announcement=2, equal_budget=False)
    capacity = who_can_meet(able, 145)
    made = by_week(simulate(capacity, plan, 2, behaviour=INDIFFERENT, attendance="expected"), "contacts")
    demanded = np.zeros(110)
    demanded[36:39], demanded[39:40] = 145, 70
    assert np.abs(made - ATTENDANCE * demanded).max() < 1e-9
    with pytest.raises(BadInput, match="would meet 290 people in week 36"):  # counted as if it were to happen
        lane_of(with_programme(capacity, beyond_capacity="refuse"), plan)
