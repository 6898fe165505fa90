"""Folders of sensitivity results: manifest, tables and chart, named after what made them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sim.charts import png_of, svg_of
from sim.charts.sensitivity import Effect, Lean, MorrisData, PriorData, Share
from sim.charts.words import counted, in_antithetic_pairs
from sim.experiments.prior_predictive import FULL, PriorPredictive
from sim.experiments.provenance import commit, machine, model_fingerprint, versions
from sim.experiments.result_folder import MANIFEST, check_folder
from sim.experiments.sensitivity import SensitivityResult
from sim.experiments.sensitivity_words import morris_headline, prior_headline, replications_in_words

Result = SensitivityResult | PriorPredictive


def design_of(result: Result) -> dict[str, Any]:
    """Everything the numbers depend on, but for the model itself."""
    design: dict[str, Any] = {
        "scenario": result.scenario.model_dump(mode="json"),
        "replications": result.replications,
        "draws": result.scenario.draws,
        "antithetic_pairs": result.antithetic_pairs,
        "seed": result.seed,
        "equal": result.equal,
        "off": list(result.off),
        "ranges": {factor.name: [factor.low, factor.high] for factor in result.design.factors},
    }
    if isinstance(result, SensitivityResult):
        return design | {
            "experiment": f"sensitivity {result.method}",
            "outcome": result.outcome.name,
            "plans": list(result.plans),
            "trajectories": result.trajectories,
        }
    return design | {
        "experiment": "prior predictive",
        "outcomes": [outcome.name for outcome in result.outcomes],
        "plans": list(result.contrast),
        "points": result.points,
    }


def key_of(result: Result) -> str:
    """Hash of scenario, design, seed and model: equal keys mean equal numbers."""
    text = json.dumps(design_of(result) | {"model": model_fingerprint()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def folder_of(result: Result) -> Path:
    """``results/<method>-<scenario>-<hash8>`` below the working directory."""
    method = result.method if isinstance(result, SensitivityResult) else "prior"
    return Path("results") / f"{method}-{result.scenario.name}-{key_of(result)}"


def write_sensitivity(result: Result, folder: Path | None = None, command: str = "") -> Path:
    """Write ``manifest.json``, the tables, the design points and the chart.

    Raises
    ------
    BadInput
        If the folder holds something else.
    """
    key, folder = key_of(result), folder or folder_of(result)
    check_folder(folder, key)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    manifest = {
        "key": key,
        "model": model_fingerprint(),
        **design_of(result),
        "runs": result.runs,
        "cuts": [
            {"name": cut.name, "asked": cut.asked, "used": cut.used, "reason": cut.reason}
            for cut in result.cuts
        ],
        "command": command,
        "commit": commit(),
        "versions": versions(),
        "machine": machine(),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    result.table.to_csv(folder / "table.csv", index=False)
    points = result.design.table
    if isinstance(result, SensitivityResult):
        points[f"mean of {result.outcome.name}"] = result.values.mean(axis=1)
    else:
        result.correlations.to_csv(folder / "correlations.csv", index=False)
        for name, values in result.differences[FULL].items():
            points[f"mean difference of {name}"] = values.mean(axis=1)
    points.to_csv(folder / "points.csv", index_label="point")
    if isinstance(result, PriorPredictive) or not result.constant:
        figure = result.plot()
        (folder / "figures" / "sensitivity.png").write_bytes(png_of(figure))
        (folder / "figures" / "sensitivity.svg").write_bytes(svg_of(figure))
    return folder


def morris_chart_data(result: SensitivityResult) -> MorrisData:
    """What the chart of a screening shows."""
    caption = (
        f"{result.scenario.title}. {result.estimand}; {len(result.design):,} design points x "
        f"{replications_in_words(result)} x {counted(len(result.plans), 'plan')} = "
        f"{result.runs:,} runs. A simulation, not a forecast."
    )
    effects = (
        Effect(
            row["parameter"], row["mu"], row["mu_star"], row["mu_star_low"], row["mu_star_high"], row["noise"]
        )
        for row in result.table.to_dict("records")
    )
    headline = morris_headline(result)
    return MorrisData(
        result.scenario.title, headline, caption, result.outcome.unit, result.outcome.rope, tuple(effects)
    )


def prior_chart_data(result: PriorPredictive) -> PriorData:
    """What the chart of a prior predictive shows."""
    caption = (
        f"{result.scenario.title}. {result.points:,} points of the prior x "
        f"{counted(result.replications, 'pair')} of runs{in_antithetic_pairs(result.antithetic_pairs)} x "
        f"{counted(len(result.differences), 'model')} = "
        f"{result.runs:,} runs. A simulation, not a forecast."
    )
    rows = result.table[result.table["model"] == FULL].to_dict("records")

    def share(row: dict[Any, Any], side: str) -> Share:
        return Share(row[side], row[f"{side}_low"], row[f"{side}_high"])

    leans = tuple(Lean(row["label"], share(row, "first_better"), share(row, "other_better")) for row in rows)
    return PriorData(*result.contrast, prior_headline(result), caption, leans)
