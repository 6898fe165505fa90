"""What a stakeholder hears from its peers, under five rival rules.

All but one rule hear ties layer by layer, in order of peers, with weights by layer; who
has influence or campaigns is louder. The mean of standing groups comes on top.

Source: as in ``sim.rules.peers`` (DeGroot; Hegselmann & Krause; Dandekar, Goel & Lee; Jager &
Amblard).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.mesa_model.behaviour import clip

if TYPE_CHECKING:
    from sim.mesa_model.stakeholder import Stakeholder
    from sim.scenario import PeerRule


def hear_peers(people: Iterable[Stakeholder], peer_rule: PeerRule) -> None:
    """5. Let everybody hear what everybody said."""
    if peer_rule == "mean_field":
        hear_the_mean(list(people))
        return
    for person in people:
        hear_ties(person)
        if peer_rule == "bounded_confidence":
            hear_the_near(person)
        elif peer_rule == "social_judgement":
            hear_with_judgement(person)
        elif peer_rule == "biased_assimilation":
            hear_what_agrees(person)


def hear_ties(person: Stakeholder) -> None:
    """Mean support and awareness of one's ties; who hears nobody keeps its own view."""
    support = awareness = loudness = 0.0
    campaigner_weight = person.behaviour.campaigner_weight
    for layer in person.layers:
        said = mentioned = campaigning = 0.0
        for peer in layer.peers:
            said += peer.support
            mentioned += peer.awareness
            campaigning += peer.campaigning
        support += layer.weight * said
        awareness += layer.weight * mentioned
        loudness += layer.weight * (layer.influence + campaigner_weight * campaigning)
    if loudness > 0.0:
        person.heard_support, person.heard_awareness = support / loudness, awareness / loudness
    else:
        person.heard_support, person.heard_awareness = person.support, 0.0


def hear_the_mean(people: list[Stakeholder]) -> None:
    """Everybody hears everybody alike, oneself too."""
    said = mentioned = loudness = 0.0
    for person in people:
        said += person.says.support
        mentioned += person.says.awareness
        loudness += person.says.loudness
    for person in people:
        if loudness > 0.0:
            person.heard_support, person.heard_awareness = said / loudness, mentioned / loudness
        else:
            person.heard_support, person.heard_awareness = person.support, 0.0


def hear_the_near(person: Stakeholder) -> None:
    """Bounded confidence: only peers within the bound count."""
    bound, own = person.behaviour.confidence_bound, person.support
    pull = loudness = 0.0
    for layer in person.layers:
        for peer in layer.peers:
            gap = peer.view - own
            if abs(gap) <= bound:
                weight = layer.weight * peer.loudness
                pull += weight * gap
                loudness += weight
    move(person, pull, loudness)


def hear_with_judgement(person: Stakeholder) -> None:
    """Social judgement: near views attract, distant ones repel, those between leave one cold."""
    accepts, rejects = person.behaviour.latitude_of_acceptance, person.behaviour.latitude_of_rejection
    pull = loudness = 0.0
    for layer in person.layers:
        for peer in layer.peers:
            gap = peer.view - person.support
            weight = layer.weight * peer.loudness
            loudness += weight
            if abs(gap) < accepts:
                pull += weight * gap
            elif abs(gap) > rejects:
                pull -= weight * gap
    move(person, pull, loudness)


def move(person: Stakeholder, pull: float, loudness: float) -> None:
    """Hear the view that a mean pull away from one's own amounts to."""
    moved = person.support + pull / loudness if loudness > 0.0 else person.support
    person.heard_support = clip(moved, -1.0, 1.0)


def hear_what_agrees(person: Stakeholder) -> None:
    """Biased assimilation: what agrees with one's own view weighs more."""
    bias = person.behaviour.assimilation_bias
    own, heard = (1.0 + person.support) / 2.0, (1.0 + person.heard_support) / 2.0
    welcome = to_the_power(own, bias) * heard
    unwelcome = to_the_power(1.0 - own, bias) * (1.0 - heard)
    total = welcome + unwelcome
    person.heard_support = 2.0 * welcome / total - 1.0 if total > 0.0 else person.support


def to_the_power(share: float, exponent: float) -> float:
    """A share to an exponent in [0, 2], in straight lines between the exponents 0, 1 and 2."""
    linear, squared = min(exponent, 1.0), max(exponent - 1.0, 0.0)
    return (1.0 - linear + linear * share) * (1.0 - squared + squared * share)
