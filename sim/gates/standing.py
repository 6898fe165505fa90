"""Standing: the numbers of one programme in one week that gates, ministers and courts look at.

Names of fields are those that rulebooks use under ``looks_at``; signs are the numbers from 0
to 1 that chances add up from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum, isfinite

from sim.scenario.rulebook import Chance, Looked, Sign

LOOKED_WORDS: Mapping[Looked, str] = {
    "evidence": "evidence",
    "process": "process adequacy",
    "redesign": "redesign",
    "losing_clinicians_share": "share of losing localities' clinicians in favour",
    "fit_to_needs": "fit to needs",
    "patient_choice": "patient choice",
    "beds": "beds",
    "clinicians_support": "clinicians' mean support",
    "losing_clinicians_support": "mean support of losing localities' clinicians",
    "stewards_support": "stewards' mean support",
    "politicians_support": "politicians' mean support",
    "residents_support": "residents' mean support",
    "finance_case": "finance leads' case",
}


@dataclass(frozen=True)
class Standing:
    """One lane's numbers as a week ends.

    Shares are in [0, 1], means of support in [-1, 1]. ``losing_clinicians_share`` is the share with
    support at or above the vote bar; where no clinician sits in a losing locality, give 1 (there is
    nobody to lose). ``finance_case`` is the case finance leads believe, unplanned cost included;
    ``campaigns`` the mean strength of campaigns against over localities, by residents, and
    ``strongest_campaign`` the largest; ``late_contacts`` the share of contacts so far made while
    openness was below the rulebook's ``closed_below``; ``delay_weeks`` what rework has cost so far.
    ``advice_against``: whether any gate that only advises was last against. ``process_parts`` are what
    process adequacy is made of, by name, for the words of a review.
    """

    week: int
    evidence: float
    process: float
    redesign: float
    clinicians_support: float
    stewards_support: float
    residents_support: float
    politicians_support: float
    assurers_support: float
    losing_clinicians_share: float
    losing_clinicians_support: float
    finance_case: float
    fit_to_needs: float
    patient_choice: float
    beds: float
    campaigns: float
    strongest_campaign: float
    openness: float
    late_contacts: float
    capital_gbp: float
    delay_weeks: int
    advice_against: bool = False
    process_parts: Mapping[str, float] = field(default_factory=dict)

    def of(self, name: Looked) -> float:
        """The number a gate looks at.

        Raises
        ------
        ValueError
            If it is no number: a gate must not be failed, or passed, by mistake.
        """
        value = float(getattr(self, name))
        if not isfinite(value):
            raise ValueError(f"{name} is {value} in week {self.week}; a gate cannot look at it")
        return value

    def sign(self, name: Sign, objected: bool) -> float:
        """A sign, in [0, 1]: the larger, the more stands against the programme."""
        return {
            "campaigns": self.campaigns,
            "strongest_campaign": self.strongest_campaign,
            "objection": float(objected),
            "advice_against": float(self.advice_against),
            "politicians_against": max(0.0, -self.politicians_support),
            "late_contacts": self.late_contacts,
            "process_gap": 1 - self.process,
            "evidence_gap": 1 - self.evidence,
            "redesign_gap": 1 - self.redesign,
        }[name]

    def chance(self, chance: Chance, objected: bool) -> float:
        """A chance that adds up: base plus weights times signs, at most 1."""
        total = chance.base + fsum(weight * self.sign(name, objected) for name, weight in chance.plus.items())
        return min(1.0, total)
