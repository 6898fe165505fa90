"""Population: who the stakeholders of one replication are, before anything happens."""

from __future__ import annotations

import numpy as np

from sim.arrays import KIND_CODES, NOWHERE, Floats, Integers, People
from sim.random_streams import stream
from sim.scenario.population import Kind
from sim.scenario.programme import TESTS
from sim.scenario.scenario import Scenario
from sim.world.register import settle


def draw_people(scenario: Scenario, registered: Integers, seed: int, replication: int) -> People:
    """Draw who people are; counts by group, locality, role and body follow the scenario exactly.

    Parameters
    ----------
    registered : int64[n_registered]
        Rows of the registered people.
    """
    population = scenario.population
    groups = population.groups
    n = population.n
    sizes = [group.members for group in groups]
    homes = [settle(scenario, group)[0] for group in groups]
    locality = _where(scenario, homes, "professional", "resident", "elected")
    influence = np.ones(n)
    influence[registered] = [person.influence for person in population.register]
    return People(
        group_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        group_kind=np.array([KIND_CODES[group.kind] for group in groups], dtype=np.int64),
        locality=locality,
        role=_where(scenario, homes, "steward"),
        body=_where(scenario, homes, "assurer"),
        cell=_cells(sizes, locality, len(population.localities))[None, :],
        weight=_weights(scenario, locality),
        influence=influence,
        affected=_affected(scenario, locality),
        in_withdrawal=_losing(scenario, locality),
        suspects_cuts=_suspicion(scenario, seed, replication),
        gain_deviate=stream(seed, replication, "gain", scenario.draws).standard_normal(n),
        judgement_deviate=stream(seed, replication, "judgement", scenario.draws).standard_normal(n),
        threshold_deviate=stream(seed, replication, "threshold", scenario.draws).standard_normal(n),
        locality_share=np.array([place.residents / population.residents for place in population.localities]),
        body_tests=_tests(scenario),
        circle_start=np.zeros(1, dtype=np.int64),
        circle_member=np.zeros(0, dtype=np.int64),
    )


def _where(scenario: Scenario, homes: list[Integers], *kinds: Kind) -> Integers:
    """Where people of these kinds are, int64[n]; everybody else is nowhere."""
    groups = scenario.population.groups
    return np.concatenate(
        [
            home if group.kind in kinds else np.full(group.members, NOWHERE, dtype=np.int64)
            for group, home in zip(groups, homes, strict=True)
        ]
    )


def _cells(sizes: list[int], locality: Integers, n_localities: int) -> Integers:
    group = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return group * (n_localities + 1) + np.where(locality == NOWHERE, n_localities, locality)


def _weights(scenario: Scenario, locality: Integers) -> Floats:
    """People each stakeholder stands for: residents share their locality's population."""
    weight = np.ones(locality.size)
    residents = np.array([place.residents for place in scenario.population.localities], dtype=np.float64)
    standing = np.repeat(
        [group.stands_for_residents for group in scenario.population.groups],
        [group.members for group in scenario.population.groups],
    )
    living = np.bincount(locality[standing], minlength=residents.size)
    weight[standing] = residents[locality[standing]] / living[locality[standing]]
    return weight


def _affected(scenario: Scenario, locality: Integers) -> Floats:
    affected = set(scenario.proposal.affected_localities())
    by_place = np.array([float(place.name in affected) for place in scenario.population.localities])
    resident = np.repeat(
        [group.kind == "resident" for group in scenario.population.groups],
        [group.members for group in scenario.population.groups],
    )
    return np.where(resident, by_place[locality], 0.0)


def _losing(scenario: Scenario, locality: Integers) -> Floats:
    """1 for whoever sits in a locality that loses the service under the preferred option."""
    losing = set(scenario.proposal.losing_localities())
    by_place = np.array([float(place.name in losing) for place in scenario.population.localities])
    return np.where(locality == NOWHERE, 0.0, by_place[locality])


def _suspicion(scenario: Scenario, seed: int, replication: int) -> Floats:
    share = np.repeat(
        [group.suspects_cuts for group in scenario.population.groups],
        [group.members for group in scenario.population.groups],
    )
    uniform = stream(seed, replication, "suspicion", scenario.draws).random(share.size)
    return (uniform < share).astype(np.float64)


def _tests(scenario: Scenario) -> Floats:
    rows = []
    for body in scenario.programme.bodies:
        weights = np.array([(body.tests or {}).get(test, 0.0) for test in TESTS])
        total = weights.sum()
        rows.append(weights / total if total > 0 else weights)
    return np.array(rows).reshape(len(rows), len(TESTS))
