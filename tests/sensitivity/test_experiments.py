"""Screening and prior predictive on a small scenario: whole experiments, their words, folders and charts."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest

from sim.errors import BadInput
from sim.experiments.prior_predictive import (
    CLEAR,
    FULL,
    NO_CHANGE,
    SAME,
    prior_outcomes,
    prior_predictive,
    prior_table,
    without,
)
from sim.experiments.sensitivity import sensitivity
from sim.experiments.sensitivity_folder import write_sensitivity
from sim.experiments.sensitivity_words import morris_in_words, prior_in_words
from sim.outcomes import find_outcome

FEW = ["public_contacts", "carry_over", "prior_public", "assimilation_bias"]


@pytest.fixture(scope="module")
def screened(small):
    return sensitivity(small, trajectories=4, replications=2, seed=0, parameters=FEW)


@pytest.fixture(scope="module")
def leaning(small):
    return prior_predictive(small, points=16, replications=2, seed=0, off=["redesign", "interim_withdrawal"])


def test_a_screening_has_a_row_a_parameter_and_counts_its_runs(screened):
    assert sorted(screened.table["parameter"]) == sorted(FEW)
    assert screened.values.shape == (4 * 5, 2)
    assert screened.runs == 4 * 5 * 2 * 2
    table = screened.table.set_index("parameter")
    assert table.loc["prior_public", "mu_star"] > 0
    assert table.loc["assimilation_bias", "mu_star"] == 0  # the peer rule here is linear


def test_a_screening_with_seed_0_repeats_bit_for_bit_and_another_seed_differs(small, screened):
    again = sensitivity(small, trajectories=4, replications=2, seed=0, parameters=FEW, engine="serial")
    other = sensitivity(small, trajectories=4, replications=2, seed=1, parameters=FEW)
    assert np.array_equal(again.values, screened.values)
    pd.testing.assert_frame_equal(again.table, screened.table, check_exact=True)
    assert not np.array_equal(other.values, screened.values)


def test_the_contrast_is_the_difference_of_two_plans_each_screened_alone(small):
    how = {"trajectories": 3, "replications": 2, "parameters": ["carry_over", "prior_public"]}
    early, late = (sensitivity(small, contrast=None, plan=plan, **how) for plan in ("early", "late"))
    both = sensitivity(small, contrast=("early", "late"), **how)
    assert np.array_equal(early.values - late.values, both.values)
    assert np.ptp(both.values) > 0
    assert early.estimand.endswith("plan early")
    assert (early.runs, both.runs) == (18, 36)


def test_a_constant_outcome_is_said_to_be_constant(small):
    found = sensitivity(small, outcome="disclosure_week", contrast=None, plan="none", trajectories=2,
                        replications=2, parameters=["carry_over", "redesign_rate"])  # fmt: skip
    assert found.constant
    assert found.table.empty
    said = "\n".join(morris_in_words(found))
    assert "at all 6 design points; nothing to explain" in said
    assert "mean size" not in said


def test_the_words_carry_unit_interval_runs_cut_and_noise(screened):
    said = "\n".join(morris_in_words(screened))
    for expected in (
        "20 design points x 2 replications x 2 plans = 80 runs, seed 0",
        "public_contacts: 0.005 to 2 was cut to 0.005 to 0.1",
        "support points (95 % interval",
        "Seed noise: a design point's mean is known to",
        "takes at least 8 replications to judge",
        "1 parameter moved nothing at all",
    ):
        assert expected in said


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ({"outcome": "suport_public_decision"}, "did you mean support_public_decision?"),
        ({"parameters": ["carry_ovr"]}, "did you mean carry_over?"),
        ({"contrast": ("early", "lat")}, "did you mean late?"),
        ({"method": "moris"}, "did you mean morris?"),
        ({"off": ["redesing"]}, "did you mean redesign?"),
        ({"contrast": ("early", "early")}, "names 'early' twice"),
        ({"trajectories": 1}, "trajectories is 1"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_the_nearest_name(small, wrong, nearest):
    with pytest.raises(BadInput) as refused:
        sensitivity(small, **wrong)
    assert nearest in "\n".join(refused.value.lines())


def test_shares_of_the_prior_add_up_and_lie_in_their_intervals(leaning):
    assert list(dict.fromkeys(leaning.table["outcome"])) == prior_outcomes(leaning.scenario)
    for side in ("first_better", "other_better", "neither"):
        assert (leaning.table[f"{side}_low"] <= leaning.table[side] + 1e-12).all()
        assert (leaning.table[side] <= leaning.table[f"{side}_high"] + 1e-12).all()
    total = leaning.table[["first_better", "other_better", "neither"]].sum(axis=1)
    assert total.to_numpy() == pytest.approx(1)


def test_shares_count_points_beyond_the_rope_on_the_better_side_and_pair_the_change(small):
    support, campaign = (find_outcome(small, name) for name in ("support_public_decision", "peak_campaign"))
    at_the_rope, beyond, below = [0.02, -0.02], [0.03, 0.04, 0.05, -0.03], [0.0, 0.01]
    means = np.array(at_the_rope + beyond + below)
    full = {each.name: np.stack([means, means], axis=1) for each in (support, campaign)}
    less = {name: values - 0.025 for name, values in full.items()}
    rows = prior_table([support, campaign], {FULL: full, without("peers"): less}).set_index(
        ["outcome", "model"]
    )
    higher, lower = rows.loc[(support.name, FULL)], rows.loc[(campaign.name, FULL)]
    assert (higher["first_better"], higher["other_better"], higher["neither"]) == (3 / 8, 1 / 8, 4 / 8)
    assert (lower["first_better"], lower["other_better"]) == (1 / 8, 3 / 8)
    assert higher["difference"] == pytest.approx(0.0125)
    changed = rows.loc[(support.name, without("peers"))]
    assert changed["first_better_change"] == pytest.approx(1 / 8 - 3 / 8)
    assert changed["other_better_change"] == pytest.approx(3 / 8 - 1 / 8)
    assert changed["difference_change"] == pytest.approx(-0.025)
    assert changed["difference_change_high"] < 0  # every point fell alike
    assert changed["effect"] == CLEAR


def test_a_mechanism_that_is_not_there_has_no_effect_and_redesign_has_one(leaning):
    rows = leaning.table.set_index(["outcome", "model"])
    for name in prior_outcomes(leaning.scenario):
        assert rows.loc[(name, without("interim_withdrawal")), "effect"] == SAME
        assert rows.loc[(name, without("interim_withdrawal")), "difference_change"] == 0
    assert rows.loc[("support_losing_decision", without("redesign")), "effect"] != SAME
    said = "\n".join(prior_in_words(leaning))
    assert "without interim_withdrawal: no effect, the same at every point" in said
    assert "without redesign: no effect, the same" not in said


def test_no_change_favours_neither_by_construction(leaning):
    rows = leaning.table[leaning.table["model"] == NO_CHANGE]
    assert len(rows) == len(leaning.outcomes)
    assert (rows["neither"] == 1).all()
    assert (rows["difference"] == 0).all()
    assert "by construction" in "\n".join(prior_in_words(leaning))


def test_a_folder_holds_manifest_tables_and_chart_and_never_another_result(
    small, screened, leaning, tmp_path
):
    folder = write_sensitivity(screened, tmp_path / "screened", "sim sensitivity")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["seed"] == 0
    assert manifest["cuts"][0]["name"] == "public_contacts"
    table = pd.read_csv(folder / "table.csv")
    assert list(table["parameter"]) == list(screened.table["parameter"])
    assert len(pd.read_csv(folder / "points.csv")) == 20
    assert (folder / "figures" / "sensitivity.png").read_bytes().startswith(b"\x89PNG")
    before = (folder / "table.csv").read_bytes()
    write_sensitivity(screened, folder)  # the same result finds its own folder
    with pytest.raises(BadInput, match="holds another result"):
        write_sensitivity(leaning, folder)
    assert (folder / "table.csv").read_bytes() == before
    other = write_sensitivity(leaning, tmp_path / "leaning")
    assert len(pd.read_csv(other / "correlations.csv")) == len(leaning.correlations)
    assert b"<svg" in (other / "figures" / "sensitivity.svg").read_bytes()


def test_no_word_of_a_chart_leaves_the_sheet(screened, leaning):
    for figure in (screened.plot(), leaning.plot()):
        width, height = figure.get_size_inches() * figure.dpi
        for text in figure.texts:
            box = text.get_window_extent()
            assert box.x0 >= 0, text.get_text()
            assert box.y0 >= 0, text.get_text()
            assert box.x1 <= width, text.get_text()
            assert box.y1 <= height, text.get_text()


def test_noise_is_unknown_from_one_pair(small):
    found = prior_predictive(small, points=10, replications=1, outcomes=["peak_campaign"], parameters=FEW)
    assert math.isnan(found.noise["peak_campaign"].standard_error)
    assert "unknown from one pair" in "\n".join(prior_in_words(found))
