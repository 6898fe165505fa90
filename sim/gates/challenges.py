"""A decision is challenged: somebody asks the minister to step in, or goes to court.

Whoever is asked takes independent advice, to proceed, to modify or to stop, and follows it
after a wait. A court quashes the decision or dismisses the claim. Chances and delays are the
rulebook's.

Source: evidence 1.5 to 1.7, SF10 and SF11. Neglected: a second referral after a lost court case
(Dorset, Horton), appeals, and ministers who wait before they follow advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.gates.luck import AftermathDraws, Happening, drawn_delay
from sim.gates.standing import Standing
from sim.scenario.rulebook import Intervention, JudicialReview

AdviceGiven = Literal["proceed", "modify", "stop"]


@dataclass(frozen=True)
class Intervened:
    """Whether the minister was brought in, what the advice was, and when it was followed."""

    chance: float
    happened: bool
    advice: AdviceGiven
    week: int
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True)
class Heard:
    """Whether the decision was challenged in court, what came of it, and when."""

    chance: float
    happened: bool
    success_chance: float
    quashed: bool
    week: int
    happenings: tuple[Happening, ...] = ()


def advice_chances(rule: Intervention, standing: Standing, objected: bool) -> dict[AdviceGiven, float]:
    """Chances of what independent advice is."""
    stop = standing.chance(rule.advice.stop, objected)
    modify = min(1 - stop, standing.chance(rule.advice.modify, objected))
    return {"proceed": 1 - stop - modify, "modify": modify, "stop": stop}


def intervene(
    rule: Intervention, standing: Standing, objected: bool, draws: AftermathDraws, week: int
) -> Intervened:
    """Whether the minister is asked, and with what result."""
    chance = standing.chance(rule.chance, objected)
    if draws.intervention >= chance:
        return Intervened(chance, False, "proceed", week)
    chances = advice_chances(rule, standing, objected)
    advice: AdviceGiven = "proceed"
    if draws.advice < chances["stop"]:
        advice = "stop"
    elif draws.advice < chances["stop"] + chances["modify"]:
        advice = "modify"
    answered = week + drawn_delay(rule.delay, draws.intervention_delay)
    asks = f"asks {rule.who_decides} to call the decision in"
    if rule.kind == "referral":
        asks = f"refers the decision to {rule.who_decides}"
    answer = {
        "proceed": "the decision stands",
        "modify": "it may proceed if it is modified",
        "stop": "it must not proceed",
    }[advice]
    decides = rule.who_decides[0].upper() + rule.who_decides[1:]
    happenings = (
        Happening(week, f"{rule.who_asks} {asks} (chance {chance:.2f})"),
        Happening(
            answered,
            f"{decides} answers after {answered - week} weeks, advised by {rule.who_advises}: {answer}",
        ),
    )
    return Intervened(chance, True, advice, answered, happenings)


def hear_challenge(
    rule: JudicialReview, standing: Standing, objected: bool, draws: AftermathDraws, week: int
) -> Heard:
    """Whether the decision is challenged in court, and with what result."""
    chance = standing.chance(rule.chance, objected)
    success = standing.chance(rule.success, objected)
    if draws.challenge >= chance:
        return Heard(chance, False, success, False, week)
    quashed = draws.judgment < success
    judged = week + drawn_delay(rule.delay, draws.judgment_delay)
    result = "the decision is quashed" if quashed else "the claim is dismissed"
    happenings = (
        Happening(week, f"The decision is challenged in court (chance {chance:.2f})"),
        Happening(
            judged, f"Judgment after {judged - week} weeks: {result} (chance of success {success:.2f})"
        ),
    )
    return Heard(chance, True, success, quashed, judged, happenings)
