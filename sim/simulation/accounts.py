"""Accounts: what each mechanism has added to everybody's support, in a run that is to be explained."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.arrays import MECHANISMS, Account, Floats, Integers, People, account_of
from sim.simulation.ended import columns_of


class Accounts:
    """The account that kernels write, in columns, and weighted means by group of every week, by lane."""

    def __init__(self, people: People, lanes: int, explain: bool) -> None:
        self._people, self._lanes = people, lanes
        self._n = people.locality.size if explain else 0
        self.account = account_of(self._n, lanes)
        self._columns = lanes
        self._weeks: list[Floats] = []

    def contributions(self) -> Floats:
        """What each mechanism has added so far: float64[n_mechanisms, n, columns]; n is 0 if nothing is
        kept."""
        return self._by_column(self.account.lasting + self.account.passing)

    def keep(self, going_on: Mapping[int, int]) -> None:
        """Keep this week's means of lanes that go on, each in its column; of others, last week's."""
        if not self._n:
            return
        means = self._means()
        week = self._weeks[-1].copy() if self._weeks else np.empty((*means.shape[:2], self._lanes))
        week[..., list(going_on)] = means[..., list(going_on.values())]
        self._weeks.append(week)

    def repeat(self, weeks: int) -> None:
        """Let so many weeks be as the last one."""
        self._weeks += self._weeks[-1:] * weeks

    def narrow(self, columns: Integers) -> None:
        """Go on with these columns."""
        kept = [columns_of(self._by_column(each), columns) for each in self.account]
        self._columns = columns.size
        self.account = Account(*(each.reshape(len(MECHANISMS), self._n * columns.size) for each in kept))

    def of(self, at: int) -> Floats | None:
        """Means of one lane, float64[weeks, n_mechanisms, n_groups]; None if nothing is kept."""
        return np.stack([week[:, :, at] for week in self._weeks]) if self._weeks else None

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
