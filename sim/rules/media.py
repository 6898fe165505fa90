"""Media: attention flares with events and campaigns and fades; tone follows opinion and the loudest.

Source: attention cycles of days to weeks (evidence 2.14); agenda setting, Luo et al.
2019; bad news weighs more, Olsen 2013.
"""

from __future__ import annotations

from sim.compiled import rule
from sim.rules.ranges import clip


@rule
def media_influence(
    rate: float, attention: float, awareness: float, susceptibility: float, tone: float, support: float
) -> float:
    """Pull towards the tone of the media."""
    return rate * attention * awareness * susceptibility * (tone - support)


@rule
def media_tone(
    public_support: float,
    campaign_against: float,
    campaign_for: float,
    campaigns_in_tone: float,
    negativity: float,
) -> float:
    """Tone in [-1, 1]: public support and campaigns, minus a bias to bad news."""
    mixed = (1.0 - campaigns_in_tone) * public_support + campaigns_in_tone * (campaign_for - campaign_against)
    return clip(mixed - negativity, -1.0, 1.0)


@rule
def next_attention(
    attention: float,
    event: float,
    campaigning: float,
    persistence: float,
    to_events: float,
    to_campaigns: float,
) -> float:
    """Attention in [0, 1] next week.

    ``campaigning`` is campaign strength times share campaigning, averaged over residents.
    """
    return min(1.0, persistence * attention + to_events * event + to_campaigns * campaigning)
