"""What rules are tried on: every corner of their arguments' ranges, and seeded points in between.

A range is the declared one where the argument is a behaviour parameter, else that of the
quantity in the model. An argument without a range is an error, so that no rule goes untried.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np

from sim.knobs import NAMES, knob
from tests.rules.sources import arguments_of_rules

Range = tuple[float, float]
Case = tuple[float, ...]

RANDOM_CASES = 400
SPECIAL_VALUES = (0.0, 1.0, -1.0)
TOLERANCE = 1e-12
ZERO_OR_ONE = frozenset({"attends", "campaigns", "leaks", "next_disclosed", "listens"})  # compared exactly


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNIT, SUPPORT = (0.0, 1.0), (-1.0, 1.0)
DEVIATE = (-4.0, 4.0)  # standard normal
GAIN = (-3.0, 3.0)  # up to 1.7 for a group, with four times .35 of personal spread
SWITCHES = words(
    "known suspects_cuts money_frame money disclosed announced leaked_now loses_service site_loses"
    " campaigns_against campaigns_for withdrawn lost responded"
)
IN_UNIT = words(
    "reach fatigue probability uniform met attended awareness attention peers_aware trust prior_trust"
    " definiteness definiteness_growth awareness_growth harm redesign weighted_tests known_awareness share"
    " strength joining leaving certainty susceptibility insiders_met credibility clinicians_met evidence"
    " expectation voice openness heard worth responsiveness_seen attachment proximity campaign_against"
    " campaign_for event campaigning knowing formative time consideration chance_of_preferred"
    " capacity used elapsed"
)
IN_SUPPORT = words(
    "support cause public_support clinician_support prior_view lasting believed definite_outcome peers"
    " tone safety_gain own circle mean_support"
)
ELSEWHERE: dict[str, Range] = {
    "added_minutes": (0, 240),
    "acceptance": (0.2, 0.6),
    "base": UNIT,
    "bias": (0, 2),
    "bound": (0.2, 1),
    "by_structures": (0, 0.2),
    "exponent": (0, 2),
    "gap": (-2, 2),
    "produced": (0, 0.2),
    "rejection": (0.6, 1.6),
    "affected_people": (0, 500_000),
    "fair": (0, 1.5),
    "gain": GAIN,
    "group_gain": (-1.7, 1.7),
    "heard_so_far": (0, 150),
    "influence": (0, 20),
    "lasting_influence": (-2, 2),
    "open_voice_sum": (0, 1e6),
    "passing": (-2, 2),
    "passing_influence": (-2, 2),
    "people_heard": (0, 100_000),
    "public_news": (0, 2),
    "shifts": (-2, 2),
    "step": (0, 0.9),
    "threshold": (-0.8, 1.2),
    "unfair": (0, 5),
    "unplanned_cost": UNIT,
    "voice_so_far": (0, 150),
    "voice_sum": (0, 1e6),
    "weights": (0, 4),
}
# Arguments that carry a shorter name than the parameter they are given
PARAMETERS: dict[str, dict[str, str]] = {
    "next_awareness": {
        "by_contact": "awareness_by_contact",
        "by_media": "awareness_by_media",
        "by_peers": "awareness_by_peers",
    },
    "personal_gain": {"spread": "gain_sd"},
    "steward_outcome": {"spread": "judgement_sd", "cost_weight": "unplanned_cost_weight"},
    "assurer_outcome": {"spread": "judgement_sd"},
    "campaigns": {"cut": "campaign_cut", "dropout": "campaign_dropout"},
    "next_strength": {"growth": "campaign_growth", "decay": "campaign_decay"},
    "susceptibility": {"resistance": "certainty_resistance"},
    "next_certainty": {
        "growth": "certainty_growth",
        "from_peers": "certainty_from_peers",
        "loss": "certainty_loss",
    },
    "leak_probability": {"hazard": "leak_hazard"},
    "next_evidence": {
        "per_week": "evidence_per_week",
        "by_clinicians": "evidence_by_clinicians",
        "ceiling": "evidence_ceiling",
    },
    "next_expectation": {"learning": "expectation_learning"},
    "fairness_influence": {"weight": "fairness_weight"},
    "fatigue_influence": {"irritation": "fatigue_irritation"},
    "next_fatigue": {"gain": "fatigue_gain", "recovery": "fatigue_recovery"},
    "clinician_harm": {
        "harm_if_losing": "harm_to_clinicians_losing",
        "harm_of_rota": "harm_to_clinicians_rota",
    },
    "media_influence": {"rate": "media_influence"},
    "next_attention": {
        "persistence": "attention_persistence",
        "to_events": "attention_to_events",
        "to_campaigns": "attention_to_campaigns",
    },
    "redesign_cost": {"cost": "cost_of_redesign", "lateness": "cost_of_lateness"},
    "peer_influence": {"rate": "peer_influence"},
    "pressure_influence": {"rate": "political_pressure"},
    "reach_of": {"norm": "reach_norm"},
    "redesign_step": {"rate": "redesign_rate", "ceiling": "redesign_ceiling"},
    "self_evaluation_influence": {"rate": "self_evaluation", "sharpening": "attention_sharpening"},
    "next_capacity": {"ceiling": "standing_group_ceiling"},
    "heard_in_circle": {"weight": "standing_group_weight"},
    "next_used": {"rate": "getting_used", "at_most": "getting_used_at_most"},
    "next_trust": {"asymmetry": "trust_asymmetry", "recovery": "trust_recovery"},
}
# Where a quantity has another range in one rule than elsewhere, or a wider one is needed to reach a bound
HERE: dict[str, dict[str, Range]] = {
    "assimilated": {"heard": SUPPORT},
    "personal_gain": {"deviate": DEVIATE},
    "steward_outcome": {"deviate": DEVIATE, "case": (-6, 6)},  # funding moves a case by .5 a year for years
    "assurer_outcome": {"deviate": DEVIATE},
    "as_test": {"value": (-1.5, 1.5)},  # wider than support, to meet both ends
    "campaigns": {"strength": (0, 2)},  # strength in [0, 1], times the ease of joining against
    "contact_shift": {"weight": UNIT},
    "resident_harm": {"added_minutes": (-240, 240)},  # wider, to meet the lower end
    "media_tone": {"public_support": (-1.5, 1.5)},  # wider, to meet the upper end
    "clip": {"value": (-3, 3), "low": SUPPORT, "high": (1, 2)},
    "loudness_of_all": {"influence": (0, 60), "campaigning": (0, 60)},  # of many peers together
    "response_probability": {"hazard": (0, 0.2)},  # wider, to meet the upper end
    "next_trust": {"gain": (0.01, 1.5)},  # wider than the trust gain, to meet the upper end
}
# Where one argument cannot be larger than another
AT_MOST = {
    "redesign_step": ("redesign", "ceiling"),
    "next_evidence": ("evidence", "ceiling"),
    "next_capacity": ("capacity", "ceiling"),
    "formative_share": ("open_voice_sum", "voice_sum"),
    "next_expectation": ("voice", "met"),
    "loudness_of_all": ("campaigning", "influence"),
}


def range_of(rule: str, argument: str) -> Range:
    """Lowest and highest value of one argument of a rule.

    Raises
    ------
    KeyError
        If none is declared.
    """
    if argument in HERE.get(rule, {}):
        return HERE[rule][argument]
    parameter = PARAMETERS.get(rule, {}).get(argument, argument)
    if parameter in NAMES:
        declared = knob(parameter)
        return float(declared.low), float(declared.high)
    if argument in SWITCHES or argument in IN_UNIT:
        return UNIT
    if argument in IN_SUPPORT:
        return SUPPORT
    return ELSEWHERE[argument]


@cache
def cases_of(rule: str) -> tuple[Case, ...]:
    """Arguments to try a rule on: all corners, then points drawn with special values among them."""
    arguments = arguments_of_rules()[rule]
    ranges = {argument: range_of(rule, argument) for argument in arguments}
    cases = list(product(*ranges.values()))
    generator = np.random.default_rng(zlib.crc32(rule.encode()))
    for _ in range(RANDOM_CASES):
        cases.append(tuple(_value(generator, rule, name, *ends) for name, ends in ranges.items()))
    return tuple(_possible(rule, arguments, tuple(float(value) for value in case)) for case in cases)


def _value(generator: np.random.Generator, rule: str, argument: str, low: float, high: float) -> float:
    special = [low, high, *(value for value in SPECIAL_VALUES if low < value < high)]
    if argument in SWITCHES or (rule, argument) == ("campaigns", "campaigning"):
        return float(generator.choice([0.0, 1.0]))
    if generator.random() < 0.2:
        return float(generator.choice(special))
    return float(generator.uniform(low, high))


def _possible(rule: str, arguments: tuple[str, ...], case: Case) -> Case:
    if rule not in AT_MOST:
        return case
    small, large = (arguments.index(name) for name in AT_MOST[rule])
    return tuple(min(value, case[large]) if at == small else value for at, value in enumerate(case))


def difference(
    name: str, rule: Callable[..., float], expected: tuple[float, ...], cases: tuple[Case, ...]
) -> str | None:
    """The first case in which a rule is not what was expected, in words; None if there is none."""
    for case, wanted in zip(cases, expected, strict=True):
        got = rule(*case)
        same = got == wanted if name in ZERO_OR_ONE else _close(got, wanted)
        if not same:
            arguments = ", ".join(
                f"{key}={value!r}" for key, value in zip(arguments_of_rules()[name], case, strict=True)
            )
            return f"{name}({arguments}) is {got!r}; by its definition {wanted!r}"
    return None


def _close(got: float, wanted: float) -> bool:
    return math.isclose(got, wanted, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
