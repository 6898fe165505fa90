"""One week of a block of lanes, in numbered order.

Everything reads the state as it stood when the week began and writes the next one, so
the order in which stakeholders are visited cannot matter: peers are heard in a pass of
its own before anybody changes.

This folder is plumbing between arrays and rules, one step a file; the arithmetic of each
mechanism is in ``sim.rules``. The calendar (step 1) and decisions (step 13) are plain
Python around it.

Stakeholders are taken a strip at a time (``sim.week.strips``), and strip by strip through
each step. In here ``State`` and ``Prior`` hold their arrays flattened, ``float64[n * lanes]``.
"""

from __future__ import annotations

from sim.arrays import (
    NOWHERE,
    Account,
    Contacts,
    Course,
    Draws,
    Floats,
    Network,
    Now,
    People,
    Prior,
    Scratch,
    State,
    Tally,
)
from sim.compiled import step
from sim.week.agenda import as_before, calendar_of, room_for_contacts, take_up
from sim.week.believing import believe
from sim.week.changing import change
from sim.week.hearing import add_up_influence, hear_peers
from sim.week.meeting import meet
from sim.week.mobilising import mobilise
from sim.week.programme import advance_programme, disclose, prepare
from sim.week.responding import respond
from sim.week.spreading import end_of_section, spread_section, spread_week
from sim.week.strips import N_ROWS, N_TILES, STRIP

__all__ = [
    "N_ROWS",
    "N_TILES",
    "STRIP",
    "add_up_influence",
    "advance_week",
    "as_before",
    "calendar_of",
    "room_for_contacts",
    "take_up",
]


@step
def advance_week(
    people: People,
    network: Network,
    prior: Prior,
    state: State,
    course: Course,
    tally: Tally,
    now: Now,
    contacts: Contacts,
    draws: Draws,
    along: Floats,
    n_concerned: Floats,
    expected_attendance: bool,
    peer_rule: int,
    scratch: Scratch,
    account: Account,
) -> None:
    """Advance every stakeholder and every lane by one week. No two arrays may share memory.

    Parameters
    ----------
    prior, tally, now, contacts, draws
        Read: where everybody started, means when the week began, calendar, activities, luck.
    state, course
        *Written*: stakeholders and programme one week on.
    along : float64[n_knobs * STRIP]
        The lanes' values of each parameter, repeated along a strip.
    n_concerned : float64[3]
        Clinicians, insiders, and people in affected localities, to turn counts into shares.
    expected_attendance : bool
        Count everybody with the probability of coming, instead of drawing who comes.
    peer_rule : int
        One of the codes in ``sim.week.hearing``.
    account
        *Written* if it is not empty: what each mechanism added to support.
    """
    lanes = tally.public_support.size
    rows_at_once = STRIP // lanes
    disclose(course, now, draws, along)  # 2
    prepare(people, course, tally, now, along, scratch)  # 3, what everybody shares
    spread_week(course, now, along, scratch.tiles)
    respond(people, state, course, now, draws, along, scratch)  # before anybody changes
    hear_peers(people, network, state, now, along, peer_rule, scratch)  # 5, before anybody changes
    for group in range(people.group_kind.size):
        kind = people.group_kind[group]
        first, end = people.group_start[group], people.group_start[group + 1]
        while first < end:
            section = end_of_section(people, first, end)
            spread_section(first, group, kind, people, course, tally, now, scratch)
            while first < section:
                last = min(first + rows_at_once, section)
                believe(first, last, kind, people, prior, state, along, scratch)  # 3
                meet(
                    first,
                    last,
                    group,
                    kind,
                    people,
                    state,
                    course,
                    contacts,
                    along,
                    scratch,
                    expected_attendance,
                )  # 4
                change(first, last, lanes, kind, prior, state, course, draws, along, scratch, account)  # 5-8
                if people.locality[first] != NOWHERE:
                    mobilise(first, last, lanes, people, state, draws, along, scratch)  # 10
                first = last
    advance_programme(people, course, tally, now, along, n_concerned, scratch)  # 9 to 12
