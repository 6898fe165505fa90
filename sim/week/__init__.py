"""One week of a block of lanes, in numbered order.

Everything reads the state as it stood when the week began and writes the next one, so
the order in which stakeholders are visited cannot matter: peers are heard in a pass of
its own before anybody changes.

This folder is plumbing between arrays and rules, one step a file; the arithmetic of each
mechanism is in ``sim.rules``. The calendar (step 1) and decisions (step 13) are plain
Python around it.

Stakeholders are taken a strip at a time: a few of them in all lanes, as they lie in
memory. One loop over a strip applies one rule, and costs the same per stakeholder and
lane whether there is one lane or thirty-two. In here ``State`` and ``Prior`` hold their
arrays flattened, ``float64[n * lanes]``, and parameters are repeated along a strip.
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
from sim.compiled import kernel
from sim.week.believing import believe
from sim.week.changing import change
from sim.week.hearing import hear_peers
from sim.week.meeting import meet
from sim.week.mobilising import mobilise
from sim.week.programme import advance_programme, disclose, prepare
from sim.week.room import room_for_strip, room_for_tiles

STRIP = 256

__all__ = ["STRIP", "advance_week"]


@kernel
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
    parameter: Floats,
    along: Floats,
    n_concerned: Floats,
    expected_attendance: bool,
    peer_rule: int,
    scratch: Scratch,
    account: Account,
) -> None:
    """Advance every stakeholder and every lane by one week.

    Parameters
    ----------
    prior, tally, now, contacts, draws
        Read: where everybody started, means when the week began, calendar, activities, luck.
    state, course
        *Written*: stakeholders and programme one week on.
    parameter : float64[n_knobs, lanes]
    along : float64[n_knobs, strip]
        The same, repeated along a strip.
    n_concerned : float64[3]
        Clinicians, insiders, and people in affected localities, to turn counts into shares.
    expected_attendance : bool
        Count everybody with the probability of coming, instead of drawing who comes.
    peer_rule : int
        One of the codes in ``sim.week.hearing``.
    account
        *Written* if it is not empty: what each mechanism added to support.
    """
    tiles, strip = room_for_tiles(along.shape[1]), room_for_strip(along.shape[1])
    disclose(course, now, draws, parameter)  # 2
    prepare(people, course, tally, now, parameter, tiles, scratch)  # 3, what everybody shares
    hear_peers(people, network, state, now, parameter, peer_rule, scratch)  # 5, before anybody changes
    rows_at_once = along.shape[1] // parameter.shape[1]
    for group in range(people.group_kind.size):
        kind = people.group_kind[group]
        first, end = people.group_start[group], people.group_start[group + 1]
        while first < end:
            last = min(first + rows_at_once, end)
            believe(
                first,
                last,
                group,
                kind,
                people,
                prior,
                state,
                course,
                now,
                parameter,
                along,
                tiles,
                strip,
                scratch,
            )  # 3
            meet(
                first,
                last,
                group,
                kind,
                people,
                state,
                course,
                contacts,
                parameter,
                tiles,
                strip,
                scratch,
                expected_attendance,
            )  # 4
            change(
                first,
                last,
                kind,
                people,
                prior,
                state,
                course,
                draws,
                parameter,
                along,
                tiles,
                strip,
                scratch,
                account,
            )  # 5-8
            if people.locality[first] != NOWHERE:
                mobilise(first, last, people, state, course, tally, draws, parameter, along, strip)  # 10
            first = last
    advance_programme(people, course, tally, now, parameter, n_concerned, scratch)  # 9 to 12
