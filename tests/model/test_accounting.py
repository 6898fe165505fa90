"""The account of an explained run: exact, complete, and without any effect of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import MECHANISMS, State
from sim.experiments.explain import explain, two_lives
from sim.scenario import PEER_RULES, PeerRule, Scenario
from sim.simulation import Block, Run, simulate_lanes
from sim.world import Lane, draw_world, lane_of
from tests.model.lanes import advanced, largest_difference


@pytest.fixture(params=["everything", "emergency_care"])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    chosen: Scenario = request.getfixturevalue(request.param)
    return chosen


def lanes_of(scenario: Scenario) -> list[Lane]:
    """Two plans, and the first with so much noise that support leaves its range."""
    one, other = (lane_of(scenario, plan) for plan in scenario.plans[:2])
    noisy = {**one.parameters, "private_noise": 0.5, "lasting_noise": 0.5}
    return [one, other, replace(one, parameters=noisy)]


def explained_runs(scenario: Scenario, peer_rule: PeerRule | None = None) -> list[Run]:
    return simulate_lanes(scenario, lanes_of(scenario), seed=4, peer_rule=peer_rule, explain=True)


def contributions_of(run: Run) -> np.ndarray:
    assert run.contributions is not None
    return run.contributions


def test_explaining_a_run_changes_no_bit_of_it(scenario: Scenario) -> None:
    plain = simulate_lanes(scenario, lanes_of(scenario), seed=4)
    for ours, theirs in zip(explained_runs(scenario), plain, strict=True):
        for name, one, other in zip(State._fields, ours.state, theirs.state, strict=True):
            assert one.tobytes() == other.tobytes(), name
        for name, array in ours.history.items():
            assert array.tobytes() == theirs.history[name].tobytes(), name
        assert ours.clipped_share == theirs.clipped_share
        assert (theirs.contributions, theirs.explained) == (None, None)


@pytest.mark.parametrize("peer_rule", PEER_RULES)
def test_contributions_add_up_to_everybodys_support(scenario: Scenario, peer_rule: PeerRule) -> None:
    for run in explained_runs(scenario, peer_rule):
        total = run.prior_view + contributions_of(run).sum(axis=0)
        assert largest_difference(total, run.state.support) < 1e-12


def test_contributions_add_up_in_every_week(everything: Scenario) -> None:
    block = Block(draw_world(everything, 4, 0), lanes_of(everything), explain=True)
    for week in range(everything.programme.horizon_weeks):
        block.advance(week)
        total = block.prior.support + block.contributions().sum(axis=0)
        assert largest_difference(total, block.state.support) < 1e-12


def test_what_is_clipped_is_in_the_account_only_where_something_is(scenario: Scenario) -> None:
    calm, _, noisy = explained_runs(scenario)
    clipping = MECHANISMS.index("clipping")
    assert noisy.clipped_share > 0.1
    assert np.abs(contributions_of(noisy)[clipping]).max() > 0.1
    if calm.clipped_share == 0:
        assert np.abs(contributions_of(calm)[clipping]).max() < 1e-12


OFF = {
    "engagement": {"persuasion": 0.0},
    "fairness": {"fairness_weight": 0.0},
    "self_evaluation": {"self_evaluation": 0.0},
    "peers": {"peer_influence": 0.0},
    "media": {"media_influence": 0.0},
    "pressure": {"political_pressure": 0.0},
    "fatigue": {"fatigue_irritation": 0.0},
    "noise": {"private_noise": 0.0},
    "prior": {"pull_to_prior": 0.0},
}


def test_a_mechanism_at_zero_contributes_exactly_nothing(everything: Scenario) -> None:
    lane = lanes_of(everything)[0]
    lanes = [lane, *(replace(lane, parameters={**lane.parameters, **off}) for off in OFF.values())]
    assert set(OFF) == set(MECHANISMS) - {"clipping"}
    runs = simulate_lanes(everything, lanes, seed=4, explain=True)
    for name, run in zip(OFF, runs[1:], strict=True):
        row = MECHANISMS.index(name)
        assert (contributions_of(run)[row] == 0).all(), name
        assert np.abs(contributions_of(runs[0])[row]).max() > 0, name


@pytest.mark.parametrize(
    ("switch", "mechanism"),
    [("peers", "peers"), ("media", "media"), ("campaigns", "pressure"), ("fatigue",) * 2],
)
def test_a_switch_takes_its_mechanism_out_of_the_account(
    everything: Scenario, switch: str, mechanism: str
) -> None:
    lane = lane_of(everything, everything.plans[0], off=[switch])
    run = simulate_lanes(everything, [lane], seed=4, explain=True)[0]
    assert (contributions_of(run)[MECHANISMS.index(mechanism)] == 0).all()


def test_explained_means_are_weighted_means_of_contributions(scenario: Scenario) -> None:
    for run in explained_runs(scenario):
        people, contributions = run.people, contributions_of(run)
        assert run.explained is not None
        weeks = scenario.programme.horizon_weeks
        assert run.explained.shape == (weeks, len(MECHANISMS), len(scenario.population.groups))
        prior = []
        for group, (first, last) in enumerate(zip(people.group_start, people.group_start[1:], strict=False)):
            weight = people.weight[first:last]
            mean = (contributions[:, first:last] * weight).sum(axis=1) / weight.sum()
            assert largest_difference(run.explained[-1, :, group], mean) < 1e-12
            prior.append((run.prior_view[first:last] * weight).sum() / weight.sum())
        support = run.history["group_support"]  # in every week: prior view plus what was added
        assert largest_difference(support, np.array(prior) + run.explained.sum(axis=1)) < 1e-12


def test_an_explanation_tells_how_far_plans_come_apart(everything: Scenario) -> None:
    told = explain(everything, ("open", "secret"), pairs=2, seed=4)
    table = told.table("horizon").set_index(["group", "mechanism"])
    lanes = [lane_of(everything, everything.plan(name)) for name in ("open", "secret")]
    gaps = []
    for replication in range(2):
        one, other = simulate_lanes(everything, lanes, 4, replication)
        gaps.append((one.history["group_support"] - other.history["group_support"])[-1])
    for at, group in enumerate(everything.population.groups):
        assert table.loc[group.name, "difference"].sum() == pytest.approx(
            np.mean(gaps, axis=0)[at], abs=1e-12
        )


def test_a_life_lived_twice_under_one_plan_does_not_part(everything: Scenario) -> None:
    plan = everything.plan("open")
    twice = everything.model_copy(
        update={"plans": (*everything.plans, plan.model_copy(update={"name": "open_again"}))}
    )
    lives = two_lives(twice, ("open", "open_again"), person=80)
    assert (lives.parts_in, lives.through) == (None, "")
    assert "never part" in lives.story()[0]


def test_early_and_late_lives_part_in_the_week_of_the_first_public_activity(
    emergency_care: Scenario,
) -> None:
    early = lane_of(emergency_care, emergency_care.plan("early"))
    first = min(activity.start for activity in early.activities if activity.public)
    assert first == 4
    block = Block(
        draw_world(emergency_care, 1, 0), [early, lane_of(emergency_care, emergency_care.plan("late"))]
    )
    advanced(block, first)
    assert (block.state.support[:, 0] == block.state.support[:, 1]).all()
    advanced(block, 1, first=first)
    # that others are heard moves everybody who knows, so all lives part at once
    part_now = block.state.support[:, 0] != block.state.support[:, 1]
    for person in (int(np.flatnonzero(part_now)[0]), int(np.flatnonzero(part_now)[-1])):
        lives = two_lives(emergency_care, person=person)
        assert lives.parts_in == first
        assert f"part in week {first}, through" in lives.story()[0]
