"""``sim run``: one plan, once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.compare_command import GatesChoice, is_on

if TYPE_CHECKING:
    from sim.simulation import Run


def run_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    plan: Annotated[str, typer.Option(help="Plan to run.")] = "early",
    seed: Annotated[int, typer.Option(help="Where the luck starts.")] = 1,
    replication: Annotated[int, typer.Option(help="Which replication of the seed.")] = 0,
    explain: Annotated[bool, typer.Option("--explain", help="What each mechanism added to support.")] = False,
    person: Annotated[
        int | None, typer.Option(help="Follow one stakeholder under this plan and --against.")
    ] = None,
    against: Annotated[str, typer.Option(help="The other plan of --person.")] = "late",
    gates: Annotated[
        GatesChoice | None, typer.Option(help="Whether gates hold programmes up; as the scenario says.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events, votes and outcomes as JSON.")
    ] = False,
) -> None:
    """Run one plan once and say what happened in which week."""
    from sim.scenario import load_scenario, with_gates
    from sim.simulation import simulate

    loaded = with_gates(load_scenario(scenario), is_on(gates))
    if person is not None:
        from sim.experiments.explain import two_lives

        print("\n".join(two_lives(loaded, (plan, against), person, seed, replication).story()))
        return
    run = simulate(loaded, plan, seed, replication, explain=explain)
    if as_json:
        print(json.dumps(_as_json(run), indent=1, sort_keys=True))
    else:
        _print(run)


def _as_json(run: Run) -> dict[str, Any]:
    from sim.experiments.provenance import model_fingerprint
    from sim.outcomes import outcomes_of, read_outcomes

    outcomes = read_outcomes(run, outcomes_of(run.scenario))
    return {
        "scenario": run.scenario.name,
        "plan": run.plan,
        "seed": run.seed,
        "replication": run.replication,
        "model": model_fingerprint(),
        "approved": run.approved,
        "events": [{"week": event.week, "what": event.what} for event in run.events],
        "reviews": [
            {
                "body": review.body,
                "week": review.week,
                "for": review.votes_for,
                "against": review.votes_against,
                "verdict": review.verdict,
            }
            for review in run.reviews
        ],
        "outcomes": {name: value if value == value else None for name, value in outcomes.items()},
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

    plan = run.scenario.plan(run.plan)
    print(f"{run.scenario.title}, plan {run.plan}: {plan.title}")
    print(f"seed {run.seed}, replication {run.replication}\n")
    for event in run.events:
        print(f"  week {event.week:>3}  {event.what}")
    verdict = {True: "approved", False: "not approved", None: "no decision within the horizon"}[run.approved]
    print(f"\nOutcome: {verdict}. One run is one future; compare plans over many with: sim compare\n")
    outcomes = outcomes_of(run.scenario)
    values = read_outcomes(run, outcomes)
    for name, outcome in outcomes.items():
        if outcome.headline:
            print(f"  {values[name]:+.3f}  {outcome.label} ({outcome.unit})")
    if run.explained is not None:
        _print_account(run)
