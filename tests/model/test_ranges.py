"""Every quantity stays in its range, however extreme the parameters are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from sim.knobs import KNOBS
from sim.scenario import Scenario
from sim.simulation import Block
from sim.world import draw_world, lane_of
from tests.conftest import Measure
from tests.model.lanes import lane_with, with_programme

# 10,240 corners in all, most of them with few people, so that they take seconds
CHUNKS = [("few", "early", number) for number in range(8)] + [
    ("everything", plan, number) for number, plan in ((8, "secret"), (9, "open"))
]
BLOCKS, LANES = 32, 32
CLIPPED_AT_MOST = 0.01
# a share plus a share of what is missing to 1 may exceed 1 by a rounding error
ROUNDING = 1e-12
STATE = {
    "lasting": (-1, 1),
    "passing": (-2, 2),
    "support": (-1, 1),
    "trust": (0, 1),
    "certainty": (0, 1),
    "awareness": (0, 1),
    "fatigue": (0, 1),
    "expectation": (0, 1),
    "voice": (0, np.inf),
    "against": (0, 1),
    "in_favour": (0, 1),
    "responded": (0, 1),
}
COURSE = {
    "disclosed": (0, 1),
    "leaked": (0, 1),
    "leaked_now": (0, 1),
    "attention": (0, 1),
    "tone": (-1, 1),
    "campaign_against": (0, 1),
    "campaign_for": (0, 1),
    "redesign": (0, 1),
    "evidence": (0, 1),
    "process": (0, 1),
    "heard_so_far": (0, np.inf),
    "voice_sum": (0, np.inf),
    "open_voice_sum": (0, np.inf),
    "insiders_met": (0, 1),
    "clinicians_met": (0, 1),
    "contacts": (0, np.inf),
    "affordability": (0, 1),
    "delivery": (0, 1),
    "getting_used": (0, 1),
    "cost_contacts": (0, np.inf),
    "cost_weeks": (0, np.inf),
    "cost_redesign": (0, np.inf),
    "responses": (0, np.inf),
    "responses_in_favour": (0, np.inf),
    "responses_late": (0, np.inf),
    "clipped": (0, np.inf),
}


def out_of_range(block: Block) -> Iterator[str]:
    """Everything that is not in its range now; a number that is none is not in any."""
    for arrays, ranges in ((block.state, STATE), (block.course, COURSE)):
        assert set(arrays._fields) == set(ranges)
        for name, array in zip(arrays._fields, arrays, strict=True):
            low, high = ranges[name]
            if not (array.min() >= low - ROUNDING and array.max() <= high + ROUNDING):
                yield f"{name} from {array.min()} to {array.max()}"


def corner(chance: np.random.Generator) -> dict[str, float]:
    """Every parameter at one end of its range."""
    ends = chance.random(len(KNOBS)) < 0.5
    return {knob.name: knob.low if low else knob.high for knob, low in zip(KNOBS, ends, strict=True)}


def near_the_defaults(chance: np.random.Generator) -> dict[str, float]:
    """Every parameter within a tenth of its range of its default."""
    away = (chance.random(len(KNOBS)) - 0.5) / 5
    return {
        knob.name: float(np.clip(knob.default + step * (knob.high - knob.low), knob.low, knob.high))
        for knob, step in zip(KNOBS, away, strict=True)
    }


def clipped_share(block: Block) -> float:
    """Share of updates of support that had to be clipped, over lanes."""
    updates = block.world.n * block.world.scenario.programme.horizon_weeks
    return float(block.course.clipped.mean()) / updates


@pytest.mark.parametrize(("name", "plan", "chunk"), CHUNKS)
def test_everything_stays_in_range_in_every_corner(
    request: pytest.FixtureRequest, name: str, plan: str, chunk: int, within: Measure
) -> None:
    scenario: Scenario = request.getfixturevalue(name)
    chance = np.random.default_rng([6, chunk])
    for number in range(BLOCKS):
        lanes = [lane_of(scenario, scenario.plan(plan), corner(chance)) for _ in range(LANES)]
        block = Block(draw_world(scenario, 6, chunk * BLOCKS + number), lanes)
        for week in range(scenario.programme.horizon_weeks):
            block.advance(week)
            within("V6 quantities out of range, 10,240 corners", len(list(out_of_range(block))), 0)


def test_little_is_clipped_near_the_defaults(
    emergency_care: Scenario, everything: Scenario, within: Measure
) -> None:
    chance = np.random.default_rng(6)
    for scenario in (emergency_care, everything):
        scenario = with_programme(scenario, contacts_a_week=1e7)  # every budget can be held
        lanes = [
            lane_of(scenario, plan, {**near_the_defaults(chance), **scenario.behaviour})
            for plan in scenario.plans
            for _ in range(32 // len(scenario.plans))
        ]
        block = Block(draw_world(scenario, 6, 0), lanes)
        at_an_end = []
        for week in range(scenario.programme.horizon_weeks):
            block.advance(week)
            assert not list(out_of_range(block)), f"week {week}"
            ends = (np.abs(block.state.lasting) == 1) | (np.abs(block.state.support) == 1)
            at_an_end.append(ends.mean())
        within("V6 share of updates clipped near the defaults", clipped_share(block), CLIPPED_AT_MOST)
        assert np.mean(at_an_end) < CLIPPED_AT_MOST  # where clipping of either part leaves a stakeholder


def test_clipped_updates_are_counted(few: Scenario) -> None:
    noisy = {**few.parameters(), "private_noise": 2.0}
    block = Block(draw_world(few, 6, 0), [lane_with(few, noisy)])
    for week in range(few.programme.horizon_weeks):
        block.advance(week)
    assert clipped_share(block) > 0.1
    assert not list(out_of_range(block))
