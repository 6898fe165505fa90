"""A run: what one plan led to, with one seed and replication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum

from sim.arrays import Floats, People, State
from sim.gates import Aftermath, Ending, Happening, Review, decision_of
from sim.scenario import Equal, PlannedActivity, Scenario
from sim.scenario.programme import Milestones
from sim.simulation.story import Event, events_of

MOMENTS = ("shortlist", "consultation_end", "decision", "horizon")


@dataclass(frozen=True)
class Snapshot:
    """Every stakeholder at the end of one week; float64[n]."""

    support: Floats
    trust: Floats


@dataclass(frozen=True)
class Decided:
    """What gates or votes made of a lane so far."""

    reviews: tuple[Review, ...]
    happenings: tuple[Happening, ...] = ()
    aftermath: Aftermath | None = None
    ending: Ending | None = None


@dataclass(frozen=True)
class Run:
    """What one plan led to, with one seed and replication.

    ``history`` holds, by name, an array of one row a week (as the week ends): ``group_support``
    [weeks, n_groups], ``locality_support`` [weeks, n_localities], ``attention`` [weeks] and so on.
    ``milestones`` are as planned, ``reached`` as delays left them; a run with gates has an ``ending``;
    ``off`` names the mechanisms that were taken out.
    An explained run has ``contributions`` [n_mechanisms, n] at its end, which add up to support minus
    ``prior_view``, and their means by group, ``explained`` [weeks, n_mechanisms, n_groups].
    ``names`` are those of registered people, by row.
    """

    scenario: Scenario
    plan: str
    seed: int
    replication: int
    equal: Equal
    milestones: Milestones
    reached: Milestones
    parameters: Mapping[str, float]
    history: Mapping[str, Floats]
    snapshots: Mapping[str, Snapshot]
    reviews: tuple[Review, ...]
    happenings: tuple[Happening, ...]
    aftermath: Aftermath | None = field(repr=False)
    ending: Ending | None
    leaked: bool
    activities: tuple[PlannedActivity, ...] = field(repr=False)
    people: People = field(repr=False)
    state: State = field(repr=False)
    clipped_share: float
    prior_view: Floats = field(repr=False)
    contributions: Floats | None = field(default=None, repr=False)
    explained: Floats | None = field(default=None, repr=False)
    off: frozenset[str] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict, repr=False)

    @property
    def approved(self) -> bool | None:
        """Whether the boards decided in favour; None if the run ended before the decision."""
        if self.ending is not None and self.aftermath is None:
            return False if self.ending.gate else None
        return decision_of(self.reviews)

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened in which week."""
        return events_of(self)

    @property
    def cost(self) -> float:
        """What the programme cost, as a share of its budget."""
        return fsum(self.history[name][-1] for name in ("cost_contacts", "cost_weeks", "cost_redesign"))


def week_of_moment(scenario: Scenario, milestones: Milestones, moment: str) -> int:
    """The week at whose end an outcome is read."""
    last = scenario.horizon_weeks - 1
    if moment == "horizon":
        return last
    milestone = "consultation_closes" if moment == "consultation_end" else moment
    return min(last, int(getattr(milestones, milestone)))
