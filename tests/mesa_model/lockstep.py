"""Both models on their way through the same weeks, compared in every number after each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.arrays import Course, Floats, State, Tally
from sim.mesa_model import ProgrammeModel
from sim.scenario import Scenario, known_peer_rule, with_gates
from sim.simulation import Block, Run
from sim.world import draw_world, lane_of

OF_LOCALITIES = {
    "locality_support": "support",
    "locality_trust": "trust",
    "locality_against": "share_against",
    "locality_for": "share_for",
    "campaign_against": "campaign_against",
    "campaign_for": "campaign_for",
}

# Values at which what is rare by default happens: support leaves its range, redesign meets its ceiling,
# sponsors gloss over, many respond to the consultation, and opponents of all kinds do so more.
FAR_FROM_DEFAULTS: Mapping[str, float] = {
    "prior_sd": 0.4,
    "private_noise": 0.03,
    "fading": 0.1,
    "loss_aversion": 2.5,
    "exclusion": 1.5,
    "sponsor_gloss": 0.3,
    "fairness_weight": 0.3,
    "self_evaluation": 0.1,
    "attention_sharpening": 12.0,
    "public_contacts": 2.0,
    "campaigner_weight": 4.7,
    "opponents_mobilise_more": 2.0,
    "opponents_attend_more": 3.0,
    "response_hazard": 0.002,
    "responsiveness": 1.0,
    "openness_at_shortlist": 1.0,
    "redesign_rate": 0.4,
    "redesign_ceiling": 0.2,
    "people_enough": 200.0,
    "voice_consult": 0.8,
    "early_usefulness": 1.0,
    "carry_over": 1.0,
}


def in_lockstep(
    scenario: Scenario,
    plan: str,
    seed: int = 1,
    replication: int = 0,
    attendance: str = "drawn",
    peer_rule: str | None = None,
    gates: bool | None = None,
    **of_lane: Any,
) -> tuple[Run, Run]:
    """Run both models week by week; stop at the first number that differs.

    Returns
    -------
    The compiled model's run, and the readable one's.
    """
    model = ProgrammeModel(
        scenario,
        plan,
        seed,
        replication,
        attendance=attendance,
        peer_rule=peer_rule,
        gates=gates,
        **of_lane,
    )
    scenario = with_gates(scenario, gates)
    lane = lane_of(
        scenario,
        scenario.plan(plan),
        of_lane.get("behaviour"),
        of_lane.get("equal", "contacts"),
        off=of_lane.get("off", ()),
    )
    rule = known_peer_rule(peer_rule or scenario.peer_rule)
    block = Block(draw_world(scenario, seed, replication), [lane], attendance == "expected", rule)
    for week in range(scenario.horizon_weeks):
        if block.is_over:
            break
        block.advance(week)
        model.step()
        found = difference(numbers_of_lanes(block), numbers_of_agents(model))
        assert found is None, f"{scenario.name}, plan {plan}, seed {seed}, week {week}: {found}"
    assert not model.running, "the readable model goes on after the compiled one has ended"
    return block.run(0), model.as_run()


def difference(one: Mapping[str, Floats], other: Mapping[str, Floats]) -> str | None:
    """The first quantity that differs in any bit, and by how much; None if there is none."""
    for name, value in one.items():
        if not np.array_equal(value, other[name]):
            gap = np.abs(value - other[name])
            return f"{name} differs by {gap.max():.3g} at {int(gap.argmax())}"
    return None


def numbers_of_lanes(block: Block) -> dict[str, Floats]:
    """Everybody and everything in the first lane of a block."""
    return {
        f"{source}.{name}": array[..., 0]
        for source, arrays in (("state", block.state), ("course", block.course), ("tally", block.tally))
        for name, array in arrays._asdict().items()
    }


def numbers_of_agents(model: ProgrammeModel) -> dict[str, Floats]:
    """The same from the attributes of agents, programme, groups and localities."""
    columns = zip(*model.agents.get(list(State._fields)), strict=True)
    found = {f"state.{name}": column for name, column in zip(State._fields, columns, strict=True)}
    found |= {f"course.{name}": value for name, value in _of_programme(model, Course._fields)}
    found |= {f"tally.{name}": value for name, value in _of_programme(model, Tally._fields)}
    return {name: np.array(value, dtype=np.float64) for name, value in found.items()}


def _of_programme(model: ProgrammeModel, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name in names:
        if name in OF_LOCALITIES:
            yield name, [getattr(place, OF_LOCALITIES[name]) for place in model.localities]
        elif name == "contacts" or name.startswith("group_"):
            attribute = name.removeprefix("group_")
            yield name, [getattr(group, attribute) for group in model.groups]
        else:
            yield name, getattr(model.programme, name)
