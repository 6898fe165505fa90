"""The table of a register: a CSV text as spreadsheets write it, in rows as they show them.

Cells are separated by commas or semicolons, whichever the header makes sense with. Blank rows
are passed over, but count. Whether a cell says something sensible is looked at elsewhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from sim.errors import Problem, unknown_name
from sim.scenario.findings import lacking
from sim.scenario.places import MOST_TOLD, short
from sim.scenario.population import MOST_REGISTERED

COLUMNS = ("name", "group", "locality", "role", "body", "stance", "influence", "attachment")
NEEDED = ("name", "group")


@dataclass(frozen=True)
class Row:
    """A row: its number, and its cells by column; none if it has not as many cells as there are columns."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """Rows below the header and what is wrong with the table as such; ``is_whole`` if every row is there."""

    rows: list[Row]
    problems: list[Problem]
    is_whole: bool


def tidy(text: str) -> str:
    """A cell with single spaces only: a spreadsheet's may hold line breaks and spaces that do not break."""
    return " ".join(text.split())


def table_in(text: str) -> Table:
    """Read a table; everything wrong with it is told."""
    records = _records(text)
    try:
        number, header = next((number, cells) for number, cells in records if any(map(str.strip, cells)))
    except csv.Error as error:
        return Table([], [Problem("row 1", _syntax(str(error)))], False)
    names = [tidy(cell).casefold() for cell in _without_empty_ends(header)]
    if not set(names) & set(COLUMNS):
        what = f"is no header; expected columns named {', '.join(COLUMNS)}"
        return Table([], [Problem(f"row {number}", what)], False)
    problems = list(_wrong_columns(names))
    missing = [name for name in NEEDED if name not in names]
    if missing:
        return Table([], problems, False)
    rows: list[Row] = []
    is_whole = True
    try:
        for number, cells in records:
            if not any(cell.strip() for cell in cells):
                continue
            if len(problems) >= MOST_TOLD:
                return Table(rows, problems, False)
            if len(rows) == MOST_REGISTERED:
                what = f"has more than {MOST_REGISTERED:,} people; expected at most that"
                return Table(rows, [*problems, Problem("", what)], False)
            row = Row(number, _by_column(names, cells))
            rows.append(row)
            if not row.cells:
                filled = len(_without_empty_ends(cells)) if len(cells) > len(names) else len(cells)
                what = f"has {filled} cells; expected {len(names)}, one for each column"
                problems.append(Problem(f"row {number}", what))
    except csv.Error as error:
        problems.append(Problem(f"row {number + 1}", _syntax(str(error))))
        is_whole = False
    if not rows and is_whole:
        problems.append(Problem("", "holds a header only; expected a row for each person"))
        is_whole = False
    return Table(rows, problems, is_whole)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows; a line break within quotation marks begins no new one."""
    lines = io.StringIO(text, newline="")
    return enumerate(csv.reader(lines, delimiter=_separator(text), strict=True), start=1)


def _separator(text: str) -> str:
    header = next(line for line in text.splitlines() if line.strip())
    known = {
        separator: sum(tidy(cell.strip('"')).casefold() in COLUMNS for cell in header.split(separator))
        for separator in (",", ";")
    }
    return max(known, key=lambda separator: known[separator])


def _without_empty_ends(cells: list[str]) -> list[str]:
    """Cells up to the last that is filled: spreadsheets may save empty columns."""
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    return cells[: filled[-1] + 1] if filled else []


def _by_column(names: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
        return {}
    found: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        found.setdefault(name, tidy(cell))
    return found


def _wrong_columns(names: list[str]) -> Iterator[Problem]:
    for at, name in enumerate(names):
        where = f"column {_letter(at)}"
        if not name:
            yield Problem(where, f"has no name; expected one of {', '.join(COLUMNS)}")
        elif name not in COLUMNS:
            yield Problem(where, unknown_name(short(name), "a column", COLUMNS))
        elif name in names[:at]:
            first = f"the first: column {_letter(names.index(name))}"
            yield Problem(where, f"is '{name}' a second time; expected different columns ({first})")
    for name in lacking(NEEDED, names):
        yield Problem("", f"has no column {name}; expected {' and '.join(NEEDED)} at least")


def _letter(at: int) -> str:
    """A column as a spreadsheet names it: A to Z, then AA."""
    return ("" if at < 26 else _letter(at // 26 - 1)) + chr(ord("A") + at % 26)


def _syntax(error: str) -> str:
    if "unexpected end of data" in error:
        return "has a quotation mark that is never closed"
    if "expected after" in error:
        return 'has text behind a closing quotation mark; inside a text write two of them ("")'
    if "field larger" in error:
        return f"has a cell of more than {csv.field_size_limit():,} characters; expected a name or a number"
    return f"cannot be read: {error}"
