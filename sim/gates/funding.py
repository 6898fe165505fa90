"""Approved is not built: the final business case must be affordable, and capital must be found.

Source: evidence 1.1 (the capital track) and 3.8 (capital costs grow while programmes wait). The
form, a chance that falls with cost and with delay, is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.gates.luck import AftermathDraws, Happening, drawn_delay
from sim.gates.standing import Standing
from sim.scenario.rulebook import AfterDecision, CapitalChance

WEEKS_PER_YEAR = 52
A_HUNDRED_MILLION = 1e8


@dataclass(frozen=True)
class Funded:
    """Whether the final business case was affordable and capital found, and when that was known."""

    affordable: bool
    capital_chance: float
    built: bool
    week: int
    happenings: tuple[Happening, ...] = ()


def capital_chance(rule: CapitalChance, capital_gbp: float, delay_weeks: float) -> float:
    """Chance that capital is found; certain if none is needed."""
    if capital_gbp <= 0:
        return 1.0
    less = rule.less_per_100m_gbp * capital_gbp / A_HUNDRED_MILLION
    less += rule.less_per_year_of_delay * delay_weeks / WEEKS_PER_YEAR
    return max(min(rule.at_worst, rule.at_little_cost), rule.at_little_cost - less)


def close_business_case(
    after: AfterDecision, standing: Standing, draws: AftermathDraws, week: int, waited_weeks: int = 0
) -> Funded:
    """The final business case, held some weeks after ``week``, and the search for capital.

    ``waited_weeks`` of minister and court add to the delay the programme has had already.
    """
    rule = after.final_business_case
    week += rule.after_weeks
    chance = capital_chance(rule.capital, standing.capital_gbp, standing.delay_weeks + waited_weeks)
    case, least = f"finance leads' case {standing.finance_case:.2f}", rule.finance_case_at_least
    if standing.finance_case < least:
        what = f"The final business case is not affordable: {case} falls short of {least:.2f}"
        return Funded(False, chance, False, week, (Happening(week, what),))
    affordable = Happening(week, f"The final business case is affordable: {case}")
    if standing.capital_gbp <= 0:
        return Funded(True, chance, True, week, (affordable,))
    known = week + drawn_delay(rule.delay, draws.capital_delay)
    built = draws.capital < chance
    what = "Capital is found" if built else "No capital is found"
    what += f": GBP {standing.capital_gbp / 1e6:,.0f}m (chance of finding it {chance:.2f})"
    return Funded(True, chance, built, known, (affordable, Happening(known, what)))
