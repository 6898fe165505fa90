"""Antithetic draws: the second of two replications meets mirrored luck, and by itself luck as good as any."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from scipy import stats

from sim.arrays import Floats
from sim.errors import BadInput
from sim.experiments import compare
from sim.outcomes import outcomes_of
from sim.random_streams import (
    KEPT,
    PURPOSES,
    AttendanceDraws,
    DrawKind,
    LeakDraws,
    Purpose,
    stream,
    with_smallest_mirrored,
)
from sim.scenario import Scenario, load_scenario, scenario_from, with_draws
from sim.scenario.files import read_yaml
from sim.simulation import simulate, simulate_lanes
from sim.simulation.docket import aftermath_draws
from sim.world import draw_world, lane_of
from tests.conftest import SCENARIOS
from tests.model.bits import bits_of
from tests.model.test_same_bits import companions

MIRRORED = [each for each in PURPOSES if each not in KEPT]
UNIT = 2.0**-53  # uniform numbers are its multiples
REPLICATIONS = 400
SECRET = 40  # weeks


def uniform(replication: int, purpose: Purpose, draws: DrawKind = "antithetic") -> Floats:
    return stream(1, replication, purpose, draws).random(1000)


def normal(replication: int, purpose: Purpose, draws: DrawKind = "antithetic") -> Floats:
    return stream(1, replication, purpose, draws).standard_normal(1000)


@pytest.mark.parametrize("purpose", MIRRORED)
def test_mirroring_maps_the_numbers_that_can_come_onto_one_another(purpose: Purpose) -> None:
    """Which is why a mirrored number has exactly the distribution of the other."""
    first, second = uniform(4, purpose) / UNIT, uniform(5, purpose) / UNIT
    for numbers in (first, second):
        assert (numbers == np.floor(numbers)).all()
        assert numbers.min() >= 0
        assert numbers.max() < 2**53  # never 1
    assert (first + second == 2**53 - 1).all()  # so 0 has an image, the largest below 1, and is one
    assert (normal(4, purpose) == -normal(5, purpose)).all()


@pytest.mark.parametrize("purpose", sorted(KEPT - {"leak"}))
def test_who_hears_whom_and_who_sits_where_is_the_same_in_both(purpose: Purpose) -> None:
    assert (uniform(4, purpose) == uniform(5, purpose)).all()
    rows = np.arange(50)
    orders = [stream(1, number, purpose, "antithetic").permutation(rows) for number in (4, 5)]
    assert (orders[0] == orders[1]).all()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_first_of_a_pair_has_the_numbers_of_an_independent_replication(purpose: Purpose) -> None:
    assert (uniform(4, purpose) == uniform(4, purpose, "independent")).all()
    assert (uniform(5, purpose) != uniform(5, purpose, "independent")).any()
    assert (uniform(5, purpose) != uniform(7, purpose)).any()  # pairs differ
    assert (uniform(4, purpose) != uniform(6, purpose)).any()


def test_a_mirrored_order_is_the_order_backwards() -> None:
    rows = np.arange(50)
    first, second = (stream(1, number, "joining", "antithetic").permutation(rows) for number in (0, 1))
    assert (first == second[::-1]).all()


def test_attendance_is_mirrored_week_by_week_whichever_weeks_are_asked_for() -> None:
    first, second = (AttendanceDraws(1, number, "outreach", 1, 250, "antithetic") for number in (6, 7))
    ours, theirs = np.empty((2, 3, 250))
    for week in (0, 3, 9, 50):
        first.weeks(week, ours)
        second.weeks(week, theirs)
        assert (ours + theirs == 1 - UNIT).all()
    one, again = np.empty((1, 250)), AttendanceDraws(1, 7, "outreach", 1, 250, "antithetic")
    again.weeks(51, one)
    assert (one[0] == theirs[1]).all()


def leaks(replication: int, draws: DrawKind = "antithetic") -> Floats:
    luck = LeakDraws(1, replication, draws, SECRET)
    return np.concatenate([luck.next_week() for _ in range(SECRET + 10)])


def test_a_secret_that_leaks_in_one_replication_keeps_in_the_other() -> None:
    """Whenever leaking is less likely than not, and as often as it should; one by one it would not be so."""
    chance = 1 - (1 - 0.4) ** (1 / SECRET)  # a week, so that 4 in 10 secrets leak
    leaked = np.array([[(leaks(2 * at + of)[:SECRET] < chance).any() for of in (0, 1)] for at in range(500)])
    assert stats.binomtest(int(leaked[:, 1].sum()), 500, 0.4).pvalue > 0.01
    assert not leaked.all(axis=1).any()
    one_by_one = np.array([1 - UNIT - leaks(2 * at)[:SECRET] < chance for at in range(500)]).any(axis=1)
    assert (one_by_one & leaked[:, 0]).any()


def test_mirrored_luck_of_leaks_is_uniform_and_independent_in_every_week() -> None:
    weeks = np.array([leaks(number)[:SECRET] for number in range(1, 4000, 2)])
    assert stats.kstest(weeks.ravel(), "uniform").pvalue > 0.01
    assert stats.kstest(weeks.min(axis=1), stats.beta(1, SECRET).cdf).pvalue > 0.01
    correlation = np.corrcoef(weeks, rowvar=False)[np.triu_indices(SECRET, 1)]
    assert np.abs(correlation).max() < 5 / np.sqrt(len(weeks))


@pytest.mark.parametrize("pair", range(5))
def test_the_smallest_luck_of_leaks_its_week_and_the_rest_above_it_are_each_mirrored(pair: int) -> None:
    """Three independent things that make up uniform numbers: each is mapped to one as likely."""
    first, second = leaks(2 * pair)[:SECRET], leaks(2 * pair + 1)[:SECRET]
    below = [1 - (1 - numbers.min()) ** SECRET for numbers in (first, second)]
    assert sum(below) == pytest.approx(1, abs=1e-12)
    assert first.argmin() + second.argmin() == SECRET - 1
    above = [(numbers - numbers.min()) / (1 - numbers.min()) for numbers in (first, second[::-1])]
    others = np.arange(SECRET) != first.argmin()
    assert (above[0] + above[1])[others] == pytest.approx(1, abs=1e-12)


def test_luck_of_leaks_mirrored_twice_is_what_it_was() -> None:
    numbers = np.random.default_rng(1).random(SECRET)
    twice = with_smallest_mirrored(with_smallest_mirrored(numbers))
    assert twice == pytest.approx(numbers, abs=1e-12)
    for extreme in (np.zeros(SECRET), np.full(SECRET, 1 - UNIT), np.append(0.0, numbers)):
        found = with_smallest_mirrored(extreme)
        assert found.min() >= 0
        assert found.max() < 1


def test_leaks_have_the_usual_luck_in_first_replications_and_the_same_luck_after_the_consultation() -> None:
    assert (leaks(4) == stream(1, 4, "leak", "independent").random(SECRET + 10)).all()
    assert (leaks(4)[SECRET:] == leaks(5)[SECRET:]).all()
    assert (leaks(5, "independent") == stream(1, 5, "leak", "independent").random(SECRET + 10)).all()
    assert LeakDraws(1, 5, "antithetic", 0).next_week() == stream(1, 4, "leak", "independent").random(1)


def test_what_follows_a_decision_is_mirrored_too() -> None:
    first, second = (vars(aftermath_draws(1, number, "antithetic")) for number in (2, 3))
    assert len(first) == 8
    assert all(first[name] + second[name] == 1 - UNIT for name in first)


@pytest.mark.parametrize(("draw", "law"), [(uniform, "uniform"), (normal, "norm")])
def test_numbers_of_second_replications_are_distributed_as_they_should(
    draw: Callable[[int, Purpose], Floats], law: str
) -> None:
    numbers = np.concatenate([draw(number, "gain") for number in range(1, 40, 2)])
    assert stats.kstest(numbers, law).pvalue > 0.01


def test_a_pair_shares_seats_and_without_like_mindedness_ties(everything: Scenario) -> None:
    settings = everything.population.network.model_copy(update={"community_homophily": 0.0})
    population = everything.population.model_copy(update={"network": settings})
    scenario = with_draws(everything.model_copy(update={"population": population}), "antithetic")
    first, second, other = (draw_world(scenario, 3, number) for number in (2, 3, 4))
    assert (first.network.neighbour == second.network.neighbour).all()
    for ours, theirs in zip(first.members, second.members, strict=True):
        assert (ours.members == theirs.members).all()
    assert any((a.members != b.members).any() for a, b in zip(first.members, other.members, strict=True))
    assert (first.view_deviate == -second.view_deviate).all()
    assert (first.people.suspects_cuts != second.people.suspects_cuts).any()


@pytest.mark.parametrize(("lanes", "place"), [(2, 1), (32, 0), (32, 17)])
def test_a_mirrored_lane_has_the_same_bits_alone_and_in_any_company(
    everything: Scenario, lanes: int, place: int
) -> None:
    scenario = with_draws(everything, "antithetic")
    block = companions(scenario, lanes - 1)
    block.insert(place, lane_of(scenario, scenario.plan("secret")))
    runs = simulate_lanes(scenario, block, seed=4, replication=3)
    assert bits_of(runs[place]) == bits_of(simulate(scenario, "secret", seed=4, replication=3))


def test_only_second_replications_are_other_runs(few: Scenario) -> None:
    def bits(replication: int, draws: DrawKind | None) -> str:
        return bits_of(simulate(few, "early", 1, replication, draws=draws))

    assert bits(2, "antithetic") == bits(2, None)
    assert bits(3, "antithetic") != bits(3, None)
    assert bits(3, "independent") == bits(3, None)


def test_a_scenario_may_ask_for_antithetic_draws() -> None:
    data = read_yaml(SCENARIOS / "few.yaml")
    asks = scenario_from({**data, "draws": "antithetic"})
    plain = load_scenario(SCENARIOS / "few.yaml")
    assert bits_of(simulate(asks, "early", 1, 3)) == bits_of(
        simulate(plain, "early", 1, 3, draws="antithetic")
    )
    assert with_draws(asks, "independent") == plain
    assert with_draws(asks).draws == "antithetic"
    with pytest.raises(BadInput, match="draws"):
        scenario_from({**data, "draws": "antithetical"})
    with pytest.raises(BadInput, match="did you mean antithetic"):
        with_draws(plain, "antithetical")


@cache
def outcomes_by_run(draws: DrawKind, seed: int) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Every headline outcome under both plans, and their difference: float64[replications] each."""
    scenario = load_scenario(SCENARIOS / "few.yaml")
    found = compare(scenario, ("early", "none"), REPLICATIONS, seed, draws=draws)
    names = [name for name, outcome in outcomes_of(scenario).items() if outcome.headline]
    return {
        name: (found.values["early"][name], found.values["none"][name], found.differences(name))
        for name in names
    }


def test_no_outcome_has_a_bias_under_either_plan_or_in_their_difference() -> None:
    usual, antithetic = outcomes_by_run("independent", 1), outcomes_by_run("antithetic", 2)
    moving = 0
    for name in usual:
        for ours, theirs in zip(antithetic[name], usual[name], strict=True):
            of_pairs = (ours[::2] + ours[1::2]) / 2
            error = np.hypot(stats.sem(of_pairs), stats.sem(theirs))
            assert abs(ours.mean() - theirs.mean()) <= 3 * error + 1e-12, name
            moving += error > 1e-9
    assert moving > 20


def test_outcomes_of_second_replications_are_distributed_like_those_of_any() -> None:
    usual, antithetic = outcomes_by_run("independent", 1), outcomes_by_run("antithetic", 2)
    for name in usual:
        for ours, theirs in zip(antithetic[name], usual[name], strict=True):
            if np.ptp(theirs) > 1e-9:
                assert stats.ks_2samp(ours[1::2], theirs).pvalue > 0.001, name


def test_mirrored_luck_cancels_in_the_mean_of_a_pair() -> None:
    """Under a plan by itself; in differences of plans most luck has cancelled already."""
    support = outcomes_by_run("antithetic", 2)["support_public_decision"][0]
    assert np.corrcoef(support[::2], support[1::2])[0, 1] < -0.5
