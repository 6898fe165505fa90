"""Exact accounting: what each mechanism has added to every stakeholder's support.

Support is the prior view plus what each mechanism contributed, plus what was clipped. A
contribution has a lasting and a passing part like support itself. Only kept when a run is
to be explained; it changes no bit of the run.
"""

from __future__ import annotations

from sim.arrays import Account, Floats, Prior, Scratch, State
from sim.compiled import part, unsigned
from sim.rules.engagement import engagement_influence
from sim.rules.fairness import fairness_influence
from sim.rules.fatigue import fatigue_influence
from sim.rules.media import media_influence
from sim.rules.peers import peer_influence
from sim.rules.self_evaluation import self_evaluation_influence
from sim.rules.support import next_lasting, next_passing, passing_within
from sim.week import knob_rows as knob
from sim.week import strips

# rows of an account, in the order of sim.arrays.MECHANISMS
ENGAGEMENT, FAIRNESS, SELF_EVALUATION, PEERS, MEDIA, PRESSURE, FATIGUE, NOISE, PRIOR, CLIPPING = range(10)


@part
def account_for(
    first: int,
    last: int,
    lanes: int,
    prior: Prior,
    state: State,
    along: Floats,
    scratch: Scratch,
    account: Account,
) -> None:
    """Add this week's influences to the account, before support moves."""
    lasting, passing = account.lasting, account.passing
    tiles, strip = scratch.tiles, scratch.strip
    for at in range(unsigned((last - first) * lanes)):
        person = unsigned(first * lanes) + at
        held, open_to = state.support[person], strip[strips.OPEN_TO + at]
        for mechanism in range(CLIPPING + 1):
            passing[mechanism, person] = next_passing(
                passing[mechanism, person], along[knob.FADING + at], 0.0
            )
        for mechanism in range(NOISE + 1):
            if mechanism == ENGAGEMENT:
                share = along[knob.LASTING_ENGAGEMENT + at]
                influence = engagement_influence(
                    along[knob.PERSUASION + at],
                    open_to,
                    strip[strips.CONTACT_WEIGHTS + at],
                    strip[strips.CONTACT_SHIFTS + at],
                    strip[strips.BELIEVED + at],
                    along[knob.SPONSOR_GLOSS + at],
                    held,
                )
            elif mechanism == FAIRNESS:
                share = along[knob.LASTING_FAIRNESS + at]
                influence = fairness_influence(
                    along[knob.FAIRNESS_WEIGHT + at],
                    strip[strips.FAIR + at],
                    strip[strips.UNFAIR + at],
                    open_to,
                    strip[strips.BELIEVED + at],
                )
            elif mechanism == SELF_EVALUATION:
                share = along[knob.LASTING_SELF_EVALUATION + at]
                influence = self_evaluation_influence(
                    along[knob.SELF_EVALUATION + at],
                    along[knob.ATTENTION_SHARPENING + at],
                    tiles[strips.ATTENTION + at],
                    strip[strips.KNOWING + at],
                    open_to,
                    strip[strips.BELIEVED + at],
                    held,
                )
            elif mechanism == PEERS:
                share = along[knob.LASTING_PEERS + at]
                influence = peer_influence(
                    along[knob.PEER_INFLUENCE + at],
                    state.awareness[person],
                    open_to,
                    scratch.peer_support[person],
                    held,
                )
            elif mechanism == MEDIA:
                share = along[knob.LASTING_MEDIA + at]
                influence = media_influence(
                    along[knob.MEDIA_INFLUENCE + at],
                    tiles[strips.ATTENTION + at],
                    state.awareness[person],
                    open_to,
                    tiles[strips.TONE + at],
                    held,
                )
            elif mechanism == PRESSURE:
                share, influence = along[knob.LASTING_PRESSURE + at], strip[strips.PRESSURE + at]
            elif mechanism == FATIGUE:
                share = along[knob.LASTING_FATIGUE + at]
                influence = fatigue_influence(
                    along[knob.FATIGUE_IRRITATION + at], strip[strips.MET + at], state.fatigue[person]
                )
            else:
                share, influence = (
                    along[knob.LASTING_NOISE + at],
                    along[knob.PRIVATE_NOISE + at] * strip[strips.NOISE + at],
                )
            lasting[mechanism, person] += share * influence
            passing[mechanism, person] += (1.0 - share) * influence
        pull = along[knob.PULL_TO_PRIOR + at]
        pulled = pull * (prior.support[person] - state.lasting[person])
        lasting[PRIOR, person] += pulled
        wanted = state.lasting[person] + strip[strips.LASTS + at] + pulled
        kept = next_lasting(state.lasting[person], prior.support[person], pull, strip[strips.LASTS + at])
        unbounded = next_passing(state.passing[person], along[knob.FADING + at], strip[strips.PASSES + at])
        lasting[CLIPPING, person] += kept - wanted
        passing[CLIPPING, person] += passing_within(kept, unbounded) - unbounded
