"""Step 5: the sum of what each stakeholder's ties say, layer by layer, in the order of ties.

Three ways with the same bits. With many lanes a tie is one long addition, and only campaigners are
looked at for their influence. With one lane or two such loops would cost more than their additions:
everything a peer says is summed in one pass, and stays at hand.
"""

from __future__ import annotations

from sim.arrays import Flags, Floats, Network, People, Scratch, State
from sim.compiled import step, unsigned
from sim.rules.peers import loudness_of_all
from sim.week import knob_rows as knob
from sim.week.strips import STRIP

# What a stakeholder says, side by side in memory: its support and its awareness, times how loud it is.
SAYS = unsigned(2)
# With one lane or two, also its influence if it campaigns: then all that is heard is summed at once, at hand.
SAYS_IN_A_FEW = unsigned(3)
A_FEW = 2


@step
def hear_ties(
    people: People,
    network: Network,
    state: State,
    along: Floats,
    anybody_campaigns: bool,
    scratch: Scratch,
) -> None:
    """Write the mean support and awareness of those each stakeholder hears."""
    lanes = unsigned(scratch.voice_met.size)
    if lanes == unsigned(1):
        hear_alone(network, state, along, scratch)
    elif lanes == unsigned(2):
        hear_in_two(network, state, along, scratch)
    else:
        hear_in_many(people, network, state, along, anybody_campaigns, scratch)


@step
def hear_in_many(
    people: People,
    network: Network,
    state: State,
    along: Floats,
    anybody_campaigns: bool,
    scratch: Scratch,
) -> None:
    """In many lanes."""
    lanes = unsigned(scratch.voice_met.size)
    width = SAYS * lanes
    layer, heard = scratch.in_layer, scratch.heard
    n, n_layers = network.start.shape
    for i in range(n):
        for at in range(heard.size):
            heard[at] = 0.0
        for in_layer in range(n_layers - 1):
            begin, end = network.start[i, in_layer], network.start[i, in_layer + 1]
            if begin == end:
                continue
            add_up(network, begin, end, scratch.said, width, layer)
            for lane in range(lanes):
                layer[width + lane] = 0.0
            if anybody_campaigns:
                add_campaigners(people, network, begin, end, state, scratch.is_loud, lanes, layer)
            first = knob.FIRST_LAYER_WEIGHT + unsigned(STRIP * in_layer)
            for lane in range(lanes):
                weight = along[first + lane]
                heard[lane] += weight * layer[lane]
                heard[lanes + lane] += weight * layer[lanes + lane]
                heard[width + lane] += weight * loudness_of_all(
                    scratch.peers[i, in_layer], layer[width + lane], along[knob.CAMPAIGNER_WEIGHT + lane]
                )
        for lane in range(lanes):
            at, total = unsigned(i) * lanes + lane, heard[width + lane]
            hears_anybody = total > 0.0
            # who hears nobody stays with its own view
            scratch.peer_support[at] = heard[lane] / total if hears_anybody else state.support[at]
            scratch.peer_awareness[at] = heard[lanes + lane] / total if hears_anybody else 0.0


@step
def hear_alone(network: Network, state: State, along: Floats, scratch: Scratch) -> None:
    """In one lane, with every sum at hand.

    Who does not campaign adds an exact 0 to the campaigners' influence, so sums have the same bits.
    """
    said, neighbour, peers = scratch.said, network.neighbour, scratch.peers
    campaigner_weight = along[knob.CAMPAIGNER_WEIGHT]
    n, n_layers = network.start.shape
    for i in range(unsigned(n)):
        heard, heard_aware, loud = 0.0, 0.0, 0.0
        for in_layer in range(unsigned(n_layers - 1)):
            begin, end = network.start[i, in_layer], network.start[i, in_layer + unsigned(1)]
            if begin == end:
                continue
            support, awareness, campaigning = 0.0, 0.0, 0.0
            for k in range(begin, end):
                at = unsigned(neighbour[k]) * SAYS_IN_A_FEW
                support += said[at]
                awareness += said[at + unsigned(1)]
                campaigning += said[at + unsigned(2)]
            weight = along[knob.FIRST_LAYER_WEIGHT + unsigned(STRIP) * in_layer]
            heard += weight * support
            heard_aware += weight * awareness
            loud += weight * loudness_of_all(peers[i, in_layer], campaigning, campaigner_weight)
        hears_anybody = loud > 0.0
        # who hears nobody stays with its own view
        scratch.peer_support[i] = heard / loud if hears_anybody else state.support[i]
        scratch.peer_awareness[i] = heard_aware / loud if hears_anybody else 0.0


@step
def hear_in_two(network: Network, state: State, along: Floats, scratch: Scratch) -> None:
    """In two lanes, as in a pair of plans: one pass over the ties for both."""
    said, neighbour, peers = scratch.said, network.neighbour, scratch.peers
    campaigner_weight = along[knob.CAMPAIGNER_WEIGHT]
    other_weight = along[knob.CAMPAIGNER_WEIGHT + unsigned(1)]
    n, n_layers = network.start.shape
    for i in range(unsigned(n)):
        heard, heard_aware, loud = 0.0, 0.0, 0.0
        other_heard, other_heard_aware, other_loud = 0.0, 0.0, 0.0
        for in_layer in range(unsigned(n_layers - 1)):
            begin, end = network.start[i, in_layer], network.start[i, in_layer + unsigned(1)]
            if begin == end:
                continue
            support, awareness, campaigning = 0.0, 0.0, 0.0
            other_support, other_awareness, other_campaigning = 0.0, 0.0, 0.0
            for k in range(begin, end):
                at = unsigned(neighbour[k]) * SAYS_IN_A_FEW * unsigned(2)
                support += said[at]
                other_support += said[at + unsigned(1)]
                awareness += said[at + unsigned(2)]
                other_awareness += said[at + unsigned(3)]
                campaigning += said[at + unsigned(4)]
                other_campaigning += said[at + unsigned(5)]
            first = knob.FIRST_LAYER_WEIGHT + unsigned(STRIP) * in_layer
            influence, weight, other = peers[i, in_layer], along[first], along[first + unsigned(1)]
            heard += weight * support
            other_heard += other * other_support
            heard_aware += weight * awareness
            other_heard_aware += other * other_awareness
            loud += weight * loudness_of_all(influence, campaigning, campaigner_weight)
            other_loud += other * loudness_of_all(influence, other_campaigning, other_weight)
        at = i * unsigned(2)
        scratch.peer_support[at] = heard / loud if loud > 0.0 else state.support[at]
        scratch.peer_awareness[at] = heard_aware / loud if loud > 0.0 else 0.0
        at += unsigned(1)
        scratch.peer_support[at] = other_heard / other_loud if other_loud > 0.0 else state.support[at]
        scratch.peer_awareness[at] = other_heard_aware / other_loud if other_loud > 0.0 else 0.0


@step
def add_up(network: Network, begin: int, end: int, said: Floats, width: int, layer: Floats) -> None:
    """Sum what the peers in one layer say, in their order; several at a time, so that sums stay at hand."""
    neighbour = network.neighbour
    for at in range(width):
        layer[at] = 0.0
    k = begin
    while k + 4 <= end:
        one, two = unsigned(neighbour[k]) * width, unsigned(neighbour[k + 1]) * width
        three, four = unsigned(neighbour[k + 2]) * width, unsigned(neighbour[k + 3]) * width
        for at in range(width):
            layer[at] = (((layer[at] + said[one + at]) + said[two + at]) + said[three + at]) + said[four + at]
        k += 4
    while k < end:
        one = unsigned(neighbour[k]) * width
        for at in range(width):
            layer[at] += said[one + at]
        k += 1


@step
def add_campaigners(
    people: People,
    network: Network,
    begin: int,
    end: int,
    state: State,
    is_loud: Flags,
    lanes: int,
    layer: Floats,
) -> None:
    """Add up the influence of the campaigners among the peers in one layer, behind what they say."""
    first = SAYS * lanes
    for k in range(begin, end):
        peer = unsigned(network.neighbour[k])
        if is_loud[peer] == 0:
            continue
        influence = people.influence[peer]
        for lane in range(lanes):
            at = peer * lanes + lane
            layer[first + lane] += influence * (state.against[at] + state.in_favour[at])
