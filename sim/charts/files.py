"""Figures as bytes, the same bytes each time: no clock, no random ids."""

from __future__ import annotations

import io

import matplotlib as mpl
from matplotlib.figure import Figure

PNG_DPI = 170  # 7.2 inches become 1,224 pixels


class Chart(Figure):
    """A figure that notebooks show without pyplot."""

    def _repr_png_(self) -> bytes:
        return png_of(self)


def png_of(figure: Figure) -> bytes:
    """The figure as PNG."""
    return _saved(figure, "png", {"Software": None})


def svg_of(figure: Figure) -> bytes:
    """The figure as SVG."""
    return _saved(figure, "svg", {"Date": None, "Creator": None})


def _saved(figure: Figure, kind: str, metadata: dict[str, None]) -> bytes:
    found = io.BytesIO()
    # text as outlines: the page looks the same whatever fonts its reader has
    with mpl.rc_context({"svg.hashsalt": "sim", "svg.fonttype": "path"}):
        figure.savefig(found, format=kind, dpi=PNG_DPI, metadata=metadata, facecolor=figure.get_facecolor())
    return found.getvalue()
