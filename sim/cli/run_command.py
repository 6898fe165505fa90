"""``sim run``: one plan, once."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.compare_command import DrawsChoice, GatesChoice, is_on, kind_of

if TYPE_CHECKING:
    from sim.gates import Review
    from sim.simulation import Run

NOT_A_TERMINAL = 100  # columns


def run_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    plan: Annotated[str, typer.Option(help="Plan to run.")] = "early",
    seed: Annotated[int, typer.Option(help="Where the luck starts.")] = 1,
    replication: Annotated[int, typer.Option(help="Which replication of the seed.")] = 0,
    explain: Annotated[bool, typer.Option("--explain", help="What each mechanism added to support.")] = False,
    person: Annotated[
        str | None,
        typer.Option(help="Follow one stakeholder (row, or registered name) under this plan and --against."),
    ] = None,
    against: Annotated[str, typer.Option(help="The other plan of --person.")] = "late",
    gates: Annotated[
        GatesChoice | None, typer.Option(help="Whether gates hold programmes up; as the scenario says.")
    ] = None,
    draws: Annotated[
        DrawsChoice | None,
        typer.Option(help="antithetic: a replication with an odd number mirrors the luck of the one before."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the story and its timeline; without it, print only.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events, votes and outcomes as JSON.")
    ] = False,
) -> None:
    """Run one plan once and say what happened in which week."""
    from sim.errors import bad_input
    from sim.experiments.result_folder import check_folder
    from sim.scenario import load_scenario, with_draws, with_gates
    from sim.simulation import simulate

    if out is not None and person is not None:
        raise bad_input("--out", "", "draws the story of one run; leave it out with --person")
    if out is not None:
        check_folder(out)  # before anything runs, not after
    loaded = with_draws(with_gates(load_scenario(scenario), is_on(gates)), kind_of(draws))
    if person is not None:
        from sim.experiments.explain import two_lives

        row_or_name = int(person) if re.fullmatch("-?[0-9]{1,9}", person) else person
        print("\n".join(two_lives(loaded, (plan, against), row_or_name, seed, replication).story()))
        return
    run = simulate(loaded, plan, seed, replication, explain=explain)
    if out is not None:  # before anything is printed: a reader may close the pipe
        from sim.report import write_story

        write_story(run, out, "sim " + shlex.join(sys.argv[1:]))
    if as_json:
        print(json.dumps(_as_json(run), indent=1, sort_keys=True))
        return
    _print(run)
    if out is None:
        print("\nTo draw it as a timeline, add: --out FOLDER")
    else:
        print(f"\nStory and timeline: {out}")


def _as_json(run: Run) -> dict[str, Any]:
    from sim.experiments.provenance import model_fingerprint
    from sim.outcomes import outcomes_of, read_outcomes
    from sim.scenario.programme import MILESTONES
    from sim.simulation import gates_not_reached
    from sim.simulation.story import finding, reached_weeks

    outcomes = read_outcomes(run, outcomes_of(run.scenario))
    reached = reached_weeks(run)
    ending = run.ending
    return {
        "scenario": run.scenario.name,
        "plan": run.plan,
        "seed": run.seed,
        "replication": run.replication,
        "gates": run.scenario.gates,
        "draws": run.scenario.draws,
        "model": model_fingerprint(),
        "approved": run.approved,
        "outcome": None if ending is None else ending.outcome,
        "ending": None
        if ending is None
        else {"outcome": ending.outcome, "week": ending.week, "gate": ending.gate or None},
        "finding": finding(run),
        "milestones": {
            name: {"planned": run.milestones.week(name), "reached": reached.get(name)} for name in MILESTONES
        },
        "events": [{"week": each.week, "kind": each.kind, "what": each.what} for each in run.events],
        "not_reached": list(gates_not_reached(run)),
        "reviews": [_review_as_json(review, run.names) for review in run.reviews],
        "outcomes": {name: value if value == value else None for name, value in outcomes.items()},
    }


def _review_as_json(review: Review, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "gate": review.gate or None,
        "body": review.body,
        "week": review.week,
        "attempt": review.attempt,
        "for": review.votes_for,
        "against": review.votes_against,
        "verdict": review.verdict,
        "then": review.then,
        "delay_weeks": review.delay_weeks,
        "looked_at": [
            {"name": look.name, "value": look.value, "bar": look.bar, "passed": look.passed}
            for look in review.looked_at
        ],
        "votes": [
            {
                "body": vote.body,
                "for": vote.votes_for,
                "against": vote.votes_against,
                "registered_in_favour": vote.by_name(names),
            }
            for vote in review.votes
        ],
        "reasons": list(review.reasons),
    }


def _print_account(run: Run) -> None:
    """What each mechanism has added to the mean support of each group, by the decision week."""
    from sim.arrays import MECHANISMS
    from sim.experiments.explain import WORDS
    from sim.simulation import week_of_moment

    assert run.explained is not None, "the run was made to be explained"
    week = week_of_moment(run.scenario, run.milestones, "decision")
    groups = run.scenario.population.groups
    print(
        f"\nWhere support came from by week {week}, in support points (prior view + mechanisms = support):\n"
    )
    print(" " * 25 + "".join(f"{group.name[:13]:>15}" for group in groups))
    support = run.history["group_support"][week]
    contributed = run.explained[week]
    rows = [("prior view", support - contributed.sum(axis=0))]
    rows += [(WORDS[name].lower(), contributed[at]) for at, name in enumerate(MECHANISMS)]
    for name, values in [*rows, ("= support", support)]:
        print(f"  {name:<23}" + "".join(f"{value:>+15.3f}" for value in values))


def _print(run: Run) -> None:
    from sim.outcomes import outcomes_of, read_outcomes
    from sim.simulation import story_lines

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else NOT_A_TERMINAL
    print("\n".join(story_lines(run, width)))
    print("\nOne run is one future; compare plans over many with: sim compare\n")
    outcomes = outcomes_of(run.scenario)
    values = read_outcomes(run, outcomes)
    for name, outcome in outcomes.items():
        if outcome.headline:
            print(f"  {_written(values[name], outcome.unit):>7}  {outcome.label} ({outcome.unit})")
    if run.explained is not None:
        _print_account(run)


def _written(value: float, unit: str) -> str:
    """A number as its unit wants it: with a sign where it may be negative, weeks whole."""
    if unit == "weeks":
        return f"{value:.0f}"
    return f"{value:+.3f}" if unit == "support points" else f"{value:.3f}"
