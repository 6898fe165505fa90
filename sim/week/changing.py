"""Steps 5 to 8: influences on support, support, trust and memory of each stakeholder."""

from __future__ import annotations

from sim.arrays import (
    ASSURER,
    ELECTED,
    PROFESSIONAL,
    STEWARD,
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
from sim.rules.awareness import next_awareness
from sim.rules.certainty import next_certainty, susceptibility
from sim.rules.engagement import engagement_influence
from sim.rules.expectation import next_expectation, next_voice
from sim.rules.fairness import fair_treatment, fairness_influence, news, unfair_treatment
from sim.rules.fatigue import fatigue_influence, next_fatigue
from sim.rules.media import media_influence
from sim.rules.peers import peer_influence
from sim.rules.pressure import pressure_influence
from sim.rules.self_evaluation import self_evaluation_influence
from sim.rules.support import next_lasting, next_passing, passing_within, support_of
from sim.rules.trust import next_trust
from sim.week import knob_rows as knob


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
) -> None:
    """Move stakeholders ``first`` to ``last`` of one group one week on."""
    lanes = parameter.shape[1]
    begin, end = first * lanes, last * lanes
    insider = 1.0 if kind in (PROFESSIONAL, STEWARD, ASSURER) else 0.0
    learn(begin, end, insider, state, along, tiles, strip, scratch)
    judge_treatment(begin, end, state, along, tiles, strip)
    feel_pressure(first, last, kind, people, state, course, parameter, along, tiles, strip)
    feel_influences(begin, end, state, along, tiles, strip, scratch)
    move_support(first, last, prior, state, course, draws, parameter, along, strip)
    remember(begin, end, prior, state, along, tiles, strip, scratch)


@part
def learn(
    begin: int,
    end: int,
    insider: float,
    state: State,
    along: Floats,
    tiles: Tiles,
    strip: Strip,
    scratch: Scratch,
) -> None:
    """Who knows, how open everybody is, and what awareness grows to."""
    awareness, certainty = state.awareness[begin:end], state.certainty[begin:end]
    peers_aware = scratch.peer_awareness[begin:end]
    met, aware_next, open_to, knowing, told = (
        strip.met,
        strip.aware_next,
        strip.open_to,
        strip.knowing,
        strip.told,
    )
    attention, disclosed = tiles.attention, tiles.disclosed
    definiteness, growth = tiles.definiteness, tiles.definiteness_growth
    count = end - begin
    for at in range(count):
        knowing[at] = max(insider, disclosed[at]) * awareness[at]
        open_to[at] = susceptibility(certainty[at], along[knob.CERTAINTY_RESISTANCE, at])
    for at in range(count):
        aware_next[at] = next_awareness(
            awareness[at],
            max(insider, disclosed[at]),
            met[at],
            attention[at],
            peers_aware[at],
            along[knob.AWARENESS_BY_CONTACT, at],
            along[knob.AWARENESS_BY_MEDIA, at],
            along[knob.AWARENESS_BY_PEERS, at],
            along[knob.FORGETTING, at],
        )
    for at in range(count):
        told[at] = news(knowing[at], growth[at], definiteness[at], max(0.0, aware_next[at] - awareness[at]))


@part
def judge_treatment(begin: int, end: int, state: State, along: Floats, tiles: Tiles, strip: Strip) -> None:
    """How fairly and how unfairly everybody has been treated this week."""
    awareness, expectation = state.awareness[begin:end], state.expectation[begin:end]
    voice_so_far = state.voice[begin:end]
    voice, told, fair, unfair = strip.voice, strip.told, strip.fair, strip.unfair
    heard, seen, heard_so_far, worth = tiles.heard, tiles.responsiveness_seen, tiles.heard_so_far, tiles.worth
    count = end - begin
    for at in range(count):
        fair[at] = fair_treatment(
            voice[at],
            heard[at],
            awareness[at],
            worth[at],
            seen[at],
            along[knob.VICARIOUS_VOICE, at],
            along[knob.HEARD_THOUGH_NOT_ACTED_ON, at],
        )
    for at in range(count):
        unfair[at] = unfair_treatment(
            voice[at],
            expectation[at],
            seen[at],
            along[knob.FRUSTRATION, at],
            told[at],
            voice_so_far[at],
            heard_so_far[at],
            awareness[at],
            along[knob.EXCLUSION, at],
            along[knob.VICARIOUS_VOICE, at],
        )


@part
def feel_pressure(
    first: int,
    last: int,
    kind: int,
    people: People,
    state: State,
    course: Course,
    parameter: Floats,
    along: Floats,
    tiles: Tiles,
    strip: Strip,
) -> None:
    """Pull of campaigns on politicians; nobody else feels any."""
    lanes = parameter.shape[1]
    pressure, against, in_favour = strip.pressure, strip.first, strip.second
    count = (last - first) * lanes
    if kind != ELECTED:
        for at in range(count):
            pressure[at] = 0.0
        return
    for i in range(first, last):
        for lane in range(lanes):
            against[(i - first) * lanes + lane] = course.campaign_against[people.locality[i], lane]
            in_favour[(i - first) * lanes + lane] = course.campaign_for[people.locality[i], lane]
    support, open_to, proximity = state.support[first * lanes : last * lanes], strip.open_to, tiles.proximity
    for at in range(count):
        pressure[at] = pressure_influence(
            along[knob.POLITICAL_PRESSURE, at],
            along[knob.ELECTION_FACTOR, at],
            proximity[at],
            open_to[at],
            against[at],
            in_favour[at],
            support[at],
        )


@part
def feel_influences(
    begin: int, end: int, state: State, along: Floats, tiles: Tiles, strip: Strip, scratch: Scratch
) -> None:
    """Add up every influence: the share that lasts, and the rest that passes."""
    support, awareness, fatigue = (
        state.support[begin:end],
        state.awareness[begin:end],
        state.fatigue[begin:end],
    )
    peers = scratch.peer_support[begin:end]
    attention, tone = tiles.attention, tiles.tone
    believed, met, open_to, knowing = strip.believed, strip.met, strip.open_to, strip.knowing
    weights, shifts, fair, unfair = strip.contact_weights, strip.contact_shifts, strip.fair, strip.unfair
    lasts, passes, pressure = strip.lasts, strip.passes, strip.pressure
    count = end - begin
    for at in range(count):
        engagement = engagement_influence(
            along[knob.PERSUASION, at],
            open_to[at],
            weights[at],
            shifts[at],
            believed[at],
            along[knob.SPONSOR_GLOSS, at],
            support[at],
        )
        lasts[at] = along[knob.LASTING_ENGAGEMENT, at] * engagement
        passes[at] = (1.0 - along[knob.LASTING_ENGAGEMENT, at]) * engagement
    for at in range(count):
        fairness = fairness_influence(
            along[knob.FAIRNESS_WEIGHT, at], fair[at], unfair[at], open_to[at], believed[at]
        )
        lasts[at] += along[knob.LASTING_FAIRNESS, at] * fairness
        passes[at] += (1.0 - along[knob.LASTING_FAIRNESS, at]) * fairness
    for at in range(count):
        thought = self_evaluation_influence(
            along[knob.SELF_EVALUATION, at],
            along[knob.ATTENTION_SHARPENING, at],
            attention[at],
            knowing[at],
            open_to[at],
            believed[at],
            support[at],
        )
        lasts[at] += along[knob.LASTING_SELF_EVALUATION, at] * thought
        passes[at] += (1.0 - along[knob.LASTING_SELF_EVALUATION, at]) * thought
    for at in range(count):
        talk = peer_influence(
            along[knob.PEER_INFLUENCE, at], awareness[at], open_to[at], peers[at], support[at]
        )
        lasts[at] += along[knob.LASTING_PEERS, at] * talk
        passes[at] += (1.0 - along[knob.LASTING_PEERS, at]) * talk
    for at in range(count):
        media = media_influence(
            along[knob.MEDIA_INFLUENCE, at], attention[at], awareness[at], open_to[at], tone[at], support[at]
        )
        lasts[at] += along[knob.LASTING_MEDIA, at] * media
        passes[at] += (1.0 - along[knob.LASTING_MEDIA, at]) * media
    for at in range(count):
        lasts[at] += along[knob.LASTING_PRESSURE, at] * pressure[at]
        passes[at] += (1.0 - along[knob.LASTING_PRESSURE, at]) * pressure[at]
    for at in range(count):
        tired = fatigue_influence(along[knob.FATIGUE_IRRITATION, at], met[at], fatigue[at])
        lasts[at] += along[knob.LASTING_FATIGUE, at] * tired
        passes[at] += (1.0 - along[knob.LASTING_FATIGUE, at]) * tired


@part
def move_support(
    first: int,
    last: int,
    prior: Prior,
    state: State,
    course: Course,
    draws: Draws,
    parameter: Floats,
    along: Floats,
    strip: Strip,
) -> None:
    """Add private noise, then move both parts of support."""
    lanes = parameter.shape[1]
    begin, end = first * lanes, last * lanes
    support, lasting, passing = state.support[begin:end], state.lasting[begin:end], state.passing[begin:end]
    prior_view, lasts, passes = prior.support[begin:end], strip.lasts, strip.passes
    before, noise, cut = strip.support_before, strip.first, strip.second
    for i in range(first, last):
        for lane in range(lanes):
            noise[(i - first) * lanes + lane] = draws.noise[i]
    count = end - begin
    for at in range(count):
        private = along[knob.PRIVATE_NOISE, at] * noise[at]
        lasts[at] += along[knob.LASTING_NOISE, at] * private
        passes[at] += (1.0 - along[knob.LASTING_NOISE, at]) * private
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
