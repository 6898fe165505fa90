"""Antithetic pairs: two replications of mirrored luck, which statistics count as one observation.

Replications 2k and 2k + 1 are a pair (``sim.random_streams``). They are not independent of one
another; pairs are. So replications come in even numbers, and whatever says how well a mean is known
takes the mean of a pair for one observation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats, Integers
from sim.errors import BadInput, Problem
from sim.random_streams import DrawKind
from sim.scenario import Scenario


def pairing_of(scenario: Scenario, replications: Sequence[int]) -> Integers | None:
    """Which antithetic pair each replication belongs to; None if draws are independent."""
    if scenario.draws == "independent":
        return None
    return np.asarray(replications, dtype=np.int64) // 2


def pairs_among(scenario: Scenario, replications: Sequence[int]) -> int:
    """Antithetic pairs among replications, whole or not; 0 if draws are independent."""
    return 0 if scenario.draws == "independent" else len({each // 2 for each in replications})


def independent_means(values: Floats, draws: DrawKind, axis: int = 0) -> Floats:
    """One number an independent observation along an axis: a replication, or the mean of a pair."""
    if draws == "independent":
        return values
    first, second = (np.arange(start, values.shape[axis], 2) for start in (0, 1))
    return np.asarray(values.take(first, axis) + values.take(second, axis)) / 2


def problems_of_count(scenario: Scenario, key: str, count: int) -> list[Problem]:
    """What is wrong with a number of replications: with antithetic draws, that it is odd."""
    if scenario.draws == "independent" or count % 2 == 0:
        return []
    what = "expected an even number, as antithetic replications come in pairs"
    return [Problem(key, f"is {count}; {what}, such as {count + 1}")]


def refuse_odd(scenario: Scenario, where: str, key: str, count: int) -> None:
    """Refuse a number of replications that leaves one without its mirror image.

    Raises
    ------
    BadInput
        If draws are antithetic and the number is odd.
    """
    if problems := problems_of_count(scenario, key, count):
        raise BadInput(where, problems)
