"""Rows by week: one strip a panel on a shared time axis, plans as lines, milestones across all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.data import ChartData, Mark, Panel
from sim.charts.sheet import LINE, MARGIN, WIDTH, Sheet, value_axis
from sim.charts.style import (
    INK,
    MOST_PLANS,
    PAPER,
    QUIET,
    SHADE,
    SMALLEST,
    STROKES,
    font,
    shortened,
    width_of,
    wrapped,
)
from sim.charts.words import counted, number, plan_words, signed

if TYPE_CHECKING:
    from sim.arrays import Floats

AXES_LEFT = 1.88
TITLE_WIDTH = 1.3
LEADER, COLUMN = 0.24, 0.64
WIDEST_NAME = 1.2
TICKS_AND_LABEL = 0.42  # below the last row
GAP = 0.09  # between rows
TICK_ROOM = 0.125  # inches from one tick to the next, at least
ENOUGH = 10  # runs; fewer cannot have a tenth of them beyond a band
PADDING = 0.04  # of the range, above and below what is drawn


@dataclass(frozen=True)
class Scale:
    """What the rows measure: the unit, how numbers are written, and the least range worth showing.

    Without a least range, noise would fill the height of a quantity that hardly moves.
    """

    unit: str
    decimals: int
    least_range: float
    bounds: tuple[float, float]
    with_zero: bool


def draw_rows(
    data: ChartData, rows: Sequence[tuple[Panel, Scale]], headline: str, notes: Sequence[str], row: float
) -> Figure:
    """A chart with one row a panel; rows of the same scale share their axis.

    Parameters
    ----------
    row : float, inches
        Height of a row; more where many plans need the room for their labels.
    """
    panels = [panel for panel, _ in rows]
    plans = data.plans[:MOST_PLANS]
    weeks = panels[0].courses[0].mean.size
    marks = sorted((mark for mark in data.marks if mark.week < weeks), key=lambda mark: mark.week)
    top = LINE * max(1, len(marks)) + 0.06
    row = max(row, LINE * len(plans) + 0.04)
    body = top + len(panels) * (row + GAP) - GAP + TICKS_AND_LABEL
    shared = {scale: [panel for panel, own in rows if own == scale] for _, scale in rows}
    sheet = Sheet(headline, notes, caption_of(data, n_scales=len(shared)), body)
    faces = font(SMALLEST, "bold")
    name_width = min(WIDEST_NAME, max(width_of(plan_words(plan), faces) for plan in plans))
    axes_right = WIDTH - MARGIN - 2 * COLUMN - name_width - LEADER - 0.04
    inset = LINE / 2 / row
    limits_of = {scale: _limits(alike, plans, scale, inset) for scale, alike in shared.items()}
    for at, (panel, scale) in enumerate(rows):
        limits = limits_of[scale]
        y = top + at * (row + GAP)
        axes = sheet.axes(AXES_LEFT, y, axes_right - AXES_LEFT, row)
        axes.set_xlim(0, max(1, weeks - 1))
        axes.set_ylim(*limits)
        _draw_panel(axes, panel, plans, data)
        value_axis(axes, "y", int(row / TICK_ROOM), scale.bounds[0] < 0, inset=inset)
        _week_axis(axes, weeks, last=panel is panels[-1])
        _title(sheet, axes, panel, scale, y, row)
        _line_ends(sheet, axes_right, name_width, panel, plans, data, scale, limits, y, row)
    across = (axes_right - AXES_LEFT) / max(1, weeks - 1)
    opens, closes = (AXES_LEFT + across * min(week, weeks - 1) for week in data.consultation)
    sheet.shade((opens, top), (closes, body - TICKS_AND_LABEL), SHADE)
    _mark_milestones(sheet, marks, across, axes_right, top, body - TICKS_AND_LABEL)
    _column_heads(sheet, weeks, top)
    return sheet.figure


def caption_of(data: ChartData, n_scales: int = 1) -> str:
    """The estimand, the number of runs, what the bands hold, and which rows may be compared."""
    first, *others = (plan_words(plan) for plan in data.plans)
    against = " and ".join(others) if len(others) < 3 else f"each of {len(others)} other plans"
    lines = f"Lines are means of {data.pairs:,} paired runs; bands hold 8 in 10 of them."
    if data.pairs < ENOUGH:
        few = "1 paired run" if data.pairs == 1 else f"{data.pairs} paired runs"
        lines = f"Lines are means of {few}: too few for bands or intervals to be more than a hint."
    hidden = len(data.plans) - MOST_PLANS
    more = f" {counted(hidden, 'more plan')} in the table only." if hidden > 0 else ""
    axes = "the same in every row" if n_scales == 1 else "the same in rows of one unit"
    return (
        f"{data.title}. Estimand: {first} minus {against}, same people, same luck. {lines} "
        f"Vertical axes are zoomed in, {axes}. A simulation, not a forecast.{more}"
    )


def _limits(panels: Sequence[Panel], plans: Sequence[str], scale: Scale, inset: float) -> tuple[float, float]:
    """Ends of an axis: all that is drawn, the least range, and room for a tick where a bound is met."""
    drawn = [course for panel in panels for course in panel.courses if course.plan in plans]
    low = min(float(np.min(course.low)) for course in drawn)
    high = max(float(np.max(course.high)) for course in drawn)
    if scale.with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    short = max(0.0, scale.least_range - (high - low)) / 2
    low = max(scale.bounds[0], min(low - short, scale.bounds[1] - scale.least_range))
    high = min(scale.bounds[1], max(high + short, low + scale.least_range))
    pad, room = PADDING * (high - low), inset / (1 - 2 * inset) * (high - low)
    return (
        low - room if low == scale.bounds[0] else max(scale.bounds[0], low - pad),
        high + room if high == scale.bounds[1] else min(scale.bounds[1], high + pad),
    )


def _draw_panel(axes: Axes, panel: Panel, plans: Sequence[str], data: ChartData) -> None:
    if axes.get_ylim()[0] < 0 < axes.get_ylim()[1]:
        axes.axhline(0, color=INK, linewidth=0.7, zorder=1.5)
    by_plan = {course.plan: course for course in panel.courses}
    for at, plan in reversed(list(enumerate(plans))):  # the first plan lies on top
        course, stroke = by_plan[plan], STROKES[at]
        week = np.arange(course.mean.size)
        strength = 0.22 if at == 0 else 0.2 / (len(plans) - 1)
        axes.fill_between(week, course.low, course.high, color=stroke.colour, alpha=strength, linewidth=0)
        axes.plot(
            week, course.mean, color=stroke.colour, linewidth=stroke.width, linestyle=stroke.style, zorder=3
        )
        if data.decision_week < course.mean.size:
            value = course.mean[data.decision_week]
            axes.plot(
                [data.decision_week], [value], "o", markersize=4.2, zorder=4, clip_on=False,
                markerfacecolor=stroke.colour if at == 0 else PAPER, markeredgecolor=stroke.colour,
            )  # fmt: skip


def _week_axis(axes: Axes, weeks: int, last: bool) -> None:
    step = next((step for step in (1, 2, 4, 13, 26, 52, 104) if weeks / step <= 8), 208)
    axes.set_xticks(range(0, weeks, step) if last else [])
    if last:
        axes.set_xlabel("weeks since the programme began", fontproperties=font(), color=QUIET, labelpad=2)


def _title(sheet: Sheet, axes: Axes, panel: Panel, scale: Scale, y: float, row: float) -> None:
    face = font(8.5, "bold")
    lines = wrapped(panel.title, TITLE_WIDTH, face, most_lines=max(1, int((row - LINE) / LINE)))
    for at, line in enumerate(lines):
        sheet.text(MARGIN, y + LINE * at, line, face, va="top")
    axes.set_ylabel(scale.unit, fontproperties=font(), color=QUIET, rotation=0, ha="left", va="top")
    axes.yaxis.set_label_coords(
        *sheet.place(MARGIN, y + LINE * len(lines) + 0.01), transform=sheet.figure.transFigure
    )


def _line_ends(
    sheet: Sheet,
    right: float,
    name_width: float,
    panel: Panel,
    plans: Sequence[str],
    data: ChartData,
    scale: Scale,
    limits: tuple[float, float],
    y: float,
    row: float,
) -> None:
    """Where each line ends: a leader in its style, the plan's name, its values at decision and horizon."""
    by_plan = {course.plan: course for course in panel.courses}
    low, high = limits
    ends = np.array([y + row * (high - by_plan[plan].mean[-1]) / (high - low) for plan in plans])
    write = signed if scale.bounds[0] < 0 else number
    for at, (plan, end, label) in enumerate(zip(plans, ends, spread(ends, y, y + row), strict=True)):
        stroke, mean = STROKES[at], by_plan[plan].mean
        face = font(SMALLEST, "bold" if at == 0 else "normal")
        look = {"color": stroke.colour, "linewidth": min(1.1, stroke.width), "linestyle": stroke.style}
        sheet.line((right, float(end)), (right + LEADER - 0.05, label), **look)
        name = shortened(plan_words(plan), name_width, face)
        sheet.text(right + LEADER, label, name, face, stroke.colour, va="center_baseline")
        decided = mean[min(data.decision_week, mean.size - 1)]
        for column, value in ((1, decided), (0, mean[-1])):
            x = WIDTH - MARGIN - column * COLUMN
            words = write(float(value), scale.decimals)
            sheet.text(x, label, words, face, stroke.colour, ha="right", va="center_baseline")


def spread(wanted: Floats, top: float, bottom: float) -> list[float]:
    """Places at least one line apart, in the same order, as near to those wanted as that allows."""
    order = np.argsort(wanted, kind="stable")
    placed = np.clip(wanted[order], top + LINE / 2, bottom - LINE / 2)
    for at in range(1, placed.size):
        placed[at] = max(placed[at], placed[at - 1] + LINE)
    over = max(0.0, float(placed[-1]) - (bottom - LINE / 2)) if placed.size else 0.0
    placed[-1:] -= over
    for at in range(placed.size - 2, -1, -1):
        placed[at] = min(placed[at], placed[at + 1] - LINE)
    found = np.empty_like(placed)
    found[order] = placed
    return [float(value) for value in found]


def _mark_milestones(
    sheet: Sheet, marks: Sequence[Mark], across: float, right: float, top: float, bottom: float
) -> None:
    """Dotted lines down all rows. Labels descend like stairs, so that none meets another or a later line."""
    face = font(SMALLEST, italic=True)
    for at, mark in enumerate(marks):
        x = AXES_LEFT + across * mark.week
        y = top - 0.05 - LINE * (len(marks) - 1 - at)
        sheet.line((x, y - LINE / 2), (x, bottom), color=INK, linewidth=0.9, linestyle=(0, (1, 2)), zorder=-1)
        start = min(x + 0.05, right - width_of(mark.label, face))
        sheet.text(start, y - LINE / 2, mark.label, face, va="center_baseline")


def _column_heads(sheet: Sheet, weeks: int, top: float) -> None:
    face = font(SMALLEST)
    for column, words in ((1, "decision"), (0, f"week {weeks - 1}")):
        x = WIDTH - MARGIN - column * COLUMN
        sheet.text(x, top - 0.05 - LINE / 2, words, face, QUIET, ha="right", va="center_baseline")
