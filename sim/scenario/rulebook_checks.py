"""What a rulebook can get wrong beyond types and ranges: gates out of order, or that nothing can
pass; and what of it cannot be applied to a scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum
from typing import Any

from sim.errors import Problem, unknown_name
from sim.knobs import NAMES, knob
from sim.scenario.findings import ANY, Finding, each_known, twice
from sim.scenario.places import Key, Place, key_of
from sim.scenario.rulebook import SHARES, Chance, Delay, Gate, GateTest, ParameterBar, Rulebook, order_of
from sim.scenario.scenario import Scenario

GATES: Place = ("gates", ANY, "when")
AFTER: Place = ("after_decision",)


def rulebook_problems(
    rulebook: Rulebook, data: Any, refused: Sequence[Place] = (), key: Key = key_of
) -> list[Problem]:
    """Everything wrong with a rulebook whose fields are each valid by themselves.

    Parameters
    ----------
    rulebook : Rulebook
        With stand-ins at the refused places.
    data : plain data the rulebook was made from
        Names the places.
    refused : places
        What is told already.
    key : (place, data) -> text
        Writes places.
    """
    told = (finding for finding in _findings(rulebook) if not finding.rests_on(refused))
    return [Problem(key(finding.place, data), finding.expected) for finding in told]


def check_rulebook(rulebook: Rulebook, scenario: Scenario) -> list[Problem]:
    """What of a rulebook cannot be applied to a scenario; keys are places in the rulebook."""
    data = rulebook.model_dump(mode="json")
    return [
        Problem(key_of(finding.place, data), finding.expected) for finding in _applied(rulebook, scenario)
    ]


def gates_left_out(names: Sequence[str], rulebook: Rulebook) -> Iterator[Finding]:
    """What is wrong with leaving gates of these names out of a rulebook."""
    gates = [gate.name for gate in rulebook.gates]
    where: Place = ("without_gates",)
    yield from each_known(names, where, "a gate of the rulebook", gates, ("rulebook",))
    yield from twice(names, [(*where, at) for at in range(len(names))])
    if set(gates) <= set(names):
        yield Finding(where, "names every gate; expected at least one to be held, or gates: false")


def _findings(rulebook: Rulebook) -> Iterator[Finding]:
    names = [gate.name for gate in rulebook.gates]
    yield from twice(names, [("gates", at, "name") for at in range(len(names))])
    for at, (earlier, later) in enumerate(pairwise(rulebook.gates), start=1):
        first, second = _in_time(earlier), _in_time(later)
        if second < first:
            what = f"comes before {earlier.name}, the gate above it; expected gates in their order in time"
            yield Finding(("gates", at, "when"), what, (GATES,))
    for at, gate in enumerate(rulebook.gates):
        yield from _gate(gate, ("gates", at))
    intervention = rulebook.after_decision.intervention
    place: Place = (*AFTER, "intervention")
    most = _most(intervention.advice.stop) + _most(intervention.advice.modify)
    if most > 1 + 1e-9:
        what = f"can add up to {most:g}, stop and modify together; expected at most 1"
        yield Finding((*place, "advice"), what)
    for name, part in (
        ("intervention", intervention),
        ("judicial_review", rulebook.after_decision.judicial_review),
        ("final_business_case", rulebook.after_decision.final_business_case),
    ):
        yield from _delay(part.delay, (*AFTER, name, "delay"))
    success = _most(rulebook.after_decision.judicial_review.success)
    if success > 1 + 1e-9:
        what = f"can add up to {success:g}; expected at most 1"
        yield Finding((*AFTER, "judicial_review", "success"), what)


def _in_time(gate: Gate) -> tuple[int, int]:
    return order_of(gate.when.milestone), gate.when.weeks


def _most(chance: Chance) -> float:
    return chance.base + fsum(chance.plus.values())


def _delay(delay: Delay, place: Place) -> Iterator[Finding]:
    for earlier, later in (("shortest", "usual"), ("usual", "longest")):
        first, second = getattr(delay, earlier), getattr(delay, later)
        if second < first:
            what = f"is {second} weeks; expected {first} or more, as many as {earlier}"
            yield Finding((*place, later), what, ((*place, earlier),))


def _gate(gate: Gate, place: Place) -> Iterator[Finding]:
    when: Place = (*place, "when")
    if order_of(gate.when.milestone) > order_of(gate.guarded) or (
        gate.when.milestone == gate.guarded and gate.when.weeks > 0
    ):
        what = f"comes after {gate.guarded}, which the gate guards; expected that milestone or earlier"
        yield Finding(when, what, ((*place, "guards"),))
    if not gate.tests and not (gate.bodies and gate.vote_decides):
        what = "asks for nothing; expected tests, or bodies whose vote decides"
        yield Finding(place, what, ((*place, "tests"), (*place, "bodies"), (*place, "vote_decides")))
    yield from twice(gate.bodies, [(*place, "bodies", at) for at in range(len(gate.bodies))])
    looked = [test.looks_at for test in gate.tests]
    yield from twice(looked, [(*place, "tests", at, "looks_at") for at in range(len(looked))])
    yield from _consequence(gate, place)
    for at, test in enumerate(gate.tests):
        yield from _test(test, (*place, "tests", at))


def _consequence(gate: Gate, place: Place) -> Iterator[Finding]:
    reopens, if_failed = (*place, "reopens_from"), (*place, "if_failed")
    if gate.if_failed != "rework":
        if gate.reopens_from is not None:
            what = f"is for gates whose failure means rework; this one's means {gate.if_failed}"
            yield Finding(reopens, what, (if_failed,))
    elif gate.reopens_from is None:
        what = "is missing; expected the milestone whose openness is back while the gate is reworked"
        yield Finding(reopens, what, (if_failed,))
    elif order_of(gate.reopens_from) >= order_of(gate.guarded):
        what = f"is {gate.reopens_from}; expected a milestone before {gate.guarded}, which the gate guards"
        yield Finding(reopens, what, ((*place, "guards"), (*place, "when")))


def _test(test: GateTest, place: Place) -> Iterator[Finding]:
    seen = ((*place, "looks_at"), (*place, "strictly"))
    lowest = 0 if test.looks_at in SHARES else -1
    if isinstance(test.bar, ParameterBar):
        if test.bar.parameter not in NAMES:
            what = unknown_name(test.bar.parameter, "a behaviour parameter", NAMES)
            yield Finding((*place, "bar", "parameter"), what)
            return
        declared = knob(test.bar.parameter)
        bar, words = declared.low * test.bar.times, f"{test.bar.times:g} times {declared.name} or more"
    else:
        bar, words = test.bar, f"{test.bar:g}"
        if bar < lowest:
            what = f"is {words}, which everything passes; expected {lowest} to 1 for {test.looks_at}"
            yield Finding((*place, "bar"), what, seen)
    if bar > 1 or (test.strictly and bar >= 1):
        more = "more than " if test.strictly else ""
        what = f"is {more}{words}, which nothing can pass; expected {lowest} to 1 for {test.looks_at}"
        yield Finding((*place, "bar"), what, seen)


def _applied(rulebook: Rulebook, scenario: Scenario) -> Iterator[Finding]:
    programme, milestones = scenario.programme, scenario.programme.milestones
    kinds = list(dict.fromkeys(body.known_as for body in programme.bodies))
    consulted = milestones.consultation_closes - milestones.consultation_opens
    if consulted < rulebook.minimum_consultation_weeks:
        what = (
            f"is {rulebook.minimum_consultation_weeks}, but scenario {scenario.name} consults for "
            f"{consulted} weeks ({milestones.consultation_opens} to {milestones.consultation_closes}); "
            "expected a consultation at least as long"
        )
        yield Finding(("minimum_consultation_weeks",), what)
    latest = ("", 0)
    for at, gate in enumerate(rulebook.gates):
        place: Place = ("gates", at)
        for seat, kind in enumerate(gate.bodies):
            if kind not in kinds:
                what = unknown_name(kind, f"a kind of body in scenario {scenario.name}", kinds)
                yield Finding((*place, "bodies", seat), what)
        yield from _dated(gate, scenario, place, latest)
        latest = max(latest, (gate.name, gate.week(milestones)), key=lambda each: each[1])


def _dated(gate: Gate, scenario: Scenario, place: Place, latest: tuple[str, int]) -> Iterator[Finding]:
    milestones, horizon = scenario.programme.milestones, scenario.programme.horizon_with_gates_weeks
    week, guarded = gate.week(milestones), milestones.week(gate.guarded)
    if week < 0:
        expected = "0 or later"
    elif week > guarded:
        expected = f"{guarded} or earlier, the week of {gate.guarded}, which the gate guards"
    elif week < latest[1]:
        expected = f"{latest[1]} or later, the week of {latest[0]}, which comes before it"
    elif week >= horizon:
        expected = f"{horizon - 1} or earlier (horizon_with_gates_weeks is {horizon})"
    else:
        return
    yield Finding((*place, "when"), f"is week {week} of scenario {scenario.name}; expected {expected}")
