"""Targets and red lines where a scenario has none: declared here, once, and all of them judgement (J).

A target is what one would want to clear, a red line what one would not want to fall below (or rise
above, of campaigns). They decide nothing in the model; the page draws them, and the latest safe
start is the latest start whose outcome clears the target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.outcomes import Outcome
from sim.scenario import Scenario

NOBODY_MOVED = 0.0  # support at which as much is felt against as for
LOSERS_HOLD_BACK = -0.3  # near the -.35 from which a resident may campaign (campaign_cut)
TOO_MANY_CAMPAIGN = 0.2  # the mean threshold at which others join (threshold_mean)
TRUST_HELD = 0.4  # where residents' trust begins (prior_trust_public)
MORE_OFTEN_THAN_NOT = 0.5
WITHIN_BUDGET = 1.0


@dataclass(frozen=True)
class Line:
    """A value, what it means in words, and its grade."""

    value: float
    words: str
    grade: str = "J"


def line_of_panel(
    scenario: Scenario, section: str, key: str, parameters: Mapping[str, float]
) -> tuple[Line | None, Line | None]:
    """Target and red line of a panel; ``parameters`` are the scenario's."""
    if section == "groups":
        group = scenario.population.group(key)
        if group.kind == "resident":
            return None, Line(NOBODY_MOVED, "below, residents are more against than for")
        bar = parameters["vote_bar"]
        return Line(bar, f"a member votes in favour from {bar:g} on"), None
    if section == "localities" and key == "losing":
        return None, Line(LOSERS_HOLD_BACK, "near where residents begin to campaign")
    if section == "localities":
        return None, Line(NOBODY_MOVED, "below, residents are more against than for")
    if section == "trust":
        start = parameters["prior_trust_public"]
        return None, Line(start, "below, trust is less than at the start")
    if section == "campaigns" and key == "against":
        return None, Line(TOO_MANY_CAMPAIGN, "above, others begin to join")
    return None, None


def target_of(outcome: Outcome) -> Line:
    """What an outcome's mean should clear for a start to be safe."""
    if outcome.name.startswith("support_losing"):
        return Line(LOSERS_HOLD_BACK, "near where residents begin to campaign")
    if outcome.name == "peak_campaign":
        return Line(TOO_MANY_CAMPAIGN, "above, others begin to join")
    if outcome.name == "cost":
        return Line(WITHIN_BUDGET, "the budget")
    if outcome.name == "weeks_to_decision":
        return Line(104.0, "two years")
    if outcome.unit.startswith("support"):
        return Line(NOBODY_MOVED, "as much for as against")
    if outcome.unit.startswith("trust"):
        return Line(TRUST_HELD, "residents' trust at the start")
    if outcome.unit.startswith("share"):
        return Line(MORE_OFTEN_THAN_NOT, "half")
    return Line(0.0, "nothing")
