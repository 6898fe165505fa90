"""Designs: every slice hit once, ranges respected, cuts said, slips of the pen named."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.errors import BadInput
from sim.experiments.designs import (
    STEP,
    Design,
    Factor,
    factors_of,
    fitted_to_budget,
    latin_hypercube,
    morris_trajectories,
    salib_seed,
    sobol_sequence,
)
from sim.knobs import KNOBS, knob
from sim.world import lane_of

SOME = ("trust_gain", "carry_over", "people_enough")
PLANS = ("early", "late")


def lines_of(work) -> str:
    with pytest.raises(BadInput) as refused:
        work()
    return "\n".join(refused.value.lines())


def test_a_latin_hypercube_holds_one_point_in_every_slice_of_every_factor():
    design = latin_hypercube(factors_of(SOME), 50, seed=3)
    for column in design.unit.T:
        assert sorted(np.floor(column * 50)) == list(range(50))


def test_a_sobol_sequence_holds_as_many_points_in_every_quarter_of_every_pair():
    design = sobol_sequence(factors_of(SOME), 64, seed=3)
    for first, second in ((0, 1), (0, 2), (1, 2)):
        quarters = 2 * (design.unit[:, first] >= 0.5) + (design.unit[:, second] >= 0.5)
        assert np.bincount(quarters.astype(int)).tolist() == [16] * 4


def test_a_sobol_sequence_of_another_length_is_refused_and_its_neighbours_named():
    assert "such as 256 or 512" in lines_of(lambda: sobol_sequence(factors_of(SOME), 500, seed=1))


def test_a_trajectory_moves_one_factor_at_a_time_by_two_thirds_of_its_range():
    design = morris_trajectories(factors_of(SOME), 6, seed=1)
    assert len(design) == 6 * 4
    for trajectory in design.unit.reshape(6, 4, 3):
        steps = np.abs(np.diff(trajectory, axis=0))
        assert np.allclose(np.sort(steps, axis=1), [[0, 0, STEP]] * 3)
        assert sorted(steps.argmax(axis=1)) == [0, 1, 2]


@pytest.mark.parametrize("draw", [latin_hypercube, sobol_sequence, morris_trajectories])
def test_seed_0_is_a_seed_like_any_other(draw):
    factors = factors_of(SOME)
    first, again, other = (draw(factors, 8, seed).unit for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("draw", [latin_hypercube, sobol_sequence, morris_trajectories])
def test_no_seed_is_refused_as_such_a_design_could_not_be_drawn_again(draw):
    assert "seed is None" in lines_of(lambda: draw(factors_of(SOME), 8, None))


def test_seeds_for_the_library_are_never_0_and_differ_by_seed_and_purpose():
    seeds = [salib_seed(seed, purpose) for seed in range(50) for purpose in ("sample", "analysis")]
    assert min(seeds) > 0
    assert len(set(seeds)) == 100


def test_all_parameters_are_varied_over_their_declared_ranges_unless_told_otherwise():
    factors = factors_of()
    assert [(each.name, each.low, each.high) for each in factors] == [(k.name, k.low, k.high) for k in KNOBS]


def test_a_logarithmic_parameter_is_spread_evenly_over_its_logarithm():
    values = factors_of(["people_enough"])[0].values(np.array([0, 0.5, 1]))
    assert values == pytest.approx([200, math.sqrt(200 * 5000), 5000])
    assert values[0] >= 200  # rounding leaves no value outside the range
    assert values[2] <= 5000


def test_a_narrower_range_is_used():
    design = latin_hypercube(factors_of(["carry_over"], {"carry_over": (0.2, 0.3)}), 40, seed=1)
    assert 0.2 <= design.values.min() < 0.21
    assert 0.29 < design.values.max() <= 0.3


@pytest.mark.parametrize("given", [(0.2, 1.01), (-0.01, 0.5)])
def test_a_wider_range_is_refused_with_the_declared_one_and_the_reason(given):
    said = lines_of(lambda: factors_of(["carry_over"], {"carry_over": given}))
    assert "wider than the declared range 0 to 1" in said
    assert "narrowed only" in said


def test_everything_wrong_with_a_choice_is_said_at_once_with_the_nearest_names():
    said = lines_of(
        lambda: factors_of(
            ["cary_over", "trust_gain", "trust_gain"], {"trust_gian": (0, 1), "trust_gain": (0.1, 0.1)}
        )
    )
    assert "did you mean carry_over?" in said
    assert "names 'trust_gain' twice" in said
    assert "did you mean trust_gain?" in said
    assert "expected a low end below the high end" in said


def test_a_budget_no_calendar_can_hold_is_cut_off_and_the_cut_says_why(small):
    factors, cuts = fitted_to_budget(small, PLANS, factors_of())
    (cut,) = [cut for cut in cuts if cut.name == "public_contacts"]
    declared = knob("public_contacts")
    assert cut.asked == (declared.low, declared.high)
    assert cut.used[0] == declared.low
    assert "the programme can meet 1,500 a week" in str(cut)
    used = {factor.name: factor for factor in factors}
    assert used["public_contacts"].high == cut.used[1]
    corner = {name: used[name].high for name in ("public_contacts", "clinician_contacts", "other_contacts")}
    for plan in PLANS:
        assert lane_of(small, small.plan(plan), corner).activities
    beyond = corner | {"public_contacts": 1.01 * cut.used[1]}
    assert "can meet 1,500 a week" in lines_of(lambda: lane_of(small, small.plan("early"), beyond))


def test_ranges_that_can_be_held_are_left_alone(small):
    factors = factors_of(["public_contacts", "carry_over"], {"public_contacts": (0.01, 0.05)})
    assert fitted_to_budget(small, PLANS, factors) == (factors, ())


def test_a_range_of_which_nothing_can_be_held_is_refused(small):
    factors = factors_of(["public_contacts"], {"public_contacts": (1, 2)})
    assert "can meet 1,500 a week" in lines_of(lambda: fitted_to_budget(small, PLANS, factors))


def test_a_design_knows_its_values_by_name():
    design = Design("by hand", (Factor("a", 1, 3), Factor("b", 0, 10)), np.array([[0.5, 0.1], [1, 0]]), 0)
    assert design.table.to_dict("records") == [{"a": 2, "b": 1}, {"a": 3, "b": 0}]
