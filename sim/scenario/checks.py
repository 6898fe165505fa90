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
    STRUCTURES,
    Finding,
    any_touch,
    each_known,
    keys_known,
    lacking,
    twice,
)
from sim.scenario.places import MOST_TOLD, Place, key_of
from sim.scenario.plan import week_of
from sim.scenario.plan_checks import dated_by, plan_findings
from sim.scenario.population import STEWARD_ROLES, Group, allocate
from sim.scenario.programme import MILESTONES, Body, Seats
from sim.scenario.proposal import Option
from sim.scenario.rulebook_checks import gates_left_out
from sim.scenario.rulebook_files import load_rulebook, rulebook_file
from sim.scenario.scenario import Scenario
from sim.scenario.structures import Structure

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
        (STRUCTURES, scenario.structures),
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
    for at, structure in enumerate(scenario.structures):
        yield from _structure(scenario, structure, ("structures", at))
    if not any(body.decides in ("programme_board", "statutory_board") for body in programme.bodies):
        what = "has no programme_board or statutory_board; expected at least one that can decide"
        yield Finding(("programme", "bodies"), what)
    yield from _rulebook(scenario)
    for at, plan in enumerate(scenario.plans):
        yield from plan_findings(scenario, plan, ("plans", at))


def _rulebook(scenario: Scenario) -> Iterator[Finding]:
    try:
        rulebook_file(scenario.rulebook)
        rulebook = load_rulebook(scenario.rulebook) if scenario.without_gates else None
    except BadInput as refused:
        yield Finding(("rulebook",), refused.problems[0].expected)
        return
    if rulebook is not None:
        yield from gates_left_out(scenario.without_gates, rulebook)


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


def _structure(scenario: Scenario, structure: Structure, place: Place) -> Iterator[Finding]:
    milestones, messengers = scenario.programme.milestones, list(catalogue().messengers)
    if structure.messenger not in messengers:
        yield Finding((*place, "messenger"), unknown_name(structure.messenger, "a messenger", messengers))
    for at, seats in enumerate(structure.seats):
        yield from _seats(scenario, None, seats, (*place, "seats", at))
    start, until = week_of(structure.start, milestones), week_of(structure.until, milestones)
    if start < 0:
        yield Finding((*place, "start"), f"is week {start}; expected 0 or later", dated_by(structure.start))
    if until <= start:
        what = f"is week {until}; expected {start + 1} or later, for the structure starts in week {start}"
        yield Finding(
            (*place, "until"), what, ((*place, "start"), *dated_by(structure.start, structure.until))
        )


def _seats(scenario: Scenario, body: Body | None, seats: Seats, place: Place) -> Iterator[Finding]:
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
    elif body is None and group.kind == "assurer":
        what = f"is {group.name}; expected a group of another kind, for assurers stand apart"
        yield Finding((*place, "group"), what, (GROUPS, (*whole, "kind")))
    elif body is not None and group.kind == "assurer" and body.name not in (group.bodies or {}):
        what = f"is {group.name}, none of whom sits in {body.name}; expected a group with members there"
        yield Finding((*place, "group"), what, (GROUPS, BODIES, (*whole, "kind"), (*whole, "bodies")))
    elif seats.per == "body" and set(places or ()).issubset(_localities(scenario)):
        available = _available(scenario, group, body, seats)
        if available < seats.count:
            what = f"is {seats.count}; expected at most {available}, as many of {group.name} can sit there"
            yield Finding(
                (*place, "count"), what, (place, GROUPS, BODIES, whole, ("population", "localities"))
            )


def _available(scenario: Scenario, group: Group, body: Body | None, seats: Seats) -> int:
    if group.kind == "steward":
        shares = dict.fromkeys(STEWARD_ROLES, 1 / 3) if group.roles is None else group.roles
        roles = allocate(group.members, {str(role): share for role, share in shares.items()})
        return group.members if seats.role is None else roles.get(seats.role, 0)
    if group.kind == "assurer":
        return allocate(group.members, dict(group.bodies or {})).get(body.name if body else "", 0)
    by_place = scenario.population.members_by_locality(group)
    return sum(n for name, n in by_place.items() if seats.localities is None or name in seats.localities)


def _budgets(scenario: Scenario, blocked: Sequence[Place]) -> list[Problem]:
    """What no calendar can hold, of the plans that nothing else is wrong with."""
    read: list[Place] = [("population",), ("behaviour",), HORIZON, ("programme", "milestones")]
    read += [("programme", name) for name in ("contacts_a_week", "beyond_capacity", "engagement_budget_gbp")]
    read += [("structures",)]  # they add to capacity
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
