"""What a register can get wrong: people twice, groups or places that do not exist, too many for the seats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sim.errors import unknown_name
from sim.scenario.findings import (
    BODIES,
    GROUPS,
    LOCALITIES,
    REGISTER,
    Finding,
    add_up,
    each_known,
    names_of,
    twice,
)
from sim.scenario.places import Place, short
from sim.scenario.population import Group, RegisteredStakeholder, allocate, same_name
from sim.scenario.scenario import Scenario
from sim.scenario.seating import open_seats, registered_for, seats_are_known

LOCAL = ("professional", "resident", "elected")
FORMULA = ("=", "+", "-", "@")  # a spreadsheet would compute what begins like this


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return text.startswith(FORMULA)


def register_findings(scenario: Scenario) -> Iterator[Finding]:
    population = scenario.population
    groups = {group.name: group for group in population.groups}
    first: dict[str, Place] = {}
    for at, person in enumerate(population.register):
        place = (*REGISTER, at)
        yield from _name(person.name, (*place, "name"), first.get(same_name(person.name)))
        first.setdefault(same_name(person.name), place)
        if person.group not in groups:
            known = unknown_name(short(person.group), "a group", list(groups))
            yield Finding((*place, "group"), known, (GROUPS,))
            continue
        group = groups[person.group]
        kind: Place = ("population", "groups", list(groups).index(group.name), "kind")
        yield from _person(scenario, person, group, place, kind)
    for at, group in enumerate(population.groups):
        yield from _group(scenario, group, ("population", "groups", at))
    for at in range(len(scenario.programme.bodies)):
        yield from _body(scenario, at, groups)


def _name(name: str, place: Place, first: Place | None) -> Iterator[Finding]:
    if not name.isprintable() or name != " ".join(name.split()):
        what = f'is "{short(name)}"; expected characters that can be seen, and single spaces between words'
        yield Finding(place, what)
    elif is_formula(name):
        yield Finding(place, f'is "{short(name)}", which a spreadsheet takes for a formula; expected a name')
    elif re.fullmatch("[0-9]+", name):
        yield Finding(place, f'is "{short(name)}"; expected a name, for numbers are rows of stakeholders')
    elif first is not None:
        what = f"is '{short(name)}' a second time; expected different names"
        yield Finding(place, what, first=first)


def _person(
    scenario: Scenario, person: RegisteredStakeholder, group: Group, place: Place, kind: Place
) -> Iterator[Finding]:
    localities = names_of(scenario.population.localities)
    bodies = names_of(scenario.programme.bodies)
    of_kind = f"{group.name} is of kind {group.kind}"
    seen = (GROUPS, kind)
    if person.locality is not None and group.kind not in LOCAL:
        what = f"is for people with a place of work, home or constituency; {of_kind}"
        yield Finding((*place, "locality"), what, seen)
    elif person.locality is not None and person.locality not in localities:
        what = unknown_name(short(person.locality), "a locality", localities)
        yield Finding((*place, "locality"), what, (LOCALITIES,))
    if person.role is not None and group.kind != "steward":
        yield Finding((*place, "role"), f"is for stewards only; {of_kind}", seen)
    if person.attachment is not None and group.kind != "resident":
        yield Finding((*place, "attachment"), f"is for residents only; {of_kind}", seen)
    where: Place = (*place, "bodies")
    yield from each_known([short(name) for name in person.bodies], where, "a body", bodies, BODIES)
    yield from twice(person.bodies, [(*where, at) for at in range(len(person.bodies))])
    if group.kind == "assurer" and not person.bodies:
        yield Finding(where, "is missing; expected the body whose tests an assurer judges by", seen)
    if group.kind == "assurer" and len(person.bodies) > 1:
        what = f"has {len(person.bodies)} bodies; expected one, for an assurer judges by the tests of one"
        yield Finding(where, what, seen)


def _group(scenario: Scenario, group: Group, place: Place) -> Iterator[Finding]:
    """More people than members, or nobody left to live somewhere."""
    population = scenario.population
    rows = [at for at, person in enumerate(population.register) if person.group == group.name]
    if len(rows) > group.members:
        what = (
            f"is {group.name}, in which {len(rows)} people are registered; "
            f"expected at most its {group.members} members"
        )
        yield Finding((*REGISTER, rows[group.members], "group"), what, ((*place, "members"), GROUPS))
    elif rows and group.stands_for_residents and add_up(group.localities):
        usual, now = allocate(group.members, population.shares_of(group)), population.spread(group)
        for name, count in usual.items():
            if count > 0 and now[name] == 0:
                what = f"leaves nobody of {group.name} to live in {name}; expected fewer people elsewhere"
                yield Finding(REGISTER, what, (place, ("population", "localities")))


def _body(scenario: Scenario, at: int, groups: dict[str, Group]) -> Iterator[Finding]:
    """More people than seats of their group; assurers without tests to judge by."""
    body, register = scenario.programme.bodies[at], scenario.population.register
    here: Place = ("programme", "bodies", at)
    rows = registered_for(scenario, body)
    assurers = [each for each in rows if _kind(groups, register[each]) == "assurer"]
    if assurers and not body.tests:
        names = ", ".join(dict.fromkeys(register[each].group for each in assurers))
        declared = [group for group in groups.values() if body.name in (group.bodies or {})]
        if not declared:  # else it is told of them
            what = (
                f"is missing; expected weights of tests, for assurers ({names}) are registered for this body"
            )
            yield Finding((*here, "tests"), what, (REGISTER, BODIES))
    if not body.seats or not seats_are_known(scenario, body.seats):
        return
    seats: Counter[str] = Counter()
    for each in open_seats(scenario, body.seats):
        seats[each.seats.group] += each.count
    sitting: Counter[str] = Counter()
    for row in rows:
        group = register[row].group
        sitting[group] += 1
        if group in groups and sitting[group] == seats[group] + 1:
            what = f"is {body.name}, which has {_so_many(seats[group])} for {group}; expected no more people"
            place = (*REGISTER, row, "bodies", register[row].bodies.index(body.name))
            yield Finding(place, what, (GROUPS, BODIES, here, ("proposal",), ("population", "localities")))


def _kind(groups: dict[str, Group], person: RegisteredStakeholder) -> str:
    return groups[person.group].kind if person.group in groups else ""


def _so_many(seats: int) -> str:
    return "no seat" if seats == 0 else "1 seat" if seats == 1 else f"{seats} seats"
