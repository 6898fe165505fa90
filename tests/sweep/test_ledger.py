"""The ledger: what is done is kept, whole, under its own name, and nothing else ever is."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars
import pytest

from sim.errors import BadInput
from sim.experiments import blocks
from sim.experiments.sweep import SweepDesign, load_results, sweep
from sim.experiments.sweep.replay import replay
from sim.scenario import Scenario
from sim.simulation import simulate
from tests.sweep.conftest import PLANS, tables_of

OUTCOMES = ("support_public_decision", "cost", "approved")


def run(few: Scenario, design: SweepDesign, folder: Path, **more: object) -> Path:
    """The small sweep, in this process."""
    chosen = {
        "engine": "serial",
        "replications": 3,
        "outcomes": OUTCOMES,
        "folder": folder,
        "part_seconds": 1e-9,
    } | more
    return sweep(few, design, PLANS, **chosen).folder  # type: ignore[arg-type]


def test_every_run_is_a_row_with_the_numbers_of_that_run(
    few: Scenario, design: SweepDesign, tmp_path: Path
) -> None:
    results = load_results(run(few, design, tmp_path / "a"))
    assert len(results.runs) == 6 * 2 * 3 == results.expected_runs
    assert results.is_finished
    row = results.runs.query("point == 4 and arm == 'early' and replication == 2").iloc[0]
    moved = few.plan("early").shift(1)
    alone = simulate(few, moved, 1, 2, {"gain_multiplier": 1.0, "loss_aversion": 2.0})
    assert row["cost"] == alone.cost
    assert results.dataset["cost"].sel(point=4, arm="early", replication=2).item() == alone.cost
    assert results.dataset["gain_multiplier"].sel(point=4).item() == 1.0


def test_a_finished_sweep_computes_nothing_more(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    folder = run(few, design, tmp_path / "a")
    before = tables_of(folder)
    done = sweep(few, design, PLANS, 3, OUTCOMES, folder=folder, engine="serial", part_seconds=1e-9)
    assert (done.computed, done.runs) == (0, 36)
    assert tables_of(folder) == before


def test_what_is_missing_is_computed_and_no_more(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    folder = run(few, design, tmp_path / "a")
    before = tables_of(folder)
    parts = sorted((folder / "runs").iterdir())
    parts[1].unlink()
    parts[2].unlink()
    done = sweep(few, design, PLANS, 3, OUTCOMES, folder=folder, engine="serial", part_seconds=1e-9)
    assert done.computed == 2 * 12
    assert tables_of(folder) == before


def test_a_torn_or_altered_part_is_computed_again(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    folder = run(few, design, tmp_path / "a")
    before = tables_of(folder)
    torn, altered, empty = sorted((folder / "runs").iterdir())[:3]
    torn.write_bytes(torn.read_bytes()[:-100])
    content = bytearray(altered.read_bytes())
    content[60] ^= 0xFF
    altered.write_bytes(bytes(content))
    empty.write_bytes(b"")
    done = sweep(few, design, PLANS, 3, OUTCOMES, folder=folder, engine="serial", part_seconds=1e-9)
    assert done.computed == 3 * 12
    assert tables_of(folder) == before


def test_what_was_being_written_is_swept_away(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    folder = run(few, design, tmp_path / "a")
    left = folder / "runs" / "part-x.parquet.unfinished"
    left.write_bytes(b"half")
    run(few, design, folder)
    assert not left.exists()


def test_tables_hold_no_clock_host_or_worker(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    one, other = (
        run(few, design, tmp_path / "a"),
        run(few, design, tmp_path / "b", engine="threads", workers=2),
    )
    assert tables_of(one) == tables_of(other)


@pytest.mark.parametrize(
    "change",
    [{"seed": 2}, {"replications": 4}, {"outcomes": ("cost",)}, {"weekly": True}, {"equal": "intensity"}],
)
def test_another_question_never_lands_in_the_same_folder(
    few: Scenario,
    design: SweepDesign,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
) -> None:
    folder = run(few, design, tmp_path / "a")
    with pytest.raises(BadInput, match=f"holds another sweep: .*{next(iter(change))}"):
        run(few, design, folder, **change)
    monkeypatch.chdir(tmp_path)
    named = {run(few, design, None), run(few, design, None, **change)}  # type: ignore[arg-type]
    assert len(named) == 2


def test_another_model_never_lands_in_the_same_folder(
    few: Scenario, design: SweepDesign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run(few, design, tmp_path / "a")
    monkeypatch.setattr("sim.experiments.sweep.runner.model_fingerprint", lambda: "another")
    with pytest.raises(BadInput, match="holds another sweep: model differs"):
        run(few, design, folder)


def test_a_folder_that_holds_something_else_is_left_alone(
    few: Scenario, design: SweepDesign, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"holds thesis.txt and is no result folder"):
        run(few, design, tmp_path)
    with pytest.raises(BadInput, match="is a file"):
        run(few, design, tmp_path / "thesis.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("manifest", ["{", "[]", '{"a": 1}'])
def test_a_manifest_that_is_none_is_refused(
    few: Scenario, design: SweepDesign, tmp_path: Path, manifest: str
) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(BadInput, match="manifest"):
        run(few, design, tmp_path)
    with pytest.raises(BadInput, match="manifest"):
        load_results(tmp_path)


def test_a_folder_without_a_result_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not a result folder"):
        load_results(tmp_path)
    with pytest.raises(BadInput, match="does not exist"):
        load_results(tmp_path / "none")


def test_a_run_that_raises_is_a_row_with_its_error(
    few: Scenario, design: SweepDesign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = blocks.simulate_lanes

    def simulate_lanes(scenario, lanes, *more, **named):  # type: ignore[no-untyped-def]
        if any(lane.parameters["gain_multiplier"] == 1.3 for lane in lanes):
            raise ZeroDivisionError("by a goblin")
        return honest(scenario, lanes, *more, **named)

    whole = load_results(run(few, design, tmp_path / "whole"))
    monkeypatch.setattr(blocks, "simulate_lanes", simulate_lanes)
    results = load_results(run(few, design, tmp_path / "a"))
    assert set(results.failures["point"]) == {2, 5}
    assert len(results.failures) == 2 * 2 * 3
    assert results.failures["error"].str.contains("ZeroDivisionError: by a goblin").all()
    good = results.runs[results.runs["status"] == "done"]
    same = whole.runs[~whole.runs["point"].isin([2, 5])]
    pd.testing.assert_frame_equal(good.reset_index(drop=True), same.reset_index(drop=True))
    assert np.isnan(results.dataset["cost"].sel(point=2)).all()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_run_whose_number_is_none_is_a_failed_run(
    few: Scenario, design: SweepDesign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    honest = blocks.simulate_lanes

    def simulate_lanes(scenario, lanes, *more, **named):  # type: ignore[no-untyped-def]
        runs = honest(scenario, lanes, *more, **named)
        runs[0].history["group_support"][-1, 0] = value
        return runs

    monkeypatch.setattr(blocks, "simulate_lanes", simulate_lanes)
    results = load_results(run(few, design, tmp_path / "a"))
    assert results.failures["error"].str.contains("support is not a finite number").all()
    assert len(results.failures) == 3  # one lane in every replication


def test_weeks_are_kept_where_asked(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    results = load_results(run(few, design, tmp_path / "a", weekly=True))
    weekly = results.weekly.query("point == 0 and arm == 'none' and replication == 1")
    alone = simulate(few, "none", 1, 1, {"gain_multiplier": 0.7, "loss_aversion": 1.5})
    group = few.population.groups[0].name
    assert np.array_equal(weekly[f"group_support.{group}"], alone.history["group_support"][:, 0])
    assert list(weekly["week"]) == list(range(few.horizon_weeks))
    with pytest.raises(BadInput, match="was not kept"):
        load_results(run(few, design, tmp_path / "b")).weekly  # noqa: B018


def test_tables_open_in_duckdb_and_polars_as_they_are(
    few: Scenario, design: SweepDesign, tmp_path: Path
) -> None:
    folder = run(few, design, tmp_path / "a")
    mean = load_results(folder).runs["cost"].mean()
    parts = str(folder / "runs" / "*.parquet")
    ((found,),) = duckdb.sql(f"select avg(cost) from '{parts}'").limit(1).fetchall()
    assert found == pytest.approx(mean, abs=1e-12)
    assert polars.scan_parquet(parts).select("cost").collect()["cost"].mean() == pytest.approx(
        mean, abs=1e-12
    )


def test_any_run_can_be_replayed_bit_for_bit(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    results = load_results(run(few, design, tmp_path / "a"))
    found = replay(results, "5:early:1")
    assert found.is_same
    assert found.same_model
    for wrong, what in (
        ("5:early", "expected POINT:PLAN:REPLICATION"),
        ("5:erly:1", "did you mean early"),
        ("6:early:1", "names point 6; expected 0 to 5"),
        ("5:early:3", "names replication 3; expected 0 to 2"),
    ):
        with pytest.raises(BadInput, match=what):
            replay(results, wrong)


def test_a_replay_that_differs_says_which_outcome(few: Scenario, design: SweepDesign, tmp_path: Path) -> None:
    results = load_results(run(few, design, tmp_path / "a"))
    at = results.runs.query("point == 5 and arm == 'early' and replication == 1").index[0]
    results.runs.loc[at, "cost"] = np.nextafter(results.runs.loc[at, "cost"], 1)
    assert replay(results, "5:early:1").differing == ("cost",)


def test_a_point_may_change_a_field_of_the_scenario(few: Scenario, tmp_path: Path) -> None:
    from sim.experiments.sweep import grid_design

    wide = grid_design(
        {"peer_rule": ["linear", "bounded_confidence"], "gain_multiplier": [0.8, 1.2]}, few, PLANS
    )
    results = load_results(run(few, wide, tmp_path / "a"))
    bounded = few.model_copy(update={"peer_rule": "bounded_confidence"})
    alone = simulate(bounded, "none", 1, 2, {"gain_multiplier": 1.2})
    row = results.runs.query("point == 3 and arm == 'none' and replication == 2").iloc[0]
    assert (
        row["support_public_decision"]
        == alone.history["group_support"][
            min(few.horizon_weeks - 1, few.programme.milestones.decision),
            [group.stands_for_residents for group in few.population.groups].index(True),
        ]
    )
    assert replay(results, "3:none:2").is_same


def test_the_manifest_holds_all_that_is_needed_to_run_it_again(
    few: Scenario, design: SweepDesign, tmp_path: Path
) -> None:
    folder = run(few, design, tmp_path / "a")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert load_results(folder).scenario == few
    for name in ("key", "model", "libraries", "seed", "replications", "made_with"):
        assert manifest[name]


def test_a_machine_out_of_memory_leaves_no_failed_run_behind(
    few: Scenario, design: SweepDesign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, calls = blocks.simulate_lanes, []

    def simulate_lanes(*more, **named):  # type: ignore[no-untyped-def]
        calls.append(1)
        if len(calls) >= 3:
            raise MemoryError
        return honest(*more, **named)

    monkeypatch.setattr(blocks, "simulate_lanes", simulate_lanes)
    with pytest.raises(RuntimeError, match="memory is full; 24 of 36 runs are kept"):
        run(few, design, tmp_path / "a")
    monkeypatch.setattr(blocks, "simulate_lanes", honest)
    assert tables_of(run(few, design, tmp_path / "a")) == tables_of(run(few, design, tmp_path / "b"))
