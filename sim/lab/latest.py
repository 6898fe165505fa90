"""The latest safe start of your plan: the question of ``sim timing``, with the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.experiments.timing import timing
from sim.experiments.timing_words import in_words
from sim.lab.choice import REFERENCE, YOURS, Choice
from sim.lab.targets import Line, target_of
from sim.outcomes import find_outcome
from sim.scenario.programme import Milestone

PAIRS = 100
MILESTONE: Milestone = "preferred"


def latest_safe_start(
    choice: Choice,
    progress: Callable[[int, int], None],
    pairs: int = PAIRS,
    about: str | None = None,
    target: float | None = None,
) -> dict[str, Any]:
    """Your plan started every four weeks; safe is what clears an outcome's target, interval and all."""
    outcome = find_outcome(choice.base, about or choice.outcome)
    line = target_of(outcome) if target is None else Line(target, "as you set it", "lever")
    found = timing(
        choice.scenario,
        YOURS,
        REFERENCE,
        milestone=MILESTONE,
        outcome=outcome.name,
        target=line.value,
        pairs=pairs,
        seed=choice.seed,
        equal=choice.equal,
        engine="serial",
        progress=progress,
    )
    latest = found.latest_safe_start
    milestone = choice.base.programme.milestones.week(MILESTONE)
    return {
        "words": _addressed(" ".join(in_words(found))),
        "week": None if latest is None else milestone + latest,
        "milestone": MILESTONE,
        "weeks_from_milestone": latest,
        "points": [
            {
                "week": int(row.week),
                "start": int(row.start),
                "mean": float(row.mean),
                "low": float(row.low),
                "high": float(row.high),
                "safe": bool(row.is_safe),
            }
            for row in found.table.itertuples()
        ],
        "target": {"value": line.value, "words": line.words, "grade": line.grade},
        "outcome": outcome.name,
        "label": outcome.label,
        "unit": outcome.unit,
        "better": outcome.better,
        "pairs": found.pairs,
        "left_out": [{"start": start, "why": why} for start, why in found.left_out],
    }


def _addressed(words: str) -> str:
    """Said to whoever made the plan."""
    return words.replace(f"plan {YOURS}", "your plan").replace(f"plan {REFERENCE}", "the reference")
