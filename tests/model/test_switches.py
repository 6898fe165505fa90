"""Switches and peer rules: each equals what it says it is, bit for bit where bits can be equal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.arrays import State
from sim.errors import BadInput
from sim.scenario import PEER_RULES, SWITCHES, PeerRule, Scenario
from sim.simulation import Block, Run, simulate, simulate_lanes
from sim.world import Lane, draw_world, lane_of
from tests.model.lanes import STILL, advanced, lane_with, largest_difference, with_proposal

SEED = 1
# What each switch sets, written down once more by hand.
BY_HAND = {
    "peers": {"peer_influence": 0.0},
    "media": {"media_influence": 0.0},
    "trust": {"trust_gain": 0.0, "leak_shock": 0.0},
    "fatigue": {"fatigue_gain": 0.0},
    "campaigns": {"campaign_cut": 3.0},
    "certainty": {"certainty_resistance": 0.0},
    "fading": {"fading": 0.0},
    "vagueness": {"vagueness_penalty": 0.0},
    "redesign": {"redesign_rate": 0.0},
    "leak": {"leak_hazard": 0.0},
    "exclusion": {"exclusion": 0.0},
    "loss_aversion": {"loss_aversion": 1.0},
    "messenger": {"messenger_weight": 0.0, "messenger_pull": 0.0},
    "elections": {"election_factor": 0.0},
}
OTHERS = {"voice", "frame", "veil", "structures", "interim_withdrawal"}


def parted(one: Run, other: Run) -> set[str]:
    """Names of the arrays of state and history in which two runs differ by a bit."""
    found = {
        name
        for name, ours, theirs in zip(State._fields, one.state, other.state, strict=True)
        if ours.tobytes() != theirs.tobytes()
    }
    return found | {
        name for name, ours in one.history.items() if ours.tobytes() != other.history[name].tobytes()
    }


def run_of(scenario: Scenario, lane: Lane, peer_rule: PeerRule | None = None) -> Run:
    return simulate_lanes(scenario, [lane], SEED, peer_rule=peer_rule)[0]


def lane_off(scenario: Scenario, *off: str, plan: str = "secret") -> Lane:
    return lane_of(scenario, scenario.plan(plan), off=off)


@pytest.fixture(scope="module")
def as_it_is(everything: Scenario) -> Run:
    return run_of(everything, lane_off(everything))


def test_every_switch_is_told_here_by_hand() -> None:
    assert {name for name, switch in SWITCHES.items() if switch.sets} == set(BY_HAND)
    assert set(SWITCHES) == set(BY_HAND) | OTHERS


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_a_mechanism_switched_off_equals_its_parameters_set_by_hand(
    everything: Scenario, as_it_is: Run, name: str
) -> None:
    lane = lane_off(everything)
    by_hand = replace(lane, parameters={**lane.parameters, **BY_HAND[name]})
    ours = run_of(everything, lane_off(everything, name))
    assert parted(ours, run_of(everything, by_hand)) == set()
    assert "support" in parted(ours, as_it_is)  # the mechanism had been at work


def test_all_switches_together_equal_all_parameters_set_by_hand(everything: Scenario) -> None:
    lane = lane_off(everything)
    values = {key: value for sets in BY_HAND.values() for key, value in sets.items()}
    by_hand = replace(lane, parameters={**lane.parameters, **values})
    assert parted(run_of(everything, lane_off(everything, *BY_HAND)), run_of(everything, by_hand)) == set()


def test_without_voice_all_activities_and_meetings_only_inform(everything: Scenario, as_it_is: Run) -> None:
    lane = lane_off(everything)
    informing = replace(
        lane,
        activities=tuple(replace(each, mode="inform") for each in lane.activities),
        meetings=tuple(replace(each, mode="inform") for each in lane.meetings),
    )
    ours = run_of(everything, lane_off(everything, "voice"))
    assert parted(ours, run_of(everything, informing)) == set()
    assert (ours.state.voice == 0).all()
    assert (ours.history["redesign"] == 0).all()
    assert "support" in parted(ours, as_it_is)


def test_without_the_frame_every_activity_is_about_care(everything: Scenario, as_it_is: Run) -> None:
    plan = everything.plan("secret")
    caring = plan.model_copy(
        update={"activities": tuple(each.model_copy(update={"frame": "care"}) for each in plan.activities)}
    )
    ours = run_of(everything, lane_off(everything, "frame"))
    assert parted(ours, run_of(everything, lane_of(everything, caring))) == set()
    assert "support" in parted(ours, as_it_is)


def test_without_the_veil_there_is_one_option_from_the_first_week(
    everything: Scenario, as_it_is: Run
) -> None:
    one = with_proposal(
        everything,
        options=(everything.proposal.preferred_option,),
        shortlist=(everything.proposal.preferred,),
    )
    ours = run_of(everything, lane_off(everything, "veil"))
    assert parted(ours, run_of(one, lane_off(one))) == set()
    assert "support" in parted(ours, as_it_is)


def test_without_structures_the_scenario_has_none(everything: Scenario, as_it_is: Run) -> None:
    without = everything.model_copy(update={"structures": ()})
    ours = run_of(everything, lane_off(everything, "structures"))
    assert parted(ours, run_of(without, lane_off(without))) == set()
    assert "support" in parted(ours, as_it_is)


def test_structures_draw_nothing_that_others_draw(everything: Scenario) -> None:
    with_them = draw_world(everything, SEED, 0)
    without = draw_world(everything.model_copy(update={"structures": ()}), SEED, 0)
    assert np.array_equal(with_them.network.neighbour, without.network.neighbour)
    for name, ours, theirs in zip(with_them.people._fields, with_them.people, without.people, strict=True):
        if name.startswith("circle"):
            continue
        assert np.array_equal(ours[:1] if name == "cell" else ours, theirs), name
    for ours, theirs in zip(with_them.members, without.members, strict=True):
        assert np.array_equal(ours.members, theirs.members)


def test_without_interim_withdrawal_nothing_is_withdrawn(everything: Scenario, as_it_is: Run) -> None:
    without = everything.model_copy(update={"interim_withdrawal": None})
    ours = run_of(everything, lane_off(everything, "interim_withdrawal"))
    assert parted(ours, run_of(without, lane_off(without))) == set()
    week = everything.interim_withdrawal.week if everything.interim_withdrawal else 0
    assert "support" in parted(ours, as_it_is)
    for name, array in ours.history.items():
        assert array[:week].tobytes() == as_it_is.history[name][:week].tobytes(), name


@pytest.mark.parametrize(
    ("wrong", "meant"), [("peer", "peers"), ("vail", "veil"), ("loss_averson", "loss_aversion")]
)
def test_a_switch_that_does_not_exist_is_answered_with_the_nearest(
    everything: Scenario, wrong: str, meant: str
) -> None:
    with pytest.raises(BadInput, match=rf"'{wrong}', which is not a switch; did you mean {meant}"):
        simulate(everything, "secret", off=[wrong])


def test_a_peer_rule_that_does_not_exist_is_answered_with_the_nearest(everything: Scenario) -> None:
    with pytest.raises(BadInput, match=r"is not a peer rule; did you mean bounded_confidence"):
        simulate(everything, "secret", peer_rule="bounded_confidense")  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", PEER_RULES)
def test_a_peer_rule_has_the_same_bits_alone_and_beside_others(everything: Scenario, rule: PeerRule) -> None:
    lanes = [lane_of(everything, plan) for plan in everything.plans]
    for lane, beside in zip(lanes, simulate_lanes(everything, lanes, SEED, peer_rule=rule), strict=True):
        assert parted(run_of(everything, lane, rule), beside) == set()


@pytest.mark.parametrize("rule", [rule for rule in PEER_RULES if rule != "linear"])
def test_a_peer_rule_is_not_the_linear_one(everything: Scenario, as_it_is: Run, rule: PeerRule) -> None:
    assert "support" in parted(run_of(everything, lane_off(everything), rule), as_it_is)


@pytest.mark.parametrize(
    ("rule", "parameters"),
    [
        ("bounded_confidence", {"confidence_bound": 2.0}),
        ("social_judgement", {"latitude_of_acceptance": 2.1, "latitude_of_rejection": 2.2}),
        ("biased_assimilation", {"assimilation_bias": 0.0}),
    ],
)
def test_a_peer_rule_that_hears_everybody_alike_is_the_linear_one(
    everything: Scenario, as_it_is: Run, rule: PeerRule, parameters: dict[str, float]
) -> None:
    lane = lane_off(everything)
    ours = run_of(everything, replace(lane, parameters={**lane.parameters, **parameters}), rule)
    for name, here, there in zip(State._fields, ours.state, as_it_is.state, strict=True):
        assert largest_difference(here, there) < 1e-12, name
    for name, history in ours.history.items():
        tolerance = 1e-12 * max(1.0, float(np.abs(history).max()))
        assert largest_difference(history, as_it_is.history[name]) < tolerance, name


def test_a_scenario_may_declare_its_peer_rule(everything: Scenario, as_it_is: Run) -> None:
    declared = everything.model_copy(update={"peer_rule": "bounded_confidence"})
    lane = lane_off(everything)
    assert parted(run_of(declared, lane), run_of(everything, lane, "bounded_confidence")) == set()
    assert parted(run_of(declared, lane, "linear"), as_it_is) == set()


def on_network(scenario: Scenario, variant: str) -> Scenario:
    """The scenario with another variant of its network."""
    population = scenario.population
    network = population.network.model_copy(update={"variant": variant})
    return scenario.model_copy(update={"population": population.model_copy(update={"network": network})})


def heard_by(world_start: np.ndarray, neighbour: np.ndarray, i: int) -> list[int]:
    return [int(j) for j in neighbour[world_start[i, 0] : world_start[i, -1]]]


def test_merged_layers_hear_everybody_once_whatever_the_number_of_ties(everything: Scenario) -> None:
    layered = draw_world(everything, SEED, 0)
    merged = draw_world(on_network(everything, "merged"), SEED, 0)
    lane = lane_with(everything, {**STILL, "prior_sd": 0.3, "peer_influence": 0.5})
    blocks = []
    for world in (layered, merged):
        block = Block(world, [lane])
        block.state.awareness[:] = 1.0
        blocks.append(advanced(block, 1))
    repeated = []
    for i in range(layered.n):
        before, after = (heard_by(w.network.start, w.network.neighbour, i) for w in (layered, merged))
        assert after == sorted(set(before))
        repeated.append(len(before) > len(after))
        assert merged.network.start[i, 1] == merged.network.start[i, -1]  # all in the first layer
    gap = np.abs(blocks[0].state.support - blocks[1].state.support)[:, 0]
    once = ~np.array(repeated)
    assert gap[once].max() < 1e-12
    assert once.any()
    assert gap[~once].max() > 1e-3


def test_on_a_merged_network_weights_of_layers_do_not_matter(everything: Scenario) -> None:
    for variant in ("merged", "layered"):
        scenario = on_network(everything, variant)
        lane = lane_off(scenario)
        weights = {"weight_community": 0.5, "weight_online": 2.0, "weight_governance": 0.25}
        ours = run_of(scenario, replace(lane, parameters={**lane.parameters, **weights}))
        assert (parted(ours, run_of(scenario, lane)) == set()) is (variant == "merged")


def test_a_rewired_network_keeps_how_much_everybody_hears_in_every_layer(emergency_care: Scenario) -> None:
    """Ends of ties are exchanged within a layer; only ties to oneself and ties drawn twice drop out."""
    before = draw_world(emergency_care, SEED, 0).network
    after = draw_world(on_network(emergency_care, "rewired"), SEED, 0).network
    degree, rewired = np.diff(before.start, axis=1), np.diff(after.start, axis=1)
    assert before.neighbour.tobytes() != after.neighbour.tobytes()
    for one, other in zip(degree.T, rewired.T, strict=True):
        assert np.corrcoef(one, other)[0, 1] > 0.98
        assert (np.abs(one - other) > 1).mean() < 0.04
        assert np.abs(one - other).max() <= 4
        assert abs(other.sum() / one.sum() - 1) < 0.07
    loops = np.repeat(np.arange(len(degree)), rewired.sum(axis=1)) == after.neighbour
    assert not loops.any()
