"""Luck in stretches of weeks: drawn as a block goes on, or once for many runs on the same world.

Numbers come in the same order whether weeks are drawn one by one or many at once.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sim.arrays import Draws, Floats
from sim.world import Calendar, Luck, World, room_for_luck

MOST_BYTES_AHEAD = 4_000_000  # of a stretch's draws, or one week: more leaves the fastest memory
BYTES = 8  # of a number


class LuckOfBlock(Protocol):
    """Where a block's luck comes from, stretch by stretch in the order of weeks."""

    def weeks(self, first: int, stop: int) -> Draws:
        """Luck of some weeks, which are the first axis of each array."""

    def attend(self, calendar: Calendar, first: int, into: Floats) -> None:
        """Write luck in attendance of the weeks from ``first`` on, as a calendar does."""


class LuckAhead:
    """A replication's luck, drawn for one stretch at a time."""

    def __init__(self, world: World, at_once: int) -> None:
        self.source = Luck(world)
        self._room = room_for_luck(at_once, world.n)

    def weeks(self, first: int, stop: int) -> Draws:
        """Luck of some weeks; overwritten by those after them."""
        weeks = Draws(*(each[: stop - first] for each in self._room))
        self.source.write(weeks)
        return weeks

    def attend(self, calendar: Calendar, first: int, into: Floats) -> None:
        """Luck in attendance, drawn now."""
        calendar.attend(first, into)


class LuckOfAll:
    """A replication's luck in all weeks, drawn once and read by every run on the same world.

    Attendance is drawn when it is first asked for, and kept if ``keeps`` says so many weeks' draws may be.
    """

    def __init__(self, world: World, keeps: int = 0) -> None:
        weeks = world.scenario.horizon_weeks
        self._draws = room_for_luck(weeks, world.n)
        Luck(world).write(self._draws)
        self._keeps, self._kept = keeps, 0
        self._shape = (weeks, world.n)
        self._attendance: dict[tuple[str, int], tuple[Floats, bytearray]] = {}

    def weeks(self, first: int, stop: int) -> Draws:
        """Luck of some weeks."""
        return Draws(*(each[first:stop] for each in self._draws))

    def attend(self, calendar: Calendar, first: int, into: Floats) -> None:
        """Luck in attendance, from what is kept where that is known."""
        if not self._keeps:
            calendar.attend(first, into)
            return
        kept = self._attendance_of(calendar)
        for activity, begin, end in calendar.timetable.turns(first, first + into.shape[1]):
            uniform, known = kept[activity]
            for week in range(begin, end):
                if not known[week]:
                    calendar.draw(activity, week, uniform[week : week + 1])
                    known[week] = True
                    self._kept += 1
            into[activity, begin - first : end - first] = uniform[begin:end]
        if self._kept > self._keeps:
            self._attendance, self._kept = {}, 0

    def _attendance_of(self, calendar: Calendar) -> list[tuple[Floats, bytearray]]:
        """What is kept of each activity of a calendar: draws of all weeks, and in which there are any."""
        for activity in calendar.timetable.activities:
            if activity not in self._attendance:
                # memory that nothing is written to is not taken up
                self._attendance[activity] = np.empty(self._shape), bytearray(self._shape[0])
        return [self._attendance[activity] for activity in calendar.timetable.activities]


def weeks_at_once(n: int, activities: int, horizon: int) -> int:
    """How many weeks' luck to hold at a time, with so many activities; at least one."""
    a_week = BYTES * n * (len(Draws._fields) - 1 + activities)
    return max(1, min(horizon, MOST_BYTES_AHEAD // a_week))
