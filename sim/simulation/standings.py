"""Standings: the numbers that gates look at as a week ends, in all lanes of a block at once.

Lanes often meet the same gate in the same week. A mean taken over one lane alone has the same bits: each
lane's numbers lie side by side before they are added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import ASSURER, ELECTED, PROFESSIONAL, STEWARD, Floats, Integers, Now
from sim.compiled import in_python
from sim.gates import Standing
from sim.rules.believed_outcome import steward_outcome

if TYPE_CHECKING:
    from sim.simulation.block import Block

believed_by_stewards = in_python(steward_outcome)


@dataclass(frozen=True)
class Seats:
    """Rows of stakeholders whose support gates look at, and what the preferred option costs to build."""

    stewards: Integers
    politicians: Integers
    assurers: Integers
    losing_clinicians: Integers
    capital_gbp: float

    @staticmethod
    def of(block: Block) -> Seats:
        people = block.world.people
        kinds = np.repeat(people.group_kind, np.diff(people.group_start))
        return Seats(
            stewards=np.flatnonzero(kinds == STEWARD),
            politicians=np.flatnonzero(kinds == ELECTED),
            assurers=np.flatnonzero(kinds == ASSURER),
            losing_clinicians=np.flatnonzero((kinds == PROFESSIONAL) & (people.in_withdrawal > 0)),
            capital_gbp=block.world.scenario.proposal.preferred_option.capital_gbp,
        )


class Standings:
    """How all lanes of a block stand as a week ends."""

    def __init__(self, block: Block, seats: Seats, week: int) -> None:
        self.week, self.capital_gbp = week, seats.capital_gbp
        course, tally, support = block.course, block.tally, block.state.support
        now: Now = block.calendar.now(week)
        losing = support[seats.losing_clinicians]
        campaigns = block.world.people.locality_share[:, None] * course.campaign_against
        self._by_lane = {
            name: values.tolist()
            for name, values in {
                "evidence": course.evidence,
                "process": course.process,
                "redesign": course.redesign,
                "clinicians_support": tally.clinician_support,
                "stewards_support": _means(support[seats.stewards]),
                "residents_support": tally.public_support,
                "politicians_support": _means(support[seats.politicians]),
                "assurers_support": _means(support[seats.assurers]),
                "losing_clinicians_share": _means((losing > 0).astype(float), otherwise=1.0),
                "losing_clinicians_support": _means(losing),
                "fit_to_needs": now.fit_to_needs,
                "patient_choice": now.patient_choice,
                "beds": now.beds,
                "campaigns": _sums(campaigns),
                "strongest_campaign": course.campaign_against.max(axis=0),
                "openness": now.openness,
            }.items()
        }
        self._case = (now.case[0] + course.affordability).tolist()
        self._unplanned_cost = course.cost_redesign.tolist()

    def of(
        self, at: int, cost_weight: float, late_contacts: float, delay_weeks: int, advice_against: bool
    ) -> Standing:
        """How one lane stands; ``cost_weight`` is what finance leads make of unplanned cost."""
        finance = believed_by_stewards(self._case[at], self._unplanned_cost[at], cost_weight, 0.0, 0.0)
        return Standing(
            week=self.week,
            finance_case=finance,
            late_contacts=late_contacts,
            capital_gbp=self.capital_gbp,
            delay_weeks=delay_weeks,
            advice_against=advice_against,
            **{name: values[at] for name, values in self._by_lane.items()},
        )


def _sums(rows: Floats) -> Floats:
    """Sums over rows, float64[lanes]."""
    sums: Floats = np.add.reduce(np.ascontiguousarray(rows.T), axis=1)
    return sums


def _means(rows: Floats, otherwise: float = 0.0) -> Floats:
    """Means over rows, float64[lanes]; what is said otherwise, if there are none."""
    return _sums(rows) / len(rows) if len(rows) else np.full(rows.shape[1], otherwise)
