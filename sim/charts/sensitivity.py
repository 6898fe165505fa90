"""Charts of what an outcome hangs on, and of what the prior leans to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.sheet import LINE, MARGIN, WIDTH, Sheet, value_axis
from sim.charts.style import BLUE, GREY, INK, PALE, QUIET, RULE, SHADE, SMALLEST, font, wrapped
from sim.charts.words import number, plan_words, signed

LABEL_WIDTH, AXES_LEFT, AXES_RIGHT = 2.25, 2.45, 5.75
ROW, BELOW = 0.31, 0.4
MOST_ROWS = 20


@dataclass(frozen=True)
class Effect:
    """One parameter's effect: mean size with 95 % interval, mean with sign, what noise alone would give."""

    parameter: str
    mu: float
    mu_star: float
    low: float
    high: float
    noise: float


@dataclass(frozen=True)
class MorrisData:
    """What the chart of a screening shows; effects in the outcome's unit per whole range."""

    title: str
    headline: str
    caption: str
    unit: str
    rope: float
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Lean:
    """One row: how much of the prior favours which plan."""

    label: str
    first: Share
    other: Share


@dataclass(frozen=True)
class PriorData:
    """What the chart of a prior predictive shows; ``of`` is what shares are shares of.

    Points that are no sample of anything, such as a grid's, have shares and no intervals.
    """

    first: str
    other: str
    headline: str
    caption: str
    leans: tuple[Lean, ...]
    of: str = "the prior"
    has_intervals: bool = True


def morris_chart(data: MorrisData) -> Figure:
    """Mean size of every parameter's effect with its interval, the most important on top."""
    effects = data.effects[:MOST_ROWS]
    hidden = len(data.effects) - len(effects)
    notes = [
        "Dot and line: mean size of the effect of going through a parameter's whole range, with its 95 % "
        "interval. Pale bar: what seed noise alone would give. Shaded: too small to matter (the rope). "
        "On the right: mean effect with its sign."
    ]
    if hidden:
        notes.append(f"The {len(effects)} largest of {len(data.effects)}; the table has all.")
    sheet = Sheet(data.headline, notes, data.caption, ROW * max(1, len(effects)) + BELOW + LINE)
    sheet.text(WIDTH - MARGIN, LINE - 0.04, "mean effect", font(), QUIET, ha="right", va="bottom")
    axes = sheet.axes(AXES_LEFT, LINE, AXES_RIGHT - AXES_LEFT, ROW * max(1, len(effects)))
    most = max([data.rope, *(each.high for each in effects)])
    axes.set_xlim(0, 1.04 * most)
    axes.set_ylim(max(1, len(effects)), 0)  # the first row is the topmost
    axes.axvspan(0, data.rope, color=SHADE, linewidth=0, zorder=0)
    decimals = max(3, 2 - math.floor(math.log10(most))) if most > 0 else 3
    for at, each in enumerate(effects):
        middle = at + 0.5
        if math.isfinite(each.noise):
            axes.barh(middle, each.noise, height=0.5, color=PALE, linewidth=0, zorder=1)
        axes.plot([each.low, each.high], [middle, middle], color=BLUE, linewidth=1.6, zorder=2)
        axes.plot([each.mu_star], [middle], "o", color=BLUE, markersize=4, zorder=3)
        _label(sheet, each.parameter.replace("_", " "), LINE + ROW * middle)
        sheet.text(
            WIDTH - MARGIN,
            LINE + ROW * middle,
            signed(each.mu, decimals),
            font(),
            ha="right",
            va="center_baseline",
        )
    axes.set_yticks([])
    value_axis(axes, "x", 6, is_signed=False)
    _name_axis(axes, f"{data.unit} per whole range")
    return sheet.figure


def prior_chart(data: PriorData) -> Figure:
    """Bars to the right where the first plan is better, to the left where the other is."""
    first, other = plan_words(data.first), plan_words(data.other)
    lines = " Lines: 95 % intervals." if data.has_intervals else ""
    notes = [
        f"Blue, to the right: share of {data.of} in which {first} is better by more than the rope; "
        f"pale, to the left: in which {other} is.{lines} The rest of {data.of} shows neither."
    ]
    sheet = Sheet(data.headline, notes, data.caption, ROW * len(data.leans) + BELOW + LINE)
    axes = sheet.axes(AXES_LEFT, LINE, AXES_RIGHT - AXES_LEFT, ROW * len(data.leans))
    most = max([0.05, *(each.high for lean in data.leans for each in (lean.first, lean.other))])
    axes.set_xlim(-1.04 * most, 1.04 * most)
    axes.set_ylim(len(data.leans), 0)  # the first row is the topmost
    sheet.text(
        WIDTH - MARGIN, LINE - 0.04, f"{other} / neither / {first}", font(), QUIET, ha="right", va="bottom"
    )
    for at, lean in enumerate(data.leans):
        middle = at + 0.5
        for share, side, fill in ((lean.first, 1, BLUE), (lean.other, -1, PALE)):
            axes.barh(middle, side * share.share, height=0.56, color=fill, linewidth=0, zorder=1)
            ends = [side * share.low, side * share.high]
            if data.has_intervals:
                axes.plot(ends, [middle, middle], color=INK if side > 0 else GREY, linewidth=1.2, zorder=2)
        _label(sheet, lean.label, LINE + ROW * middle)
        neither = 1 - lean.first.share - lean.other.share
        words = " / ".join(
            f"{number(100 * each, 0)} %" for each in (lean.other.share, neither, lean.first.share)
        )
        sheet.text(WIDTH - MARGIN, LINE + ROW * middle, words, font(), ha="right", va="center_baseline")
    axes.axvline(0, color=INK, linewidth=0.9, zorder=3)
    axes.set_yticks([])
    value_axis(axes, "x", 6, is_signed=False)
    ticks: Sequence[float] = [float(tick) for tick in axes.get_xticks()]
    axes.set_xticks(ticks, [f"{100 * abs(tick):.0f} %" for tick in ticks])  # both ways are shares
    axes.axvline(0, color=RULE, linewidth=0.6)
    _name_axis(axes, f"share of {data.of}")
    return sheet.figure


def _label(sheet: Sheet, text: str, middle: float) -> None:
    face = font(SMALLEST)
    lines = wrapped(text, LABEL_WIDTH, face, most_lines=2)
    for at, line in enumerate(lines):
        y = middle + LINE * (at - (len(lines) - 1) / 2)
        sheet.text(MARGIN, y, line, face, va="center_baseline")


def _name_axis(axes: Axes, words: str) -> None:
    axes.set_xlabel(words, fontproperties=font(), color=QUIET, labelpad=1.5, parse_math=False)
