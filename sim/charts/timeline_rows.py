"""Rows of a timeline: labels that step down to their marks, bars, and verdicts told apart by shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.charts.sheet import LINE, MARGIN, WIDTH, Sheet
from sim.charts.style import BLUE, INK, PALE, PAPER, QUIET, SMALLEST, font, width_of, wrapped
from sim.charts.timeline_data import Bars, GateRow, Sequel, Verdict

LEFT, RIGHT = 1.62, WIDTH - MARGIN - 1.18  # inches: where week 0 and the last week lie
ROW, BAR = 0.165, 0.085
SOFT_BLUE = "#8fb6d3"  # of bars
BEHIND = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}  # so that no line runs through words
BESIDE = 0.07  # from a mark to the words beside it
APART = 0.06  # between words side by side
LOOKS: dict[Verdict, dict[str, object]] = {
    "passes": {"marker": "o", "markerfacecolor": BLUE, "markeredgecolor": BLUE, "markersize": 5.5},
    "fails": {"marker": "x", "markeredgecolor": INK, "markersize": 6, "markeredgewidth": 1.8},
    "objects": {"marker": "^", "markerfacecolor": INK, "markeredgecolor": INK, "markersize": 6},
    "advises for": {"marker": "s", "markerfacecolor": BLUE, "markeredgecolor": BLUE, "markersize": 5},
    "advises against": {"marker": "s", "markerfacecolor": PAPER, "markeredgecolor": INK, "markersize": 5},
}


@dataclass(frozen=True)
class Weeks:
    """Where weeks lie on the sheet."""

    count: int

    def x(self, week: float) -> float:
        return LEFT + (RIGHT - LEFT) * week / max(1, self.count - 1)


@dataclass(frozen=True)
class Stair:
    """Words above a mark: their left end, and how many lines above the lowest they stand."""

    start: float
    level: int


def stairs(places: Sequence[float], words: Sequence[str]) -> list[Stair]:
    """Lines on which labels stand so that none meets another, nor the leader of another.

    Parameters
    ----------
    places : inches from the left, in ascending order
    """
    face = font(SMALLEST)
    found: list[Stair] = []
    spans: list[tuple[float, float, float, int]] = []
    for place, text in zip(reversed(places), reversed(words), strict=True):
        width = width_of(text, face)
        start = min(place + 0.03, WIDTH - MARGIN - width)
        low, high = min(start, place), start + width + APART
        above = [level for left, right, _, level in spans if left < high and low < right]
        level = max(above, default=-1) + 1
        spans.append((low, high, place, level))
        found.append(Stair(start, level))
    return found[::-1]


def stair_height(steps: Sequence[Stair]) -> float:
    """Inches that labels take above their marks."""
    return LINE * (1 + max((step.level for step in steps), default=-1)) + 0.05


def draw_stairs(
    sheet: Sheet, places: Sequence[float], words: Sequence[str], steps: Sequence[Stair], y: float
) -> None:
    """Labels with leaders down to their marks; ``y`` is the height of the marks."""
    for place, text, step in zip(places, words, steps, strict=True):
        top = y - 0.1 - LINE * (step.level + 0.5)
        sheet.line(
            (place, top + LINE / 2 if step.level == 0 else top), (place, y - 0.05), color=QUIET, linewidth=0.6
        )
        sheet.text(step.start, top, text, font(), va="center_baseline", bbox=BEHIND)


def draw_title(sheet: Sheet, y: float, words: str, bold: bool = False) -> None:
    """What a row is, in the left column; ``y`` is its middle."""
    face = font(SMALLEST, "bold" if bold else "normal")
    lines = title_lines(words, bold)
    for at, line in enumerate(lines):
        sheet.text(MARGIN, y + LINE * (at - (len(lines) - 1) / 2), line, face, va="center_baseline")


def title_lines(words: str, bold: bool = False) -> list[str]:
    face = font(SMALLEST, "bold" if bold else "normal")
    return wrapped(words, LEFT - MARGIN - 0.14, face, most_lines=2)


def mark(sheet: Sheet, x: float, y: float, **look: object) -> None:
    """One mark at a place."""
    sheet.line((x, y), (x, y), linestyle="none", **look)


def bar(
    sheet: Sheet, weeks: Weeks, span: tuple[int, int], y: float, colour: str, hollow: bool = False
) -> None:
    """A bar over weeks, ``y`` being its middle; hollow where it is a plan only."""
    start, stop = (weeks.x(week) for week in span)
    if not hollow:
        sheet.shade((start, y - BAR / 2), (stop, y + BAR / 2), colour)
        return
    corners = [(start, y - BAR / 2), (stop, y - BAR / 2), (stop, y + BAR / 2), (start, y + BAR / 2)]
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        sheet.line(one, other, color=QUIET, linewidth=0.7)


def draw_activities(sheet: Sheet, weeks: Weeks, rows: Sequence[Bars], y: float) -> float:
    """Engagement as bars, one row a group; returns where the next row may begin."""
    if not rows:
        draw_title(sheet, y + ROW / 2, "Engagement", bold=True)
        words = "no activities beyond the statutory consultation"
        sheet.text(LEFT, y + ROW / 2, words, font(SMALLEST, italic=True), QUIET, va="center_baseline")
        return y + ROW
    draw_title(sheet, y + ROW / 2, "Engagement of", bold=True)
    y += ROW
    for row in rows:
        draw_title(sheet, y + ROW / 2, row.title)
        for start, stop in row.spans:
            bar(sheet, weeks, (start, min(stop, weeks.count - 1)), y + ROW / 2, SOFT_BLUE)
        y += ROW
    return y


@dataclass(frozen=True)
class Votes:
    """Where the votes of one mark stand: left end, and how many lines below the mark."""

    start: float
    level: int


def votes_beside(weeks: Weeks, row: GateRow) -> list[Votes]:
    """Places of votes: beside their marks if all of a row fit there, else all of them below."""
    places = [weeks.x(each.week) for each in row.tried]
    widths = [width_of(each.votes, font()) if each.votes else -APART for each in row.tried]
    beside = _beside(places, widths)
    if beside is not None:
        return beside
    ends: list[float] = []  # of what stands on each line below
    found = []
    for place, width in zip(places, widths, strict=True):
        start = min(place - width / 2, WIDTH - MARGIN - width)
        line = next((at for at, end in enumerate(ends) if end <= start), len(ends))
        ends[line : line + 1] = [start + width + APART / 2]
        found.append(Votes(start, line + 1))
    return found


def _beside(places: Sequence[float], widths: Sequence[float]) -> list[Votes] | None:
    """Votes right of their marks, or left where the next mark is in the way; None if some fit on no side."""
    found: list[Votes] = []
    free_from = LEFT - BESIDE
    for at, (place, width) in enumerate(zip(places, widths, strict=True)):
        free_to = places[at + 1] - BESIDE if at + 1 < len(places) else WIDTH - MARGIN
        right, left = place + BESIDE, place - BESIDE - width
        if right + width <= free_to:
            found.append(Votes(right, 0))
            free_from = right + width + APART / 2
        elif left >= free_from:
            found.append(Votes(left, 0))
            free_from = place + BESIDE
        else:
            return None
    return found


def _lines(weeks: Weeks, row: GateRow) -> int:
    return 1 + max((votes.level for votes in votes_beside(weeks, row)), default=0)


def gate_height(weeks: Weeks, row: GateRow) -> float:
    """Inches a gate's row takes."""
    return max(LINE * len(title_lines(row.title)), LINE * _lines(weeks, row)) + 0.035


def draw_gate(sheet: Sheet, weeks: Weeks, row: GateRow, y: float) -> None:
    """One gate's row: a mark each time it was held, with the votes beside it."""
    height = gate_height(weeks, row)
    draw_title(sheet, y + height / 2, row.title)
    first = y + height / 2 - LINE * (_lines(weeks, row) - 1) / 2
    if not row.tried:
        face = font(SMALLEST, italic=True)
        sheet.text(LEFT, y + height / 2, "not reached", face, QUIET, va="center_baseline")
    for each, votes in zip(row.tried, votes_beside(weeks, row), strict=True):
        mark(sheet, weeks.x(each.week), first, **LOOKS[each.verdict])
        if each.votes:
            sheet.text(
                votes.start, first + LINE * votes.level, each.votes, font(), va="center_baseline", bbox=BEHIND
            )


def draw_key(sheet: Sheet, verdicts: Sequence[Verdict], y: float) -> None:
    """What the marks mean, those that occur."""
    x = LEFT
    for verdict, look in LOOKS.items():
        if verdict in verdicts:
            mark(sheet, x + 0.04, y, **look)
            sheet.text(x + 0.12, y, verdict, font(), QUIET, va="center_baseline")
            x += 0.12 + width_of(verdict, font()) + 0.16


def draw_sequel(sheet: Sheet, weeks: Weeks, each: Sequel, ended: int | None, y: float) -> None:
    """What followed the decision: a bar while it was awaited, and what came of it."""
    draw_title(sheet, y + ROW / 2, each.title)
    stop = min(each.stop, weeks.count - 1)
    bar(sheet, weeks, (each.start, stop), y + ROW / 2, PALE)
    if each.result:
        room, x = width_of(each.result, font()), weeks.x(stop) + BESIDE
        line = weeks.x(ended) if ended is not None else WIDTH
        if x + room > WIDTH - MARGIN or x < line < x + room:  # or the line of the end would run through it
            x = weeks.x(each.start) - BESIDE - room
        sheet.text(x, y + ROW / 2, each.result, font(), va="center_baseline", bbox=BEHIND)
