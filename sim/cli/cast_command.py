"""``sim cast``: what each structure, body, instrument and circumstance does, shown by taking it out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.progress import progress_of

if TYPE_CHECKING:
    from sim.experiments.cast import CastEffect, Change

MOST_SHOWN = 3


def cast_command(
    parts: Annotated[list[str] | None, typer.Argument(help="Parts of the cast; left out: all.")] = None,
    runs: Annotated[int, typer.Option(help="Pairs of runs for each part.")] = 100,
    seed: Annotated[int, typer.Option(help="Where luck starts.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Every number looked at, as JSON.")] = False,
) -> None:
    """Take parts of the cast out of their scenarios, one at a time, and say what changes."""
    from sim.experiments.cast import cast_effects, find_parts

    chosen = find_parts(parts or ())
    with progress_of("pairs", quiet=as_json) as progress:
        found = cast_effects(chosen, runs, seed, progress=progress)
    if as_json:
        print(json.dumps([_as_json(effect) for effect in found], indent=1))
        return
    print(f"{runs} pairs of runs a part, seed {seed}: with the part, minus without it (95 % interval).")
    print("A change is shown if it is clear among all numbers looked at for the part (5 % in all).")
    for effect in found:
        for line in in_words(effect):
            print(line)


def in_words(effect: CastEffect) -> list[str]:
    """What a part does, in a few lines."""
    part = effect.part
    head = f"{part.label} [{part.scenario}, plan {part.plan}] - instead: {part.instead}"
    shown = effect.clear[:MOST_SHOWN]
    if not shown:
        return ["", head, f"  no effect found among {len(effect.changes)} numbers"]
    more = len(effect.clear) - len(shown)
    lines = ["", head, *(f"  {change_in_words(change)}" for change in shown)]
    return [*lines, f"  and {more} more"] if more > 0 else lines


def change_in_words(change: Change) -> str:
    """One change, with what it was without the part, its interval and whether it matters."""
    size = "" if change.matters else "; too small to matter"
    return (
        f"{change.label}: {change.difference:+.3f} ({change.low:+.3f} to {change.high:+.3f}), "
        f"{change.with_part:.3f} instead of {change.without_part:.3f} ({change.pairs} pairs{size})"
    )


def _as_json(effect: CastEffect) -> dict[str, Any]:
    part = effect.part
    return {
        "part": part.name,
        "label": part.label,
        "instead": part.instead,
        "scenario": part.scenario,
        "plan": part.plan,
        "runs": effect.runs,
        "seed": effect.seed,
        "changes": [asdict(change) for change in effect.changes],
    }
