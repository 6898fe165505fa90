"""Step 5, first part: what everybody hears from peers, before anybody changes."""

from __future__ import annotations

from sim.arrays import Floats, Network, Now, People, Scratch, State
from sim.compiled import kernel, step, unsigned
from sim.rules.peers import assimilated, judged_gap, listens, loudness
from sim.rules.ranges import clip
from sim.rules.structures import heard_in_circle
from sim.week import knob_rows as knob
from sim.week.strips import STRIP
from sim.week.ties import A_FEW, SAYS, SAYS_IN_A_FEW, hear_ties

LINEAR, BOUNDED_CONFIDENCE, BIASED_ASSIMILATION, SOCIAL_JUDGEMENT, MEAN_FIELD = range(5)


@step
def hear_peers(
    people: People,
    network: Network,
    state: State,
    now: Now,
    along: Floats,
    peer_rule: int,
    scratch: Scratch,
) -> None:
    """Write the support and awareness that each stakeholder hears from peers."""
    anybody_campaigns = speak(people, state, along, scratch)
    if peer_rule == MEAN_FIELD:
        hear_the_mean(people, state, along, scratch)
    else:
        hear_ties(people, network, state, along, anybody_campaigns, scratch)
    if peer_rule in (BOUNDED_CONFIDENCE, SOCIAL_JUDGEMENT):
        hear_by_distance(people, network, state, along, peer_rule, scratch)
    elif peer_rule == BIASED_ASSIMILATION:
        hear_what_agrees(state, along, scratch)
    hear_circles(people, state, now, scratch)


@kernel
def add_up_influence(network: Network, influence: Floats, peers: Floats) -> None:
    """Write the influence of those each stakeholder hears, layer by layer, once before the first week.

    Parameters
    ----------
    influence : float64[n]
    peers : float64[n, n_layers], written
    """
    for i in range(unsigned(peers.shape[0])):
        for layer in range(unsigned(peers.shape[1])):
            total = 0.0
            for k in range(network.start[i, layer], network.start[i, layer + 1]):
                total += influence[network.neighbour[k]]
            peers[i, layer] = total


@step
def speak(people: People, state: State, along: Floats, scratch: Scratch) -> bool:
    """Write what everybody says, and who campaigns in any lane; tell whether anybody does."""
    anybody = False
    said, is_loud, lanes = scratch.said, scratch.is_loud, unsigned(scratch.voice_met.size)
    width = (SAYS_IN_A_FEW if lanes <= A_FEW else SAYS) * lanes
    for i in range(unsigned(is_loud.size)):
        most, influence = 0.0, people.influence[i]
        for lane in range(lanes):
            at = i * lanes + lane
            campaigns = state.against[at] + state.in_favour[at]
            loud = loudness(
                influence, state.against[at], state.in_favour[at], along[knob.CAMPAIGNER_WEIGHT + lane]
            )
            said[i * width + lane] = loud * state.support[at]
            said[i * width + lanes + lane] = loud * state.awareness[at]
            if lanes <= A_FEW:
                said[i * width + SAYS * lanes + lane] = influence * campaigns
            most = max(most, campaigns)
        is_loud[i] = 1 if most > 0.0 else 0
        anybody = anybody or most > 0.0
    return anybody


@step
def hear_the_mean(people: People, state: State, along: Floats, scratch: Scratch) -> None:
    """Let everybody hear everybody alike, themselves too: a complete network without layers."""
    said, heard, lanes = scratch.said, scratch.heard, unsigned(scratch.voice_met.size)
    width = (SAYS_IN_A_FEW if lanes <= A_FEW else SAYS) * lanes
    for at in range(heard.size):
        heard[at] = 0.0
    for i in range(unsigned(scratch.is_loud.size)):
        for lane in range(lanes):
            at = i * lanes + lane
            heard[lane] += said[i * width + lane]
            heard[lanes + lane] += said[i * width + lanes + lane]
            heard[SAYS * lanes + lane] += loudness(
                people.influence[i],
                state.against[at],
                state.in_favour[at],
                along[knob.CAMPAIGNER_WEIGHT + lane],
            )
    for i in range(unsigned(scratch.is_loud.size)):
        for lane in range(lanes):
            at, total = i * lanes + lane, heard[SAYS * lanes + lane]
            hears_anybody = total > 0.0
            scratch.peer_support[at] = heard[lane] / total if hears_anybody else state.support[at]
            scratch.peer_awareness[at] = heard[lanes + lane] / total if hears_anybody else 0.0


@step
def hear_circles(people: People, state: State, now: Now, scratch: Scratch) -> None:
    """Mix the mean of each standing structure into what its members hear, while it stands.

    Members weigh by their influence. Where none has any, there is no mean to hear.
    """
    members, mean, support = people.circle_member, scratch.circle_mean, state.support
    lanes = mean.shape[1]
    for circle in range(mean.shape[0]):
        first, last = people.circle_start[circle], people.circle_start[circle + 1]
        influence = 0.0
        for k in range(first, last):
            influence += people.influence[members[k]]
        for lane in range(lanes):
            total = 0.0
            for k in range(first, last):
                total += people.influence[members[k]] * support[members[k] * lanes + lane]
            mean[circle, lane] = total / influence if influence > 0.0 else 0.0
        if influence == 0.0:
            continue
        for k in range(first, last):
            for lane in range(lanes):
                at = members[k] * lanes + lane
                scratch.peer_support[at] = heard_in_circle(
                    scratch.peer_support[at], mean[circle, lane], now.circle_weight[circle, lane]
                )


@step
def hear_by_distance(
    people: People, network: Network, state: State, along: Floats, peer_rule: int, scratch: Scratch
) -> None:
    """Hear each peer according to the gap to it; awareness spreads as ever."""
    support, peer_support = state.support, scratch.peer_support
    start, neighbour = network.start, network.neighbour
    lanes = unsigned(scratch.voice_met.size)
    for i in range(unsigned(start.shape[0])):
        for lane in range(lanes):
            own, pull, total = support[i * lanes + lane], 0.0, 0.0
            for layer in range(start.shape[1] - 1):
                layer_weight = along[knob.FIRST_LAYER_WEIGHT + unsigned(STRIP * layer) + lane]
                for k in range(start[i, layer], start[i, layer + 1]):
                    peer = unsigned(neighbour[k]) * lanes + lane
                    gap = support[peer] - own
                    weight = layer_weight * loudness(
                        people.influence[unsigned(neighbour[k])],
                        state.against[peer],
                        state.in_favour[peer],
                        along[knob.CAMPAIGNER_WEIGHT + lane],
                    )
                    if peer_rule == BOUNDED_CONFIDENCE:
                        weight *= listens(gap, along[knob.CONFIDENCE_BOUND + lane])
                    else:
                        gap = judged_gap(
                            gap,
                            along[knob.LATITUDE_OF_ACCEPTANCE + lane],
                            along[knob.LATITUDE_OF_REJECTION + lane],
                        )
                    total += weight
                    pull += weight * gap
            moved = own + pull / total if total > 0.0 else own
            peer_support[i * lanes + lane] = clip(moved, -1.0, 1.0)


@step
def hear_what_agrees(state: State, along: Floats, scratch: Scratch) -> None:
    """Turn peers' mean support into what a biased mind makes of it."""
    lanes = unsigned(scratch.voice_met.size)
    for i in range(unsigned(scratch.is_loud.size)):
        for lane in range(lanes):
            at = i * lanes + lane
            scratch.peer_support[at] = assimilated(
                state.support[at], scratch.peer_support[at], along[knob.ASSIMILATION_BIAS + lane]
            )
