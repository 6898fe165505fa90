"""Capacity: how many people a programme can meet in a week.

Its own staff meet so many, and each engagement group as many more while it stands. Beyond that, every
activity of the week meets the same share of the people planned for it, at that share of its cost.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.arrays import Floats
from sim.scenario.budget import ROUNDING, PlannedActivity
from sim.scenario.scenario import Scenario
from sim.scenario.structures import PlannedMeetings


def share_met(
    scenario: Scenario, activities: Iterable[PlannedActivity], meetings: Iterable[PlannedMeetings]
) -> Floats:
    """Share of the people planned for each week that one lane's programme can meet, float64[weeks]."""
    weeks = scenario.horizon_weeks
    planned, capacity = np.zeros(weeks), np.full(weeks, float(scenario.programme.contacts_a_week))
    for activity in activities:
        planned[max(0, activity.start) : max(0, activity.stop)] += activity.people_per_week
    for each in meetings:
        capacity[max(0, each.first) : max(0, each.until)] += each.contacts
    return share_of(planned, capacity)


def share_of(planned: Floats, capacity: Floats) -> Floats:
    """Share of the people planned that can be met, in (0, 1]; for arrays of any one shape."""
    beyond = planned > capacity * (1 + ROUNDING)
    return np.where(beyond, capacity / np.where(beyond, planned, 1.0), 1.0)
