"""Stretches: weeks between which nothing has to be decided in Python, advanced in one compiled call.

A week in a call of its own costs a single lane as much in Python as in arithmetic. Between two
weeks in which a gate sits, harm is expected anew or everybody is looked at, nothing in Python
depends on the state. Bits are those of week by week; a test says so.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.arrays import (
    Account,
    Agenda,
    Contacts,
    Course,
    Draws,
    Floats,
    Network,
    People,
    Prior,
    Scratch,
    State,
    Tally,
)
from sim.compiled import kernel, rule
from sim.tally import take_tally
from sim.week import advance_week, as_before, calendar_of, take_up


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
    course: Course,
    tally: Tally,
    agenda: Agenda,
    room: Contacts,
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

    No two arrays may share memory. Arguments that are not named here are those of a week.

    Parameters
    ----------
    agenda
        Read: the calendar and activities of all weeks.
    room
        *Written*: whom the activities of a week reach.
    uniform : float64[n_activities, at least stop - first, n]
        Luck in attendance, of activities that run in any lane.
    draws : as of one week, with weeks from ``first`` on as their first axis
    tallies, courses
        *Written*: records, with all weeks as their first axis.
    """
    running = 0
    for week in range(first, stop):
        if week == first or not as_before(agenda.running[week], agenda.running[week - 1]):
            running = take_up(agenda.running[week], agenda.activities, room)
        at = week - first
        advance_week(
            people,
            network,
            prior,
            state,
            course,
            tally,
            calendar_of(agenda.rows[week], agenda.place),
            Contacts(
                uniform[:, at],
                room.row[:running],
                room.cells[:running],
                room.reach[:running],
                room.worth[:running],
                room.credibility[:running],
                room.money[:running],
                room.concerns[:running],
                room.most_likely[:running],
            ),
            Draws(
                draws.noise[at],
                draws.joining[at],
                draws.leaving[at],
                draws.leak[at],
                draws.responding[at],
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
