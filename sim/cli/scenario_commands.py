"""``sim check``, ``new``, ``scenarios``, ``schema`` and ``parameters``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Annotated

import typer

from sim.errors import bad_input, unknown_name


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
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(shipped[source].read_text(encoding="utf-8"))
    except FileExistsError:
        raise bad_input(str(file), "", "exists; nothing was overwritten, name another file") from None
    except OSError as refused:
        raise bad_input(str(file), "", f"cannot be written: {refused.strerror}") from None
    print(f"{file}: written from {source}. Edit it, then: sim check {file}")


def scenarios_command() -> None:
    """List the shipped scenarios and their plans."""
    from sim.scenario import load_scenario, shipped_scenarios

    for name in shipped_scenarios():
        scenario = load_scenario(name)
        print(f"{name}: {scenario.title}")
        print(f"  {' '.join(scenario.description.split())}")
        for plan in scenario.plans:
            print(f"  plan {plan.name}: {plan.title}")


def schema_command() -> None:
    """Print the JSON Schema of scenario files."""
    from sim.scenario import scenario_schema

    print(json.dumps(scenario_schema(), indent=1))


def parameters_command(
    as_csv: Annotated[bool, typer.Option("--csv", help="As comma-separated values.")] = False,
) -> None:
    """Print every behaviour parameter."""
    from sim.knobs import KNOBS

    rows = [
        [
            knob.name,
            knob.symbol,
            f"{knob.default:g}",
            f"{knob.low:g} to {knob.high:g}" + (" (log)" if knob.log else ""),
            knob.unit,
            knob.grade,
            knob.meaning,
            knob.source,
        ]
        for knob in KNOBS
    ]
    heads = ["name", "symbol", "default", "range", "unit", "grade", "meaning", "source"]
    if as_csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([heads, *rows])
        print(text.getvalue(), end="")
        return
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(6)]
    for row in [heads, *rows]:
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row[:6], widths, strict=True))
        print(f"{cells}  {row[6]}" + (f" [{row[7]}]" if row[7] and row is not heads else ""))
