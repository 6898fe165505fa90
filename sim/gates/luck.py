"""Chance after the decision: one uniform number an event, handed in, and delays drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from sim.scenario.rulebook import Delay


@dataclass(frozen=True)
class AftermathDraws:
    """One uniform number in [0, 1) for each thing chance decides after the decision."""

    intervention: float
    advice: float
    intervention_delay: float
    challenge: float
    judgment: float
    judgment_delay: float
    capital: float
    capital_delay: float


@dataclass(frozen=True)
class Happening:
    """Something that happened in a week, in words."""

    week: int
    what: str


def drawn_delay(delay: Delay, uniform: float) -> int:
    """Whole weeks of a triangular distribution, by its inverse; grows with the uniform number."""
    low, mode, high = delay.shortest, delay.usual, delay.longest
    if high == low:
        return low
    below = (mode - low) / (high - low)
    if uniform < below:
        weeks = low + sqrt(uniform * (high - low) * (mode - low))
    else:
        weeks = high - sqrt((1 - uniform) * (high - low) * (high - mode))
    return int(weeks + 0.5)
