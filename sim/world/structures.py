"""Structures: what standing groups do in every week: when they stand, meet, produce and cost.

The meetings of one plan under the same milestones are the same in many lanes; they share what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.scenario.scenario import Scenario
from sim.scenario.structures import PlannedMeetings


@dataclass(frozen=True)
class Sittings:
    """What structures do by week; float64[n_structures, weeks] unless said."""

    standing: Floats  # 1 while a structure stands
    met: Floats  # 1 in a week in which it meets
    evidence: Floats  # produced that week
    affordability: Floats  # produced that week
    delivery: Floats  # produced that week
    cost_gbp: Floats  # of that week's meeting
    capacity: Floats  # [weeks], people the programme can meet, those of engagement groups that stand included


def sittings_of(scenario: Scenario, meetings: Sequence[PlannedMeetings]) -> Sittings:
    """Sittings by week; nothing happens where structures are switched off, and there are no meetings."""
    shape = (len(scenario.structures), scenario.horizon_weeks)
    standing, met = np.zeros(shape), np.zeros(shape)
    capacity = np.full(scenario.horizon_weeks, float(scenario.programme.contacts_a_week))
    for row, each in enumerate(meetings):
        while_it_stands = slice(max(0, each.first), max(0, each.until))
        standing[row, while_it_stands] = 1.0
        capacity[while_it_stands] += each.contacts
        met[row, [week for week in each.weeks if week >= 0]] = 1.0
    amounts = [(each.evidence, each.affordability, each.delivery, each.gbp_per_meeting) for each in meetings]
    of_a_meeting = np.array(amounts or np.zeros((shape[0], 4))).reshape(-1, 4)
    evidence, affordability, delivery, cost_gbp = (met * amount[:, None] for amount in of_a_meeting.T)
    return Sittings(standing, met, evidence, affordability, delivery, cost_gbp, capacity)
