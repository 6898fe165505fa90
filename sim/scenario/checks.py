"""What a scenario file can get wrong beyond types and ranges: names that point nowhere, shares
that do not add up, dates out of order, budgets no calendar can hold.

What rests on a place that was refused already would only repeat that mistake, and is not told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from sim.errors import BadInput, Problem, unknown_name
from sim.knobs import problems_with
from sim.scenario.budget import planned_activities
from sim.scenario.catalogue import catalogue
from sim.scenario.findings import (
    BODIES,
    GROUPS,
    LOCALITIES,
    OPTIONS,
    PLANS,
    Finding,
    any_touch,
    each_known,
    keys_known,
    lacking,
    twice,
)
from sim.scenario.places import MOST_TOLD, Place, key_of
from sim.scenario.plan import Activity, FromMilestone, Plan, When, week_of
from sim.scenario.population import STEWARD_ROLES, Group, allocate
from sim.scenario.programme import MILESTONES, Body, Seats
from sim.scenario.proposal import Option
from sim.scenario.scenario import Scenario

SHARES_ADD_UP_WITHIN = 1e-6
HORIZON: Place = ("programme", "horizon_weeks")


def problems_in(scenario: Scenario, data: Any, refused: Sequence[Place] = ()) -> list[Problem]:
    """Everything wrong with a scenario whose fields are each valid by themselves.

    Parameters
    ----------
    scenario : Scenario
        With stand-ins at the refused places.
    data : plain data the scenario was made from
        Names the places.
    refused : places
        What is told already.
    """
    told = (finding for finding in _findings(scenario) if not finding.rests_on(refused))
    findings = list(islice(told, MOST_TOLD))
    found = [Problem(key_of(finding.place, data), finding.expected) for finding in findings]
    blocked = [*refused, *(finding.place for finding in findings)]
    parameters = list(islice(_behaviour(scenario), MOST_TOLD))
    blocked += [("behaviour",)] if parameters else []
    return [*found, *parameters, *_budgets(scenario, blocked)]


def _findings(scenario: Scenario) -> Iterator[Finding]:
    population, proposal, programme = scenario.population, scenario.proposal, scenario.programme
    for place, parts in (
        (LOCALITIES, population.localities),
        (GROUPS, population.groups),
        (OPTIONS, proposal.options),
        (BODIES, programme.bodies),
        (PLANS, scenario.plans),
    ):
        names = [part.name for part in parts]
        yield from twice(names, [(*place[:-2], at, "name") for at in range(len(names))])
    for at, group in enumerate(population.groups):
        yield from _group(scenario, group, ("population", "groups", at))
    for at, option in enumerate(proposal.options):
        yield from _option(scenario, option, ("proposal", "options", at))
    yield from _choice(scenario)
    yield from _milestones(scenario)
    for at, body in enumerate(programme.bodies):
        yield from _body(scenario, body, ("programme", "bodies", at))
    if not any(body.decides in ("programme_board", "statutory_board") for body in programme.bodies):
        what = "has no programme_board or statutory_board; expected at least one that can decide"
        yield Finding(("programme", "bodies"), what)
    for at, plan in enumerate(scenario.plans):
        yield from _plan(scenario, plan, ("plans", at))


def _behaviour(scenario: Scenario) -> Iterator[Problem]:
    for problem in problems_with(scenario.behaviour, "behaviour"):
        name = problem.key.removeprefix("behaviour.")
        yield Problem(problem.key, problem.expected.removeprefix(f"is '{name}', which "))  # the key says it


def _localities(scenario: Scenario) -> list[str]:
    return [place.name for place in scenario.population.localities]


def _groups(scenario: Scenario) -> list[str]:
    return [group.name for group in scenario.population.groups]


def _bodies(scenario: Scenario) -> list[str]:
    return [body.name for body in scenario.programme.bodies]


def _add_up(shares: Mapping[Any, float] | None) -> bool:
    return shares is None or abs(math.fsum(shares.values()) - 1) <= SHARES_ADD_UP_WITHIN


def _spread_is_sound(scenario: Scenario, group: Group) -> bool:
    """Whether it can be said who of a group sits where."""
    if group.kind == "assurer" and group.bodies is None:
        return False
    named = {*(group.localities or ()), *(group.bodies or ())}
    add_up = all(map(_add_up, (group.localities, group.roles, group.bodies)))
    return add_up and named.issubset([*_localities(scenario), *_bodies(scenario)])


def _group(scenario: Scenario, group: Group, place: Place) -> Iterator[Finding]:
    kind: Place = (*place, "kind")
    yield from keys_known(
        group.localities or (), (*place, "localities"), "a locality", _localities(scenario), LOCALITIES
    )
    if scenario.programme.bodies:
        yield from keys_known(group.bodies or (), (*place, "bodies"), "a body", _bodies(scenario), BODIES)
    for field in ("localities", "roles", "bodies"):
        shares = getattr(group, field)
        if not _add_up(shares):
            total = math.fsum(shares.values())
            yield Finding((*place, field), f"adds up to {total:g}; expected shares that add up to 1")
    if group.roles is not None and group.kind != "steward":
        yield Finding((*place, "roles"), f"is for stewards only; this group is of kind {group.kind}", (kind,))
    if group.bodies is not None and group.kind != "assurer":
        yield Finding(
            (*place, "bodies"), f"is for assurers only; this group is of kind {group.kind}", (kind,)
        )
    if group.bodies is None and group.kind == "assurer":
        yield Finding((*place, "bodies"), "is missing; expected the bodies these assurers sit in", (kind,))
    if group.holds_seats and group.kind != "resident":
        what = f"is for residents only; this group is of kind {group.kind}"
        yield Finding((*place, "holds_seats"), what, (kind,))
    for at, body in enumerate(scenario.programme.bodies):
        if body.name in (group.bodies or {}) and not body.tests:
            tests: Place = ("programme", "bodies", at, "tests")
            what = f"is missing; expected weights of tests, for assurers ({group.name}) sit in this body"
            yield Finding(tests, what, ((*place, "bodies"), BODIES))
    if group.stands_for_residents and not group.localities:
        for name, count in scenario.population.members_by_locality(group).items():
            if count == 0:
                what = f"is {group.members}; expected enough for somebody to live in {name}"
                yield Finding((*place, "members"), what, (place, ("population", "localities")))
                break


def _option(scenario: Scenario, option: Option, place: Place) -> Iterator[Finding]:
    gains, localities = (*place, "gains"), (*place, "localities")
    yield from keys_known(option.gains, gains, "a group", _groups(scenario), GROUPS)
    yield from keys_known(option.localities, localities, "a locality", _localities(scenario), LOCALITIES)
    concerned = [
        group for group in scenario.population.groups if group.kind in ("professional", "resident", "elected")
    ]
    for name in lacking([group.name for group in concerned], option.gains):
        kind: Place = ("population", "groups", _groups(scenario).index(name), "kind")
        yield Finding(gains, f"lacks {name}; expected its mean gain, -1 to 1", (GROUPS, kind))
    for name in lacking(_localities(scenario), option.localities):
        what = f"lacks {name}; expected what changes there, if only {{}}"
        yield Finding(localities, what, (LOCALITIES,))
    for role in STEWARD_ROLES:
        if role not in option.cases:
            yield Finding((*place, "cases"), f"lacks {role}; expected a case, -1 to 1, for each role")


def _choice(scenario: Scenario) -> Iterator[Finding]:
    options = [option.name for option in scenario.proposal.options]
    shortlist, preferred = scenario.proposal.shortlist, scenario.proposal.preferred
    where: Place = ("proposal", "shortlist")
    yield from each_known(shortlist, where, "an option", options, OPTIONS)
    yield from twice(shortlist, [(*where, at) for at in range(len(shortlist))])
    if preferred not in options:
        what = unknown_name(preferred, "an option", options)
        yield Finding(("proposal", "preferred"), what, (OPTIONS,))
    elif preferred not in shortlist:
        what = f"is '{preferred}'; expected one on the shortlist: {', '.join(shortlist)}"
        yield Finding(("proposal", "preferred"), what, (where,))


def _milestones(scenario: Scenario) -> Iterator[Finding]:
    milestones, horizon = scenario.programme.milestones, scenario.programme.horizon_weeks
    where: Place = ("programme", "milestones")
    for earlier, later in pairwise(MILESTONES):
        first, second = milestones.week(earlier), milestones.week(later)
        if second < first:
            what = f"is week {second}; expected {first} or later, the week of {earlier}"
            yield Finding((*where, later), what, ((*where, earlier),))
    if milestones.decision >= horizon:
        what = (
            f"is week {milestones.decision}; expected {horizon - 1} or earlier (horizon_weeks is {horizon})"
        )
        yield Finding((*where, "decision"), what, (HORIZON,))


def _body(scenario: Scenario, body: Body, place: Place) -> Iterator[Finding]:
    if not body.seats:
        yield Finding((*place, "seats"), "is empty; expected somebody to vote")
    if body.tests is not None and sum(body.tests.values()) <= 0:
        yield Finding((*place, "tests"), "has no weight above 0; expected at least one")
    for at, seats in enumerate(body.seats):
        yield from _seats(scenario, body, seats, (*place, "seats", at))


def _seats(scenario: Scenario, body: Body, seats: Seats, place: Place) -> Iterator[Finding]:
    groups = _groups(scenario)
    places = seats.localities
    yield from each_known(
        places or (), (*place, "localities"), "a locality", _localities(scenario), LOCALITIES
    )
    if seats.group not in groups:
        yield Finding((*place, "group"), unknown_name(seats.group, "a group", groups), (GROUPS,))
        return
    group, whole = scenario.population.group(seats.group), ("population", "groups", groups.index(seats.group))
    if seats.role is not None and group.kind != "steward":
        what = f"is for stewards only; {group.name} is of kind {group.kind}"
        yield Finding((*place, "role"), what, (GROUPS, (*whole, "kind")))
    elif not _spread_is_sound(scenario, group):
        return  # told where the group is declared
    elif group.kind == "assurer" and body.name not in (group.bodies or {}):
        what = f"is {group.name}, none of whom sits in {body.name}; expected a group with members there"
        yield Finding((*place, "group"), what, (GROUPS, BODIES, (*whole, "kind"), (*whole, "bodies")))
    elif seats.per == "body" and set(places or ()).issubset(_localities(scenario)):
        available = _available(scenario, group, body, seats)
        if available < seats.count:
            what = f"is {seats.count}; expected at most {available}, as many of {group.name} can sit there"
            yield Finding(
                (*place, "count"), what, (place, GROUPS, BODIES, whole, ("population", "localities"))
            )


def _available(scenario: Scenario, group: Group, body: Body, seats: Seats) -> int:
    if group.kind == "steward":
        shares = dict.fromkeys(STEWARD_ROLES, 1 / 3) if group.roles is None else group.roles
        roles = allocate(group.members, {str(role): share for role, share in shares.items()})
        return group.members if seats.role is None else roles.get(seats.role, 0)
    if group.kind == "assurer":
        return allocate(group.members, dict(group.bodies or {})).get(body.name, 0)
    by_place = scenario.population.members_by_locality(group)
    return sum(n for name, n in by_place.items() if seats.localities is None or name in seats.localities)


def _plan(scenario: Scenario, plan: Plan, place: Place) -> Iterator[Finding]:
    for at, activity in enumerate(plan.activities):
        yield from _activity(scenario, activity, (*place, "activities", at))
    if plan.announcement is not None:
        week = week_of(plan.announcement, scenario.programme.milestones)
        if week < 0:
            what = f"is week {week}; expected 0 or later"
            yield Finding((*place, "announcement"), what, _dated_by(plan.announcement))


def _dated_by(*dates: When | None) -> tuple[Place, ...]:
    return tuple(
        ("programme", "milestones", date.milestone) for date in dates if isinstance(date, FromMilestone)
    )


def _activity(scenario: Scenario, activity: Activity, place: Place) -> Iterator[Finding]:
    groups, localities = activity.audience.groups, activity.audience.localities or ()
    for field, kinds, what in (
        ("instrument", list(catalogue().instruments), "an instrument"),
        ("messenger", list(catalogue().messengers), "a messenger"),
    ):
        name = getattr(activity, field)
        if name is not None and name not in kinds:
            yield Finding((*place, field), unknown_name(name, what, kinds))
    audience = (*place, "audience")
    yield from each_known(groups, (*audience, "groups"), "a group", _groups(scenario), GROUPS)
    yield from twice(groups, [(*audience, "groups", at) for at in range(len(groups))])
    yield from each_known(
        localities, (*audience, "localities"), "a locality", _localities(scenario), LOCALITIES
    )
    if (activity.duration_weeks is None) == (activity.end is None):
        have = "has neither" if activity.end is None else "has both"
        seen = ((*place, "duration_weeks"), (*place, "end"))
        yield Finding(place, f"{have}; expected either duration_weeks or end", seen)
        return
    start, stop = activity.weeks(scenario.programme.milestones)
    dated = ((*place, "start"), *_dated_by(activity.start, activity.end))
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


def _budgets(scenario: Scenario, blocked: Sequence[Place]) -> list[Problem]:
    """What no calendar can hold, of the plans that nothing else is wrong with."""
    read: list[Place] = [("population",), ("behaviour",), HORIZON, ("programme", "milestones")]
    read += [("programme", "contacts_a_week"), ("programme", "engagement_budget_gbp")]
    if any_touch(read, blocked):
        return []
    problems: list[Problem] = []
    for at, plan in enumerate(scenario.plans):
        if any_touch([("plans", at)], blocked):
            continue
        try:
            planned_activities(scenario, plan, scenario.parameters())
        except BadInput as refused:
            problems += refused.problems
    return problems
