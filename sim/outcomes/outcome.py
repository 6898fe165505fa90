"""What an outcome is: one number read off a run, with its unit, its better side and its rope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.simulation import Run

Better = Literal["higher", "lower", "neither"]
MOMENT_WORDS = {
    "shortlist": "at the shortlist",
    "consultation_end": "when consultation closes",
    "decision": "at the decision",
    "horizon": "at the horizon",
}
SIDE_WORDS = {"losing": "lose the service", "gaining": "keep it"}
ROPE_SUPPORT, ROPE_TRUST, ROPE_COST, ROPE_SHARE = 0.02, 0.01, 0.01, 0.02
ROPE_WEEKS = 4.0
LOW_PERCENTILE = 0.10


@dataclass(frozen=True)
class Outcome:
    """One number read off a run; one that ``can_be_missing`` is nan where a run has none."""

    name: str
    label: str
    unit: str
    better: Better
    rope: float
    value: Callable[[Run], float]
    headline: bool = False
    can_be_missing: bool = False
