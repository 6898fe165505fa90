"""``sim register``: a register of people to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.errors import bad_input


def register_command(
    file: Annotated[Path, typer.Argument(help="CSV file to write; it must not exist.")],
    scenario: Annotated[
        str, typer.Option("--from", help="File or name of the scenario whose people to write.")
    ] = "emergency_care",
    body: Annotated[list[str] | None, typer.Option(help="Members of this body; may be repeated.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="This whole group; may be repeated.")] = None,
) -> None:
    """Write the people that replication 0 of seed 1 draws, to be replaced by real ones."""
    from sim.scenario import load_scenario, register_text
    from sim.world import drawn_register

    if file.suffix.lower() != ".csv":
        raise bad_input(str(file), "", "should end in .csv")
    loaded = load_scenario(scenario)
    if not body and not group:
        bodies = ", ".join(each.name for each in loaded.programme.bodies)
        raise bad_input("sim register", "", f"needs a --body or a --group; bodies are: {bodies}")
    people = drawn_register(loaded, body or (), group or ())
    if not people:
        raise bad_input("sim register", "", "finds nobody to enter: assurers who sit in no body stay drawn")
    try:
        # with a byte order mark, by which spreadsheets know that names with accents are UTF-8
        with file.open("x", encoding="utf-8-sig", newline="") as opened:
            opened.write(register_text(people))
    except FileExistsError:
        raise bad_input(str(file), "", "exists; nothing was overwritten, name another file") from None
    except OSError as refused:
        raise bad_input(str(file), "", f"cannot be written: {refused.strerror}") from None
    print(f"{file}: {len(people)} people. Put in real names and views, then name the file in the scenario:")
    print(f"under `population:` add the line `register: {file.name}`; then: sim check SCENARIO")
