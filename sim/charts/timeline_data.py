"""What a timeline is drawn from: one run's milestones, activities, gates and courses, in weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.arrays import Floats


Verdict = Literal["passes", "fails", "objects", "advises for", "advises against"]


@dataclass(frozen=True)
class Step:
    """A milestone: when it was planned, and when it was reached, if it was."""

    label: str
    planned: int
    reached: int | None


@dataclass(frozen=True)
class Bars:
    """Weeks in which something goes on: first week, and the week after the last."""

    title: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Moment:
    """Something that happened in a week, in a few words."""

    week: int
    label: str


@dataclass(frozen=True)
class Tried:
    """A gate, held: in which week, with what verdict and votes, such as 6-4."""

    week: int
    verdict: Verdict
    votes: str


@dataclass(frozen=True)
class GateRow:
    """A gate and every time it was held; never, if it was not reached."""

    title: str
    tried: tuple[Tried, ...]


@dataclass(frozen=True)
class Sequel:
    """What followed the decision: from when to when, and what came of it ("" if that was not awaited)."""

    title: str
    start: int
    stop: int
    result: str


@dataclass(frozen=True)
class Line:
    """A quantity by week; float64[weeks]."""

    label: str
    values: Floats


@dataclass(frozen=True)
class TimelineData:
    """One run as a timeline. ``ended`` is the week from which on nothing moves, if there was one."""

    title: str
    plan: str
    has_gates: bool  # else bodies vote, and hold nothing up
    finding: str
    failed: str  # which gates failed and for what, in words; "" if none did
    weeks: int  # weeks shown, counted from 0
    ended: int | None
    ending: str
    steps: tuple[Step, ...]
    consultation_planned: tuple[int, int]
    consultation_reached: tuple[int, int] | None
    activities: tuple[Bars, ...]
    moments: tuple[Moment, ...]
    gates: tuple[GateRow, ...]
    sequels: tuple[Sequel, ...]
    support: tuple[Line, ...]  # support points
    campaigns: tuple[Line, ...]  # share of residents
