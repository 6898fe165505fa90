"""Compiled code that is called without another look at its arguments gets the types it was settled for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.compiled import kernel, settled, types_of
from sim.scenario import Scenario
from sim.simulation import Block
from sim.world import draw_world, lane_of
from tests.model.test_same_bits import companions


@kernel
def add_up(numbers: np.ndarray, total: np.ndarray) -> None:
    """Write the sum of numbers, read one by one."""
    total[0] = 0.0
    for k in range(numbers.size):
        total[0] += numbers[k]


@pytest.mark.parametrize("lanes", [1, 2, 3, 32])
@pytest.mark.parametrize("expected_attendance", [False, True])
def test_a_week_is_handed_over_in_the_same_types_and_layouts_as_the_first(
    everything: Scenario, lanes: int, expected_attendance: bool
) -> None:
    block = Block(draw_world(everything, 1, 0), companions(everything, lanes), expected_attendance)
    first = types_of(block.hand_over(0, 1))
    block = Block(draw_world(everything, 1, 0), companions(everything, lanes), expected_attendance)
    for week in range(everything.horizon_weeks):
        assert types_of(block.hand_over(week, week + 1)) == first, week


@pytest.mark.parametrize("lanes", [1, 2, 32])
def test_so_it_is_after_gates_have_changed_calendars(gated: Scenario, lanes: int) -> None:
    block = Block(draw_world(gated, 1, 0), [lane_of(gated, gated.plan("late"))] * lanes)
    first = types_of(block.hand_over(0, 1))
    block = Block(draw_world(gated, 1, 0), [lane_of(gated, gated.plan("late"))] * lanes)
    week = 0
    while not any(lane.reopened for lane in block.lanes):
        block.advance(week)
        week += 1
    for later in range(week, gated.horizon_weeks):
        assert types_of(block.hand_over(later, later + 1)) == first, later


def test_other_types_and_layouts_are_told_apart_and_get_code_of_their_own() -> None:
    numbers, total = np.arange(10.0), np.zeros(1)
    kinds = [numbers, numbers[::2], numbers.astype(np.float32), numbers.reshape(2, 5), numbers > 3]
    assert len({types_of((each, total)) for each in kinds}) == len(kinds)
    for each in kinds[:2]:
        settled(add_up, each, total)(each, total)
        assert total[0] == each.sum()
    assert settled(add_up, numbers, total) is settled(add_up, numbers + 1, total)
    assert settled(add_up, numbers, total) is not settled(add_up, numbers[::2], total)
