"""Delays: a lane whose programme was held up in some week, from there on.

Every milestone still ahead moves, and with it every activity that is dated from it and has not begun.
What has begun stays; so does what is dated in calendar weeks, or from a milestone that has passed and is
a date by now. How definite the proposal is never falls.
"""

from __future__ import annotations

from dataclasses import replace

from sim.scenario.budget import PlannedActivity
from sim.scenario.programme import MILESTONES, Milestone, Milestones
from sim.scenario.scenario import Scenario
from sim.scenario.structures import PlannedMeetings, planned_meetings
from sim.world.lane import Lane, Reopened
from sim.world.stages import openness_from

Meetings = dict[tuple[int, Milestones], tuple[PlannedMeetings, ...]]


def delayed(
    scenario: Scenario,
    lane: Lane,
    week: int,
    delay: int,
    first: Milestone,
    reopens_from: Milestone | None = None,
    known: Meetings | None = None,
) -> Lane:
    """The lane after a delay that was decided in ``week``.

    Parameters
    ----------
    delay : weeks
    first : the first milestone to move; those after it move too, if they are still ahead
    reopens_from : milestone, optional
        Minds are as open as they were from this milestone on while the delay lasts.
    known : mapping, optional, written
        Meetings by plan and milestones that have been planned already.
    """
    moving = [
        name
        for name in MILESTONES[MILESTONES.index(first) :]
        if lane.milestones.week(name) >= week or name == first
    ]
    moved: dict[str, int] = {name: lane.milestones.week(name) + delay for name in moving}
    milestones = lane.milestones.model_copy(update=moved)
    activities = tuple(
        _later(activity, delay) if activity.anchor in moved and _begins(activity) > week else activity
        for activity in lane.activities
    )
    meetings = lane.meetings
    if meetings:
        known = {} if known is None else known
        key = (id(lane.plan), milestones)
        if key not in known:
            horizon = scenario.horizon_weeks
            known[key] = planned_meetings(scenario.structures, lane.plan, milestones, horizon)
        meetings = known[key]
    reopened = lane.reopened
    if reopens_from is not None:
        value = openness_from(lane.parameters, reopens_from)
        reopened = (*reopened, Reopened(week + 1, week + 1 + delay, value))
    return replace(lane, milestones=milestones, activities=activities, meetings=meetings, reopened=reopened)


def _later(activity: PlannedActivity, delay: int) -> PlannedActivity:
    if activity.earliest is not None:
        return replace(activity, earliest=activity.earliest + delay)
    return replace(activity, start=activity.start + delay, stop=activity.stop + delay)


def _begins(activity: PlannedActivity) -> int:
    """Its first week; the earliest one, while it waits for a trigger."""
    return activity.start if activity.earliest is None else activity.earliest
