"""Evaluation: the same numbers however they are computed; a bad lane is one hole with its error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.errors import BadInput
from sim.experiments import blocks
from sim.experiments import evaluate as evaluation
from sim.experiments.blocks import Arm
from sim.experiments.evaluate import evaluate
from sim.experiments.sensitivity import refuse_holes, sensitivity
from sim.outcomes import outcomes_of, read_outcomes
from sim.simulation import simulate, simulate_lanes
from sim.world import lane_of

OUTCOMES = ("support_public_decision", "peak_campaign")
POINTS = [{"carry_over": at / 10, "self_evaluation": 0.1 - at / 100} for at in range(7)]
ARMS = ("early", Arm("late", ("redesign",)), Arm("early", mean_field=True))


@pytest.fixture(scope="module")
def found(small):
    return evaluate(small, POINTS, ARMS, 3, OUTCOMES, seed=5, engine="serial")


@pytest.mark.parametrize(
    "how",
    [
        {"engine": "threads", "workers": 2, "block": 3},
        {"engine": "serial", "block": 1},
        {"engine": "processes", "workers": 2, "block": 32},
    ],
    ids=str,
)
def test_engine_workers_and_block_size_change_no_number(small, found, how, monkeypatch):
    monkeypatch.setattr(evaluation, "SECONDS_A_TASK", 1e-9)  # a task a block, so that there are many
    again = evaluate(small, POINTS, ARMS, 3, OUTCOMES, seed=5, **how)
    assert np.array_equal(again.values, found.values)
    assert again.failures == ()


def test_every_number_is_that_of_a_single_run(small, found):
    run = simulate(small, "late", 5, 2, behaviour=POINTS[4], off=["redesign"])
    alone = read_outcomes(run, {name: outcomes_of(small)[name] for name in OUTCOMES})
    assert found.values[4, 1, 2].tolist() == [alone[name] for name in OUTCOMES]
    assert found.outcome("peak_campaign", Arm("late", ("redesign",)))[4, 2] == alone["peak_campaign"]


def test_in_the_mean_field_people_who_stand_to_lose_the_same_think_the_same(small, found):
    chosen = lane_of(small, small.plan("early"), POINTS[4])
    alike = replace(chosen, parameters={**chosen.parameters, **blocks.ALIKE})
    run = simulate_lanes(small, [alike], 5, 2, attendance="expected", peer_rule="mean_field")[0]
    alone = read_outcomes(run, {name: outcomes_of(small)[name] for name in OUTCOMES})
    assert found.values[4, 2, 2].tolist() == [alone[name] for name in OUTCOMES]
    finance = run.people.group_start[1]  # the first of them share a role, and have no harm to differ in
    assert run.state.support[finance] == run.state.support[finance + 1]
    assert found.values[4, 0, 2].tolist() != found.values[4, 2, 2].tolist()


def test_progress_counts_every_run_once(small):
    seen = []
    evaluate(small, POINTS, ARMS, 2, OUTCOMES, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (42, 42)
    assert seen == sorted(seen)


def broken_at(carry_over, monkeypatch):
    """Let every block that holds a lane with this parameter fail."""
    honest = blocks.simulate_lanes

    def simulate_lanes(scenario, lanes, *more, **named):
        if any(lane.parameters["carry_over"] == carry_over for lane in lanes):
            raise ZeroDivisionError("lane spoilt by the test")
        return honest(scenario, lanes, *more, **named)

    monkeypatch.setattr(blocks, "simulate_lanes", simulate_lanes)


def test_a_bad_lane_is_a_hole_with_its_error_and_takes_no_other_with_it(small, found, monkeypatch):
    broken_at(POINTS[3]["carry_over"], monkeypatch)
    monkeypatch.setattr(evaluation, "SECONDS_A_TASK", 1e-9)  # a task a block
    again = evaluate(small, POINTS, ARMS, 3, OUTCOMES, seed=5, block=4)
    assert np.isnan(again.values[3]).all()
    others = [0, 1, 2, 4, 5, 6]
    assert np.array_equal(again.values[others], found.values[others])
    assert [(each.point, each.arm.plan, each.replication) for each in again.failures] == [
        (3, plan, number) for plan in ("early", "late", "early") for number in range(3)
    ]
    assert "lane spoilt by the test" in again.failures[0].error


def test_a_point_that_cannot_be_run_is_a_hole_with_its_reason(small):
    found = evaluate(small, [{}, {"public_contacts": 2.0}], ["early"], 2, OUTCOMES)
    assert np.isfinite(found.values[0]).all()
    assert np.isnan(found.values[1]).all()
    assert "can meet 1,500 a week" in found.failures[0].error


def test_holes_are_refused_naming_points_and_replications(small, monkeypatch):
    broken_at(POINTS[3]["carry_over"], monkeypatch)
    found = evaluate(small, POINTS, ["early"], 2, OUTCOMES)
    with pytest.raises(
        RuntimeError, match=r"1 of 7 design points .*point 3 \(replication early 0, early 1\).*spoilt"
    ):
        refuse_holes(found)


def test_sensitivity_refuses_a_design_with_holes(small, monkeypatch):
    broken_at(1.0, monkeypatch)
    with pytest.raises(RuntimeError, match="have holes"):
        sensitivity(small, trajectories=4, replications=1, parameters=["carry_over", "trust_gain"])


def test_slips_of_the_pen_are_told_at_once_with_the_nearest_names(small):
    with pytest.raises(BadInput) as refused:
        evaluate(small, POINTS, ["erly", Arm("late", ("redesing",))], 0, ["peak_campain"])
    said = "\n".join(refused.value.lines())
    for expected in ("mean early?", "mean redesign?", "mean peak_campaign?", "replications is 0; expected 1"):
        assert expected in said
