"""Steps 5 and 8, first part: who knows, how open everybody is, and how they feel treated."""

from __future__ import annotations

from sim.arrays import Floats, Scratch, State
from sim.compiled import part, unsigned
from sim.rules.awareness import next_awareness
from sim.rules.certainty import susceptibility
from sim.rules.fairness import fair_treatment, news, unfair_treatment
from sim.week import knob_rows as knob
from sim.week import strips


@part
def learn(first: int, last: int, lanes: int, state: State, along: Floats, scratch: Scratch) -> None:
    """Who knows, how open everybody is, what awareness grows to, and how this week's treatment feels."""
    tiles, strip, peers_aware = scratch.tiles, scratch.strip, scratch.peer_awareness
    count, begin = unsigned((last - first) * lanes), unsigned(first * lanes)
    for at in range(count):
        aware, known = state.awareness[begin + at], tiles[strips.KNOWN + at]
        aware_next = next_awareness(
            aware,
            known,
            strip[strips.MET + at],
            tiles[strips.ATTENTION + at],
            peers_aware[begin + at],
            along[knob.AWARENESS_BY_CONTACT + at],
            along[knob.AWARENESS_BY_MEDIA + at],
            along[knob.AWARENESS_BY_PEERS + at],
            along[knob.FORGETTING + at],
        )
        knowing = known * aware
        told = news(
            knowing,
            tiles[strips.DEFINITENESS_GROWTH + at],
            tiles[strips.DEFINITENESS + at],
            max(0.0, aware_next - aware),
        )
        voice = strip[strips.VOICE + at]
        fair = fair_treatment(
            voice,
            tiles[strips.HEARD + at],
            aware,
            tiles[strips.WORTH + at],
            tiles[strips.RESPONSIVENESS_SEEN + at],
            along[knob.VICARIOUS_VOICE + at],
            along[knob.HEARD_THOUGH_NOT_ACTED_ON + at],
        )
        unfair = unfair_treatment(
            voice,
            state.expectation[begin + at],
            tiles[strips.RESPONSIVENESS_SEEN + at],
            along[knob.FRUSTRATION + at],
            told,
            state.voice[begin + at],
            tiles[strips.HEARD_SO_FAR + at],
            aware,
            along[knob.EXCLUSION + at],
            along[knob.VICARIOUS_VOICE + at],
        )
        strip[strips.KNOWING + at] = knowing
        strip[strips.OPEN_TO + at] = susceptibility(
            state.certainty[begin + at], along[knob.CERTAINTY_RESISTANCE + at]
        )
        strip[strips.AWARE_NEXT + at] = aware_next
        strip[strips.FAIR + at] = fair
        strip[strips.UNFAIR + at] = unfair
