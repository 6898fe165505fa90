"""``sim compare``: the main job."""

from __future__ import annotations

import json
import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sim.experiments import Comparison
    from sim.random_streams import DrawKind


class EqualChoice(StrEnum):
    """What compared plans have in common."""

    contacts = "contacts"
    cost = "cost"
    intensity = "intensity"


class GatesChoice(StrEnum):
    """Whether a programme has to pass gates."""

    on = "on"
    off = "off"


class DrawsChoice(StrEnum):
    """How replications are drawn."""

    independent = "independent"
    antithetic = "antithetic"


def kind_of(draws: DrawsChoice | None) -> DrawKind | None:
    """None where nothing was chosen."""
    return None if draws is None else draws.value


def is_on(gates: GatesChoice | None) -> bool | None:
    """None where nothing was chosen."""
    return None if gates is None else gates is GatesChoice.on


class EngineChoice(StrEnum):
    """Where runs are computed; no choice changes a number."""

    serial = "serial"
    threads = "threads"
    processes = "processes"
    dask = "dask"


def compare_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    plans: Annotated[
        str, typer.Option(help="Plans to compare; the first against each of the others.")
    ] = "early,late",
    pairs: Annotated[
        int, typer.Option(help="Replications; each runs every plan on the same people and luck.")
    ] = 200,
    seed: Annotated[int, typer.Option(help="Where the luck starts.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder for the result; default below results/.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the table as JSON and write nothing.")
    ] = False,
    equal: Annotated[EqualChoice, typer.Option(help="What plans have in common.")] = EqualChoice.contacts,
    engine: Annotated[EngineChoice, typer.Option(help="Where runs are computed.")] = EngineChoice.threads,
    off: Annotated[str, typer.Option(help="Mechanisms to take out, such as peers,redesign.")] = "",
    peer_rule: Annotated[str | None, typer.Option(help="Another peer rule than the scenario's.")] = None,
    gates: Annotated[
        GatesChoice | None, typer.Option(help="Whether gates hold programmes up; as the scenario says.")
    ] = None,
    draws: Annotated[
        DrawsChoice | None,
        typer.Option(help="antithetic: every second replication mirrors the luck of the one before it."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            help="Say which mechanism makes plans differ, from the first 12 pairs: why.csv and a chart. "
            "With 200 pairs it adds about a tenth to the time."
        ),
    ] = True,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="With --engine dask: address of a running scheduler.")
    ] = None,
) -> None:
    """Compare engagement plans."""
    from sim.charts.drawing import second_drawer

    with second_drawer(wanted=not as_json) as beside:  # loads its libraries while these are loaded
        from sim.cli.progress import progress_of, to_stderr
        from sim.experiments import compare
        from sim.experiments.explain import EXPLAINED_PAIRS
        from sim.experiments.result_folder import check_folder

        if out is not None:
            check_folder(out)  # before anything runs, not after
        names = tuple(name.strip() for name in plans.split(",") if name.strip())

        with progress_of("paired runs", quiet=as_json) as progress:
            comparison = compare(
                scenario,
                names,
                pairs,
                seed,
                equal.value,
                engine.value,
                workers,
                off=[name.strip() for name in off.split(",") if name.strip()],
                peer_rule=peer_rule,  # type: ignore[arg-type]  # compare says which there are
                explain_pairs=EXPLAINED_PAIRS if explain and not as_json else 0,
                gates=is_on(gates),
                draws=kind_of(draws),
                progress=progress,
                scheduler=scheduler,
                note=to_stderr,
            )
        # before anything is printed: a reader may close the pipe
        report = None if as_json else _save(comparison, out, beside)
    if report is None:
        print(json.dumps(_as_json(comparison), indent=1, sort_keys=True))
    else:
        _print(comparison)
        print(f"\nTables, figures and report: {report.parent}")
        print(f"Open {report}")
    for each in comparison.failures:
        print(f"replication {each.number} failed: {each.error}", file=sys.stderr)
        again = f"sim run --seed {seed} --replication {each.number} --plan {names[0]}"
        mirrored = " --draws antithetic" if comparison.scenario.draws == "antithetic" else ""
        print(f"  again: {again}{mirrored}", file=sys.stderr)
    if comparison.failures:
        raise typer.Exit(1)


def _as_json(comparison: Comparison) -> dict[str, Any]:
    from sim.experiments.provenance import model_fingerprint

    rows = comparison.table.to_dict(orient="records")
    finite = [{key: value if value == value else None for key, value in row.items()} for row in rows]
    return {
        "scenario": comparison.scenario.name,
        "plans": list(comparison.plans),
        "pairs": comparison.pairs,
        "draws": comparison.scenario.draws,
        "antithetic_pairs": comparison.antithetic_pairs,
        "seed": comparison.seed,
        "equal": comparison.equal,
        "model": model_fingerprint(),
        "failed_replications": [each.number for each in comparison.failures],
        "table": finite,
    }


def _print(comparison: Comparison) -> None:
    from sim.charts.words import in_antithetic_pairs, number, size, verdict_words
    from sim.experiments.chart_data import difference_of

    scenario = comparison.scenario
    mirrored = in_antithetic_pairs(comparison.antithetic_pairs, of="")
    print(
        f"{scenario.title}: {comparison.pairs} replications{mirrored}, seed {comparison.seed}, "
        f"equal {comparison.equal}"
    )
    for name in comparison.plans:
        plan = scenario.plan(name)
        note = "" if plan.equal_budget else " (no engagement budget: not an equal comparison)"
        print(f"  {name}: {plan.title}{note}")
    for contrast in comparison.contrasts:
        first, other = contrast
        print(f"\n{first} minus {other}, same people, same luck:")
        for name, outcome in comparison.outcomes.items():
            if not outcome.headline:
                continue
            found = difference_of(comparison, name, contrast)
            means = [number(float(comparison.values[plan][name].mean()), 3) for plan in contrast]
            pairs = f"{found.pairs} pair" + ("" if found.pairs == 1 else "s")
            same = f", same in {found.same}" if found.same else ""
            print(f"\n  {outcome.label} ({first} {means[0]}, {other} {means[1]})")
            print(f"    {size(found, f'; {pairs}')}, better in {found.better} of {found.pairs}{same}")
            print(f"    {verdict_words(found)}")


def _save(comparison: Comparison, out: Path | None, beside: Executor | None) -> Path:
    from sim.experiments.result_folder import check_folder, content_key, default_folder, write_tables
    from sim.report.write import Report

    command = "sim " + shlex.join(sys.argv[1:])
    folder = out or default_folder(comparison)
    check_folder(folder, content_key(comparison))
    report = Report(comparison, beside)  # charts are drawn while tables are written
    return report.write(write_tables(comparison, folder, command), command)
