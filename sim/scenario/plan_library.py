"""The plan library: engagement plans that any scenario can name instead of writing them out.

In a scenario's data an entry of ``plans`` is a plan, or the name of one of these.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.errors import Problem, unknown_name
from sim.scenario.places import key_of, short
from sim.scenario.plan import Plan
from sim.scenario.reading import Prepared

PlainPlan = dict[str, Any]


@cache
def _written() -> dict[str, PlainPlan]:
    text = Path(__file__).with_name("plan_library.yaml").read_text(encoding="utf-8")
    return {name: {"name": name, **plan} for name, plan in yaml.safe_load(text).items()}


@cache
def plan_library() -> dict[str, Plan]:
    """The plans shipped with the package, by name."""
    return {name: Plan.model_validate_json(json.dumps(plan)) for name, plan in _written().items()}


def with_named_plans(data: Any) -> Prepared:
    """Plain data of a scenario with names of library plans replaced by these plans, and names that are none.

    What stands for an unknown name is a plan without activities, so that the rest can be checked.
    """
    plans = data.get("plans") if isinstance(data, dict) else None
    if not isinstance(plans, list) or not any(isinstance(plan, str) for plan in plans):
        return Prepared(data)
    problems = [
        Problem(
            key_of(("plans", at), data), unknown_name(short(plan), "a plan of the library", list(_written()))
        )
        for at, plan in enumerate(plans)
        if isinstance(plan, str) and plan not in _written()
    ]
    written_out = [_plan_or_stand_in(at, plan) for at, plan in enumerate(plans)]
    return Prepared({**data, "plans": written_out}, problems)


def _plan_or_stand_in(at: int, plan: Any) -> Any:
    if not isinstance(plan, str):
        return plan
    return _written().get(plan, {"name": f"stand_in_for_entry_{at}", "equal_budget": False})
