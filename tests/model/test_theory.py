"""What theory demands of the week when only some of its mechanisms are at work."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
import scipy.sparse as sparse

from sim.arrays import Floats, Network
from sim.scenario import Scenario
from sim.simulation import Block
from sim.world import World, draw_world
from tests.conftest import Measure
from tests.model.lanes import STILL, advanced, copied, lane_with, largest_difference, with_programme

LAYERS = ("professional", "community", "online", "political", "governance")
WEIGHTS = {
    "even": (1.0, 1.0, 1.0, 1.0, 1.0),
    "uneven": (0.5, 1.0, 2.0, 1.5, 0.7),
    "no online layer": (1.0, 1.0, 0.0, 1.0, 1.0),
}


def hearing_matrix(network: Network, weights: tuple[float, ...]) -> Floats:
    """Who hears whom, rows adding up to 1; who hears nobody hears itself. From the definition, tie by tie."""
    n = network.start.shape[0]
    matrix = sparse.lil_matrix((n, n))
    for i in range(n):
        for layer, weight in enumerate(weights):
            for j in network.neighbour[network.start[i, layer] : network.start[i, layer + 1]]:
                matrix[i, int(j)] += weight
    heard = matrix.toarray()
    alone = heard.sum(axis=1) == 0
    heard[alone, alone] = 1.0
    return heard / heard.sum(axis=1, keepdims=True)


def stationary_means(hearing: Floats, view: Floats) -> Floats:
    """What DeGroot's process leads everybody to: the stationary-weighted mean of their component."""
    count, component = sparse.csgraph.connected_components(sparse.csr_matrix(hearing), directed=False)
    means = np.empty_like(view)
    for each in range(count):
        inside = np.flatnonzero(component == each)
        within = hearing[np.ix_(inside, inside)]
        equations = within.T - np.eye(inside.size)
        equations[-1] = 1.0  # one equation follows from the others; in its place, weights add up to 1
        weight = np.linalg.solve(equations, np.r_[np.zeros(inside.size - 1), 1.0])
        means[inside] = weight @ view[inside]
    return means


def block_of_talkers(
    scenario: Scenario,
    world: World,
    weeks: int,
    parameters: dict[str, float],
    weights: list[tuple[float, ...]],
) -> Block:
    """Everybody aware and talking to peers, and nothing else; a lane for each choice of layer weights."""
    lanes = [
        lane_with(
            scenario,
            {
                **STILL,
                "prior_sd": 0.3,
                **parameters,
                **dict(zip((f"weight_{name}" for name in LAYERS), each, strict=True)),
            },
        )
        for each in weights
    ]
    block = Block(world, lanes)
    block.state.awareness[:] = 1.0
    return block


@pytest.fixture(scope="module")
def long_run(emergency_care: Scenario) -> Scenario:
    return with_programme(emergency_care, horizon_weeks=1000)


@pytest.fixture(scope="module")
def world(long_run: Scenario) -> World:
    return draw_world(long_run, seed=3, replication=0)


def test_with_every_rate_at_zero_nothing_moves(everything: Scenario) -> None:
    parameters = {**STILL, "prior_sd": 0.3, "prior_trust_sd": 0.2, "prior_trust_public": 0.5}
    world = draw_world(everything, 1, 0)
    block = Block(world, [lane_with(everything, parameters)])
    before = copied(block.state)
    advanced(block, 110)
    for name, start, end in zip(before._fields, before, block.state, strict=True):
        assert np.array_equal(start, end), name


def test_people_who_only_listen_to_each_other_end_at_the_stationary_mean_of_degroot(
    long_run: Scenario, world: World, within: Measure
) -> None:
    block = block_of_talkers(long_run, world, 1000, {"peer_influence": 0.9}, list(WEIGHTS.values()))
    start = block.state.support.copy()
    advanced(block, 1000)
    for at, weights in enumerate(WEIGHTS.values()):
        demanded = stationary_means(hearing_matrix(world.network, weights), start[:, at])
        assert np.ptp(start[:, at]) > 1  # they did not agree before
        within(
            "V1 DeGroot: support from the stationary mean",
            largest_difference(block.state.support[:, at], demanded),
            1e-8,
        )


def test_people_pulled_to_their_prior_view_end_at_the_limit_of_friedkin_and_johnsen(
    long_run: Scenario, world: World, within: Measure
) -> None:
    talk, prior_pull = 0.5, 0.05
    block = block_of_talkers(
        long_run, world, 1000, {"peer_influence": talk, "pull_to_prior": prior_pull}, list(WEIGHTS.values())
    )
    start = block.state.support.copy()
    advanced(block, 1000)
    listening = talk / (talk + prior_pull)
    for at, weights in enumerate(WEIGHTS.values()):
        hearing = hearing_matrix(world.network, weights)
        demanded = np.linalg.solve(
            np.eye(world.n) - listening * hearing, (1 - listening) * block.prior.support[:, at]
        )
        within(
            "V2 Friedkin-Johnsen: support from (I - LW)^-1 (I - L) s0",
            largest_difference(block.state.support[:, at], demanded),
            1e-10,
        )
        assert largest_difference(start[:, at], demanded) > 0.1


def test_each_persons_awareness_and_certainty_set_how_far_it_listens(
    long_run: Scenario, world: World
) -> None:
    """Friedkin and Johnsen's limit with listening shares of one's own; influence partly passes."""
    talk, prior_pull, fading, lasting, resistance = 0.3, 0.05, 0.4, 0.6, 0.8
    block = block_of_talkers(
        long_run,
        world,
        1000,
        {
            "peer_influence": talk,
            "pull_to_prior": prior_pull,
            "fading": fading,
            "lasting_peers": lasting,
            "certainty_resistance": resistance,
        },
        [WEIGHTS["uneven"]],
    )
    chance = np.random.default_rng(5)
    block.state.awareness[:, 0] = chance.random(world.n)
    block.state.certainty[:, 0] = chance.random(world.n)
    rate = talk * block.state.awareness[:, 0] * (1 - resistance * block.state.certainty[:, 0])
    advanced(block, 1000)
    # at rest the two parts hold lasting / prior_pull and (1 - lasting) / fading of a week's influence
    strength = rate * (lasting / prior_pull + (1 - lasting) / fading)
    hearing = hearing_matrix(world.network, WEIGHTS["uneven"])
    demanded = np.linalg.solve(
        np.eye(world.n) + strength[:, None] * (np.eye(world.n) - hearing), block.prior.support[:, 0]
    )
    assert largest_difference(block.state.support[:, 0], demanded) < 1e-10


@pytest.mark.parametrize("fading", [0.1, 0.5, 0.75])
def test_the_effect_of_a_media_pulse_halves_in_the_time_that_fading_says(
    everything: Scenario, fading: float, within: Measure
) -> None:
    parameters = {**STILL, "media_influence": 0.2, "lasting_media": 0.0, "fading": fading, "negativity": 0.3}
    block = Block(draw_world(everything, 1, 0), [lane_with(everything, parameters)])
    block.state.awareness[:] = 1.0
    block.course.attention[:] = 1.0  # one week of it: nothing persists, and there are no events
    effects = []
    for week in range(25):
        block.advance(week)
        effects.append(block.state.passing[:, 0].copy())
    assert block.course.attention[0] == 0
    assert (np.abs(effects[0]) > 1e-3).all()
    slopes = np.polyfit(np.arange(25), np.log(np.abs(effects)), 1)[0]
    halves = np.abs(log(2) / -slopes - log(2) / -log(1 - fading)).max()
    within("V7 media pulse: weeks to halve", halves, 1e-9)


def test_what_lasts_of_a_media_pulse_does_not_fade(everything: Scenario) -> None:
    parameters = {**STILL, "media_influence": 0.2, "lasting_media": 0.25, "fading": 0.5, "negativity": 0.3}
    block = Block(draw_world(everything, 1, 0), [lane_with(everything, parameters)])
    block.state.awareness[:] = 1.0
    block.course.attention[:] = 1.0
    advanced(block, 1)
    first = block.state.support - block.prior.support
    advanced(block, 70, first=1)
    assert largest_difference(block.state.support - block.prior.support, 0.25 * first) < 1e-12
