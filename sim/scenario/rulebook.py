"""Rulebooks: which gates a programme passes, when, what each asks for, and what follows the decision.

The rules of the game are data: a nation or an era is a file. A gate looks at numbers of the
programme (tests) and lets bodies vote; what it asks for is a number, or a behaviour parameter
times a factor, so that sweeps can vary it. What follows a decision are chances that add up
from a base and from what stands against the programme.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from sim.scenario.declared import Declared, Name, Share, Support
from sim.scenario.plan import FromMilestone
from sim.scenario.programme import MILESTONES, Milestone, Milestones

ShareSign = Literal[
    "evidence", "process", "redesign", "losing_clinicians_share", "fit_to_needs", "patient_choice", "beds"
]
SupportSign = Literal[
    "clinicians_support",
    "losing_clinicians_support",
    "stewards_support",
    "politicians_support",
    "residents_support",
    "finance_case",
]
Looked = Literal[ShareSign, SupportSign]
SHARES: tuple[str, ...] = get_args(ShareSign)
Sign = Literal[
    "campaigns",
    "strongest_campaign",
    "objection",
    "advice_against",
    "politicians_against",
    "late_contacts",
    "process_gap",
    "evidence_gap",
    "redesign_gap",
]
IfFailed = Literal["rework", "advice", "objection"]


class ParameterBar(Declared):
    """A bar that is a behaviour parameter times a factor."""

    parameter: Name
    times: Annotated[float, Field(gt=0, le=10)] = 1


class GateTest(Declared):
    """Something a gate looks at, and how much it asks for: at least the bar, or (``strictly``) more."""

    looks_at: Looked
    bar: Annotated[float, Field(ge=-10, le=10)] | ParameterBar
    strictly: bool = False


class Gate(Declared):
    """A gate: passed if every test is and every body is in favour.

    ``bodies`` are kinds of body (``Body.known_as``); one is in favour when more than ``vote_share``
    of its members are, or all. A vote that does not decide (``vote_decides: false``) is recorded.
    A failed gate means rework (the milestone it ``guards`` and all later ones move, openness is
    back to its value at ``reopens_from``), or is advice on record, or an objection that makes
    what follows the decision likelier.
    """

    name: Name
    label: str = ""
    when: FromMilestone
    guards: Milestone | None = None
    tests: tuple[GateTest, ...] = ()
    bodies: tuple[Name, ...] = ()
    vote_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    vote_decides: bool = True
    if_failed: IfFailed
    reopens_from: Milestone | None = None

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def guarded(self) -> Milestone:
        """The milestone that is not reached before the gate is passed."""
        return self.guards or self.when.milestone

    def week(self, milestones: Milestones) -> int:
        """The week of its first review, should no gate before it fail."""
        return milestones.week(self.when.milestone) + self.when.weeks


class Chance(Declared):
    """A chance that adds up: base plus weights times signs in [0, 1], at most 1."""

    base: Share = 0
    plus: dict[Sign, Share] = Field(default_factory=dict)


class Delay(Declared):
    """Weeks something takes: a triangular distribution."""

    shortest: Annotated[int, Field(ge=0, le=1040)]
    usual: Annotated[int, Field(ge=0, le=1040)]
    longest: Annotated[int, Field(ge=0, le=1040)]


class Advice(Declared):
    """Chances that independent advice is to stop or to modify; else it is to proceed."""

    stop: Chance
    modify: Chance


class Intervention(Declared):
    """Who can bring a decision before the minister, how likely, and what comes of it."""

    kind: Literal["call_in", "referral"]
    who_asks: str
    who_decides: str
    who_advises: str
    chance: Chance
    advice: Advice
    delay: Delay


class JudicialReview(Declared):
    """Chances that a decision is challenged in court, and that the challenge succeeds.

    Contacts while openness is below ``closed_below`` count as late: nothing was formative any more.
    """

    closed_below: Share
    chance: Chance
    success: Chance
    delay: Delay


class CapitalChance(Declared):
    """Chance that capital is found: falls with what is needed and with years of delay."""

    at_little_cost: Share
    less_per_100m_gbp: Share
    less_per_year_of_delay: Share
    at_worst: Share = 0


class FinalBusinessCase(Declared):
    """The last business case: affordable or not, and then capital is found or not."""

    after_weeks: Annotated[int, Field(ge=0, le=520)]
    finance_case_at_least: Support
    capital: CapitalChance
    delay: Delay


class AfterDecision(Declared):
    """What can still happen to an approved proposal."""

    intervention: Intervention
    judicial_review: JudicialReview
    final_business_case: FinalBusinessCase


class Rulebook(Declared):
    """The rules of the game in one nation and era; gates in their order in time."""

    name: Name
    label: str = ""
    since: str
    description: str
    source: str
    tries: Annotated[int, Field(ge=1, le=20)] = 4
    pre_election_pause_weeks: Annotated[int, Field(ge=0, le=52)] = 0
    minimum_consultation_weeks: Annotated[int, Field(ge=0, le=52)] = 0
    gates: Annotated[tuple[Gate, ...], Field(min_length=1, max_length=40)]
    after_decision: AfterDecision

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    def gate(self, name: str) -> Gate:
        return next(gate for gate in self.gates if gate.name == name)


def order_of(milestone: Milestone) -> int:
    """Place of a milestone among all, the first being 0."""
    return MILESTONES.index(milestone)
