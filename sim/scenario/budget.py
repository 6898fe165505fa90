"""Fair comparison: what a plan's activities reach each week once plans have the same budget.

Compared plans have the same planned contacts, group by group (before fatigue and
self-selection): each group's activities are scaled by one factor. Variants: the same
money (one factor for the whole plan), or the intensity as written. A budget that would
need somebody to be reached with a probability above 1, or more people in a week than
the programme can meet, is refused (or, where the programme says so, cut to what it can meet).
An activity that waits for a trigger counts in full, as if it were to happen.

Fractions are added by ``fsum``, here and wherever a run depends on them: the last bit of ``sum`` is
another one in Python 3.11 than in later versions, and depends on the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

from sim.errors import BadInput, Problem
from sim.scenario.catalogue import Mode, catalogue
from sim.scenario.plan import Activity, Audience, FromMilestone, Plan, Trigger
from sim.scenario.population import Group
from sim.scenario.programme import Milestone, Milestones
from sim.scenario.scenario import Scenario
from sim.scenario.structures import PlannedMeetings, meeting_contacts, planned_meetings

Equal = Literal["contacts", "cost", "intensity"]
ROUNDING = 1e-9  # a probability of 1 that arithmetic made 1 + 1e-16 is still possible


@dataclass(frozen=True)
class PlannedActivity:
    """An activity in calendar weeks, with what it reaches after scaling.

    ``reach`` is the chance a week that a member of a group (in the localities) is invited,
    ``people`` the people a week that amounts to. One with a ``trigger`` starts when that is met,
    from the week ``earliest`` on; None once it has.
    """

    instrument: str
    use: int
    start: int
    stop: int
    localities: tuple[str, ...] | None
    reach: Mapping[str, float]
    people: Mapping[str, float]
    mode: Mode
    credibility: float
    money_frame: bool
    feedback: bool
    public: bool
    anchor: Milestone | None
    gbp_per_contact: float
    fixed_gbp: float
    trigger: Trigger | None = None
    earliest: int | None = None

    @property
    def people_per_week(self) -> float:
        """People planned to be reached in a week, over all groups."""
        return fsum(self.people.values())


def people_in(scenario: Scenario, group: Group, localities: tuple[str, ...] | None) -> float:
    """How many people of a group live or work in the localities (all, if None)."""
    population = scenario.population
    places = {place.name for place in population.localities if localities is None or place.name in localities}
    if group.stands_for_residents:
        return float(sum(place.residents for place in population.localities if place.name in places))
    if group.kind in ("steward", "assurer"):
        return float(group.members)  # system-wide: no locality
    return float(sum(n for place, n in population.members_by_locality(group).items() if place in places))


def contacts_a_head(group: Group, parameters: Mapping[str, float]) -> float:
    """The engagement budget of a group, in planned contacts a head."""
    if group.stands_for_residents:
        return parameters["public_contacts"]
    return parameters["clinician_contacts" if group.kind == "professional" else "other_contacts"]


def planned_activities(
    scenario: Scenario,
    plan: Plan,
    parameters: Mapping[str, float],
    equal: Equal = "contacts",
    milestones: Milestones | None = None,
) -> tuple[PlannedActivity, ...]:
    """What a plan does in which weeks, scaled to the common budget.

    Raises
    ------
    BadInput
        If the budget cannot be held: a probability above 1, more people than the
        programme can meet in a week, or a group without any activity.
    """
    milestones = milestones or scenario.programme.milestones
    concerned = [at for at, each in enumerate(plan.activities) if groups_of(scenario, each.audience)]
    written = [_as_written(scenario, plan, at, milestones) for at in concerned]
    factors = _factors(scenario, plan, written, parameters, equal)
    scaled = tuple(_scaled(activity, factors) for activity in written)
    meetings = planned_meetings(scenario.structures, plan, milestones, scenario.horizon_weeks)
    problems = list(_impossible(scenario, plan, scaled, concerned, meetings))
    if problems:
        raise BadInput(f"scenario {scenario.name}", problems)
    return scaled


def groups_of(scenario: Scenario, audience: Audience) -> list[Group]:
    """The groups an activity is for; none, if it is for kinds of stakeholders that nobody is here."""
    if audience.groups is not None:
        return [scenario.population.group(name) for name in audience.groups]
    kinds = audience.kinds or ()
    return [group for group in scenario.population.groups if group.audience_kind in kinds]


def capacity_in(scenario: Scenario, meetings: Sequence[PlannedMeetings], week: int) -> float:
    """People the programme can meet in a week: its own capacity and what standing groups add."""
    standing = [each.contacts for each in meetings if each.first <= week < each.until]
    return scenario.programme.contacts_a_week + fsum(standing)


def _as_written(scenario: Scenario, plan: Plan, at: int, milestones: Milestones) -> PlannedActivity:
    activity: Activity = plan.activities[at]
    instrument = catalogue().instruments[activity.instrument]
    messenger = catalogue().messengers[activity.messenger or instrument.messenger]
    start, stop = activity.weeks(milestones)
    groups = groups_of(scenario, activity.audience)
    places = activity.audience.localities
    people = {group.name: people_in(scenario, group, places) for group in groups}
    everyone = fsum(people.values())
    chance = instrument.people_per_week * activity.intensity / everyone if everyone else 0.0
    return PlannedActivity(
        instrument=activity.instrument,
        use=sum(earlier.instrument == activity.instrument for earlier in plan.activities[:at]),
        start=start,
        stop=stop,
        localities=places,
        reach=dict.fromkeys(people, chance),
        people={name: chance * count for name, count in people.items()},
        mode=instrument.mode,
        credibility=messenger.credibility,
        money_frame=(activity.frame or scenario.proposal.frame) == "money",
        feedback=instrument.feedback,
        public=any(group.kind == "resident" for group in groups),
        anchor=activity.start.milestone if isinstance(activity.start, FromMilestone) else None,
        gbp_per_contact=instrument.gbp_per_contact,
        fixed_gbp=instrument.fixed_gbp,
        trigger=activity.trigger,
    )


def planned_contacts(scenario: Scenario, activities: tuple[PlannedActivity, ...], group: str) -> float:
    """People of a group planned to be met over the whole programme, each meeting counted."""
    horizon = scenario.programme.horizon_weeks
    return fsum(
        activity.people.get(group, 0.0) * max(0, min(activity.stop, horizon) - activity.start)
        for activity in activities
    )


def _factors(
    scenario: Scenario,
    plan: Plan,
    written: list[PlannedActivity],
    parameters: Mapping[str, float],
    equal: Equal,
) -> dict[str, float]:
    groups = scenario.population.groups
    if equal == "intensity" or not plan.equal_budget:
        return {group.name: 1.0 for group in groups}
    if equal == "cost":
        horizon = scenario.programme.horizon_weeks
        fixed = fsum(activity.fixed_gbp for activity in written)
        variable = fsum(
            activity.people_per_week
            * activity.gbp_per_contact
            * (min(activity.stop, horizon) - activity.start)
            for activity in written
        )
        left = scenario.programme.engagement_budget_gbp - fixed
        if left <= 0 or variable <= 0:
            what = f"has fixed costs of GBP {fixed:,.0f}; the engagement budget cannot pay for any contact"
            raise BadInput(f"scenario {scenario.name}", [Problem(f"plans.{plan.name}", what)])
        return {group.name: left / variable for group in groups}
    factors, problems = {}, []
    for group in groups:
        planned = planned_contacts(scenario, tuple(written), group.name)
        budget = contacts_a_head(group, parameters) * people_in(scenario, group, None)
        budget -= _more_meetings(scenario, plan, group.name)
        if budget <= 0:
            what = f"moves standing structures so often that no contact is left for group {group.name}"
            problems.append(Problem(f"plans.{plan.name}.structures", what))
            continue
        if planned <= 0:
            what = (
                f"has no activity for group {group.name}, to which the budget gives {budget:,.0f} contacts; "
                "add one, or set equal_budget: false"
            )
            problems.append(Problem(f"plans.{plan.name}", what))
            continue
        factors[group.name] = budget / planned
    if problems:
        raise BadInput(f"scenario {scenario.name}", problems)
    return factors


def _more_meetings(scenario: Scenario, plan: Plan, group: str) -> int:
    """Contacts in meetings beyond those of the structures as declared."""
    milestones, horizon = scenario.programme.milestones, scenario.programme.horizon_weeks
    declared = planned_meetings(scenario.structures, None, milestones, horizon)
    moved = planned_meetings(scenario.structures, plan, milestones, horizon)
    return meeting_contacts(moved, group) - meeting_contacts(declared, group)


def _scaled(activity: PlannedActivity, factors: Mapping[str, float]) -> PlannedActivity:
    return replace(
        activity,
        reach={name: chance * factors[name] for name, chance in activity.reach.items()},
        people={name: people * factors[name] for name, people in activity.people.items()},
    )


def _impossible(
    scenario: Scenario,
    plan: Plan,
    activities: tuple[PlannedActivity, ...],
    written_at: list[int],
    meetings: tuple[PlannedMeetings, ...],
) -> list[Problem]:
    problems = []
    for at, activity in zip(written_at, activities, strict=True):
        if activity.start < 0:
            what = f"starts in week {activity.start}; the programme starts in week 0"
            problems.append(Problem(f"plans.{plan.name}.activities[{at}].start", what))
        for group, chance in activity.reach.items():
            if chance > 1 + ROUNDING:
                what = (
                    f"would have to reach {group} with probability {chance:.2f} a week to hold the budget; "
                    "lengthen the activity, add another, or lower the contacts a head"
                )
                problems.append(Problem(f"plans.{plan.name}.activities[{at}]", what))
    if scenario.programme.beyond_capacity == "cut":
        return problems
    turns = {activity.start for activity in activities} | {each.until for each in meetings}
    for week in sorted(week for week in turns if week < scenario.horizon_weeks):
        people, capacity = people_in_week(activities, week), capacity_in(scenario, meetings, week)
        if people > capacity * (1 + ROUNDING):
            with_groups = "" if capacity == scenario.programme.contacts_a_week else " and engagement groups"
            asked, met = _told_apart(people, capacity)
            what = (
                f"would meet {asked} people in week {week}; the programme can meet "
                f"{met} a week (programme.contacts_a_week{with_groups})"
            )
            problems.append(Problem(f"plans.{plan.name}", what))
            break
    return problems


def _told_apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers with as many decimals as tell them apart."""
    for decimals in range(10):
        words = f"{one:,.{decimals}f}", f"{other:,.{decimals}f}"
        if words[0] != words[1]:
            break
    return words


def people_in_week(activities: Sequence[PlannedActivity], week: int) -> float:
    """People planned to be met in a week."""
    return fsum(each.people_per_week for each in activities if each.start <= week < each.stop)
