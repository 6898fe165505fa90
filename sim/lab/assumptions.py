"""Assumptions: behaviour parameters in worded levels, with number, grade and source of each.

The first are those that matter most to who gains from engaging early; all others are there for
whoever opens the whole list.
"""

from __future__ import annotations

from typing import Any

from sim.knobs import KNOBS, Knob, knob
from sim.scenario import Scenario

FIRST = (
    "carry_over",
    "early_usefulness",
    "vagueness_penalty",
    "loss_aversion",
    "openness_at_preferred",
    "peer_influence",
    "trust_asymmetry",
    "certainty_resistance",
)
LABELS = {
    "carry_over": "Input fits whichever option wins",
    "early_usefulness": "Use of input while plans are vague",
    "vagueness_penalty": "Fear while plans are vague",
    "loss_aversion": "Weight of harm against gain",
    "openness_at_preferred": "Still open once there is a preferred option",
    "peer_influence": "Talk among peers",
    "trust_asymmetry": "Trust is lost faster than won",
    "certainty_resistance": "Firm views resist",
}


def assumptions(scenario: Scenario) -> list[dict[str, Any]]:
    """What can be assumed here, those that matter most first; what is a lever is not among them."""
    usual = scenario.parameters()
    others = [each.name for each in KNOBS if each.grade != "lever" and each.name not in FIRST]
    return [_offered(knob(name), usual[name], name in FIRST) for name in (*FIRST, *others)]


def _offered(declared: Knob, usual: float, leads: bool) -> dict[str, Any]:
    """One parameter: low and high are the ends of its declared range."""
    as_usual = "As in the evidence" if declared.grade in ("S", "D") else "As judged"
    levels = [
        {"label": "Low", "value": declared.low},
        {"label": as_usual, "value": usual},
        {"label": "High", "value": declared.high},
    ]
    return {
        "name": declared.name,
        "label": LABELS.get(declared.name, declared.name.replace("_", " ").capitalize()),
        "help": f"{declared.meaning[0].upper()}{declared.meaning[1:]}.",
        "levels": [each for at, each in enumerate(levels) if at == 1 or each["value"] != usual],
        "usual": usual,
        "default": usual,
        "low": declared.low,
        "high": declared.high,
        "unit": declared.unit,
        "grade": declared.grade,
        "source": declared.source or "judgement (J)",
        "leads": leads,
    }
