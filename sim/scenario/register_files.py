"""Register files: people in a CSV file, one a row, as part of a scenario; and how one is written.

Cells that are no numbers, names of nothing and the like are left for the scenario's own checks,
which tell them by row and column.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import BadInput, Problem, bad_input, nearest_name
from sim.scenario.expected import node_at, words
from sim.scenario.file_text import text_of
from sim.scenario.findings import REGISTER
from sim.scenario.places import MOST_TOLD, Place, key_of, short, shown
from sim.scenario.population import RegisteredStakeholder
from sim.scenario.reading import Prepared
from sim.scenario.register_checks import is_formula
from sim.scenario.register_table import COLUMNS, table_in
from sim.scenario.scenario import Scenario

LARGEST_REGISTER = 5_000_000  # bytes
NUMBERS = ("stance", "influence", "attachment")
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+")
TOO_MANY_DIGITS = 1e6  # from there on, a whole number is shown as it was read
BETWEEN_BODIES = ";"
FIELD_OF = {"body": "bodies"}  # a column that is called otherwise than the field
COLUMN_OF = {field: column for column, field in FIELD_OF.items()}

Plain = dict[str, Any]


@dataclass(frozen=True)
class _Read:
    """People as plain data with the rows they stand in; what is wrong, and which places rest on that."""

    people: list[Plain]
    rows: list[int]
    problems: list[Problem]
    unread: list[Place]


def with_register(data: Any, folder: Path) -> Prepared:
    """Plain data of a scenario with the people of its register file in place of the file's name.

    Parameters
    ----------
    folder : path
        What the file's name is relative to.
    """
    population = data.get("population") if isinstance(data, dict) else None
    if not isinstance(population, dict) or isinstance(population.get("register", []), list):
        return Prepared(data)
    name = population["register"]
    if not isinstance(name, str) or not name:
        what = f"is {shown(name)}; expected the name of a CSV file, or a list of people with name and group"
        return Prepared(data, [Problem(key_of(REGISTER, data), what)], (REGISTER,))
    called = short(name)
    try:
        read = _read(_file(folder, name))
    except BadInput as refused:
        return Prepared(data, _told_of(called, refused.problems), (REGISTER,))
    return Prepared(
        {**data, "population": {**population, "register": read.people}},
        _told_of(called, read.problems),
        tuple(read.unread),
        lambda place, data: _key(called, read.rows, place, data),
    )


def _told_of(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return [Problem(f"{name} {problem.key}".strip(), problem.expected) for problem in problems]


def _key(name: str, rows: Sequence[int], place: Place, data: Any) -> str:
    """A place in the file if it is a place in the register."""
    if place[: len(REGISTER)] != REGISTER:
        return key_of(place, data)
    if len(place) == len(REGISTER):
        return name
    _, _, at, *field = place
    column = f", column {COLUMN_OF.get(str(field[0]), field[0])}" if field else ""
    return f"{name} row {rows[int(at)]}{column}"


def _file(folder: Path, name: str) -> Path:
    """The file of that name.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    file = folder / name
    try:
        if file.exists():
            return file
        link = file.readlink() if file.is_symlink() else None
    except (OSError, ValueError):  # a name that no file can have
        link = None
    if link is not None:
        raise bad_input(name, "", f"is a link to {short(str(link))}, which does not exist")
    try:
        beside = [other.name for other in file.parent.glob("*.csv")]
    except (OSError, ValueError):
        beside = []
    nearest = nearest_name(file.name, beside)
    hint = f"; did you mean {Path(name).with_name(nearest)}?" if nearest else ""
    raise bad_input(name, "", f"does not exist{hint}")


def _read(file: Path) -> _Read:
    """People in a file.

    Raises
    ------
    BadInput
        If it is no text, or too much of it.
    """
    way_out = "text in UTF-8 (a spreadsheet saves it as: CSV UTF-8)"
    table = table_in(text_of(file, "register", LARGEST_REGISTER, way_out))
    people: list[Plain] = []
    problems: list[Problem] = list(table.problems)
    unread: list[Place] = [] if table.is_whole else [REGISTER]
    for at, row in enumerate(table.rows):
        if len(problems) >= MOST_TOLD:
            unread = [REGISTER]
            break
        place: Place = (*REGISTER, at)
        if not row.cells:
            unread.append(place)
        person: Plain = {}
        for column, cell in row.cells.items():
            if column not in COLUMNS or not cell:
                continue
            field, wrong = FIELD_OF.get(column, column), _wrong(column, cell)
            if wrong is None:
                person[field] = _value(column, cell)
            else:
                problems.append(Problem(f"row {row.number}, column {column}", wrong))
                unread.append((*place, field))
        people.append(person)
    return _Read(people, [row.number for row in table.rows], problems, unread)


def _wrong(column: str, cell: str) -> str | None:
    """What is wrong with a cell as such."""
    if column not in NUMBERS and is_formula(cell):
        return f"is {shown(cell)}, which a spreadsheet takes for a formula; expected plain text"
    if column in NUMBERS and DECIMAL_COMMA.fullmatch(cell):
        expected = words(node_at((*REGISTER, 0, column), Scenario))
        return f"is {shown(cell)}; expected {expected}, with a point: {cell.replace(',', '.')}"
    return None


def _value(column: str, cell: str) -> Any:
    """What a cell says, as plain data; a text where a number was expected is left as it is."""
    if column == "body":
        return [name for each in cell.split(BETWEEN_BODIES) if (name := each.strip())]
    if column in NUMBERS and NUMBER.fullmatch(cell) and math.isfinite(float(cell)):
        number = float(cell)
        return int(number) if number.is_integer() and abs(number) < TOO_MANY_DIGITS else number
    return cell


def register_text(people: Iterable[RegisteredStakeholder]) -> str:
    """People as the text of a register file, a row each."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([_cell(person, column) for column in COLUMNS] for person in people)
    return text.getvalue()


def _cell(person: RegisteredStakeholder, column: str) -> str:
    value = getattr(person, FIELD_OF.get(column, column))
    if column == "body":
        return BETWEEN_BODIES.join(value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value or ""
