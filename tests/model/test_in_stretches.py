"""Weeks advanced in stretches: the same bits as week by week, whatever is decided in between."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import BadInput
from sim.lab.futures import with_fewer_residents
from sim.scenario import Scenario, load_scenario, shipped_scenarios, with_gates
from sim.simulation import Run, simulate_lanes
from sim.simulation.in_stretches import LuckOfAll, simulate_in_stretches
from sim.world import Lane, draw_world, lane_of


def lanes_of(scenario: Scenario) -> list[Lane]:
    """Every plan of a scenario that can run."""
    found = []
    for plan in scenario.plans:
        try:
            found.append(lane_of(scenario, plan))
        except BadInput:
            continue
    return found


def demand_same_bits(one: Run, other: Run) -> None:
    """Everything a run holds is equal."""
    assert one.history.keys() == other.history.keys()
    for name, series in other.history.items():
        assert np.array_equal(one.history[name], series), name
    for moment, snapshot in other.snapshots.items():
        assert np.array_equal(one.snapshots[moment].support, snapshot.support), moment
        assert np.array_equal(one.snapshots[moment].trust, snapshot.trust), moment
    for name in other.state._fields:
        assert np.array_equal(getattr(one.state, name), getattr(other.state, name)), name
    assert (one.reviews, one.happenings, one.ending) == (other.reviews, other.happenings, other.ending)
    assert (one.reached, one.leaked, one.activities) == (other.reached, other.leaked, other.activities)
    assert one.clipped_share == other.clipped_share


@pytest.mark.parametrize("gates", [True, False], ids=["gates", "no gates"])
@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_every_plan_of_every_shipped_scenario_runs_the_same(name: str, gates: bool) -> None:
    scenario = with_fewer_residents(with_gates(load_scenario(name), gates), 60)
    lanes = lanes_of(scenario)
    for number in range(2):
        world = draw_world(scenario, 1, number)
        luck = LuckOfAll(world, keeps=1000)
        weekly = simulate_lanes(scenario, lanes, 1, number, world=world)
        together = simulate_in_stretches(world, lanes, luck=luck)
        for at, lane in enumerate(lanes):
            demand_same_bits(together[at], weekly[at])
            if number == 1:
                demand_same_bits(simulate_in_stretches(world, [lane], luck=luck)[0], weekly[at])


def test_what_waits_for_a_trigger_starts_in_the_same_week(everything: Scenario) -> None:
    lanes = lanes_of(everything)
    world = draw_world(everything, 1, 0)
    for one, other in zip(
        simulate_in_stretches(world, lanes), simulate_lanes(everything, lanes, 1, 0), strict=True
    ):
        demand_same_bits(one, other)


def test_a_full_block_of_32_lanes_runs_the_same(gated: Scenario) -> None:
    scenario = with_fewer_residents(gated, 60)
    lanes = [
        lane_of(scenario, scenario.plan(plan), {"carry_over": share})
        for plan in ("early", "late")
        for share in np.linspace(0, 1, 16).tolist()
    ]
    world = draw_world(scenario, 1, 0)
    for one, other in zip(
        simulate_in_stretches(world, lanes), simulate_lanes(scenario, lanes, 1, 0), strict=True
    ):
        demand_same_bits(one, other)
