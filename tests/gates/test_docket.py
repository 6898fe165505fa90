"""Programmes on their way through gates: what a failure moves, what an end freezes, the same luck for all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sim.arrays import State
from sim.gates import OUTCOMES
from sim.scenario import Plan, Scenario, with_gates
from sim.scenario.in_force import rulebook_of
from sim.scenario.plan import Activity, Audience, FromMilestone, When
from sim.scenario.programme import MILESTONES
from sim.simulation import Block, Run, simulate, simulate_lanes
from sim.simulation.docket import aftermath_draws
from sim.world import draw_world, lane_of
from sim.world.delays import delayed
from tests.conftest import Measure

PLANS = ("early", "late", "none")
REPLICATIONS = range(6)


@pytest.fixture(scope="module")
def runs(gated: Scenario) -> list[Run]:
    """Early, late and none on the same six replications."""
    lanes = [lane_of(gated, gated.plan(name)) for name in PLANS]
    return [run for number in REPLICATIONS for run in simulate_lanes(gated, lanes, 3, number)]


def same_bits(one: Run, other: Run, weeks: int | None = None) -> bool:
    return all(
        ours[:weeks].tobytes() == other.history[name][:weeks].tobytes() for name, ours in one.history.items()
    )


def test_these_runs_fail_pass_and_end_in_several_ways(runs: Sequence[Run]) -> None:
    """So that the tests below look at something."""
    assert len({run.ending.outcome for run in runs if run.ending}) >= 3
    assert {review.then for run in runs for review in run.reviews} >= {
        "goes on",
        "rework",
        "stops",
        "recorded",
    }


def test_gates_are_met_in_the_order_of_the_rulebook_and_each_again_until_it_is_passed(
    runs: Sequence[Run], gated: Scenario
) -> None:
    order = [gate.name for gate in rulebook_of(gated.rulebook).gates]
    for run in runs:
        places = [order.index(review.gate) for review in run.reviews]
        assert places == sorted(places)
        assert [review.week for review in run.reviews] == sorted(review.week for review in run.reviews)
        for one, other in zip(run.reviews, run.reviews[1:], strict=False):
            assert (one.gate == other.gate) is (one.then == "rework")
            assert other.attempt == (one.attempt + 1 if one.then == "rework" else 1)


def test_rework_delays_what_is_still_ahead_by_the_weeks_it_takes(runs: Sequence[Run]) -> None:
    for run in runs:
        moved = sum(review.delay_weeks for review in run.reviews)
        assert run.reached.decision == run.milestones.decision + moved
        for name in MILESTONES:
            before = [review for review in run.reviews if review.week < run.milestones.week(name)]
            if not any(review.delay_weeks for review in before):
                assert run.reached.week(name) in (run.milestones.week(name), run.reached.week(name))
        for one, other in zip(run.reviews, run.reviews[1:], strict=False):
            if one.then == "rework":
                assert other.week == one.week + one.delay_weeks


def test_what_is_planned_weeks_after_a_milestone_is_done_as_many_weeks_after_it(gated: Scenario) -> None:
    late = gated.plan("late")
    (meeting, *_) = late.activities
    opens = FromMilestone(milestone="consultation_opens", weeks=3)
    plan = late.model_copy(
        update={"activities": (*late.activities, meeting.model_copy(update={"start": opens}))}
    )
    lane = lane_of(gated, plan)
    moved = stayed = 0
    for number in REPLICATIONS:
        (run,) = simulate_lanes(gated, [lane], 3, number)
        for before, after in zip(lane.activities, run.activities, strict=True):
            assert before.anchor is not None
            delay = run.reached.week(before.anchor) - run.milestones.week(before.anchor)
            assert after.start - before.start == delay
            moved += delay > 0
            stayed += delay == 0 and run.reached.decision > run.milestones.decision
    assert moved
    assert stayed


def test_rework_adds_evidence_and_opens_minds_again_for_as_long_as_it_takes(gated: Scenario) -> None:
    lane = lane_of(gated, gated.plan("early"))
    later = delayed(gated, lane, 68, 10, "consultation_opens", "shortlist")
    assert later.milestones.consultation_opens == lane.milestones.consultation_opens + 10
    assert later.milestones.business_case == lane.milestones.business_case  # it is past
    (again,) = later.reopened
    assert (again.first, again.stop, again.openness) == (69, 79, lane.parameters["openness_at_shortlist"])


def test_activities_move_with_their_milestone_unless_it_has_passed_or_they_have_begun(
    gated: Scenario,
) -> None:
    public = Audience(groups=("public",))
    dates: dict[str, When] = {
        "dated": 90,
        "past": FromMilestone(milestone="shortlist", weeks=40),  # a date by now: it does not wait
        "begun": FromMilestone(milestone="consultation_opens", weeks=-11),
        "ahead": FromMilestone(milestone="consultation_opens", weeks=2),
    }
    activities = tuple(
        Activity(instrument="public_meeting", audience=public, start=start, duration_weeks=5)
        for start in dates.values()
    )
    plan = Plan(name="dated", activities=activities, equal_budget=False)
    lane = lane_of(gated, plan)
    later = delayed(gated, lane, 60, 10, "business_case")
    moves = [
        after.start - before.start for before, after in zip(lane.activities, later.activities, strict=True)
    ]
    assert dict(zip(dates, moves, strict=True)) == {"dated": 0, "past": 0, "begun": 0, "ahead": 10}
    assert [each.stop - each.start for each in later.activities] == [5] * 4


def test_definiteness_never_falls_and_openness_rises_only_while_something_is_reworked(
    gated: Scenario,
) -> None:
    rises = 0
    for number in REPLICATIONS:
        block = Block(draw_world(gated, 3, number), [lane_of(gated, gated.plan("early"))])
        for week in range(150):
            block.advance(week)
        definite, openness = (block.calendar.row(name)[:150, 0] for name in ("definiteness", "openness"))
        assert (np.diff(definite) >= 0).all()
        rising = set(np.flatnonzero(np.diff(openness) > 0) + 1)
        assert rising <= {review.week + 1 for review in block.run(0).reviews if review.then == "rework"}
        rises += len(rising)
    assert rises > 0


def test_an_ended_programme_is_frozen_and_costs_nothing_more(runs: Sequence[Run]) -> None:
    ended = [run for run in runs if run.ending and run.ending.outcome != "still running"]
    assert ended
    for run in ended:
        week = run.ending.week
        for name, history in run.history.items():
            assert (history[week:] == history[week]).all(), name
        group = run.history["group_support"]
        first = run.people.group_start
        support = run.state.support[first[0] : first[1]]
        assert np.average(support, weights=run.people.weight[first[0] : first[1]]) == pytest.approx(
            group[week, 0], abs=1e-12
        )


@pytest.mark.parametrize("gates", [True, False])
def test_arms_are_equal_until_plans_differ_with_gates_on_and_off(
    gated: Scenario, gates: bool, within: Measure
) -> None:
    scenario = with_gates(gated, gates)
    lanes = [lane_of(scenario, scenario.plan(name)) for name in ("early", "late")]
    for number in REPLICATIONS:
        early, late = simulate_lanes(scenario, lanes, 11, number)
        differing = sum(
            int((ours[:4] != late.history[name][:4]).sum()) for name, ours in early.history.items()
        )
        within(f"V4 arms until plans differ, gates {'on' if gates else 'off'}", differing, 0)
        assert not same_bits(early, late)


def test_until_the_first_rework_a_run_is_the_same_with_gates_and_without(gated: Scenario) -> None:
    for plan in PLANS:
        free = simulate(gated, plan, 3, gates=False)
        held = simulate(gated, plan, 3, gates=True)
        until = min([review.week for review in held.reviews if review.then == "rework"], default=100)
        assert until > 30
        for name, ours in held.history.items():
            assert ours[: until + 1].tobytes() == free.history[name][: until + 1].tobytes() or name in (
                "evidence",
            ), name


def test_a_lane_has_the_same_bits_alone_and_beside_lanes_that_are_held_up(gated: Scenario) -> None:
    lanes = [lane_of(gated, gated.plan(name)) for name in PLANS]
    together = simulate_lanes(gated, lanes, 3, 1)
    for lane, beside in zip(lanes, together, strict=True):
        alone = simulate_lanes(gated, [lane], 3, 1)[0]
        assert same_bits(alone, beside)
        assert alone.reviews == beside.reviews
        assert alone.ending == beside.ending
        for name, ours, theirs in zip(State._fields, alone.state, beside.state, strict=True):
            assert ours.tobytes() == theirs.tobytes(), name


def test_what_follows_a_decision_meets_the_same_luck_in_every_arm(gated: Scenario) -> None:
    usual = aftermath_draws(1, 2, "independent")
    assert usual == aftermath_draws(1, 2, "independent")
    assert usual != aftermath_draws(1, 3, "independent")
    assert usual != aftermath_draws(2, 2, "independent")


def test_every_run_ends_in_one_of_the_ways_there_are(runs: Sequence[Run]) -> None:
    for run in runs:
        assert run.ending is not None
        assert run.ending.outcome in OUTCOMES
        assert run.approved is (run.aftermath is not None) or run.approved in (False, None)
        assert (run.ending.gate != "") is (run.ending.outcome == "stopped at a gate")


def test_nothing_is_decided_in_the_weeks_before_an_election(gated: Scenario) -> None:
    pause = rulebook_of(gated.rulebook).pre_election_pause_weeks
    election = gated.programme.milestones.shortlist - 2  # the sense check is due two weeks before
    programme = gated.programme.model_copy(update={"election_week": election})
    run = simulate(gated.model_copy(update={"programme": programme}), "early", seed=3)
    assert all(not election - pause <= review.week <= election for review in run.reviews)
    assert any("waits" in event.what for event in run.events)
    assert run.reached.shortlist == gated.programme.milestones.shortlist + 3


def test_what_it_costs_to_build_decides_whether_capital_is_found(gated: Scenario) -> None:
    def endings(capital_gbp: float) -> list[str]:
        options = tuple(
            option.model_copy(update={"capital_gbp": capital_gbp}) for option in gated.proposal.options
        )
        scenario = gated.model_copy(
            update={"proposal": gated.proposal.model_copy(update={"options": options})}
        )
        lanes = [lane_of(scenario, scenario.plan("early"))]
        runs = [simulate_lanes(scenario, lanes, 3, number)[0] for number in REPLICATIONS]
        return [run.ending.outcome for run in runs if run.ending]

    assert "approved but unfunded" in endings(2e9)
    assert "approved but unfunded" not in endings(0)


def test_a_run_with_gates_lasts_as_long_as_is_declared_for_it(gated: Scenario) -> None:
    programme = gated.programme.model_copy(update={"horizon_with_gates_weeks": 120})
    run = simulate(gated.model_copy(update={"programme": programme}), "early", seed=3)
    assert len(run.history["redesign"]) == 120
    assert len(simulate(gated, "early", seed=3, gates=False).history["redesign"]) == 156
    assert run.ending is not None
    assert run.ending.week <= 119
