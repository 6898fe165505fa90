"""Register: the rows that people take who are entered by name.

Draws go by row. A registered person takes the first row of its group, locality, role or body
that is still free, so everybody who is drawn stays in the same row and place, with the same
luck, as without a register. Where more are registered for a place than the scenario puts
there, the last drawn rows of other places become theirs. Whose place is left open takes a row
by chance, another one in every replication.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Integers
from sim.errors import bad_input
from sim.random_streams import stream
from sim.scenario.population import STEWARD_ROLES, Group, allocate
from sim.scenario.scenario import Scenario
from sim.scenario.seating import homes_to_spare


def homes_of(scenario: Scenario, group: Group) -> list[str]:
    """Names of what a group is spread over, as positions count: localities, roles of stewards, bodies of
    assurers."""
    if group.kind == "steward":
        return list(STEWARD_ROLES)
    if group.kind == "assurer":
        return [body.name for body in scenario.programme.bodies]
    return [place.name for place in scenario.population.localities]


def settle(scenario: Scenario, group: Group) -> tuple[Integers, dict[int, int]]:
    """Where everybody of a group is, and who takes which row.

    Returns
    -------
    home : int64[members]
        Position of locality, role or body, row by row.
    rows : position in the register -> row in the group
        Of registered people who say where they are.
    """
    population = scenario.population
    names = homes_of(scenario, group)
    usual = allocate(group.members, population.shares_of(group))
    wanted = population.spread(group)
    if not usual:  # assurers of no declared bodies are registered one and all
        usual = wanted
    home = np.repeat(np.array([names.index(name) for name in usual], dtype=np.int64), list(usual.values()))
    ends = np.cumsum([0, *usual.values()])
    free = {name: [int(a), int(b)] for name, a, b in zip(usual, ends, ends[1:], strict=False)}
    give_way = {name: count - wanted.get(name, 0) for name, count in usual.items()}
    rows: dict[int, int] = {}
    for at, person in enumerate(population.register):
        name = person.home(group.kind)
        if person.group != group.name or name is None:
            continue
        first, end = free.get(name, (0, 0))
        if first < end:
            rows[at], free[name][0] = first, first + 1
        else:
            giver = next(each for each in usual if give_way[each] > 0)
            give_way[giver] -= 1
            free[giver][1] -= 1
            rows[at] = free[giver][1]
            home[rows[at]] = names.index(name)
    return home, rows


def rows_of_register(scenario: Scenario, seed: int, replication: int) -> Integers:
    """The row of each registered person, int64[n_registered]."""
    register, groups = scenario.population.register, scenario.population.groups
    found = np.zeros(len(register), dtype=np.int64)
    if not register:
        return found
    uniform = stream(seed, replication, "register", scenario.draws).random(scenario.population.n)
    start = 0
    for group in groups:
        home, rows = settle(scenario, group)
        open_people = [
            at for at, person in enumerate(register) if person.group == group.name and at not in rows
        ]
        if open_people:
            by_chance = np.argsort(uniform[start : start + group.members], kind="stable")
            _settle_by_chance(scenario, group, open_people, home, by_chance, rows)
        for at, row in rows.items():
            found[at] = start + row
        start += group.members
    return found


def _settle_by_chance(
    scenario: Scenario,
    group: Group,
    people: list[int],
    home: Integers,
    by_chance: Integers,
    rows: dict[int, int],
) -> None:
    """Write the rows of people who leave open where they are: the first in an order by chance.

    Who sits in a body takes no row of a place whose other members are needed for the seats of another.
    """
    names = homes_of(scenario, group)
    spare = homes_to_spare(scenario, group)
    taken = set(rows.values())
    free = [int(row) for row in by_chance if int(row) not in taken]
    first = 0

    def needed(row: int) -> list[frozenset[str]]:
        return [homes for homes in spare if names[home[row]] in homes]

    for at in people:
        while free[first] in taken:
            first += 1
        left = (free[k] for k in range(first, len(free)) if free[k] not in taken)
        if scenario.population.register[at].bodies:
            left = (row for row in left if all(spare[homes] > 0 for homes in needed(row)))
        row = next(left, None)
        if row is None:
            what = "has too few members for the seats of its bodies, beside the people registered"
            raise bad_input(f"scenario {scenario.name}", f"population.groups.{group.name}", what)
        if scenario.population.register[at].bodies:
            for homes in needed(row):
                spare[homes] -= 1
        rows[at] = row
        taken.add(row)
