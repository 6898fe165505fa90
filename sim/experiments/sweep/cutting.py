"""Cutting a sweep into blocks: points that can be computed together, in whole blocks of lanes.

How a sweep is cut depends on what is computed alone, never on workers or on what is there already, so
that a block has the same name and content whoever computes it and when.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sim.experiments.blocks import Block, Work
from sim.experiments.evaluate import NS_A_STAKEHOLDER_WEEK, points_together
from sim.experiments.sweep.design import SweepDesign
from sim.scenario import Scenario

MOST_ROWS = 20_000  # of a part
MOST_WEEKLY_BYTES = 50_000_000  # of a part


@dataclass(frozen=True)
class Piece:
    """A block of a sweep: its content key, its scenario, and the numbers of its points."""

    key: str
    work: Work
    block: Block
    numbers: tuple[int, ...]

    @property
    def runs(self) -> int:
        return len(self.numbers) * len(self.work.arms) * len(self.block.replications)


def pieces_of(
    work: Work,
    design: SweepDesign,
    variants: list[tuple[Scenario, list[int]]],
    replications: range,
    key: str,
    seconds: float,
) -> Iterator[Piece]:
    """Cut a sweep into blocks.

    Parameters
    ----------
    variants : scenarios that differ in their fields, each with the numbers of its points
    key : of the whole sweep; a block's key starts from it
    replications : which of them
    seconds : of work that a block should hold, about
    """
    n_arms = len(work.arms)
    for scenario, numbers in variants:
        chosen = work if scenario is work.scenario else _with_scenario(work, scenario)
        size = min(points_together(scenario, n_arms, work.lanes, seconds), max(1, MOST_ROWS // n_arms))
        for first in range(0, len(numbers), size):
            some = tuple(int(number) for number in numbers[first : first + size])
            points = design.points(some)
            together = _replications_together(chosen, len(some), n_arms, seconds)
            batch = _hash(key, json.dumps(some))
            for begin in range(replications.start, replications.stop, together):
                which = tuple(range(begin, min(begin + together, replications.stop)))
                name = f"{some[0]:07d}-{which[0]:05d}-{_hash(batch, json.dumps(which))}"
                yield Piece(name, chosen, Block(batch, some[0], points, which), some)


def _with_scenario(work: Work, scenario: Scenario) -> Work:
    return Work(scenario, work.arms, work.outcomes, work.seed, work.equal, work.lanes, work.weekly)


def _replications_together(work: Work, points: int, n_arms: int, seconds: float) -> int:
    scenario, lanes = work.scenario, points * n_arms
    one = lanes * scenario.horizon_weeks * scenario.population.n * NS_A_STAKEHOLDER_WEEK / 1e9
    together = max(1, round(seconds / one))
    if work.weekly:
        numbers = scenario.horizon_weeks * (len(scenario.population.groups) + 1) * len(work.weekly)
        together = min(together, max(1, MOST_WEEKLY_BYTES // (8 * numbers * lanes)))
    return min(together, max(1, MOST_ROWS // lanes))


def _hash(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]
