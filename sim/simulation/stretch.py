"""Stretches: weeks between which nothing has to be decided in Python, advanced in one compiled call.

A week in a call of its own costs a single lane as much in Python as in arithmetic. Between two
weeks in which a gate sits, harm is expected anew or everybody is looked at, nothing in Python
depends on the state. Bits are those of week by week; a test says so.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrays import (
    Account,
    Contacts,
    Course,
    Draws,
    Floats,
    Integers,
    Network,
    Now,
    People,
    Prior,
    Scratch,
    State,
    Tally,
)
from sim.compiled import kernel, rule
from sim.tally import take_tally
from sim.week import advance_week


class ContactsByWeek(NamedTuple):
    """Activities of all weeks; those that run in a week stand first in the rows of their kind of week."""

    kind: Integers  # [weeks], which kind of week it is: the same activities at the same share of reach
    running: Integers  # [kinds], how many activities run
    cells: Integers  # [kinds, most]
    reach: Floats  # [kinds, most, n_cells, lanes]
    worth: Floats  # [kinds, most, lanes]
    credibility: Floats  # [kinds, most, lanes]
    money: Floats  # [kinds, most, lanes]
    concerns: NDArray[np.bool_]  # [kinds, most, n_groups]
    most_likely: Floats  # [kinds, most, n_cells]


class Recorded(NamedTuple):
    """Room for what is recorded of a programme each week, [weeks, ...]."""

    disclosed: Floats
    attention: Floats
    tone: Floats
    campaign_against: Floats
    campaign_for: Floats
    redesign: Floats
    evidence: Floats
    process: Floats
    contacts: Floats
    cost_contacts: Floats
    cost_weeks: Floats
    cost_redesign: Floats
    responses: Floats
    responses_in_favour: Floats
    responses_late: Floats


@rule
def _copy_row(source: Floats, into: Floats) -> None:
    for at in range(source.shape[0]):
        into[at] = source[at]


@rule
def _copy_table(source: Floats, into: Floats) -> None:
    for row in range(source.shape[0]):
        for at in range(source.shape[1]):
            into[row, at] = source[row, at]


@kernel
def advance_weeks(
    first: int,
    stop: int,
    people: People,
    network: Network,
    prior: Prior,
    state: State,
    flat_prior: Prior,
    flat_state: State,
    course: Course,
    tally: Tally,
    now: Now,
    contacts: ContactsByWeek,
    uniform: Floats,
    draws: Draws,
    along: Floats,
    n_concerned: Floats,
    expected_attendance: bool,
    peer_rule: int,
    scratch: Scratch,
    account: Account,
    group_weights: Floats,
    tallies: Tally,
    courses: Recorded,
) -> None:
    """Advance every lane from week ``first`` to ``stop - 1``, and record each week.

    Parameters
    ----------
    now, draws : as of one week, with weeks as their first axis
    uniform : float64[stop - first, most, n]
        Luck in attendance, in the order of the week's activities.
    tallies, courses
        *Written*: the records, with weeks as their first axis.
    """
    for week in range(first, stop):
        kind = contacts.kind[week]
        running = contacts.running[kind]
        advance_week(
            people,
            network,
            flat_prior,
            flat_state,
            course,
            tally,
            Now(
                now.definiteness[week],
                now.definiteness_growth[week],
                now.openness[week],
                now.chance_of_preferred[week],
                now.announced[week],
                now.event[week],
                now.proximity[week],
                now.heard[week],
                now.responsiveness[week],
                now.responsiveness_seen[week],
                now.money_frame[week],
                now.group_gain[week],
                now.safety_gain[week],
                now.case[week],
                now.fit_to_needs[week],
                now.patient_choice[week],
                now.beds[week],
                now.consultation_time[week],
                now.contact_cost[week],
                now.withdrawn[week],
                now.consulting[week],
                now.consultation_elapsed[week],
                now.circle_weight[week],
                now.circle_evidence[week],
                now.circle_affordability[week],
                now.circle_delivery[week],
            ),
            Contacts(
                uniform[week - first, :running],
                contacts.cells[kind, :running],
                contacts.reach[kind, :running],
                contacts.worth[kind, :running],
                contacts.credibility[kind, :running],
                contacts.money[kind, :running],
                contacts.concerns[kind, :running],
                contacts.most_likely[kind, :running],
            ),
            Draws(
                draws.noise[week],
                draws.joining[week],
                draws.leaving[week],
                draws.leak[week],
                draws.responding[week],
            ),
            along,
            n_concerned,
            expected_attendance,
            peer_rule,
            scratch,
            account,
        )
        take_tally(people, prior, state, tally, group_weights)
        _copy_table(tally.group_support, tallies.group_support[week])
        _copy_table(tally.group_in_favour, tallies.group_in_favour[week])
        _copy_table(tally.group_trust, tallies.group_trust[week])
        _copy_table(tally.group_awareness, tallies.group_awareness[week])
        _copy_table(tally.locality_support, tallies.locality_support[week])
        _copy_table(tally.locality_trust, tallies.locality_trust[week])
        _copy_table(tally.locality_against, tallies.locality_against[week])
        _copy_table(tally.locality_for, tallies.locality_for[week])
        _copy_row(tally.public_support, tallies.public_support[week])
        _copy_row(tally.clinician_support, tallies.clinician_support[week])
        _copy_row(tally.public_harm, tallies.public_harm[week])
        _copy_row(tally.people_heard, tallies.people_heard[week])
        _copy_row(course.disclosed, courses.disclosed[week])
        _copy_row(course.attention, courses.attention[week])
        _copy_row(course.tone, courses.tone[week])
        _copy_table(course.campaign_against, courses.campaign_against[week])
        _copy_table(course.campaign_for, courses.campaign_for[week])
        _copy_row(course.redesign, courses.redesign[week])
        _copy_row(course.evidence, courses.evidence[week])
        _copy_row(course.process, courses.process[week])
        _copy_table(course.contacts, courses.contacts[week])
        _copy_row(course.cost_contacts, courses.cost_contacts[week])
        _copy_row(course.cost_weeks, courses.cost_weeks[week])
        _copy_row(course.cost_redesign, courses.cost_redesign[week])
        _copy_row(course.responses, courses.responses[week])
        _copy_row(course.responses_in_favour, courses.responses_in_favour[week])
        _copy_row(course.responses_late, courses.responses_late[week])
