"""A register to start from: people as chance draws them, with names to be replaced by real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.arrays import Floats, Integers
from sim.errors import BadInput, Problem, unknown_name
from sim.knobs import as_array
from sim.scenario.population import Group, RegisteredStakeholder, same_name
from sim.scenario.scenario import Scenario
from sim.world.register import homes_of
from sim.world.world import World, draw_world, starting_point

DECIMALS = 3


def drawn_register(
    scenario: Scenario,
    bodies: Sequence[str] = (),
    groups: Sequence[str] = (),
    seed: int = 1,
    replication: int = 0,
) -> tuple[RegisteredStakeholder, ...]:
    """Members of these bodies and of these groups, in the order of their rows.

    Assurers who sit in no body are left out: a register enters an assurer with the body it votes in.

    Raises
    ------
    BadInput
        If there is no such body or group; names the nearest.
    """
    population = scenario.population
    all_groups = [group.name for group in population.groups]
    all_bodies = [body.name for body in scenario.programme.bodies]
    problems = [
        *_unknown("--body", bodies, "a body", all_bodies),
        *_unknown("--group", groups, "a group", all_groups),
    ]
    if problems:
        raise BadInput(f"scenario {scenario.name}", problems)
    world = draw_world(scenario, seed, replication)
    start = world.people.group_start
    rows: list[Integers] = [each.members for each in world.members if each.body.name in bodies]
    rows += [np.arange(start[at], start[at + 1]) for at, name in enumerate(all_groups) if name in groups]
    stance = starting_point(world, as_array([scenario.parameters()]))[0].support[:, 0]
    people: list[RegisteredStakeholder] = []
    taken = {same_name(person.name) for person in population.register}
    for row in np.unique(np.concatenate([*rows, np.empty(0, np.int64)])):
        at = int(np.searchsorted(start, row, side="right")) - 1
        person = _person(world, population.groups[at], int(row), int(row - start[at]), stance, taken)
        if person is not None:
            people.append(person)
            taken.add(same_name(person.name))
    return tuple(people)


def _unknown(option: str, names: Sequence[str], what: str, valid: Sequence[str]) -> Iterator[Problem]:
    for name in names:
        if name not in valid:
            yield Problem(option, unknown_name(name, what, valid))


def _person(
    world: World, group: Group, row: int, number: int, stance: Floats, taken: set[str]
) -> RegisteredStakeholder | None:
    people = world.people
    sits_in = tuple(each.body.name for each in world.members if row in each.members)
    if group.kind == "assurer" and not sits_in:
        return None
    where = {"steward": people.role, "assurer": people.body}.get(group.kind, people.locality)
    home = homes_of(world.scenario, group)[int(where[row])]
    return RegisteredStakeholder.model_validate(
        {
            "name": world.names.get(row) or _placeholder(group, number, home, taken),
            "group": group.name,
            "locality": home if group.kind in ("professional", "resident", "elected") else None,
            "role": home if group.kind == "steward" else None,
            "bodies": sits_in,
            "stance": round(float(stance[row]), DECIMALS),
            "influence": float(people.influence[row]),
            "attachment": round(float(world.attachment[row]), DECIMALS) if group.kind == "resident" else None,
        }
    )


def _placeholder(group: Group, number: int, home: str, taken: set[str]) -> str:
    """A name such as "Clinicians 12 (northgate)", unlike those taken."""
    while True:
        number += 1
        name = f"{group.name.replace('_', ' ').capitalize()} {number} ({home})"
        if same_name(name) not in taken:
            return name
