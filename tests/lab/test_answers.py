"""Answers: the sentence points the way the numbers do, and everything that can be drawn adds up."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

import numpy as np
import pytest

from sim.lab.answers import answer_of, difference_of, gates_of, headline_of, headline_words
from sim.lab.choice import Choice, first_choice
from sim.lab.futures import Future, Futures, Together
from sim.outcomes import Outcome
from sim.scenario import Scenario, load_scenario

SUPPORT = Outcome("support", "Support of residents", "support points", "higher", 0.02, lambda run: 0.0)
COST = Outcome("support", "Cost", "share of budget", "lower", 0.01, lambda run: 0.0)


def futures_with(values: Sequence[float]) -> list[Future]:
    """Futures of which only one outcome is known."""
    return [Future({"support": value}, np.zeros((1, 1), np.float32), frozenset(), "", ()) for value in values]


def words(yours: Sequence[float], reference: Sequence[float], outcome: Outcome = SUPPORT) -> str:
    return headline_words(difference_of(outcome, futures_with(yours), futures_with(reference), 1))


@pytest.mark.parametrize(
    ("gain", "outcome", "beginning"),
    [
        (0.1, SUPPORT, "Your plan is better in 8 of 8 paired futures: +0.1"),
        (-0.1, SUPPORT, "Your plan is worse in 8 of 8 paired futures: −0.1"),
        (0.1, COST, "Your plan is worse in 8 of 8 paired futures: +0.1"),
        (-0.1, COST, "Your plan is better in 8 of 8 paired futures: −0.1"),
    ],
)
def test_the_headline_points_the_way_the_outcome_does(gain: float, outcome: Outcome, beginning: str) -> None:
    spread = np.linspace(-0.02, 0.02, 8)
    assert words((gain + spread).tolist(), [0.0] * 8, outcome).startswith(beginning)


def test_an_interval_that_holds_zero_is_no_clear_difference() -> None:
    said = words([0.1, -0.1, 0.2, -0.2, 0.15, -0.16], [0.0] * 6)
    assert said.startswith("No clear difference between the plans: yours is better in 3 of 6 paired futures")


def test_the_same_plan_twice_makes_no_difference() -> None:
    assert (
        words([0.1, 0.2], [0.1, 0.2]) == "No difference between the plans: the same in all 2 paired futures"
    )


def test_a_gain_in_few_futures_is_not_told_as_one_in_most() -> None:
    said = words([0.9, 0.9, 0.9, 0.9, -0.01, -0.01, -0.01, -0.01, -0.01, -0.01], [0.0] * 10)
    assert said.startswith("Your plan is better on average, but only in 4 of 10 paired futures")


def test_one_pair_has_no_interval_and_can_still_be_sent() -> None:
    found = headline_of(difference_of(SUPPORT, futures_with([0.3]), futures_with([0.1]), 1))
    assert (found["low"], found["high"]) == (None, None)
    json.dumps(found, allow_nan=False)


@pytest.fixture
def computed(gated: Scenario) -> tuple[Choice, Futures, list[list[Future]]]:
    """Three pairs of the shipped scenario with gates."""
    choice, futures = first_choice(gated), Futures(gated)
    arms = [futures.arm(choice, plan, "sketch") for plan in (choice.plan, choice.reference)]
    together = Together(futures.sketched, "sketch", arms, choice.lanes)
    for number in range(3):
        futures.compute(1, number, "contacts", together)
    return choice, futures, [arm.first(3) for arm in arms]


def test_an_answer_adds_up_and_can_be_sent(computed: tuple[Choice, Futures, list[list[Future]]]) -> None:
    choice, futures, (yours, reference) = computed
    answer = answer_of(choice, yours, reference, futures.outcomes, futures.panels)
    json.dumps(answer, allow_nan=False)
    assert sum(bar["count"] for bar in answer["differences"]["bins"]) == 3
    for side in ("plan", "reference"):
        assert sum(ending[side]["count"] for ending in answer["endings"]) == 3
        assert all(
            0 <= gate[side]["low"] <= gate[side]["share"] <= gate[side]["high"] <= 1
            for gate in answer["gates"]
        )
    for section in ("groups", "localities", "trust", "campaigns"):
        for panel in answer[section]:
            for side in ("plan", "reference"):
                mean, low, high = (np.array(panel[side][name]) for name in ("mean", "low", "high"))
                assert mean.size == low.size == high.size == len(panel["weeks"])
                assert (low <= high).all()


def test_exchanging_the_plans_turns_the_headline_round(
    computed: tuple[Choice, Futures, list[list[Future]]],
) -> None:
    choice, futures, (yours, reference) = computed
    exchanged = dataclasses.replace(choice, plan=choice.reference, reference=choice.plan, ids=())
    one = answer_of(choice, yours, reference, futures.outcomes, futures.panels)["headline"]
    other = answer_of(exchanged, reference, yours, futures.outcomes, futures.panels)["headline"]
    assert one["mean"] == -other["mean"]
    assert (one["better"], one["worse"]) == (other["worse"], other["better"])


def test_a_gate_that_stops_nothing_says_what_its_share_means() -> None:
    titles = dict(gates_of(load_scenario()))
    assert titles["scrutiny"].endswith(": no objection")
    assert not titles["programme_board"].endswith(": no objection")


def test_antithetic_futures_are_counted_two_by_two_as_in_a_comparison() -> None:
    luck = [0.3, -0.3, 0.1, -0.1]  # cancels in each pair
    yours, reference = futures_with([0.5 + each for each in luck]), futures_with([0.4] * 4)
    pairing = np.array([0, 0, 1, 1])
    usual = difference_of(SUPPORT, yours, reference, 1)
    by_pair = difference_of(SUPPORT, yours, reference, 1, pairing)
    assert by_pair.mean == usual.mean
    assert by_pair.high - by_pair.low < 1e-12 < usual.high - usual.low
    assert (usual.antithetic_pairs, by_pair.antithetic_pairs) == (0, 2)
