"""Bodies: which stakeholders sit where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.arrays import NOWHERE, Floats, Integers, People
from sim.errors import bad_input
from sim.random_streams import stream
from sim.scenario.population import STEWARD_ROLES
from sim.scenario.programme import Body
from sim.scenario.scenario import Scenario
from sim.scenario.seating import OpenSeats, open_seats, registered_for, seats_left


@dataclass(frozen=True)
class Membership:
    """A body and the rows of the stakeholders who vote in it."""

    body: Body
    members: Integers


def draw_members(
    scenario: Scenario, people: People, registered: Integers, seed: int, replication: int
) -> tuple[Membership, ...]:
    """Seat who is registered for a body and draw the other members; nobody sits twice in the same one.

    Who is registered for one body or more is not drawn for another.

    Parameters
    ----------
    registered : int64[n_registered]
        Rows of the registered people.

    Raises
    ------
    BadInput
        If a body has more seats than people who may sit there.
    """
    rank = _ranks(stream(seed, replication, "membership", scenario.draws).random(people.locality.size))
    register = scenario.population.register
    placed = {int(row) for row, person in zip(registered, register, strict=True) if person.bodies}
    found = []
    for at, body in enumerate(scenario.programme.bodies):
        sitting = [int(registered[each]) for each in registered_for(scenario, body)]
        left = seats_left(scenario, body)
        key = f"programme.bodies.{body.name}"
        found.append(Membership(body, _fill(scenario, people, left, at, rank, key, sitting, placed)))
    return tuple(found)


def draw_circles(scenario: Scenario, people: People, seed: int, replication: int) -> tuple[Integers, ...]:
    """Draw the members of every standing structure: rows of stakeholders, one array each.

    Raises
    ------
    BadInput
        If a structure has more seats than people who may sit there.
    """
    rank = _ranks(stream(seed, replication, "structures", scenario.draws).random(people.locality.size))
    return tuple(
        _fill(
            scenario,
            people,
            open_seats(scenario, structure.seats),
            NOWHERE,
            rank,
            f"structures.{structure.name}",
        )
        for structure in scenario.structures
    )


def _ranks(uniform: Floats) -> Integers:
    order = np.argsort(uniform, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank


def _fill(
    scenario: Scenario,
    people: People,
    seats: Iterable[OpenSeats],
    body: int,
    rank: Integers,
    key: str,
    sitting: Iterable[int] = (),
    elsewhere: Iterable[int] = (),
) -> Integers:
    """Rows of those who sit already, and of those drawn for the seats left, who do not sit ``elsewhere``."""
    chosen = list(sitting)
    is_free = np.ones(people.locality.size, dtype=bool)
    is_free[[*chosen, *elsewhere]] = False
    for each in seats:
        rows = _candidates(scenario, people, each, body)
        rows = rows[is_free[rows]]
        if rows.size < each.count:
            what = f"needs {each.count} members of {each.seats.group}, but only {rows.size} may sit there"
            raise bad_input(f"scenario {scenario.name}", key, what)
        seated = rows[np.argsort(rank[rows])[: each.count]]
        chosen += seated.tolist()
        is_free[seated] = False
    return np.array(sorted(chosen), dtype=np.int64)


def _candidates(scenario: Scenario, people: People, seats: OpenSeats, body: int) -> Integers:
    group = [each.name for each in scenario.population.groups].index(seats.seats.group)
    first, end = int(people.group_start[group]), int(people.group_start[group + 1])
    fits = np.ones(end - first, dtype=bool)
    if seats.seats.role is not None:
        fits &= people.role[first:end] == STEWARD_ROLES.index(seats.seats.role)
    if scenario.population.groups[group].kind == "assurer":
        fits &= people.body[first:end] == body
    if seats.localities is not None:
        places = scenario.population.localities
        lives_there = [at for at, place in enumerate(places) if place.name in seats.localities]
        fits &= np.isin(people.locality[first:end], lives_there)
    return first + np.flatnonzero(fits)
