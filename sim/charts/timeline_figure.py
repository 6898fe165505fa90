"""The timeline of one run: what happened in which week, and below it what people thought meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sim.charts.sheet import LINE, MARGIN, WIDTH, Sheet, value_axis
from sim.charts.style import (
    BLUE,
    INK,
    MOST_PLANS,
    PAPER,
    QUIET,
    RULE,
    SHADE,
    SMALLEST,
    STROKES,
    font,
    shortened,
    width_of,
)  # fmt: skip
from sim.charts.timeline_data import Line, TimelineData
from sim.charts.timeline_rows import (
    LEFT,
    RIGHT,
    ROW,
    SOFT_BLUE,
    Weeks,
    bar,
    draw_activities,
    draw_gate,
    draw_key,
    draw_sequel,
    draw_stairs,
    draw_title,
    gate_height,
    mark,
    stair_height,
    stairs,
)
from sim.charts.weeks import spread
from sim.charts.words import counted

SUPPORT, CAMPAIGNS = 1.15, 0.55  # inches, heights of the strips
GAP, TICKS_AND_LABEL = 0.1, 0.4
LEADER = 0.16
LEAST_SUPPORT, LEAST_CAMPAIGNS = 0.2, 0.02  # least ranges worth showing


def timeline(data: TimelineData) -> Figure:
    """One run week by week: milestones, engagement, the public, gates, what followed; and support."""
    weeks = Weeks(data.weeks)
    steps = sorted((step for step in data.steps if step.planned < data.weeks), key=lambda step: step.planned)
    places = [weeks.x(step.planned) for step in steps]
    labels = [step.label for step in steps]
    moments = sorted((each for each in data.moments if each.week < data.weeks), key=lambda each: each.week)
    public, public_words = [weeks.x(each.week) for each in moments], [each.label for each in moments]
    above, public_above = stairs(places, labels), stairs(public, public_words)
    heights = [
        stair_height(above) + 2.2 * ROW,
        ROW * (len(data.activities) + 1),
        stair_height(public_above) + ROW if moments else ROW,
        ROW + sum(gate_height(weeks, row) for row in data.gates),
        ROW * (len(data.sequels) + 1),
    ]
    rows = sum(heights) + GAP * (len(heights) - 1)
    body = rows + 2 * GAP + SUPPORT + GAP + CAMPAIGNS + TICKS_AND_LABEL
    sheet = Sheet(data.finding, _notes(data), _caption(data), body)
    _ground(sheet, data, weeks, body - TICKS_AND_LABEL, rows + GAP)
    y = 0.0
    _draw_milestones(sheet, data, weeks, y, heights[0])
    draw_stairs(sheet, places, labels, above, y + stair_height(above) + 0.05)
    y += heights[0] + GAP
    y = draw_activities(sheet, weeks, data.activities, y) + GAP
    line = y + heights[2] - ROW / 2
    draw_title(sheet, line, "In public", bold=True)
    draw_stairs(sheet, public, public_words, public_above, line)
    for x in public:
        mark(sheet, x, line, marker="D", markersize=4, markerfacecolor=INK, markeredgecolor=INK)
    if not moments:
        face = font(SMALLEST, italic=True)
        sheet.text(LEFT, line, "the public was never told", face, QUIET, va="center_baseline")
    y += heights[2] + GAP
    draw_title(sheet, y + ROW / 2, "Gates" if data.has_gates else "Votes", bold=True)
    draw_key(sheet, [each.verdict for row in data.gates for each in row.tried], y + ROW / 2)
    y += ROW
    for row in data.gates:
        draw_gate(sheet, weeks, row, y)
        y += gate_height(weeks, row)
    y += GAP
    for each in data.sequels:
        draw_sequel(sheet, weeks, each, data.ended, y)
        y += ROW
    _draw_ending(sheet, data, weeks, y + ROW / 2)
    y = rows + 2 * GAP
    _strip(sheet, data, data.support, "Mean support", "support points", y, SUPPORT)
    y += SUPPORT + GAP
    _strip(sheet, data, data.campaigns, "Campaigning", "% of residents", y, CAMPAIGNS)
    return sheet.figure


def _notes(data: TimelineData) -> list[str]:
    return [data.failed] if data.failed else []


def _caption(data: TimelineData) -> str:
    hidden = len(data.support) - MOST_PLANS
    more = f" {counted(hidden, 'more group')} not drawn." if hidden > 0 else ""
    frozen = " Shaded: the programme has ended and nothing moves any more." if _is_frozen(data) else ""
    votes = [each.votes for row in data.gates for each in row.tried]
    boards = ", or boards in favour of all boards (2/3)" if any("/" in each for each in votes) else ""
    return (
        f"{data.title}, plan {data.plan}. Hollow: as planned; filled: as reached. "
        f"At gates: votes for and against{boards}.{frozen} "
        f"Vertical axes are zoomed in. One run is one future, and a simulation, not a forecast.{more}"
    )


def _is_frozen(data: TimelineData) -> bool:
    return data.ended is not None and data.ended < data.weeks - 1


def _step(weeks: int) -> int:
    return next((step for step in (1, 2, 4, 13, 26, 52, 104) if weeks / step <= 10), 208)


def _ground(sheet: Sheet, data: TimelineData, weeks: Weeks, bottom: float, strips: float) -> None:
    """Light lines down all rows at the weeks of the axis, shade after the end, a rule above the strips."""
    if _is_frozen(data) and data.ended is not None:
        sheet.shade((weeks.x(data.ended), 0), (RIGHT, bottom), SHADE)
    for week in range(0, data.weeks, _step(data.weeks)):
        x = weeks.x(week)
        sheet.line((x, 0), (x, bottom), color=RULE, linewidth=0.5, zorder=-3)
    sheet.line((MARGIN, strips), (WIDTH - MARGIN, strips), color=RULE, linewidth=0.8)
    if data.ended is not None:
        x = weeks.x(data.ended)
        sheet.line((x, 0), (x, bottom), color=INK, linewidth=1.0, zorder=-1)


def _draw_milestones(sheet: Sheet, data: TimelineData, weeks: Weeks, y: float, height: float) -> None:
    """Two rows of marks, joined: as planned (hollow) and as reached (filled), so that delay is a slope."""
    planned, reached = y + height - 1.75 * ROW, y + height - 0.5 * ROW
    draw_title(sheet, planned - 1.2 * ROW, "Milestones", bold=True)
    draw_title(sheet, planned, "as planned")
    draw_title(sheet, reached, "as reached")
    bar(sheet, weeks, _inside(data.consultation_planned, data.weeks), planned, QUIET, hollow=True)
    if data.consultation_reached is not None:
        bar(sheet, weeks, _inside(data.consultation_reached, data.weeks), reached, SOFT_BLUE)
    for step in data.steps:
        at = weeks.x(step.planned)
        if step.reached is not None:
            to = weeks.x(step.reached)
            sheet.line((at, planned), (to, reached), color=QUIET, linewidth=0.6, zorder=-1)
            mark(sheet, to, reached, marker="o", markersize=5, markerfacecolor=BLUE, markeredgecolor=BLUE)
        if step.planned < data.weeks:
            mark(sheet, at, planned, marker="o", markersize=5, markerfacecolor=PAPER, markeredgecolor=INK)


def _inside(span: tuple[int, int], weeks: int) -> tuple[int, int]:
    return min(span[0], weeks - 1), min(span[1], weeks - 1)


def _draw_ending(sheet: Sheet, data: TimelineData, weeks: Weeks, y: float) -> None:
    draw_title(sheet, y, "The end", bold=True)
    face = font(SMALLEST, "bold")
    if data.ended is None:
        sheet.text(LEFT, y, data.ending, font(SMALLEST, italic=True), QUIET, va="center_baseline")
        return
    x = weeks.x(data.ended)
    mark(sheet, x, y, marker="s", markersize=6, markerfacecolor=INK, markeredgecolor=INK)
    width = width_of(data.ending, face)
    start = x + 0.1 if x + 0.1 + width <= WIDTH - MARGIN else max(LEFT, x - 0.1 - width)
    sheet.text(start, y, data.ending, face, va="center_baseline")


def _strip(
    sheet: Sheet, data: TimelineData, lines: Sequence[Line], title: str, unit: str, y: float, height: float
) -> None:
    """Lines by week, each named at its end with its last value."""
    is_support = lines is data.support
    scale = 1.0 if is_support else 100.0
    shown = [Line(each.label, scale * each.values[: data.weeks]) for each in lines[:MOST_PLANS]]
    draw_title(sheet, y + LINE / 2, title, bold=True)
    axes = sheet.axes(LEFT, y, RIGHT - LEFT, height)
    axes.set_xlim(0, max(1, data.weeks - 1))
    low, high = _limits([each.values for each in shown], is_support, scale)
    axes.set_ylim(low, high)
    if low < 0 < high:
        axes.axhline(0, color=INK, linewidth=0.7, zorder=1.5)
    for stroke, each in zip(STROKES, shown, strict=False):
        axes.plot(
            np.arange(each.values.size), each.values,
            color=stroke.colour, linewidth=stroke.width, linestyle=stroke.style,
        )  # fmt: skip
    value_axis(axes, "y", 5 if is_support else 3, is_signed=is_support, inset=0.03)
    axes.set_xticks(range(0, data.weeks, _step(data.weeks)))
    axes.tick_params(axis="x", labelbottom=not is_support)
    axes.grid(False, axis="x")
    if not is_support:
        axes.set_xlabel("weeks since the programme began", fontproperties=font(), color=QUIET, labelpad=2)
    axes.set_ylabel(unit, fontproperties=font(), color=QUIET, rotation=0, ha="left", va="top")
    axes.yaxis.set_label_coords(*sheet.place(MARGIN, y + 1.2 * LINE), transform=sheet.figure.transFigure)
    ends = np.array([y + height * (high - each.values[-1]) / (high - low) for each in shown])
    for stroke, each, end, label in zip(STROKES, shown, ends, spread(ends, y, y + height), strict=False):
        look = {"color": stroke.colour, "linewidth": min(1.1, stroke.width), "linestyle": stroke.style}
        sheet.line((RIGHT + 0.02, float(end)), (RIGHT + LEADER, label), **look)
        words = shortened(each.label, WIDTH - RIGHT - LEADER - 0.1, font())
        sheet.text(RIGHT + LEADER + 0.04, label, words, font(), stroke.colour, va="center_baseline")


def _limits(values: Sequence[np.ndarray], is_support: bool, scale: float) -> tuple[float, float]:
    low, high = min(0.0, *(float(v.min()) for v in values)), max(0.0, *(float(v.max()) for v in values))
    least = LEAST_SUPPORT if is_support else scale * LEAST_CAMPAIGNS
    if high - low < least:
        high = low + least if not is_support else high + (least - (high - low)) / 2
        low = high - least
    pad = 0.05 * (high - low)
    return low - pad, high + pad
