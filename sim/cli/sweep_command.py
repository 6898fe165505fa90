"""``sim sweep``: a design of many points, in a folder that cannot be lost."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.errors import bad_input

if TYPE_CHECKING:
    from sim.experiments.sweep import SweepDesign, Until
    from sim.experiments.sweep.design import Cell
    from sim.scenario import Scenario


class SweepEngine(StrEnum):
    """Where blocks are computed."""

    serial = "serial"
    threads = "threads"
    processes = "processes"
    dask = "dask"


class Budget(StrEnum):
    """What compared plans have in common."""

    contacts = "contacts"
    cost = "cost"
    intensity = "intensity"


def sweep_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    design: Annotated[
        Path | None, typer.Option(help="CSV or Parquet file, a row a design point (docs/sweeps.md).")
    ] = None,
    latin: Annotated[int | None, typer.Option(help="Latin hypercube of so many points.")] = None,
    factors: Annotated[
        str | None, typer.Option(help="With --latin: behaviour parameters to vary; all if left out.")
    ] = None,
    grid: Annotated[
        list[str] | None, typer.Option(help="Every combination: NAME=1,2,3; once for each column.")
    ] = None,
    plans: Annotated[str, typer.Option(help="Plans, on the same people and luck.")] = "early,late",
    replications: Annotated[
        int, typer.Option(help="Of every point under every plan; with --until-width the fewest.")
    ] = 20,
    until_width: Annotated[
        float | None,
        typer.Option(
            help="Add replications until the 95 % interval of --outcome's paired difference is so narrow."
        ),
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="With --until-width: the outcome.")] = None,
    most: Annotated[int, typer.Option(help="With --until-width: the most replications.")] = 500,
    outcomes: Annotated[
        str | None, typer.Option(help="Outcomes to keep; the headline ones if left out.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Where luck starts.")] = 1,
    equal: Annotated[Budget, typer.Option(help="What plans have in common.")] = Budget.contacts,
    gates: Annotated[str | None, typer.Option(help="on or off, instead of what the scenario says.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Result folder; results/sweep-... if left out.")] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="Keep support and trust of every week.")] = False,
    workers: Annotated[
        int | None, typer.Option(help="Worker processes; as many as cores if left out.")
    ] = None,
    engine: Annotated[SweepEngine, typer.Option(help="Where runs are computed.")] = SweepEngine.processes,
    scheduler: Annotated[
        str | None, typer.Option(help="With --engine dask: address of a running scheduler.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Begin although disk or memory will not do.")
    ] = False,
    part_seconds: Annotated[
        float, typer.Option(help="Seconds of work that a part holds, about, and that a kill can cost.")
    ] = 2.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run a design of many points. The same command resumes: what is done is never computed again."""
    from sim.cli.progress import kept_if_stopped, sweep_progress
    from sim.experiments.sweep import sweep
    from sim.scenario import load_scenario, with_gates

    chosen = with_gates(load_scenario(scenario), on_or_off(gates, "sim sweep"))
    names = tuple(name.strip() for name in plans.split(",") if name.strip())
    kept = None if outcomes is None else tuple(name.strip() for name in outcomes.split(",") if name.strip())
    table = _design_of(design, latin, factors, grid or (), chosen, names, seed, equal.value)
    with kept_if_stopped(), sweep_progress(quiet=as_json) as (show, note):
        done = sweep(
            chosen,
            table,
            names,
            replications,
            kept,
            seed,
            equal.value,
            folder,
            weekly,
            engine.value,
            workers,
            scheduler,
            anyway,
            part_seconds,
            _until(until_width, outcome, replications, most),
            " ".join(["sim", *sys.argv[1:]]),
            show,
            note,
        )
    if as_json:
        print(
            json.dumps(
                {
                    "folder": str(done.folder),
                    "runs": done.runs,
                    "computed": done.computed,
                    "failed": done.failed,
                }
            )
        )
        raise typer.Exit(1 if done.failed else 0)
    rate = f", {done.computed / done.seconds:,.0f} a second" if done.computed else ""
    print(f"{done.folder}: {done.runs:,} runs; computed {done.computed:,} now in {done.seconds:.1f} s{rate}")
    if done.failed:
        print(f"{done.failed:,} runs failed: their rows say why (sim.load_results(...).failures)")
        raise typer.Exit(1)


def _until(width: float | None, outcome: str | None, least: int, most: int) -> Until | None:
    from sim.experiments.sweep import Until

    if (width is None) != (outcome is None):
        raise bad_input("sim sweep", "", "--until-width and --outcome go together; name both or neither")
    return None if width is None or outcome is None else Until(width, outcome, least, most)


def on_or_off(gates: str | None, command: str) -> bool | None:
    """What ``--gates`` means; None if it is left out."""
    if gates not in (None, "on", "off"):
        raise bad_input(command, "--gates", f"is '{gates}'; expected on or off")
    return None if gates is None else gates == "on"


def _design_of(
    file: Path | None,
    latin: int | None,
    factors: str | None,
    grid: Sequence[str],
    scenario: Scenario,
    plans: Sequence[str],
    seed: int,
    equal: str,
) -> SweepDesign:
    from sim.experiments.sweep import grid_design, latin_design, read_design

    if (file is not None) + (latin is not None) + bool(grid) != 1:
        raise bad_input("sim sweep", "", "needs one design: --design FILE, --latin N, or --grid NAME=1,2,3")
    if file is not None:
        return read_design(file, scenario, plans)
    if grid:
        return grid_design(dict(_axis(each) for each in grid), scenario, plans)
    chosen = None if factors is None else [name.strip() for name in factors.split(",") if name.strip()]
    assert latin is not None, "one of the three is given"
    design, cuts = latin_design(latin, chosen, scenario, plans, seed, equal)  # type: ignore[arg-type]
    for cut in cuts:
        print(str(cut), file=sys.stderr)
    return design


def _axis(text: str) -> tuple[str, list[Cell]]:
    name, _, values = text.partition("=")
    if not name or not values:
        raise bad_input("sim sweep", "--grid", f"is '{text}'; expected NAME=1,2,3")
    return name.strip(), [_value(each.strip()) for each in values.split(",")]


def _value(text: str) -> Cell:
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
