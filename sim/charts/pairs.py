"""Paired differences: every pair of runs shown, outcome by outcome."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from sim.charts.data import ChartData, Contrast, Difference
from sim.charts.sheet import LINE, MARGIN, WIDTH, Sheet, value_axis
from sim.charts.style import BLUE, INK, PALE, QUIET, RULE, SHADE, SMALLEST, font, wrapped
from sim.charts.words import counted, decimals_of, in_antithetic, plan_words, signed, tally

if TYPE_CHECKING:
    from sim.arrays import Floats

LABEL_WIDTH, AXES_LEFT, AXES_RIGHT, MEAN_RIGHT = 2.3, 2.5, 5.1, 5.66
ROW, BELOW, BETWEEN = 0.29, 0.38, 0.07
BINS = 56  # over the width of an axis
BARS, LEVEL = 0.58, 0.22  # of a row: the tallest bar, and where mean and interval lie


def paired_difference(data: ChartData, against: str | None = None) -> Figure:
    """First plan minus another, pair by pair, in every headline outcome; one panel a unit.

    Parameters
    ----------
    against : name of the other plan; without it, the second plan
    """
    contrast = next((each for each in data.contrasts if each.other == against), data.contrasts[0])
    sections = _by_unit(contrast.headline)
    body = sum(ROW * len(rows) + BELOW for rows in sections) + BETWEEN * (len(sections) - 1) + LINE
    first = plan_words(contrast.headline[0].first)
    notes = [
        f"Each bar counts paired futures: blue where {first} is better, pale where it is worse, "
        "outlined where both are the same. "
        "Dot and line: mean with its 95 % interval. Shaded: too small to matter (the rope)."
    ]
    sheet = Sheet(tally(contrast), notes, _caption(data, contrast), body)
    y = LINE
    sheet.text(MEAN_RIGHT, y - 0.04, "mean", font(), QUIET, ha="right", va="bottom")
    for rows in sections:
        height = ROW * len(rows)
        axes = sheet.axes(AXES_LEFT, y, AXES_RIGHT - AXES_LEFT, height)
        _draw_section(axes, rows)
        for at, difference in enumerate(rows):
            _words_beside(sheet, difference, y + ROW * (at + 0.5))
        y += height + BELOW + BETWEEN
    return sheet.figure


def _caption(data: ChartData, contrast: Contrast) -> str:
    first, other = plan_words(contrast.headline[0].first), plan_words(contrast.other)
    runs = f"{counted(data.pairs, 'pair')} of runs{in_antithetic(data)}"
    return (
        f"{data.title}. Estimand: {first} minus {other}, same people, same luck; {runs}. "
        "Bars are scaled row by row. A simulation, not a forecast."
    )


def _by_unit(differences: Sequence[Difference]) -> list[list[Difference]]:
    units = dict.fromkeys(each.unit for each in differences)
    return [[each for each in differences if each.unit == unit] for unit in units]


def _draw_section(axes: Axes, rows: Sequence[Difference]) -> None:
    reach = [np.array([0.0, each.rope, -each.rope]) for each in rows]
    reach += [each.values for each in rows]
    reach += [np.array([each.low, each.high]) for each in rows if math.isfinite(each.low + each.high)]
    low, high = float(np.min(np.concatenate(reach))), float(np.max(np.concatenate(reach)))
    pad = 0.04 * (high - low)
    axes.set_xlim(low - pad, high + pad)
    axes.set_ylim(len(rows), 0)  # the first row is the topmost
    width = (high - low + 2 * pad) / BINS
    for at, each in enumerate(rows):
        axes.fill_between([-each.rope, each.rope], at + 0.02, at + 0.98, color=SHADE, linewidth=0, zorder=0)
        _draw_row(axes, each, at, width)
        if at:
            axes.axhline(at, color=RULE, linewidth=0.6)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=1.5)
    axes.set_yticks([])
    value_axis(axes, "x", 6, is_signed=True)
    first, other = plan_words(rows[0].first), plan_words(rows[0].other)
    axes.set_xlabel(
        wrapped(f"{first} minus {other}, {rows[0].unit}", WIDTH - AXES_LEFT, font(), most_lines=1)[0],
        fontproperties=font(), color=QUIET, labelpad=1.5, parse_math=False,
    )  # fmt: skip


def _draw_row(axes: Axes, each: Difference, at: int, width: float) -> None:
    """Bars of better, worse and same pairs side by side in their bins, then the mean below them."""
    floor = at + 1 - LEVEL - 0.12
    gain = -each.values if each.better_is == "lower" else each.values
    parts = ((gain > 0, BLUE, BLUE), (gain < 0, PALE, "#8d8b85"), (gain == 0, "none", INK))
    counts = []
    for chosen, fill, edge in parts:
        # bins start at zero, so that no bar holds both gains and losses
        place = np.where(each.values < 0, np.ceil(each.values / width) - 1, np.floor(each.values / width))
        bins, count = np.unique(place[chosen], return_counts=True)
        counts.append((np.zeros(bins.size) if edge == INK else bins + 0.5, count, fill, edge))
    most = max((int(count.max()) for _, count, _, _ in counts if count.size), default=1)
    for centres, count, fill, edge in counts:
        if centres.size:
            bars = _bars(centres * width, width * 0.92, floor, floor - BARS * count / most)
            # not add_patch, which would measure every bar for limits that are set already
            axes.add_artist(PathPatch(bars, facecolor=fill, edgecolor=edge, linewidth=0.5, zorder=2))
    middle = at + 1 - LEVEL + 0.04
    if math.isfinite(each.low + each.high):
        axes.plot(
            [each.low, each.high], [middle, middle], color=INK, linewidth=1.6, zorder=3, solid_capstyle="butt"
        )
    if math.isfinite(each.mean):
        axes.plot([each.mean], [middle], "o", color=INK, markersize=3.6, zorder=4)


def _bars(middle: Floats, width: float, bottom: float, top: Floats) -> Path:
    """Bars as one shape: drawn one by one, hundreds of them take most of a chart's time."""
    left, right, floor = middle - width / 2, middle + width / 2, np.full_like(middle, bottom)
    corners = [(left, floor), (right, floor), (right, top), (left, top)]
    return Path.make_compound_path_from_polys(np.stack([np.stack(each, axis=-1) for each in corners], axis=1))


def _words_beside(sheet: Sheet, each: Difference, middle: float) -> None:
    face, bold = font(SMALLEST), font(SMALLEST, "bold")
    label = each.label + (" (lower is better)" if each.better_is == "lower" else "")
    lines = wrapped(label, LABEL_WIDTH, face, most_lines=2)
    for at, line in enumerate(lines):
        sheet.text(MARGIN, middle + LINE * (at - (len(lines) - 1) / 2), line, face, va="center_baseline")
    mean = signed(each.mean, decimals_of(each))
    sheet.text(MEAN_RIGHT, middle, mean, bold, ha="right", va="center_baseline")
    word = "higher" if each.better_is == "neither" else "better"
    counts = [f"{word} in {each.better:,} of {each.pairs:,}"] + [f"same in {each.same:,}"] * (each.same > 0)
    for at, count in enumerate(counts):
        y = middle + LINE * (at - (len(counts) - 1) / 2)
        sheet.text(WIDTH - MARGIN, y, count, face, ha="right", va="center_baseline")
