"""Step 5: every influence on support."""

from __future__ import annotations

from sim.arrays import ELECTED, Floats, Scratch, State
from sim.compiled import part, unsigned
from sim.rules.engagement import engagement_influence
from sim.rules.fairness import fairness_influence
from sim.rules.fatigue import fatigue_influence
from sim.rules.media import media_influence
from sim.rules.peers import peer_influence
from sim.rules.pressure import pressure_influence
from sim.rules.self_evaluation import self_evaluation_influence
from sim.week import knob_rows as knob
from sim.week import strips


@part
def feel_pressure(
    first: int, last: int, lanes: int, kind: int, state: State, along: Floats, scratch: Scratch
) -> None:
    """Pull of campaigns on politicians; nobody else feels any."""
    tiles, strip = scratch.tiles, scratch.strip
    count, begin = unsigned((last - first) * lanes), unsigned(first * lanes)
    if kind != ELECTED:
        for at in range(count):
            strip[strips.PRESSURE + at] = 0.0
        return
    for at in range(count):
        strip[strips.PRESSURE + at] = pressure_influence(
            along[knob.POLITICAL_PRESSURE + at],
            along[knob.ELECTION_FACTOR + at],
            tiles[strips.PROXIMITY + at],
            strip[strips.OPEN_TO + at],
            tiles[strips.STRENGTH_AGAINST + at],
            tiles[strips.STRENGTH_FOR + at],
            state.support[begin + at],
        )


@part
def feel_influences(first: int, last: int, lanes: int, state: State, along: Floats, scratch: Scratch) -> None:
    """Add up every influence: the share that lasts, and the rest that passes."""
    tiles, strip, peers = scratch.tiles, scratch.strip, scratch.peer_support
    count, begin = unsigned((last - first) * lanes), unsigned(first * lanes)
    for at in range(count):
        support, aware = state.support[begin + at], state.awareness[begin + at]
        open_to, believed = strip[strips.OPEN_TO + at], strip[strips.BELIEVED + at]
        engagement = engagement_influence(
            along[knob.PERSUASION + at],
            open_to,
            strip[strips.CONTACT_WEIGHTS + at],
            strip[strips.CONTACT_SHIFTS + at],
            believed,
            along[knob.SPONSOR_GLOSS + at],
            support,
        )
        lasts = along[knob.LASTING_ENGAGEMENT + at] * engagement
        passes = (1.0 - along[knob.LASTING_ENGAGEMENT + at]) * engagement
        fairness = fairness_influence(
            along[knob.FAIRNESS_WEIGHT + at],
            strip[strips.FAIR + at],
            strip[strips.UNFAIR + at],
            open_to,
            believed,
        )
        lasts += along[knob.LASTING_FAIRNESS + at] * fairness
        passes += (1.0 - along[knob.LASTING_FAIRNESS + at]) * fairness
        thought = self_evaluation_influence(
            along[knob.SELF_EVALUATION + at],
            along[knob.ATTENTION_SHARPENING + at],
            tiles[strips.ATTENTION + at],
            strip[strips.KNOWING + at],
            open_to,
            believed,
            support,
        )
        lasts += along[knob.LASTING_SELF_EVALUATION + at] * thought
        passes += (1.0 - along[knob.LASTING_SELF_EVALUATION + at]) * thought
        talk = peer_influence(along[knob.PEER_INFLUENCE + at], aware, open_to, peers[begin + at], support)
        lasts += along[knob.LASTING_PEERS + at] * talk
        passes += (1.0 - along[knob.LASTING_PEERS + at]) * talk
        media = media_influence(
            along[knob.MEDIA_INFLUENCE + at],
            tiles[strips.ATTENTION + at],
            aware,
            open_to,
            tiles[strips.TONE + at],
            support,
        )
        lasts += along[knob.LASTING_MEDIA + at] * media
        passes += (1.0 - along[knob.LASTING_MEDIA + at]) * media
        pressure = strip[strips.PRESSURE + at]
        lasts += along[knob.LASTING_PRESSURE + at] * pressure
        passes += (1.0 - along[knob.LASTING_PRESSURE + at]) * pressure
        tired = fatigue_influence(
            along[knob.FATIGUE_IRRITATION + at], strip[strips.MET + at], state.fatigue[begin + at]
        )
        lasts += along[knob.LASTING_FATIGUE + at] * tired
        passes += (1.0 - along[knob.LASTING_FATIGUE + at]) * tired
        private = along[knob.PRIVATE_NOISE + at] * strip[strips.NOISE + at]
        lasts += along[knob.LASTING_NOISE + at] * private
        passes += (1.0 - along[knob.LASTING_NOISE + at]) * private
        strip[strips.LASTS + at] = lasts
        strip[strips.PASSES + at] = passes
