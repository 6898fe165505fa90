"""Findings read the same whichever way they point."""

from __future__ import annotations

import numpy as np
import pytest

from sim.charts import sentence, signed, verdict, verdict_words
from sim.charts.words import interval, short, tally
from tests.charts.made import chart_data, difference


def test_a_better_plan_is_said_to_be_better_with_unit_interval_and_pairs() -> None:
    found = sentence(difference(0.05), "for residents")
    assert found == (
        "Early ends better than late for residents in 40 of 40 paired futures: "
        "+0.050 support points (95 %: +0.048 to +0.052)"
    )


def test_a_worse_plan_is_said_to_be_worse_in_the_same_words() -> None:
    better, worse = sentence(difference(0.05), "for residents"), sentence(difference(-0.05), "for residents")
    assert "ends worse than late for residents in 40 of 40 paired futures: −0.050 support points" in worse
    assert len(better) == len(worse) + 1  # "better" has a letter more; nothing else is added or left out


def test_an_interval_that_spans_zero_is_no_clear_difference() -> None:
    found = difference(0.0001, 0.05)
    assert verdict(found) == "unclear"
    assert sentence(found, "for residents").startswith(
        "No clear difference between early and late for residents: "
    )
    assert "better in 20 of 40 paired futures" in sentence(found, "for residents")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_mean_within_the_rope_is_too_small_to_matter(sign: int) -> None:
    found = sentence(difference(sign * 0.01, 0.001), "for residents")
    assert found.startswith("The difference for residents is too small to matter (rope 0.02): early ends ")
    assert ("better" if sign > 0 else "worse") in found


def test_a_difference_as_large_as_the_rope_matters() -> None:
    assert verdict(difference(0.0, 0.0, mean=0.02, low=0.019, high=0.021)) == "better"
    assert verdict(difference(0.0, 0.0, mean=np.nextafter(0.02, 0), low=0.019, high=0.021)) == "too small"


def test_an_interval_that_touches_zero_is_unclear() -> None:
    assert verdict(difference(0.05, low=0.0)) == "unclear"
    assert verdict(difference(-0.05, high=0.0)) == "unclear"


def test_less_is_better_where_the_outcome_says_so() -> None:
    cheaper = difference(-0.05, better_is="lower", unit="share of budget")
    assert verdict(cheaper) == "better"
    assert "Early ends better than late in cost in 40 of 40" in sentence(cheaper, "in cost")


def test_neither_is_better_reads_as_higher_or_lower() -> None:
    assert verdict_words(difference(0.05, better_is="neither")) == "higher"
    assert verdict_words(difference(-0.05, better_is="neither")) == "lower"


def test_a_mean_carried_by_few_pairs_says_so() -> None:
    values = np.array([-0.01] * 30 + [0.5] * 10)
    found = difference(values=values, mean=float(values.mean()), low=0.05, high=0.2, better=10, worse=30)
    assert "on average, but only in 10 of 40 paired futures" in sentence(found, "for residents")
    assert "on average, but only in 10 of 40" in short(found)


def test_one_pair_has_no_interval_and_no_verdict() -> None:
    found = difference(0.3, pairs=1)
    assert verdict(found) == "unclear"
    assert interval(found) == "no interval from 1 pair"
    assert "+0.300 support points (no interval from 1 pair)" in sentence(found, "for residents")


def test_where_all_pairs_are_the_same_there_is_nothing_to_be_unsure_of() -> None:
    found = difference(-0.033, 0.0, low=-0.033, high=-0.033)
    assert interval(found) == "the same in every pair"
    assert "−0.033 support points (the same in every pair)" in sentence(found, "for residents")
    assert interval(difference(low=0.0, high=np.nextafter(0, 1))).startswith("95 %")


def test_a_narrow_interval_shows_both_its_ends() -> None:
    assert interval(difference(low=0.0031, high=0.0033)) == "95 %: +0.0031 to +0.0033"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.04, "+0.04"),
        (-0.04, "−0.04"),
        (0.0, "0.00"),
        (-0.001, "0.00"),
        (0.001, "0.00"),
        (1234.5, "+1,234.50"),
    ],
)
def test_numbers_carry_their_sign_and_zero_has_none(value: float, text: str) -> None:
    assert signed(value) == text


def test_the_tally_always_counts_better_and_worse() -> None:
    found = tally(chart_data().contrasts[0])
    assert found == (
        "Early against late: better on 2 of 6 headline outcomes, worse on 1, too small to matter on 2, "
        "no clear difference on 1"
    )
