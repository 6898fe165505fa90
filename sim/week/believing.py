"""Step 3: what each stakeholder believes the change would bring."""

from __future__ import annotations

from sim.arrays import ASSURER, STEWARD, Floats, People, Prior, Scratch, State
from sim.compiled import part, unsigned
from sim.rules.believed_outcome import (
    assurer_outcome,
    believed_outcome,
    outcome,
    personal_gain,
    steward_outcome,
)
from sim.rules.harm import felt_harm
from sim.week import knob_rows as knob
from sim.week import strips


@part
def believe(
    first: int,
    last: int,
    kind: int,
    people: People,
    prior: Prior,
    state: State,
    along: Floats,
    scratch: Scratch,
) -> None:
    """Write what stakeholders ``first`` to ``last`` of one section believe."""
    lanes = scratch.voice_met.size
    tiles, strip = scratch.tiles, scratch.strip
    count, begin = unsigned((last - first) * lanes), unsigned(first * lanes)
    judges = kind == STEWARD or kind == ASSURER  # compiled code has no sets
    for i in range(first, last):
        deviate = people.judgement_deviate[i] if judges else people.gain_deviate[i]
        suspects = people.suspects_cuts[i]
        for lane in range(unsigned(lanes)):
            strip[strips.DEVIATE + unsigned((i - first) * lanes) + lane] = deviate
            strip[strips.SUSPECTS + unsigned((i - first) * lanes) + lane] = suspects
    if kind == STEWARD:
        for at in range(count):
            strip[strips.BELIEVED + at] = steward_outcome(
                tiles[strips.CASE + at],
                tiles[strips.UNPLANNED_COST + at],
                along[knob.UNPLANNED_COST_WEIGHT + at],
                strip[strips.DEVIATE + at],
                along[knob.JUDGEMENT_SD + at],
            )
    elif kind == ASSURER:
        for at in range(count):
            strip[strips.BELIEVED + at] = assurer_outcome(
                tiles[strips.CASE + at], strip[strips.DEVIATE + at], along[knob.JUDGEMENT_SD + at]
            )
    else:
        harm, trust = prior.harm, state.trust
        for at in range(count):
            gain = personal_gain(
                tiles[strips.GAIN + at],
                strip[strips.DEVIATE + at],
                along[knob.GAIN_SD + at],
                tiles[strips.SAFETY_GAIN + at],
                strip[strips.SUSPECTS + at],
                tiles[strips.MONEY_FRAME + at],
            )
            felt = felt_harm(harm[begin + at], tiles[strips.LOST + at], tiles[strips.GETTING_USED + at])
            strip[strips.BELIEVED + at] = believed_outcome(
                outcome(gain, felt, tiles[strips.REDESIGN + at], along[knob.LOSS_AVERSION + at]),
                gain,
                trust[begin + at],
                max(tiles[strips.DEFINITENESS + at], tiles[strips.LOST + at]),
                along[knob.BELIEF_IN_NEED + at],
                along[knob.VAGUENESS_PENALTY + at],
            )
