"""Engagement: a contact pulls support to the outcome one believes in, not to approval.

So engagement can lower support. How strongly it pulls depends on trust in the
programme and on the credibility of the messenger; a credible messenger also raises the
target a little, a money frame lowers it.

Source: persuasion scaled by source credibility, Kumkale et al. 2010, PMC3101500;
direction of deliberation not guaranteed, Fishkin's nine deliberative polls.
"""

from __future__ import annotations

from sim.compiled import rule

NEUTRAL_CREDIBILITY = 0.5  # a messenger half of all people believe neither adds nor takes anything


@rule
def contact_weight(trust: float, credibility: float, messenger_weight: float) -> float:
    """How much a contact counts, in [0, 1]: own trust and the messenger's credibility, mixed."""
    return (1.0 - messenger_weight) * trust + messenger_weight * credibility


@rule
def contact_shift(weight: float, messenger_pull: float, money: float, money_frame_shift: float) -> float:
    """What messenger and frame add to the target of one contact, in support points."""
    return messenger_pull * (weight - NEUTRAL_CREDIBILITY) - money_frame_shift * money


@rule
def engagement_influence(
    persuasion: float,
    susceptibility: float,
    weights: float,
    shifts: float,
    believed: float,
    sponsor_gloss: float,
    support: float,
) -> float:
    """Pull of this week's contacts.

    Parameters
    ----------
    weights, shifts : sums over this week's contacts of ``contact_weight``, and of it times ``contact_shift``
    """
    return persuasion * susceptibility * (weights * (believed + sponsor_gloss - support) + shifts)
