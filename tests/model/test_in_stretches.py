"""Weeks advanced in stretches: the same bits as week by week, whatever is decided in between."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim.simulation.luck as luck_module
from sim.compiled import in_python
from sim.errors import BadInput
from sim.lab.futures import with_fewer_residents
from sim.random_streams import DRAW_KINDS
from sim.scenario import PEER_RULES, Scenario, load_scenario, shipped_scenarios, with_draws, with_gates
from sim.simulation import Block, LuckOfAll, Run, simulate_lanes
from sim.simulation.luck import weeks_at_once
from sim.week import calendar_of
from sim.world import Lane, Timetable, World, draw_world, lane_of


def lanes_of(scenario: Scenario) -> list[Lane]:
    """Every plan of a scenario that can run."""
    found = []
    for plan in scenario.plans:
        try:
            found.append(lane_of(scenario, plan))
        except BadInput:
            continue
    return found


def varied(scenario: Scenario, count: int) -> list[Lane]:
    """So many lanes, of the plans that can run, that differ in how much is carried over."""
    plans = [lane.plan for lane in lanes_of(scenario)]
    shares = np.linspace(0, 1, count).tolist()
    return [
        lane_of(scenario, plans[at % len(plans)], {"carry_over": share}) for at, share in enumerate(shares)
    ]


def runs_of(block: Block) -> list[Run]:
    return [block.run(at) for at in range(len(block.lanes))]


def week_by_week(world: World, lanes: list[Lane], **named: Any) -> Block:
    block = Block(world, lanes, **{"peer_rule": world.scenario.peer_rule, **named})
    for week in range(world.scenario.horizon_weeks):
        if block.is_over:
            break
        block.advance(week)
    return block


def in_stretches(world: World, lanes: list[Lane], **named: Any) -> Block:
    block = Block(world, lanes, **{"peer_rule": world.scenario.peer_rule, **named})
    block.go_through()
    return block


def demand_same_bits(one: Run, other: Run) -> None:
    """Everything a run holds is equal."""
    assert one.history.keys() == other.history.keys()
    for name, series in other.history.items():
        assert one.history[name].tobytes() == series.tobytes(), name
    assert one.snapshots.keys() == other.snapshots.keys()
    for moment, snapshot in other.snapshots.items():
        assert np.array_equal(one.snapshots[moment].support, snapshot.support), moment
        assert np.array_equal(one.snapshots[moment].trust, snapshot.trust), moment
    for name in other.state._fields:
        assert getattr(one.state, name).tobytes() == getattr(other.state, name).tobytes(), name
    assert (one.reviews, one.happenings, one.ending) == (other.reviews, other.happenings, other.ending)
    assert (one.reached, one.leaked, one.activities) == (other.reached, other.leaked, other.activities)
    assert one.clipped_share == other.clipped_share
    assert one.prior_view.tobytes() == other.prior_view.tobytes()
    for ours, theirs in ((one.contributions, other.contributions), (one.explained, other.explained)):
        assert (ours is None) == (theirs is None)
        assert ours is None or theirs is None or np.array_equal(ours, theirs)


def demand_same_runs(one: Block, other: Block) -> None:
    for ours, theirs in zip(runs_of(one), runs_of(other), strict=True):
        demand_same_bits(ours, theirs)


@pytest.mark.parametrize("gates", [True, False], ids=["gates", "no gates"])
@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_every_plan_of_every_shipped_scenario_runs_the_same(name: str, gates: bool) -> None:
    scenario = with_fewer_residents(with_gates(load_scenario(name), gates), 60)
    lanes = lanes_of(scenario)
    for number in range(2):
        world = draw_world(scenario, 1, number)
        weekly = week_by_week(world, lanes)
        demand_same_runs(in_stretches(world, lanes), weekly)
        luck = LuckOfAll(world, keeps=1000)
        for at, lane in enumerate(lanes if number else []):
            (alone,) = simulate_lanes(scenario, [lane], 1, number, world=world, luck=luck)
            demand_same_bits(alone, weekly.run(at))


def test_compiled_code_reads_every_row_of_the_calendar_by_its_name(everything: Scenario) -> None:
    timetable = Timetable(everything, lanes_of(everything))
    agenda = timetable.agenda
    for week in (0, 13, everything.horizon_weeks - 1):
        read = in_python(calendar_of)(agenda.rows[week], agenda.place)
        for name, ours, theirs in zip(read._fields, read, timetable.now(week), strict=True):
            assert ours.shape == theirs.shape, name
            assert np.shares_memory(ours, theirs), name


def test_what_waits_for_a_trigger_starts_in_the_same_week(everything: Scenario) -> None:
    lanes = lanes_of(everything)
    world = draw_world(everything, 1, 0)
    demand_same_runs(in_stretches(world, lanes), week_by_week(world, lanes))


def test_a_full_block_that_ended_lanes_leave_runs_the_same(gated: Scenario) -> None:
    scenario = with_fewer_residents(gated, 60)
    lanes, world = varied(scenario, 32), draw_world(scenario, 1, 0)
    ours, weekly = in_stretches(world, lanes), week_by_week(world, lanes)
    assert 0 < len(ours.column) < 32
    assert ours.column == weekly.column
    demand_same_runs(ours, weekly)
    explained = in_stretches(world, lanes, explain=True)
    assert explained.column == weekly.column
    demand_same_runs(explained, week_by_week(world, lanes, explain=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gates=st.booleans(),
    lanes=st.sampled_from([1, 2, 3, 32]),
    expected_attendance=st.booleans(),
    peer_rule=st.sampled_from(PEER_RULES),
    explain=st.booleans(),
    draws=st.sampled_from(DRAW_KINDS),
    replication=st.integers(0, 50),
    bytes_ahead=st.integers(0, 3_000_000),
)
def test_no_cut_into_stretches_changes_a_bit(
    gated: Scenario,
    gates: bool,
    lanes: int,
    expected_attendance: bool,
    peer_rule: str,
    explain: bool,
    draws: Any,
    replication: int,
    bytes_ahead: int,
) -> None:
    scenario = with_draws(with_gates(with_fewer_residents(gated, 60), gates), draws)
    world, block = draw_world(scenario, 7, replication), varied(scenario, lanes)
    named = {"expected_attendance": expected_attendance, "peer_rule": peer_rule}
    weekly = week_by_week(world, block, explain=explain, **named)
    usual = luck_module.MOST_BYTES_AHEAD
    luck_module.MOST_BYTES_AHEAD = bytes_ahead
    try:
        demand_same_runs(in_stretches(world, block, explain=explain, **named), weekly)
    finally:
        luck_module.MOST_BYTES_AHEAD = usual


def test_a_run_takes_few_compiled_calls(emergency_care: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    honest = Block.hand_over

    def counted(self: Block, week: int, stop: int) -> tuple[Any, ...]:
        calls.append((week, stop))
        return honest(self, week, stop)

    monkeypatch.setattr(Block, "hand_over", counted)
    in_stretches(draw_world(emergency_care, 1, 0), varied(emergency_care, 2))
    assert [first for first, _ in calls] == [0, *(stop for _, stop in calls[:-1])]
    assert calls[-1][1] == emergency_care.horizon_weeks
    assert len(calls) < emergency_care.horizon_weeks / 5


def test_luck_held_at_once_is_bounded_by_bytes_or_is_one_week(emergency_care: Scenario) -> None:
    assert weeks_at_once(1_000_000, 20, 156) == 1
    assert weeks_at_once(10, 20, 156) == 156
    for n in (100, 1_000, 10_000):
        weeks = weeks_at_once(n, 20, 1_000_000)
        assert weeks * n * 24 * 8 <= luck_module.MOST_BYTES_AHEAD < (weeks + 1) * n * 24 * 8
    block = Block(draw_world(emergency_care, 1, 0), varied(emergency_care, 2))
    draws, uniform = block.hand_over(0, 1)[11], block.hand_over(1, 2)[10]
    held = sum(each.base.nbytes for each in draws) + uniform.nbytes
    assert held <= luck_module.MOST_BYTES_AHEAD * 1.01  # and a number a week for leaks


@pytest.mark.parametrize("gates", [True, False])
def test_a_block_is_freed_with_its_last_name(emergency_care: Scenario, gates: bool) -> None:
    """Or a sweep would hold the arrays of many blocks until a collector comes round."""
    scenario = with_fewer_residents(with_gates(emergency_care, gates), 60)
    world = draw_world(scenario, 1, 0)
    block = in_stretches(world, lanes_of(scenario)[:2])
    runs = runs_of(block)
    gone = weakref.ref(block), weakref.ref(world)
    gc.disable()
    try:
        del block, world
        assert [each() for each in gone] == [None, None]
    finally:
        gc.enable()
    assert len(runs) == 2
