"""Chance: one independent stream for each thing that chance decides.

A stream is keyed by (seed, replication, purpose) and, for attendance, by the
instrument, its n-th use in the plan and the week. Everybody gets a draw every week
whether it is used or not, and every arm reads the same draws. So the same person
meets the same luck under every plan, arms stay equal until their plans differ, and a
new mechanism's draws move nobody else's.

Source: common random numbers by event keys, Klein et al. 2024 (arXiv 2409.02086) and
Pearson, Klein & Buffalo 2026 (arXiv 2603.11084). Ours keys numpy's seed sequences
instead of hashing single events.
"""

from __future__ import annotations

import zlib
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Purpose = Literal[
    "prior_view",
    "prior_trust",
    "gain",
    "attachment",
    "suspicion",
    "judgement",
    "threshold",
    "membership",
    "structures",
    "register",
    "party",
    "place",
    "network_professional",
    "network_community",
    "network_online",
    "network_political",
    "network_governance",
    "network_rewiring",
    "attendance",
    "joining",
    "leaving",
    "leak",
    "response",
    "aftermath",
    "private_noise",
]
PURPOSES: tuple[str, ...] = get_args(Purpose)


def _number(word: str) -> int:
    return zlib.crc32(word.encode())  # a hash that is the same in every process and on every machine


def stream(seed: int, replication: int, purpose: Purpose) -> np.random.Generator:
    """The stream of one purpose in one replication.

    Parameters
    ----------
    seed, replication : int >= 0
    purpose : Purpose
        What chance decides with these draws.
    """
    sequence = np.random.SeedSequence(entropy=seed, spawn_key=(replication, _number(purpose)))
    return np.random.Generator(np.random.PCG64(sequence))


class AttendanceDraws:
    """Who would come to the ``use``-th activity with an instrument: uniform draws by week.

    A week's draws stand at a place of their own in the stream, which is reached by a jump:
    weeks in which the activity does not run cost nothing, and change nothing.
    """

    def __init__(self, seed: int, replication: int, instrument: str, use: int, n: int) -> None:
        key = (replication, _number("attendance"), _number(instrument), use)
        self._bits = np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=key))
        self._generator = np.random.Generator(self._bits)
        self._n = n
        self._next_week = 0

    def week(self, week: int, into: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Draws of one week, float64[n]; written into an array if one is given."""
        if week != self._next_week:
            self._bits.advance((week - self._next_week) * self._n)  # one step a draw
        self._next_week = week + 1
        return self._generator.random(self._n, out=into)
