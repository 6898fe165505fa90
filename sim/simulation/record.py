"""A record: what is kept of every week of a block.

The programme and its means lie side by side in one array, lane by lane, so that keeping a week is one
copy. What is kept of an ended lane stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.arrays import Course, Floats, Integers, Tally, zero_course, zero_tally
from sim.simulation.ended import columns_of

FROM_COURSE = (
    "disclosed",
    "attention",
    "tone",
    "campaign_against",
    "campaign_for",
    "redesign",
    "evidence",
    "process",
    "contacts",
    "cost_contacts",
    "cost_weeks",
    "cost_redesign",
    "responses",
    "responses_in_favour",
    "responses_late",
)


class Record:
    """Weeks of a block; ``course`` and ``tally`` are what is kept of the week at hand, and more."""

    def __init__(self, weeks: int, n_groups: int, n_localities: int, lanes: int) -> None:
        course = zero_course(n_groups, n_localities, lanes)._asdict()
        kept = {
            **zero_tally(n_groups, n_localities, lanes)._asdict(),
            **{name: course.pop(name) for name in FROM_COURSE},
        }
        self._place: dict[str, int | slice] = {}
        n_rows = n_kept = 0
        for name, array in {**kept, **course}.items():
            height = 1 if array.ndim == 1 else len(array)
            self._place[name] = n_rows if array.ndim == 1 else slice(n_rows, n_rows + height)
            n_rows += height
            n_kept = n_rows if name in kept else n_kept
        self._names, self._n_kept = list(kept), n_kept
        self._weeks = np.empty((weeks, n_kept, lanes))
        self._view(np.zeros((n_rows, lanes)))

    def _view(self, rows: Floats) -> None:
        self._rows = rows
        self.course = Course(**{name: rows[self._place[name]] for name in Course._fields})
        self.tally = Tally(**{name: rows[self._place[name]] for name in Tally._fields})

    def keep(self, week: int, going_on: Mapping[int, int]) -> None:
        """Keep the week at hand of lanes that go on, each in a column of its own; of others, what was kept
        the week before."""
        if len(going_on) == self._weeks.shape[2]:
            self._weeks[week] = self._rows[: self._n_kept]
            return
        self._weeks[week] = self._weeks[week - 1]
        self._weeks[week][:, list(going_on)] = self._rows[: self._n_kept, list(going_on.values())]

    def narrow(self, columns: Integers) -> None:
        """Go on with these columns of the week at hand."""
        self._view(columns_of(self._rows, columns))

    def hold(self, first: int, stop: int, ended: Sequence[int]) -> None:
        """Let weeks from ``first`` to ``stop - 1`` of lanes that have ended be as the one before."""
        self._weeks[first:stop, :, ended] = self._weeks[first - 1][:, ended]

    def repeat(self, week: int) -> None:
        """Let all weeks from this one on be as the one before."""
        self._weeks[week:] = self._weeks[week - 1]

    def series(self, name: str) -> Floats:
        """One quantity in all weeks, float64[weeks, ..., lanes]; what is kept later is not in it yet."""
        weeks: Floats = self._weeks[:, self._place[name]]
        return weeks

    def of(self, at: int) -> dict[str, Floats]:
        """Everything kept of one lane, by name: float64[weeks] or [weeks, k]."""
        return {name: np.ascontiguousarray(self.series(name)[..., at]) for name in self._names}
