"""Evidence: gathered week by week, faster under strong leadership and with clinicians who agree."""

from __future__ import annotations

from sim.compiled import rule

PACE_WITHOUT_LEADERSHIP = 0.5  # half the default pace at leadership 0, one and a half times at 1


@rule
def next_evidence(
    evidence: float,
    leadership: float,
    clinicians_met: float,
    clinician_support: float,
    per_week: float,
    by_clinicians: float,
    ceiling: float,
    by_structures: float,
) -> float:
    """Robustness of the evidence, in [0, ceiling], next week."""
    agreeing = (1.0 + clinician_support) / 2.0
    gathered = per_week * (PACE_WITHOUT_LEADERSHIP + leadership) + by_clinicians * clinicians_met * agreeing
    gathered = gathered + by_structures
    return evidence + gathered * (1.0 - evidence / ceiling)
