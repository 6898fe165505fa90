"""Harm: what an option would take from those who use or staff a service.

Source: added journeys after five closures, Knowles et al. 2019 (S143), median 9 minutes,
0 to 25; attachment to a hospital regardless of safety, Moon & Brown 2001 (S233). The
linear form and its rates are judgement.
"""

from __future__ import annotations

from sim.compiled import rule
from sim.rules.ranges import clip


@rule
def resident_harm(
    added_minutes: float, loses_service: float, attachment: float, harm_of_travel: float, harm_of_loss: float
) -> float:
    """Harm in [0, 1] of one option: longer journeys, and losing a service one is attached to.

    Attachment does not look at safety: people hold on to a hospital whether or not it can
    deliver safe services.
    """
    return clip(harm_of_travel * added_minutes / 30.0 + harm_of_loss * attachment * loses_service, 0.0, 1.0)


@rule
def clinician_harm(site_loses: float, harm_if_losing: float, harm_of_rota: float) -> float:
    """Harm in [0, 1] of one option: losing one's site's service, or only a new rota."""
    return site_loses * harm_if_losing + (1.0 - site_loses) * harm_of_rota


@rule
def felt_harm(harm: float, lost: float, used: float) -> float:
    """Harm as it is felt: less by the share people got used to, where the service is withdrawn already."""
    return harm * (1.0 - lost * used)
