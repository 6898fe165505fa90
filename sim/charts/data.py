"""What charts are drawn from: weekly courses with bands, and paired differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.arrays import Floats


@dataclass(frozen=True)
class Course:
    """One quantity under one plan, week by week; float64[weeks].

    ``low`` and ``high`` are the 10th and 90th percentile across runs.
    """

    plan: str
    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Panel:
    """One row of a chart by week: what it is about, and its course under every plan."""

    title: str
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Mark:
    """A milestone: a dotted line at its week."""

    week: int
    label: str


@dataclass(frozen=True)
class Difference:
    """First plan minus other plan in one outcome: every pair, and the summary that belongs to them.

    ``values`` : float64[pairs]. ``low`` and ``high`` bound the mean with 95 % confidence, infinite
    where too few pairs leave it unknown. ``rope`` is the smallest difference that matters.
    ``antithetic_pairs`` is how many of replications they stand in, 0 if draws are independent.
    """

    first: str
    other: str
    outcome: str
    label: str
    unit: str
    better_is: Literal["higher", "lower", "neither"]
    rope: float
    first_mean: float
    other_mean: float
    values: Floats
    mean: float
    low: float
    high: float
    better: int
    worse: int
    better_low: float
    better_high: float
    antithetic_pairs: int = 0

    @property
    def pairs(self) -> int:
        return int(self.values.size)

    @property
    def same(self) -> int:
        """Pairs in which both plans lead to the same value."""
        return self.pairs - self.better - self.worse


@dataclass(frozen=True)
class Ends:
    """The same difference at the decision and at the horizon."""

    decision: Difference
    horizon: Difference


@dataclass(frozen=True)
class Part:
    """What one mechanism, or all of them, added to the difference of two plans: mean with 95 % interval."""

    label: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Reasons:
    """Why plans differ in the support of one group: its parts, in a fixed order, add up to the total."""

    title: str
    parts: tuple[Part, ...]
    total: Part


@dataclass(frozen=True)
class Why:
    """Why two plans differ in support at the decision, group by group, in support points.

    ``pairs`` is how many pairs were accounted for, often fewer than were compared.
    """

    pairs: int
    groups: tuple[Reasons, ...]
    residents: int  # position of the residents' group
    antithetic_pairs: int = 0


@dataclass(frozen=True)
class Contrast:
    """First plan against one other; no ``losing`` or ``gaining`` where no locality does."""

    other: str
    headline: tuple[Difference, ...]
    residents: Ends
    trust: Ends
    losing: Ends | None
    gaining: Ends | None
    campaign: Difference
    redesign: Difference
    cost: Difference
    why: Why | None = None


@dataclass(frozen=True)
class Surroundings:
    """What goes on around support, week by week: campaigns, media, redesign, money."""

    against: Panel  # share of residents
    in_favour: Panel  # share of residents
    attention: Panel  # 0 to 1
    redesign: Panel  # share of the harm
    cost: Panel  # share of the budget


@dataclass(frozen=True)
class ChartData:
    """Everything the charts of one comparison show. The first plan is compared with each other."""

    title: str
    plans: tuple[str, ...]
    pairs: int
    marks: tuple[Mark, ...]
    consultation: tuple[int, int]
    decision_week: int
    groups: tuple[Panel, ...]
    sides: tuple[Panel, ...]
    trust: tuple[Panel, ...]
    surroundings: Surroundings
    contrasts: tuple[Contrast, ...]
    antithetic_pairs: int = 0
