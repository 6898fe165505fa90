"""Lanes whose programme has ended: how they stood, and a block without them.

What is known of an ended lane stays as it was. Its columns take part in every week until enough lanes have
ended to make it worth moving the others together; a lane has the same bits in any company, so that it
changes none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from sim.arrays import Floats, Integers, Prior, State
from sim.simulation.run import Snapshot

WORTH_MOVING = 0.75  # of columns still needed, at most; each move costs about as much as two weeks

Arrays = TypeVar("Arrays", State, Prior)


@dataclass(frozen=True)
class Ended:
    """How everything stood as a lane's programme ended, or as its last week did."""

    week: int
    state: State
    prior_view: Floats
    contributions: Floats
    leaked: bool
    clipped: float

    @property
    def snapshot(self) -> Snapshot:
        """Everybody, as looked at from outside."""
        return Snapshot(self.state.support, self.state.trust)


def columns_of(array: Floats, columns: Integers) -> Floats:
    """Some columns of float64[..., lanes], side by side in memory as kernels expect them."""
    chosen: Floats = np.ascontiguousarray(np.take(array, columns, axis=-1))
    return chosen


def columns_of_each(arrays: Arrays, columns: Integers) -> Arrays:
    """The same columns of every array."""
    return type(arrays)(*(columns_of(each, columns) for each in arrays))
