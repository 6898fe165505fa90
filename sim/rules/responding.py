"""Responding to the public consultation: few do, once each, most of them late.

Who knows of it and feels strongly responds sooner, opponents and campaigners most of all, and more
as the end comes near.

Source: 0.2 to 3 % of residents respond (SF3), most of them in the last third when campaigns run
(SF4). The form and its numbers are judgement.
"""

from __future__ import annotations

from sim.compiled import rule

LUKEWARM = 0.2  # how much somebody without a view responds, beside one with support 1 (J)
CAMPAIGNERS = 5.0  # how much more campaigners respond (J)
RUSH = 8.0  # how much more everybody responds in the last week than in the first (J)


@rule
def response_probability(
    hazard: float,
    awareness: float,
    support: float,
    opponents_attend_more: float,
    campaigning: float,
    elapsed: float,
) -> float:
    """Chance in [0, 1] to respond this week; ``elapsed`` is the share of the consultation that is over."""
    willing = awareness * (LUKEWARM + abs(support)) * (1.0 + opponents_attend_more * max(0.0, -support))
    return min(1.0, hazard * willing * (1.0 + CAMPAIGNERS * campaigning) * (1.0 + RUSH * elapsed * elapsed))


@rule
def next_responded(responded: float, probability: float, uniform: float) -> float:
    """1 once a stakeholder has responded."""
    return 1.0 if responded > 0.0 or uniform < probability else 0.0
