"""Result folders: manifest and tables of a comparison, in a folder named after what made them.

The name ends in a hash of everything the numbers depend on, so the same command finds
its own folder again and another one never lands in it. Nothing but our own files is
ever replaced.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import bad_input
from sim.experiments.antithetic import pairs_among
from sim.experiments.comparison import Comparison
from sim.experiments.explain import explanation_of
from sim.experiments.provenance import commit, machine, model_fingerprint, versions

MANIFEST = "manifest.json"


def content_key(comparison: Comparison) -> str:
    """Hash of scenario, design, seed and model: equal keys mean equal numbers."""
    text = json.dumps(_design(comparison) | {"model": model_fingerprint()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def default_folder(comparison: Comparison) -> Path:
    """``results/compare-<scenario>-<hash8>`` below the working directory."""
    return Path("results") / f"compare-{comparison.scenario.name}-{content_key(comparison)}"


def _design(comparison: Comparison) -> dict[str, Any]:
    return {
        "experiment": "compare",
        "scenario": comparison.scenario.model_dump(mode="json"),
        "plans": list(comparison.plans),
        "pairs": comparison.pairs,
        "draws": comparison.scenario.draws,
        "antithetic_pairs": pairs_among(comparison.scenario, range(comparison.pairs)),
        "seed": comparison.seed,
        "equal": comparison.equal,
        "behaviour": comparison.behaviour,
        "off": sorted(comparison.off),
    }


def check_folder(folder: Path, key: str | None = None) -> None:
    """Refuse a folder that holds anything but an earlier result of the same key.

    Raises
    ------
    BadInput
        If something a user or another result made would be overwritten.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise bad_input(str(folder), "", "is a file; expected a folder for results")
    if not any(folder.iterdir()):
        return
    manifest = folder / MANIFEST
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))["key"] if manifest.is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        found = None
    if found is None:
        raise bad_input(str(folder), "", "is not empty and holds no result; name another folder")
    if key is not None and found != key:
        raise bad_input(
            str(folder), "", f"holds another result (key {found}, this one is {key}); name another folder"
        )


def write_tables(comparison: Comparison, folder: Path, command: str = "") -> Path:
    """Write ``manifest.json``, ``table.csv``, ``runs.csv``, and ``why.csv`` where pairs were explained.

    Raises
    ------
    BadInput
        If the folder holds something else.
    """
    key = content_key(comparison)
    check_folder(folder, key)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "key": key,
        "model": model_fingerprint(),
        **_design(comparison),
        "failed_replications": [each.number for each in comparison.failures],
        "command": command,
        "commit": commit(),
        "versions": versions(),
        "machine": machine(),
        "units": {name: outcome.unit for name, outcome in comparison.outcomes.items()},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    comparison.table.to_csv(folder / "table.csv", index=False)
    comparison.runs.to_csv(folder / "runs.csv", index=False)
    explanations = [explanation_of(comparison, contrast) for contrast in comparison.contrasts]
    accounts = [each.table_with_totals() for each in explanations if each is not None]
    if accounts:
        pd.concat(accounts).to_csv(folder / "why.csv", index=False)
    return folder
