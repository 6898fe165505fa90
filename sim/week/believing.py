"""Step 3: what each stakeholder believes the change would bring."""

from __future__ import annotations

from sim.arrays import ASSURER, STEWARD, Course, Floats, Now, People, Prior, Scratch, State, Strip, Tiles
from sim.compiled import part
from sim.rules.believed_outcome import (
    assurer_outcome,
    believed_outcome,
    outcome,
    personal_gain,
    steward_outcome,
)
from sim.rules.harm import felt_harm
from sim.week import knob_rows as knob


@part
def believe(
    first: int,
    last: int,
    group: int,
    kind: int,
    people: People,
    prior: Prior,
    state: State,
    course: Course,
    now: Now,
    parameter: Floats,
    along: Floats,
    tiles: Tiles,
    strip: Strip,
    scratch: Scratch,
) -> None:
    """Write ``strip.believed`` for stakeholders ``first`` to ``last`` of one group."""
    lanes = parameter.shape[1]
    count = (last - first) * lanes
    believed, mean, deviate, suspects = strip.believed, strip.first, strip.second, strip.third
    if kind == STEWARD:
        case, cost = now.case, tiles.unplanned_cost
        for i in range(first, last):
            for lane in range(lanes):
                added = course.affordability[lane] if people.role[i] == 0 else course.delivery[lane]
                mean[(i - first) * lanes + lane] = case[people.role[i], lane] + added
                deviate[(i - first) * lanes + lane] = people.judgement_deviate[i]
        for at in range(count):
            believed[at] = steward_outcome(
                mean[at],
                cost[at],
                along[knob.UNPLANNED_COST_WEIGHT, at],
                deviate[at],
                along[knob.JUDGEMENT_SD, at],
            )
    elif kind == ASSURER:
        belief = scratch.body_belief
        for i in range(first, last):
            for lane in range(lanes):
                mean[(i - first) * lanes + lane] = belief[people.body[i], lane]
                deviate[(i - first) * lanes + lane] = people.judgement_deviate[i]
        for at in range(count):
            believed[at] = assurer_outcome(mean[at], deviate[at], along[knob.JUDGEMENT_SD, at])
    else:
        gains, gain_deviate, suspects_cuts = now.group_gain, people.gain_deviate, people.suspects_cuts
        for i in range(first, last):
            for lane in range(lanes):
                mean[(i - first) * lanes + lane] = gains[group, lane]
                deviate[(i - first) * lanes + lane] = gain_deviate[i]
                suspects[(i - first) * lanes + lane] = suspects_cuts[i]
        harm = prior.harm[first * lanes : last * lanes]
        trust = state.trust[first * lanes : last * lanes]
        gain, safety, framed, definiteness = (
            strip.fourth,
            tiles.safety_gain,
            tiles.money_frame,
            tiles.definiteness,
        )
        redesign, used, withdrawn, lost = tiles.redesign, tiles.getting_used, tiles.withdrawn, strip.first
        for at in range(count):
            gain[at] = personal_gain(
                mean[at], deviate[at], along[knob.GAIN_SD, at], safety[at], suspects[at], framed[at]
            )
        for i in range(first, last):
            for lane in range(lanes):
                lost[(i - first) * lanes + lane] = people.in_withdrawal[i] * withdrawn[lane]
        for at in range(count):
            felt = felt_harm(harm[at], lost[at], used[at])
            believed[at] = believed_outcome(
                outcome(gain[at], felt, redesign[at], along[knob.LOSS_AVERSION, at]),
                gain[at],
                trust[at],
                max(definiteness[at], lost[at]),
                along[knob.BELIEF_IN_NEED, at],
                along[knob.VAGUENESS_PENALTY, at],
            )
