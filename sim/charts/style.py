"""The look: paper ground, one blue accent, greys that differ in their dashes, headlines in serif."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

PAPER, INK, QUIET, RULE, SHADE = "#fcfbf8", "#22252a", "#55585c", "#d9d7d1", "#efede7"
BLUE, GREY, PALE = "#0b6aa8", "#6b6b6b", "#b9b7b1"
SMALLEST = 8.0  # points; nothing is printed smaller
POINTS_PER_INCH = 72
SAFETY = 1.04  # hinting makes drawn text up to 4 % wider than measured
GLUE = "\N{NO-BREAK SPACE}"
MOST_PLANS = 6  # as many line styles as can be told apart in grey


@dataclass(frozen=True)
class Stroke:
    """How a plan's line is drawn."""

    colour: str
    width: float
    dashes: tuple[float, ...]

    @property
    def style(self) -> Literal["-"] | tuple[float, tuple[float, ...]]:
        return (0, self.dashes) if self.dashes else "-"


STROKES = (
    Stroke(BLUE, 1.9, ()),
    Stroke(GREY, 1.3, (3.4, 1.6)),
    Stroke("#3c3c3c", 1.4, (1.0, 1.3)),
    Stroke("#858585", 1.5, (6.5, 1.6, 1.2, 1.6)),
    Stroke("#4f4f4f", 1.2, (8.0, 3.0)),
    Stroke("#707070", 1.5, (2.0, 1.2, 2.0, 3.6)),
)


@lru_cache(maxsize=64)
def font(
    size: float = SMALLEST, weight: str = "normal", family: str = "DejaVu Sans", italic: bool = False
) -> FontProperties:
    """A font that ships with matplotlib, so that a chart looks the same everywhere."""
    return FontProperties(family=family, size=size, weight=weight, style="italic" if italic else "normal")


def headline_font() -> FontProperties:
    return font(13.5, family="STIXGeneral")


@lru_cache(maxsize=4096)
def width_of(text: str, face: FontProperties) -> float:
    """Width of one line of text, in inches."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, face, ismath=False)
    return float(width) * SAFETY / POINTS_PER_INCH


def wrapped(text: str, width: float, face: FontProperties, most_lines: int = 99) -> list[str]:
    """Text broken into lines of at most ``width`` inches; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    together = r"\(?95 %(?:: \S+ to \S+)?|\d+ %"  # an interval, or a number and its sign
    whole = re.sub(together, lambda found: found[0].replace(" ", GLUE), " ".join(text.split()))
    for word in whole.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, face) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    return [shortened(line.replace(GLUE, " "), width, face) for line in lines]


def balanced(text: str, width: float, face: FontProperties) -> list[str]:
    """Text in as few lines as fit, all of about the same length."""
    lines = wrapped(text, width, face)
    for narrower in (0.6, 0.7, 0.8, 0.9):
        tried = wrapped(text, narrower * width, face)
        if len(tried) == len(lines) and not any("…" in line for line in tried):
            return tried
    return lines


def shortened(text: str, width: float, face: FontProperties) -> str:
    """Text cut in its middle, so that names that differ at their ends stay different."""
    if width_of(text, face) <= width:
        return text
    for kept in range(len(text) - 1, 1, -1):
        cut = f"{text[: (kept + 1) // 2]}…{text[len(text) - kept // 2 :]}"
        if width_of(cut, face) <= width:
            return cut
    return "…"
