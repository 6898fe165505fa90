"""Settling: who is drawn before the first week becomes agents on the cells of a network.

People, ties, memberships and starting points are the draws of ``sim.world``, the same that the
compiled model starts from.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from mesa import Agent
from mesa.discrete_space import Network

from sim.arrays import NOWHERE
from sim.knobs import as_array
from sim.mesa_model.kinds import Assurer, Clinician, FinanceLead, Politician, Resident
from sim.mesa_model.person import Layer, Start
from sim.mesa_model.stakeholder import Stakeholder
from sim.mesa_model.surroundings import Body, Group, Locality, StandingGroup
from sim.scenario.population import Kind
from sim.scenario.programme import TESTS
from sim.world import World, starting_point
from sim.world.network import LAYERS

if TYPE_CHECKING:
    from sim.mesa_model.model import ProgrammeModel

KINDS: dict[Kind, type[Stakeholder]] = {
    "professional": Clinician,
    "steward": FinanceLead,
    "resident": Resident,
    "elected": Politician,
    "assurer": Assurer,
}


def groups_of(world: World) -> list[Group]:
    """Groups in the scenario's order, still empty."""
    return [Group(group.name) for group in world.scenario.population.groups]


def localities_of(world: World) -> list[Locality]:
    """Localities in the scenario's order, still empty."""
    places = world.scenario.population.localities
    shares = world.people.locality_share.tolist()
    return [Locality(place.name, share) for place, share in zip(places, shares, strict=True)]


def bodies_of(world: World) -> list[Body]:
    """Bodies and what weight they give to each test."""
    rows = world.people.body_tests.tolist()
    return [
        Body(body.name, dict(zip(TESTS, row, strict=True)))
        for body, row in zip(world.scenario.programme.bodies, rows, strict=True)
    ]


def structures_of(world: World, people: Sequence[Stakeholder]) -> list[StandingGroup]:
    """Standing groups and their members."""
    starts, rows = world.people.circle_start.tolist(), world.people.circle_member.tolist()
    return [
        StandingGroup(structure.name, [people[row] for row in rows[first:end]])
        for structure, (first, end) in zip(world.scenario.structures, pairwise(starts), strict=True)
    ]


def settle(model: ProgrammeModel, world: World) -> Network:
    """Make everybody, and let everybody take a place on the network and in group and locality.

    Returns
    -------
    Network
        One cell a stakeholder; an edge's ``layers`` are the positions of its layers in
        ``sim.world.network.LAYERS``.
    """
    space = Network(contacts_of(world), capacity=1, random=model.random)
    kinds = [group.kind for group in world.scenario.population.groups for _ in range(group.members)]
    cells = {cell.coordinate: cell for cell in space.all_cells}
    for start, kind in zip(starts_of(model, world), kinds, strict=True):
        person = KINDS[kind](model, start)
        person.cell = cells[start.row]
        start.group.members.append(person)
        if isinstance(person, Resident) and person.locality is not None:
            person.locality.residents.append(person)
    for cell in space.all_cells:
        tie(cell.agents[0], space)
    # Mesa 3.3 numbers agents in a table of models that lets go of none of them; 3.5 has no such table
    getattr(Agent, "_ids", {}).pop(model, None)
    return space


def contacts_of(world: World) -> nx.Graph:
    """Who hears whom, as a graph of rows."""
    start, neighbours = world.network.start.tolist(), world.network.neighbour.tolist()
    graph = nx.Graph()
    graph.add_nodes_from(range(world.n))
    for one, ends in enumerate(start):
        for layer, (first, end) in enumerate(pairwise(ends)):
            for other in neighbours[first:end]:
                if one < other:
                    graph.add_edge(one, other)
                    graph.edges[one, other].setdefault("layers", []).append(layer)
    return graph


def tie(person: Stakeholder, space: Network) -> None:
    """Note whom somebody hears in each layer, in order, and with what weight."""
    person.layers = []
    peers: list[list[Stakeholder]] = [[] for _ in LAYERS]
    for row, cell in sorted(person.cell.connections.items()):
        for layer in space.G.edges[person.row, row]["layers"]:
            peers[layer].append(cell.agents[0])
    for name, heard in zip(LAYERS, peers, strict=True):
        if heard:
            influence = 0.0
            for peer in heard:
                influence += peer.influence
            weight = getattr(person.behaviour, f"weight_{name}")
            person.layers.append(Layer(weight, influence, [peer.says for peer in heard]))


def starts_of(model: ProgrammeModel, world: World) -> list[Start]:
    """Where everybody starts."""
    people, names = world.people, world.names
    prior, state = starting_point(world, as_array([dict(model.lane.parameters)]))
    group_of = np.repeat(np.arange(people.group_kind.size), np.diff(people.group_start))
    kinds = [group.kind for group in world.scenario.population.groups]
    sums = world.group_weights
    n_groups, n_places = len(model.groups), len(model.localities)
    starts = []
    for row in range(world.n):
        group, place, body = int(group_of[row]), int(people.locality[row]), int(people.body[row])
        weight = float(people.weight[row])
        of_kind = n_groups if kinds[group] == "resident" else n_groups + 1 + n_places
        starts.append(
            Start(
                row=row,
                name=names.get(row),
                group=model.groups[group],
                locality=None if place == NOWHERE else model.localities[place],
                body=None if body == NOWHERE else model.bodies[body],
                role=int(people.role[row]),
                prior_view=float(prior.support[row, 0]),
                prior_trust=float(prior.trust[row, 0]),
                awareness=float(state.awareness[row, 0]),
                certainty=float(state.certainty[row, 0]),
                expectation=float(state.expectation[row, 0]),
                attachment=float(world.attachment[row]),
                loses_service=bool(people.in_withdrawal[row]),
                is_affected=bool(people.affected[row]),
                suspects_cuts=bool(people.suspects_cuts[row]),
                gain_deviate=float(people.gain_deviate[row]),
                judgement_deviate=float(people.judgement_deviate[row]),
                threshold_deviate=float(people.threshold_deviate[row]),
                weight=weight,
                influence=float(people.influence[row]),
                share_of_group=weight / float(sums[group]),
                share_of_kind=weight / float(sums[of_kind]),
                share_of_locality=0.0 if place == NOWHERE else weight / float(sums[n_groups + 1 + place]),
            )
        )
    return starts


def foresee_harm(model: ProgrammeModel) -> None:
    """Let everybody note the harm of every option: residents first, whose mean politicians feel."""
    options = model.world.scenario.proposal.options
    for kind in (Resident, Clinician, Politician):
        model.agents.select(agent_type=kind).do("foresee", options)
