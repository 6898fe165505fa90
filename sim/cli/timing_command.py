"""``sim timing``: an outcome by the week in which engagement starts, and the latest safe start."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.compare_command import EngineChoice, EqualChoice

if TYPE_CHECKING:
    from sim.experiments.timing_result import Timing


def timing_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    plan: Annotated[str, typer.Option(help="The plan to start in different weeks.")] = "early",
    against: Annotated[str, typer.Option(help="The plan to compare with, as it is.")] = "late",
    first: Annotated[int, typer.Option("--from", help="First start, in weeks from the milestone.")] = -48,
    last: Annotated[int, typer.Option("--to", help="Last start, in weeks from the milestone.")] = 40,
    step: Annotated[int, typer.Option(help="Weeks between starts.")] = 4,
    milestone: Annotated[str, typer.Option(help="The milestone that starts are counted from.")] = "preferred",
    outcome: Annotated[
        str | None, typer.Option(help="Outcome; whether it goes ahead, or losing localities' support.")
    ] = None,
    target: Annotated[float | None, typer.Option(help="What the outcome's mean should clear.")] = None,
    pairs: Annotated[int, typer.Option(help="Replications of every start.")] = 100,
    seed: Annotated[int, typer.Option(help="Where luck starts.")] = 1,
    gates: Annotated[str | None, typer.Option(help="on or off, instead of what the scenario says.")] = None,
    equal: Annotated[
        EqualChoice, typer.Option(help="What every start and the other plan have in common.")
    ] = EqualChoice.contacts,
    out: Annotated[Path | None, typer.Option(help="Folder for the result; default below results/.")] = None,
    engine: Annotated[EngineChoice, typer.Option(help="Where runs are computed.")] = EngineChoice.threads,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="With --engine dask: address of a running scheduler.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON; write nothing.")] = False,
) -> None:
    """Start a plan in different weeks: when is it too late, and when does its advantage turn?"""
    from sim.cli.progress import progress_of, to_stderr
    from sim.cli.sweep_command import on_or_off
    from sim.experiments.result_folder import check_folder
    from sim.experiments.timing import timing
    from sim.experiments.timing_folder import design_of, write_timing
    from sim.scenario import load_scenario, with_gates

    if out is not None:
        check_folder(out)
    found = with_gates(load_scenario(scenario), on_or_off(gates, "sim timing"))
    with progress_of("replications", quiet=as_json) as progress:
        result = timing(
            found,
            plan,
            against,
            first,
            last,
            step,
            milestone,  # type: ignore[arg-type]  # checked there
            outcome,
            target,
            pairs,
            seed,
            equal.value,
            engine.value,
            workers,
            progress=progress,
            scheduler=scheduler,
            note=to_stderr,
        )
    if as_json:
        text: dict[str, Any] = {
            **design_of(result),
            "latest_safe_start": result.latest_safe_start,
            "latest_better_start": result.latest_better_start,
            "flips": [
                {key: None if value in (-math.inf, math.inf) else value for key, value in vars(flip).items()}
                for flip in result.flips
            ],
            "left_out": list(result.left_out),
            "failures": list(result.failures),
            "table": json.loads(result.table.to_json(orient="records")),
        }
        print(json.dumps(text, indent=1, sort_keys=True))
    else:
        # before anything is printed: a reader may close the pipe
        folder = write_timing(result, out, " ".join(["sim", *sys.argv[1:]]))
        _print(result)
        print(f"Table and chart: {folder}")
    for number, error in result.failures:
        print(f"replication {number} failed: {error}", file=sys.stderr)
    if result.failures:
        raise typer.Exit(1)


def _print(result: Timing) -> None:
    from sim.experiments.timing_words import in_words, milestone_words

    plan, against, milestone = result.plan, result.against, result.milestone
    pairs, seed = result.pairs, result.seed
    sign = "+" if result.outcome.unit.startswith("support") else ""
    print(f"{result.outcome.label}, by the start of plan {plan} ({pairs} paired runs, seed {seed})")
    head = f"weeks from {milestone_words(milestone)}"
    print(f"{head:>34}{'week':>6}{'mean':>9}  95 % interval      minus {against}")
    for row in result.table.itertuples():
        print(
            f"{row.start:>34}{row.week:>6}{row.mean:>{sign}9.3f}  "
            f"{row.low:{sign}.3f} to {row.high:{sign}.3f}   "
            f"{row.difference:+.3f} ({row.difference_low:+.3f} to {row.difference_high:+.3f})"
        )
    for start, why in result.left_out:
        print(f"{start:>34}  left out: {why}")
    print()
    for line in in_words(result):
        print(line)
