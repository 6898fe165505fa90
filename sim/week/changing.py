"""Steps 5 to 8: support, trust and memory of each stakeholder."""

from __future__ import annotations

from sim.arrays import (
    ASSURER,
    PROFESSIONAL,
    STEWARD,
    Account,
    Course,
    Draws,
    Floats,
    People,
    Prior,
    Scratch,
    State,
    Strip,
    Tiles,
)
from sim.compiled import part
from sim.rules.certainty import next_certainty
from sim.rules.expectation import next_expectation, next_voice
from sim.rules.fatigue import next_fatigue
from sim.rules.support import next_lasting, next_passing, passing_within, support_of
from sim.rules.trust import next_trust
from sim.week import knob_rows as knob
from sim.week.accounting import account_for
from sim.week.influencing import feel_influences, feel_pressure
from sim.week.learning import judge_treatment, learn


@part
def change(
    first: int,
    last: int,
    kind: int,
    people: People,
    prior: Prior,
    state: State,
    course: Course,
    draws: Draws,
    parameter: Floats,
    along: Floats,
    tiles: Tiles,
    strip: Strip,
    scratch: Scratch,
    account: Account,
) -> None:
    """Move stakeholders ``first`` to ``last`` of one group one week on."""
    lanes = parameter.shape[1]
    begin, end = first * lanes, last * lanes
    insider = 1.0 if kind in (PROFESSIONAL, STEWARD, ASSURER) else 0.0
    learn(begin, end, insider, state, along, tiles, strip, scratch)
    judge_treatment(begin, end, state, along, tiles, strip)
    feel_pressure(first, last, kind, people, state, course, parameter, along, tiles, strip)
    feel_influences(begin, end, state, along, tiles, strip, scratch)
    add_noise(first, last, draws, parameter, along, strip)
    if account.lasting.shape[1] > 0:
        account_for(begin, end, prior, state, along, tiles, strip, scratch, account)
    move_support(first, last, prior, state, course, parameter, along, strip)
    remember(begin, end, prior, state, along, tiles, strip, scratch)


@part
def add_noise(first: int, last: int, draws: Draws, parameter: Floats, along: Floats, strip: Strip) -> None:
    """Add private noise to the influences."""
    lanes = parameter.shape[1]
    noise, lasts, passes = strip.first, strip.lasts, strip.passes
    for i in range(first, last):
        for lane in range(lanes):
            noise[(i - first) * lanes + lane] = draws.noise[i]
    for at in range((last - first) * lanes):
        private = along[knob.PRIVATE_NOISE, at] * noise[at]
        lasts[at] += along[knob.LASTING_NOISE, at] * private
        passes[at] += (1.0 - along[knob.LASTING_NOISE, at]) * private


@part
def move_support(
    first: int,
    last: int,
    prior: Prior,
    state: State,
    course: Course,
    parameter: Floats,
    along: Floats,
    strip: Strip,
) -> None:
    """Move both parts of support."""
    lanes = parameter.shape[1]
    begin, end = first * lanes, last * lanes
    support, lasting, passing = state.support[begin:end], state.lasting[begin:end], state.passing[begin:end]
    prior_view, lasts, passes = prior.support[begin:end], strip.lasts, strip.passes
    before, cut = strip.support_before, strip.second
    count = end - begin
    for at in range(count):
        before[at] = support[at]
    for at in range(count):
        held = next_lasting(lasting[at], prior_view[at], along[knob.PULL_TO_PRIOR, at], lasts[at])
        unbounded = next_passing(passing[at], along[knob.FADING, at], passes[at])
        fleeting = passing_within(held, unbounded)
        cut[at] = 0.0 if fleeting == unbounded and abs(held) < 1.0 else 1.0
        lasting[at] = held
        passing[at] = fleeting
        support[at] = support_of(held, fleeting)
    clipped = course.clipped
    for row in range(last - first):
        for lane in range(lanes):
            clipped[lane] += cut[row * lanes + lane]


@part
def remember(
    begin: int,
    end: int,
    prior: Prior,
    state: State,
    along: Floats,
    tiles: Tiles,
    strip: Strip,
    scratch: Scratch,
) -> None:
    """Trust, expectation, voice, certainty, awareness and fatigue after the week."""
    trust, prior_trust, expectation = (
        state.trust[begin:end],
        prior.trust[begin:end],
        state.expectation[begin:end],
    )
    voice_so_far, certainty = state.voice[begin:end], state.certainty[begin:end]
    awareness, fatigue = state.awareness[begin:end], state.fatigue[begin:end]
    peers, attention, shock = scratch.peer_support[begin:end], tiles.attention, tiles.shock
    met, voice, fair, unfair, aware_next = strip.met, strip.voice, strip.fair, strip.unfair, strip.aware_next
    count = end - begin
    for at in range(count):
        trust[at] = next_trust(
            trust[at],
            prior_trust[at],
            fair[at],
            unfair[at],
            along[knob.TRUST_GAIN, at],
            along[knob.TRUST_ASYMMETRY, at],
            along[knob.TRUST_RECOVERY, at],
            shock[at] * awareness[at],
        )
    for at in range(count):
        expectation[at] = next_expectation(
            expectation[at], met[at], voice[at], along[knob.EXPECTATION_LEARNING, at]
        )
        voice_so_far[at] = next_voice(voice_so_far[at], voice[at])
    for at in range(count):
        certainty[at] = next_certainty(
            certainty[at],
            awareness[at],
            met[at],
            attention[at],
            peers[at],
            along[knob.CERTAINTY_GROWTH, at],
            along[knob.CERTAINTY_FROM_PEERS, at],
            along[knob.CERTAINTY_LOSS, at],
        )
    for at in range(count):
        awareness[at] = aware_next[at]
        fatigue[at] = next_fatigue(
            fatigue[at], met[at], along[knob.FATIGUE_GAIN, at], along[knob.FATIGUE_RECOVERY, at]
        )
