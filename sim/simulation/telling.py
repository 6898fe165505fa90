"""A story in print: one line an event, long reasons wrapped below where they began."""

from __future__ import annotations

import textwrap

from sim.simulation.run import Run
from sim.simulation.story import finding, gates_not_reached

NARROWEST = 40  # columns; a narrower terminal gets longer lines instead


def story_lines(run: Run, width: int = 100) -> list[str]:
    """The story of a run as lines of at most ``width`` columns.

    Parameters
    ----------
    width : int
        Columns of the terminal or page; taken as 40 if it is less.
    """
    width = max(width, NARROWEST)
    plan = run.scenario.plan(run.plan)
    lines = [
        *_wrapped(f"{run.scenario.title}, plan {run.plan}: {plan.title}", "", width),
        f"seed {run.seed}, replication {run.replication}, gates {'on' if run.scenario.gates else 'off'}",
        "",
    ]
    for event in run.events:
        lines += _wrapped(event.what, f"  week {event.week:>3}  ", width)
    missed = gates_not_reached(run)
    if missed:
        lines += ["", *_wrapped(f"{'; '.join(missed)}.", "Not reached: ", width)]
    return [*lines, "", *_wrapped(f"{finding(run)}.", "Outcome: ", width)]


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
    )
