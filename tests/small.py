"""Scenarios made small: the same places, bodies, structures and plans with fewer stakeholders."""

from __future__ import annotations

from sim.errors import BadInput
from sim.scenario import Scenario
from sim.scenario.population import Group
from sim.world import draw_world


def shrunk(scenario: Scenario, n: int = 120) -> Scenario:
    """The scenario with about ``n`` stakeholders, or as few as localities, bodies and structures can do with.

    Groups keep their proportions but for those whose seats, or registered people, need more members.
    """
    share = n / scenario.population.n
    for group in sorted(scenario.population.groups, key=lambda group: -group.members):
        scenario = _with_fewer(scenario, group, max(1, round(group.members * share)))
    return scenario


def _with_fewer(scenario: Scenario, group: Group, members: int) -> Scenario:
    """The scenario with so many members of a group, or with as many more as it needs."""
    for enough in range(members, group.members):
        smaller = _with(scenario, group.model_copy(update={"members": enough}))
        if _is_enough(smaller, group.name):
            return smaller
    return scenario


def _with(scenario: Scenario, group: Group) -> Scenario:
    groups = tuple(group if each.name == group.name else each for each in scenario.population.groups)
    population = scenario.population.model_copy(update={"groups": groups})
    return scenario.model_copy(update={"population": population})


def _is_enough(scenario: Scenario, name: str) -> bool:
    population = scenario.population
    group = population.group(name)
    registered = sum(person.group == name for person in population.register)
    if group.members < registered:
        return False
    if group.stands_for_residents and 0 in population.members_by_locality(group).values():
        return False
    try:
        draw_world(scenario, seed=0, replication=0)
    except BadInput:
        return False
    return True
