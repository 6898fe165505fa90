"""What an engagement plan can get wrong: instruments, messengers and places that do not exist, dates
that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.errors import unknown_name
from sim.scenario.catalogue import catalogue
from sim.scenario.findings import GROUPS, LOCALITIES, STRUCTURES, Finding, each_known, twice
from sim.scenario.places import Place
from sim.scenario.plan import Activity, FromMilestone, Plan, When, week_of
from sim.scenario.scenario import Scenario

HORIZON: Place = ("programme", "horizon_weeks")


def _names(parts: Sequence[Any]) -> list[str]:
    return [str(part.name) for part in parts]


def plan_findings(scenario: Scenario, plan: Plan, place: Place) -> Iterator[Finding]:
    for at, activity in enumerate(plan.activities):
        yield from activity_findings(scenario, activity, (*place, "activities", at))
    for name in plan.structures:
        yield from _moved(scenario, plan, name, (*place, "structures", name))
    if plan.announcement is not None:
        week = week_of(plan.announcement, scenario.programme.milestones)
        if week < 0:
            what = f"is week {week}; expected 0 or later"
            yield Finding((*place, "announcement"), what, dated_by(plan.announcement))


def _moved(scenario: Scenario, plan: Plan, name: str, place: Place) -> Iterator[Finding]:
    """A standing structure that a plan starts elsewhere."""
    structure = next((each for each in scenario.structures if each.name == name), None)
    if structure is None:
        yield Finding(place, unknown_name(name, "a structure", _names(scenario.structures)), (STRUCTURES,))
        return
    start = plan.structures[name].start
    if start is None:
        return
    milestones = scenario.programme.milestones
    week, until = week_of(start, milestones), week_of(structure.until, milestones)
    seen = (("structures",), *dated_by(start, structure.until))
    if week < 0:
        yield Finding((*place, "start"), f"is week {week}; expected 0 or later", dated_by(start))
    elif week >= until:
        what = f"is week {week}; expected {until - 1} or earlier, for the structure stands until week {until}"
        yield Finding((*place, "start"), what, seen)


def dated_by(*dates: When | None) -> tuple[Place, ...]:
    return tuple(
        ("programme", "milestones", date.milestone) for date in dates if isinstance(date, FromMilestone)
    )


def activity_findings(scenario: Scenario, activity: Activity, place: Place) -> Iterator[Finding]:
    groups, localities = activity.audience.groups or (), activity.audience.localities or ()
    for field, valid, what in (
        ("instrument", list(catalogue().instruments), "an instrument"),
        ("messenger", list(catalogue().messengers), "a messenger"),
    ):
        name = getattr(activity, field)
        if name is not None and name not in valid:
            yield Finding((*place, field), unknown_name(name, what, valid))
    audience = (*place, "audience")
    if (activity.audience.groups is None) == (activity.audience.kinds is None):
        have = "has neither" if activity.audience.groups is None else "has both"
        seen = ((*audience, "groups"), (*audience, "kinds"))
        yield Finding(audience, f"{have}; expected either groups or kinds", seen)
    kinds = activity.audience.kinds or ()
    yield from twice(kinds, [(*audience, "kinds", at) for at in range(len(kinds))])
    yield from each_known(
        groups, (*audience, "groups"), "a group", _names(scenario.population.groups), GROUPS
    )
    yield from twice(groups, [(*audience, "groups", at) for at in range(len(groups))])
    yield from each_known(
        localities,
        (*audience, "localities"),
        "a locality",
        _names(scenario.population.localities),
        LOCALITIES,
    )
    if (activity.duration_weeks is None) == (activity.end is None):
        have = "has neither" if activity.end is None else "has both"
        seen = ((*place, "duration_weeks"), (*place, "end"))
        yield Finding(place, f"{have}; expected either duration_weeks or end", seen)
        return
    trigger = activity.trigger
    if trigger is not None:
        waits = (*place, "trigger")
        if not trigger.waits_for_something:
            what = "waits for nothing; expected residents_support_below, campaign_above or failed_gate: true"
            yield Finding(waits, what)
        if activity.end is not None:
            what = "is given, but the activity waits for its trigger; expected duration_weeks"
            yield Finding((*place, "end"), what, (waits,))
            return
    start, stop = activity.weeks(scenario.programme.milestones)
    dated = ((*place, "start"), *dated_by(activity.start, activity.end))
    last = "duration_weeks" if activity.end is None else "end"
    if start < 0:
        yield Finding((*place, "start"), f"is week {start}; expected 0 or later", dated)
    if stop <= start:
        what = f"is week {stop}; expected {start + 1} or later, for the activity starts in week {start}"
        yield Finding((*place, last), what, dated)
    horizon = scenario.programme.horizon_weeks
    if stop > horizon:
        what = f"runs to week {stop - 1}; expected {horizon - 1} or earlier (horizon_weeks is {horizon})"
        yield Finding((*place, last), what, (*dated, HORIZON))
