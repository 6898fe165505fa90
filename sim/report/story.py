"""Write the story of one run into a folder: in words, and as a timeline."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sim.charts import png_of, svg_of
from sim.charts.timeline_figure import timeline
from sim.experiments.provenance import commit, machine, model_fingerprint, versions
from sim.experiments.result_folder import MANIFEST, check_folder
from sim.experiments.timeline_data import timeline_data_of
from sim.simulation import Run, story_lines

STORY, TIMELINE = "story.txt", "timeline"


def story_key(run: Run) -> str:
    """Hash of all that the story depends on: equal keys mean equal stories."""
    text = json.dumps(_design(run) | {"model": model_fingerprint()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _design(run: Run) -> dict[str, object]:
    return {
        "experiment": "run",
        "scenario": run.scenario.model_dump(mode="json"),
        "plan": run.plan,
        "seed": run.seed,
        "replication": run.replication,
        "equal": run.equal,
        "parameters": dict(run.parameters),
    }


def write_story(run: Run, folder: Path, command: str = "") -> Path:
    """Write ``story.txt``, ``timeline.png``, ``timeline.svg`` and a manifest; returns the folder.

    Parameters
    ----------
    command : the command that made the run, kept in the manifest

    Raises
    ------
    BadInput
        If the folder holds something else.
    """
    key = story_key(run)
    check_folder(folder, key)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "key": key,
        "model": model_fingerprint(),
        **_design(run),
        "command": command,
        "commit": commit(),
        "versions": versions(),
        "machine": machine(),
    }
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / STORY).write_bytes(("\n".join(story_lines(run)) + "\n").encode("utf-8"))
    figure = timeline(timeline_data_of(run))
    (folder / f"{TIMELINE}.png").write_bytes(png_of(figure))
    (folder / f"{TIMELINE}.svg").write_bytes(svg_of(figure))
    return folder
