"""Figures as bytes, the same bytes each time: no clock, no random ids."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.charts.drawing import PAPER_ID

PNG_DPI = 170  # 7.2 inches become 1,224 pixels
COMPRESSION = 3  # of PNG; the usual 6 takes two thirds longer for files smaller by a fortieth


class Chart(Figure):
    """A figure that notebooks show without pyplot, and whose ground can be told from what lies on it."""

    def __init__(self, *size: Any, **look: Any) -> None:
        super().__init__(*size, **look)
        self.patch.set_gid(PAPER_ID)

    def _repr_png_(self) -> bytes:
        return png_of(self)


def png_of(figure: Figure) -> bytes:
    """The figure as PNG."""
    how = {"compress_level": COMPRESSION}
    return _saved(figure, format="png", metadata={"Software": None}, pil_kwargs=how)


def svg_of(figure: Figure) -> bytes:
    """The figure as SVG, on its paper ground."""
    return _saved(figure, format="svg", metadata={"Date": None, "Creator": None})


def _saved(figure: Figure, **how: Any) -> bytes:
    found = io.BytesIO()
    # text as outlines: the page looks the same whatever fonts its reader has
    with mpl.rc_context({"svg.hashsalt": "sim", "svg.fonttype": "path"}):
        figure.savefig(found, dpi=PNG_DPI, **how)
    return found.getvalue()
