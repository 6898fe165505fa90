"""Steps 5 and 8, first part: who knows, how open everybody is, and how they feel treated."""

from __future__ import annotations

from sim.arrays import Floats, Scratch, State, Strip, Tiles
from sim.compiled import part
from sim.rules.awareness import next_awareness
from sim.rules.certainty import susceptibility
from sim.rules.fairness import fair_treatment, news, unfair_treatment
from sim.week import knob_rows as knob


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
