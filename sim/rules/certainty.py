"""Certainty: exposure makes views firm, and firm views move less.

Source: Kumkale, Albarracin & Seignourel 2010, PMC3101500, table 4: an influence on a
formed attitude has about a third of its effect on an unformed one.
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def susceptibility(certainty: float, resistance: float) -> float:
    """How far influences still move a stakeholder, in [0, 1]."""
    return 1.0 - resistance * certainty


@rule
def next_certainty(
    certainty: float,
    awareness: float,
    met: float,
    attention: float,
    peers: float,
    growth: float,
    from_peers: float,
    loss: float,
) -> float:
    """Certainty in [0, 1] next week; peers with a clear view, either way, make one firmer."""
    exposure = met + attention + from_peers * abs(peers)
    return certainty + growth * awareness * exposure * (1.0 - certainty) - loss * certainty
