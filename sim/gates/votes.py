"""Votes, member by member: a member is in favour when its support clears the bar.

First form: advice before consultation and scrutiny at its end are recorded; the
programme board and every statutory board decide in the decision week. What follows a
lost vote (rework, call-in, courts) belongs to later gates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.arrays import Floats
from sim.scenario.programme import Milestones
from sim.world.bodies import Membership

Verdict = Literal["in favour", "against", "objects", "does not object"]
DECIDING = ("programme_board", "statutory_board")


@dataclass(frozen=True)
class Review:
    """One body's vote on the proposal in one week."""

    body: str
    title: str
    decides: str
    week: int
    votes_for: int
    votes_against: int
    verdict: Verdict

    @property
    def reason(self) -> str:
        """The vote in words."""
        return f"{self.title}: {self.verdict}, {self.votes_for} to {self.votes_against}"

    @property
    def in_favour(self) -> bool:
        """Whether a majority of members is in favour; a tie is not."""
        return self.votes_for > self.votes_against


def reviews_due(members: Sequence[Membership], milestones: Milestones, week: int) -> list[Membership]:
    """Bodies that vote in this week."""
    weeks = (milestones.business_case, milestones.consultation_closes, milestones.decision)
    if week not in weeks:
        return []
    due = dict(zip(("advice", "scrutiny", "programme_board"), weeks, strict=True))
    due["statutory_board"] = milestones.decision
    return [each for each in members if due[each.body.decides] == week]


def review_body(membership: Membership, support: Floats, vote_bar: float, week: int) -> Review:
    """Count the votes of a body.

    Parameters
    ----------
    support : float64[n], support points
        Support of every stakeholder in one lane as the week ends.
    vote_bar : support points
        A member votes in favour at or above it.
    """
    body = membership.body
    votes_for = int((support[membership.members] >= vote_bar).sum())
    votes_against = int(membership.members.size) - votes_for
    in_favour = votes_for > votes_against
    verdict: Verdict
    if body.decides == "scrutiny":
        verdict = "does not object" if in_favour else "objects"
    else:
        verdict = "in favour" if in_favour else "against"
    return Review(body.name, body.title, body.decides, week, votes_for, votes_against, verdict)


def decision_of(reviews: Sequence[Review]) -> bool | None:
    """Whether programme board and statutory boards all decided in favour; None before the decision."""
    deciding = [review for review in reviews if review.decides in DECIDING]
    return all(review.in_favour for review in deciding) if deciding else None
