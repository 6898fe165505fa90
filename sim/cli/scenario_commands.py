"""``sim check``, ``new``, ``scenarios`` and ``schema``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from sim.errors import bad_input, unknown_name

LONGEST_NAME = 60  # characters, as scenario files allow


def check_command(
    scenario: Annotated[str, typer.Argument(help="File or name of a scenario.")],
) -> None:
    """Check a scenario file; nothing runs."""
    from sim.scenario import load_scenario
    from sim.scenario.seating import register_in_words

    checked = load_scenario(scenario)
    n, people = checked.population.n, checked.population.residents
    print(f"{scenario}: good. {checked.title}: {n:,} stakeholders standing for {people:,} residents;")
    print(f"plans: {', '.join(checked.plan_names)}")
    if checked.population.register:
        print(register_in_words(checked))


def new_command(
    file: Annotated[Path, typer.Argument(help="File to write; it must not exist.")],
    source: Annotated[str, typer.Option("--from", help="Shipped scenario to start from.")] = "emergency_care",
) -> None:
    """Start a scenario file from a shipped one."""
    from sim.scenario import shipped_scenarios

    shipped = shipped_scenarios()
    if source not in shipped:
        raise bad_input("sim new", "--from", unknown_name(source, "a shipped scenario", list(shipped)))
    if file.suffix not in (".yaml", ".yml"):
        raise bad_input(str(file), "", "should end in .yaml")
    name = _name_from(file.stem) or source
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(_called(name, shipped[source].read_text(encoding="utf-8")))
    except FileExistsError:
        raise bad_input(str(file), "", "exists; nothing was overwritten, name another file") from None
    except OSError as refused:
        raise bad_input(str(file), "", f"cannot be written: {refused.strerror}") from None
    print(f"{file}: written from {source}, named {name}. Edit it, then: sim check {file}")


def _name_from(stem: str) -> str:
    """What a scenario in a file of that name can be called; empty if the name has no plain letter."""
    return re.sub("[^a-z0-9]+", "_", stem.lower()).lstrip("_0123456789")[:LONGEST_NAME].rstrip("_")


def _called(name: str, text: str) -> str:
    """A scenario's text under another name, so that its results are not taken for the shipped one's.

    In quotes, for YAML would read a bare ``no`` or ``null`` as something else than a name.
    """
    return re.sub("^name: .*$", f'name: "{name}"', text, count=1, flags=re.MULTILINE)


def scenarios_command() -> None:
    """List the shipped scenarios and their plans."""
    from sim.scenario import load_scenario, plan_library, shipped_scenarios

    library = plan_library()
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        print(f"{name}: {scenario.title}")
        print(f"  {' '.join(scenario.description.split())}")
        own = [plan for plan in scenario.plans if plan != library.get(plan.name)]
        print(f"  plans: {', '.join(plan.name for plan in scenario.plans)}")
        for plan in own:
            print(f"  its own plan {plan.name}: {plan.title}")


def schema_command() -> None:
    """Print the JSON Schema of scenario files."""
    from sim.scenario import scenario_schema

    print(json.dumps(scenario_schema(), indent=1))
