"""What bodies and standing structures can get wrong: seats that nobody can fill, dates that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from sim.errors import unknown_name
from sim.scenario.catalogue import catalogue
from sim.scenario.findings import (
    BODIES,
    GROUPS,
    LOCALITIES,
    REGISTER,
    Finding,
    add_up,
    each_known,
    names_of,
)
from sim.scenario.places import Place
from sim.scenario.plan import week_of
from sim.scenario.plan_checks import dated_by
from sim.scenario.population import Group
from sim.scenario.programme import Body, Seats
from sim.scenario.scenario import Scenario
from sim.scenario.seating import (
    OpenSeats,
    can_be_drawn,
    open_seats,
    registered_for,
    seats_are_known,
    seats_left,
)
from sim.scenario.structures import Structure


def body_findings(scenario: Scenario, body: Body, place: Place) -> Iterator[Finding]:
    if not body.seats and not registered_for(scenario, body):
        yield Finding((*place, "seats"), "is empty; expected somebody to vote", (REGISTER,))
    if body.tests is not None and fsum(body.tests.values()) <= 0:
        yield Finding((*place, "tests"), "has no weight above 0; expected at least one")
    left = seats_left(scenario, body) if seats_are_known(scenario, body.seats) else []
    for at, seats in enumerate(body.seats):
        to_draw = [each for each in left if each.entry == at]
        yield from _seats(scenario, body, seats, to_draw, (*place, "seats", at))


def structure_findings(scenario: Scenario, structure: Structure, place: Place) -> Iterator[Finding]:
    milestones, messengers = scenario.programme.milestones, list(catalogue().messengers)
    if structure.messenger not in messengers:
        yield Finding((*place, "messenger"), unknown_name(structure.messenger, "a messenger", messengers))
    left = open_seats(scenario, structure.seats) if seats_are_known(scenario, structure.seats) else []
    for at, seats in enumerate(structure.seats):
        to_draw = [each for each in left if each.entry == at]
        yield from _seats(scenario, None, seats, to_draw, (*place, "seats", at))
    start, until = week_of(structure.start, milestones), week_of(structure.until, milestones)
    if start < 0:
        yield Finding((*place, "start"), f"is week {start}; expected 0 or later", dated_by(structure.start))
    if until <= start:
        what = f"is week {until}; expected {start + 1} or later, for the structure starts in week {start}"
        yield Finding(
            (*place, "until"), what, ((*place, "start"), *dated_by(structure.start, structure.until))
        )


def _spread_is_sound(scenario: Scenario, group: Group) -> bool:
    """Whether it can be said who of a group sits where."""
    if group.kind == "assurer" and group.bodies is None:
        return scenario.population.is_registered_whole(group)
    named = {*(group.localities or ()), *(group.bodies or ())}
    known = [*names_of(scenario.population.localities), *names_of(scenario.programme.bodies)]
    return all(map(add_up, (group.localities, group.roles, group.bodies))) and named.issubset(known)


def _seats(
    scenario: Scenario, body: Body | None, seats: Seats, to_draw: list[OpenSeats], place: Place
) -> Iterator[Finding]:
    """What is wrong with seats of a body, or of a structure, of which some are to be drawn."""
    groups, localities = names_of(scenario.population.groups), names_of(scenario.population.localities)
    places = seats.localities
    yield from each_known(places or (), (*place, "localities"), "a locality", localities, LOCALITIES)
    if seats.group not in groups:
        yield Finding((*place, "group"), unknown_name(seats.group, "a group", groups), (GROUPS,))
        return
    group, whole = scenario.population.group(seats.group), ("population", "groups", groups.index(seats.group))
    if seats.role is not None and group.kind != "steward":
        what = f"is for stewards only; {group.name} is of kind {group.kind}"
        yield Finding((*place, "role"), what, (GROUPS, (*whole, "kind")))
    elif not _spread_is_sound(scenario, group):
        return  # told where the group is declared
    elif body is None and group.kind == "assurer":
        what = f"is {group.name}; expected a group of another kind, for assurers stand apart"
        yield Finding((*place, "group"), what, (GROUPS, (*whole, "kind")))
    elif body is not None and group.kind == "assurer" and body.name not in scenario.population.spread(group):
        what = f"is {group.name}, none of whom sits in {body.name}; expected a group with members there"
        whose = ((*whole, "kind"), (*whole, "bodies"))
        yield Finding((*place, "group"), what, (GROUPS, BODIES, REGISTER, *whose))
    elif set(places or ()).issubset(localities):
        name = body.name if body is not None else ""
        lacking = [
            each.count - can_be_drawn(scenario, group, each.homes(group.kind, name), body is not None)
            for each in to_draw
            if each.count > 0
        ]
        if max(lacking, default=0) > 0:
            most = seats.count - max(lacking)
            what = f"is {seats.count}; expected at most {most}, as many of {group.name} can sit there"
            members = (REGISTER, whole, ("population", "localities"))
            affected: tuple[Place, ...] = () if seats.per == "body" else (("proposal",),)
            yield Finding((*place, "count"), what, (place, GROUPS, BODIES, *members, *affected))
