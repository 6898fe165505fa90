"""Attendance: who of those invited comes.

Opponents come more readily than supporters; the tired stay away.

Source: Liu, Perlaviciute & Squintani 2022, doi 10.1088/1748-9326/ac9f24 (direction).
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def attendance_probability(
    reach: float, fatigue: float, support: float, base_attendance: float, opponents_attend_more: float
) -> float:
    """Chance in [0, 1] to attend an activity this week; ``reach`` is the chance of being invited."""
    willing = base_attendance * (1.0 + opponents_attend_more * max(0.0, -support))
    return min(1.0, reach * (1.0 - fatigue) * willing)


@rule
def attends(probability: float, uniform: float) -> float:
    """1 if the stakeholder comes."""
    return 1.0 if uniform < probability else 0.0


@rule
def met_at_all(met: float, attended: float) -> float:
    """Chance in [0, 1] of at least one contact, one more activity counted."""
    return met + attended - met * attended
