"""The draft: bars stay in the calendar, keep their milestones, and a plan survives everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import BadInput
from sim.lab import messages
from sim.lab.choice import Choice, first_choice
from sim.lab.draft import changed
from sim.lab.view import state_of
from sim.scenario import load_scenario
from sim.scenario.plan import FromMilestone
from tests.lab.choices import WEEK, changes

SHIPPED = load_scenario()
HORIZON = SHIPPED.programme.horizon_weeks


def late() -> Choice:
    """The late plan, whose activities are dated from the preferred option."""
    return changed(first_choice(SHIPPED), messages.Preset(kind="preset", name="late"))


def moved(choice: Choice, start: int, stop: int) -> tuple[int, int]:
    after = changed(choice, messages.Move(kind="move", id=choice.ids[0], start=start, stop=stop))
    return after.plan.activities[0].weeks(SHIPPED.programme.milestones)


def test_a_moved_activity_still_follows_its_milestone() -> None:
    choice = late()
    after = changed(choice, messages.Move(kind="move", id=choice.ids[0], start=30, stop=70))
    activity = after.plan.activities[0]
    assert activity.start == FromMilestone(milestone="preferred", weeks=-22)
    later = SHIPPED.programme.milestones.model_copy(update={"preferred": 60})
    assert activity.weeks(later) == (38, 78)


def test_a_stretched_activity_that_ends_with_a_milestone_still_does() -> None:
    choice = changed(first_choice(SHIPPED), messages.Preset(kind="preset", name="spread"))
    after = changed(choice, messages.Move(kind="move", id=choice.ids[0], start=4, stop=90))
    assert after.plan.activities[0].end == FromMilestone(milestone="decision", weeks=-10)


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [
        (-10, 30, (0, 40)),  # moved too far to the left: stops there, as long as it was
        (150, 190, (HORIZON - 40, HORIZON)),
        (-5, 104, (0, 104)),  # stretched to the left
        (64, 500, (64, HORIZON)),
        (64, 64, (64, 65)),  # never shorter than a week
        (64, 10, (64, 65)),
        (110, 104, (103, 104)),
    ],
)
def test_whatever_is_dragged_beyond_an_end_stops_there(
    start: int, stop: int, expected: tuple[int, int]
) -> None:
    assert moved(late(), start, stop) == expected


@settings(deadline=None, max_examples=200)
@given(WEEK, WEEK)
def test_no_drag_leaves_the_calendar(start: int, stop: int) -> None:
    first, end = moved(late(), start, stop)
    assert 0 <= first < end <= HORIZON


@settings(deadline=None, max_examples=150)
@given(st.lists(changes(SHIPPED), max_size=15))
def test_after_any_changes_that_can_run_the_state_can_be_told(made: list[Any]) -> None:
    choice = first_choice(SHIPPED)
    for change in made:
        try:
            after = changed(choice, change)
            after.lanes  # noqa: B018  # refuses what cannot be
        except BadInput:
            continue
        choice = after
        state = state_of(choice, 1, False, False)
        assert [bar["id"] for bar in state["plan"]["activities"]] == list(choice.ids)
        assert all(0 <= bar["start"] < bar["stop"] for bar in state["plan"]["activities"])


def test_a_plan_is_shifted_as_far_as_all_of_it_can_go() -> None:
    choice = late()
    before = [each.weeks(SHIPPED.programme.milestones) for each in choice.plan.activities]
    earlier = changed(choice, messages.ShiftPlan(kind="shift", weeks=-500))
    after = [each.weeks(SHIPPED.programme.milestones) for each in earlier.plan.activities]
    assert after == [(start - 64, stop - 64) for start, stop in before]
    assert earlier.plan.activities[0].start == FromMilestone(milestone="preferred", weeks=-52)
    later = changed(choice, messages.ShiftPlan(kind="shift", weeks=500))
    assert max(each.weeks(SHIPPED.programme.milestones)[1] for each in later.plan.activities) == HORIZON


def test_ids_of_activities_stay_when_another_is_removed() -> None:
    choice = late()
    kept = choice.ids[:2] + choice.ids[3:]
    equal = changed(choice, messages.ChooseEqual(kind="equal", name="intensity"))
    assert changed(equal, messages.Remove(kind="remove", id=choice.ids[2])).ids == kept


def test_levers_belong_to_your_plan_alone_and_assumptions_to_both() -> None:
    choice = first_choice(SHIPPED)
    led = changed(choice, messages.Lever(kind="lever", name="leadership", value=1.0))
    yours, reference = led.lanes
    assert (yours.parameters["leadership"], reference.parameters["leadership"]) == (1.0, 0.5)
    assumed = changed(choice, messages.Assumption(kind="assumption", name="carry_over", value=0.9))
    assert [lane.parameters["carry_over"] for lane in assumed.lanes] == [0.9, 0.9]


def test_an_assumption_taken_back_is_as_before() -> None:
    choice = first_choice(SHIPPED)
    assumed = changed(choice, messages.Assumption(kind="assumption", name="carry_over", value=0.9))
    assert changed(assumed, messages.Assumption(kind="assumption", name="carry_over", value=None)) == choice


def test_the_lever_of_disclosure_dates_from_a_milestone() -> None:
    choice = changed(
        first_choice(SHIPPED), messages.Lever(kind="lever", name="disclosure", value="shortlist")
    )
    assert choice.plan.announcement == FromMilestone(milestone="shortlist")
    assert choice.lanes[0].announcement_week == SHIPPED.programme.milestones.shortlist


def test_messenger_and_frame_are_set_on_every_activity() -> None:
    choice = changed(first_choice(SHIPPED), messages.Lever(kind="lever", name="messenger", value="nurse"))
    choice = changed(choice, messages.Lever(kind="lever", name="frame", value="money"))
    assert {(each.messenger, each.frame) for each in choice.plan.activities} == {("nurse", "money")}


def test_starting_over_brings_back_the_usual_choice() -> None:
    choice = changed(late(), messages.ChooseSeed(kind="seed", value=9))
    assert changed(choice, messages.StartOver(kind="start_over")) == first_choice(SHIPPED)


def test_what_is_kept_as_reference_is_your_plan_as_it_is() -> None:
    choice = late()
    choice = changed(choice, messages.Move(kind="move", id=choice.ids[0], start=30, stop=70))
    kept = changed(choice, messages.KeepAsReference(kind="keep_as_reference"))
    assert kept.reference.activities == choice.plan.activities
