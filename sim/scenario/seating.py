"""Seating: which seats of a body are taken by registered people, and which are left to be drawn.

Whoever is registered for a body sits in it: on a seat meant for such a person (group, role,
locality) as far as there are any, else on any other seat of the group. That follows from the
scenario alone, so that the same seats are left in every replication.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from sim.scenario.population import Group, Kind, RegisteredStakeholder
from sim.scenario.programme import Body, Seats
from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class OpenSeats:
    """Seats to be filled from one group, and from these localities if they are named.

    ``entry`` is which of the declared seats they are.
    """

    entry: int
    seats: Seats
    localities: frozenset[str] | None
    count: int

    def fit(self, person: RegisteredStakeholder) -> bool:
        """Whether they are meant for such a person; an open role or locality fits where none is asked."""
        return (
            person.group == self.seats.group
            and self.seats.role in (None, person.role)
            and (self.localities is None or person.locality in self.localities)
        )

    def homes(self, kind: Kind, body: str) -> frozenset[str] | None:
        """Localities, roles or body that members come from; None if from anywhere."""
        if kind == "assurer":
            return frozenset([body])
        if kind == "steward":
            return None if self.seats.role is None else frozenset([self.seats.role])
        return self.localities


def open_seats(scenario: Scenario, seats_of: tuple[Seats, ...]) -> list[OpenSeats]:
    """All seats, once for each time they are filled: per body, or per affected authority."""
    found = []
    for entry, seats in enumerate(seats_of):
        for places in _places(scenario, seats):
            found.append(OpenSeats(entry, seats, places, seats.count))
    return found


def _places(scenario: Scenario, seats: Seats) -> list[frozenset[str] | None]:
    localities = scenario.population.localities
    if seats.per == "body":
        return [None if seats.localities is None else frozenset(seats.localities)]
    concerned = scenario.proposal.affected_localities()
    affected = {place.authority for place in localities if place.name in concerned}
    authorities = dict.fromkeys(place.authority for place in localities if place.authority in affected)
    return [frozenset(place.name for place in localities if place.authority == name) for name in authorities]


def seats_are_known(scenario: Scenario, seats_of: tuple[Seats, ...]) -> bool:
    """Whether it can be said how many seats there are: affected places hang on the preferred option."""
    options = [option.name for option in scenario.proposal.options]
    return scenario.proposal.preferred in options or all(seats.per == "body" for seats in seats_of)


def registered_for(scenario: Scenario, body: Body) -> list[int]:
    """Positions in the register of the people who sit in a body."""
    return [at for at, person in enumerate(scenario.population.register) if body.name in person.bodies]


def register_in_words(scenario: Scenario) -> str:
    """How many people are registered, and how many seats of which bodies they take."""
    register = scenario.population.register
    parts = []
    for body in scenario.programme.bodies:
        here = len(registered_for(scenario, body))
        seats = sum(each.count for each in open_seats(scenario, body.seats))
        if here:
            parts.append(
                f"{body.title} {here} of {seats} seats" if seats else f"{body.title} {here}, all of it"
            )
    free = sum(not person.bodies for person in register)
    parts += [f"{free} may be drawn for any seat"] if free else []
    return f"{len(register)} registered by name: {'; '.join(parts)}"


def seats_left(scenario: Scenario, body: Body) -> list[OpenSeats]:
    """The seats of a body that nobody is registered for; some may have a count of 0.

    Of more people than seats of their group, the first sit.
    """
    seats = open_seats(scenario, body.seats)
    room = Counter[str]()
    for each in seats:
        room[each.seats.group] += each.count
    people: list[RegisteredStakeholder] = []
    for at in registered_for(scenario, body):
        person = scenario.population.register[at]
        if room[person.group] > 0:
            room[person.group] -= 1
            people.append(person)
    sitting: list[list[int]] = [[] for _ in seats]
    standing = [at for at in range(len(people)) if not _sits_down(at, people, seats, sitting, set())]
    for at in standing:
        for seat, taken in zip(seats, sitting, strict=True):
            if seat.seats.group == people[at].group and len(taken) < seat.count:
                taken.append(at)
                break
    return [replace(seat, count=seat.count - len(taken)) for seat, taken in zip(seats, sitting, strict=True)]


def can_be_drawn(
    scenario: Scenario, group: Group, homes: frozenset[str] | None, into_body: bool = True
) -> int:
    """How many members of a group from these homes can be drawn: into a body, who sits in none by the
    register.

    Whose home is left open is not counted as being here, unless these are all homes.
    """
    population = scenario.population
    here = sum(n for home, n in population.spread(group).items() if homes is None or home in homes)
    return here - into_body * sum(
        person.group == group.name
        and bool(person.bodies)
        and (homes is None or person.home(group.kind) in homes)
        for person in population.register
    )


def homes_to_spare(scenario: Scenario, group: Group) -> dict[frozenset[str], int]:
    """Of homes that bodies have seats for: how many more members than seats are left to be drawn.

    So many people of open home, who sit elsewhere by the register, can turn out to be there.
    """
    spare: dict[frozenset[str], int] = {}
    for body in scenario.programme.bodies:
        for seats in seats_left(scenario, body):
            homes = seats.homes(group.kind, body.name)
            if seats.seats.group == group.name and homes is not None:
                left = can_be_drawn(scenario, group, homes) - seats.count
                spare[homes] = min(left, spare.get(homes, left))
    return spare


def _sits_down(
    person: int,
    people: list[RegisteredStakeholder],
    seats: list[OpenSeats],
    sitting: list[list[int]],
    asked: set[int],
) -> bool:
    """Give a person a fitting seat, if need be by letting others move on to another that fits them."""
    for at, seat in enumerate(seats):
        if at in asked or not seat.fit(people[person]):
            continue
        asked.add(at)
        if len(sitting[at]) < seat.count:
            sitting[at].append(person)
            return True
        for other in sitting[at]:
            if _sits_down(other, people, seats, sitting, asked):
                sitting[at][sitting[at].index(other)] = person
                return True
    return False
