"""Relabelling stakeholders within their groups relabels results and changes nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.arrays import Draws, Floats, Integers, Network, People, State
from sim.scenario import Scenario
from sim.simulation import Block
from sim.world import Calendar, Luck, World, draw_world, lane_of
from tests.conftest import Measure
from tests.model.lanes import largest_difference

BY_PERSON = (
    "locality",
    "role",
    "body",
    "in_withdrawal",
    "weight",
    "influence",
    "affected",
    "suspects_cuts",
    "gain_deviate",
    "judgement_deviate",
    "threshold_deviate",
)


class RelabelledLuck:
    """The same luck for the same people, under their new labels."""

    def __init__(self, luck: Luck, order: Integers) -> None:
        self._luck, self._order = luck, order

    def write(self, weeks: Draws) -> None:
        self._luck.write(weeks)
        for array in (weeks.noise, weeks.joining, weeks.leaving, weeks.responding):
            array[...] = array[:, self._order]


class RelabelledCalendar:
    """The same calendar, with everybody's attendance draws under their new labels."""

    def __init__(self, calendar: Calendar, order: Integers) -> None:
        self._calendar, self._order = calendar, order

    def __getattr__(self, name: str) -> Any:
        return getattr(self._calendar, name)  # all else is about nobody in particular

    def attend(self, first: int, into: Floats) -> None:
        self._calendar.attend(first, into)
        into[...] = into[:, :, self._order]


def shuffled_within_groups(people: People, seed: int) -> Integers:
    """A new order: position ``new`` holds who was ``order[new]`` before."""
    chance = np.random.default_rng(seed)
    starts = people.group_start
    return np.concatenate([a + chance.permutation(b - a) for a, b in pairwise(starts)])


def relabelled_network(network: Network, order: Integers) -> Network:
    """The same ties under new labels, rows ordered by layer and neighbour as they were."""
    label = np.argsort(order)
    starts, neighbours, filled = [], [], 0
    for old in order:
        row = [filled]
        for layer in range(network.start.shape[1] - 1):
            heard = np.sort(
                label[network.neighbour[network.start[old, layer] : network.start[old, layer + 1]]]
            )
            neighbours.append(heard)
            filled += heard.size
            row.append(filled)
        starts.append(row)
    return Network(np.array(starts, dtype=np.int64), np.concatenate(neighbours).astype(np.int32))


def relabelled_world(world: World, order: Integers) -> World:
    """The same people, ties and seats under new labels."""
    label = np.argsort(order)
    return replace(
        world,
        people=world.people._replace(
            cell=np.ascontiguousarray(world.people.cell[:, order]),
            circle_member=label[world.people.circle_member],
            **{name: getattr(world.people, name)[order] for name in BY_PERSON},
        ),
        registered=label[world.registered],
        network=relabelled_network(world.network, order),
        members=tuple(replace(each, members=np.sort(label[each.members])) for each in world.members),
        view_deviate=world.view_deviate[order],
        trust_deviate=world.trust_deviate[order],
        attachment=world.attachment[order],
    )


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("plan", ["secret", "open"])
def test_relabelling_stakeholders_relabels_results(
    everything: Scenario, plan: str, seed: int, within: Measure
) -> None:
    world = draw_world(everything, seed, 0)
    order = shuffled_within_groups(world.people, seed)
    assert set(BY_PERSON) == {
        name for name, array in zip(People._fields, world.people, strict=True) if array.shape == (world.n,)
    }
    lanes = [lane_of(everything, everything.plan(plan)), lane_of(everything, everything.plan("written"))]
    original, renamed = Block(world, lanes), Block(relabelled_world(world, order), lanes)
    renamed.luck.source = RelabelledLuck(renamed.luck.source, order)
    renamed.calendar = RelabelledCalendar(renamed.calendar, order)
    for week in range(everything.programme.horizon_weeks):
        original.advance(week)
        renamed.advance(week)
    for name, ours, theirs in zip(State._fields, original.state, renamed.state, strict=True):
        within(
            "V11 relabelled stakeholders: largest deviation of any state",
            largest_difference(ours[order], theirs),
            1e-10,
        )
        assert largest_difference(ours, theirs) > 1e-8, f"{name} is the same for everybody"
    for at in range(len(lanes)):
        ours, theirs = original.run(at), renamed.run(at)
        for name, array in ours.history.items():
            assert largest_difference(array, theirs.history[name]) <= 1e-10 * max(1, np.abs(array).max()), (
                name
            )
        assert ours.reviews == theirs.reviews
