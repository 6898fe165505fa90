"""``sim sensitivity``: what an outcome, or the difference between two plans, hangs on."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.compare_command import DrawsChoice, EngineChoice, GatesChoice, is_on, kind_of

if TYPE_CHECKING:
    from sim.experiments.prior_predictive import PriorPredictive
    from sim.experiments.sensitivity import SensitivityResult
    from sim.scenario import Scenario

LONG_JOB_RUNS = 2_000  # from here on the time expected is said first
REPLICATIONS = {"morris": 20, "prior": 4}


class MethodChoice(StrEnum):
    """How it is found out."""

    morris = "morris"
    prior = "prior"


def sensitivity_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    method: Annotated[
        MethodChoice,
        typer.Option(help="morris: which parameters matter; prior: which plan is better over all ranges."),
    ] = MethodChoice.morris,
    contrast: Annotated[
        str | None, typer.Option(help="Two plans: analyse the first minus the second. Default early,late.")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="One plan instead of a contrast (morris).")] = None,
    outcome: Annotated[
        str | None, typer.Option(help="Outcome; morris: support_public_decision; prior: nine of them.")
    ] = None,
    trajectories: Annotated[int, typer.Option(help="Effects of every parameter (morris).")] = 40,
    points: Annotated[int, typer.Option(help="Points spread over the ranges (prior).")] = 500,
    replications: Annotated[
        int | None, typer.Option(help="Runs of every point and plan; morris: 20, prior: 4.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Where the luck starts.")] = 1,
    parameters: Annotated[
        str | None, typer.Option(help="Parameters to vary; all of `sim parameters` if left out.")
    ] = None,
    off: Annotated[
        str,
        typer.Option(help="Mechanisms to take out; morris: of all runs, prior: one at a time, or all."),
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the result; default below results/.")] = None,
    gates: Annotated[
        GatesChoice | None, typer.Option(help="Whether gates hold programmes up; as the scenario says.")
    ] = None,
    draws: Annotated[
        DrawsChoice | None,
        typer.Option(help="antithetic: every second replication mirrors the luck of the one before it."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the table as JSON and write nothing.")
    ] = False,
    engine: Annotated[EngineChoice, typer.Option(help="Where runs are computed.")] = EngineChoice.threads,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="With --engine dask: address of a running scheduler.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="Keep runs here as they are done: the same command goes on where it was stopped."),
    ] = None,
) -> None:
    """Find out what an outcome hangs on."""
    from sim.cli.progress import kept_if_stopped, progress_of, to_stderr
    from sim.errors import bad_input
    from sim.experiments.antithetic import refuse_odd
    from sim.experiments.result_folder import check_folder
    from sim.scenario import SWITCHES, load_scenario, with_draws, with_gates

    if out is not None:
        check_folder(out)  # before anything runs, not after
    if plan and (contrast or method is MethodChoice.prior):
        other = "--contrast" if contrast else "--method prior"
        raise bad_input("sim sensitivity", "--plan", f"and {other} exclude each other; name one")
    plans = tuple(_names(contrast or "early,late"))
    if len(plans) != 2:
        raise bad_input(
            "sim sensitivity", "--contrast", f"is '{contrast}'; expected two plans, such as early,late"
        )
    found = with_draws(with_gates(load_scenario(scenario), is_on(gates)), kind_of(draws))
    number = REPLICATIONS[method] if replications is None else replications
    refuse_odd(found, "sim sensitivity", "--replications", number)  # before a block is timed
    switches = list(SWITCHES) if off.strip() == "all" and method is MethodChoice.prior else _names(off)
    chosen = _names(parameters) if parameters else None
    common: dict[str, Any] = {
        "replications": number,
        "seed": seed,
        "parameters": chosen,
        "off": switches,
        "engine": engine.value,
        "workers": workers,
        "scheduler": scheduler,
        "folder": folder,
        "command": "sim " + shlex.join(sys.argv[1:]),
        "note": to_stderr,
    }
    n_parameters = len(chosen) if chosen else _n_parameters()
    stopping = kept_if_stopped() if folder else nullcontext()
    result: SensitivityResult | PriorPredictive
    if method is MethodChoice.morris:
        from sim.experiments.sensitivity import sensitivity

        arms = 1 if plan else 2
        _expect(found, plans[:1] if plan else plans, trajectories * (n_parameters + 1), number, arms, common)
        with stopping, progress_of("runs", quiet=as_json) as progress:
            result = sensitivity(
                found,
                outcome=outcome or "support_public_decision",
                contrast=None if plan else (plans[0], plans[1]),
                plan=plan or plans[0],
                trajectories=trajectories,
                progress=progress,
                **common,
            )
    else:
        from sim.experiments.prior_predictive import prior_predictive

        _expect(found, plans, points, number, 2 * (2 + len(switches)), common)
        with stopping, progress_of("runs", quiet=as_json) as progress:
            result = prior_predictive(
                found,
                points,
                contrast=(plans[0], plans[1]),
                outcomes=[outcome] if outcome else None,
                progress=progress,
                **common,
            )
    _show(result, as_json, out)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _n_parameters() -> int:
    from sim.knobs import KNOBS

    return len(KNOBS)


def _expect(
    scenario: Scenario, plans: Iterable[str], points: int, replications: int, arms: int, how: dict[str, Any]
) -> None:
    """Say how many runs are coming and how long they take, if that is worth a word."""
    runs = points * replications * arms
    if runs < LONG_JOB_RUNS or how["scheduler"]:  # a cluster's speed is not this machine's
        return
    from sim.experiments.duration import expected_seconds

    plans = [scenario.plan(name).name for name in plans]  # a misspelt plan is told before a block is timed
    seconds = expected_seconds(scenario, plans, runs, how["engine"], how["workers"])
    print(
        f"{points:,} design points x {replications} replications x {arms} arms = {runs:,} runs, "
        f"about {_duration(seconds)}",
        file=sys.stderr,
    )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def _show(result: SensitivityResult | PriorPredictive, as_json: bool, out: Path | None) -> None:
    from sim.experiments.sensitivity import SensitivityResult
    from sim.experiments.sensitivity_folder import design_of, write_sensitivity
    from sim.experiments.sensitivity_words import morris_in_words, prior_in_words

    if as_json:
        from sim.experiments.provenance import model_fingerprint

        design = design_of(result)
        design["scenario"] = result.scenario.name
        tables: dict[str, Any] = {"table": _rows(result.table), "cuts": [str(cut) for cut in result.cuts]}
        if not isinstance(result, SensitivityResult):
            tables["correlations"] = _rows(result.correlations)
        else:
            tables["constant"] = result.constant
        found = design | {"model": model_fingerprint(), "runs": result.runs} | tables
        print(json.dumps(found, indent=1, sort_keys=True))
        return
    lines = morris_in_words(result) if isinstance(result, SensitivityResult) else prior_in_words(result)
    for line in lines:
        print(line)
    folder = write_sensitivity(result, out, "sim " + shlex.join(sys.argv[1:]))
    print(f"\nTables and figure: {folder}")


def _rows(table: Any) -> list[dict[str, Any]]:
    """Rows with empty cells as null, which JSON has and nan is not."""
    return [
        {key: None if value != value else value for key, value in row.items()}
        for row in table.to_dict(orient="records")
    ]
