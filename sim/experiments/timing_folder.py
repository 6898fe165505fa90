"""The result folder of a timing: manifest, table and chart."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from sim.charts.data import Mark
from sim.charts.timing import TimingData, timing_chart
from sim.experiments.provenance import commit, machine, model_fingerprint, versions
from sim.experiments.result_folder import MANIFEST, check_folder
from sim.experiments.timing_result import Timing
from sim.experiments.timing_words import headline, in_words, milestone_words
from sim.scenario import Equal

BUDGET: dict[Equal, str] = {
    "contacts": "Every start has the same planned contacts.",
    "cost": "Every start has the same money for engagement.",
    "intensity": "Activities run as written: without a common budget, contacts and cost may differ.",
}
MARKED = {"shortlist": "shortlist", "preferred": "preferred option", "consultation_opens": "consultation"}


def design_of(found: Timing) -> dict[str, Any]:
    """What a timing's numbers depend on."""
    return {
        "experiment": "timing",
        "scenario": found.scenario.name,
        "plan": found.plan,
        "against": found.against,
        "milestone": found.milestone,
        "outcome": found.outcome.name,
        "starts": list(found.starts),
        "target": found.target,
        "pairs": found.pairs,
        "seed": found.seed,
        "equal": found.equal,
        "draws": found.scenario.draws,
        "model": model_fingerprint(),
    }


def chart_of(found: Timing) -> TimingData:
    """What the chart of a timing shows."""
    milestones, table = found.scenario.programme.milestones, found.table
    base = milestones.week(found.milestone)
    return TimingData(
        title=found.scenario.title,
        headline=headline(found),
        plan=found.plan,
        against=found.against,
        milestone=milestone_words(found.milestone),
        label=found.outcome.label,
        unit=found.outcome.unit,
        is_signed=found.outcome.unit.startswith("support"),
        starts=found.starts,
        mean=table["mean"].to_numpy(),
        low=table["low"].to_numpy(),
        high=table["high"].to_numpy(),
        against_mean=float(np.mean(found.against_values)),
        pairs=found.pairs,
        seed=found.seed,
        marks=tuple(
            Mark(milestones.week(name) - base, words)  # type: ignore[arg-type]
            for name, words in MARKED.items()
        ),
        budget=BUDGET[found.equal],
        target=found.target,
        latest_safe=found.latest_safe_start,
        latest_better=found.latest_better_start,
        flips=tuple(flip.start for flip in found.flips),
    )


def write_timing(found: Timing, folder: Path | None = None, command: str = "") -> Path:
    """Write ``manifest.json``, ``table.csv``, ``runs.csv`` and ``figures/timing.png`` and ``.svg``.

    Raises
    ------
    BadInput
        If the folder holds something else.
    """
    whole = design_of(found) | {"scenario": found.scenario.model_dump(mode="json")}
    key = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:8]
    folder = folder or Path("results") / f"timing-{found.scenario.name}-{key}"
    check_folder(folder, key)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    made = {"command": command, "commit": commit(), "versions": versions(), "machine": machine()}
    told = {"sentences": in_words(found), "failed_replications": [number for number, _ in found.failures]}
    text = json.dumps({"key": key, **whole, **made, **told}, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    found.table.to_csv(folder / "table.csv", index=False)
    found.runs.to_csv(folder / "runs.csv", index=False)
    figure = timing_chart(chart_of(found))
    for suffix in ("png", "svg"):
        figure.savefig(folder / "figures" / f"timing.{suffix}", dpi=200)
    return folder
