"""Who a stakeholder is, and what it carries from week to week.

What is drawn before the first week stands in its ``Start``; the attributes of a ``Person`` are
what a week reads and changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mesa.discrete_space import FixedAgent

if TYPE_CHECKING:
    from sim.mesa_model.model import ProgrammeModel
    from sim.mesa_model.surroundings import Body, Group, Locality


@dataclass(frozen=True)
class Start:
    """Who a stakeholder is and where it starts; drawn before the first week.

    Deviates are standard normal. ``weight`` is the number of people it stands for; the shares are
    of its group, of its kind and of its locality's residents. ``influence`` is how much others hear it;
    only who is registered has a ``name``, or an influence other than 1.
    """

    row: int
    name: str | None
    group: Group
    locality: Locality | None
    body: Body | None
    role: int
    prior_view: float
    prior_trust: float
    awareness: float
    certainty: float
    expectation: float
    attachment: float
    loses_service: bool
    is_affected: bool
    suspects_cuts: bool
    gain_deviate: float
    judgement_deviate: float
    threshold_deviate: float
    weight: float
    influence: float
    share_of_group: float
    share_of_kind: float
    share_of_locality: float


class Utterance:
    """What a stakeholder says this week: its view, and its view and awareness times how loud it is.

    ``campaigning`` is its influence if it campaigns, else 0.
    """

    __slots__ = ("awareness", "campaigning", "loudness", "support", "view")

    def __init__(self, influence: float) -> None:
        self.view = self.support = self.awareness = self.campaigning = 0.0
        self.loudness = influence


@dataclass(frozen=True)
class Layer:
    """Whom a stakeholder hears in one layer of the network.

    ``weight`` is the layer's, ``influence`` that of all peers in it, ``peers`` what they say.
    """

    weight: float
    influence: float
    peers: list[Utterance]


class Person(FixedAgent):
    """A stakeholder's lasting traits and passing state; where it starts."""

    # a fifth faster than forty attributes in the dictionary that Mesa's agents have
    __slots__ = (
        "against",
        "awareness",
        "behaviour",
        "believed",
        "certainty",
        "contact_shift",
        "contact_weight",
        "contacts",
        "expectation",
        "fair",
        "fatigue",
        "group",
        "heard_awareness",
        "heard_support",
        "in_favour",
        "influence",
        "knowing",
        "lasting",
        "layers",
        "locality",
        "luck",
        "met",
        "name",
        "next_awareness",
        "own_gain",
        "own_judgement",
        "passing",
        "prior_trust",
        "prior_view",
        "programme",
        "responded",
        "row",
        "says",
        "start",
        "support",
        "support_before",
        "susceptibility",
        "threshold",
        "trust",
        "unfair",
        "voice",
        "voice_now",
        "weight",
    )

    def __init__(self, model: ProgrammeModel, start: Start) -> None:
        super().__init__(model)
        self.programme, self.behaviour, self.luck = model.programme, model.behaviour, model.luck
        self.start, self.row, self.name = start, start.row, start.name
        self.weight, self.influence = start.weight, start.influence
        self.group, self.locality = start.group, start.locality
        self.layers: list[Layer] = []
        self.take_traits()
        self.begin()
        self.rest()

    def take_traits(self) -> None:
        """What sets one apart for good; behaviour parameters say how far people differ."""
        behaviour, start = self.behaviour, self.start
        self.prior_view, self.prior_trust = start.prior_view, start.prior_trust
        self.own_gain = behaviour.gain_sd * start.gain_deviate  # beside its group's mean
        self.own_judgement = behaviour.judgement_sd * start.judgement_deviate
        # share of others who must campaign before one joins
        self.threshold = behaviour.threshold_mean + behaviour.threshold_sd * start.threshold_deviate

    def begin(self) -> None:
        """Stand where one starts, before the first week."""
        start = self.start
        self.support, self.trust = start.prior_view, start.prior_trust
        self.lasting, self.passing = start.prior_view, 0.0  # support is both together
        self.certainty, self.awareness = start.certainty, start.awareness
        self.fatigue, self.expectation = 0.0, start.expectation
        self.voice = 0.0  # had so far
        self.against = self.in_favour = False  # campaigns
        self.responded = False  # to the consultation
        self.believed, self.support_before = 0.0, start.prior_view
        self.says = Utterance(start.influence)
        self.heard_support = self.heard_awareness = 0.0
        self.knowing = self.susceptibility = self.next_awareness = self.fair = self.unfair = 0.0

    def rest(self) -> None:
        """Begin a week without contacts."""
        self.contacts = self.met = 0.0  # how many, and the chance of at least one
        self.contact_weight = self.contact_shift = self.voice_now = 0.0
