"""Findings: what is wrong with parts of a scenario taken together.

Each knows the places it was concluded from, so that one mistake is told once.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.errors import nearest_name, unknown_name
from sim.scenario.places import Key, Place
from sim.scenario.problems import unknown_key

SHARES_ADD_UP_WITHIN = 1e-6
ANY = "*"
LOCALITIES: Place = ("population", "localities", ANY, "name")
GROUPS: Place = ("population", "groups", ANY, "name")
OPTIONS: Place = ("proposal", "options", ANY, "name")
BODIES: Place = ("programme", "bodies", ANY, "name")
PLANS: Place = ("plans", ANY, "name")
STRUCTURES: Place = ("structures", ANY, "name")
REGISTER: Place = ("population", "register")


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place, concluded from that place and others; ``first`` is where the like of it
    stands already."""

    place: Place
    expected: str
    seen_from: tuple[Place, ...] = ()
    first: Place | None = None

    def in_words(self, key: Key, data: Any) -> str:
        """What was expected, and where the first one stands."""
        return (
            self.expected if self.first is None else f"{self.expected} (the first: {key(self.first, data)})"
        )

    def rests_on(self, refused: Iterable[Place]) -> bool:
        """Whether it was concluded from anything at, above or below a refused place."""
        return any(_touch(seen, other) for seen in (self.place, *self.seen_from) for other in refused)


def _touch(one: Place, other: Place) -> bool:
    return all(a == b or ANY in (a, b) for a, b in zip(one, other, strict=False))


def add_up(shares: Mapping[Any, float] | None) -> bool:
    """Whether shares, if there are any, add up to 1."""
    return shares is None or abs(math.fsum(shares.values()) - 1) <= SHARES_ADD_UP_WITHIN


def names_of(parts: Iterable[Any]) -> list[str]:
    """Names of localities, groups, bodies and the like."""
    return [str(part.name) for part in parts]


def any_touch(places: Iterable[Place], others: Sequence[Place]) -> bool:
    return any(_touch(place, other) for place in places for other in others)


def twice(names: Sequence[str], places: Sequence[Place]) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, place in zip(names, places, strict=True):
        if name in seen:
            yield Finding(place, f"is '{name}' a second time; expected different names")
        seen.add(name)


def each_known(
    names: Sequence[str], place: Place, what: str, valid: Sequence[str], known_from: Place
) -> Iterator[Finding]:
    """Entries of a list that point nowhere."""
    for at, name in enumerate(names):
        if name not in valid:
            yield Finding((*place, at), unknown_name(name, what, valid), (known_from,))


def keys_known(
    names: Iterable[str], place: Place, what: str, valid: Sequence[str], known_from: Place
) -> Iterator[Finding]:
    """Keys of a mapping that point nowhere."""
    for name in names:
        if name not in valid:
            yield Finding((*place, name), unknown_key(name, what, valid), (known_from,))


def lacking(needed: Sequence[str], names: Collection[str]) -> list[str]:
    """Names that ought to be among keys and are not, not even misspelt."""
    meant = {nearest_name(name, needed) for name in names if name not in needed}
    return [name for name in needed if name not in names and name not in meant]
