"""Step 5, first part: what everybody hears from peers, before anybody changes."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Network, Now, People, Scratch, State
from sim.compiled import kernel
from sim.rules.peers import assimilated, judged_gap, listens, loudness
from sim.rules.ranges import clip
from sim.rules.structures import heard_in_circle
from sim.week import knob_rows as knob

LINEAR, BOUNDED_CONFIDENCE, BIASED_ASSIMILATION, SOCIAL_JUDGEMENT = range(4)

# What a stakeholder says, side by side in memory, so that hearing it is one addition of 3 x lanes numbers:
# how loud it is, and its support and its awareness times that.
SAYS = 3
# From so many lanes on, a tie is one long addition; with fewer, each lane sums its ties on its own.
# Both add in the same order. Indices are unsigned there, or each would be tested for its sign.
MANY = 4


@kernel
def hear_peers(
    people: People,
    network: Network,
    state: State,
    now: Now,
    parameter: Floats,
    peer_rule: int,
    scratch: Scratch,
) -> None:
    """Write the support and awareness that each stakeholder hears from peers."""
    hear_everybody(network, state, parameter, scratch)
    if peer_rule in (BOUNDED_CONFIDENCE, SOCIAL_JUDGEMENT):
        hear_by_distance(network, state, parameter, peer_rule, scratch)
    elif peer_rule == BIASED_ASSIMILATION:
        hear_what_agrees(state, parameter, scratch)
    hear_circles(people, state, now, scratch)


@kernel
def hear_circles(people: People, state: State, now: Now, scratch: Scratch) -> None:
    """Mix the mean of each standing structure into what its members hear, while it stands."""
    members, mean, support = people.circle_member, scratch.circle_mean, state.support
    lanes = mean.shape[1]
    for circle in range(mean.shape[0]):
        first, last = people.circle_start[circle], people.circle_start[circle + 1]
        for lane in range(lanes):
            total = 0.0
            for k in range(first, last):
                total += support[members[k] * lanes + lane]
            mean[circle, lane] = total / max(1, last - first)
        for k in range(first, last):
            for lane in range(lanes):
                at = members[k] * lanes + lane
                scratch.peer_support[at] = heard_in_circle(
                    scratch.peer_support[at], mean[circle, lane], now.circle_weight[circle, lane]
                )


@kernel
def hear_by_distance(
    network: Network, state: State, parameter: Floats, peer_rule: int, scratch: Scratch
) -> None:
    """Hear each peer according to the gap to it; awareness spreads as ever."""
    support, peer_support, said = state.support, scratch.peer_support, scratch.said
    start, neighbour = network.start, network.neighbour
    lanes = parameter.shape[1]
    for i in range(start.shape[0]):
        for lane in range(lanes):
            own, pull, total = support[i * lanes + lane], 0.0, 0.0
            for layer in range(start.shape[1] - 1):
                for k in range(start[i, layer], start[i, layer + 1]):
                    gap = support[neighbour[k] * lanes + lane] - own
                    weight = parameter[knob.FIRST_LAYER_WEIGHT + layer, lane]
                    weight *= said[neighbour[k] * SAYS * lanes + lane]
                    if peer_rule == BOUNDED_CONFIDENCE:
                        weight *= listens(gap, parameter[knob.CONFIDENCE_BOUND, lane])
                    else:
                        gap = judged_gap(
                            gap,
                            parameter[knob.LATITUDE_OF_ACCEPTANCE, lane],
                            parameter[knob.LATITUDE_OF_REJECTION, lane],
                        )
                    total += weight
                    pull += weight * gap
            moved = own + pull / total if total > 0.0 else own
            peer_support[i * lanes + lane] = clip(moved, -1.0, 1.0)


@kernel
def hear_what_agrees(state: State, parameter: Floats, scratch: Scratch) -> None:
    """Turn peers' mean support into what a biased mind makes of it."""
    lanes = parameter.shape[1]
    for at in range(state.support.size):
        scratch.peer_support[at] = assimilated(
            state.support[at], scratch.peer_support[at], parameter[knob.ASSIMILATION_BIAS, at % lanes]
        )


@kernel
def hear_everybody(network: Network, state: State, parameter: Floats, scratch: Scratch) -> None:
    """Write the mean support and awareness of those each stakeholder hears."""
    lanes = parameter.shape[1]
    said, layer, heard = scratch.said, scratch.heard_in_layer, scratch.heard
    speak(state, parameter, said)
    support, peer_support, peer_awareness = state.support, scratch.peer_support, scratch.peer_awareness
    start, neighbour = network.start, network.neighbour
    n, n_layers = start.shape
    width = SAYS * lanes
    for i in range(n):
        for at in range(width):
            heard[at] = 0.0
        for in_layer in range(n_layers - 1):
            begin, end = start[i, in_layer], start[i, in_layer + 1]
            if begin == end:
                continue
            if lanes >= MANY:
                for at in range(width):
                    layer[at] = 0.0
                for k in range(begin, end):
                    first = np.uintp(neighbour[k]) * np.uintp(width)
                    for at in range(width):
                        layer[at] += said[first + np.uintp(at)]
            else:
                for at in range(width):
                    total = 0.0
                    for k in range(begin, end):
                        total += said[np.uintp(neighbour[k]) * np.uintp(width) + np.uintp(at)]
                    layer[at] = total
            for says in range(SAYS):
                for lane in range(lanes):
                    weight = parameter[knob.FIRST_LAYER_WEIGHT + in_layer, lane]
                    heard[says * lanes + lane] += weight * layer[says * lanes + lane]
        for lane in range(lanes):
            at, total = i * lanes + lane, heard[lane]
            hears_anybody = total > 0.0
            # who hears nobody stays with its own view
            peer_support[at] = heard[lanes + lane] / total if hears_anybody else support[at]
            peer_awareness[at] = heard[2 * lanes + lane] / total if hears_anybody else 0.0


@kernel
def speak(state: State, parameter: Floats, said: Floats) -> None:
    """Write what everybody says: loudness in all lanes, then support, then awareness."""
    lanes = parameter.shape[1]
    support, awareness, against, in_favour = state.support, state.awareness, state.against, state.in_favour
    for i in range(said.size // (SAYS * lanes)):
        for lane in range(lanes):
            at = i * lanes + lane
            loud = loudness(against[at], in_favour[at], parameter[knob.CAMPAIGNER_WEIGHT, lane])
            first = i * SAYS * lanes + lane
            said[first] = loud
            said[first + lanes] = loud * support[at]
            said[first + 2 * lanes] = loud * awareness[at]
