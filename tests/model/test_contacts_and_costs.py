"""Compared plans meet the same number of people, and cost what their parts cost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from sim.arrays import Floats
from sim.scenario import Plan, Scenario
from sim.scenario.catalogue import catalogue
from sim.scenario.plan import week_of
from sim.simulation import Run, simulate, simulate_lanes
from sim.world import lane_of
from tests.conftest import Measure
from tests.model.lanes import groups_for

PLANS = ("early", "late", "spread")
# whoever is invited comes with the same probability
INDIFFERENT = {"opponents_attend_more": 0, "fatigue_gain": 0}
REPLICATIONS = 60
SEED = 2  # of 33 comparisons at three standard errors one fails by chance in about every eleventh seed
A_HEAD = {"public": 0.05, "clinicians": 1.0}  # the defaults of public, clinician and other contacts; else 1
ATTENDANCE = 0.8


def planned(scenario: Scenario) -> Floats:
    """Contacts the budget gives each group, from the scenario and the defaults."""
    people = [
        sum(place.residents for place in scenario.population.localities)
        if group.stands_for_residents
        else group.members
        for group in scenario.population.groups
    ]
    a_head = [A_HEAD.get(group.name, 1.0) for group in scenario.population.groups]
    return np.array(people) * np.array(a_head)


def contacts_made(scenario: Scenario) -> Floats:
    """Contacts made, float64[replications, plans, groups]."""
    lanes = [lane_of(scenario, scenario.plan(name), INDIFFERENT) for name in PLANS]
    return np.array(
        [
            [
                run.history["contacts"][-1]
                for run in simulate_lanes(scenario, lanes, seed=SEED, replication=number)
            ]
            for number in range(REPLICATIONS)
        ]
    )


def test_plans_meet_the_planned_number_of_people_within_three_standard_errors(
    without_meetings: Scenario,
    within: Measure,
) -> None:
    made, expected = contacts_made(without_meetings), ATTENDANCE * planned(without_meetings)
    error = made.std(axis=0, ddof=1) / np.sqrt(REPLICATIONS)
    assert (np.abs(made.mean(axis=0) - expected) <= 3 * error).all()
    assert (3 * error < 0.15 * expected).all()  # narrow enough to tell
    for one, other in combinations(range(len(PLANS)), 2):
        difference = made[:, one] - made[:, other]
        error_of_difference = difference.std(axis=0, ddof=1) / np.sqrt(REPLICATIONS)
        in_errors = np.abs(difference.mean(axis=0)) / error_of_difference
        within("V10 contacts of two plans: difference in standard errors", in_errors.max(), 3)


@pytest.mark.parametrize("name", PLANS)
def test_with_expected_attendance_contacts_are_what_was_planned_times_attendance(
    without_meetings: Scenario, name: str
) -> None:
    run = simulate(without_meetings, name, behaviour=INDIFFERENT, attendance="expected")
    expected = ATTENDANCE * planned(without_meetings)
    assert np.abs(run.history["contacts"][-1] / expected - 1).max() < 1e-9


def test_the_tired_come_less_often_and_opponents_more_often(without_meetings: Scenario) -> None:
    def met(**behaviour: float) -> Floats:
        run = simulate(
            without_meetings, "early", behaviour={**INDIFFERENT, **behaviour}, attendance="expected"
        )
        return run.history["contacts"][-1]

    assert (met(fatigue_gain=0.4) < 0.99 * met()).sum() >= 5  # all but the public, who are met too seldom
    assert (met(opponents_attend_more=3) > met()).all()


def cost_of_activities(scenario: Scenario, plan: Plan) -> float:
    """Cost of a plan's activities, as a share of the budget: they share each group's contacts as written."""
    budget = dict(zip((group.name for group in scenario.population.groups), planned(scenario), strict=True))
    written = list(contacts_written(scenario, plan))
    by_group = {name: sum(each.get(name, 0.0) for each, _ in written) for name in budget}
    pounds = 0.0
    for each, instrument in written:
        kind = catalogue().instruments[instrument]
        contacts = sum(budget[name] * count / by_group[name] for name, count in each.items())
        pounds += contacts * kind.gbp_per_contact + kind.fixed_gbp
    return pounds / scenario.programme.budget_gbp


def contacts_written(scenario: Scenario, plan: Plan) -> Iterator[tuple[dict[str, float], str]]:
    """Contacts of each activity before it is scaled: by group, in proportion to people."""
    localities = scenario.population.localities
    for each in plan.activities:
        start, stop = each.weeks(scenario.programme.milestones)
        people = {
            name: float(sum(place.residents for place in localities))
            if scenario.population.group(name).stands_for_residents
            else float(scenario.population.group(name).members)
            for name in groups_for(scenario, each.audience)
        }
        a_week = catalogue().instruments[each.instrument].people_per_week * each.intensity
        yield (
            {name: a_week * (stop - start) * count / sum(people.values()) for name, count in people.items()},
            each.instrument,
        )


def definiteness(scenario: Scenario) -> Floats:
    """.2 at the case for change, .6 at the shortlist, 1 from the preferred option on, straight in between."""
    milestones = scenario.programme.milestones
    value = np.empty(scenario.programme.horizon_weeks)
    for week in range(value.size):
        if week < milestones.shortlist:
            begun = (week - milestones.case_for_change) / (milestones.shortlist - milestones.case_for_change)
            value[week] = 0.2 + 0.4 * max(0.0, begun)
        elif week < milestones.preferred:
            begun = (week - milestones.shortlist) / (milestones.preferred - milestones.shortlist)
            value[week] = 0.6 + 0.4 * begun
        else:
            value[week] = 1.0
    return value


def redesign_costs(run: Run) -> Floats:
    """Cost of redesign by week, from the redesign there was."""
    steps = np.diff(run.history["redesign"], prepend=0.0)
    dear = 1 + run.parameters["cost_of_lateness"] * definiteness(run.scenario) ** 2
    return np.cumsum(run.parameters["cost_of_redesign"] * steps * dear)


@pytest.mark.parametrize("name", PLANS)
def test_cost_adds_up(without_meetings: Scenario, name: str, within: Measure) -> None:
    run = simulate(without_meetings, name, seed=3)
    weeks = np.arange(1, without_meetings.programme.horizon_weeks + 1)
    contacts = cost_of_activities(without_meetings, without_meetings.plan(name))
    assert run.history["cost_contacts"][-1] == pytest.approx(contacts, abs=1e-12)
    assert np.abs(run.history["cost_weeks"] - 0.002 * weeks).max() < 1e-12
    assert np.abs(run.history["cost_redesign"] - redesign_costs(run)).max() < 1e-12
    assert run.history["redesign"][-1] > 0.01
    parts = contacts + 0.002 * weeks[-1] + float(redesign_costs(run)[-1])
    within("V10 cost against the sum of its parts", abs(run.cost - parts), 1e-12)


@pytest.mark.parametrize("name", PLANS)
def test_meetings_of_standing_structures_add_their_contacts_and_their_cost(
    emergency_care: Scenario, without_meetings: Scenario, name: str
) -> None:
    """On top of what the budget gives, as they are the same under every plan."""
    ours, bare = (
        simulate(each, name, behaviour=INDIFFERENT, attendance="expected")
        for each in (emergency_care, without_meetings)
    )
    milestones, horizon = emergency_care.programme.milestones, emergency_care.programme.horizon_weeks
    people = dict.fromkeys((group.name for group in emergency_care.population.groups), 0.0)
    pounds = 0.0
    for each in emergency_care.structures:
        begins, ends = week_of(each.start, milestones), min(horizon, week_of(each.until, milestones))
        meetings = len(range(begins, ends, each.every_weeks))
        pounds += meetings * each.gbp_per_meeting
        for seats in each.seats:
            people[seats.group] += meetings * seats.count
    assert pounds > 0
    assert sum(people.values()) > 0
    more = ours.history["contacts"][-1] - bare.history["contacts"][-1]
    assert np.abs(more - ATTENDANCE * np.array(list(people.values()))).max() < 1e-6
    dearer = ours.history["cost_contacts"][-1] - bare.history["cost_contacts"][-1]
    assert abs(dearer - pounds / emergency_care.programme.budget_gbp) < 1e-12
