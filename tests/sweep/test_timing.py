"""Timing: the flip, the latest safe start and the bands of made-up outcomes, and of a plan against itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import BadInput
from sim.experiments.statistics import share_interval
from sim.experiments.timing import timing
from sim.experiments.timing_folder import chart_of, write_timing
from sim.experiments.timing_result import Timing, zeros
from sim.experiments.timing_words import in_words, weeks_from
from sim.outcomes import find_outcome
from sim.scenario import Scenario
from sim.simulation import Run, simulate_lanes

STARTS = tuple(range(-8, 25, 4))
PAIRS = 80


def made_up(
    few: Scenario,
    mean: np.ndarray,
    spread: float = 0.02,
    outcome: str = "support_public_decision",
    target: float | None = None,
) -> Timing:
    """A timing whose outcome has these means; each pair moves all starts alike, and each a little alone."""
    chance = np.random.default_rng(1)
    noise = chance.normal(0.0, spread, (len(STARTS), PAIRS))
    noise -= noise.mean(axis=1, keepdims=True)
    together = chance.normal(0.0, 0.2, PAIRS)
    together -= together.mean()
    return Timing(
        few,
        "early",
        "none",
        "preferred",
        find_outcome(few, outcome),
        STARTS,
        mean[:, None] + noise + together,
        together,
        seed=1,
        target=target,
    )


def test_a_straight_line_turns_where_it_crosses(few: Scenario) -> None:
    found = made_up(few, (7.0 - np.array(STARTS)) / 100)
    (flip,) = found.flips
    assert flip.start == pytest.approx(7.0, abs=1e-9)
    assert flip.to == "worse"
    assert flip.low < 7.0 < flip.high
    assert flip.high - flip.low < 2.0  # noise of a mean: .02 / sqrt(80), a fifth of a week
    assert flip.found == 1.0
    assert found.latest_better_start == 4


def test_where_less_is_better_the_same_line_turns_to_better(few: Scenario) -> None:
    (flip,) = made_up(few, (7.0 - np.array(STARTS)) / 100, outcome="cost").flips
    assert (flip.to, round(flip.start, 9)) == ("better", 7.0)


def test_a_curve_that_comes_back_turns_twice(few: Scenario) -> None:
    bowl = (np.array(STARTS) - 8.0) ** 2 / 1000 - 0.0639
    assert [flip.to for flip in made_up(few, bowl).flips] == ["worse", "better"]
    assert [start for start, _ in zeros(STARTS, bowl)] == pytest.approx([0.0, 16.0], abs=0.2)


def test_a_touch_of_zero_is_no_turn() -> None:
    assert zeros((0, 1, 2), np.array([1.0, 0.0, 1.0])) == []
    assert zeros((0, 1, 2), np.array([1.0, 0.0, -1.0])) == [(1.0, True)]
    assert zeros((0, 1), np.zeros(2)) == []


def test_the_latest_safe_start_needs_every_earlier_one_to_be_safe(few: Scenario) -> None:
    mean = np.array([0.5, 0.5, 0.5, 0.1, 0.5, 0.5, 0.1, 0.1, 0.1])
    found = made_up(few, mean, target=0.3)
    assert list(found.table["is_safe"]) == [True, True, True, False, True, True, False, False, False]
    assert found.latest_safe_start == STARTS[2]
    assert made_up(few, mean, target=0.6).latest_safe_start is None
    assert made_up(few, mean).latest_safe_start is None


def test_a_mean_whose_interval_reaches_below_the_target_is_not_safe(few: Scenario) -> None:
    found = made_up(few, np.full(len(STARTS), 0.3), target=0.29)
    assert (found.table["mean"] > 0.29).all()
    assert (found.table["low"] < 0.29).all()
    assert found.latest_safe_start is None


def test_where_less_is_better_safe_is_below_the_target(few: Scenario) -> None:
    mean = np.linspace(0.1, 0.9, len(STARTS))
    found = made_up(few, mean, outcome="cost", target=0.45)
    assert found.latest_safe_start == max(
        start for start, high in zip(STARTS, found.table["high"], strict=True) if high <= 0.45
    )


def test_bands_and_intervals_are_what_they_say(few: Scenario) -> None:
    found = made_up(few, np.full(len(STARTS), 0.2))
    row = found.table.iloc[0]
    assert row["tenth"] == np.percentile(found.values[0], 10)
    assert row["ninetieth"] == np.percentile(found.values[0], 90)
    assert row["low"] < row["mean"] < row["high"]
    assert row["tenth"] < row["low"]  # the mean is known better than a single run
    assert row["high"] - row["low"] > row["difference_high"] - row["difference_low"]  # pairs share their luck


def test_an_outcome_of_yes_and_no_has_wilsons_interval(few: Scenario) -> None:
    yes = (np.arange(PAIRS) < 30).astype(float)
    found = Timing(
        few, "early", "none", "preferred", find_outcome(few, "approved"), (0,), yes[None], yes * 0, seed=1
    )
    assert (found.table["low"][0], found.table["high"][0]) == share_interval(30, PAIRS)


def test_a_plan_that_starts_when_it_does_is_itself(few: Scenario) -> None:
    milestones = few.programme.milestones
    start = min(each.weeks(milestones)[0] for each in few.plan("early").activities)
    start -= milestones.week("preferred")
    found = timing(few, "early", "early", start, start + 2, 1, pairs=6, engine="serial")
    assert (found.values[0] == found.against_values).all()
    assert (found.values[1:] != found.against_values).any()


def test_no_engine_changes_a_number(few: Scenario) -> None:
    one, other = (
        timing(few, "early", "none", -6, 2, 4, pairs=5, engine=engine, workers=2)  # type: ignore[arg-type]
        for engine in ("serial", "processes")
    )
    assert np.array_equal(one.values, other.values)


def test_gates_choose_what_is_looked_at(few: Scenario, gated: Scenario) -> None:
    assert timing(few, "early", "none", -7, -7, pairs=2).outcome.name == "support_losing_decision"
    assert timing(gated, "early", "late", 0, 0, pairs=2).outcome.name == "goes_ahead"


def test_sentences_say_what_a_leader_would_ask(few: Scenario) -> None:
    line = (7.0 - np.array(STARTS)) / 100
    safe = in_words(made_up(few, line, target=0.14))[0]
    assert safe.startswith("No tested start is safe: at the first, it cannot be said that")
    safe = in_words(made_up(few, line * 10, target=0.5))[0]
    assert safe == (
        "Latest safe start: the week of the preferred option. At it and every earlier tested start “Support: "
        "Public, at the decision” clears 0.5 (support points) (95 % interval of the mean; 80 paired runs, "
        "seed 1)."
    )
    started, turned = in_words(made_up(few, line))
    assert started == (
        "Started by 4 weeks after the preferred option, plan early does better than plan none (95 % interval "
        "of the paired difference)."
    )
    assert turned.startswith("Started later than 7 weeks after the preferred option, it does worse (")
    (never,) = in_words(made_up(few, np.full(len(STARTS), -0.1)))
    assert never.startswith("At no tested start can it be said that plan early does better than plan none")
    (always,) = in_words(made_up(few, np.full(len(STARTS), 0.1)))
    assert always.startswith("At every tested start plan early does better")
    assert weeks_from(0, "decision") == "the week of the decision"
    assert weeks_from(-1, "decision") == "1 week before the decision"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"first": 10, "last": 0}, "--from is 10, after --to 0; expected a first start before the last"),
        ({"step": 0}, "--step is 0; expected 1 or more"),
        ({"pairs": 1}, "--pairs is 1; expected 2 or more"),
        ({"seed": -1}, "--seed is -1; expected 0 or more"),
        ({"target": 50.0}, "--target is 50; expected -1 to 1, as support_losing_decision"),
        ({"target": float("nan")}, "--target is nan"),
        ({"milestone": "preffered"}, "is not a milestone; did you mean preferred?"),
        ({"outcome": "goes_ahed"}, "goes_ahed"),
        ({"plan": "erly"}, "did you mean early?"),
        ({"plan": "none"}, "none has no activities"),
        (
            {"first": -60, "last": -40},
            "no start is possible; the first: plan early: -60 weeks from preferred",
        ),
        ({"first": 90, "last": 94}, "beyond the horizon of 30 weeks"),
    ],
)
def test_what_cannot_be_is_one_line(few: Scenario, wrong: dict[str, object], line: str) -> None:
    with pytest.raises(BadInput) as refused:
        timing(few, **({"plan": "early", "against": "none", "pairs": 3} | wrong))  # type: ignore[arg-type]
    assert line in "\n".join(refused.value.lines())


def test_a_start_before_week_0_is_left_out_and_said(few: Scenario) -> None:
    found = timing(few, "early", "none", -12, -4, 4, pairs=2)
    assert found.starts == (-8, -4)
    ((start, why),) = found.left_out
    assert (start, "would be before week 0" in why) == (-12, True)


def test_a_folder_holds_manifest_table_and_chart(few: Scenario, tmp_path: Path) -> None:
    found = made_up(few, (7.0 - np.array(STARTS)) / 100, target=0.02)
    folder = write_timing(found, tmp_path / "a", "sim timing")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["experiment"] == "timing"
    assert manifest["sentences"] == in_words(found)
    assert len((folder / "table.csv").read_text(encoding="utf-8").splitlines()) == len(STARTS) + 1
    assert len((folder / "runs.csv").read_text(encoding="utf-8").splitlines()) == PAIRS + 1
    assert (folder / "figures" / "timing.png").stat().st_size > 10_000
    assert chart_of(found).latest_safe == found.latest_safe_start


def test_a_failed_replication_is_a_row_and_counts_at_no_start(
    few: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = timing(few, "early", "none", -6, 2, 4, pairs=6, engine="serial")

    def fails(scenario: Scenario, lanes: Any, seed: int, number: int, *more: Any) -> list[Run]:
        if number == 3:
            raise ZeroDivisionError("by zero")
        return simulate_lanes(scenario, lanes, seed, number, *more)

    monkeypatch.setattr("sim.experiments.timing.simulate_lanes", fails)
    found = timing(few, "early", "none", -6, 2, 4, pairs=6, engine="serial")
    assert found.numbers == (0, 1, 2, 4, 5)
    assert np.array_equal(found.values, np.delete(whole.values, 3, axis=1))
    ((number, error),) = found.failures
    assert (number, error.split(" (")[0]) == (3, "ZeroDivisionError: by zero")
    assert list(found.runs["replication"]) == list(range(6))
    assert list(found.runs["error"] != "") == [False, False, False, True, False, False]
    mirrored = timing(few.model_copy(update={"draws": "antithetic"}), "early", "none", -6, 2, 4, pairs=6)
    assert mirrored.numbers == (0, 1, 4, 5)  # a pair is one observation
    assert len(mirrored.failures) == 1


def test_where_all_fail_nothing_is_said(few: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> list[Run]:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("sim.experiments.timing.simulate_lanes", fails)
    with pytest.raises(RuntimeError, match="3 of 3 replications failed; the first: ZeroDivisionError"):
        timing(few, "early", "none", -6, 2, 4, pairs=3)


def test_what_plans_have_in_common_is_chosen(few: Scenario) -> None:
    contacts, intensity = (
        timing(few, "early", "none", -6, -6, pairs=2, equal=equal) for equal in ("contacts", "intensity")
    )
    assert (contacts.values != intensity.values).all()
    assert intensity.equal == "intensity"


def test_the_command_starts_no_cluster_that_was_not_asked_for(few: Scenario) -> None:
    with pytest.raises(BadInput, match="scheduler"):
        timing(few, "early", "none", -6, -6, pairs=2, scheduler="tcp://127.0.0.1:1")
