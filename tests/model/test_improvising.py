"""Activities that wait for a trigger: when they start, what they do until then, and that it shows nowhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.arrays import State
from sim.scenario import Activity, Plan, Scenario, planned_activities
from sim.scenario.budget import planned_contacts
from sim.scenario.plan import Audience, FromMilestone, Trigger, When
from sim.simulation import Run, simulate, simulate_lanes
from sim.world import lane_of
from sim.world.delays import delayed
from sim.world.improvising import improvised, put_off
from tests.model.test_same_bits import companions

FIRST = 12  # the week from which activities wait here
ALWAYS = Trigger(residents_support_below=1)
NEVER = Trigger(residents_support_below=-1)


def activity(
    instrument: str = "public_meeting", start: When = FIRST, trigger: Trigger | None = None, **more: Any
) -> Activity:
    """Something for residents over eight weeks, large enough to be felt."""
    audience = Audience(kinds=("residents",))
    given: dict[str, Any] = {"duration_weeks": 8, "intensity": 20, **more}
    return Activity(instrument=instrument, audience=audience, start=start, trigger=trigger, **given)


def with_more(scenario: Scenario, *more: Activity, announcement: When | None = 5) -> Plan:
    """Plan ``written`` of the scenario in which everything is at work, and these activities."""
    plan = scenario.plan("written")
    update = {"activities": (*plan.activities, *more), "announcement": announcement}
    return plan.model_copy(update=update)


def starts(run: Run) -> list[int]:
    """First weeks of the activities that waited; the horizon, if they still do."""
    return [each.start for each in run.activities if each.trigger is not None]


def begun(run: Run) -> list[int]:
    """Weeks in which the story says that public meetings begin."""
    return [
        event.week
        for event in run.events
        if event.what.startswith("Begins: ") and "public meetings" in event.what
    ]


def assert_same_bits(one: Run, other: Run) -> None:
    for name, ours in one.history.items():
        assert ours.tobytes() == other.history[name].tobytes(), name
    for name, ours, theirs in zip(State._fields, one.state, other.state, strict=True):
        assert ours.tobytes() == theirs.tobytes(), name


@pytest.fixture(scope="module")
def usual(everything: Scenario) -> Run:
    """What happens if nothing is ever triggered."""
    return simulate(everything, with_more(everything, activity(trigger=NEVER)), seed=2)


def test_a_trigger_is_not_met_exactly_at_its_threshold() -> None:
    below, above = np.nextafter(0.1, -1), np.nextafter(0.3, 1)
    trigger = Trigger(residents_support_below=0.1, campaign_above=0.3)
    assert not trigger.is_met(0.1, 0.3, has_failed=True)
    assert trigger.is_met(below, 0.3, has_failed=False)
    assert trigger.is_met(0.1, above, has_failed=False)


def test_a_trigger_looks_only_at_what_it_waits_for() -> None:
    assert not Trigger(campaign_above=0.3).is_met(-1, 0.3, has_failed=True)
    assert not Trigger(residents_support_below=0.1).is_met(0.1, 1, has_failed=True)
    assert not Trigger(failed_gate=True).is_met(-1, 1, has_failed=False)
    assert Trigger(failed_gate=True).is_met(1, 0, has_failed=True)


@pytest.mark.parametrize(
    ("trigger", "series", "furthest"),
    [
        ("residents_support_below", "public_support", np.argmin),
        ("campaign_above", "campaign_against", np.argmax),
    ],
)
def test_in_a_run_exactly_the_threshold_starts_nothing_and_a_bit_less_does_in_the_next_week(
    everything: Scenario, usual: Run, trigger: str, series: str, furthest: Any
) -> None:
    values = usual.history[series].reshape(len(usual.history[series]), -1)
    strongest = values.max(axis=1)
    week = int(furthest(strongest))
    exactly = float(strongest[week])
    towards = 1 if trigger == "residents_support_below" else 0
    assert FIRST <= week < len(strongest) - 1
    lanes = [
        lane_of(everything, with_more(everything, activity(trigger=Trigger.model_validate({trigger: value}))))
        for value in (exactly, float(np.nextafter(exactly, towards)))
    ]
    at, past = simulate_lanes(everything, lanes, seed=2)
    assert_same_bits(at, usual)
    assert starts(at) == [everything.horizon_weeks]
    assert begun(at) == []
    assert starts(past) == [week + 1]
    assert begun(past) == [week + 1]


@pytest.mark.parametrize("first", [0, 1, 2, FIRST])
def test_nothing_starts_before_its_date_nor_in_the_first_week_though_the_trigger_is_met(
    everything: Scenario, first: int
) -> None:
    run = simulate(everything, with_more(everything, activity(start=first, trigger=ALWAYS)), seed=2)
    assert starts(run) == [max(1, first)]  # a week has to end before anybody can see what it brought


def test_of_several_conditions_the_one_that_comes_first_counts(everything: Scenario, usual: Run) -> None:
    support, campaign = usual.history["public_support"], usual.history["campaign_against"].max(axis=1)
    turned = int((support[FIRST:] < -0.05).argmax()) + FIRST
    grown = int((campaign[FIRST:] > 0.3).argmax()) + FIRST
    assert FIRST < turned < grown
    triggers = (
        Trigger(residents_support_below=-0.05, campaign_above=0.3),
        Trigger(residents_support_below=-0.05),
        Trigger(residents_support_below=-1, campaign_above=0.3),
    )
    plans = [with_more(everything, activity(trigger=trigger)) for trigger in triggers]
    runs = simulate_lanes(everything, [lane_of(everything, plan) for plan in plans], seed=2)
    assert [starts(run) for run in runs] == [[turned + 1], [turned + 1], [grown + 1]]


def test_activities_of_one_plan_each_wait_for_their_own_trigger(everything: Scenario, usual: Run) -> None:
    plan = with_more(
        everything,
        activity(trigger=Trigger(residents_support_below=-0.05)),
        activity(trigger=NEVER),
        activity("door_drop", start=3, trigger=ALWAYS, intensity=0.1),
    )
    turned, never, at_once = starts(simulate(everything, plan, seed=2))
    assert never == everything.horizon_weeks
    assert at_once == 3
    assert FIRST < turned < never


def test_what_is_never_triggered_reaches_nobody_costs_nothing_and_is_not_told(
    everything: Scenario, usual: Run
) -> None:
    without = simulate(everything, with_more(everything), seed=2)
    assert_same_bits(usual, without)
    assert [event.what for event in usual.events] == [event.what for event in without.events]
    triggered = simulate(everything, with_more(everything, activity(trigger=ALWAYS)), seed=2)
    assert triggered.cost > without.cost
    assert triggered.history["contacts"][-1].sum() > without.history["contacts"][-1].sum()


@pytest.mark.parametrize("announcement", [5, None, {"milestone": "consultation_opens"}])
@pytest.mark.parametrize(
    ("instrument", "more"),
    [
        ("public_meeting", {}),
        ("deliberative_event", {}),  # the second use of it in this plan
        ("you_said_we_did", {}),
        ("information_campaign", {"frame": "money", "messenger": "councillor"}),
    ],
)
def test_improvised_is_the_same_to_the_bit_as_dated_in_the_week_it_came_to(
    everything: Scenario, instrument: str, more: dict[str, Any], announcement: Any
) -> None:
    """From week 0 on: that it might never have come shows nowhere."""
    told = FromMilestone(**announcement) if isinstance(announcement, dict) else announcement
    trigger = Trigger(residents_support_below=-0.01, campaign_above=0.5)
    waits = activity(instrument, trigger=trigger, **more)
    run = simulate(everything, with_more(everything, waits, announcement=told), seed=2)
    (week,) = starts(run)
    assert FIRST < week < everything.horizon_weeks - 8
    dated = activity(instrument, start=week, **more)
    assert_same_bits(run, simulate(everything, with_more(everything, dated, announcement=told), seed=2))


def test_an_improvised_first_word_to_the_public_is_the_announcement(everything: Scenario) -> None:
    """Told when it begins, if nothing else has told them; at the latest when consultation opens."""
    plan = everything.plan("written")
    silent = tuple(each for each in plan.activities if each.instrument in ("clinical_workshop", "mp_meeting"))
    for trigger, demanded in ((ALWAYS, FIRST), (NEVER, everything.programme.milestones.consultation_opens)):
        only = plan.model_copy(update={"activities": (*silent, activity(trigger=trigger))})
        run = simulate(everything, only, seed=2, behaviour={"leak_hazard": 0})
        assert int(run.history["disclosed"].argmax()) == demanded


@pytest.mark.parametrize("trigger", [ALWAYS, NEVER, Trigger(residents_support_below=-0.01)], ids=str)
def test_a_lane_that_waits_has_the_same_bits_alone_and_beside_31_others(
    everything: Scenario, trigger: Trigger
) -> None:
    lane = lane_of(everything, with_more(everything, activity(trigger=trigger)))
    block = companions(everything, 29)
    for place, other in ((7, ALWAYS), (20, Trigger(campaign_above=0.2))):
        block.insert(place, lane_of(everything, with_more(everything, activity(trigger=other))))
    block.insert(17, lane)
    beside = simulate_lanes(everything, block, seed=4, replication=1)[17]
    alone = simulate_lanes(everything, [lane], seed=4, replication=1)[0]
    assert_same_bits(alone, beside)
    assert starts(alone) == starts(beside)


def test_what_starts_too_late_to_finish_is_cut_off_and_costs_as_many_weeks(everything: Scenario) -> None:
    horizon = everything.horizon_weeks
    late = activity(start=horizon - 8, trigger=ALWAYS, intensity=1)
    dated = simulate(everything, with_more(everything, late.model_copy(update={"trigger": None})), seed=2)
    waited = simulate(everything, with_more(everything, late), seed=2)
    assert_same_bits(dated, waited)
    planned = planned_activities(everything, with_more(everything, late), everything.parameters())
    begins = tuple(put_off(each, horizon) for each in planned)
    (found,) = [
        each for each in improvised(begins, horizon - 4, 0.0, 0.0, False) or () if each.trigger is not None
    ]
    assert (found.start, found.stop) == (horizon - 3, horizon + 5)


def test_what_waits_counts_in_the_budget_as_if_it_were_to_happen(everything: Scenario) -> None:
    """Each group has its contacts; those of an activity that never comes are not made by another."""
    plan = everything.plan("open")
    waits = tuple(
        each.model_copy(update={"trigger": NEVER}) if each.audience.groups == ("public",) else each
        for each in plan.activities
    )
    parameters = everything.parameters()
    ours = planned_activities(everything, plan.model_copy(update={"activities": waits}), parameters)
    theirs = planned_activities(everything, plan, parameters)
    assert any(each.trigger is not None for each in ours)
    for group in everything.population.groups:
        one, other = (planned_contacts(everything, each, group.name) for each in (ours, theirs))
        assert one == other > 0


FAILED = Trigger(failed_gate=True)


def in_gated(gated: Scenario, *more: Activity, name: str = "late") -> Plan:
    """A plan of the shipped scenario and these activities, nothing scaled."""
    plan = gated.plan(name)
    return plan.model_copy(update={"activities": (*plan.activities, *more), "equal_budget": False})


@pytest.mark.parametrize("seed", [1, 4])
def test_a_failed_gate_starts_what_waits_for_one_in_the_next_week(gated: Scenario, seed: int) -> None:
    run = simulate(gated, in_gated(gated, activity(trigger=FAILED, intensity=1)), seed)
    failures = [review.week for review in run.reviews if review.then == "rework"]
    assert failures[0] > FIRST
    assert starts(run) == [failures[0] + 1]
    assert any(review.then in ("goes on", "recorded") and review.week < failures[0] for review in run.reviews)


def test_without_gates_none_fails(gated: Scenario) -> None:
    run = simulate(gated, in_gated(gated, activity(trigger=FAILED, intensity=1)), 1, gates=False)
    assert starts(run) == [gated.programme.horizon_weeks]


def test_a_date_from_which_it_waits_moves_with_rework_and_one_in_the_calendar_does_not(
    gated: Scenario,
) -> None:
    anchored = FromMilestone(milestone="consultation_opens", weeks=2)
    plan = in_gated(
        gated,
        activity(start=anchored, trigger=ALWAYS, intensity=1),
        activity(start=80, trigger=ALWAYS, intensity=1),
    )
    lane = lane_of(gated, plan)
    later = delayed(gated, lane, 68, 10, "consultation_opens")
    waiting = [each for each in later.activities if each.trigger is not None]
    opens = gated.programme.milestones.consultation_opens
    assert [each.earliest for each in waiting] == [opens + 12, 80]
    assert [each.start for each in waiting] == [gated.horizon_weeks] * 2
    run = simulate_lanes(gated, [lane], seed=1)[0]
    assert run.reached.consultation_opens > opens
    assert starts(run) == [run.reached.consultation_opens + 2, 80]


def test_a_programme_that_has_ended_improvises_no_more(gated: Scenario) -> None:
    late = activity(start=170, trigger=ALWAYS, intensity=1, duration_weeks=4)
    able = gated.model_copy(
        update={"programme": gated.programme.model_copy(update={"horizon_weeks": 180})}
    )  # else it would be refused as too late
    plans = [in_gated(able, late, name="none"), in_gated(able, late, name="early")]
    ended, going = simulate_lanes(able, [lane_of(able, plan) for plan in plans], seed=3)
    assert ended.ending is not None
    assert going.ending is not None
    assert ended.ending.week < 170 < going.ending.week
    assert starts(ended) == [able.horizon_weeks]
    assert starts(going) == [170]
    assert begun(ended) == []
    assert begun(going)[-1] == 170
