"""Figures as bytes, the same bytes each time: no clock, no random ids."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

PNG_DPI = 170  # 7.2 inches become 1,224 pixels


class Chart(Figure):
    """A figure that notebooks show without pyplot."""

    def _repr_png_(self) -> bytes:
        return png_of(self)


def png_of(figure: Figure) -> bytes:
    """The figure as PNG."""
    return _saved(figure, format="png", metadata={"Software": None})


def svg_of(figure: Figure, transparent: bool = False) -> bytes:
    """The figure as SVG, on its paper ground or on whatever it is laid on."""
    return _saved(figure, format="svg", metadata={"Date": None, "Creator": None}, transparent=transparent)


def _saved(figure: Figure, **how: Any) -> bytes:
    found = io.BytesIO()
    # text as outlines: the page looks the same whatever fonts its reader has
    with mpl.rc_context({"svg.hashsalt": "sim", "svg.fonttype": "path"}):
        figure.savefig(found, dpi=PNG_DPI, **how)
    return found.getvalue()
