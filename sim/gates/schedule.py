"""When gates are held, and what a failed one does to the calendar."""

from __future__ import annotations

from sim.scenario.programme import MILESTONES, Milestone, Milestones
from sim.scenario.rulebook import Gate, Rulebook, order_of


def gates_due(rulebook: Rulebook, milestones: Milestones, week: int) -> list[Gate]:
    """Gates that are first held in this week, should none before them fail; in the rulebook's order."""
    return [gate for gate in rulebook.gates if gate.week(milestones) == week]


def delayed(milestones: Milestones, from_milestone: Milestone, weeks: int) -> Milestones:
    """Milestones with one of them, and all later ones, so many weeks later."""
    moved = MILESTONES[order_of(from_milestone) :]
    return milestones.model_copy(update={name: milestones.week(name) + weeks for name in moved})


def after_pause(week: int, election_week: int | None, pause_weeks: int) -> int:
    """The week itself, or, in the pause before an election, the week after the election.

    Source: S114, nothing is launched or decided in the pre-election period.
    """
    if election_week is not None and election_week - pause_weeks <= week <= election_week and pause_weeks > 0:
        return election_week + 1
    return week
