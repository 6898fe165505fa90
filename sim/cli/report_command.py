"""``sim report``: the report of a result folder, made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report_command(
    folder: Annotated[Path, typer.Argument(help="Result folder of a comparison or of a sweep.")],
) -> None:
    """Make the report of a result folder again; of a sweep also before it is finished."""
    from sim.cli.progress import progress_of
    from sim.report import rebuild_report

    with progress_of("paired runs") as progress:
        page = rebuild_report(folder, progress)
    print(f"Open {page}")
