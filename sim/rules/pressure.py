"""Pressure: campaigns in their locality pull politicians, more so before an election.

A pull to the end of the scale, not a push: a constant push would leave all of them at -1.

Source: direction, evidence 3.7 (closures and votes in England, Sweden, Denmark).
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def pressure_influence(
    rate: float,
    election_factor: float,
    proximity: float,
    susceptibility: float,
    campaign_against: float,
    campaign_for: float,
    support: float,
) -> float:
    """Pull of campaign strength in [0, 1] against and for."""
    pull = campaign_against * (-1.0 - support) + campaign_for * (1.0 - support)
    return rate * (1.0 + election_factor * proximity) * susceptibility * pull
