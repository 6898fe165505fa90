"""Step 5: every influence on support."""

from __future__ import annotations

from sim.arrays import ELECTED, Course, Floats, People, Scratch, State, Strip, Tiles
from sim.compiled import part
from sim.rules.engagement import engagement_influence
from sim.rules.fairness import fairness_influence
from sim.rules.fatigue import fatigue_influence
from sim.rules.media import media_influence
from sim.rules.peers import peer_influence
from sim.rules.pressure import pressure_influence
from sim.rules.self_evaluation import self_evaluation_influence
from sim.week import knob_rows as knob


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
