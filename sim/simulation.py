"""Simulation: a scenario, a plan, a seed and a replication make a run; nothing else matters.

Lanes share people, network and luck; only parameters and calendar differ. A single run
is one lane, and has the same bits alone and beside others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.arrays import (
    Floats,
    People,
    State,
    Strip,
    Tally,
    Tiles,
    flat_prior,
    flat_state,
    scratch_for,
    zero_course,
    zero_tally,
)
from sim.errors import bad_input
from sim.gates import Review, decision_of, review_body, reviews_due
from sim.knobs import as_array, position
from sim.scenario import Equal, Plan, Scenario
from sim.scenario.programme import Milestones
from sim.tally import take_tally
from sim.week import STRIP, advance_week
from sim.world import Calendar, Lane, Luck, World, draw_world, lane_of, starting_point
from sim.world.harm import harm_of_options

MOMENTS = ("shortlist", "consultation_end", "decision", "horizon")
FROM_COURSE = (
    "disclosed",
    "attention",
    "tone",
    "campaign_against",
    "campaign_for",
    "redesign",
    "evidence",
    "process",
    "contacts",
    "cost_contacts",
    "cost_weeks",
    "cost_redesign",
)


@dataclass(frozen=True)
class Event:
    """Something that happened in a week."""

    week: int
    what: str


@dataclass(frozen=True)
class Snapshot:
    """Every stakeholder at the end of one week; float64[n]."""

    support: Floats
    trust: Floats


@dataclass(frozen=True)
class Run:
    """What one plan led to, with one seed and replication.

    ``history`` holds, by name, an array of one row a week (as the week ends): ``group_support``
    [weeks, n_groups], ``locality_support`` [weeks, n_localities], ``attention`` [weeks] and so on.
    """

    scenario: Scenario
    plan: str
    seed: int
    replication: int
    equal: Equal
    milestones: Milestones
    parameters: Mapping[str, float]
    history: Mapping[str, Floats]
    snapshots: Mapping[str, Snapshot]
    reviews: tuple[Review, ...]
    events: tuple[Event, ...]
    people: People = field(repr=False)
    state: State = field(repr=False)
    clipped_share: float

    @property
    def approved(self) -> bool | None:
        """Whether the boards decided in favour; None if the run ended before the decision."""
        return decision_of(self.reviews)

    @property
    def cost(self) -> float:
        """What the programme cost, as a share of its budget."""
        return float(sum(self.history[name][-1] for name in ("cost_contacts", "cost_weeks", "cost_redesign")))


def simulate(
    scenario: Scenario,
    plan: str | Plan = "early",
    seed: int = 1,
    replication: int = 0,
    behaviour: Mapping[str, float] | None = None,
    equal: Equal = "contacts",
    attendance: str = "drawn",
) -> Run:
    """Run one plan once.

    Parameters
    ----------
    plan : name of a plan in the scenario, or a Plan
    seed, replication : int >= 0
        Together the luck of the run; replications of a seed are independent.
    behaviour : mapping, optional
        Behaviour parameters that differ from the scenario's.
    equal : "contacts", "cost" or "intensity"
        What compared plans have in common (see ``sim.scenario.budget``).
    attendance : "drawn" or "expected"
        Draw who comes, or count everybody with the probability of coming.

    Raises
    ------
    BadInput
        If plan, parameter or seed does not exist or cannot be.
    """
    chosen = scenario.plan(plan) if isinstance(plan, str) else plan
    lane = lane_of(scenario, chosen, behaviour, equal)
    return simulate_lanes(scenario, [lane], seed, replication, equal, attendance)[0]


def simulate_lanes(
    scenario: Scenario,
    lanes: Sequence[Lane],
    seed: int = 1,
    replication: int = 0,
    equal: Equal = "contacts",
    attendance: str = "drawn",
    world: World | None = None,
) -> list[Run]:
    """Run several design points of one replication together, on the same people and the same luck.

    ``world`` may be given if it has been drawn already, with this seed and replication.
    """
    if seed < 0 or replication < 0:
        raise bad_input("seed", "", f"and replication must be 0 or more; they are {seed} and {replication}")
    if attendance not in ("drawn", "expected"):
        raise bad_input("attendance", "", f"is '{attendance}'; expected drawn or expected")
    if not lanes:
        return []
    world = world or draw_world(scenario, seed, replication)
    block = Block(world, lanes, attendance == "expected")
    for week in range(scenario.programme.horizon_weeks):
        block.advance(week)
    return [block.run(at, equal) for at in range(len(lanes))]


class Block:
    """Lanes on their way through the weeks."""

    def __init__(self, world: World, lanes: Sequence[Lane], expected_attendance: bool = False) -> None:
        scenario = world.scenario
        self.world, self.lanes = world, lanes
        self.expected_attendance = expected_attendance
        self.parameter = as_array([dict(lane.parameters) for lane in lanes])
        self.calendar = Calendar(scenario, lanes, world.seed, world.replication)
        self.luck = Luck(world)
        self.prior, self.state = starting_point(world, self.parameter)
        n_places, n_groups, n_lanes = (
            len(scenario.population.localities),
            len(scenario.population.groups),
            len(lanes),
        )
        self.course = zero_course(n_groups, n_places, n_lanes)
        self.tally = zero_tally(n_groups, n_places, n_lanes)
        rows_at_once = max(1, STRIP // n_lanes)
        self._along = np.tile(self.parameter, rows_at_once)
        self._tiles = Tiles(*(np.zeros(rows_at_once * n_lanes) for _ in Tiles._fields))
        self._strip = Strip(*(np.zeros(rows_at_once * n_lanes) for _ in Strip._fields))
        self._scratch = scratch_for(world.n, world.people.body_tests.shape[0], n_lanes)
        self._flat_prior, self._flat_state = flat_prior(self.prior), flat_state(self.state)
        self._harms = harm_of_options(scenario, world.people, world.attachment, self.parameter)
        self._chances: Floats | None = None
        weeks = scenario.programme.horizon_weeks
        self._history = {
            name: np.empty((weeks, *array.shape))
            for source, names in ((self.tally, Tally._fields), (self.course, FROM_COURSE))
            for name in names
            for array in [getattr(source, name)]
        }
        self._snapshots: list[dict[str, Snapshot]] = [{} for _ in lanes]
        self._reviews: list[list[Review]] = [[] for _ in lanes]
        self._expect_harm(0)
        take_tally(world.people, self.prior, self.state, self.tally, world.group_weights)

    def _expect_harm(self, week: int) -> None:
        """Harm expected over the options still open; moves only when the chances do."""
        chances = self.calendar.chances(week)
        if self._chances is not None and np.array_equal(chances, self._chances):
            return
        self._chances = chances
        expected = chances[0] * self._harms[0]
        for chance, harm in zip(chances[1:], self._harms[1:], strict=True):
            expected = expected + chance * harm
        self.prior.harm[...] = expected

    def advance(self, week: int) -> None:
        """One week: calendar, the compiled week, votes, record."""
        world = self.world
        self._expect_harm(week)  # 1
        advance_week(  # 2 to 12
            world.people,
            world.network,
            self._flat_prior,
            self._flat_state,
            self.course,
            self.tally,
            self.calendar.now(week),
            self.calendar.contacts(week),
            self.luck.next_week(),
            self.parameter,
            self._along,
            world.n_concerned,
            self.expected_attendance,
            self._tiles,
            self._strip,
            self._scratch,
        )
        take_tally(world.people, self.prior, self.state, self.tally, world.group_weights)
        for at, lane in enumerate(self.lanes):  # 13
            self._vote(at, lane, week)
        self._record(week)  # 14

    def _vote(self, at: int, lane: Lane, week: int) -> None:
        for membership in reviews_due(self.world.members, lane.milestones, week):
            bar = float(self.parameter[position("vote_bar"), at])
            self._reviews[at].append(review_body(membership, self.state.support[:, at], bar, week))

    def _record(self, week: int) -> None:
        for name in Tally._fields:
            self._history[name][week] = getattr(self.tally, name)
        for name in FROM_COURSE:
            self._history[name][week] = getattr(self.course, name)
        for at, lane in enumerate(self.lanes):
            for moment in MOMENTS:
                if week_of_moment(self.world.scenario, lane.milestones, moment) == week:
                    self._snapshots[at][moment] = Snapshot(
                        self.state.support[:, at].copy(), self.state.trust[:, at].copy()
                    )

    def run(self, at: int, equal: Equal = "contacts") -> Run:
        """The finished run of one lane."""
        lane, scenario = self.lanes[at], self.world.scenario
        history = {name: np.ascontiguousarray(array[..., at]) for name, array in self._history.items()}
        updates = self.world.n * scenario.programme.horizon_weeks
        return Run(
            scenario=scenario,
            plan=lane.plan.name,
            seed=self.world.seed,
            replication=self.world.replication,
            equal=equal,
            milestones=lane.milestones,
            parameters=lane.parameters,
            history=history,
            snapshots=self._snapshots[at],
            reviews=tuple(self._reviews[at]),
            events=_events(lane, history, bool(self.course.leaked[at]), self._reviews[at]),
            people=self.world.people,
            state=State(*(np.ascontiguousarray(array[:, at]) for array in self.state)),
            clipped_share=float(self.course.clipped[at]) / updates,
        )


def week_of_moment(scenario: Scenario, milestones: Milestones, moment: str) -> int:
    """The week at whose end an outcome is read."""
    last = scenario.programme.horizon_weeks - 1
    if moment == "horizon":
        return last
    milestone = "consultation_closes" if moment == "consultation_end" else moment
    return min(last, int(getattr(milestones, milestone)))


def _events(
    lane: Lane, history: Mapping[str, Floats], leaked: bool, reviews: Sequence[Review]
) -> tuple[Event, ...]:
    milestones = lane.milestones
    found = [
        Event(week, f"{name.replace('_', ' ').capitalize()}")
        for name, week in ((name, getattr(milestones, name)) for name in type(milestones).model_fields)
        if week < history["disclosed"].size
    ]
    told = np.flatnonzero(history["disclosed"] > 0)
    if told.size:
        found.append(Event(int(told[0]), "The proposal leaks" if leaked else "The public is told"))
    campaigning = np.flatnonzero(history["locality_against"].max(axis=1) > 0)
    if campaigning.size:
        found.append(Event(int(campaigning[0]), "First campaigners against"))
    found += [Event(review.week, review.reason) for review in reviews]
    return tuple(sorted(found, key=lambda event: event.week))
