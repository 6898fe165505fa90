"""Peers: stakeholders drift towards the mean of those they hear, linearly in the distance.

Ties lie in layers with their own weights; campaigners are heard more, and so is whoever a
register gives more influence. Rows are normalised after mixing. Everyone hears the support
held when the week began.

Source: DeGroot 1974 with Friedkin & Johnsen's pull to the prior view; linear in the
distance, Mavrodiev et al. 2013, PMC3584930. Ours weighs by layer, by campaigning and by
influence.
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def loudness(
    influence: float, campaigns_against: float, campaigns_for: float, campaigner_weight: float
) -> float:
    """Weight with which others hear a stakeholder: its influence, more if it campaigns."""
    return influence * (1.0 + campaigner_weight * (campaigns_against + campaigns_for))


@rule
def loudness_of_all(influence: float, campaigning: float, campaigner_weight: float) -> float:
    """Weight of several peers together, from their influence and that of the campaigners among them."""
    return influence + campaigner_weight * campaigning


@rule
def listens(gap: float, bound: float) -> float:
    """1 if a peer is near enough to be heard, under bounded confidence (Hegselmann & Krause 2002)."""
    return 1.0 if abs(gap) <= bound else 0.0


@rule
def judged_gap(gap: float, acceptance: float, rejection: float) -> float:
    """Gap to a peer as felt under social judgement: near views attract, distant ones repel.

    Source: Jager & Amblard 2005, doi 10.1007/s10588-005-6282-2.
    """
    if abs(gap) < acceptance:
        return gap
    if abs(gap) <= rejection:
        return 0.0
    return -gap


@rule
def power(base: float, exponent: float) -> float:
    """``base`` in [0, 1] to an exponent in [0, 2]: exact at 0, 1 and 2, linear in the exponent between.

    The straight line keeps the rule to sums and products; it is off by at most .06.
    """
    first, second = min(exponent, 1.0), max(exponent - 1.0, 0.0)
    return (1.0 - first + first * base) * (1.0 - second + second * base)


@rule
def assimilated(own: float, heard: float, bias: float) -> float:
    """What peers' mean support becomes in a mind that prefers what agrees with it.

    Source: Dandekar, Goel & Lee 2013, PNAS, doi 10.1073/pnas.1217220110; their weight of the
    own view is our rate of influence.
    """
    own_share, heard_share = (1.0 + own) / 2.0, (1.0 + heard) / 2.0
    welcome = power(own_share, bias) * heard_share
    unwelcome = power(1.0 - own_share, bias) * (1.0 - heard_share)
    total = welcome + unwelcome
    return 2.0 * welcome / total - 1.0 if total > 0.0 else own


@rule
def peer_influence(
    rate: float, awareness: float, susceptibility: float, peers: float, support: float
) -> float:
    """Pull towards the mean support of peers."""
    return rate * awareness * susceptibility * (peers - support)
