"""The chart of timing: an outcome by the week in which engagement starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import PchipInterpolator

from sim.charts.data import Mark
from sim.charts.sheet import LINE, MARGIN, WIDTH, Sheet, value_axis
from sim.charts.style import BLUE, GREY, INK, QUIET, RULE, SMALLEST, font
from sim.charts.words import number, plan_words, signed

if TYPE_CHECKING:
    from sim.arrays import Floats

LEFT, ABOVE, HIGH, BELOW = 0.75, 0.55, 2.6, 0.45
STEP = 11  # points from one milestone's name to the next
ENDS_ROOM = 1.35
POINTS = 400  # of the drawn line
ROOM_OF_A_NAME = 0.2  # of the width
SHARES = ("share of runs", "share")  # are drawn from none to all


@dataclass(frozen=True)
class TimingData:
    """What the chart shows; starts are weeks from a milestone, marks are other milestones on that axis."""

    title: str
    headline: str
    plan: str
    against: str
    milestone: str
    label: str
    unit: str
    is_signed: bool
    starts: tuple[int, ...]
    mean: Floats
    low: Floats
    high: Floats
    against_mean: float
    pairs: int
    seed: int
    marks: tuple[Mark, ...]
    budget: str
    target: float | None = None
    latest_safe: int | None = None
    latest_better: int | None = None
    flips: tuple[float, ...] = ()


def timing_chart(data: TimingData) -> Figure:
    """Mean outcome with its 95 % interval over starts; target, latest safe start, and the other plan."""
    notes = [f"{data.label}, by the week in which plan {plan_words(data.plan)} starts ({data.unit})"]
    caption = (
        f"{data.title}. Dots: tested starts, mean of {data.pairs} paired runs each, seed {data.seed}; "
        f"band: its 95 % interval. Dashes: plan {plan_words(data.against)} as it is, on the same people and "
        f"luck. {data.budget}{_key(data)} A simulation, not a forecast."
    )
    sheet = Sheet(data.headline, notes, caption, ABOVE + HIGH + BELOW)
    width = WIDTH - MARGIN - LEFT - ENDS_ROOM
    axes = sheet.axes(LEFT, ABOVE, width, HIGH)
    starts = np.array(data.starts, dtype=np.float64)
    axes.set_xlim(starts[0], max(starts[-1], starts[0] + 1))
    axes.set_ylim(*_limits(data))
    axes.fill_between(starts, data.low, data.high, color=BLUE, alpha=0.18, linewidth=0)
    axes.plot(*_curve(starts, data.mean), color=BLUE, linewidth=1.9)
    axes.plot(starts, data.mean, "o", color=BLUE, markersize=2.6)
    axes.axhline(data.against_mean, color=GREY, linewidth=1.3, dashes=(3.4, 1.6))
    if data.target is not None:
        axes.axhline(data.target, color=INK, linewidth=0.8)
    value_axis(axes, "y", 6, data.is_signed)
    value_axis(axes, "x", 8, True)
    axes.grid(False, axis="x")
    sheet.text(
        LEFT + width / 2,
        ABOVE + HIGH + 0.28,
        f"start of engagement, weeks from the {data.milestone} (below 0: before)",
        font(SMALLEST),
        colour=QUIET,
        ha="center",
        va="top",
    )
    _marks(axes, data.marks)
    if data.latest_safe is not None:
        value, bottom = float(data.mean[starts == data.latest_safe][0]), axes.get_ylim()[0]
        axes.plot([data.latest_safe] * 2, [bottom, value], color=INK, linewidth=1.1)
        axes.plot([data.latest_safe], [value], "o", color=INK, markersize=4)
        _at(axes, data.latest_safe, bottom, f"latest safe start: {signed(data.latest_safe, 0)}", 9)
    axes.plot(data.flips, [data.against_mean] * len(data.flips), "D", color=INK, markersize=4.5)
    for near in _together(axes, data.flips):
        _at(axes, near[0], data.against_mean, f"turns: {', '.join(signed(each, 0) for each in near)}", 7)
    _names(sheet, data, LEFT + width + 0.06, axes)
    return sheet.figure


def _curve(starts: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """The line between tested starts as it is read for where an advantage turns: monotone cubics."""
    if starts.size < 2:
        return starts, mean
    fine = np.linspace(starts[0], starts[-1], POINTS)
    return fine, np.asarray(PchipInterpolator(starts, mean)(fine), dtype=np.float64)


def _together(axes: Axes, weeks: Sequence[float]) -> list[list[float]]:
    """Weeks in groups whose names would meet if each had one of its own."""
    low, high = axes.get_xlim()
    groups: list[list[float]] = []
    for week in weeks:
        if groups and week - groups[-1][-1] < ROOM_OF_A_NAME * (high - low):
            groups[-1].append(week)
        else:
            groups.append([week])
    return groups


def _at(axes: Axes, week: float, value: float, words: str, above: float) -> None:
    """What a mark is, so many points above it: to its right, or to its left where there is no room."""
    low, high = axes.get_xlim()
    is_left = week > low + 0.75 * (high - low)
    axes.annotate(
        words,
        (week, value),
        xytext=(-7 if is_left else 7, above),
        textcoords="offset points",
        fontproperties=font(SMALLEST),
        color=INK,
        ha="right" if is_left else "left",
    )


def _key(data: TimingData) -> str:
    """What marks mean, and that the axis does not begin where a reader may expect."""
    found = ""
    if data.target is not None and data.latest_safe is not None:
        found += " Black dot: the latest start such that it and every earlier tested one clear the target, "
        found += "band and all."
    if data.flips:
        found += " Diamond: from here on the advantage turns round."
    return found if data.unit in SHARES else f"{found} The vertical axis is zoomed in."


def _limits(data: TimingData) -> tuple[float, float]:
    if data.unit in SHARES:
        return -0.02, 1.02
    shown = [*data.low, *data.high, data.against_mean, *([] if data.target is None else [data.target])]
    low, high = min(shown), max(shown)
    room = 0.06 * max(high - low, 0.04)
    return low - room, high + room


def _marks(axes: Axes, marks: Sequence[Mark]) -> None:
    low, high = axes.get_xlim()
    shown = [mark for mark in sorted(marks, key=lambda each: each.week) if low <= mark.week <= high]
    for at, mark in enumerate(shown):  # in a staircase, so that names cannot meet
        axes.axvline(mark.week, color=RULE, linewidth=0.9, zorder=0)
        axes.annotate(
            mark.label,
            (mark.week, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3 + STEP * (len(shown) - 1 - at)),
            textcoords="offset points",
            fontproperties=font(SMALLEST),
            color=QUIET,
            va="bottom",
            ha="left",
        )


def _names(sheet: Sheet, data: TimingData, x: float, axes: Axes) -> None:
    """What each line is, at its right end, moved apart where they meet."""
    write = signed if data.is_signed else number
    low, high = axes.get_ylim()
    ends = [
        (float(data.mean[-1]), f"{plan_words(data.plan)}, last start {write(float(data.mean[-1]), 2)}", BLUE),
        (data.against_mean, f"{plan_words(data.against)} {write(data.against_mean, 2)}", GREY),
    ]
    if data.target is not None:
        ends.append((data.target, f"target {write(data.target, 2)}", INK))
    y_of = {name: ABOVE + HIGH * (1 - (value - low) / (high - low)) for value, name, _ in ends}
    last = -1.0
    for _, name, colour in sorted(ends, key=lambda end: y_of[end[1]]):
        y = max(y_of[name], last + LINE)
        sheet.text(x, y, name, font(SMALLEST), colour=colour, va="center")
        last = y
