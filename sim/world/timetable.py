"""Timetables: the calendars of a block's lanes as arrays, and the activities that run in each week.

A timetable knows no replication, so that one serves all replications of the same lanes; a
calendar adds the luck of one of them.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

import numpy as np

from sim.arrays import Activities, Agenda, Floats, Now
from sim.random_streams import AttendanceDraws
from sim.scenario.scenario import Scenario
from sim.world.calendar import Planned, Planner
from sim.world.diary import worth_of_mode
from sim.world.lane import Lane
from sim.world.stages import growth

_BY_LANE = ("reach", "worth", "credibility", "money", "most_willing")


class Timetable:
    """What lanes do in every week, whatever the luck."""

    def __init__(self, scenario: Scenario, lanes: Sequence[Lane]) -> None:
        self._scenario = scenario
        self._lanes = lanes
        self._column = {at: at for at in range(len(lanes))}
        self._planner = Planner(scenario, lanes)
        planned = self._planner.plan(dict(enumerate(lanes)))
        self._place, n_rows = _places(planned.calendar)
        self._now = [self._place[name] for name in Now._fields]
        self._place_of_now = np.array([_ends(each) for each in self._now])
        self._table = np.empty((scenario.horizon_weeks, n_rows, len(lanes)))
        self._harm_moves = np.zeros((scenario.horizon_weeks, len(lanes)), dtype=bool)
        self._tables()
        self._write(self._column, planned)

    @property
    def activities(self) -> list[tuple[str, int]]:
        """Every activity of any lane, an instrument and which use of it, sorted; then each structure's
        meetings."""
        return self._activities

    @property
    def agenda(self) -> Agenda:
        """Everything that compiled code reads."""
        return Agenda(self._table, self._place_of_now, self._running, self._reached)

    def now(self, week: int) -> Now:
        """This week's rows, in every lane."""
        rows = self._table[week]
        return Now(*[rows[place] for place in self._now])

    def chances(self, week: int) -> Floats:
        """Chance of each option, float64[n_options, lanes]."""
        chances: Floats = self._table[week, self._place["chance"]]
        return chances

    def row(self, name: str) -> Floats:
        """One quantity of ``Now`` in all weeks, float64[weeks, ..., lanes]."""
        rows: Floats = self._table[:, self._place[name]]
        return rows

    def turns(self, first: int, stop: int) -> list[tuple[int, int, int]]:
        """Which activities run in any lane between two weeks: position, first week, the week after the last;
        an activity that rests in between runs more than once."""
        runs = np.zeros((len(self._activities), stop - first + 2), dtype=np.int8)
        runs[:, 1:-1] = (self._running[first:stop] != 0).any(axis=2).T
        change = np.diff(runs, axis=1)
        activities, begins = (change > 0).nonzero()
        ends = (change < 0).nonzero()[1]
        return list(zip(activities.tolist(), (first + begins).tolist(), (first + ends).tolist(), strict=True))

    def _tables(self) -> None:
        """What each activity reaches, by cell and lane; an activity is one (instrument, use) in any lane."""
        places = [place.name for place in self._scenario.population.localities]
        groups = [group.name for group in self._scenario.population.groups]
        n_cells, n_lanes = len(groups) * (len(places) + 1), len(self._lanes)
        # in an order of their own, or the last bit of what they add up to would depend on companions' plans
        keys = sorted(
            {(activity.instrument, activity.use) for lane in self._lanes for activity in lane.activities}
        )
        structures = [structure.name for structure in self._scenario.structures]
        keys += [(f"structure:{name}", 0) for name in structures]
        self._activities = keys
        cells = np.zeros(len(keys), dtype=np.int64)
        self._running = np.zeros((self._scenario.horizon_weeks, len(keys), n_lanes))
        self._undertaken = [
            [keys.index((activity.instrument, activity.use)) for activity in lane.activities]
            for lane in self._lanes
        ]
        reach = np.zeros((len(keys), n_cells, n_lanes))
        worth, credibility, money = (np.zeros((len(keys), n_lanes)) for _ in range(3))
        for column, lane in enumerate(self._lanes):
            for activity in lane.activities:
                row = keys.index((activity.instrument, activity.use))
                worth[row, column] = worth_of_mode(activity.mode, lane.parameters)
                credibility[row, column] = activity.credibility
                money[row, column] = float(activity.money_frame)
                for name, chance in activity.reach.items():
                    first = groups.index(name) * (len(places) + 1)
                    for at, place in enumerate(places):
                        if activity.localities is None or place in activity.localities:
                            reach[row, first + at, column] = chance
                    reach[row, first + len(places), column] = chance
            for meetings in lane.meetings:
                row = keys.index((f"structure:{meetings.structure}", 0))
                voice = "inform" if "voice" in lane.off else meetings.mode
                cells[row] = 1 + structures.index(meetings.structure)
                worth[row, column] = worth_of_mode(voice, lane.parameters)
                credibility[row, column] = meetings.credibility
                reach[row, 1, column] = 1.0
        by_group = reach.reshape(len(keys), len(groups), len(places) + 1, n_lanes)
        group_reached = np.asarray(np.any(by_group > 0, axis=2))
        for row, cell in enumerate(cells):
            if cell > 0:
                seats = self._scenario.structures[cell - 1].seats
                named = {each.group for each in seats}
                group_reached[row] = np.array([name in named for name in groups])[:, None]
        self._reached = Activities(
            cells=cells,
            reach=reach,
            worth=worth,
            credibility=credibility,
            money=money,
            concerns=np.asarray(group_reached.any(axis=2)),
            most_willing=np.array([_most_willing(lane.parameters) for lane in self._lanes]),
        )

    def _write(self, lanes: Mapping[int, int], planned: Planned, first: int = 0) -> None:
        """Write weeks from ``first`` on of some lanes, each in its column: the calendar; in which weeks
        activities run, at which share of what they reach; in which structures meet."""
        columns = list(lanes.values())
        for name, weeks in planned.calendar.items():
            self._table[first:, self._place[name], columns] = weeks[first:, ..., planned.which]
        n_structures = len(self._scenario.structures)
        for (lane, column), at in zip(lanes.items(), planned.which, strict=True):
            rows = self._undertaken[lane]
            self._running[first:, rows, column] = planned.diary.running[: len(rows), first:, at].T
            met = planned.sittings[at].met.T
            self._running[first:, len(self._activities) - n_structures :, column] = met[first:]
        self._note_harm_moves(columns)

    def copied(self) -> Timetable:
        """The same timetable, to be changed without changing this one."""
        twin = copy.copy(self)
        twin._table, twin._running = self._table.copy(), self._running.copy()
        twin._harm_moves = self._harm_moves.copy()
        return twin

    def of(self, lanes: Sequence[int]) -> Timetable:
        """The same timetable with columns of these lanes only; lanes keep their positions."""
        columns = np.array([self._column[lane] for lane in lanes])
        twin = copy.copy(self)
        twin._column = {lane: at for at, lane in enumerate(lanes)}
        by_lane = {name: getattr(self._reached, name)[..., columns] for name in _BY_LANE}
        twin._reached = self._reached._replace(**{k: np.ascontiguousarray(v) for k, v in by_lane.items()})
        twin._table = np.ascontiguousarray(self._table[..., columns])
        twin._running = np.ascontiguousarray(self._running[..., columns])
        twin._harm_moves = self._harm_moves[:, columns]
        return twin

    def change(self, lanes: Mapping[int, Lane], week: int) -> None:
        """Let some lanes, by position, go on by other calendars after this week; they reach whom they
        reached."""
        first, at = week + 1, [self._column[lane] for lane in lanes]
        definite_now = self._table[week, self._place["definiteness"], at]
        self._write(dict(zip(lanes, at, strict=True)), self._planner.plan(lanes), first)
        # what is known stays known
        definite = np.maximum(self._table[week:, self._place["definiteness"], at], definite_now)
        self._table[week:, self._place["definiteness"], at] = definite
        self._table[first:, self._place["definiteness_growth"], at] = growth(definite)[1:]

    def _note_harm_moves(self, columns: Sequence[int]) -> None:
        """Note in which weeks the harm expected in some columns changes: options are ruled out, or are open
        again for want of a passed gate, or the service is withdrawn."""
        chance, withdrawn = (self._table[:, self._place[name], columns] for name in ("chance", "withdrawn"))
        narrowed = (chance[1:] != chance[:-1]).any(axis=1)
        self._harm_moves[1:, columns] = narrowed | (withdrawn[1:] != withdrawn[:-1])
        self.weeks_harm_moves = set(np.flatnonzero(self._harm_moves.any(axis=1)).tolist())


class Calendar:
    """A timetable with the attendance draws of one replication."""

    def __init__(
        self,
        scenario: Scenario,
        lanes: Sequence[Lane],
        seed: int,
        replication: int,
        timetable: Timetable | None = None,
    ) -> None:
        self._timetable = timetable or Timetable(scenario, lanes)
        self._is_shared = True
        self._n = scenario.population.n
        self._key = (seed, replication)
        self._kind = scenario.draws
        self._draws: dict[int, AttendanceDraws] = {}

    @property
    def timetable(self) -> Timetable:
        """What is done in every week; another one once a lane's calendar has changed."""
        return self._timetable

    def draw(self, activity: int, first: int, into: Floats) -> None:
        """Write draws of one activity, by its position, in the weeks from ``first`` on, float64[weeks, n]."""
        if activity not in self._draws:
            whose = self._timetable.activities[activity]
            self._draws[activity] = AttendanceDraws(*self._key, *whose, self._n, self._kind)
        self._draws[activity].weeks(first, into)

    @property
    def weeks_harm_moves(self) -> set[int]:
        """Weeks in which expected harm changes in any lane."""
        return self._timetable.weeks_harm_moves

    def now(self, week: int) -> Now:
        """This week's row, in every lane."""
        return self._timetable.now(week)

    def chances(self, week: int) -> Floats:
        """Chance of each option, float64[n_options, lanes]."""
        return self._timetable.chances(week)

    def row(self, name: str) -> Floats:
        """One quantity of ``Now`` in all weeks, float64[weeks, ..., lanes]."""
        return self._timetable.row(name)

    def change(self, lanes: Mapping[int, Lane], week: int) -> None:
        """Let some lanes, by position, go on by other calendars after this week."""
        if self._is_shared:
            self._timetable = self._timetable.copied()
            self._is_shared = False
        self._timetable.change(lanes, week)

    def narrow(self, lanes: Sequence[int]) -> None:
        """Go on with these lanes only."""
        self._timetable, self._is_shared = self._timetable.of(lanes), False

    def attend(self, first: int, into: Floats) -> None:
        """Write draws of the weeks from ``first`` on, float64[n_activities, weeks, n], of activities that run
        in any lane."""
        for activity, begin, end in self._timetable.turns(first, first + into.shape[1]):
            self.draw(activity, begin, into[activity, begin - first : end - first])


def _places(calendar: Mapping[str, Floats]) -> tuple[dict[str, int | slice], int]:
    """Where each quantity stands in a week's rows, one row or several; and how many rows there are."""
    places: dict[str, int | slice] = {}
    row = 0
    for name, weeks in calendar.items():
        width = 1 if weeks.ndim == 2 else weeks.shape[1]
        places[name] = row if weeks.ndim == 2 else slice(row, row + width)
        row += width
    return places, row


def _ends(place: int | slice) -> tuple[int, int]:
    """First row of a quantity, and the one after its last."""
    return (place.start, place.stop) if isinstance(place, slice) else (place, place + 1)


def _most_willing(parameters: Mapping[str, float]) -> float:
    """More than what reach is ever multiplied with in a chance to attend, by more than rounding."""
    return parameters["base_attendance"] * (1 + parameters["opponents_attend_more"]) * (1 + 1e-9)
