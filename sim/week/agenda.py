"""Step 1: what lanes do this week, read from their timetable."""

from __future__ import annotations

import numpy as np

from sim.arrays import Activities, Contacts, Floats, Integers, Now
from sim.compiled import part, step, unsigned


def room_for_contacts(activities: Activities) -> Contacts:
    """Room for any of them to run, but for draws."""
    n_activities, n_cells, _ = activities.reach.shape
    return Contacts(
        uniform=np.empty((0, 0)),
        row=np.empty_like(activities.cells),
        cells=np.empty_like(activities.cells),
        reach=np.empty_like(activities.reach),
        worth=np.empty_like(activities.worth),
        credibility=np.empty_like(activities.credibility),
        money=np.empty_like(activities.money),
        concerns=np.empty_like(activities.concerns),
        most_likely=np.empty((n_activities, n_cells)),
    )


@part
def calendar_of(rows: Floats, place: Integers) -> Now:
    """This week's calendar: rows of a table, in the order of the fields of ``Now``."""
    return Now(
        rows[place[0, 0]],  # definiteness
        rows[place[1, 0]],  # definiteness_growth
        rows[place[2, 0]],  # openness
        rows[place[3, 0]],  # chance_of_preferred
        rows[place[4, 0]],  # announced
        rows[place[5, 0]],  # event
        rows[place[6, 0]],  # proximity
        rows[place[7, 0]],  # heard
        rows[place[8, 0]],  # responsiveness
        rows[place[9, 0]],  # responsiveness_seen
        rows[place[10, 0]],  # money_frame
        rows[place[11, 0] : place[11, 1]],  # group_gain
        rows[place[12, 0]],  # safety_gain
        rows[place[13, 0] : place[13, 1]],  # case
        rows[place[14, 0]],  # fit_to_needs
        rows[place[15, 0]],  # patient_choice
        rows[place[16, 0]],  # beds
        rows[place[17, 0]],  # consultation_time
        rows[place[18, 0]],  # contact_cost
        rows[place[19, 0]],  # withdrawn
        rows[place[20, 0]],  # consulting
        rows[place[21, 0]],  # consultation_elapsed
        rows[place[22, 0] : place[22, 1]],  # circle_weight
        rows[place[23, 0] : place[23, 1]],  # circle_evidence
        rows[place[24, 0] : place[24, 1]],  # circle_affordability
        rows[place[25, 0] : place[25, 1]],  # circle_delivery
    )


@step
def as_before(running: Floats, before: Floats) -> bool:
    """Whether the same activities run at the same share of their reach as the week before."""
    for activity in range(running.shape[0]):
        for lane in range(running.shape[1]):
            if running[activity, lane] != before[activity, lane]:
                return False
    return True


@step
def take_up(running: Floats, activities: Activities, room: Contacts) -> int:
    """Write whom the activities that run in any lane reach, one after the other; tell how many there are."""
    lanes, row = unsigned(running.shape[1]), 0
    for activity in range(running.shape[0]):
        runs = False
        for lane in range(lanes):
            runs = runs or running[activity, lane] != 0.0
        if not runs:
            continue
        for cell in range(activities.reach.shape[1]):
            most = 0.0
            for lane in range(lanes):
                reach = activities.reach[activity, cell, lane] * running[activity, lane]
                room.reach[row, cell, lane] = reach
                most = max(most, reach * activities.most_willing[lane])
            room.most_likely[row, cell] = most
        for lane in range(lanes):
            room.worth[row, lane] = activities.worth[activity, lane]
            room.credibility[row, lane] = activities.credibility[activity, lane]
            room.money[row, lane] = activities.money[activity, lane]
        for group in range(activities.concerns.shape[1]):
            room.concerns[row, group] = activities.concerns[activity, group]
        room.row[row] = activity
        room.cells[row] = activities.cells[activity]
        row += 1
    return row
