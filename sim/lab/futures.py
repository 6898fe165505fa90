"""Futures: replications of one plan, kept while somebody may look at them again.

A sketch runs the first replications with fewer stakeholders for residents; a refined answer those of the
scenario's own population, whose numbers are then those of ``sim compare``. What a plan leads to in one
future depends on nothing else, so an arm that has been computed serves every visitor, and when
one plan changes only that plan is computed again.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sim.gates import DECIDING
from sim.lab.choice import Choice
from sim.lab.panels import Courses, Panel, courses_of, panels_of
from sim.outcomes import Outcome, outcomes_of, read_outcomes
from sim.scenario import Equal, Plan, Scenario
from sim.scenario.programme import MILESTONES
from sim.simulation import LuckOfAll, Run, simulate_lanes
from sim.world import Lane, Timetable, World, draw_world

Stage = Literal["sketch", "refined"]
SKETCH_PAIRS, REFINED_PAIRS = 20, 200
HURRIED_PAIRS = 10  # of a sketch that somebody waits behind: the hand moves on
SKETCH_RESIDENTS = 170  # measured; docs/lab.md says with what bias
ARMS_KEPT, SEEDS_KEPT = 24, 1
ATTENDANCE_KEPT = 1200  # weeks of an activity, for each world: about twice what one plan needs


@dataclass(frozen=True)
class Future:
    """One replication of one plan: outcomes, what is drawn, gates passed, ending, milestones reached."""

    values: Mapping[str, float]
    courses: Courses = field(repr=False)
    passed: frozenset[str]
    ending: str
    reached: tuple[int, ...]


@dataclass
class Arm:
    """A plan under assumptions, a seed and a stage, with the futures computed so far."""

    stage: Stage
    futures: dict[int, Future] = field(default_factory=dict)

    def first(self, pairs: int) -> list[Future]:
        """The first futures; all must have been computed."""
        return [self.futures[number] for number in range(pairs)]

    def missing(self, pairs: int) -> list[int]:
        """Which of the first are not there yet."""
        return [number for number in range(pairs) if number not in self.futures]


class Futures:
    """Everything that has been computed for one scenario, for all visitors."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.sketched = with_fewer_residents(scenario, SKETCH_RESIDENTS)
        self.outcomes = outcomes_of(scenario)
        self._read_in_sketches = {name: each for name, each in self.outcomes.items() if each.headline}
        self.panels: tuple[Panel, ...] = panels_of(scenario)
        self._arms: OrderedDict[str, Arm] = OrderedDict()
        self._worlds: OrderedDict[int, dict[int, tuple[World, LuckOfAll]]] = OrderedDict()

    def scenario_of(self, stage: Stage) -> Scenario:
        """The scenario whose people are simulated."""
        return self.sketched if stage == "sketch" else self.scenario

    def arm(self, choice: Choice, plan: Plan, stage: Stage) -> Arm:
        """The arm of a plan, kept from before or new."""
        key = _key(choice, plan, stage)
        if key not in self._arms:
            self._arms[key] = Arm(stage)
            while len(self._arms) > ARMS_KEPT:
                self._arms.popitem(last=False)
        self._arms.move_to_end(key)
        return self._arms[key]

    def world(self, stage: Stage, seed: int, number: int) -> tuple[World, LuckOfAll]:
        """People, network and luck; those of sketches are kept, as every drag meets them."""
        if stage == "refined":
            return _drawn(self.scenario, seed, number)
        kept = self._worlds.setdefault(seed, {})
        if number not in kept:
            kept[number] = _drawn(self.sketched, seed, number, ATTENDANCE_KEPT)
        return kept[number]

    def make_room(self, seed: int) -> None:
        """Forget worlds of other seeds than those looked at last; before, not while, work is shared out."""
        self._worlds.setdefault(seed, {})
        self._worlds.move_to_end(seed)
        while len(self._worlds) > SEEDS_KEPT:
            self._worlds.popitem(last=False)

    def compute(self, seed: int, number: int, equal: Equal, together: Together) -> None:
        """One replication of arms that lack it, side by side."""
        world, luck = self.world(together.stage, seed, number)
        runs = simulate_lanes(
            world.scenario,
            together.lanes,
            seed,
            number,
            equal,
            world=world,
            timetable=together.timetable,
            luck=luck,
        )
        for arm, run in zip(together.arms, runs, strict=True):
            arm.futures[number] = future_of(run, self.outcomes_read(together.stage), self.panels)

    def outcomes_read(self, stage: Stage) -> dict[str, Outcome]:
        """All outcomes; of sketches those of headlines, as reading all takes a fifth as long as running."""
        return self.outcomes if stage == "refined" else self._read_in_sketches

    def has(self, outcome: str) -> bool:
        """Whether a sketch answers for an outcome."""
        return outcome in self._read_in_sketches

    def read_too(self, outcome: str) -> None:
        """From now on let sketches read one more outcome; those made before are made again."""
        self._read_in_sketches[outcome] = self.outcomes[outcome]
        for key in [key for key, arm in self._arms.items() if arm.stage == "sketch"]:
            del self._arms[key]


class Together:
    """Arms that lack the same replications, and what all of these replications share."""

    def __init__(self, scenario: Scenario, stage: Stage, arms: Sequence[Arm], lanes: Sequence[Lane]) -> None:
        self.stage, self.arms, self.lanes = stage, arms, lanes
        self.timetable = Timetable(scenario, lanes)


def _drawn(scenario: Scenario, seed: int, number: int, keeps: int = 0) -> tuple[World, LuckOfAll]:
    world = draw_world(scenario, seed, number)
    return world, LuckOfAll(world, keeps)


def future_of(run: Run, outcomes: Mapping[str, Outcome], panels: tuple[Panel, ...]) -> Future:
    """What the lab keeps of a run."""
    return Future(
        values=read_outcomes(run, outcomes),
        courses=courses_of(run.history, panels),
        passed=frozenset(review.gate for review in run.reviews if review.in_favour),
        ending=run.ending.outcome if run.ending is not None else _without_gates(run),
        reached=tuple(run.reached.week(milestone) for milestone in MILESTONES),
    )


def _without_gates(run: Run) -> str:
    voted = [review for review in run.reviews if review.decides in DECIDING]
    if not voted:
        return "not decided"
    return "approved" if run.approved else "not approved"


def _key(choice: Choice, plan: Plan, stage: Stage) -> str:
    """What a run depends on; the name and label of a plan are not among it."""
    same = plan.model_copy(update={"name": "plan", "label": ""})
    parts = (
        same.model_dump_json(),
        sorted(choice.assumptions.items()),
        choice.equal,
        choice.seed,
        stage,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def with_fewer_residents(scenario: Scenario, members: int) -> Scenario:
    """The scenario with fewer stakeholders for its residents, each standing for more of them.

    Nobody else is left out: others speak for themselves, sit on bodies, and have a budget a head. A
    locality keeps at least one stakeholder, and a register its people.
    """
    groups = []
    for group in scenario.population.groups:
        if group.stands_for_residents and group.members > members:
            registered = sum(person.group == group.name for person in scenario.population.register)
            fewer = group.model_copy(update={"members": max(members, registered)})
            while 0 in _with(scenario, fewer).population.members_by_locality(fewer).values():
                if fewer.members >= group.members:
                    break
                fewer = fewer.model_copy(update={"members": min(group.members, fewer.members * 2)})
            group = fewer
        groups.append(group)
    population = scenario.population.model_copy(update={"groups": tuple(groups)})
    return scenario.model_copy(update={"population": population})


def _with(scenario: Scenario, group: object) -> Scenario:
    name = getattr(group, "name", "")
    groups = tuple(group if each.name == name else each for each in scenario.population.groups)
    population = scenario.population.model_copy(update={"groups": groups})
    return scenario.model_copy(update={"population": population})
