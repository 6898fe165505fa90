"""Bodies: which stakeholders sit where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import NOWHERE, Floats, Integers, People
from sim.errors import bad_input
from sim.random_streams import stream
from sim.scenario.population import STEWARD_ROLES
from sim.scenario.programme import Body, Seats
from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Membership:
    """A body and the rows of the stakeholders who vote in it."""

    body: Body
    members: Integers


def draw_members(scenario: Scenario, people: People, seed: int, replication: int) -> tuple[Membership, ...]:
    """Draw the members of every body; nobody sits twice in the same one.

    Raises
    ------
    BadInput
        If a body has more seats than people who may sit there.
    """
    rank = _ranks(stream(seed, replication, "membership", scenario.draws).random(people.locality.size))
    return tuple(
        Membership(body, _fill(scenario, people, body.seats, at, rank, f"programme.bodies.{body.name}"))
        for at, body in enumerate(scenario.programme.bodies)
    )


def draw_circles(scenario: Scenario, people: People, seed: int, replication: int) -> tuple[Integers, ...]:
    """Draw the members of every standing structure: rows of stakeholders, one array each.

    Raises
    ------
    BadInput
        If a structure has more seats than people who may sit there.
    """
    rank = _ranks(stream(seed, replication, "structures", scenario.draws).random(people.locality.size))
    return tuple(
        _fill(scenario, people, structure.seats, NOWHERE, rank, f"structures.{structure.name}")
        for structure in scenario.structures
    )


def _ranks(uniform: Floats) -> Integers:
    order = np.argsort(uniform, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank


def _fill(
    scenario: Scenario, people: People, seats_of: tuple[Seats, ...], body: int, rank: Integers, key: str
) -> Integers:
    chosen: list[int] = []
    for seats in seats_of:
        for places in _places(scenario, seats):
            candidates = [
                row for row in _candidates(scenario, people, seats, body, places) if row not in chosen
            ]
            if len(candidates) < seats.count:
                what = (
                    f"needs {seats.count} members of {seats.group}, but only {len(candidates)} may sit there"
                )
                raise bad_input(f"scenario {scenario.name}", key, what)
            candidates.sort(key=lambda row: int(rank[row]))
            chosen += candidates[: seats.count]
    return np.array(sorted(chosen), dtype=np.int64)


def _places(scenario: Scenario, seats: Seats) -> list[set[int] | None]:
    """Where the seats are to be filled from: one set of localities for each time they are filled."""
    localities = scenario.population.localities
    named = None if seats.localities is None else set(seats.localities)
    if seats.per == "body":
        return [None if named is None else {at for at, place in enumerate(localities) if place.name in named}]
    concerned = scenario.proposal.affected_localities()
    affected = {place.authority for place in localities if place.name in concerned}
    authorities = dict.fromkeys(place.authority for place in localities if place.authority in affected)
    return [{at for at, place in enumerate(localities) if place.authority == name} for name in authorities]


def _candidates(
    scenario: Scenario, people: People, seats: Seats, body: int, places: set[int] | None
) -> list[int]:
    group = [each.name for each in scenario.population.groups].index(seats.group)
    kind = scenario.population.groups[group].kind
    rows = range(int(people.group_start[group]), int(people.group_start[group + 1]))
    role = NOWHERE if seats.role is None else STEWARD_ROLES.index(seats.role)
    return [
        row
        for row in rows
        if (seats.role is None or people.role[row] == role)
        and (kind != "assurer" or people.body[row] == body)
        and (places is None or int(people.locality[row]) in places)
    ]
