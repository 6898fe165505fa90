"""``sim plans``, ``instruments`` and ``parameters``: what scenarios can draw upon."""

from __future__ import annotations

import csv
import io
from typing import Annotated

import typer


def plans_command() -> None:
    """List the plan library: plans that any scenario can name."""
    from sim.scenario import catalogue, plan_library

    instruments = catalogue().instruments
    for name, plan in plan_library().items():
        print(f"{name}: {plan.title}")
        for activity in plan.activities:
            mode = instruments[activity.instrument].mode
            print(f"  {activity.in_words}: {instruments[activity.instrument].label.lower()} ({mode})")


def instruments_command(
    as_csv: Annotated[bool, typer.Option("--csv", help="As comma-separated values.")] = False,
) -> None:
    """Print the catalogue of instruments: mode, reach, cost, messenger, and the source of each."""
    from sim.scenario import catalogue

    found = catalogue()
    heads = [
        "name",
        "mode",
        "people a week",
        "GBP a contact",
        "GBP fixed",
        "messenger",
        "grade",
        "label",
        "source",
    ]
    rows = [
        [
            name,
            each.mode,
            f"{each.people_per_week:g}",
            f"{each.gbp_per_contact:g}",
            f"{each.fixed_gbp:g}",
            f"{each.messenger} ({found.messengers[each.messenger].credibility:.2f})",
            each.grade,
            each.label,
            each.source,
        ]
        for name, each in found.instruments.items()
    ]
    _print_table(heads, rows, as_csv, columns=7)


def parameters_command(
    as_csv: Annotated[bool, typer.Option("--csv", help="As comma-separated values.")] = False,
) -> None:
    """Print every behaviour parameter."""
    from sim.knobs import KNOBS

    rows = [
        [
            knob.name,
            knob.symbol,
            f"{knob.default:g}",
            f"{knob.low:g} to {knob.high:g}" + (" (log)" if knob.log else ""),
            knob.unit,
            knob.grade,
            knob.meaning,
            knob.source,
        ]
        for knob in KNOBS
    ]
    heads = ["name", "symbol", "default", "range", "unit", "grade", "meaning", "source"]
    _print_table(heads, rows, as_csv, columns=6)


def _print_table(heads: list[str], rows: list[list[str]], as_csv: bool, columns: int) -> None:
    """Print rows: so many columns set apart, then a text and its source."""
    if as_csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([heads, *rows])
        print(text.getvalue(), end="")
        return
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(columns)]
    for row in [heads, *rows]:
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row[:columns], widths, strict=True))
        source = f" [{row[-1]}]" if row[-1] and row is not heads else ""
        print(f"{cells}  {row[columns]}{source}")
