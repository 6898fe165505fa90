"""What a scenario file can get wrong beyond types and ranges: names that point nowhere, shares
that do not add up, dates out of order, budgets no calendar can hold.

What rests on a place that was refused already would only repeat that mistake, and is not told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

from sim.errors import BadInput, Problem, unknown_name
from sim.knobs import problems_with
from sim.scenario.budget import planned_activities
from sim.scenario.findings import (
    BODIES,
    GROUPS,
    LOCALITIES,
    OPTIONS,
    PLANS,
    STRUCTURES,
    Finding,
    add_up,
    any_touch,
    each_known,
    keys_known,
    lacking,
    names_of,
    twice,
)
from sim.scenario.places import MOST_TOLD, Key, Place, key_of
from sim.scenario.plan_checks import plan_findings
from sim.scenario.population import STEWARD_ROLES, Group, allocate
from sim.scenario.programme import MILESTONES
from sim.scenario.proposal import Option
from sim.scenario.register_checks import register_findings
from sim.scenario.rulebook_checks import gates_left_out
from sim.scenario.rulebook_files import load_rulebook, rulebook_file
from sim.scenario.scenario import Scenario
from sim.scenario.seat_checks import body_findings, structure_findings

HORIZON: Place = ("programme", "horizon_weeks")


def problems_in(
    scenario: Scenario, data: Any, refused: Sequence[Place] = (), key: Key = key_of
) -> list[Problem]:
    """Everything wrong with a scenario whose fields are each valid by themselves.

    Parameters
    ----------
    scenario : Scenario
        With stand-ins at the refused places.
    data : plain data the scenario was made from
        Names the places.
    refused : places
        What is told already.
    key : (place, data) -> text
        Writes places.
    """
    told = (finding for finding in _findings(scenario) if not finding.rests_on(refused))
    findings = list(islice(told, MOST_TOLD))
    found = [Problem(key(finding.place, data), finding.in_words(key, data)) for finding in findings]
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
        yield from body_findings(scenario, body, ("programme", "bodies", at))
    for at, structure in enumerate(scenario.structures):
        yield from structure_findings(scenario, structure, ("structures", at))
    yield from register_findings(scenario)
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


def _group(scenario: Scenario, group: Group, place: Place) -> Iterator[Finding]:
    kind: Place = (*place, "kind")
    yield from keys_known(
        group.localities or (),
        (*place, "localities"),
        "a locality",
        names_of(scenario.population.localities),
        LOCALITIES,
    )
    if scenario.programme.bodies:
        yield from keys_known(
            group.bodies or (), (*place, "bodies"), "a body", names_of(scenario.programme.bodies), BODIES
        )
    for field in ("localities", "roles", "bodies"):
        shares = getattr(group, field)
        if not add_up(shares):
            total = math.fsum(shares.values())
            yield Finding((*place, field), f"adds up to {total:g}; expected shares that add up to 1")
    if group.roles is not None and group.kind != "steward":
        yield Finding((*place, "roles"), f"is for stewards only; this group is of kind {group.kind}", (kind,))
    if group.bodies is not None and group.kind != "assurer":
        yield Finding(
            (*place, "bodies"), f"is for assurers only; this group is of kind {group.kind}", (kind,)
        )
    if (
        group.bodies is None
        and group.kind == "assurer"
        and not scenario.population.is_registered_whole(group)
    ):
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
        for name, count in allocate(group.members, scenario.population.shares_of(group)).items():
            if count == 0:
                what = f"is {group.members}; expected enough for somebody to live in {name}"
                yield Finding((*place, "members"), what, (place, ("population", "localities")))
                break


def _option(scenario: Scenario, option: Option, place: Place) -> Iterator[Finding]:
    gains, localities = (*place, "gains"), (*place, "localities")
    yield from keys_known(option.gains, gains, "a group", names_of(scenario.population.groups), GROUPS)
    yield from keys_known(
        option.localities, localities, "a locality", names_of(scenario.population.localities), LOCALITIES
    )
    concerned = [
        group for group in scenario.population.groups if group.kind in ("professional", "resident", "elected")
    ]
    for name in lacking([group.name for group in concerned], option.gains):
        kind: Place = ("population", "groups", names_of(scenario.population.groups).index(name), "kind")
        yield Finding(gains, f"lacks {name}; expected its mean gain, -1 to 1", (GROUPS, kind))
    for name in lacking(names_of(scenario.population.localities), option.localities):
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
