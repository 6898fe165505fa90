"""Published results, reproduced by the same compiled weeks that every run goes through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from sim.arrays import Floats, Network
from sim.scenario import PeerRule, Scenario
from sim.simulation import Block
from sim.world import World, draw_world
from tests.conftest import Measure
from tests.model.lanes import STILL, advanced, lane_with, largest_difference, with_programme

N_LAYERS = 5


def crowd(scenario: Scenario, n: int, weeks: int) -> Scenario:
    """So many residents of one locality and nobody else, for so many weeks; not checked."""
    population = scenario.population
    resident = next(group for group in population.groups if group.kind == "resident")
    small = population.model_copy(
        update={
            "localities": population.localities[:1],
            "groups": (resident.model_copy(update={"members": n, "prior_view": None}),),
        }
    )
    alone = scenario.model_copy(update={"population": small, "structures": (), "interim_withdrawal": None})
    return with_programme(alone, horizon_weeks=weeks, bodies=(), election_week=None)


def network_of(ties: Sequence[Sequence[int]]) -> Network:
    """Everybody hears those named in its row, in the first layer; who is named twice counts twice."""
    ends = np.cumsum([len(row) for row in ties])
    start = np.repeat(ends[:, None], N_LAYERS + 1, axis=1)
    start[:, 0] = np.concatenate([[0], ends[:-1]])
    return Network(
        start=start.astype(np.int64),
        neighbour=np.array([j for row in ties for j in row], dtype=np.int32),
    )


def everybody_hears_everybody(n: int) -> Network:
    """A complete network in which everybody hears itself too."""
    return network_of([range(n)] * n)


def world_of(scenario: Scenario, network: Network) -> World:
    """People of this scenario on a network of one's own."""
    return replace(draw_world(scenario, 1, 0), network=network)


def talkers(
    world: World, view: Floats, parameters: Mapping[str, float], peer_rule: PeerRule = "linear"
) -> Block:
    """Aware people with these views, who do nothing but talk."""
    lane = lane_with(world.scenario, {**STILL, "peer_influence": 1.0, **parameters})
    block = Block(world, [lane], peer_rule=peer_rule)
    block.state.awareness[:] = 1.0
    for array in (block.prior.support, block.state.support, block.state.lasting):
        array[:] = view[:, None]
    return block


GAP = 1 / 64  # exact in binary
GUARD = 1e-12  # sums of exact numbers over a count are not exact


@pytest.mark.parametrize(("n", "clusters"), [(36, 12), (61, 21), (121, 41)])
def test_equal_gaps_as_wide_as_the_bound_end_in_the_clusters_of_hegarty_and_wedin(
    emergency_care: Scenario, n: int, clusters: int, within: Measure
) -> None:
    """Clusters of three, and one of what is left over: arXiv 1406.0819, for Hegselmann and Krause."""
    world = world_of(crowd(emergency_care, n, 2 * n), everybody_hears_everybody(n))
    view = (np.arange(n) - (n - 1) / 2) * GAP
    block = talkers(world, view, {"confidence_bound": GAP + GUARD}, "bounded_confidence")
    last_move = 0
    for week in range(2 * n):
        before = block.state.support.copy()
        block.advance(week)
        if largest_difference(block.state.support, before) > 1e-9:
            last_move = week + 1
    assert last_move == 5 * n // 6 + 1
    ends = np.sort(block.state.support[:, 0])
    sizes = np.diff(np.flatnonzero(np.r_[True, np.diff(ends) > 1e-9, True]))
    within(f"V15 Hegselmann-Krause, n = {n}: clusters other than {clusters}", abs(sizes.size - clusters), 0)
    assert sorted(sizes) == sorted([3] * (2 * (n // 6)) + [n % 6] * (n % 6 > 0))


def test_a_bound_just_below_the_gap_leaves_everybody_alone(emergency_care: Scenario) -> None:
    n = 36
    world = world_of(crowd(emergency_care, n, 50), everybody_hears_everybody(n))
    view = (np.arange(n) - (n - 1) / 2) * GAP
    block = advanced(talkers(world, view, {"confidence_bound": GAP - GUARD}, "bounded_confidence"), 50)
    assert np.array_equal(block.state.support[:, 0], view)


# Friedkin and Johnsen's four people, as in the documentation of the package FJsim: influence in thousandths,
# views from 0 to 100, everybody's susceptibility one minus its weight on itself
INFLUENCE = ((220, 120, 360, 300), (147, 215, 344, 294), (0, 0, 1000, 0), (90, 178, 446, 286))
VIEWS = np.array([25.0, 25.0, 75.0, 85.0])
THEIR_LIMIT = np.array([60.02084883, 59.98396594, 75.0, 74.98620494])


def four_people(scenario: Scenario, pull: float, weeks: int) -> Block:
    """Friedkin and Johnsen's four.

    A tie of weight .147 is 147 ties among a thousand. Susceptibility l is awareness: who listens at
    the rate ``pull`` l / (1 - l) and is pulled to its prior view at the rate ``pull`` rests where they do.
    """
    ties = [[j for j, count in enumerate(row) for _ in range(count)] for row in INFLUENCE]
    world = world_of(crowd(scenario, 4, weeks), network_of(ties))
    block = talkers(world, VIEWS / 50 - 1, {"pull_to_prior": pull})
    susceptible = 1 - np.diag(INFLUENCE) / 1000
    block.state.awareness[:, 0] = pull * susceptible / (1 - susceptible)
    return block


@pytest.mark.parametrize("pull", [0.05, 0.2])
def test_four_people_end_where_friedkin_and_johnsen_say(
    emergency_care: Scenario, pull: float, within: Measure
) -> None:
    block = advanced(four_people(emergency_care, pull, 1500), 1500)
    ends = 50 * (block.state.support[:, 0] + 1)
    # as many digits as are printed
    within(
        "V15 Friedkin-Johnsen, four people: of 60.0208, 59.9840, 75, 74.9862",
        largest_difference(ends, THEIR_LIMIT),
        1e-8,
    )
    influence = np.array(INFLUENCE) / 1000
    susceptible = np.diag(1 - np.diag(influence))
    demanded = np.linalg.solve(np.eye(4) - susceptible @ influence, (np.eye(4) - susceptible) @ VIEWS)
    assert largest_difference(ends, demanded) < 1e-10


@pytest.mark.parametrize("peer_influence", [0.5, 1.0])
def test_the_karate_club_agrees_on_one_against_a_hundred_and_fifty_six(
    emergency_care: Scenario, peer_influence: float, within: Measure
) -> None:
    """DeGroot without weights: views count by ties, 16 of the one leader and 17 of the other, of 156."""
    club = nx.karate_club_graph()
    world = world_of(crowd(emergency_care, 34, 500), network_of([sorted(club[i]) for i in range(34)]))
    view = np.zeros(34)
    view[[0, 33]] = 1, -1
    block = advanced(talkers(world, view, {"peer_influence": peer_influence}), 500)
    within(
        "V15 karate club: from -1/156",
        largest_difference(block.state.support, np.full((34, 1), -1 / 156)),
        1e-10,
    )


@pytest.mark.parametrize("lanes", [1, 3])
def test_the_mean_field_is_a_complete_network(emergency_care: Scenario, lanes: int) -> None:
    """Up to rounding: sums run in another order."""
    world = world_of(emergency_care, everybody_hears_everybody(emergency_care.population.n))
    lane = lane_with(emergency_care, {**STILL, "peer_influence": 0.1, "campaigner_weight": 4.0})
    chance = np.random.default_rng(3)
    loud = (chance.random(world.n) < 0.2).astype(float)
    heard = []
    for rule in ("linear", "mean_field"):
        block = Block(world, [lane] * lanes, peer_rule=rule)
        block.state.awareness[:] = 1.0
        block.state.against[:] = loud[:, None]
        block.state.support[:] = np.linspace(-1, 1, world.n)[:, None]
        block.advance(0)
        heard.append(block.state.support.copy())
    assert np.abs(heard[0] - heard[1]).max() < 1e-12
    assert np.abs(heard[0] - np.linspace(-1, 1, world.n)[:, None]).max() > 0.05
