"""Improvised activities: they wait for a trigger, and start in the week after it is met.

Until then they are put off beyond the horizon, and cost nothing. What a plan improvises counts in its
budget as if it were to happen: a trigger that never comes leaves contacts unmade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.scenario.budget import PlannedActivity


def put_off(activity: PlannedActivity, horizon: int) -> PlannedActivity:
    """The activity itself; one that waits for a trigger is put off beyond the horizon until that comes."""
    if activity.trigger is None:
        return activity
    weeks = activity.stop - activity.start
    return replace(activity, start=horizon, stop=horizon + weeks, earliest=activity.start)


def next_look(activities: Sequence[PlannedActivity], week: int) -> int | None:
    """The next week, this one or later, at whose end a trigger may start an activity; None if none waits."""
    waiting = [each.earliest for each in activities if each.trigger is not None and each.earliest is not None]
    return max(week, min(waiting) - 1) if waiting else None


def improvised(
    activities: Sequence[PlannedActivity],
    week: int,
    residents_support: float,
    strongest_campaign: float,
    has_failed: bool,
) -> tuple[PlannedActivity, ...] | None:
    """Activities after a week's end, those whose trigger was met starting next week; None if none does.

    ``has_failed``: whether any gate has sent the programme back so far.
    """

    def is_due(activity: PlannedActivity) -> bool:
        if activity.trigger is None or activity.earliest is None or activity.earliest > week + 1:
            return False
        return activity.trigger.is_met(residents_support, strongest_campaign, has_failed)

    if not any(map(is_due, activities)):
        return None
    return tuple(_started(each, week + 1) if is_due(each) else each for each in activities)


def _started(activity: PlannedActivity, week: int) -> PlannedActivity:
    return replace(activity, start=week, stop=week + activity.stop - activity.start, earliest=None)
