"""Steps 5 to 8: support, trust and memory of each stakeholder."""

from __future__ import annotations

from sim.arrays import Account, Course, Draws, Floats, Prior, Scratch, State
from sim.compiled import part, unsigned
from sim.rules.certainty import next_certainty
from sim.rules.expectation import next_expectation, next_voice
from sim.rules.fatigue import next_fatigue
from sim.rules.support import next_lasting, next_passing, passing_within, support_of
from sim.rules.trust import next_trust
from sim.week import knob_rows as knob
from sim.week import strips
from sim.week.accounting import account_for
from sim.week.influencing import feel_influences, feel_pressure
from sim.week.learning import learn


@part
def change(
    first: int,
    last: int,
    lanes: int,
    kind: int,
    prior: Prior,
    state: State,
    course: Course,
    draws: Draws,
    along: Floats,
    scratch: Scratch,
    account: Account,
) -> None:
    """Move stakeholders ``first`` to ``last`` of one section one week on."""
    learn(first, last, lanes, state, along, scratch)
    feel_pressure(first, last, lanes, kind, state, along, scratch)
    spread_noise(first, last, lanes, draws, scratch.strip)
    feel_influences(first, last, lanes, state, along, scratch)
    if account.lasting.shape[1] > 0:
        account_for(first, last, lanes, prior, state, along, scratch, account)
    move_support(first, last, lanes, prior, state, along, scratch)
    count_cuts(first, last, lanes, course, scratch.strip)
    remember(first, last, lanes, prior, state, along, scratch)


@part
def spread_noise(first: int, last: int, lanes: int, draws: Draws, strip: Floats) -> None:
    """Write everybody's private noise along the strip."""
    for i in range(first, last):
        noise = draws.noise[i]
        for lane in range(unsigned(lanes)):
            strip[strips.NOISE + unsigned((i - first) * lanes) + lane] = noise


@part
def move_support(
    first: int, last: int, lanes: int, prior: Prior, state: State, along: Floats, scratch: Scratch
) -> None:
    """Move both parts of support."""
    strip = scratch.strip
    count, begin = unsigned((last - first) * lanes), unsigned(first * lanes)
    for at in range(count):
        strip[strips.SUPPORT_BEFORE + at] = state.support[begin + at]
        lasting = next_lasting(
            state.lasting[begin + at],
            prior.support[begin + at],
            along[knob.PULL_TO_PRIOR + at],
            strip[strips.LASTS + at],
        )
        unbounded = next_passing(
            state.passing[begin + at], along[knob.FADING + at], strip[strips.PASSES + at]
        )
        passing = passing_within(lasting, unbounded)
        strip[strips.CUT + at] = 0.0 if passing == unbounded and abs(lasting) < 1.0 else 1.0
        state.lasting[begin + at] = lasting
        state.passing[begin + at] = passing
        state.support[begin + at] = support_of(lasting, passing)


@part
def count_cuts(first: int, last: int, lanes: int, course: Course, strip: Floats) -> None:
    """Count updates of support that had to be clipped."""
    clipped = course.clipped
    for row in range(last - first):
        for lane in range(unsigned(lanes)):
            clipped[lane] += strip[strips.CUT + unsigned(row * lanes) + lane]


@part
def remember(
    first: int, last: int, lanes: int, prior: Prior, state: State, along: Floats, scratch: Scratch
) -> None:
    """Trust, expectation, voice, certainty, awareness and fatigue after the week."""
    tiles, strip, peers = scratch.tiles, scratch.strip, scratch.peer_support
    count, begin = unsigned((last - first) * lanes), unsigned(first * lanes)
    for at in range(count):
        aware, met, voice = state.awareness[begin + at], strip[strips.MET + at], strip[strips.VOICE + at]
        state.trust[begin + at] = next_trust(
            state.trust[begin + at],
            prior.trust[begin + at],
            strip[strips.FAIR + at],
            strip[strips.UNFAIR + at],
            along[knob.TRUST_GAIN + at],
            along[knob.TRUST_ASYMMETRY + at],
            along[knob.TRUST_RECOVERY + at],
            tiles[strips.SHOCK + at] * aware,
        )
        state.expectation[begin + at] = next_expectation(
            state.expectation[begin + at], met, voice, along[knob.EXPECTATION_LEARNING + at]
        )
        state.voice[begin + at] = next_voice(state.voice[begin + at], voice)
        state.certainty[begin + at] = next_certainty(
            state.certainty[begin + at],
            aware,
            met,
            tiles[strips.ATTENTION + at],
            peers[begin + at],
            along[knob.CERTAINTY_GROWTH + at],
            along[knob.CERTAINTY_FROM_PEERS + at],
            along[knob.CERTAINTY_LOSS + at],
        )
        state.awareness[begin + at] = strip[strips.AWARE_NEXT + at]
        state.fatigue[begin + at] = next_fatigue(
            state.fatigue[begin + at], met, along[knob.FATIGUE_GAIN + at], along[knob.FATIGUE_RECOVERY + at]
        )
