"""Designs of sweeps: a table with a row a design point, read from a file or made.

A column is a behaviour parameter or lever, ``shift.PLAN`` (weeks by which a plan is moved),
``off.SWITCH`` (1 takes a mechanism out), or a field of the scenario by its path, parts of a list by
their name: ``programme.contacts_a_week``, ``population.groups.public.suspects_cuts``, ``peer_rule``.
Points that differ in such a field have people and a programme of their own, and cannot be computed
together; all others can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import BadInput, Problem, bad_input, unknown_name
from sim.experiments.blocks import OFF, SHIFT, Point
from sim.experiments.designs import Cut, factors_of, fitted_to_budget, latin_hypercube
from sim.knobs import NAMES, knob
from sim.scenario import SWITCHES, Equal, Scenario, scenario_from

MOST_POINTS = 1_000_000
MOST_BYTES = 500_000_000
Cell = float | int | str | bool


@dataclass(frozen=True)
class SweepDesign:
    """Design points as a table, one row each, checked against a scenario."""

    source: str
    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    @property
    def fields(self) -> list[str]:
        """Columns that are fields of the scenario."""
        return [name for name in self.table.columns if _kind(name) == "field"]

    def variants(self, scenario: Scenario) -> list[tuple[Scenario, np.ndarray]]:
        """Scenarios that differ in their fields, each with the numbers of its points.

        Raises
        ------
        BadInput
            If a field cannot have a value; names the row.
        """
        if not self.fields:
            return [(scenario, np.arange(len(self)))]
        groups: dict[tuple[Cell, ...], list[int]] = {}
        for at, values in enumerate(self.table[self.fields].itertuples(index=False, name=None)):
            groups.setdefault(values, []).append(at)
        data = scenario.model_dump(mode="json")
        found, problems = [], []
        for values, points in groups.items():
            changed = data
            try:
                for path, value in zip(self.fields, values, strict=True):
                    changed = with_field(changed, path, value)
                found.append((scenario_from(changed, self.source), np.array(points)))
            except BadInput as refused:
                for problem in refused.problems[:1]:
                    problems.append(Problem(f"row {points[0] + 1}: {problem.key}", problem.expected))
        if problems:
            raise BadInput(self.source, problems)
        return found

    def points(self, numbers: Sequence[int]) -> tuple[Point, ...]:
        """What each of these points changes about behaviour, plans and mechanisms."""
        columns = [name for name in self.table.columns if _kind(name) != "field"]
        rows = self.table.iloc[list(numbers)][columns].itertuples(index=False, name=None)
        return tuple({name: float(value) for name, value in zip(columns, row, strict=True)} for row in rows)


def _kind(column: str) -> str:
    if column.startswith(SHIFT):
        return "shift"
    if column.startswith(OFF):
        return "off"
    return "behaviour" if column in NAMES else "field"


def with_field(data: Any, path: str, value: Cell) -> Any:
    """Plain data of a scenario with one field changed; parts of a list go by their name.

    Raises
    ------
    BadInput
        If the path leads nowhere; names the nearest.
    """
    return _changed(data, path.split("."), _plain(value), path)


def _plain(value: Cell) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _changed(data: Any, way: Sequence[str], value: Any, path: str) -> Any:
    first, rest = way[0], way[1:]
    if isinstance(data, dict):
        if first not in data:
            raise bad_input("design", path, unknown_name(first, "a field", list(data)))
        return {**data, first: _changed(data[first], rest, value, path) if rest else _as(data[first], value)}
    if isinstance(data, list) and data and isinstance(data[0], dict) and rest:
        names = [part.get("name", "") for part in data]
        if first not in names:
            raise bad_input("design", path, unknown_name(first, "a part", names))
        return [
            _changed(part, rest, value, path) if name == first else part
            for name, part in zip(names, data, strict=True)
        ]
    raise bad_input("design", path, f"leads beyond a value at {first}; expected a field of the scenario")


def _as(before: Any, value: Any) -> Any:
    """The value as the scenario has it: whole numbers and fractions are told apart there."""
    if isinstance(before, bool) and value in (0, 1):
        return bool(value)
    return float(value) if isinstance(before, float) and isinstance(value, int) else value


def read_design(file: Path, scenario: Scenario, plans: Sequence[str]) -> SweepDesign:
    """Read a design from a CSV or Parquet file and check it.

    Raises
    ------
    BadInput
        With everything wrong: unknown columns, missing, doubled or impossible values, by row.
    """
    import pyarrow as pa
    from pyarrow import csv, parquet

    source = str(file)
    if not file.is_file():
        raise bad_input(source, "", "is a folder" if file.is_dir() else "does not exist")
    if file.stat().st_size > MOST_BYTES:
        raise bad_input(source, "", f"has {file.stat().st_size / 1e6:,.0f} MB; expected at most 500 MB")
    try:
        if file.suffix == ".parquet":
            rows = parquet.read_metadata(file).num_rows
            table = parquet.read_table(file) if rows <= MOST_POINTS else None
        elif file.suffix == ".csv":
            table = csv.read_csv(file)
            rows = table.num_rows
        else:
            raise bad_input(source, "", "should end in .csv or .parquet")
    except (pa.ArrowException, OSError, UnicodeDecodeError) as refused:
        raise bad_input(source, "", f"cannot be read: {str(refused).splitlines()[0]}") from None
    if table is None or rows > MOST_POINTS:
        raise bad_input(source, "", f"has {rows:,} rows; expected at most {MOST_POINTS:,}")
    return checked_design(table.to_pandas(), scenario, plans, source)


def checked_design(
    table: pd.DataFrame, scenario: Scenario, plans: Sequence[str], source: str = "design"
) -> SweepDesign:
    """A table as a design, if nothing is wrong with it.

    Raises
    ------
    BadInput
        With everything wrong, by row; rows count from 1.
    """
    table = table.reset_index(drop=True)
    problems: list[Problem] = []
    if not len(table):
        raise bad_input(source, "", "has no rows; expected a design point a row")
    if not len(table.columns):
        raise bad_input(source, "", "has no columns; expected behaviour parameters or fields of the scenario")
    names = [str(name) for name in table.columns]
    problems += [Problem(name, "is there twice") for name in dict.fromkeys(names) if names.count(name) > 1]
    if problems:
        raise BadInput(source, problems)
    table.columns = pd.Index(names)
    data = scenario.model_dump(mode="json")
    for name in names:
        problems += list(_column_problems(name, table[name], scenario, plans, data))
    if not problems:
        doubled = table.duplicated()
        if doubled.any():
            at = int(np.flatnonzero(doubled)[0])
            twin = int(np.flatnonzero((table == table.iloc[at]).all(axis=1))[0])
            repeats = f"({int(doubled.sum())} rows repeat another)"
            what = f"is the same as row {twin + 1}; expected different points {repeats}"
            problems.append(Problem(f"row {at + 1}", what))
    if problems:
        raise BadInput(source, problems)
    return SweepDesign(source, table)


def _column_problems(
    name: str, values: pd.Series, scenario: Scenario, plans: Sequence[str], data: Any
) -> list[Problem]:
    missing = np.flatnonzero(values.isna())
    if missing.size:
        more = f" ({missing.size} rows lack one)" if missing.size > 1 else ""
        return [Problem(f"row {missing[0] + 1}: {name}", f"is missing; expected a value{more}")]
    kind = _kind(name)
    if kind == "field":
        try:
            with_field(data, name, values.iloc[0])
        except BadInput as refused:
            if "." not in name and name not in data:
                what = unknown_name(name, "a column a design can have", [*NAMES, *data])
                return [Problem("column", what)]
            return list(refused.problems)
        return []
    if kind == "shift" and name.removeprefix(SHIFT) not in plans:
        what = unknown_name(name.removeprefix(SHIFT), "a plan that is run", list(plans))
        return [Problem(f"column {name}", what)]
    if kind == "off" and name.removeprefix(OFF) not in SWITCHES:
        return [Problem(f"column {name}", unknown_name(name.removeprefix(OFF), "a switch", list(SWITCHES)))]
    if not pd.api.types.is_numeric_dtype(values) or (pd.api.types.is_bool_dtype(values) and kind != "off"):
        at = next((at for at, value in enumerate(values) if not _is_number(value)), 0)
        return [Problem(f"row {at + 1}: {name}", f"is {values.iloc[at]!r}; expected a number")]
    low, high, expected = _range(name, kind)
    numbers = values.astype(float).to_numpy()
    wrong = ~((numbers >= low) & (numbers <= high))
    if kind != "behaviour":
        wrong |= numbers != np.round(numbers)
    if not wrong.any():
        return []
    at = int(np.flatnonzero(wrong)[0])
    more = f" ({int(wrong.sum())} rows are out of range)" if wrong.sum() > 1 else ""
    return [Problem(f"row {at + 1}: {name}", f"is {numbers[at]:g}; expected {expected}{more}")]


def _range(name: str, kind: str) -> tuple[float, float, str]:
    if kind == "shift":
        return -520, 520, "a whole number of weeks, -520 to 520"
    if kind == "off":
        return 0, 1, "0 or 1"
    declared = knob(name)
    return declared.low, declared.high, f"{declared.low:g} to {declared.high:g}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def latin_design(
    points: int,
    factors: Sequence[str] | None,
    scenario: Scenario,
    plans: Sequence[str],
    seed: int,
    equal: Equal = "contacts",
) -> tuple[SweepDesign, tuple[Cut, ...]]:
    """A Latin hypercube over behaviour parameters, all or those named; and ranges cut to what the plans'
    budgets can hold.

    Raises
    ------
    BadInput
        If a parameter does not exist or fewer than one point is asked for.
    """
    if not 1 <= points <= MOST_POINTS:
        raise bad_input("design", "latin", f"is {points}; expected 1 to {MOST_POINTS:,}")
    fitted, cuts = fitted_to_budget(scenario, plans, factors_of(factors), equal)
    design = latin_hypercube(fitted, points, seed)
    return checked_design(design.table, scenario, plans, f"latin hypercube of {points}"), cuts


def grid_design(axes: Mapping[str, Sequence[Cell]], scenario: Scenario, plans: Sequence[str]) -> SweepDesign:
    """Every combination of the values of some columns."""
    count = int(np.prod([len(values) for values in axes.values()], dtype=np.float64)) if axes else 0
    if count > MOST_POINTS:
        raise bad_input("design", "grid", f"has {count:,} points; expected at most {MOST_POINTS:,}")
    rows = list(product(*axes.values())) if axes else []
    return checked_design(pd.DataFrame(rows, columns=list(axes)), scenario, plans, "grid")
