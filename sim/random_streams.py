"""Chance: one independent stream for each thing that chance decides.

A stream is keyed by (seed, replication, purpose) and, for attendance, by the
instrument, its n-th use in the plan and the week. Everybody gets a draw every week
whether it is used or not, and every arm reads the same draws. So the same person
meets the same luck under every plan, arms stay equal until their plans differ, and a
new mechanism's draws move nobody else's.

Draws can be *antithetic*: replications 2k and 2k + 1 are a pair, of which the second meets the
mirrored luck of the first (a normal number with its sign turned, u as 1 - u). What is high in one is
low in the other, so that much of the luck cancels in their mean. Each replication by itself has the
distribution of independent ones; the two of a pair are not independent of one another.

Source: common random numbers by event keys, Klein et al. 2024 (arXiv 2409.02086) and
Pearson, Klein & Buffalo 2026 (arXiv 2603.11084). Ours keys numpy's seed sequences
instead of hashing single events. Antithetic variates: Hammersley & Morton 1956
(Mathematical Proceedings of the Cambridge Philosophical Society 52(3)); that they and common
random numbers may spoil one another, Kleijnen 1975 (Management Science 21(10)).
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
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
DrawKind = Literal["independent", "antithetic"]
DRAW_KINDS: tuple[DrawKind, ...] = get_args(DrawKind)
# The same in both replications of an antithetic pair: who hears whom and who sits where. No such number
# is high or low luck, and opposite views of the same circle of people are the easier to read.
KEPT: frozenset[Purpose] = frozenset(
    {
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
        "leak",  # as a stream: see LeakDraws
    }
)
LARGEST_UNIFORM = 1 - 2.0**-53


def _number(word: str) -> int:
    return zlib.crc32(word.encode())  # a hash that is the same in every process and on every machine


class Stream:
    """Numbers for one purpose, as they come or mirrored.

    Mirroring maps the numbers that can come onto one another, each as likely as its image: a mirrored
    stream has exactly the distribution of the other.
    """

    def __init__(self, bits: np.random.PCG64, is_mirrored: bool) -> None:
        self.bits = bits
        self._generator = np.random.Generator(bits)
        self._is_mirrored = is_mirrored

    def random(self, n: int, into: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Uniform numbers, float64[n] in [0, 1); written into an array if one is given."""
        uniform = self._generator.random(n, out=into)
        if self._is_mirrored:
            # numbers are multiples of 2**-53, and so are their images: nothing is rounded, 1 never comes
            np.subtract(LARGEST_UNIFORM, uniform, out=uniform)
        return uniform

    def standard_normal(self, n: int, into: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Standard normal numbers, float64[n]; written into an array if one is given. Their sign is a bit of
        its own."""
        normal = self._generator.standard_normal(n, out=into)
        if self._is_mirrored:
            np.negative(normal, out=normal)
        return normal

    def permutation(self, rows: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """Rows in any order, each as likely; mirrored, from last to first."""
        order: NDArray[np.int64] = self._generator.permutation(rows)
        return order[::-1] if self._is_mirrored else order


def stream(seed: int, replication: int, purpose: Purpose, draws: DrawKind) -> Stream:
    """The stream of one purpose in one replication.

    Parameters
    ----------
    seed, replication : int >= 0
    purpose : Purpose
        What chance decides with these draws.
    draws : "independent" or "antithetic"
        Whether a replication with an odd number mirrors the one before it.
    """
    return _stream(seed, replication, draws, purpose)


def _is_second(replication: int, draws: DrawKind) -> bool:
    return draws == "antithetic" and replication % 2 == 1


def _stream(seed: int, replication: int, draws: DrawKind, purpose: Purpose, *more: int) -> Stream:
    is_second = _is_second(replication, draws)
    first = replication - 1 if is_second else replication
    sequence = np.random.SeedSequence(entropy=seed, spawn_key=(first, _number(purpose), *more))
    return Stream(np.random.PCG64(sequence), is_mirrored=is_second and purpose not in KEPT)


class LeakDraws:
    """Whether a secret leaks: a uniform number a week, which is below that week's chance if it does.

    Chances are so small that what decides is the smallest number of all ``secret_weeks``. Mirrored one
    by one, numbers would hardly ever turn a leak into none. So the second of an antithetic pair mirrors
    the smallest by its place among all that could be smallest, the week it stands in, and how far
    others lie between it and 1: three independent things, which together are uniform numbers again,
    but for rounding. Later weeks are the same in both.
    """

    def __init__(self, seed: int, replication: int, draws: DrawKind, secret_weeks: int) -> None:
        self._stream = stream(seed, replication, "leak", draws)
        self._secret = self._stream.random(secret_weeks)
        if secret_weeks and _is_second(replication, draws):
            self._secret = with_smallest_mirrored(self._secret)
        self._week = 0

    def next_week(self) -> NDArray[np.float64]:
        """The number of the next week, float64[1]."""
        self._week += 1
        if self._week <= self._secret.size:
            return self._secret[self._week - 1 : self._week]
        return self._stream.random(1)


def with_smallest_mirrored(uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """Uniform numbers with the opposite smallest: as seldom undercut as the given one is exceeded.

    The smallest of n uniform numbers is below m with probability 1 - (1 - m)**n; it stands in any place
    alike, and the others are uniform above it. Done twice, it gives back what was given.

    Parameters
    ----------
    uniform : float64[n], in [0, 1)
        Independent of one another; not changed.
    """
    n, at = uniform.size, int(uniform.argmin())
    smallest = float(uniform[at])
    mirrored = 1 - (1 - (1 - smallest) ** n) ** (1 / n)
    above = (uniform - smallest) / (1 - smallest)
    found = mirrored + (1 - mirrored) * (1 - above)
    found[at] = mirrored
    backwards: NDArray[np.float64] = np.minimum(found[::-1], LARGEST_UNIFORM)
    return backwards


class AttendanceDraws:
    """Who would come to the ``use``-th activity with an instrument: uniform draws by week.

    A week's draws stand at a place of their own in the stream, which is reached by a jump:
    weeks in which the activity does not run cost nothing, and change nothing.
    """

    def __init__(
        self, seed: int, replication: int, instrument: str, use: int, n: int, draws: DrawKind
    ) -> None:
        self._stream = _stream(seed, replication, draws, "attendance", _number(instrument), use)
        self._n = n
        self._next_week = 0

    def week(self, week: int) -> NDArray[np.float64]:
        """Draws of one week, float64[n]."""
        into = np.empty(self._n)
        self.weeks(week, into[None])
        return into

    def weeks(self, first: int, into: NDArray[np.float64]) -> None:
        """Write draws of the weeks from ``first`` on, float64[weeks, n] in one piece."""
        if first != self._next_week:
            self._stream.bits.advance((first - self._next_week) * self._n)  # one step a draw
        self._next_week = first + len(into)
        self._stream.random(into.size, into.reshape(-1))
