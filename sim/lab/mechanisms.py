"""Mechanisms: through what the two plans differ in support at the decision, from the exact account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.experiments.explain import TOTAL, explanation_of
from sim.experiments.paired_runs import compare
from sim.lab.choice import REFERENCE, YOURS, Choice

PAIRS = 20


def mechanisms(choice: Choice, progress: Callable[[int, int], None], pairs: int = PAIRS) -> dict[str, Any]:
    """Your plan minus the reference, group by group and mechanism by mechanism: the numbers of
    ``sim.explain`` with as many pairs. Mechanisms of a group add up to its last row."""
    comparison = compare(
        choice.scenario,
        (YOURS, REFERENCE),
        pairs,
        choice.seed,
        choice.equal,
        engine="serial",
        explain_pairs=pairs,
        progress=progress,
    )
    explanation = explanation_of(comparison, (YOURS, REFERENCE))
    assert explanation is not None, "every pair is explained"
    table = explanation.table_with_totals()
    groups = []
    for group in choice.base.population.groups:
        rows = [
            {
                "name": row.mechanism,
                "label": row.label,
                "mean": float(row.difference),
                "low": float(row.low),
                "high": float(row.high),
                "total": row.mechanism == TOTAL,
            }
            for row in table[table["group"] == group.name].itertuples()
        ]
        groups.append({"key": group.name, "title": group.title, "rows": rows})
    return {
        "groups": groups,
        "unit": "support points",
        "moment": "decision",
        "pairs": pairs,
        "words": "Your plan minus the reference in support at the decision week, by what moved it; rows "
        "add up to the last one.",
    }
