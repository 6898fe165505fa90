"""Fairness: having a voice that is used feels fair; being ignored or told late does not.

Voice is worth most while the matter is open. Others' voice counts a little for those
who know of it. Fair or unfair treatment moves support more the worse the outcome is.

Source: Lind, Kanfer & Earley 1990, doi 10.1037/0022-3514.59.5.952 (voice before and
after the decision); Terwel et al. 2010, doi 10.1037/a0019977 (others' voice); Brockner &
Wiesenfeld 1996 (process matters more when the outcome is bad).
"""

from __future__ import annotations

from sim.compiled import rule

MOST_UNFAIR = 1.0  # so that the process does not outweigh the outcome (Esaiasson et al. 2019)


@rule
def worth_of_voice(openness: float, voice_after_decision: float) -> float:
    """What a voice is worth, in [0, 1]: everything while all is open, little after the decision."""
    return openness + voice_after_decision * (1.0 - openness)


@rule
def fair_treatment(
    voice: float,
    heard: float,
    awareness: float,
    worth: float,
    responsiveness_seen: float,
    vicarious_voice: float,
    heard_though_not_acted_on: float,
) -> float:
    """How fairly one has been treated this week, >= 0: own voice and that of others, as far as it is used."""
    had = voice + vicarious_voice * heard * awareness * worth
    return had * (heard_though_not_acted_on + (1.0 - heard_though_not_acted_on) * responsiveness_seen)


@rule
def unfair_treatment(
    voice: float,
    expectation: float,
    responsiveness_seen: float,
    frustration: float,
    public_news: float,
    voice_so_far: float,
    heard_so_far: float,
    awareness: float,
    exclusion: float,
    vicarious_voice: float,
) -> float:
    """How unfairly, >= 0: raised and unmet expectations, and news of what others decided.

    Parameters
    ----------
    public_news : >= 0
        How much more definite the proposal became to this stakeholder this week.
    """
    frustrated = voice * frustration * (1.0 - responsiveness_seen) * expectation
    excluded = exclusion * public_news / (1.0 + voice_so_far + vicarious_voice * awareness * heard_so_far)
    return frustrated + excluded


@rule
def news(knowing: float, definiteness_growth: float, definiteness: float, awareness_growth: float) -> float:
    """How much more definite the proposal became to a stakeholder: by itself, and by hearing of it."""
    return knowing * definiteness_growth + definiteness * awareness_growth


@rule
def fairness_influence(
    weight: float, fair: float, unfair: float, susceptibility: float, believed: float
) -> float:
    """Pull on support, stronger the worse the believed outcome."""
    return weight * (fair - min(unfair, MOST_UNFAIR)) * susceptibility * (1.0 - believed) / 2.0
