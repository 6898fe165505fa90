"""Indices against known answers: a published function, known noise, nothing to explain."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.test_functions import Ishigami

from sim.experiments.designs import Factor, latin_hypercube, morris_trajectories
from sim.experiments.prior_statistics import chance_correlation, paired_share_interval, rank_correlations
from sim.experiments.seed_noise import noise_of_means, seed_noise
from sim.experiments.sensitivity import elementary_effects, morris_table

CUBE = tuple(Factor(f"x{at}", -np.pi, np.pi) for at in (1, 2, 3))
UNIT = tuple(Factor(name, 0, 1) for name in ("steep", "flat", "idle"))


def linear(design, noise_sd=0.0, replications=2, seed=0):
    """3 steep + flat + noise of its own in every point and replication."""
    chance = np.random.default_rng(seed)
    return (design.values @ [3, 1, 0])[:, None] + noise_sd * chance.normal(size=(len(design), replications))


def test_ishigami_has_the_effects_that_can_be_worked_out_by_hand():
    # On four levels a step of two thirds leads from -pi to pi/3 or from -pi/3 to pi, in either direction.
    # x2: 7 sin^2 differs by 7 * 3/4; x3: 0.1 x3^4 sin x1 by 0.1 (pi^4 - (pi/3)^4) |sin x1|, where
    # |sin x1| is 0 or sin(pi/3), each half the time; x1: sin differs by sqrt(3)/2 times 1 + 0.1 x3^4.
    design = morris_trajectories(CUBE, 400, seed=1)
    table = morris_table(design, Ishigami.evaluate(design.values)[:, None], seed=1).set_index("parameter")
    step = 2 / 3
    third = 0.1 * (np.pi**4 - (np.pi / 3) ** 4) * np.sqrt(3) / 2 / 2
    first = np.sqrt(3) / 2 * (1 + 0.1 * (np.pi**4 + (np.pi / 3) ** 4) / 2)
    assert table.loc["x2", "mu_star"] == pytest.approx(7 * 0.75 / step, rel=1e-9)
    assert table.loc["x2", "sigma"] == pytest.approx(
        7 * 0.75 / step, rel=0.01
    )  # its sign flips: mu is near 0
    for name, known in (("x1", first / step), ("x3", third / step)):
        assert table.loc[name, "mu_star_low"] < known < table.loc[name, "mu_star_high"]
        assert table.loc[name, "mu_star"] == pytest.approx(known, rel=0.1)
    assert abs(table.loc["x3", "mu"]) < 0.2 * table.loc["x3", "mu_star"]  # no direction, all interplay
    assert table.loc["x1", "mu"] == pytest.approx(table.loc["x1", "mu_star"])  # one direction
    assert list(table["rank"]) == [1, 2, 3]
    assert list(table["mu_star"]) == sorted(table["mu_star"], reverse=True)


def test_effects_by_replication_have_the_mean_that_the_library_finds():
    design = morris_trajectories(CUBE, 12, seed=4)
    values = np.random.default_rng(0).normal(size=(len(design), 3))
    effects = elementary_effects(design, values).mean(axis=0)
    table = morris_table(design, values, seed=1).set_index("parameter")
    for at, name in enumerate(design.names):
        assert table.loc[name, "mu"] == pytest.approx(effects[at].mean(), abs=1e-12)
        assert table.loc[name, "mu_star"] == pytest.approx(np.abs(effects[at]).mean(), abs=1e-12)
        assert table.loc[name, "sigma"] == pytest.approx(effects[at].std(ddof=1), abs=1e-12)


def test_a_straight_line_has_its_slopes_and_no_spread():
    table = morris_table(morris_trajectories(UNIT, 5, 0), linear(morris_trajectories(UNIT, 5, 0)), 0)
    table = table.set_index("parameter")
    assert list(table.index) == ["steep", "flat", "idle"]
    assert list(table["mu"]) == pytest.approx([3, 1, 0], abs=1e-9)
    assert list(table["sigma"]) == pytest.approx([0, 0, 0], abs=1e-9)


def test_noise_alone_is_what_an_idle_parameter_shows():
    design = morris_trajectories(UNIT, 60, seed=1)
    table = morris_table(design, linear(design, noise_sd=0.5, replications=20), seed=1).set_index("parameter")
    # an effect is a difference of two means over 20, divided by 2/3; mean size: sqrt(2/pi) of the spread
    known = np.sqrt(2 / np.pi) * 0.5 * np.sqrt(2 / 20) * 1.5
    assert table["noise"].to_numpy() == pytest.approx(known, rel=0.1)
    assert table.loc["idle", "mu_star"] == pytest.approx(known, rel=0.25)
    assert not table.loc["idle", "above_noise"]
    assert table.loc["idle", "noise_share"] == pytest.approx(1, rel=0.25)
    assert table.loc["steep", "above_noise"]
    assert table.loc["steep", "noise_share"] < 0.1


def test_few_replications_give_a_noise_but_no_judgement_and_one_gives_neither():
    design = morris_trajectories(UNIT, 8, seed=1)
    few = morris_table(design, linear(design, 0.5, replications=4), seed=1)
    one = morris_table(design, linear(design, 0.5, replications=1), seed=1)
    assert few["noise"].notna().all()
    assert few["noise_high"].isna().all()
    assert one["noise"].isna().all()
    assert one["noise_share"].isna().all()


@pytest.mark.parametrize("replications", [2, 3, 20, 21])
def test_split_halves_have_the_spread_of_the_mean_whatever_the_number_of_replications(replications):
    effects = np.random.default_rng(replications).normal(7.0, 2.0, size=(replications, 40_000))
    splits = noise_of_means(effects, seed=1)
    assert splits.mean() == pytest.approx(0, abs=0.05)  # the real effect of 7 cancels
    assert np.sqrt((splits**2).mean()) == pytest.approx(2.0 / np.sqrt(replications), rel=0.02)


def test_the_shares_of_points_and_of_both_kinds_of_luck_are_recovered():
    chance = np.random.default_rng(1)
    point, luck = chance.normal(0, 2, size=(400, 1)), chance.normal(0, 1, size=(1, 400))
    noise = seed_noise(point + luck + chance.normal(0, 1.5, size=(400, 400)))
    total = 4 + 1 + 2.25
    assert noise.share_of_points == pytest.approx(4 / total, abs=0.06)
    assert noise.share_of_common_luck == pytest.approx(1 / total, abs=0.03)
    assert noise.share_of_own_luck == pytest.approx(2.25 / total, abs=0.04)
    assert noise.share_of_seed == pytest.approx(3.25 / total, abs=0.06)
    assert noise.standard_error == pytest.approx(np.sqrt(3.25 / 400), rel=0.05)


def test_luck_in_the_means_of_few_replications_is_not_taken_for_points():
    chance = np.random.default_rng(2)
    noise = seed_noise(chance.normal(0, 1, size=(4000, 1)) + chance.normal(0, 2, size=(4000, 2)))
    assert noise.share_of_points == pytest.approx(1 / 5, abs=0.04)
    assert noise.share_of_seed == pytest.approx(4 / 5, abs=0.04)


def test_no_noise_is_no_share_and_one_replication_is_no_knowledge():
    still = seed_noise(np.repeat(np.arange(10.0)[:, None], 3, axis=1))
    assert still.share_of_seed == 0
    assert still.standard_error == 0
    assert np.isnan(seed_noise(np.arange(10.0)[:, None]).standard_error)


def test_a_constant_outcome_gets_no_index():
    design = morris_trajectories(UNIT, 4, seed=1)
    same_at_all_points = np.tile([0.1, 0.2, 0.4], (len(design), 1))
    assert morris_table(design, same_at_all_points, seed=1).empty
    assert not morris_table(design, linear(design), seed=1).empty


def test_seed_0_repeats_its_intervals_and_is_not_another_seed():
    design = morris_trajectories(CUBE, 10, seed=0)
    values = Ishigami.evaluate(design.values)[:, None]
    first, again, other = (morris_table(design, values, seed)["mu_star_high"] for seed in (0, 0, 1))
    assert first.equals(again)
    assert not first.equals(other)


def test_rank_correlations_find_the_parameter_behind_a_curve_and_pass_by_the_idle_one():
    design = latin_hypercube(UNIT, 200, seed=1)
    curve = np.exp(4 * design.values[:, 0]) - 0.001 * design.values[:, 1]
    found = rank_correlations(design, {"curve": curve, "still": np.zeros(200)}).set_index("parameter")
    assert set(found["outcome"]) == {"curve"}
    assert found.index[0] == "steep"
    assert found.loc["steep", "rho"] == pytest.approx(1, abs=1e-3)
    assert abs(found.loc["idle", "rho"]) < chance_correlation(200, 3)
    assert found.loc["idle", "low"] < 0 < found.loc["idle", "high"]


def test_chance_exceeds_its_strongest_correlation_in_about_one_design_of_twenty():
    exceeded = 0
    for seed in range(200):
        design = latin_hypercube(UNIT, 50, seed)
        luck = np.random.default_rng(seed).normal(size=50)
        exceeded += rank_correlations(design, {"luck": luck})["rho"].abs().max() > chance_correlation(50, 3)
    assert 2 <= exceeded <= 22


def test_the_interval_of_a_paired_change_of_shares():
    before, after = np.zeros(98), np.zeros(98)
    assert paired_share_interval(before, after) == (0, 0)
    after[:20], before[20:25] = 1, 1  # 20 gained, 5 lost
    low, high = paired_share_interval(before, after)
    # by hand: (20.5 - 5.5)/100 = .15; standard error sqrt(26 - 225/100)/100 = .0487
    assert (low, high) == pytest.approx((0.15 - 1.96 * 0.048734, 0.15 + 1.96 * 0.048734), abs=1e-4)
