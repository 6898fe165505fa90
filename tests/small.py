"""Scenarios made small: the same places, bodies, structures and plans with fewer stakeholders."""

from __future__ import annotations

from sim.errors import BadInput
from sim.scenario import Scenario
from sim.scenario.population import Group
from sim.world.bodies import draw_circles, draw_members
from sim.world.population import draw_people


def shrunk(scenario: Scenario, n: int = 120) -> Scenario:
    """The scenario with about ``n`` stakeholders, or as few as localities, bodies and structures can do with.

    Groups keep their proportions but for those whose seats need more members.
    """
    share = n / scenario.population.n
    groups = [
        _smallest(scenario, group, max(1, round(group.members * share)))
        for group in scenario.population.groups
    ]
    population = scenario.population.model_copy(update={"groups": tuple(groups)})
    return scenario.model_copy(update={"population": population})


def _smallest(scenario: Scenario, group: Group, members: int) -> Group:
    """The group with so many members, or with as many more as it needs."""
    for enough in range(members, group.members):
        smaller = group.model_copy(update={"members": enough})
        if _is_enough(scenario, smaller):
            return smaller
    return group


def _is_enough(scenario: Scenario, group: Group) -> bool:
    groups = tuple(group if each.name == group.name else each for each in scenario.population.groups)
    population = scenario.population.model_copy(update={"groups": groups})
    if group.stands_for_residents and 0 in population.members_by_locality(group).values():
        return False
    changed = scenario.model_copy(update={"population": population})
    people = draw_people(changed, seed=0, replication=0)
    try:
        draw_members(changed, people, seed=0, replication=0)
        draw_circles(changed, people, seed=0, replication=0)
    except BadInput:
        return False
    return True
