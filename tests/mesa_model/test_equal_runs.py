"""The readable model and the compiled one: equal in every bit of every week, and in every event."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.mesa_model import Stakeholder
from sim.scenario import PEER_RULES, SWITCHES, Scenario, load_scenario, shipped_scenarios, with_draws
from sim.simulation import Run, simulate
from sim.world import drawn_register, lane_of
from tests.mesa_model.lockstep import FAR_FROM_DEFAULTS, difference, in_lockstep
from tests.small import shrunk

SHIPPED = shipped_scenarios()
PREFERRED_PLANS = ("early", "late", "improvised")
INFLUENCES = (
    "engagement",
    "fairness",
    "self_evaluation",
    "peers",
    "media",
    "irritation",
    "private_reasons",
)


def three_plans(scenario: Scenario) -> list[str]:
    """Early, late and an adaptive plan where there are such; else the first of the others."""
    names = [name for name in PREFERRED_PLANS if name in scenario.plan_names]
    return [*names, *(name for name in scenario.plan_names if name not in names)][:3]


def tell_the_same(one: Run, other: Run) -> bool:
    """Whether two runs have the same votes, verdicts, delays, endings and histories, in words and numbers."""
    assert difference(one.history, other.history) is None
    for moment, snapshot in one.snapshots.items():
        assert np.array_equal(snapshot.support, other.snapshots[moment].support), moment
        assert np.array_equal(snapshot.trust, other.snapshots[moment].trust), moment
    assert one.events == other.events
    assert one.reviews == other.reviews
    assert one.happenings == other.happenings
    assert one.aftermath == other.aftermath
    assert one.ending == other.ending
    assert (one.milestones, one.reached) == (other.milestones, other.reached)
    assert one.activities == other.activities
    assert (one.leaked, one.clipped_share) == (other.leaked, other.clipped_share)
    return True


@pytest.fixture(scope="module", params=sorted(SHIPPED))
def small(request: pytest.FixtureRequest) -> Scenario:
    """A shipped scenario with fewer stakeholders, gates as it has them."""
    return shrunk(load_scenario(SHIPPED[request.param]), 100)


@pytest.fixture(scope="module")
def small_everything(everything: Scenario) -> Scenario:
    """Every mechanism at work among fewer stakeholders."""
    return shrunk(everything, 60)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first plan", "second plan", "third plan"])
def test_a_shipped_scenario_runs_to_the_same_bits_and_events(small: Scenario, place: int, seed: int):
    assert tell_the_same(*in_lockstep(small, three_plans(small)[place], seed))


def test_a_shipped_scenario_runs_to_the_same_bits_without_gates(small: Scenario):
    assert tell_the_same(*in_lockstep(small, three_plans(small)[1], replication=3, gates=False))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("plan", ["secret", "open", "written"])
def test_with_every_mechanism_at_work_both_models_are_equal(everything: Scenario, plan: str, seed: int):
    assert tell_the_same(*in_lockstep(everything, plan, seed))


@pytest.mark.parametrize("plan", ["secret", "open"])
def test_under_mirrored_luck_both_models_are_equal(everything: Scenario, plan: str):
    run, readable = in_lockstep(with_draws(everything, "antithetic"), plan, seed=2, replication=3)
    assert tell_the_same(run, readable)
    independent = simulate(everything, plan, seed=2, replication=3)
    assert difference(run.history, independent.history) is not None, "luck was not mirrored"


def test_under_mirrored_luck_a_shipped_scenario_has_the_same_bits_and_events(small: Scenario):
    run, readable = in_lockstep(with_draws(small, "antithetic"), three_plans(small)[0], replication=3)
    assert tell_the_same(run, readable)


@pytest.mark.parametrize("replication", [0, 5])
@pytest.mark.parametrize("plan", ["early", "none"])
def test_few_people_run_to_the_same_bits(few: Scenario, plan: str, replication: int):
    assert tell_the_same(*in_lockstep(few, plan, replication=replication))


@pytest.mark.parametrize("seed", [1, 2])
def test_activities_that_wait_for_a_trigger_start_in_the_same_week(everything: Scenario, seed: int):
    planned = lane_of(everything, everything.plan("improvised")).activities
    run, readable = in_lockstep(everything, "improvised", seed)
    assert tell_the_same(run, readable)
    assert run.activities != planned, "no trigger was met, so that was not compared"


def test_where_capacity_is_short_both_models_meet_the_same_people(few: Scenario):
    short = {"contacts_a_week": 300, "beyond_capacity": "cut"}
    tight = few.model_copy(update={"programme": few.programme.model_copy(update=short)})
    run, readable = in_lockstep(tight, "early")
    assert tell_the_same(run, readable)
    unhurried = simulate(few, "early").history["contacts"][-1].sum()
    assert 0 < run.history["contacts"][-1].sum() < unhurried


@pytest.mark.parametrize("peer_rule", PEER_RULES)
def test_with_registered_people_of_more_and_less_influence_both_models_are_equal(
    small_everything: Scenario, peer_rule: str
):
    drawn = drawn_register(small_everything, bodies=["board"], groups=["politicians"])
    influences = itertools.cycle([0.0, 0.3, 7.0])
    register = tuple(
        person.model_copy(update={"influence": influence, "stance": 0.5 - influence / 10})
        for person, influence in zip(drawn, influences, strict=False)
    )
    population = small_everything.population.model_copy(update={"register": register})
    named = small_everything.model_copy(update={"population": population})
    run, readable = in_lockstep(named, "secret", peer_rule=peer_rule)
    assert tell_the_same(run, readable)
    assert run.names == readable.names
    assert len(run.names) == len(register) > 0


def test_a_standing_group_of_people_without_influence_hears_nothing_of_one_another(
    small_everything: Scenario,
):
    drawn = drawn_register(small_everything, groups=["finance"])
    register = tuple(person.model_copy(update={"influence": 0.0}) for person in drawn)
    population = small_everything.population.model_copy(update={"register": register})
    mute = small_everything.model_copy(update={"population": population})
    assert tell_the_same(*in_lockstep(mute, "open"))


@pytest.mark.parametrize("switch", sorted(SWITCHES))
def test_with_a_mechanism_switched_off_both_models_are_equal(small_everything: Scenario, switch: str):
    assert tell_the_same(*in_lockstep(small_everything, "secret", off=[switch]))


def test_with_every_mechanism_switched_off_both_models_are_equal(few: Scenario):
    assert tell_the_same(*in_lockstep(few, "early", off=list(SWITCHES)))


@pytest.mark.parametrize("peer_rule", PEER_RULES)
def test_under_every_peer_rule_both_models_are_equal(small_everything: Scenario, peer_rule: str):
    assert tell_the_same(*in_lockstep(small_everything, "open", peer_rule=peer_rule))


@pytest.mark.parametrize("bias", [0.0, 0.6, 1.7])
def test_under_more_or_less_bias_both_models_are_equal(few: Scenario, bias: float):
    settings = {"peer_rule": "biased_assimilation", "behaviour": {"assimilation_bias": bias}}
    assert tell_the_same(*in_lockstep(few, "early", **settings))


@pytest.mark.parametrize("variant", ["layered", "merged", "rewired"])
def test_on_every_network_both_models_are_equal(small_everything: Scenario, variant: str):
    network = small_everything.population.network.model_copy(update={"variant": variant})
    population = small_everything.population.model_copy(update={"network": network})
    changed = small_everything.model_copy(update={"population": population})
    assert tell_the_same(*in_lockstep(changed, "secret"))


def test_with_attendance_as_expected_both_models_are_equal(small_everything: Scenario):
    assert tell_the_same(*in_lockstep(small_everything, "secret", attendance="expected"))


@pytest.mark.parametrize("equal", ["contacts", "cost", "intensity"])
def test_whatever_plans_have_in_common_both_models_are_equal(few: Scenario, equal: str):
    assert tell_the_same(*in_lockstep(few, "early", equal=equal))


def test_far_from_the_defaults_both_models_are_equal(few: Scenario):
    run, readable = in_lockstep(few, "early", behaviour=FAR_FROM_DEFAULTS)
    assert tell_the_same(run, readable)
    assert run.clipped_share > 0, "no support had to be kept in its range, so that was not compared"
    assert run.history["redesign"].max() == FAR_FROM_DEFAULTS["redesign_ceiling"], "no ceiling was met"
    assert run.history["responses"][-1] > 0, "nobody responded, so that was not compared"


@pytest.mark.parametrize("influence", INFLUENCES)
def test_an_influence_left_out_of_one_model_is_noticed(
    few: Scenario, influence: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Stakeholder, influence, lambda stakeholder: 0.0)
    with pytest.raises(AssertionError, match="differs by"):
        in_lockstep(few, "early")


def test_a_difference_in_the_last_bit_is_noticed():
    one = {"support": np.array([0.1, 0.2])}
    other = {"support": np.array([0.1, np.nextafter(0.2, 1)])}
    assert difference(one, one) is None
    assert difference(one, other) == "support differs by 2.78e-17 at 1"
