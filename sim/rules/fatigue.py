"""Fatigue: every contact tires, rest restores, and the tired are irritated by more of it."""

from __future__ import annotations

from sim.compiled import rule


@rule
def fatigue_influence(irritation: float, met: float, fatigue: float) -> float:
    """Push on support when met while tired; never positive."""
    return -irritation * met * fatigue


@rule
def next_fatigue(fatigue: float, met: float, gain: float, recovery: float) -> float:
    """Fatigue in [0, 1] next week."""
    return (1.0 - recovery) * fatigue + gain * met * (1.0 - fatigue)
