"""A sheet: headline, notes, charts, caption, from top to bottom, measured in inches.

Heights follow from the text, so that a long headline pushes the chart down instead of
running into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.files import Chart
from sim.charts.style import INK, PAPER, QUIET, RULE, SMALLEST, balanced, font, headline_font, wrapped
from sim.charts.words import number, signed

WIDTH, MARGIN = 7.2, 0.08
HEADLINE_LINE, NOTE_LINE, LINE, GAP = 0.235, 0.16, 0.145, 0.09


class Sheet:
    """A figure with its words in place; the body below them is yours to fill."""

    def __init__(self, headline: str, notes: Sequence[str], caption: str, body: float) -> None:
        inner = WIDTH - 2 * MARGIN
        title = balanced(headline, inner, headline_font())
        small, tiny = font(9), font(SMALLEST)
        below = [line for note in notes for line in wrapped(note, inner, small)]
        foot = wrapped(caption, inner, tiny)
        header = MARGIN + HEADLINE_LINE * len(title) + NOTE_LINE * len(below) + 2 * GAP
        footer = GAP + LINE * len(foot) + MARGIN
        self.height = header + body + footer
        self.figure = Chart(figsize=(WIDTH, self.height), facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self._body_top = header
        y = MARGIN - header
        for line in title:
            self.text(MARGIN, y, line, headline_font(), va="top")
            y += HEADLINE_LINE
        y += GAP / 2
        for line in below:
            self.text(MARGIN, y, line, small, colour=QUIET, va="top")
            y += NOTE_LINE
        for at, line in enumerate(foot):
            self.text(MARGIN, body + GAP + LINE * at, line, tiny, colour=QUIET, va="top")

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Inches from the left and from the top of the body, as a place in the figure."""
        return x / WIDTH, 1 - (self._body_top + y) / self.height

    def text(
        self, x: float, y: float, words: str, face: FontProperties, colour: str = INK, **more: Any
    ) -> Text:
        """Words at a place; a dollar sign is a dollar sign."""
        return self.figure.text(
            *self.place(x, y), words, fontproperties=face, color=colour, parse_math=False, **more
        )

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes without a frame; ``y`` is their top."""
        left, bottom = self.place(x, y + height)
        axes = self.figure.add_axes((left, bottom, width / WIDTH, height / self.height), facecolor="none")
        for side in axes.spines.values():
            side.set_visible(False)
        axes.tick_params(length=0, labelsize=SMALLEST, labelfontfamily="DejaVu Sans", labelcolor=QUIET, pad=3)
        return axes

    def line(self, start: tuple[float, float], stop: tuple[float, float], **look: Any) -> None:
        """A line between two places of the body."""
        (x1, y1), (x2, y2) = self.place(*start), self.place(*stop)
        self.figure.add_artist(Line2D([x1, x2], [y1, y2], **look))

    def shade(self, start: tuple[float, float], stop: tuple[float, float], colour: str) -> None:
        """A rectangle behind everything, between two corners."""
        (x1, y1), (x2, y2) = self.place(*start), self.place(*stop)
        self.figure.add_artist(
            Rectangle(
                (x1, y2),
                x2 - x1,
                y1 - y2,
                color=colour,
                linewidth=0,
                zorder=-2,
                transform=self.figure.transFigure,
            )
        )


def value_axis(axes: Axes, which: str, most: int, is_signed: bool, inset: float = 0.0) -> None:
    """Few round ticks with quiet grid lines, numbers as they stand in the text.

    ``inset`` is the share of the axis at either end that stays free of ticks.
    """
    axis = axes.xaxis if which == "x" else axes.yaxis
    low, high = sorted(axis.get_view_interval())
    free = inset * (high - low) - 1e-9
    ticks: list[float] = []
    for bins in range(most, 4 * most + 4):
        found = MaxNLocator(nbins=bins, steps=[1, 2, 5, 10]).tick_values(low, high)
        ticks = [tick for tick in found if low + free <= tick <= high - free]
        if len(ticks) > 1:  # one number on an axis is no scale
            break
    decimals = next((n for n in range(6) if all(abs(round(tick, n) - tick) < 1e-9 for tick in ticks)), 6)
    write = signed if is_signed else number
    axis.set_ticks(ticks)
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: write(float(value), decimals) if abs(value) > 1e-9 else "0")
    )
    axis.grid(True, color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
