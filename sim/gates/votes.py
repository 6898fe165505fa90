"""Votes, member by member: a member is in favour when its support clears the bar.

Without gates, advice before consultation and scrutiny at its end are recorded, and the
programme board and every statutory board decide in the decision week. With gates, a
rulebook says who votes when, and a review says what follows (``sim.gates.review``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sim.arrays import Floats
from sim.scenario.programme import Milestone, Milestones
from sim.world.bodies import Membership

Verdict = Literal["in favour", "against", "objects", "does not object", "passes", "fails"]
Consequence = Literal["goes on", "rework", "stops", "recorded", "objection"]
DECIDING = ("programme_board", "statutory_board")


@dataclass(frozen=True)
class BodyVote:
    """One body's vote; ``members`` are rows of stakeholders, ``split`` who of them is in favour."""

    body: str
    title: str
    kind: str
    decides: str
    votes_for: int
    votes_against: int
    members: tuple[int, ...] = field(default=(), compare=False, repr=False)
    split: tuple[bool, ...] = field(default=(), compare=False, repr=False)

    def is_in_favour(self, vote_share: float = 0.5) -> bool:
        """Whether more than this share of its members are in favour, or all of them; a tie is not."""
        n = self.votes_for + self.votes_against
        return self.votes_for > vote_share * n or (self.votes_for == n and n > 0)

    @property
    def words(self) -> str:
        return f"{self.title} {self.votes_for} to {self.votes_against}"

    def by_name(self, names: Mapping[int, str]) -> dict[str, bool]:
        """Whether each member who has a name is in favour; names are by row."""
        votes = zip(self.members, self.split, strict=True)
        return {names[row]: in_favour for row, in_favour in votes if row in names}


@dataclass(frozen=True)
class Look:
    """Something a gate looked at: its value, and whether it came up to the bar."""

    name: str
    words: str
    value: float
    bar: float
    passed: bool


@dataclass(frozen=True)
class Review:
    """What one body, or one gate of a rulebook, made of the proposal in one week.

    A gate's review keeps what it looked at, the vote of every body, which ``attempt`` it was and
    what follows: ``then``, weeks and evidence of rework, and from where openness is back meanwhile.
    """

    body: str
    title: str
    decides: str
    week: int
    votes_for: int
    votes_against: int
    verdict: Verdict
    gate: str = ""
    looked_at: tuple[Look, ...] = ()
    votes: tuple[BodyVote, ...] = ()
    reasons: tuple[str, ...] = ()
    attempt: int = 1
    then: Consequence = "recorded"
    delay_weeks: int = 0
    evidence_gained: float = 0.0
    reopens_from: Milestone | None = None

    @property
    def reason(self) -> str:
        """The review in words."""
        if not self.gate:
            return f"{self.title}: {self.verdict}, {self.votes_for} to {self.votes_against}"
        words = "; ".join([f"{self.title}: {self.verdict}", *self.reasons])
        return words if self.attempt == 1 else f"{words} (try {self.attempt})"

    @property
    def in_favour(self) -> bool:
        """Whether it was passed; a vote by itself needs a majority, and a tie is none."""
        if self.gate:
            return self.verdict in ("passes", "in favour", "does not object")
        return self.votes_for > self.votes_against

    @property
    def evidence(self) -> dict[str, tuple[float, float, bool]]:
        """What was looked at: value, bar and whether it came up to it, by name."""
        return {look.name: (look.value, look.bar, look.passed) for look in self.looked_at}


def weeks_of_votes(milestones: Milestones) -> set[int]:
    """Weeks in which any body votes, without gates."""
    return {milestones.business_case, milestones.consultation_closes, milestones.decision}


def reviews_due(members: Sequence[Membership], milestones: Milestones, week: int) -> list[Membership]:
    """Bodies that vote in this week, without gates."""
    due = {
        "advice": milestones.business_case,
        "scrutiny": milestones.consultation_closes,
        "programme_board": milestones.decision,
        "statutory_board": milestones.decision,
    }
    return [each for each in members if due[each.body.decides] == week]


def count_votes(membership: Membership, support: Floats, vote_bar: float) -> BodyVote:
    """Count the votes of a body.

    Parameters
    ----------
    support : float64[n], support points
        Support of every stakeholder in one lane as the week ends.
    vote_bar : support points
        A member votes in favour at or above it.
    """
    body, rows = membership.body, membership.members
    split = tuple((support[rows] >= vote_bar).tolist())
    return BodyVote(
        body=body.name,
        title=body.title,
        kind=body.known_as,
        decides=body.decides,
        votes_for=sum(split),
        votes_against=len(split) - sum(split),
        members=tuple(rows.tolist()),
        split=split,
    )


def review_body(membership: Membership, support: Floats, vote_bar: float, week: int) -> Review:
    """A body's vote by itself, without gates; parameters as for ``count_votes``."""
    vote = count_votes(membership, support, vote_bar)
    in_favour = vote.votes_for > vote.votes_against
    verdict: Verdict
    if vote.decides == "scrutiny":
        verdict = "does not object" if in_favour else "objects"
    else:
        verdict = "in favour" if in_favour else "against"
    return Review(
        vote.body,
        vote.title,
        vote.decides,
        week,
        vote.votes_for,
        vote.votes_against,
        verdict,
        votes=(vote,),
    )


def decision_of(reviews: Sequence[Review]) -> bool | None:
    """Whether programme board and statutory boards all decided in favour; None before the decision.

    Of a gate that was tried again, the last review counts.
    """
    last = {(review.gate, review.body): review for review in reviews if review.decides in DECIDING}
    return all(review.in_favour for review in last.values()) if last else None
