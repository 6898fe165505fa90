"""Decisions: which bodies vote when, and what their votes amount to."""

from sim.gates.votes import Review, Verdict, decision_of, review_body, reviews_due

__all__ = ["Review", "Verdict", "decision_of", "review_body", "reviews_due"]
