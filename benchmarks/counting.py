"""Counts what one week of the model computes and moves, by running its Python with numbers that count.

With compilation off, the sources of compiled code are plain Python. Arrays are replaced by ones of numbers
that note each addition, multiplication, division and comparison, and that note being read from and written
to an array. Prints JSON: operations and accesses a stakeholder-week of one lane.

Run by ``bounds.py``, in a process with NUMBA_DISABLE_JIT=1.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any, NamedTuple

import numpy as np

import sim
import sim.simulation.block as block_module
from sim.scenario import with_gates
from sim.simulation import Block
from sim.world import draw_world, lane_of

COUNT: Counter[str] = Counter()
N_LANES = 4  # as many as have to be heard in the way of many lanes (``sim.week.ties``)
KEPT_AT_HAND = ("tiles", "strip", "in_layer", "heard")  # a few kilobytes, always in the nearest cache


class Number(float):
    """A float that counts what is done with it."""

    __slots__ = ()


def _counting(name: str, kind: str) -> None:
    honest = getattr(float, name)

    def counted(self: Number, *other: Any) -> Any:
        COUNT[kind] += 1
        found = honest(float(self), *[float(each) for each in other])
        return Number(found) if isinstance(found, float) else found

    setattr(Number, name, counted)


for _name in ("add", "radd", "sub", "rsub"):
    _counting(f"__{_name}__", "additions")
for _name in ("mul", "rmul"):
    _counting(f"__{_name}__", "multiplications")
for _name in ("truediv", "rtruediv"):
    _counting(f"__{_name}__", "divisions")
for _name in ("lt", "le", "gt", "ge"):
    _counting(f"__{_name}__", "comparisons")


class Watched:
    """An array of counting numbers that notes reads and writes under its name."""

    def __init__(self, array: np.ndarray, name: str) -> None:
        self._array, self._name = array, name
        self.shape, self.size = array.shape, array.size

    def __getitem__(self, at: Any) -> Any:
        found = self._array[at]
        if isinstance(found, np.ndarray):  # some weeks of many, or some rows of a room
            return Watched(found, self._name)
        COUNT[f"read {self._name}"] += 1
        return Number(found)

    def __setitem__(self, at: Any, value: float) -> None:
        COUNT[f"write {self._name}"] += 1
        self._array[at] = float(value)


def watched(given: Any, name: str) -> Any:
    """The same argument, its arrays of floats watched."""
    if isinstance(given, np.ndarray) and given.dtype == np.float64:
        return Watched(given, name)
    if isinstance(given, tuple) and hasattr(given, "_fields"):
        fields: NamedTuple = given  # type: ignore[assignment]
        names = fields._fields
        return type(given)(*[watched(each, field) for each, field in zip(given, names, strict=True)])
    return given


def main(n_weeks: int) -> None:
    scenario = with_gates(sim.load_scenario(), False)

    def counted(week: Any) -> Any:
        def run(*arguments: Any) -> None:
            week(*[watched(each, f"argument {at}") for at, each in enumerate(arguments)])

        return run

    block_module.settled = lambda week, *arguments: counted(week)
    lanes = [lane_of(scenario, scenario.plan(name)) for name in ("early", "late") * (N_LANES // 2)]
    block = Block(draw_world(scenario, 1, 0), lanes)
    COUNT.clear()
    for week in range(n_weeks):
        block.advance(week)
    per = scenario.population.n * n_weeks * N_LANES
    kinds = ("additions", "multiplications", "divisions", "comparisons")
    moved = {name: count for name, count in COUNT.items() if name.startswith(("read ", "write "))}
    far = {name: count for name, count in moved.items() if name.split(" ", 1)[1] not in KEPT_AT_HAND}
    near = sum(moved.values()) - sum(far.values())
    ties = block.world.network.neighbour.size / scenario.population.n
    print(
        json.dumps(
            {
                "operations": {kind: COUNT[kind] / per for kind in kinds},
                "near": near / per,
                "far": {name: count / per for name, count in sorted(far.items())},
                "ties": ties,
                "weeks": n_weeks,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
