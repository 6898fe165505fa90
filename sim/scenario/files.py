"""Scenario files: found, read with care, and everything wrong with them said at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import BadInput, Problem, bad_input, nearest_name, unknown_name
from sim.scenario.checks import problems_in
from sim.scenario.places import MOST_TOLD, Place, plain_data
from sim.scenario.problems import problems_told, refusals_in
from sim.scenario.scenario import Scenario
from sim.scenario.stand_ins import mended
from sim.scenario.yaml_text import DEEPEST, parsed

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
    file = _find(BUILT_IN if path is None else path)
    source = str(path) if path is not None else file.name
    data, twice = parsed(file)
    try:
        scenario = scenario_from(data, source)
    except BadInput as refused:
        raise BadInput(source, [*twice, *refused.problems]) from None
    if twice:
        raise BadInput(source, twice)
    return scenario


def scenario_from(data: Any, source: str = "scenario") -> Scenario:
    """Check plain data as a scenario; ``source`` is named in problems.

    Raises
    ------
    BadInput
        With every problem found.
    """
    if not isinstance(data, dict):
        required = [name for name, field in Scenario.model_fields.items() if field.is_required()]
        raise bad_input(source, "", f"holds {_kind_of(data)}; expected a scenario with {', '.join(required)}")
    foreign: dict[Place, Any] = {}
    try:
        plain = plain_data(data, foreign, DEEPEST)
    except RecursionError:
        raise bad_input(source, "", f"is nested more than {DEEPEST} deep; a scenario is not") from None
    scenario, problems = _checked(plain, foreign)
    if scenario is None or problems:
        raise BadInput(source, problems)
    return scenario


def _checked(data: dict[str, Any], foreign: dict[Place, Any]) -> tuple[Scenario | None, list[Problem]]:
    scenario, errors = _validated(data)
    refusals = refusals_in(errors, data, foreign)
    refused = [refusal.place for refusal in refusals]
    if 0 < len(refused) <= MOST_TOLD:
        scenario, _ = _validated(mended(data, refused))
    beside = [] if scenario is None else problems_in(scenario, data, refused)
    return scenario, [*problems_told(refusals, data, foreign), *beside]


def _validated(data: Any) -> tuple[Scenario | None, list[Any]]:
    # through JSON: lists become tuples there while numbers, words and booleans stay strictly apart
    try:
        return Scenario.model_validate_json(json.dumps(data)), []
    except ValidationError as refused:
        return None, list(refused.errors(include_url=False, include_context=False))


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


def _find(path: str | Path) -> Path:
    file, name, shipped = Path(path), str(path), shipped_scenarios()
    if name in shipped and not _is(file, "file"):
        return shipped[name]
    if _is(file, "there"):
        return file
    if _is(file, "link"):
        raise bad_input(name, "", f"is a link to {file.readlink()}, which does not exist")
    if file.suffix in (".yaml", ".yml") or len(file.parts) > 1:
        beside = [other.name for other in file.parent.glob("*.y*ml")] if file.parent.is_dir() else []
        nearest = nearest_name(file.name, beside)
        hint = f"; did you mean {file.parent / nearest}?" if nearest else ""
        raise bad_input(name, "", f"does not exist{hint}")
    raise bad_input("scenario", "name", unknown_name(name, "a file or a shipped scenario", list(shipped)))


def _is(file: Path, what: str) -> bool:
    """Whether it is a file, there at all, or a link; False if it cannot even be looked at."""
    try:
        return {"file": file.is_file, "there": file.exists, "link": file.is_symlink}[what]()
    except (OSError, ValueError):
        return False


def _kind_of(data: Any) -> str:
    names = {list: "a list", str: "a single text", int: "a number", float: "a number", type(None): "nothing"}
    return names.get(type(data), "a single value")
