"""Campaigns: people join when enough others have, and campaigns gather strength of their own.

Against and for alike: a stakeholder joins if its view is strong enough, it knows of the
proposal, and the share already campaigning (helped by campaign strength) reaches its
threshold. Strength needs weeks to build and decays.

Source: Granovetter 1978, American Journal of Sociology 83:1420. Ours adds strength,
awareness and drop-out.
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def campaigns(
    campaigning: float,
    cause: float,
    known_awareness: float,
    threshold: float,
    share: float,
    strength: float,
    join_seed: float,
    cut: float,
    dropout: float,
    joining: float,
    leaving: float,
) -> float:
    """1 if the stakeholder campaigns next week.

    Parameters
    ----------
    cause : support points
        How strongly it is for the campaign's cause: support, or minus support.
    share, strength : in [0, 1]
        Share of its locality that campaigns; what the campaign's strength adds to that.
    joining, leaving : uniform draws
    """
    if campaigning > 0.0:
        return 0.0 if leaving < dropout or cause < cut / 2.0 else 1.0
    joins = cause > cut and joining < known_awareness and threshold <= share + strength + join_seed
    return 1.0 if joins else 0.0


@rule
def next_strength(strength: float, share: float, growth: float, decay: float) -> float:
    """Campaign strength in [0, 1] next week."""
    return strength + growth * share * (1.0 - strength) - decay * strength
