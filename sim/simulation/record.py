"""A record: what is kept of every week of a block.

The programme and its means lie side by side in one array, lane by lane. When a block goes on with fewer
lanes, weeks are kept in a new piece with as many columns. What is kept of an ended lane stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Course, Floats, Integers, Tally, zero_course, zero_tally
from sim.simulation.ended import columns_of
from sim.simulation.stretch import Recorded


@dataclass(frozen=True)
class Piece:
    """Weeks from ``first`` on of some lanes, each in a column: float64[weeks, n_kept, columns]."""

    first: int
    column: Mapping[int, int]
    weeks: Floats


class Record:
    """Weeks of a block; ``course`` and ``tally`` are what is kept of the week at hand, and more.

    ``courses`` and ``tallies`` are where compiled code keeps every week.
    """

    def __init__(self, weeks: int, n_groups: int, n_localities: int, column: Mapping[int, int]) -> None:
        lanes = len(column)
        course = zero_course(n_groups, n_localities, lanes)._asdict()
        kept = {
            **zero_tally(n_groups, n_localities, lanes)._asdict(),
            **{name: course.pop(name) for name in Recorded._fields},
        }
        self._place: dict[str, int | slice] = {}
        n_rows = n_kept = 0
        for name, array in {**kept, **course}.items():
            height = 1 if array.ndim == 1 else len(array)
            self._place[name] = n_rows if array.ndim == 1 else slice(n_rows, n_rows + height)
            n_rows += height
            n_kept = n_rows if name in kept else n_kept
        self._names, self._n_kept, self._n_weeks = list(kept), n_kept, weeks
        self._pieces: list[Piece] = []
        self._begin(0, column, np.zeros((n_rows, lanes)))

    def _begin(self, first: int, column: Mapping[int, int], rows: Floats) -> None:
        """A new piece, and the week at hand."""
        # all weeks, as kernels count them; memory that nothing is written to is not taken up
        weeks = np.empty((self._n_weeks, self._n_kept, len(column)))
        self._pieces.append(Piece(first, column, weeks))
        self._rows = rows
        self.course = Course(**{name: rows[self._place[name]] for name in Course._fields})
        self.tally = Tally(**{name: rows[self._place[name]] for name in Tally._fields})
        self.courses = Recorded(**{name: weeks[:, self._place[name]] for name in Recorded._fields})
        self.tallies = Tally(**{name: weeks[:, self._place[name]] for name in Tally._fields})

    def keep(self, week: int) -> None:
        """Keep the week at hand as it is now."""
        self._pieces[-1].weeks[week] = self._rows[: self._n_kept]

    def narrow(self, first: int, column: Mapping[int, int], columns: Integers) -> None:
        """From week ``first`` on, keep these columns of the week at hand."""
        self._begin(first, column, columns_of(self._rows, columns))

    def series(self, at: int, name: str, stop: int) -> Floats:
        """One quantity of a lane in the weeks before ``stop``, float64[stop] or [stop, k]."""
        return self._weeks_of(at, stop)[:, self._place[name]]

    def of(self, at: int, last: int) -> dict[str, Floats]:
        """Everything kept of one lane, by name: float64[weeks] or [weeks, k]; after ``last`` as in it."""
        weeks = self._weeks_of(at, self._n_weeks)
        weeks[last + 1 :] = weeks[last]
        return {name: np.ascontiguousarray(weeks[:, self._place[name]]) for name in self._names}

    def _weeks_of(self, at: int, stop: int) -> Floats:
        """All that is kept of a lane before ``stop``, float64[stop, n_kept]."""
        found = np.empty((stop, self._n_kept))
        for piece in self._pieces:
            if at in piece.column and piece.first < stop:
                found[piece.first :] = piece.weeks[piece.first : stop, :, piece.column[at]]
        return found
