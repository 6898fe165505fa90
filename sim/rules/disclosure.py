"""Disclosure: the public learns of the proposal by announcement or by a leak.

While it is not public, each week it may leak; the more definite it is and the more
insiders are being met, the likelier. Insiders (clinicians, stewards, assurers) always know.
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def leak_probability(hazard: float, definiteness: float, insiders_met: float) -> float:
    """Chance in [0, 1] that an undisclosed proposal leaks this week.

    Parameters
    ----------
    hazard : 1/week
    definiteness, insiders_met : in [0, 1]
        How definite the proposal is; share of insiders met in the week before.
    """
    return hazard * (definiteness + insiders_met)


@rule
def leaks(disclosed: float, announced: float, uniform: float, probability: float) -> float:
    """1 if the proposal leaks this week; what is public already, or announced now, cannot leak."""
    if disclosed > 0.0 or announced > 0.0:
        return 0.0
    return 1.0 if uniform < probability else 0.0


@rule
def next_disclosed(disclosed: float, announced: float, leaked_now: float) -> float:
    """1 once public; it never becomes secret again."""
    return max(disclosed, max(announced, leaked_now))
