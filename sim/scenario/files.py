"""Scenario files: found, read with care, and everything wrong with them said at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import BadInput
from sim.scenario.checks import problems_in
from sim.scenario.in_force import rulebook_in_force
from sim.scenario.plan_library import plan_library, with_named_plans
from sim.scenario.reading import Prepare, Prepared, declared_from, found, read
from sim.scenario.register_files import with_register
from sim.scenario.scenario import Scenario
from sim.scenario.yaml_text import parsed

BUILT_IN = "emergency_care"


def scenario_folder() -> Path:
    """Where the shipped scenarios are: inside an installed package, else in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def shipped_scenarios() -> dict[str, Path]:
    """Names and files of the scenarios that come with the package."""
    return {file.stem: file for file in sorted(scenario_folder().glob("*.yaml"))}


def load_scenario(path: str | Path | None = None) -> Scenario:
    """Read and check a scenario.

    Parameters
    ----------
    path : file or name, optional
        A YAML file, or the name of a shipped scenario; without it, emergency care.

    Raises
    ------
    BadInput
        With every problem found: file, key, what was expected, the nearest name.
    """
    file = found(BUILT_IN if path is None else path, shipped_scenarios(), "scenario")
    source = str(path) if path is not None else file.name
    return _with_rules_that_fit(
        read(file, source, Scenario, problems_in, "scenario", _written_out(file.parent))
    )


def scenario_from(data: Any, source: str = "scenario") -> Scenario:
    """Check plain data as a scenario; ``source`` is named in problems.

    A register is read where the working directory is, if it is a file.

    Raises
    ------
    BadInput
        With every problem found.
    """
    return _with_rules_that_fit(
        declared_from(data, source, Scenario, problems_in, "scenario", _written_out(Path()))
    )


def _written_out(folder: Path) -> Prepare:
    """Writes out the plans that are named and the register, whose file is relative to a folder."""

    def prepare(data: Any) -> Prepared:
        plans = with_named_plans(data)
        register = with_register(plans.data, folder)
        return replace(register, problems=[*plans.problems, *register.problems])

    return prepare


def scenario_schema() -> dict[str, Any]:
    """JSON Schema of scenario files, in which plans and a register may be named instead of written out."""
    schema = Scenario.model_json_schema()
    population = schema["$defs"]["Population"]["properties"]
    people = {key: population["register"].pop(key) for key in ("type", "items", "maxItems")}
    file = {"type": "string", "description": "a CSV file, relative to the scenario's"}
    population["register"]["anyOf"] = [file, people]
    plans = schema["properties"]["plans"]
    named = {"enum": list(plan_library()), "description": "a plan of the library, by name"}
    plans["items"] = {"anyOf": [plans["items"], named]}
    return schema


def _with_rules_that_fit(scenario: Scenario) -> Scenario:
    if scenario.gates:
        rulebook_in_force(scenario)
    return scenario


def read_yaml(file: Path) -> Any:
    """Plain data of a YAML file.

    Raises
    ------
    BadInput
        If it cannot be a scenario, or says anything twice.
    """
    data, twice = parsed(file)
    if twice:
        raise BadInput(str(file), twice)
    return data
