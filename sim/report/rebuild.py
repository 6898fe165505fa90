"""A result folder's report, made again: of a comparison, or of a sweep, finished or not."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.charts.drawing import second_drawer
from sim.errors import bad_input
from sim.experiments.comparison import Comparison
from sim.experiments.explain import EXPLAINED_PAIRS
from sim.experiments.paired_runs import Progress, compare
from sim.experiments.provenance import model_fingerprint
from sim.experiments.result_folder import content_key, write_tables
from sim.experiments.sweep import load_results
from sim.experiments.sweep.ledger import read_manifest
from sim.report.sweep_report import write_sweep_report
from sim.report.write import Report
from sim.scenario import scenario_from

TABLES = ("table.csv", "runs.csv")


def rebuild_report(folder: Path, progress: Progress | None = None) -> Path:
    """Write the report of a result folder again; returns the page.

    A sweep's is made from its runs. A comparison keeps no weekly history, so its runs are computed
    again, and its tables must come out the same to the byte before a figure is replaced.

    Raises
    ------
    BadInput
        If the folder holds no result, one that has no report, or a comparison made with another model.
    RuntimeError
        If a comparison does not come out the same.
    """
    manifest = read_manifest(folder)
    experiment = str(manifest.get("experiment"))
    if experiment == "sweep":
        return write_sweep_report(load_results(folder))
    if experiment != "compare":
        what = f"holds a result of kind '{experiment}'; comparisons and sweeps have a report"
        raise bad_input(str(folder), "", what)
    if manifest["model"] != model_fingerprint():
        what = (
            f"was made with another model ({manifest['model']}; this one is {model_fingerprint()}): its "
            "report would show other numbers than its tables. Compare again into another folder"
        )
        raise bad_input(str(folder), "", what)
    with second_drawer() as beside:
        return Report(_again(folder, manifest, progress), beside).write(folder, manifest["command"])


def _again(folder: Path, manifest: dict[str, Any], progress: Progress | None) -> Comparison:
    comparison = compare(
        scenario_from(manifest["scenario"], str(folder)),
        manifest["plans"],
        manifest["pairs"],
        manifest["seed"],
        manifest["equal"],
        behaviour=manifest["behaviour"],
        off=manifest["off"],
        draws=manifest.get("draws"),
        explain_pairs=EXPLAINED_PAIRS if (folder / "why.csv").is_file() else 0,
        progress=progress,
    )
    if content_key(comparison) != manifest["key"]:
        raise bad_input(str(folder), "", "has a manifest that does not say all its numbers depend on")
    with TemporaryDirectory() as beside:
        made = write_tables(comparison, Path(beside))
        differing = [name for name in TABLES if not _same(folder / name, made / name)]
    if differing:
        raise RuntimeError(
            f"{folder}: {' and '.join(differing)} do not come out the same, with the same model; nothing was "
            "replaced. Were they edited, or made with other versions of the libraries?"
        )
    return comparison


def _same(file: Path, other: Path) -> bool:
    return file.is_file() and file.read_bytes() == other.read_bytes()
