"""Moments: weeks at whose end everybody in a lane is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.scenario import Scenario
from sim.simulation.run import MOMENTS, Snapshot, week_of_moment
from sim.world import Lane


class Moments:
    """What was seen of each lane at each moment, by its planned milestones."""

    def __init__(self, scenario: Scenario, lanes: Sequence[Lane]) -> None:
        self._weeks = [
            {moment: week_of_moment(scenario, lane.milestones, moment) for moment in MOMENTS}
            for lane in lanes
        ]
        self._seen: list[dict[str, Snapshot]] = [{} for _ in lanes]
        self.weeks = {week for moments in self._weeks for week in moments.values()}

    def look(self, week: int, snapshot: Callable[[int], Snapshot]) -> None:
        """Take snapshots of lanes, by position, for which this week is a moment."""
        if week in self.weeks:
            for at, moments in enumerate(self._weeks):
                for moment in [name for name, when in moments.items() if when == week]:
                    self._seen[at][moment] = snapshot(at)

    def of(self, at: int, ended: Snapshot | None) -> Mapping[str, Snapshot]:
        """What was seen of a lane; of one that has ended, all later moments are as its end."""
        if ended is None:
            return self._seen[at]
        return {moment: self._seen[at].get(moment, ended) for moment in MOMENTS}
