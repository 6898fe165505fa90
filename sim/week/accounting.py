"""Exact accounting: what each mechanism has added to every stakeholder's support.

Support is the prior view plus what each mechanism contributed, plus what was clipped. A
contribution has a lasting and a passing part like support itself. Only kept when a run is
to be explained; it changes no bit of the run.
"""

from __future__ import annotations

from sim.arrays import Account, Floats, Prior, Scratch, State, Strip, Tiles
from sim.compiled import part
from sim.rules.engagement import engagement_influence
from sim.rules.fairness import fairness_influence
from sim.rules.fatigue import fatigue_influence
from sim.rules.media import media_influence
from sim.rules.peers import peer_influence
from sim.rules.self_evaluation import self_evaluation_influence
from sim.rules.support import next_lasting, next_passing, passing_within
from sim.week import knob_rows as knob

# rows of an account, in the order of sim.arrays.MECHANISMS
ENGAGEMENT, FAIRNESS, SELF_EVALUATION, PEERS, MEDIA, PRESSURE, FATIGUE, NOISE, PRIOR, CLIPPING = range(10)


@part
def account_for(
    begin: int,
    end: int,
    prior: Prior,
    state: State,
    along: Floats,
    tiles: Tiles,
    strip: Strip,
    scratch: Scratch,
    account: Account,
) -> None:
    """Add this week's influences to the account, before support moves; noise stands in ``strip.first``."""
    lasting, passing = account.lasting, account.passing
    for at in range(end - begin):
        person, held, open_to = begin + at, state.support[begin + at], strip.open_to[at]
        for mechanism in range(CLIPPING + 1):
            passing[mechanism, person] = next_passing(passing[mechanism, person], along[knob.FADING, at], 0.0)
        for mechanism in range(NOISE + 1):
            if mechanism == ENGAGEMENT:
                share = along[knob.LASTING_ENGAGEMENT, at]
                influence = engagement_influence(
                    along[knob.PERSUASION, at],
                    open_to,
                    strip.contact_weights[at],
                    strip.contact_shifts[at],
                    strip.believed[at],
                    along[knob.SPONSOR_GLOSS, at],
                    held,
                )
            elif mechanism == FAIRNESS:
                share = along[knob.LASTING_FAIRNESS, at]
                influence = fairness_influence(
                    along[knob.FAIRNESS_WEIGHT, at],
                    strip.fair[at],
                    strip.unfair[at],
                    open_to,
                    strip.believed[at],
                )
            elif mechanism == SELF_EVALUATION:
                share = along[knob.LASTING_SELF_EVALUATION, at]
                influence = self_evaluation_influence(
                    along[knob.SELF_EVALUATION, at],
                    along[knob.ATTENTION_SHARPENING, at],
                    tiles.attention[at],
                    strip.knowing[at],
                    open_to,
                    strip.believed[at],
                    held,
                )
            elif mechanism == PEERS:
                share = along[knob.LASTING_PEERS, at]
                influence = peer_influence(
                    along[knob.PEER_INFLUENCE, at],
                    state.awareness[person],
                    open_to,
                    scratch.peer_support[person],
                    held,
                )
            elif mechanism == MEDIA:
                share = along[knob.LASTING_MEDIA, at]
                influence = media_influence(
                    along[knob.MEDIA_INFLUENCE, at],
                    tiles.attention[at],
                    state.awareness[person],
                    open_to,
                    tiles.tone[at],
                    held,
                )
            elif mechanism == PRESSURE:
                share, influence = along[knob.LASTING_PRESSURE, at], strip.pressure[at]
            elif mechanism == FATIGUE:
                share = along[knob.LASTING_FATIGUE, at]
                influence = fatigue_influence(
                    along[knob.FATIGUE_IRRITATION, at], strip.met[at], state.fatigue[person]
                )
            else:
                share, influence = (
                    along[knob.LASTING_NOISE, at],
                    along[knob.PRIVATE_NOISE, at] * strip.first[at],
                )
            lasting[mechanism, person] += share * influence
            passing[mechanism, person] += (1.0 - share) * influence
        pull = along[knob.PULL_TO_PRIOR, at]
        lasting[PRIOR, person] += pull * (prior.support[person] - state.lasting[person])
        wanted = (
            state.lasting[person] + strip.lasts[at] + pull * (prior.support[person] - state.lasting[person])
        )
        kept = next_lasting(state.lasting[person], prior.support[person], pull, strip.lasts[at])
        unbounded = next_passing(state.passing[person], along[knob.FADING, at], strip.passes[at])
        lasting[CLIPPING, person] += kept - wanted
        passing[CLIPPING, person] += passing_within(kept, unbounded) - unbounded
