"""Influence: how much others hear a stakeholder, under every peer rule and in standing structures."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.arrays import Floats
from sim.scenario import PeerRule, Scenario
from sim.simulation import Block
from sim.world import World, draw_world, lane_of
from tests.model.lanes import STILL, advanced, lane_with, largest_difference
from tests.rules import references

LAYER_WEIGHTS = {
    "weight_professional": 0.5,
    "weight_community": 1.0,
    "weight_online": 2.0,
    "weight_political": 1.5,
    "weight_governance": 0.7,
}
TALK = {
    **STILL,
    **LAYER_WEIGHTS,
    "peer_influence": 1.0,
    "prior_sd": 0.4,
    "campaigner_weight": 2.0,
    "confidence_bound": 0.5,
    "latitude_of_acceptance": 0.3,
    "latitude_of_rejection": 0.9,
    "assimilation_bias": 1.5,
}


def influential(world: World, seed: int) -> World:
    """The same people with some influence, some with none."""
    influence = np.random.default_rng(seed).choice([0.0, 0.5, 1.0, 3.0, 20.0], world.n)
    return replace(world, people=world.people._replace(influence=influence))


def talking(world: World, rule: PeerRule, lanes: int = 1, **parameters: float) -> Block:
    """Everybody aware and talking, some of them campaigning, and nothing else."""
    block = Block(world, [lane_with(world.scenario, {**TALK, **parameters})] * lanes, peer_rule=rule)
    block.state.awareness[:] = 1.0
    chance = np.random.default_rng(7)
    block.state.against[:] = (chance.random(world.n) < 0.2)[:, None]
    block.state.in_favour[:] = (chance.random(world.n) < 0.2)[:, None] * (1 - block.state.against)
    return block


def weights_by_definition(block: Block, rule: PeerRule) -> Floats:
    """Weight with which everybody hears everybody, tie by tie: layer, influence, campaigning."""
    world, n = block.world, block.world.n
    loud = world.people.influence * (
        1 + TALK["campaigner_weight"] * (block.state.against + block.state.in_favour)[:, 0]
    )
    if rule == "mean_field":
        return np.tile(loud, (n, 1))
    weight = np.zeros((n, n))
    for i in range(n):
        for layer, layer_weight in enumerate(LAYER_WEIGHTS.values()):
            start, end = world.network.start[i, layer : layer + 2]
            for j in world.network.neighbour[start:end]:
                weight[i, j] += layer_weight * loud[j]
    return weight


def heard_by_definition(block: Block, rule: PeerRule) -> Floats:
    """The support that everybody hears from peers; who hears nobody, its own."""
    support, weight = block.state.support[:, 0], weights_by_definition(block, rule)
    heard = support.copy()
    for i in range(support.size):
        if rule == "bounded_confidence":
            weight[i] *= [references.listens(s - support[i], TALK["confidence_bound"]) for s in support]
        if not weight[i].sum() > 0:
            continue
        shares = weight[i] / weight[i].sum()
        if rule == "social_judgement":
            latitudes = TALK["latitude_of_acceptance"], TALK["latitude_of_rejection"]
            gaps = [references.judged_gap(s - support[i], *latitudes) for s in support]
            heard[i] = np.clip(support[i] + shares @ gaps, -1, 1)
        else:
            heard[i] = shares @ support
        if rule == "biased_assimilation":
            heard[i] = references.assimilated(support[i], heard[i], TALK["assimilation_bias"])
    return heard


RULES: tuple[PeerRule, ...] = (
    "linear",
    "bounded_confidence",
    "biased_assimilation",
    "social_judgement",
    "mean_field",
)


@pytest.mark.parametrize("lanes", [1, 8])
@pytest.mark.parametrize("rule", RULES)
def test_peers_are_heard_by_their_influence(few: Scenario, rule: PeerRule, lanes: int) -> None:
    block = talking(influential(draw_world(few, 3, 0), 3), rule, lanes)
    demanded = heard_by_definition(block, rule)
    before = block.state.support.copy()
    advanced(block, 1)
    assert largest_difference(block.state.support, demanded[:, None]) <= 1e-12
    assert largest_difference(before, demanded[:, None]) > 0.1


def test_awareness_spreads_by_influence_too(few: Scenario) -> None:
    """Insiders know of the proposal, so that they can hear more of it."""
    block = talking(influential(draw_world(few, 3, 0), 3), "linear", awareness_by_peers=1.0)
    aware = np.random.default_rng(5).random(block.world.n)
    block.state.awareness[:, 0] = aware
    weight = weights_by_definition(block, "linear")
    total = weight.sum(axis=1)
    heard = np.where(total > 0, weight @ aware / np.where(total > 0, total, 1), 0.0)
    advanced(block, 1)
    clinicians = slice(0, 10)
    demanded = aware + (1 - aware) * heard
    assert largest_difference(block.state.awareness[clinicians, 0], demanded[clinicians]) <= 1e-12


@pytest.mark.parametrize("rule", RULES)
def test_where_nobody_has_influence_everybody_keeps_its_view(few: Scenario, rule: PeerRule) -> None:
    world = draw_world(few, 3, 0)
    silent = replace(world, people=world.people._replace(influence=np.zeros(world.n)))
    block = talking(silent, rule, assimilation_bias=0.0)
    before = block.state.support.copy()
    advanced(block, 3)
    if rule == "biased_assimilation":  # without a bias this is hearing oneself, up to rounding
        assert largest_difference(block.state.support, before) <= 1e-15
    else:
        assert np.array_equal(block.state.support, before)


@pytest.mark.parametrize("rule", RULES)
def test_the_same_influence_for_everybody_changes_nothing(few: Scenario, rule: PeerRule) -> None:
    world = draw_world(few, 3, 0)
    louder = replace(world, people=world.people._replace(influence=np.full(world.n, 4.0)))
    usual, loud = advanced(talking(world, rule), 5), advanced(talking(louder, rule), 5)
    assert largest_difference(usual.state.support, loud.state.support) <= 1e-12


WEEK = 10  # all three structures stand


def members_meet(scenario: Scenario, influence: Floats, weight: float) -> tuple[Block, Floats]:
    """One week in which everybody only hears peers and structures; and support when it began."""
    world = draw_world(scenario, 1, 0)
    plain = lane_of(scenario, scenario.plan("secret"))
    lane = replace(plain, parameters={**TALK, "standing_group_weight": weight, "leadership": 0.5})
    block = Block(replace(world, people=world.people._replace(influence=influence)), [lane])
    before = block.state.support[:, 0].copy()
    block.state.awareness[:] = 1.0
    return advanced(block, 1, first=WEEK), before


def test_members_of_a_structure_hear_their_mean_by_influence(everything: Scenario) -> None:
    influence = np.random.default_rng(2).choice([0.0, 0.5, 1.0, 3.0], everything.population.n)
    meets, support = members_meet(everything, influence, 0.6)
    apart, _ = members_meet(everything, influence, 0.0)
    people, members = meets.world.people, 0
    for first, last in pairwise(people.circle_start):
        rows = people.circle_member[first:last]
        mean = influence[rows] @ support[rows] / influence[rows].sum()
        demanded = 0.4 * apart.state.support[rows, 0] + 0.6 * mean
        assert largest_difference(meets.state.support[rows, 0], demanded) <= 1e-12
        assert abs(mean - support[rows].mean()) > 1e-3
        members += rows.size
    assert members == 19


def test_a_structure_whose_members_have_no_influence_is_not_heard(everything: Scenario) -> None:
    influence = np.ones(everything.population.n)
    members = draw_world(everything, 1, 0).people.circle_member
    influence[members] = 0.0
    meets, _ = members_meet(everything, influence, 0.6)
    apart, _ = members_meet(everything, influence, 0.0)
    assert np.array_equal(meets.state.support, apart.state.support)
