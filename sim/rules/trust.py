"""Trust in the programme: won slowly by fair treatment, lost faster by unfair treatment and leaks.

Source: Slovic 1993, Risk Analysis 13:675 (asymmetry); contested by Poortinga & Pidgeon
2004, doi 10.1111/j.0272-4332.2004.00543.x, so 1 (no asymmetry) lies in the range.
"""

from __future__ import annotations

from sim.compiled import rule
from sim.rules.ranges import clip

MOST_UNFAIR = 3.0  # a cap: exclusion has no upper end of its own


@rule
def next_trust(
    trust: float,
    prior_trust: float,
    fair: float,
    unfair: float,
    gain: float,
    asymmetry: float,
    recovery: float,
    leak_shock: float,
) -> float:
    """Trust in [0, 1] after this week.

    Parameters
    ----------
    leak_shock : in [0, 1]
        Share of trust that a leak takes from this stakeholder this week.
    """
    won = gain * (1.0 - trust) * min(fair, 1.0)
    lost = asymmetry * gain * trust * min(unfair, MOST_UNFAIR)
    return clip(trust + won - lost + recovery * (prior_trust - trust) - leak_shock * trust, 0.0, 1.0)
