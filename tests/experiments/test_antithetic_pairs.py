"""Antithetic pairs in statistics: a pair is one observation, and no interval says more than it knows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.arrays import Floats, Integers
from sim.errors import BadInput
from sim.experiments import compare
from sim.experiments.endings import endings
from sim.experiments.evaluate import evaluate
from sim.experiments.explain import explain
from sim.experiments.seed_noise import seed_noise
from sim.experiments.sensitivity import sensitivity
from sim.experiments.statistics import (
    mean_interval,
    paired_difference,
    share_interval,
    share_interval_of_pairs,
)
from sim.experiments.timing import timing
from sim.experiments.timing_words import in_words
from sim.scenario import Scenario, with_draws


def in_twos(n: int) -> Integers:
    return np.arange(n) // 2


def pairs_with(correlation: float, pairs: int, chance: np.random.Generator) -> Floats:
    """Standard normal numbers, the two of a pair so correlated."""
    first, other = chance.standard_normal((2, pairs))
    second = correlation * first + np.sqrt(1 - correlation**2) * other
    return np.stack([first, second], axis=1).ravel()


def width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]


def test_the_interval_of_a_mean_is_that_of_the_means_of_pairs() -> None:
    values = pairs_with(-0.5, 30, np.random.default_rng(1)) ** 3 + 1
    of_means = mean_interval((values[::2] + values[1::2]) / 2, 1, "any")
    assert mean_interval(values, 1, "any", in_twos(60)) == pytest.approx(of_means, abs=1e-12)


def test_numbers_seen_twice_are_known_no_better_and_mirrored_ones_much_better() -> None:
    half = np.random.default_rng(2).standard_normal(40)
    twice = mean_interval(np.repeat(half, 2), 1, "any", in_twos(80))
    assert twice == pytest.approx(mean_interval(half, 1, "any"), abs=1e-12)
    assert width(twice) > 1.2 * width(mean_interval(np.repeat(half, 2), 1, "any"))
    nearly = np.stack([half, 0.1 * half - half], axis=1).ravel()
    assert width(mean_interval(nearly, 1, "any", in_twos(80))) < 0.1 * width(twice)


def test_a_pair_that_lost_one_counts_with_the_other() -> None:
    values, pairing = np.array([1.0, 3.0, 2.0, 7.0, 9.0, 4.0]), np.array([0, 0, 1, 2, 2, 3])
    low, high = mean_interval(values, 1, "any", pairing)
    assert 1 < low < values.mean() < high < 9
    found = paired_difference(
        np.append(values, np.nan), np.zeros(7), "higher", 0.1, 1, "any", np.append(pairing, 3)
    )
    assert (found.mean, found.low, found.high) == (values.mean(), low, high)
    assert (found.pairs, found.better, found.antithetic_pairs) == (6, 6, 4)


def test_one_pair_has_no_interval() -> None:
    assert mean_interval(np.array([1.0, 3.0]), 1, "any", in_twos(2)) == (-np.inf, np.inf)


@pytest.mark.parametrize("correlation", [-0.9, -0.4, 0.0, 0.6])
def test_intervals_of_means_hold_the_truth_as_often_as_they_say(correlation: float) -> None:
    chance, held = np.random.default_rng(3), 0
    for _ in range(300):
        low, high = mean_interval(pairs_with(correlation, 30, chance), 1, "any", in_twos(60))
        held += low <= 0 <= high
    assert 0.90 <= held / 300 <= 0.99


def test_pairs_that_always_agree_are_worth_one_replication_each() -> None:
    chance = np.random.default_rng(4)
    half = (chance.random(400) < 0.3).astype(float)
    low, high = share_interval_of_pairs(np.repeat(half, 2), in_twos(800))
    one_each = share_interval(int(half.sum()), 400)
    assert low == pytest.approx(one_each[0], abs=1e-3)  # a little wider, as 400 pairs tell nearly all
    assert high == pytest.approx(one_each[1], abs=1e-3)
    assert low < one_each[0] < one_each[1] < high


def test_pairs_that_never_agree_are_worth_two_replications_each_and_no_more() -> None:
    counted = np.tile([0.0, 1.0], 400)
    low, high = share_interval_of_pairs(counted, in_twos(800))
    double = share_interval(800, 1600)
    assert (low, high) == pytest.approx(double, abs=1e-3)
    assert width((low, high)) > width(double)


@pytest.mark.parametrize("all_alike", [0.0, 1.0])
def test_where_all_are_alike_each_pair_counts_once(all_alike: float) -> None:
    found = share_interval_of_pairs(np.full(40, all_alike), in_twos(40))
    assert found == pytest.approx(share_interval(int(20 * all_alike), 20), abs=1e-12)
    assert share_interval_of_pairs(np.empty(0), in_twos(0)) == (0, 1)


@pytest.mark.parametrize("correlation", [-0.95, -0.5, 0.0, 0.5, 0.95])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5])
@pytest.mark.parametrize("pairs", [5, 15, 100])
def test_intervals_of_shares_hold_the_truth_nearly_always_or_as_often_as_they_say(
    correlation: float, share: float, pairs: int
) -> None:
    chance, held, runs = np.random.default_rng(5), 0, 1000
    cut = stats.norm.ppf(share)
    for _ in range(runs):
        counted = (pairs_with(correlation, pairs, chance) < cut).astype(float)
        low, high = share_interval_of_pairs(counted, in_twos(2 * pairs))
        held += low <= share <= high
    assert held / runs >= 0.92


def test_the_noise_of_a_point_is_that_of_its_pairs() -> None:
    chance = np.random.default_rng(6)
    points, luck = chance.normal(0, 2, (50, 1)), chance.normal(0, 1, (50, 20))
    mirrored = np.stack([points + luck, points - luck], axis=2).reshape(50, 40)
    assert seed_noise(mirrored, "antithetic").standard_error == pytest.approx(0, abs=1e-12)
    twice = np.repeat(points + luck, 2, axis=1)
    once = seed_noise(points + luck)
    assert seed_noise(twice, "antithetic").standard_error == pytest.approx(once.standard_error)
    assert seed_noise(twice, "antithetic").replications == 40


@pytest.mark.parametrize("correlation", [-0.9, 0.5])
def test_shares_of_variance_are_those_of_a_single_run_however_pairs_agree(correlation: float) -> None:
    chance = np.random.default_rng(7)
    points, common = chance.normal(0, 2, (300, 1)), pairs_with(correlation, 300, chance)
    own = 1.5 * pairs_with(correlation, 300 * 300, chance).reshape(300, 600)
    noise, total = seed_noise(points + common + own, "antithetic"), 4 + 1 + 2.25
    assert noise.share_of_points == pytest.approx(4 / total, abs=0.06)
    assert noise.share_of_common_luck == pytest.approx(1 / total, abs=0.03)
    assert noise.share_of_own_luck == pytest.approx(2.25 / total, abs=0.04)


def test_one_pair_knows_no_noise() -> None:
    assert np.isnan(seed_noise(np.arange(10.0).reshape(5, 2), "antithetic").standard_error)


def test_a_comparison_takes_a_pair_for_one_observation(few: Scenario) -> None:
    found = compare(few, ("early", "none"), 8, draws="antithetic")
    name = "support_public_decision"
    difference = found.differences(name)
    of_pairs = mean_interval((difference[::2] + difference[1::2]) / 2, 1, f"early none {name}")
    row = found.table.set_index("outcome").loc[name]
    assert (row["low"], row["high"]) == pytest.approx(of_pairs, abs=1e-12)
    assert (row["pairs"], row["antithetic_pairs"]) == (8, 4)
    counted = (difference > 0).astype(float)
    assert row["better"] == counted.sum()
    assert (row["better_share_low"], row["better_share_high"]) == share_interval_of_pairs(counted, in_twos(8))
    assert found.dataset.attrs["draws"] == "antithetic"


def test_a_failed_replication_leaves_the_other_of_its_pair(
    few: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.experiments import pairs as experiment

    genuine = experiment.simulate_lanes

    def fails_once(scenario, lanes, seed, replication, *more, **named):  # type: ignore[no-untyped-def]
        if replication == 1:
            raise ArithmeticError("made to fail")
        return genuine(scenario, lanes, seed, replication, *more, **named)

    monkeypatch.setattr(experiment, "simulate_lanes", fails_once)
    found = compare(few, ("early", "none"), 6, draws="antithetic", engine="serial")
    assert found.pairing is not None
    assert found.pairing.tolist() == [0, 1, 1, 2, 2]
    assert found.antithetic_pairs == 3
    assert found.difference("support_public_decision").pairs == 5


def test_an_account_of_why_plans_differ_counts_pairs_too(few: Scenario) -> None:
    found = explain(with_draws(few, "antithetic"), ("early", "none"), 4)
    assert (found.pairs, found.antithetic_pairs) == (4, 2)
    totals = found.table_with_totals()
    first, other = (found.contributions[plan][:, 24].sum(axis=1)[:, 2] for plan in found.plans)
    values = first - other
    expected = mean_interval((values[::2] + values[1::2]) / 2, 1, "public total decision")
    row = totals[(totals["group"] == "public") & (totals["mechanism"] == "total")].iloc[0]
    assert (row["low"], row["high"]) == pytest.approx(expected, abs=1e-12)


def test_timing_counts_pairs_in_its_intervals_and_where_plans_turn(few: Scenario) -> None:
    found = timing(
        with_draws(few, "antithetic"), "early", "none", -6, 6, 6, outcome="support_public_decision", pairs=8
    )
    row = found.table.iloc[0]
    values = found.values[0]
    of_pairs = mean_interval((values[::2] + values[1::2]) / 2, 1, f"timing {found.starts[0]}")
    assert (row["low"], row["high"]) == pytest.approx(of_pairs, abs=1e-12)
    assert any("8 paired runs in 4 antithetic pairs" in line for line in in_words(replace(found, target=0.0)))
    luck = np.array([3.0, -3.0, 2.0, -2.0, 1.0, -1.0, 4.0, -4.0])  # cancels in every pair
    turning = replace(
        found, starts=(0, 10), values=np.array([1.0 + luck, luck - 1.0]), against_values=np.zeros(8)
    )
    assert [(flip.low, flip.start, flip.high) for flip in turning.flips] == [pytest.approx((5, 5, 5))]
    usual = replace(turning, scenario=few).flips[0]
    assert usual.high - usual.low > 1


def test_an_odd_number_of_replications_is_refused_with_the_next_even_one(
    few: Scenario, gated: Scenario
) -> None:
    mirrored = with_draws(few, "antithetic")
    said = "is 3; expected an even number, as antithetic replications come in pairs, such as 4"
    with pytest.raises(BadInput, match=f"pairs {said}"):
        compare(few, ("early", "none"), 3, draws="antithetic")
    with pytest.raises(BadInput, match=f"pairs {said}"):
        compare(mirrored, ("early", "none"), 3)
    with pytest.raises(BadInput, match=f"replications {said}"):
        evaluate(mirrored, [{}], ["early"], 3, ["peak_campaign"])
    with pytest.raises(BadInput, match=f"replications {said}"):
        sensitivity(few, contrast=("early", "none"), replications=3, draws="antithetic")
    with pytest.raises(BadInput, match=f"pairs {said}"):
        timing(mirrored, "early", "none", first=0, last=0, pairs=3)
    with pytest.raises(BadInput, match=f"runs {said}"):
        endings(gated, ("early",), 3, draws="antithetic")
    assert compare(mirrored, ("early", "none"), 3, draws="independent").antithetic_pairs == 0
