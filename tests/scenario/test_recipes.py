"""The page about plans: what it says is so, and every plan on it can be pasted into a scenario and runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.errors import BadInput
from sim.scenario import (
    Plan,
    Scenario,
    plan_library,
    planned_activities,
    scenario_from,
    shipped_scenarios,
    with_gates,
)
from sim.scenario.budget import contacts_a_head, people_in, planned_contacts
from sim.simulation import Run, simulate_lanes
from sim.world import lane_of

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "plans.md").read_text(encoding="utf-8")
SHIPPED = shipped_scenarios()["emergency_care"].read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
RECIPES = [plan for block in BLOCKS for plan in (block["plans"] if isinstance(block, dict) else block)]
WRITTEN_OUT = [plan for plan in RECIPES if not isinstance(plan, str)]


def emergency_care_with(plans: list[Any]) -> Scenario:
    """Emergency care without gates, with these plans instead of its own."""
    return with_gates(scenario_from({**yaml.safe_load(SHIPPED), "plans": plans}, "docs/plans.md"), False)


def rows_under(heading: str) -> list[list[str]]:
    """Cells of the first table below a heading of the page."""
    lines = PAGE[PAGE.index(f"\n## {heading}\n") :].splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("|"))
    table = lines[first + 2 :]
    end = next(at for at, line in enumerate([*table, ""]) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[:end]]


def cost_gbp(scenario: Scenario, plan: Plan) -> float:
    activities = planned_activities(scenario, plan, scenario.parameters())
    return sum(
        each.fixed_gbp
        + each.people_per_week * each.gbp_per_contact * (min(each.stop, scenario.horizon_weeks) - each.start)
        for each in activities
    )


@pytest.fixture(scope="module")
def shipped() -> Scenario:
    return emergency_care_with(yaml.safe_load(SHIPPED)["plans"])


@pytest.fixture(scope="module")
def recipes() -> Scenario:
    return emergency_care_with(RECIPES)


@pytest.fixture(scope="module")
def runs(recipes: Scenario) -> dict[str, Run]:
    """Every plan of the page, on the same people and the same luck."""
    lanes = [lane_of(recipes, plan) for plan in recipes.plans]
    return {run.plan: run for run in simulate_lanes(recipes, lanes, seed=1)}


def test_every_plan_of_the_library_and_no_other_is_explained():
    explained = [row[0].strip("`") for row in rows_under("The library")]
    assert explained == list(plan_library())


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_a_block_of_the_page_is_accepted_by_emergency_care(block: Any):
    plans = block["plans"] if isinstance(block, dict) else block
    found = emergency_care_with(plans)
    assert len(found.plans) == len(plans) > 0


def test_recipes_can_all_stand_in_one_scenario_beside_the_library(recipes):
    together = emergency_care_with([*plan_library(), *WRITTEN_OUT])
    assert len(set(together.plan_names)) == len(plan_library()) + len(WRITTEN_OUT)
    assert len(WRITTEN_OUT) > 12


@pytest.mark.parametrize("name", [plan["name"] for plan in WRITTEN_OUT])
def test_a_recipe_holds_the_budget_or_stays_within_it(recipes, name):
    plan, parameters = recipes.plan(name), recipes.parameters()
    activities = planned_activities(recipes, plan, parameters)
    for group in recipes.population.groups:
        budget = contacts_a_head(group, parameters) * people_in(recipes, group, None)
        planned = planned_contacts(recipes, activities, group.name)
        if not plan.equal_budget:
            assert planned <= budget
        elif plan.structures and group.holds_seats:
            assert planned > budget  # what is not met in panels is met in activities
        else:
            assert planned == pytest.approx(budget, rel=1e-12)


def test_a_recipe_runs_and_meets_whom_it_invites(recipes, runs):
    residents = [group.stands_for_residents for group in recipes.population.groups].index(True)
    for plan in recipes.plans:
        run = runs[plan.name]
        waits = all(each.trigger is not None for each in plan.activities)
        assert np.isfinite(run.history["group_support"]).all()
        assert run.history["contacts"][-1, residents] > 0 or waits, plan.name


def test_no_two_recipes_lead_to_the_same_run(runs):
    courses = {name: run.history["group_support"].tobytes() for name, run in runs.items()}
    assert len(set(courses.values())) == len(courses)


def test_low_reach_is_a_tenth_of_the_residents_contacts(recipes):
    planned, whole = (
        planned_contacts(
            recipes, planned_activities(recipes, recipes.plan(name), recipes.parameters()), "public"
        )
        for name in ("early_low_reach", "early")
    )
    assert planned / whole == pytest.approx(0.1, abs=0.005)


def test_what_the_page_says_is_planned_is_planned(shipped):
    rows = rows_under("What is planned")
    assert [row[0].strip("`") for row in rows] == list(plan_library())
    for name, mode, weeks, residents, others, most, cost in rows:
        plan = shipped.plan(name.strip("`"))
        activities = planned_activities(shipped, plan, shipped.parameters())
        public = [each for each in activities if "public" in each.people]
        assert {each.mode for each in public if not each.feedback} == ({mode} - {"none"})
        if public:
            assert weeks == f"{min(e.start for e in public)} to {max(e.stop for e in public) - 1}"
        planned = {
            group.name: planned_contacts(shipped, activities, group.name)
            for group in shipped.population.groups
        }
        in_week = [
            sum(each.people["public"] for each in public if each.start <= week < each.stop)
            for week in range(shipped.horizon_weeks)
        ]
        said = [int(cell.replace(",", "")) for cell in (residents, others, most, cost)]
        found = [
            planned["public"],
            sum(planned.values()) - planned["public"],
            max(in_week),
            cost_gbp(shipped, plan),
        ]
        assert said == pytest.approx(found, abs=0.5), name


def test_what_the_page_says_is_refused_is_refused_in_these_words(shipped):
    plan = shipped.plan("late").model_dump(mode="json")
    for activity in plan["activities"]:
        activity |= {"start": {"milestone": "consultation_opens"}, "duration_weeks": 14}
    plan["name"] = "in_fourteen_weeks"
    with pytest.raises(BadInput) as caught:
        emergency_care_with([plan])
    (line,) = caught.value.lines()
    assert line.removeprefix("docs/plans.md: ") in " ".join(PAGE.split())


def test_every_source_that_the_page_cites_stands_in_the_table():
    table = (DOCS / "sources.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| (S\d+) \|", table, re.MULTILINE))
    cited = set(re.findall(r"\bS\d+\b", PAGE))
    assert len(cited) > 8
    assert cited <= listed
