"""Stopping when intervals are narrow: the rule as it is told, what it does to intervals, and resuming."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.errors import BadInput
from sim.experiments.prior_statistics import paired_share_interval
from sim.experiments.sweep import SweepDesign, Until, load_results, sweep
from sim.experiments.sweep.stopping import widest, widths
from sim.scenario import Scenario
from tests.sweep.conftest import PLANS, said, sim_command, sweep_words, tables_of

OUTCOME = "support_public_decision"


def run(few: Scenario, design: SweepDesign, folder: Path, until: Until, **more: object) -> list[str]:
    lines: list[str] = []
    how = {"engine": "serial", "part_seconds": 1e-9, "folder": folder, "note": lines.append} | more
    sweep(few, design, PLANS, outcomes=("cost",), until=until, **how)  # type: ignore[arg-type]
    return lines


def test_a_width_is_that_of_students_interval() -> None:
    first, other = np.random.default_rng(1).normal(size=(2, 3, 25))
    for at, width in enumerate(widths(first, other)):
        low, high = stats.ttest_rel(first[at], other[at]).confidence_interval(0.95)
        assert width == pytest.approx(high - low, rel=1e-12)


def test_a_width_of_yes_or_no_is_agresti_and_mins_and_never_zero() -> None:
    first, other = np.random.default_rng(2).random((2, 1, 40)) < 0.4
    low, high = paired_share_interval(other[0].astype(float), first[0].astype(float))
    assert widths(first.astype(float), other.astype(float))[0] == pytest.approx(high - low, rel=1e-12)
    assert widths(np.ones((1, 20)), np.ones((1, 20)))[0] > 0.1


def test_failed_runs_count_in_no_pair_and_lost_points_are_not_waited_for() -> None:
    first, other = np.random.default_rng(3).normal(size=(2, 3, 25))
    first[0, 5:], first[1], first[2, 1:] = np.nan, np.nan, np.nan
    found = widths(first, other)
    assert found[0] == pytest.approx(widths(first[:1, :5], other[:1, :5])[0])
    assert np.isnan(found[1])
    assert np.isinf(found[2])
    until = Until(100.0, OUTCOME)
    assert until.is_reached(found[:2])
    assert not until.is_reached(found)
    both = widest(np.stack([np.zeros_like(other), first, other]))
    assert both[0] == max(widths(np.zeros_like(other), each)[0] for each in (first, other))


def test_looks_grow_by_half_and_end_at_the_most() -> None:
    assert Until(0.1, OUTCOME).looks == [20, 30, 45, 68, 102, 153, 230, 345, 500]
    assert Until(0.1, OUTCOME, least=12, most=12).looks == [12]


Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]


@pytest.mark.parametrize(
    ("draw", "true", "least_coverage"),
    [
        (lambda chance, size: chance.normal(0.3, 1.0, size), 0.3, 0.93),
        (lambda chance, size: chance.standard_t(4, size) / np.sqrt(2), 0.0, 0.93),
        (lambda chance, size: chance.exponential(1.0, size), 1.0, 0.87),
    ],
    ids=["normal", "heavy tails", "skewed"],
)
def test_intervals_hold_the_truth_about_as_often_as_docs_say(
    draw: Draw, true: float, least_coverage: float
) -> None:
    """Standard error of a share with 4,000 trials: .004."""
    until, trials = Until(0.5, OUTCOME), 4_000
    values = draw(np.random.default_rng(4), (trials, until.most))

    def coverage(looks: list[int]) -> float:
        held, going = 0, np.ones(trials, dtype=bool)
        for look in looks:
            some = values[:, :look]
            width = widths(some, np.zeros_like(some))
            stop = going & ((width <= until.width) | (look == looks[-1]))
            held += int((np.abs(some[stop].mean(axis=1) - true) <= width[stop] / 2).sum())
            going &= ~stop
        return held / trials

    by_rule, often = coverage(until.looks), coverage(list(range(2, 60)) + [until.most])
    assert least_coverage < by_rule < 0.965
    assert often < by_rule - 0.01  # what few looks and enough replications before the first are for


def test_replications_are_added_until_intervals_are_narrow(
    few: Scenario, design: SweepDesign, tmp_path: Path
) -> None:
    wide = load_widths(few, design, tmp_path / "fixed", 12)
    until = Until(0.7 * wide, OUTCOME, least=12, most=200)
    lines = run(few, design, tmp_path / "a", until)
    results = load_results(tmp_path / "a")
    assert results.replications in until.looks[1:-1]
    assert results.is_finished
    assert len(results.runs) == 6 * 2 * results.replications
    assert any("is wider than" in line and "going on" in line for line in lines)
    assert f"{results.replications} replications" in lines[-1]
    found = results.dataset[OUTCOME].transpose("arm", "point", "replication").to_numpy()
    assert widest(found).max() <= until.width
    before = until.looks[until.looks.index(results.replications) - 1]
    assert widest(found[..., :before]).max() > until.width  # no sooner


def load_widths(few: Scenario, design: SweepDesign, folder: Path, replications: int) -> float:
    """The widest interval after so many replications, fixed."""
    sweep(few, design, PLANS, replications, (OUTCOME,), engine="serial", folder=folder)
    found = load_results(folder).dataset[OUTCOME].transpose("arm", "point", "replication").to_numpy()
    return float(widest(found).max())


def test_a_sequential_sweep_resumes_to_the_same_bytes(
    few: Scenario, design: SweepDesign, tmp_path: Path
) -> None:
    until = Until(0.7 * load_widths(few, design, tmp_path / "fixed", 12), OUTCOME, least=12, most=200)
    run(few, design, tmp_path / "a", until)
    parts = sorted((tmp_path / "a" / "runs").iterdir(), key=lambda part: part.name.split("-")[2])
    for number, gone in enumerate((parts[-1:], parts[len(parts) // 3 :], parts[::2])):
        begun = tmp_path / f"begun {number}"
        shutil.copytree(tmp_path / "a", begun)
        for part in gone:
            (begun / "runs" / part.name).unlink()
        assert not load_results(begun).is_finished
        run(few, design, begun, until, engine="threads", workers=2)
        assert tables_of(begun) == tables_of(tmp_path / "a")


def test_the_most_is_the_most_and_is_said(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    lines = run(few, design, tmp_path / "a", Until(1e-9, OUTCOME, least=10, most=15))
    assert "that is the most; stopped" in lines[-1]
    results = load_results(tmp_path / "a")
    assert (results.replications, results.is_finished) == (15, True)


def test_another_width_is_another_sweep(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    run(few, design, tmp_path / "a", Until(5.0, OUTCOME, least=10, most=15))
    with pytest.raises(BadInput, match="holds another sweep: until"):
        run(few, design, tmp_path / "a", Until(4.0, OUTCOME, least=10, most=15))


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (("--until-width", "0.1"), "--until-width and --outcome go together"),
        (("--until-width", "0", "--outcome", OUTCOME), "--until-width is 0; expected above 0"),
        (
            ("--until-width", "0.1", "--outcome", OUTCOME, "--replications", "5"),
            "--replications is 5; expected 10 or more",
        ),
        (("--until-width", "0.1", "--outcome", "support_publik"), "did you mean"),
        (("--until-width", "0.1", "--outcome", OUTCOME, "--plans", "early"), "a paired difference needs two"),
        (
            ("--until-width", "0.1", "--outcome", OUTCOME, "--replications", "30", "--most", "20"),
            "--most is 20; expected at least the 30",
        ),
    ],
)
def test_a_rule_that_cannot_be_is_one_line(tmp_path: Path, more: tuple[str, ...], line: str) -> None:
    words = sweep_words(tmp_path / "a", "--engine", "serial")
    at = words.index("--replications")
    status, _, err = said(sim_command(*words[:at], *words[at + 2 :], *more, cwd=tmp_path))
    assert status == 2
    assert line in err
    assert not (tmp_path / "a").exists()
