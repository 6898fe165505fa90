"""The programme: its milestones, its money and the bodies that vote on it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.declared import Declared, Name, Weeks
from sim.scenario.population import StewardRole

Milestone = Literal[
    "case_for_change",
    "long_list",
    "shortlist",
    "preferred",
    "business_case",
    "consultation_opens",
    "consultation_closes",
    "decision",
    "implementation",
]
MILESTONES: tuple[Milestone, ...] = (
    "case_for_change",
    "long_list",
    "shortlist",
    "preferred",
    "business_case",
    "consultation_opens",
    "consultation_closes",
    "decision",
    "implementation",
)
Test = Literal[
    "evidence",
    "clinical_consensus",
    "process",
    "affordability",
    "local_opinion",
    "access",
    "fit_to_needs",
    "patient_choice",
    "beds",
]
TESTS: tuple[Test, ...] = (
    "evidence",
    "clinical_consensus",
    "process",
    "affordability",
    "local_opinion",
    "access",
    "fit_to_needs",
    "patient_choice",
    "beds",
)
Frame = Literal["care", "money"]
Weight = Annotated[float, Field(ge=0, le=100)]


class Milestones(Declared):
    """Weeks from the case for change. Default weeks are judgement (open cases: a median of 24 months
    from case for change to decision; consultations of 8 to 18 weeks, median 14)."""

    case_for_change: Weeks = 0
    long_list: Weeks = 26
    shortlist: Weeks = 40
    preferred: Weeks = 52
    business_case: Weeks = 64
    consultation_opens: Weeks = 70
    consultation_closes: Weeks = 84
    decision: Weeks = 100
    implementation: Weeks = 150

    def week(self, milestone: Milestone) -> int:
        return int(getattr(self, milestone))


class Seats(Declared):
    """Members of a body drawn from one group; ``per`` multiplies the count by places concerned."""

    group: Name
    count: Annotated[int, Field(gt=0, le=200)]
    role: StewardRole | None = None
    localities: tuple[Name, ...] | None = None
    per: Literal["body", "affected_authority"] = "body"


class Body(Declared):
    """A body that votes, member by member.

    ``decides``: the programme board and every statutory board must be in favour at the
    decision; scrutiny objects unless a majority is in favour; advice is recorded.
    ``tests`` are the weights its assurers give to what they examine. ``kind`` is what
    rulebooks call it; left out: its name if it advises, else what it decides.
    """

    name: Name
    label: str = ""
    decides: Literal["programme_board", "statutory_board", "scrutiny", "advice"]
    kind: Name | None = None
    seats: tuple[Seats, ...] = ()
    tests: dict[Test, Weight] | None = None

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def known_as(self) -> str:
        """What rulebooks call it."""
        return self.kind or (self.name if self.decides == "advice" else self.decides)


class InterimWithdrawal(Declared):
    """A service withdrawn before consultation, for safety or want of staff.

    For those who lose it under the preferred option nothing is vague any more from ``week`` on, and
    the harm is felt at once; then people get used to it.
    """

    week: Weeks


class Programme(Declared):
    """Milestones, horizon, money, capacity, bodies.

    With gates on a run lasts ``horizon_with_gates_weeks``, for rework, referral and courts
    take years (J: five years in all). The programme can meet ``contacts_a_week`` people, and as many
    more as its engagement groups add while they stand. A plan that asks for more is refused, or
    (``beyond_capacity: cut``) meets in each week the share that can be met.
    """

    milestones: Milestones = Milestones()
    horizon_weeks: Annotated[int, Field(ge=1, le=1040)] = 156
    horizon_with_gates_weeks: Annotated[int, Field(ge=1, le=1040)] = 260
    budget_gbp: Annotated[float, Field(gt=0, le=1e10)]
    contacts_a_week: Annotated[float, Field(gt=0, le=1e7)]
    beyond_capacity: Literal["refuse", "cut"] = "refuse"
    engagement_budget_gbp: Annotated[float, Field(gt=0, le=1e10)]
    election_week: Weeks | None = None
    minimum_consultation_weeks: Annotated[int, Field(ge=1, le=52)] = 12
    bodies: tuple[Body, ...] = ()

    def body(self, name: str) -> Body:
        return next(body for body in self.bodies if body.name == name)
