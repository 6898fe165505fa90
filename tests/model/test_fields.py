"""Nothing is declared in vain: every field of a scenario moves an outcome."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from sim.errors import BadInput
from sim.outcomes import outcomes_of, read_outcomes
from sim.scenario import Equal, Scenario, scenario_from
from sim.scenario.files import read_yaml
from sim.simulation import Run, simulate
from tests.conftest import SCENARIOS

MOVED = 1e-6
SEED = 1
REPLICATIONS = 16  # a seat more or less matters where a board is narrowly divided
Place = tuple[str | int, ...]
Look = tuple[str, int, Equal]
DATA = read_yaml(SCENARIOS / "everything.yaml")
SHARED_OUT = ("localities", "roles", "bodies")  # shares of a group, which add up to 1
# These move no outcome, and why.
REFUSES_ONLY = [("programme", "contacts_a_week")]
# Only with gates: tried in tests/gates; of failed_gate, in test_improvising
WITH_GATES_ONLY = {"gates", "capital_gbp", "horizon_with_gates_weeks", "failed_gate"}
# Only where a plan asks for more people than can be met: tried in test_capacity
BEYOND_CAPACITY_ONLY = {"contacts"}
# Only of registered people: tried in test_registered_runs
REGISTER_ONLY = {"stance", "influence"}
SHOWN_ONLY = [("programme", "milestones", name) for name in ("long_list", "implementation")]
# Advice is given and recorded; nothing follows from it. Also when it is given.
VOTES_ONLY = [("programme", "milestones", "business_case")] + [
    ("programme", "bodies", body, "seats", seats, "count") for body, seats in ((0, 0), (1, 0), (1, 1))
]
MOVES_NO_OUTCOME = [*REFUSES_ONLY, *SHOWN_ONLY, *VOTES_ONLY]


def leaves(data: Any, place: Place = ()) -> Iterator[Place]:
    """Places of all numbers and of all choices of yes or no; parameters are tried elsewhere."""
    if place in (("behaviour",), ("gates",)):
        return
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*place, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from leaves(value, (*place, at))
    elif isinstance(data, bool | int | float):
        yield place


NUMBERS = list(leaves(DATA))


def named(place: Place) -> str:
    return ".".join(map(str, place))


def at_place(data: Any, place: Place) -> Any:
    for part in place:
        data = data[part]
    return data


def other_numbers(value: Any) -> list[Any]:
    """Other values for a number, larger and smaller."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        step = max(1, abs(value) // 4)
        return list(dict.fromkeys(value + away for away in (step, -step, 1, -1, 2)))
    return [value * 1.5, value * 0.5, value + 0.2, value - 0.2]


def with_value(place: Place, other: Any) -> Scenario | None:
    """The scenario with another value at a place, if it is accepted."""
    data = copy.deepcopy(DATA)
    whole, key = at_place(data, place[:-1]), place[-1]
    if place[1:2] == ("groups",) and place[-2] in SHARED_OUT:
        neighbour = next(each for each in whole if each != key)
        whole[neighbour] += whole[key] - other
    whole[key] = other
    try:
        return scenario_from(data)
    except BadInput:
        return None


def with_other_numbers(place: Place) -> Iterator[Scenario]:
    """The scenario with another number at a place, in every way that is accepted."""
    for other in other_numbers(at_place(DATA, place)):
        scenario = with_value(place, other)
        if scenario is not None:
            yield scenario


@cache
def usual_run(look: Look) -> Run:
    return run_of(scenario_from(DATA), look)


def run_of(scenario: Scenario, look: Look) -> Run:
    plan, replication, equal = look
    return simulate(scenario, plan, SEED, replication, equal=equal)


def where_to_look(place: Place) -> list[Look]:
    """Runs in which a field could show: of its own plan, with the budget it is for."""
    equal: Equal = {"intensity": "intensity", "engagement_budget_gbp": "cost"}.get(place[-1], "contacts")
    plans = [DATA["plans"][place[1]]["name"]] if place[0] == "plans" else ["secret", "open"]
    return [(plan, number, equal) for number in range(REPLICATIONS) for plan in plans]


def furthest(scenario: Scenario, look: Look) -> float:
    """How far any outcome has moved from the usual run."""
    before = read_outcomes(usual_run(look), outcomes_of(scenario))
    after = read_outcomes(run_of(scenario, look), outcomes_of(scenario))
    return max(abs(after[name] - before[name]) for name in before)


@pytest.mark.parametrize("place", [each for each in NUMBERS if each not in MOVES_NO_OUTCOME], ids=named)
def test_every_number_of_a_scenario_moves_an_outcome(place: Place) -> None:
    assert any(
        furthest(scenario, look) > MOVED
        for look in where_to_look(place)
        for scenario in with_other_numbers(place)
    )


@pytest.mark.parametrize("place", MOVES_NO_OUTCOME, ids=named)
def test_what_is_said_to_move_no_outcome_moves_none(place: Place) -> None:
    scenarios = list(with_other_numbers(place))
    assert scenarios
    for scenario in scenarios:
        assert furthest(scenario, ("secret", 0, "contacts")) == 0, "it does: take it off the list"


@pytest.mark.parametrize("place", VOTES_ONLY, ids=named)
def test_advice_is_voted_on_and_recorded(place: Place) -> None:
    look: Look = ("secret", 0, "contacts")
    assert any(
        run_of(scenario, look).reviews != usual_run(look).reviews for scenario in with_other_numbers(place)
    )


@pytest.mark.parametrize("place", SHOWN_ONLY, ids=named)
def test_milestones_without_consequences_are_shown(place: Place) -> None:
    look: Look = ("secret", 0, "contacts")
    assert any(
        run_of(scenario, look).events != usual_run(look).events for scenario in with_other_numbers(place)
    )


def test_contacts_a_week_refuses_more_than_can_be_met() -> None:
    data = copy.deepcopy(DATA)
    data["programme"]["contacts_a_week"] = 100
    with pytest.raises(BadInput, match="can meet 100 a week"):
        scenario_from(data)


CHOICES: list[tuple[Place, Any]] = [
    (("population", "localities", 2, "authority"), "upper"),
    (("proposal", "shortlist"), ["close_coast", "close_at_night"]),
    (("proposal", "preferred"), "close_hill"),
    (("proposal", "frame"), "money"),
    (("programme", "bodies", 3, "seats", 1, "role"), "estates"),
    (("programme", "bodies", 3, "seats", 0, "localities"), ["coast"]),
    (("programme", "bodies", 2, "seats", 0, "per"), "body"),
    (("programme", "bodies", 4, "decides"), "advice"),
    (("structures", 0, "mode"), "inform"),
    (("structures", 0, "messenger"), "politician"),
    (("structures", 1, "seats", 1, "role"), "workforce"),
    (("structures", 0, "until", "milestone"), "business_case"),
    (("peer_rule",), "bounded_confidence"),
    (("draws",), "antithetic"),
    (("population", "network", "variant"), "rewired"),
    (("population", "network", "variant"), "merged"),
    (("plans", 0, "announcement"), 12),
    (("plans", 0, "announcement"), None),
    (("plans", 0, "activities", 0, "instrument"), "deliberative_event"),
    (("plans", 0, "activities", 1, "messenger"), "doctor"),
    (("plans", 0, "activities", 1, "audience", "localities"), ["hill"]),
    (("plans", 0, "activities", 2, "frame"), "care"),
    (("plans", 0, "activities", 2, "audience", "groups"), ["public"]),
    (("plans", 0, "activities", 1, "end", "milestone"), "consultation_closes"),
    (("plans", 3, "activities", 0, "audience", "kinds"), ["residents", "representatives"]),
    (("plans", 3, "activities", 1, "trigger"), None),
    (("plans", 3, "activities", 1, "start", "milestone"), "business_case"),
]


@pytest.mark.parametrize(
    ("place", "other"), CHOICES, ids=lambda each: named(each) if type(each) is tuple else None
)
def test_every_choice_in_a_scenario_moves_an_outcome(place: Place, other: Any) -> None:
    scenario = with_value(place, other)
    assert scenario is not None
    assert any(furthest(scenario, look) > MOVED for look in where_to_look(place))


def numeric(node: dict[str, Any]) -> bool:
    """Whether a number, or yes or no, may stand here, or in a mapping or list here."""
    inside = [*node.get("anyOf", ()), *node.get("patternProperties", {}).values()]
    inside += [node[key] for key in ("additionalProperties", "items") if isinstance(node.get(key), dict)]
    return node.get("type") in ("number", "integer", "boolean") or any(map(numeric, inside))


def test_every_number_that_can_be_declared_is_tried() -> None:
    schema = Scenario.model_json_schema()
    declared = {
        name
        for part in [schema, *schema["$defs"].values()]
        for name, node in part.get("properties", {}).items()
        if numeric(node)
    }
    elsewhere = WITH_GATES_ONLY | BEYOND_CAPACITY_ONLY | REGISTER_ONLY
    tried = {part for place in NUMBERS for part in place} | {"behaviour"} | elsewhere
    assert declared - tried == set()
