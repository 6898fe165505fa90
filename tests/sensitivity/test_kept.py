"""Sensitivity whose runs are kept: the same numbers bit for bit, stopped or not, whoever computes them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.errors import BadInput
from sim.experiments import compare
from sim.experiments.prior_predictive import prior_predictive
from sim.experiments.sensitivity import SensitivityResult, sensitivity
from sim.experiments.sweep import load_results
from sim.experiments.sweep.replay import replay
from sim.scenario import Scenario

PARAMETERS = ["gain_multiplier", "loss_aversion"]  # with few levels, so that trajectories share points
CONTRAST = ("early", "none")


def morris(few: Scenario, **more: object) -> SensitivityResult:
    return sensitivity(
        few,
        contrast=CONTRAST,
        trajectories=8,
        replications=3,
        parameters=PARAMETERS,
        **{"engine": "serial", **more},  # type: ignore[arg-type]
    )


def test_kept_or_not_the_numbers_are_the_same(few: Scenario, tmp_path: Path) -> None:
    alone, kept = morris(few), morris(few, folder=tmp_path / "a")
    assert np.array_equal(alone.values, kept.values)
    assert alone.table.equals(kept.table)
    points = alone.design.table
    assert points.duplicated().any()  # which a design of a user's may not have
    results = load_results(tmp_path / "a")
    assert results.is_finished
    assert replay(results, "20:none:2").is_same


def test_a_stopped_screening_goes_on_to_the_same_bits(
    few: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.experiments.sweep import evaluation

    monkeypatch.setattr(evaluation, "PART_SECONDS", 1e-9)
    whole = morris(few, folder=tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    parts = sorted((tmp_path / "b" / "runs").iterdir())
    assert len(parts) > 3
    for part in parts[::2]:
        part.unlink()
    calls: list[tuple[int, int]] = []
    again = morris(few, folder=tmp_path / "b", progress=lambda *now: calls.append(now))
    assert np.array_equal(again.values, whole.values)
    assert len(calls) == len(parts[::2])  # what was there is not computed again


def test_another_question_is_refused_the_folder(few: Scenario, tmp_path: Path) -> None:
    morris(few, folder=tmp_path / "a")
    with pytest.raises(BadInput, match="holds another sweep: design, seed differs"):
        morris(few, folder=tmp_path / "a", seed=2)


def test_a_prior_predictive_is_kept_with_all_its_models(few: Scenario, tmp_path: Path) -> None:
    def prior(**more: object):  # type: ignore[no-untyped-def]
        return prior_predictive(
            few, 12, 2, CONTRAST, off=["peers"], parameters=PARAMETERS, engine="serial", **more
        )

    alone, kept = prior(), prior(folder=tmp_path / "a")
    assert alone.table.equals(kept.table)
    assert alone.correlations.equals(kept.correlations)
    arms = load_results(tmp_path / "a").manifest["arms"]
    assert {"early", "none+mean_field", "early+no_peers"} <= set(arms)


def test_a_cluster_changes_no_number(few: Scenario) -> None:
    how = {"engine": "dask", "workers": 2}
    assert np.array_equal(morris(few).values, morris(few, **how).values)
    one, other = (
        compare(few, CONTRAST, 6, engine=engine, workers=2)  # type: ignore[arg-type]
        for engine in ("serial", "dask")
    )
    assert one.runs.equals(other.runs)
    assert np.array_equal(one.weekly["early"]["group_support"], other.weekly["early"]["group_support"])
