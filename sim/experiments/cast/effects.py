"""Effects of the cast: paired runs of a scenario with a part and without it.

What is looked at is what people can feel: support and trust by group, the share of each body in
favour at its first vote, gates passed at the first try, and how programmes end. Many numbers are
looked at, so a change counts only if it is clear at a level divided by how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

import numpy as np
from scipy import stats

from sim.arrays import Floats
from sim.errors import bad_input
from sim.experiments.cast.parts import Part
from sim.experiments.engines import Engine, run_tasks
from sim.experiments.evaluate import Progress
from sim.experiments.statistics import mean_interval
from sim.outcomes import ROPE_SHARE, ROPE_SUPPORT, ROPE_TRUST, outcomes_of
from sim.scenario import Scenario, load_scenario, rulebook_in_force, with_draws
from sim.simulation import Run, simulate_lanes
from sim.world import Lane, lane_of

Kind = Literal["support", "trust", "vote", "verdict"]
LEVEL = 0.05  # of a false alarm, over all numbers looked at for one part
FEWEST_PAIRS = 5
ENDINGS = ("goes_ahead", "modified", "stopped_at_gate", "stopped_by_minister", "called_in")


@dataclass(frozen=True)
class Change:
    """How a number differs with a part and without it: mean over pairs with its 95 % interval."""

    name: str
    label: str
    kind: Kind
    rope: float
    with_part: float
    without_part: float
    difference: float
    low: float
    high: float
    pairs: int
    is_clear: bool

    @property
    def matters(self) -> bool:
        """Whether it is clear, and larger than the smallest difference that matters."""
        return self.is_clear and abs(self.difference) > self.rope


@dataclass(frozen=True)
class CastEffect:
    """What a part does: every number looked at, the largest against its rope first."""

    part: Part
    runs: int
    seed: int
    changes: tuple[Change, ...] = field(repr=False)

    @property
    def clear(self) -> tuple[Change, ...]:
        """Changes that are no accident."""
        return tuple(change for change in self.changes if change.is_clear)


@dataclass(frozen=True)
class Number:
    """A number looked at: a name of an outcome, or of a body's vote or a gate."""

    name: str
    label: str
    kind: Kind
    rope: float


def cast_effects(
    parts: Sequence[Part],
    runs: int = 100,
    seed: int = 1,
    engine: Engine = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[CastEffect]:
    """Take parts out of their scenarios, one at a time.

    Parameters
    ----------
    runs : int >= 5
        Pairs of runs for each part; with and without it they share people and luck.
    progress : called with (done, total) after each pair

    Raises
    ------
    BadInput
        If a scenario, a plan or a part in it does not exist.
    """
    if runs < FEWEST_PAIRS:
        raise bad_input("cast", "runs", f"is {runs}; expected {FEWEST_PAIRS} or more")
    found, done = [], 0
    for part in parts:
        scenario = with_draws(load_scenario(part.scenario), "independent")  # each pair is an observation
        numbers = numbers_of(scenario)
        values = np.full((runs, 2, len(numbers)), np.nan)
        work = partial(pair_of, part, scenario, seed)
        for replication, pair in run_tasks(work, range(runs), engine, workers):
            values[replication] = pair
            done += 1
            if progress is not None:
                progress(done, runs * len(parts))
        found.append(CastEffect(part, runs, seed, _changes(numbers, values, seed, part.name)))
    return found


def numbers_of(scenario: Scenario) -> tuple[Number, ...]:
    """Every number that is looked at in a scenario."""
    return tuple(_numbers(scenario))


def _numbers(scenario: Scenario) -> Iterator[Number]:
    outcomes = outcomes_of(scenario)
    for group in scenario.population.groups:
        for moment, when in (("decision", "at the decision"), ("horizon", "at the horizon")):
            yield Number(
                f"support_{group.name}_{moment}", f"support of {group.title}, {when}", "support", ROPE_SUPPORT
            )
            yield Number(
                f"trust_{group.name}_{moment}", f"trust of {group.title}, {when}", "trust", ROPE_TRUST
            )
    for side, words in (("losing", "losing localities"), ("gaining", "other localities")):
        for moment in ("decision", "horizon"):
            name = f"support_{side}_{moment}"
            yield Number(name, f"support in {words}, at the {moment}", "support", ROPE_SUPPORT)
    for body in scenario.programme.bodies:
        yield Number(f"vote:{body.name}", f"{body.title}: share in favour", "vote", ROPE_SHARE)
    if not scenario.gates:
        return
    for gate in rulebook_in_force(scenario).gates:
        yield Number(f"gate:{gate.name}", f"{gate.title}: passed at once", "verdict", ROPE_SHARE)
    for name in ENDINGS:
        label = outcomes[name].label
        yield Number(name, label[0].lower() + label[1:], "verdict", ROPE_SHARE)


def pair_of(part: Part, scenario: Scenario, seed: int, replication: int) -> Floats:
    """Every number (see ``numbers_of``) with the part and without it, float64[2, numbers].

    Not a number, where a programme never came to a vote or a gate.

    Raises
    ------
    BadInput
        If the scenario does not have the part.
    """
    changed = part.change(scenario)
    first = lane_of(scenario, scenario.plan(part.plan))
    other = lane_of(changed, changed.plan(part.other_plan or part.plan), part.behaviour, off=part.off)
    if part.without_instrument:
        other = _without(other, part.without_instrument)
    if changed is scenario:
        runs = simulate_lanes(scenario, [first, other], seed, replication)
    else:
        runs = [
            simulate_lanes(each, [lane], seed, replication)[0]
            for each, lane in ((scenario, first), (changed, other))
        ]
    names = [number.name for number in numbers_of(scenario)]
    return np.array([_read(run, names) for run in runs])


def _without(lane: Lane, instrument: str) -> Lane:
    kept = tuple(each for each in lane.activities if each.instrument != instrument)
    if len(kept) == len(lane.activities):
        raise bad_input("cast", lane.plan.name, f"has no activity with instrument {instrument}")
    return replace(lane, activities=kept)


def _read(run: Run, names: Sequence[str]) -> list[float]:
    outcomes = outcomes_of(run.scenario)
    votes: dict[str, float] = {}
    gates: dict[str, float] = {}
    for review in run.reviews:
        gates.setdefault(review.gate, float(review.in_favour))
        for vote in review.votes if review.gate else (review,):  # with gates off bodies vote by themselves
            votes.setdefault(vote.body, vote.votes_for / max(1, vote.votes_for + vote.votes_against))

    def value(name: str) -> float:
        kind, _, which = name.partition(":")
        if kind == "vote":
            return votes.get(which, float("nan"))
        if kind == "gate":
            return gates.get(which, float("nan"))
        return float(outcomes[name].value(run))

    return [value(name) for name in names]


def _changes(numbers: Sequence[Number], values: Floats, seed: int, part: str) -> tuple[Change, ...]:
    looked_at = int(
        sum((np.isfinite(values[:, :, at]).all(axis=1)).sum() >= FEWEST_PAIRS for at in range(len(numbers)))
    )
    found = []
    for at, number in enumerate(numbers):
        both = np.isfinite(values[:, :, at]).all(axis=1)
        if both.sum() < FEWEST_PAIRS:
            continue
        with_part, without_part = values[both, 0, at], values[both, 1, at]
        difference = with_part - without_part
        low, high = mean_interval(difference, seed, f"{part} {number.name}")
        found.append(
            Change(
                number.name,
                number.label,
                number.kind,
                number.rope,
                float(with_part.mean()),
                float(without_part.mean()),
                float(difference.mean()),
                low,
                high,
                int(both.sum()),
                is_clear(difference, LEVEL / looked_at),
            )
        )
    return tuple(sorted(found, key=lambda change: -abs(change.difference) / change.rope))


def is_clear(difference: Floats, level: float) -> bool:
    """Whether a mean difference is no accident: a paired t test.

    Differences that are all the same (a verdict that turned in every pair) have no spread to test
    against: as many would have the same sign by chance with probability 2 ** (1 - pairs).
    """
    if not difference.any():
        return False
    pairs = difference.size
    if np.ptp(difference) == 0:
        return bool(2.0 ** (1 - pairs) < level)
    t = abs(float(difference.mean())) / (float(difference.std(ddof=1)) / np.sqrt(pairs))
    return bool(2 * stats.t.sf(t, pairs - 1) < level)
