"""A report is made again from its folder: the same bytes, or a line that says why not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.errors import BadInput
from sim.experiments import blocks, compare
from sim.experiments.result_folder import write_tables
from sim.experiments.sweep import grid_design, load_results, sweep
from sim.experiments.sweep.summary import hangs_on, summaries
from sim.report import rebuild_report, write_report
from sim.scenario import Scenario, with_draws

PLANS = ("early", "none")


@pytest.fixture
def compared(few: Scenario, tmp_path: Path) -> Path:
    comparison = compare(few, plans=PLANS, pairs=4, seed=3, behaviour={"gain_multiplier": 1.2})
    folder = write_tables(comparison, tmp_path / "compared", "sim compare")
    write_report(comparison, folder, "sim compare")
    return folder


@pytest.fixture
def swept(few: Scenario, tmp_path: Path) -> Path:
    design = grid_design(
        {"gain_multiplier": [0.8, 1, 1.2, 1.4], "loss_aversion": [1.5, 1.8, 2.1]}, few, PLANS
    )
    return sweep(few, design, PLANS, 3, engine="serial", folder=tmp_path / "swept").folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_comparison_has_its_report_again_to_the_byte(compared: Path) -> None:
    before = contents(compared)
    (compared / "report.html").unlink()
    for figure in (compared / "figures").iterdir():
        figure.unlink()
    assert rebuild_report(compared) == compared / "report.html"
    assert contents(compared) == before


def test_a_comparison_that_does_not_come_out_the_same_keeps_its_report(compared: Path) -> None:
    table = compared / "table.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("support", "suport", 1), encoding="utf-8")
    before = contents(compared)
    with pytest.raises(RuntimeError, match=r"table.csv do not come out the same"):
        rebuild_report(compared)
    assert contents(compared) == before


def test_a_comparison_made_with_another_model_is_refused(compared: Path) -> None:
    manifest = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    (compared / "manifest.json").write_text(json.dumps(manifest | {"model": "another"}), encoding="utf-8")
    with pytest.raises(BadInput, match="was made with another model"):
        rebuild_report(compared)


def test_a_manifest_that_lacks_what_numbers_hang_on_is_refused(compared: Path) -> None:
    manifest = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    (compared / "manifest.json").write_text(json.dumps(manifest | {"pairs": 3}), encoding="utf-8")
    with pytest.raises(BadInput, match="does not say all"):
        rebuild_report(compared)


def test_what_has_no_report_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not a result folder"):
        rebuild_report(tmp_path)
    (tmp_path / "manifest.json").write_text('{"key": "a", "experiment": "timing"}', encoding="utf-8")
    with pytest.raises(BadInput, match="of kind 'timing'; comparisons and sweeps have a report"):
        rebuild_report(tmp_path)


def test_a_sweep_has_a_report_with_its_numbers_and_the_same_bytes_twice(swept: Path) -> None:
    text = rebuild_report(swept).read_text(encoding="utf-8")
    before = contents(swept)
    rebuild_report(swept)
    assert contents(swept) == before
    results = load_results(swept)
    residents = next(
        each for each in summaries(results, PLANS) if each.outcome.name == "support_public_decision"
    )
    by_point = (
        results.dataset["support_public_decision"].sel(arm="early")
        - results.dataset["support_public_decision"].sel(arm="none")
    ).mean("replication")
    assert residents.first_better == float((by_point > residents.outcome.rope).mean())
    assert residents.difference == pytest.approx(float(by_point.mean()), abs=1e-15)
    assert f"early is better at {100 * residents.first_better:.0f} % of 12 design points" in text
    assert "36 pairs at 12 points" in text
    assert "Not finished" not in text
    assert "gain_multiplier</th>" in text
    assert "<script" not in text


def test_antithetic_replications_are_counted_two_by_two(swept: Path) -> None:
    results = load_results(swept)
    luck = np.array([0.3, -0.3, 0.1])  # cancels in the first pair; of the second there is one
    results.dataset["cost"].loc[{"arm": "early"}] = np.broadcast_to(1.0 + luck, (12, 3))
    results.dataset["cost"].loc[{"arm": "none"}] = 0.0
    (usual,) = [each for each in summaries(results, PLANS) if each.outcome.name == "cost"]
    vars(results)["scenario"] = with_draws(results.scenario, "antithetic")
    (by_pair,) = [each for each in summaries(results, PLANS) if each.outcome.name == "cost"]
    usual_low, usual_high = stats.ttest_1samp(1.0 + luck, 0).confidence_interval(0.95)
    assert (usual.low, usual.high) == pytest.approx((usual_low, usual_high))
    low, high = stats.ttest_1samp([1.0, 1.1], 0).confidence_interval(0.95)
    assert (by_pair.low, by_pair.high) == pytest.approx((low, high))


def test_what_a_sweep_hangs_on_is_found(swept: Path) -> None:
    results = load_results(swept)
    planted = (
        3 * results.design["loss_aversion"].to_numpy() + 0.1 * results.design["gain_multiplier"].to_numpy()
    )
    results.dataset["cost"].loc[{"arm": "early"}] = planted[:, None]
    results.dataset["cost"].loc[{"arm": "none"}] = 0.0
    table = hangs_on(results, PLANS, "cost")
    assert table["parameter"].iloc[0] == "loss_aversion"
    assert table["rho"].iloc[0] > 0.9


def test_an_unfinished_sweep_with_failures_says_both(
    few: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = blocks.simulate_lanes

    def simulate_lanes(scenario, lanes, *more, **named):  # type: ignore[no-untyped-def]
        if any(lane.parameters["gain_multiplier"] == 1.2 for lane in lanes):
            raise ZeroDivisionError("by a goblin")
        return honest(scenario, lanes, *more, **named)

    monkeypatch.setattr(blocks, "simulate_lanes", simulate_lanes)
    design = grid_design({"gain_multiplier": [0.8, 1, 1.2]}, few, PLANS)
    folder = sweep(
        few, design, PLANS, 3, engine="serial", folder=tmp_path / "a", part_seconds=1e-9, show=lambda _: None
    ).folder
    next(iter(sorted((folder / "runs").iterdir()))).unlink()
    text = rebuild_report(folder).read_text(encoding="utf-8")
    assert "Not finished: 12 of 18 runs are there" in text
    assert "4 of 12 runs failed" in text
    assert "by a goblin" in text
    assert f"sim replay {folder} 2:early:" in text
