"""Step 5, first part: what everybody hears from peers, before anybody changes."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Network, Scratch, State
from sim.compiled import kernel
from sim.rules.peers import loudness
from sim.week import knob_rows as knob

# What a stakeholder says, side by side in memory, so that hearing it is one addition of 3 x lanes numbers:
# how loud it is, and its support and its awareness times that.
SAYS = 3
# From so many lanes on, a tie is one long addition; with fewer, each lane sums its ties on its own.
# Both add in the same order. Indices are unsigned there, or each would be tested for its sign.
MANY = 4


@kernel
def hear_peers(network: Network, state: State, parameter: Floats, scratch: Scratch) -> None:
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
