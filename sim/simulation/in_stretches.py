"""Runs in stretches of weeks, with the same bits as week by week; the fewer the lanes, the more it saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.arrays import Contacts, Draws, Floats, Integers, Now, Tally
from sim.compiled import settled
from sim.scenario import Equal, PeerRule
from sim.simulation.block import Block
from sim.simulation.run import Run
from sim.simulation.stretch import ContactsByWeek, Recorded, advance_weeks
from sim.world import Calendar, Lane, Luck, Timetable, World

MOST_AT_ONCE = 40  # weeks of attendance draws held at a time


class LuckOfAll:
    """A replication's luck in all weeks, drawn once and read by every run on the same world.

    Attendance is drawn when it is first asked for, and kept if ``keeps`` says so many weeks' draws may be.
    """

    def __init__(self, world: World, keeps: int = 0) -> None:
        luck, weeks = Luck(world), world.scenario.horizon_weeks
        by_week = [luck.next_week() for _ in range(weeks)]
        # with weeks as the first axis
        self.draws = Draws(*(np.stack([getattr(each, name) for each in by_week]) for name in Draws._fields))
        self._keeps, self._kept = keeps, 0
        self._shape = (weeks, world.n)
        self._attendance: dict[tuple[str, int], tuple[Floats, bytearray]] = {}

    def attend(self, calendar: Calendar, active: Sequence[Integers], first: int, into: Floats) -> None:
        """Write attendance draws of the weeks from ``first`` on: of the activities named for each week."""
        kept = self._attendance_of(calendar) if self._keeps else []
        for at, activities in enumerate(active):
            week, rows = first + at, into[at]
            for row, activity in enumerate(activities):
                if not kept:
                    calendar.draw(activity, week, rows[row])
                    continue
                uniform, known = kept[activity]
                if not known[week]:
                    calendar.draw(activity, week, uniform[week])
                    known[week] = True
                    self._kept += 1
                rows[row] = uniform[week]
        if self._kept > self._keeps:
            self._attendance, self._kept = {}, 0

    def _attendance_of(self, calendar: Calendar) -> list[tuple[Floats, bytearray]]:
        """What is kept of each activity of a calendar: draws of all weeks, and in which there are any."""
        for activity in calendar.timetable.activities:
            if activity not in self._attendance:
                # memory that nothing is written to is not taken up
                self._attendance[activity] = np.empty(self._shape), bytearray(self._shape[0])
        return [self._attendance[activity] for activity in calendar.timetable.activities]


class Tables:
    """A timetable as arrays over all weeks; made anew from a week on when the timetable changes there."""

    def __init__(self, timetable: Timetable, weeks: int, first: int = 0) -> None:
        self.now = Now(*(np.ascontiguousarray(timetable.row(name)) for name in Now._fields))
        kinds: dict[int, int] = {}
        kept: list[Contacts] = []
        self.active: list[Integers] = []
        kind = np.zeros(weeks, dtype=np.int64)
        for week in range(min(first, weeks - 1), weeks):
            active, contacts = timetable.running(week)
            known = kinds.setdefault(id(contacts), len(kept))
            if known == len(kept):
                kept.append(contacts)
                self.active.append(active)
            kind[week] = known
        self.most = max(1, max(each.cells.size for each in kept))

        def padded(name: str) -> Any:
            arrays = [getattr(each, name) for each in kept]
            whole = np.zeros((len(kept), self.most, *arrays[0].shape[1:]), dtype=arrays[0].dtype)
            for at, array in enumerate(arrays):
                whole[at, : len(array)] = array
            return whole

        names = ("cells", "reach", "worth", "credibility", "money", "concerns", "most_likely")
        count = np.array([each.cells.size for each in kept], dtype=np.int64)
        self.contacts = ContactsByWeek(kind, count, *(padded(name) for name in names))


class InStretches(Block):
    """A block that goes on to the next week in which something is decided, in one compiled call."""

    def __init__(
        self,
        world: World,
        lanes: Sequence[Lane],
        luck: LuckOfAll,
        timetable: Timetable | None = None,
        tables: Tables | None = None,
        peer_rule: PeerRule | None = None,
    ) -> None:
        super().__init__(world, lanes, False, peer_rule or world.scenario.peer_rule, False, timetable)
        self._all_luck, horizon = luck, world.scenario.horizon_weeks
        self._tables = tables or Tables(self.calendar.timetable, horizon)
        self._tallies = Tally(*(self._record.series(name) for name in Tally._fields))
        self._courses = Recorded(**{name: self._record.series(name) for name in Recorded._fields})
        self._turns = sorted({*self._moments, *([] if self._docket else self._votes), horizon - 1})
        self._uniform = np.empty((MOST_AT_ONCE, self._tables.most, world.n))
        self._advance_weeks: Callable[..., None] | None = None

    def run_all(self) -> None:
        """Every week to the horizon, or until every programme has ended."""
        week, horizon = 0, self.world.scenario.horizon_weeks
        while week < horizon:
            if self.is_over:
                self.stand_still(week)
                return
            stop = self._stop_of(week, horizon)
            self._through(week, stop)
            week = stop

    def _stop_of(self, week: int, horizon: int) -> int:
        """The week after the next one at whose end something may have to be decided."""
        if self._waits_for_triggers():
            return week + 1
        lasts = [min(each for each in self._turns if each >= week), week + MOST_AT_ONCE - 1, horizon - 1]
        if self._docket is not None:
            lasts += [due for due in self._docket.weeks_due if due >= week]
        lasts += [moves - 1 for moves in self.calendar.weeks_harm_moves if moves > week]
        return min(lasts) + 1

    def _waits_for_triggers(self) -> bool:
        activities = (each for at in self._improvising for each in self.lanes[at].activities)
        return any(each.trigger is not None and each.earliest is not None for each in activities)

    def _through(self, week: int, stop: int) -> None:
        """What ``advance`` does, for several weeks."""
        if week in self.calendar.weeks_harm_moves:
            self._expect_harm(week)
        ended = list(self._ended)
        world = self.world
        arguments = (
            week,
            stop,
            world.people,
            world.network,
            self.prior,
            self.state,
            self._flat_prior,
            self._flat_state,
            self.course,
            self.tally,
            self._tables.now,
            self._tables.contacts,
            self._drawn(week, stop),
            self._all_luck.draws,
            self._along,
            world.n_concerned,
            False,
            self._peer_rule,
            self._scratch,
            self._accounts.account,
            world.group_weights,
            self._tallies,
            self._courses,
        )
        if self._advance_weeks is None:
            self._advance_weeks = settled(advance_weeks, *arguments)
        self._advance_weeks(*arguments)
        last = stop - 1
        if ended:
            self._record.hold(week, last, ended)
        if self._docket is not None:
            self._docket.sit(last)
        else:
            for at in self._votes.get(last, ()):
                self._vote(at, last)
        self._improvise(last)
        if self._changed:
            self.calendar.change(self._changed, last)
            self._changed = {}
            self._tables = Tables(self.calendar.timetable, world.scenario.horizon_weeks, last + 1)
            if self._tables.most > self._uniform.shape[1]:
                self._uniform = np.empty((MOST_AT_ONCE, self._tables.most, world.n))
        self._keep(last)

    def _drawn(self, week: int, stop: int) -> Floats:
        """Luck in attendance of some weeks, of activities in the order of each week."""
        active = [self._tables.active[kind] for kind in self._tables.contacts.kind[week:stop]]
        self._all_luck.attend(self.calendar, active, week, self._uniform)
        return self._uniform


def simulate_in_stretches(
    world: World,
    lanes: Sequence[Lane],
    equal: Equal = "contacts",
    luck: LuckOfAll | None = None,
    timetable: Timetable | None = None,
    tables: Tables | None = None,
    peer_rule: PeerRule | None = None,
) -> list[Run]:
    """Lanes of a world that has been drawn; the same runs as ``simulate_lanes`` gives, bit for bit.

    Worth it for few lanes; luck, and tables of the timetable, may have been made before.
    """
    block = InStretches(world, lanes, luck or LuckOfAll(world), timetable, tables, peer_rule)
    block.run_all()
    return [block.run(at, equal) for at in range(len(lanes))]
