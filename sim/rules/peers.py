"""Peers: stakeholders drift towards the mean of those they hear, linearly in the distance.

Ties lie in layers with their own weights; campaigners are heard more. Rows are
normalised after mixing. Everyone hears the support held when the week began.

Source: DeGroot 1974 with Friedkin & Johnsen's pull to the prior view; linear in the
distance, Mavrodiev et al. 2013, PMC3584930. Ours weighs by layer and by campaigning.
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def loudness(campaigns_against: float, campaigns_for: float, campaigner_weight: float) -> float:
    """Weight with which others hear a stakeholder, >= 1."""
    return 1.0 + campaigner_weight * (campaigns_against + campaigns_for)


@rule
def peer_influence(
    rate: float, awareness: float, susceptibility: float, peers: float, support: float
) -> float:
    """Pull towards the mean support of peers."""
    return rate * awareness * susceptibility * (peers - support)
