"""Accounts: what each mechanism has added to everybody's support, in a run that is to be explained."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.arrays import MECHANISMS, Account, Floats, Integers, People, account_of
from sim.simulation.ended import columns_of


class Accounts:
    """The account that kernels write, in columns, and weighted means by group of every week, by lane."""

    def __init__(self, people: People, lanes: int, explain: bool) -> None:
        self._people = people
        self._n = people.locality.size if explain else 0
        self.account = account_of(self._n, lanes)
        self._columns = lanes
        self._weeks: list[tuple[Mapping[int, int], Floats]] = []

    @property
    def are_kept(self) -> bool:
        """Whether there is anything to keep of a week."""
        return self._n > 0

    def contributions(self) -> Floats:
        """What each mechanism has added so far: float64[n_mechanisms, n, columns]; n is 0 if nothing is
        kept."""
        return self._by_column(self.account.lasting + self.account.passing)

    def keep(self, column: Mapping[int, int]) -> None:
        """Keep this week's means of lanes, each in its column."""
        if self.are_kept:
            self._weeks.append((column, self._means()))

    def narrow(self, columns: Integers) -> None:
        """Go on with these columns."""
        kept = [columns_of(self._by_column(each), columns) for each in self.account]
        self._columns = columns.size
        self.account = Account(*(each.reshape(len(MECHANISMS), self._n * columns.size) for each in kept))

    def of(self, at: int, weeks: int, last: int) -> Floats | None:
        """Means of one lane, float64[weeks, n_mechanisms, n_groups], after ``last`` as in it; None if nothing
        is kept."""
        if not self._weeks:
            return None
        found = [means[:, :, column[at]] for column, means in self._weeks[: last + 1]]
        return np.stack(found + found[-1:] * (weeks - 1 - last))

    def _by_column(self, entries: Floats) -> Floats:
        return entries.reshape(len(MECHANISMS), self._n, self._columns)

    def _means(self) -> Floats:
        """Weighted means by group: float64[n_mechanisms, n_groups, columns]."""
        people = self._people
        weighted = self.contributions() * people.weight[:, None]
        sums = np.add.reduceat(weighted, people.group_start[:-1], axis=1)
        weights = np.add.reduceat(people.weight, people.group_start[:-1])
        means: Floats = sums / weights[:, None]
        return means
