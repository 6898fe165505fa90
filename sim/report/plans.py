"""Plans side by side: which activity reaches whom in which weeks, and how many contacts are planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.charts.words import plan_words
from sim.experiments.comparison import Comparison
from sim.scenario import PlannedActivity, Scenario, catalogue, planned_activities

Key = tuple[str, int, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class PlanTable:
    """A column a plan, a row an activity; an empty cell where a plan does without it."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    totals: tuple[str, ...]
    costs: tuple[str, ...]


def plan_table(comparison: Comparison) -> PlanTable:
    """What each plan does when, after scaling to the common budget."""
    scenario = comparison.scenario
    parameters = scenario.parameters(dict(comparison.behaviour))
    cells: dict[Key, dict[str, str]] = {}
    totals, costs = [], []
    for name in comparison.plans:
        planned = planned_activities(scenario, scenario.plan(name), parameters, comparison.equal)
        for activity, key in zip(planned, _keys(planned), strict=True):
            cells.setdefault(key, {})[name] = f"{_when(activity)}: {_contacts(scenario, activity):,.0f}"
        totals.append(f"{sum(_contacts(scenario, each) for each in planned):,.0f}")
        costs.append(f"£{sum(_cost(scenario, each) for each in planned):,.0f}")
    return PlanTable(
        names=tuple(plan_words(name) for name in comparison.plans),
        titles=tuple(scenario.plan(name).title for name in comparison.plans),
        rows=tuple(
            (
                catalogue().instruments[key[0]].label,
                _audience(scenario, key[2], key[3]),
                tuple(found.get(name, "–") for name in comparison.plans),
            )
            for key, found in cells.items()
        ),
        totals=tuple(totals),
        costs=tuple(costs),
    )


def _keys(planned: tuple[PlannedActivity, ...]) -> list[Key]:
    """Instrument, audience, and the n-th time a plan uses that instrument for that audience."""
    found: list[Key] = []
    used: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
    for activity in planned:
        audience = (activity.instrument, tuple(activity.people), activity.localities or ())
        used[audience] = used.get(audience, -1) + 1
        found.append((activity.instrument, used[audience], *audience[1:]))
    return found


def _when(activity: PlannedActivity) -> str:
    """In which weeks; one that waits for a trigger has no weeks yet, and may never have any."""
    if activity.trigger is None:
        return f"weeks {activity.start}–{activity.stop - 1}"
    return (
        f"{activity.stop - activity.start} weeks once triggered, from week {activity.start} at the earliest"
    )


def _weeks(scenario: Scenario, activity: PlannedActivity) -> int:
    return max(0, min(activity.stop, scenario.horizon_weeks) - activity.start)


def _contacts(scenario: Scenario, activity: PlannedActivity) -> float:
    return activity.people_per_week * _weeks(scenario, activity)


def _cost(scenario: Scenario, activity: PlannedActivity) -> float:
    return activity.fixed_gbp + activity.gbp_per_contact * _contacts(scenario, activity)


def _audience(scenario: Scenario, groups: tuple[str, ...], localities: tuple[str, ...]) -> str:
    titles = ", ".join(scenario.population.group(name).title for name in groups)
    places = {
        place.name: place.label or plan_words(place.name).capitalize()
        for place in scenario.population.localities
    }
    return titles + (f" in {', '.join(places[name] for name in localities)}" if localities else "")


def budget_words(comparison: Comparison) -> str:
    """What compared plans have in common."""
    words: Mapping[str, str] = {
        "contacts": "Equal contacts: every group is planned the same number of contacts under every plan, "
        "before fatigue and self-selection; what a plan costs may differ.",
        "cost": "Equal cost: activities are scaled so that every plan spends the engagement budget of "
        f"£{comparison.scenario.programme.engagement_budget_gbp:,.0f}; contacts may differ.",
        "intensity": "Activities run as written, without a common budget: contacts and cost may differ.",
    }
    free = [name for name in comparison.plans if not comparison.scenario.plan(name).equal_budget]
    if not free or comparison.equal == "intensity":
        return words[comparison.equal]
    names = ", ".join(plan_words(name) for name in free)
    return f"{words[comparison.equal]} Not held to this: {names}."
