"""A choice: everything a visitor has chosen, and the scenario it amounts to.

Your plan and the reference stand in a copy of the scenario as ``yours`` and ``reference``; levers are
fields of your plan, assumptions are behaviour of that copy and hold for both. So whatever the lab
shows can be written to a scenario file and run again without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sim.errors import BadInput, Problem, bad_input, unknown_name
from sim.knobs import problems_with
from sim.outcomes import find_outcome
from sim.scenario import Equal, Plan, Scenario, plan_library
from sim.scenario.findings import Finding
from sim.scenario.places import Place, key_of
from sim.scenario.plan_checks import plan_findings
from sim.scenario.scenario import Scenario as _Scenario
from sim.world import Lane, lane_of

YOURS, REFERENCE = "yours", "reference"
FIRST_SEED = 1
KEPT_LABEL = "Kept plan"


@dataclass(frozen=True)
class Choice:
    """What a visitor has chosen. ``ids`` name the activities of your plan, and stay when others go."""

    base: _Scenario = field(repr=False, compare=False)
    plan: Plan
    reference: Plan
    plan_from: str
    reference_from: str
    outcome: str
    ids: tuple[str, ...]
    next_id: int
    assumptions: Mapping[str, float] = field(default_factory=dict)
    equal: Equal = "contacts"
    seed: int = FIRST_SEED

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with both plans and the assumptions, as it would be written to a file."""
        return self.base.model_copy(
            update={
                "plans": (self.plan, self.reference),
                "behaviour": {**self.base.behaviour, **self.assumptions},
            }
        )

    @cached_property
    def lanes(self) -> tuple[Lane, Lane]:
        """Both plans as they will run.

        Raises
        ------
        BadInput
            If a date cannot be, or the budget cannot be held.
        """
        for name, plan in ((YOURS, self.plan), (REFERENCE, self.reference)):
            found = list(plan_findings(self.scenario, plan, ("plans", name)))
            if found:
                raise BadInput("your plan" if name == YOURS else "the reference", _told(found))
        return self._lane(self.plan), self._lane(self.reference)

    def _lane(self, plan: Plan) -> Lane:
        try:
            return lane_of(self.scenario, plan, None, self.equal)
        except BadInput as refused:
            raise BadInput(
                "your plan" if plan.name == YOURS else "the reference",
                [Problem("", _on_the_page(each)) for each in refused.problems],
            ) from None

    def of(self, name: str) -> Plan:
        """One of the two plans."""
        return self.plan if name == YOURS else self.reference


def _on_the_page(problem: Problem) -> str:
    """A problem as somebody at the calendar can mend it: no keys of files in it."""
    words = problem.expected
    way_out = "; add one, or set equal_budget: false"
    if words.endswith(way_out):
        words = words.removesuffix(way_out)
        return f"{words}. Leave it one, or let both plans have each what it has drawn (equal: intensity)"
    return words.split(" (programme.")[0]


def _told(findings: list[Finding]) -> list[Problem]:
    def short(place: Place) -> str:
        return key_of(place[2:], {}) or "plan"

    return [Problem(short(finding.place), finding.expected) for finding in findings]


def presets(scenario: Scenario) -> dict[str, Plan]:
    """Plans to begin with: the scenario's own, then those of the library that it does not name."""
    own = {plan.name: plan for plan in scenario.plans}
    return {**own, **{name: plan for name, plan in plan_library().items() if name not in own}}


def preset(scenario: Scenario, name: str) -> Plan:
    """The preset of this name.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    known = presets(scenario)
    if name not in known:
        raise bad_input("plan", "", unknown_name(name, "a plan here", list(known)))
    return known[name]


_first: dict[int, Choice] = {}  # by scenario, which each choice holds on to; it is asked for all the time
SCENARIOS_KEPT = 8


def first_choice(scenario: Scenario) -> Choice:
    """What a visitor finds: early against late if there are such plans, else the first two."""
    if id(scenario) not in _first:
        while len(_first) >= SCENARIOS_KEPT:
            _first.pop(next(iter(_first)), None)
        _first[id(scenario)] = _first_choice(scenario)
    return _first[id(scenario)]


def _first_choice(scenario: Scenario) -> Choice:
    known = [name for name, plan in presets(scenario).items() if _can_run(scenario, plan)]
    usual = [name for name in ("early", "late") if name in known]
    yours, other = usual if len(usual) == 2 else (known + known)[:2]
    choice = Choice(
        base=scenario,
        plan=Plan(name=YOURS),
        reference=named(preset(scenario, other), REFERENCE),
        plan_from=yours,
        reference_from=other,
        outcome=_first_outcome(scenario),
        ids=(),
        next_id=1,
    )
    return with_plan(choice, preset(scenario, yours), yours)


def _can_run(scenario: Scenario, plan: Plan) -> bool:
    if list(plan_findings(scenario, plan, ("plans", plan.name))):
        return False
    try:
        lane_of(scenario, plan)
    except BadInput:
        return False
    return True


def _first_outcome(scenario: Scenario) -> str:
    """Where somebody loses the service their support, else everybody's."""
    residents = next(each.name for each in scenario.population.groups if each.stands_for_residents)
    loses = bool(scenario.proposal.losing_localities())
    return "support_losing_decision" if loses else f"support_{residents}_decision"


def named(plan: Plan, name: str) -> Plan:
    """The same plan under the name it has in the lab, its title kept as its label."""
    return plan.model_copy(update={"name": name, "label": plan.title})


def with_plan(choice: Choice, plan: Plan, source: str) -> Choice:
    """Another plan in place of yours, its activities counted on from those before."""
    count, first = len(plan.activities), choice.next_id
    return replace(
        choice,
        plan=named(plan, YOURS),
        plan_from=source,
        ids=tuple(f"a{first + at}" for at in range(count)),
        next_id=first + count,
    )


def checked_assumptions(values: Mapping[str, float]) -> dict[str, float]:
    """Assumptions that can be.

    Raises
    ------
    BadInput
        If a parameter does not exist, or a value is beyond its range.
    """
    if problems := list(problems_with(values, "assumption")):
        raise BadInput("assumption", problems)
    return {name: float(value) for name, value in values.items()}


def with_outcome(choice: Choice, name: str) -> Choice:
    """Another outcome in the headline.

    Raises
    ------
    BadInput
        If there is none of that name; names the nearest.
    """
    find_outcome(choice.base, name)
    return replace(choice, outcome=name)
