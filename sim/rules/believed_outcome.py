"""Believed outcome: what a stakeholder thinks the change would do to it or to those it answers for.

Residents, clinicians and politicians weigh gain against harm, and harm counts more.
While the proposal is vague they see the need for change, and fear in proportion to
their distrust. Stewards judge their case, assurers their tests; neither is vague.

Source: loss aversion, Brown et al. 2024, doi 10.1257/jel.20221698; fear in a vacuum of
information, Walter & Tukachinsky 2020, doi 10.1177/0093650219854600 (direction only).
"""

from __future__ import annotations

from sim.compiled import rule
from sim.rules.ranges import clip


@rule
def personal_gain(
    group_gain: float,
    deviate: float,
    spread: float,
    safety_gain: float,
    suspects_cuts: float,
    money_frame: float,
) -> float:
    """Gain in support points; who suspects cuts does not believe in safety once money is the frame."""
    return group_gain + spread * deviate - safety_gain * suspects_cuts * money_frame


@rule
def outcome(gain: float, harm: float, redesign: float, loss_aversion: float) -> float:
    """Outcome in [-1, 1]: gain minus what redesign leaves of the harm, which weighs more."""
    return clip(gain - loss_aversion * harm * (1.0 - redesign), -1.0, 1.0)


@rule
def believed_outcome(
    definite_outcome: float,
    gain: float,
    trust: float,
    definiteness: float,
    belief_in_need: float,
    vagueness_penalty: float,
) -> float:
    """Outcome as believed: what is definite as it is, the vague rest by need and by distrust."""
    vague = belief_in_need * gain - vagueness_penalty * (1.0 - trust)
    return clip(definiteness * definite_outcome + (1.0 - definiteness) * vague, -1.0, 1.0)


@rule
def steward_outcome(
    case: float, unplanned_cost: float, cost_weight: float, deviate: float, spread: float
) -> float:
    """What a finance, workforce or estates lead makes of its case, less what was not planned for."""
    return clip(case - cost_weight * unplanned_cost + spread * deviate, -1.0, 1.0)


@rule
def assurer_outcome(weighted_tests: float, deviate: float, spread: float) -> float:
    """What an assurer makes of tests in [0, 1]: all passed is 1, all failed -1."""
    return clip(2.0 * weighted_tests - 1.0 + spread * deviate, -1.0, 1.0)


@rule
def as_test(value: float) -> float:
    """A support or case in [-1, 1] as a test in [0, 1]."""
    return clip((1.0 + value) / 2.0, 0.0, 1.0)
