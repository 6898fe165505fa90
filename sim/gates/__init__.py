"""Decisions: which bodies vote when, what gates ask for, and what follows a decision."""

from sim.gates.aftermath import Aftermath, follow_decision
from sim.gates.challenges import hear_challenge, intervene
from sim.gates.ending import OUTCOMES, Ending, Outcome, stopped_at_gate
from sim.gates.funding import close_business_case
from sim.gates.luck import AftermathDraws, Happening
from sim.gates.review import has_advised_against, has_objected, review_gate, rework_weeks, votes_at
from sim.gates.schedule import after_pause
from sim.gates.standing import Standing
from sim.gates.votes import (
    DECIDING,
    BodyVote,
    Look,
    Review,
    Verdict,
    count_votes,
    decision_of,
    review_body,
    reviews_due,
    weeks_of_votes,
)

__all__ = [
    "DECIDING",
    "OUTCOMES",
    "Aftermath",
    "AftermathDraws",
    "BodyVote",
    "Ending",
    "Happening",
    "Look",
    "Outcome",
    "Review",
    "Standing",
    "Verdict",
    "after_pause",
    "close_business_case",
    "count_votes",
    "decision_of",
    "follow_decision",
    "has_advised_against",
    "has_objected",
    "hear_challenge",
    "intervene",
    "review_body",
    "review_gate",
    "reviews_due",
    "rework_weeks",
    "stopped_at_gate",
    "votes_at",
    "weeks_of_votes",
]
