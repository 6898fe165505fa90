"""``sim endings``: what becomes of programmes that have to pass gates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.compare_command import DrawsChoice, EngineChoice, kind_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.endings import Endings


def endings_command(
    scenario: Annotated[
        str | None, typer.Argument(help="File or name of a scenario; the built-in one if left out.")
    ] = None,
    plans: Annotated[str, typer.Option(help="Plans to run, on the same people and luck.")] = "early,late",
    runs: Annotated[int, typer.Option(help="Programmes under each plan.")] = 500,
    seed: Annotated[int, typer.Option(help="Where the luck starts.")] = 1,
    rulebook: Annotated[
        str | None, typer.Option(help="Rulebook, or file of one, instead of the scenario's.")
    ] = None,
    draws: Annotated[
        DrawsChoice | None,
        typer.Option(help="antithetic: every second replication mirrors the luck of the one before it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
    engine: Annotated[EngineChoice, typer.Option(help="Where runs are computed.")] = EngineChoice.threads,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.")] = None,
) -> None:
    """How programmes end, at which gates they fail, how bodies vote, and how long it all takes."""
    from sim.cli.progress import progress_of
    from sim.experiments.endings import endings

    names = tuple(name.strip() for name in plans.split(",") if name.strip())
    with progress_of("programmes", quiet=as_json) as progress:
        found = endings(
            scenario,
            names,
            runs,
            seed,
            rulebook,
            draws=kind_of(draws),
            engine=engine.value,
            workers=workers,
            progress=progress,
        )
    if as_json:
        print(json.dumps(_as_json(found), indent=1, sort_keys=True))
        return
    for line in in_words(found):
        print(line)


def _as_json(found: Endings) -> dict[str, Any]:
    def rows(table: pd.DataFrame) -> Any:
        return json.loads(table.to_json(orient="records"))

    return {
        "scenario": found.scenario.name,
        "rulebook": found.scenario.rulebook,
        "plans": list(found.plans),
        "runs": found.runs,
        "draws": found.scenario.draws,
        "antithetic_pairs": found.antithetic_pairs,
        "seed": found.seed,
        "outcomes": rows(found.outcomes),
        "gates": rows(found.gates),
        "votes": rows(found.votes),
        "after_decision": rows(found.after_decision),
        "delays": rows(found.delays),
    }


def in_words(found: Endings) -> list[str]:
    """The tables as lines of text."""
    from sim.charts.words import in_antithetic_pairs

    mirrored = in_antithetic_pairs(found.antithetic_pairs)
    lines = [
        f"{found.scenario.title}, rulebook {found.scenario.rulebook}: "
        f"{found.runs} programmes under each plan{mirrored}, seed {found.seed}"
    ]
    for plan in found.plans:
        lines += ["", f"Plan {plan}: how programmes end (share of {found.runs} runs, 95 % Wilson interval)"]
        table = found.outcomes[found.outcomes["plan"] == plan]
        lines += [
            f"  {row.outcome:<24}{row.share:>6.3f}  ({row.low:.3f} to {row.high:.3f})"
            for row in table.itertuples()
        ]
        lines.append("  Gates: programmes that met each, passed at the first try, were stopped; mean tries")
        lines += [
            f"    {row.title:<52}{row.met:>5}{row.first_try:>6}{row.stopped:>6}{row.tries:>7.2f}"
            for row in found.gates[found.gates["plan"] == plan].itertuples()
            if row.met
        ]
        lines.append("  Votes for-against, and how often (narrow: a margin of two or less)")
        votes = found.votes[found.votes["plan"] == plan]
        for body, split in votes.groupby("body", sort=False):
            narrow = int(split.loc[split["narrow"], "times"].sum())
            told = ", ".join(
                f"{row.votes_for}-{row.votes_against}: {row.times}" for row in split.itertuples()
            )
            lines.append(f"    {body}: {told} (narrow {narrow} of {int(split['times'].sum())})")
        for row in found.after_decision[found.after_decision["plan"] == plan].itertuples():
            lines.append(
                f"  After {row.approved} approvals: {row.asked} called in or referred (advice to proceed "
                f"{row.proceed}, modify {row.modify}, stop {row.stop}); {row.challenged} challenged in "
                f"court, {row.quashed} quashed"
            )
        lines.append("  Delays in weeks: programmes; quartiles")
        lines += [
            f"    {row.cause:<10}{row.programmes:>5}  "
            f"{row.lower_quartile:.0f}, {row.median:.0f}, {row.upper_quartile:.0f}"
            for row in found.delays[found.delays["plan"] == plan].itertuples()
            if row.programmes
        ]
    return lines
