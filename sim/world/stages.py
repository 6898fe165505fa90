"""Stages: what follows from a programme's milestones, week by week, whatever its activities.

Until the shortlist every option is equally likely, then each shortlisted one, then the preferred one is
certain. What people expect of the proposal is the mean over the options, by these chances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from sim.arrays import Floats, Integers
from sim.scenario.population import STEWARD_ROLES
from sim.scenario.programme import MILESTONES, Milestone
from sim.scenario.scenario import Scenario
from sim.world.lane import Lane

WEEKS_PER_YEAR = 52
# How definite a proposal is at the case for change, the shortlist and the preferred option (J)
DEFINITENESS = (0.2, 0.6, 1.0)
LONG_LIST, SHORTLIST, PREFERRED = range(3)  # what is still open
REMEMBERED = 256  # courses of definiteness; 2 kB each at the shipped scenario's horizon


class Stages:
    """Draws up what milestones make of every week, for several lanes at once."""

    def __init__(self, scenario: Scenario) -> None:
        self._weeks = np.arange(scenario.horizon_weeks)[:, None]
        self._minimum_consultation_weeks = scenario.programme.minimum_consultation_weeks
        proposal, options, groups = scenario.proposal, scenario.proposal.options, scenario.population.groups
        years = self._weeks / WEEKS_PER_YEAR
        self._more_demand = proposal.demand_growth_per_year * years
        self._more_funding = proposal.funding_change_per_year * years
        shortlisted = np.array([option.name in proposal.shortlist for option in options], dtype=np.float64)
        self._preferred = [option.name for option in options].index(proposal.preferred)
        self._chance = np.full((3, len(options)), 1 / len(options))
        self._chance[SHORTLIST] = shortlisted / shortlisted.sum()
        self._chance[PREFERRED] = np.arange(len(options)) == self._preferred
        gains = [[option.gains.get(group.name, 0.0) for group in groups] for option in options]
        self._gains = _expected(self._chance, gains)
        self._cases = _expected(
            self._chance, [[option.cases[role] for role in STEWARD_ROLES] for option in options]
        )
        self._expected = {
            name: _expected(self._chance, [getattr(option, name) for option in options])
            for name in ("fixed_share", "safety_gain", "fit_to_needs", "patient_choice", "beds")
        }
        self._definiteness = lru_cache(REMEMBERED)(self._definiteness_of)

    def rows(self, lanes: Sequence[Lane]) -> dict[str, Floats]:
        """Every week of these lanes: arrays [weeks, lanes] or [weeks, k, lanes]."""
        weeks = self._weeks
        date: dict[Milestone, Integers] = {
            name: np.array([lane.milestones.week(name) for lane in lanes]) for name in MILESTONES
        }
        still_open = np.where(weeks >= date["shortlist"], SHORTLIST, LONG_LIST)
        still_open = np.where(weeks >= date["preferred"], PREFERRED, still_open)
        still_open = np.where(["veil" in lane.off for lane in lanes], still_open[-1], still_open)
        expected = {name: by_stage[still_open] for name, by_stage in self._expected.items()}
        chance = np.moveaxis(self._chance[still_open], 2, 1)
        multiplier = np.array([lane.parameters["gain_multiplier"] for lane in lanes])
        gains = np.moveaxis(self._gains[still_open], 2, 1)
        cases = np.moveaxis(self._cases[still_open], 2, 1)
        definiteness = np.stack([self._definiteness(*_definite_from(lane)) for lane in lanes], axis=1)
        opens, closes = date["consultation_opens"], date["consultation_closes"]
        proper_share = np.minimum(1.0, (closes - opens) / self._minimum_consultation_weeks)
        return {
            "definiteness": definiteness,
            "definiteness_growth": growth(definiteness),
            "openness": self._openness(lanes, date),
            "chance": chance,
            "chance_of_preferred": chance[:, self._preferred],
            "group_gain": multiplier * gains + self._more_demand[:, :, None],
            "safety_gain": multiplier * expected["safety_gain"],
            "case": cases + self._more_funding[:, :, None],
            "fit_to_needs": expected["fit_to_needs"],
            "patient_choice": expected["patient_choice"],
            "beds": expected["beds"],
            "responsiveness": np.minimum([_wanted(lane) for lane in lanes], 1 - expected["fixed_share"]),
            "consulting": ((weeks >= opens) & (weeks < closes)).astype(np.float64),
            "consultation_elapsed": np.clip((weeks - opens) / np.maximum(1, closes - opens), 0.0, 1.0),
            "consultation_time": np.broadcast_to(proper_share, still_open.shape),
        }

    def _definiteness_of(self, *at: int) -> Floats:
        return np.maximum.accumulate(np.interp(self._weeks[:, 0], at, DEFINITENESS))

    def _openness(self, lanes: Sequence[Lane], date: Mapping[Milestone, Integers]) -> Floats:
        """It never rises, except while a failed gate is reworked."""
        openness = np.ones((len(self._weeks), len(lanes)))
        left_by_lane = [_closing(lane.parameters) for lane in lanes]
        for step in left_by_lane[0]:
            left = [each[step] for each in left_by_lane]
            # a milestone is reached once any after it is
            reached = np.min([date[each] for each in MILESTONES[MILESTONES.index(step) :]], axis=0)
            openness = np.where(self._weeks >= reached, np.minimum(openness, left), openness)
        for at, lane in enumerate(lanes):
            for again in lane.reopened:
                during = openness[again.first : again.stop, at]
                np.maximum(during, again.openness, out=during)
        return openness


def openness_from(parameters: Mapping[str, float], milestone: Milestone) -> float:
    """Openness from a milestone on: everything, then what the shortlist and the preferred option leave."""
    order = MILESTONES.index(milestone)
    left = [left for step, left in _closing(parameters).items() if MILESTONES.index(step) <= order]
    return min([1.0, *left])


def _expected(chance: Floats, values: Sequence[float] | Sequence[Sequence[float]]) -> Floats:
    """Mean over options in each stage, added up in their order: the last bit of a matrix product is
    another one on another machine.

    Parameters
    ----------
    chance : float64[stages, options]
    values : of each option a number, or k of them

    Returns
    -------
    float64[stages] or [stages, k]
    """
    of_option = np.array(values, dtype=np.float64)
    mean = np.zeros((len(chance), *of_option.shape[1:]))
    for column, value in zip(chance.T, of_option, strict=True):
        mean += np.multiply.outer(column, value)
    return mean


def growth(weekly: Floats) -> Floats:
    """What is added in each week; nothing in the first."""
    added = np.zeros_like(weekly)
    np.subtract(weekly[1:], weekly[:-1], out=added[1:])
    return added


def _closing(parameters: Mapping[str, float]) -> dict[Milestone, float]:
    """The milestones that close minds, and the openness each leaves."""
    return {
        "shortlist": parameters["openness_at_shortlist"],
        "preferred": parameters["openness_at_preferred"],
        "decision": 0.0,
    }


def _definite_from(lane: Lane) -> tuple[int, ...]:
    return lane.milestones.case_for_change, lane.milestones.shortlist, lane.milestones.preferred


def _wanted(lane: Lane) -> float:
    """Share of input the plan means to act on."""
    wanted = lane.plan.responsiveness
    return lane.parameters["responsiveness"] if wanted is None else wanted
