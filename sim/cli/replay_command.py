"""``sim replay``: one run of a sweep again, and whether it has the same bits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def replay_command(
    folder: Annotated[Path, typer.Argument(help="Result folder of a sweep.")],
    run: Annotated[str, typer.Argument(help="POINT:PLAN:REPLICATION, as in the table of runs.")],
) -> None:
    """Compute one run of a sweep again, and check its bits."""
    from sim.experiments.sweep.replay import replay
    from sim.experiments.sweep.results import load_results

    found = replay(load_results(folder), run)
    changed = ", ".join(f"{name} {value:g}" for name, value in found.behaviour.items()) or "nothing changed"
    print(f"point {found.point} ({changed}), {found.arm}, replication {found.replication}: {found.status}")
    for name, value in found.now.items():
        mark = "" if name not in found.differing else f"   was {found.then[name]!r}"
        print(f"  {name:<36}{value!r}{mark}")
    if found.error_now:
        print(f"  error: {found.error_now}")
    if found.is_same:
        print("The same bits.")
        return
    model = "with the same model" if found.same_model else "but with another model than it was made with"
    print(f"NOT the same ({len(found.differing)} outcomes differ), {model}.")
    raise typer.Exit(1)
