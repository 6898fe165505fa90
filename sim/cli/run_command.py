"""``sim run``: one plan, once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sim.simulation import Run


def run_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    plan: Annotated[str, typer.Option(help="Plan to run.")] = "early",
    seed: Annotated[int, typer.Option(help="Where the luck starts.")] = 1,
    replication: Annotated[int, typer.Option(help="Which replication of the seed.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print events, votes and outcomes as JSON.")
    ] = False,
) -> None:
    """Run one plan once and say what happened in which week."""
    from sim.scenario import load_scenario
    from sim.simulation import simulate

    run = simulate(load_scenario(scenario), plan, seed, replication)
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
