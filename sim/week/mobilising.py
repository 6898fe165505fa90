"""Step 10: who joins or leaves a campaign."""

from __future__ import annotations

from sim.arrays import Draws, Floats, People, Scratch, State
from sim.compiled import part, unsigned
from sim.rules.campaigns import campaigns
from sim.week import knob_rows as knob
from sim.week import strips


@part
def mobilise(
    first: int,
    last: int,
    lanes: int,
    people: People,
    state: State,
    draws: Draws,
    along: Floats,
    scratch: Scratch,
) -> None:
    """Against and for alike, by the support held when the week began."""
    tiles, strip = scratch.tiles, scratch.strip
    for i in range(first, last):
        deviate, joining, leaving = people.threshold_deviate[i], draws.joining[i], draws.leaving[i]
        for lane in range(unsigned(lanes)):
            at = unsigned((i - first) * lanes) + lane
            strip[strips.DEVIATE + at] = deviate
            strip[strips.JOINING + at] = joining
            strip[strips.LEAVING + at] = leaving
    count, begin = unsigned((last - first) * lanes), unsigned(first * lanes)
    for at in range(count):
        before, knowing = strip[strips.SUPPORT_BEFORE + at], strip[strips.KNOWING + at]
        threshold = (
            along[knob.THRESHOLD_MEAN + at] + along[knob.THRESHOLD_SD + at] * strip[strips.DEVIATE + at]
        )
        state.against[begin + at] = campaigns(
            state.against[begin + at],
            -before,
            knowing,
            threshold,
            tiles[strips.SHARE_AGAINST + at],
            along[knob.OPPONENTS_MOBILISE_MORE + at] * tiles[strips.STRENGTH_AGAINST + at],
            along[knob.JOIN_SEED + at],
            along[knob.CAMPAIGN_CUT + at],
            along[knob.CAMPAIGN_DROPOUT + at],
            strip[strips.JOINING + at],
            strip[strips.LEAVING + at],
        )
        state.in_favour[begin + at] = campaigns(
            state.in_favour[begin + at],
            before,
            knowing,
            threshold,
            tiles[strips.SHARE_FOR + at],
            tiles[strips.STRENGTH_FOR + at],
            along[knob.JOIN_SEED + at],
            along[knob.CAMPAIGN_CUT + at],
            along[knob.CAMPAIGN_DROPOUT + at],
            strip[strips.JOINING + at],
            strip[strips.LEAVING + at],
        )
