"""Keeping quantities in their range."""

from __future__ import annotations

from sim.compiled import rule


@rule
def clip(value: float, low: float, high: float) -> float:
    """``value``, or the end of the range it lies beyond."""
    return min(high, max(low, value))
