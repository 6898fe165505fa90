"""Designs of sweeps: what a table may hold, and the line about everything it may not."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import BadInput
from sim.experiments.sweep import checked_design, grid_design, latin_design, read_design
from sim.experiments.sweep.design import with_field
from sim.knobs import knob
from sim.scenario import Scenario
from tests.sweep.conftest import PLANS

NO_COLUMN, NO_PLAN, NO_FIELD = (
    "which is not a column a design can have",
    "which is not a plan that is run",
    "which is not a field",
)


def lines_about(table: pd.DataFrame, scenario: Scenario) -> list[str]:
    with pytest.raises(BadInput) as caught:
        checked_design(table, scenario, PLANS, "design.csv")
    return caught.value.lines()


def test_a_design_from_csv_and_from_parquet_is_the_same(few: Scenario, tmp_path: Path) -> None:
    table = pd.DataFrame({"gain_multiplier": [0.7, 1.3], "off.peers": [0, 1], "shift.none": [-2, 3]})
    table.to_csv(tmp_path / "design.csv", index=False)
    table.to_parquet(tmp_path / "design.parquet", index=False)
    read = [read_design(tmp_path / name, few, PLANS) for name in ("design.csv", "design.parquet")]
    assert read[0].points([0, 1]) == read[1].points([0, 1])
    assert read[0].points([1]) == ({"gain_multiplier": 1.3, "off.peers": 1.0, "shift.none": 3.0},)


@pytest.mark.parametrize(
    ("column", "values", "line"),
    [
        ("gain_multiplyr", [1, 2], f"column is 'gain_multiplyr', {NO_COLUMN}; did you mean gain_multiplier?"),
        ("gain_multiplier", [1, 9], "row 2: gain_multiplier is 9; expected 0.3 to 1.7"),
        ("gain_multiplier", [1, None], "row 2: gain_multiplier is missing; expected a value"),
        ("gain_multiplier", [1, "much"], "row 2: gain_multiplier is 'much'; expected a number"),
        ("shift.erly", [0, 1], f"column shift.erly is 'erly', {NO_PLAN}; did you mean early?"),
        ("shift.early", [0, 1.5], "row 2: shift.early is 1.5; expected a whole number of weeks, -520 to 520"),
        ("off.peer", [0, 1], "column off.peer is 'peer', which is not a switch; did you mean peers?"),
        ("off.peers", [0, 2], "row 2: off.peers is 2; expected 0 or 1"),
        ("programme.budget", [1, 2], f"programme.budget is 'budget', {NO_FIELD}; did you mean budget_gbp?"),
    ],
)  # fmt: skip
def test_a_wrong_column_or_value_is_one_line(
    few: Scenario, column: str, values: list[object], line: str
) -> None:
    assert lines_about(pd.DataFrame({column: values}), few) == [f"design.csv: {line}"]


def test_everything_wrong_is_told_at_once(few: Scenario) -> None:
    table = pd.DataFrame({"gain_multiplier": [1, 9], "off.peer": [0, 1], "loss_aversion": [1.5, np.nan]})
    assert len(lines_about(table, few)) == 3


def test_a_repeated_row_names_both(few: Scenario) -> None:
    table = pd.DataFrame({"gain_multiplier": [1.0, 1.2, 1.0]})
    assert lines_about(table, few) == [
        "design.csv: row 3 is the same as row 1; expected different points (1 rows repeat another)"
    ]


def test_a_design_without_rows_or_columns_is_refused(few: Scenario) -> None:
    assert "has no rows" in lines_about(pd.DataFrame({"gain_multiplier": []}), few)[0]
    assert "has no columns" in lines_about(pd.DataFrame(index=[0, 1]), few)[0]


def test_a_column_that_is_there_twice_is_refused(few: Scenario) -> None:
    table = pd.DataFrame([[1.0, 1.2]], columns=["gain_multiplier", "gain_multiplier"])
    assert lines_about(table, few) == ["design.csv: gain_multiplier is there twice"]


def test_ten_million_rows_are_refused_in_seconds(few: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "huge.parquet"
    pd.DataFrame({"gain_multiplier": np.linspace(0.5, 1.5, 10_000_000)}).to_parquet(file, index=False)
    began = time.monotonic()
    with pytest.raises(BadInput, match="has 10,000,000 rows; expected at most 1,000,000"):
        read_design(file, few, PLANS)
    assert time.monotonic() - began < 60  # it is not read, let alone run


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("none.csv", None, "does not exist"),
        ("text.txt", b"a", "should end in .csv or .parquet"),
        ("broken.parquet", b"PAR1 and no more", "cannot be read"),
        ("binary.csv", bytes(range(256)) * 20, "cannot be read"),
        ("empty.csv", b"", "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    few: Scenario, tmp_path: Path, name: str, content: bytes | None, what: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=what):
        read_design(file, few, PLANS)


def test_a_field_of_the_scenario_is_changed_by_its_path(few: Scenario) -> None:
    design = grid_design({"programme.budget_gbp": [1e6, 2e6], "gain_multiplier": [1.0, 1.2]}, few, PLANS)
    variants = design.variants(few)
    assert [scenario.programme.budget_gbp for scenario, _ in variants] == [1e6, 2e6]
    assert [list(numbers) for _, numbers in variants] == [[0, 1], [2, 3]]


def test_a_part_of_a_list_goes_by_its_name(few: Scenario) -> None:
    data = few.model_dump(mode="json")
    group = data["population"]["groups"][0]["name"]
    changed = with_field(data, f"population.groups.{group}.suspects_cuts", 0.25)
    assert changed["population"]["groups"][0]["suspects_cuts"] == 0.25
    assert data["population"]["groups"][0]["suspects_cuts"] != 0.25


def test_a_field_that_cannot_have_a_value_names_the_row(few: Scenario) -> None:
    with pytest.raises(BadInput, match=r"row 2: programme.budget_gbp is -5"):
        grid_design({"programme.budget_gbp": [1e6, -5.0]}, few, PLANS).variants(few)


def test_a_latin_hypercube_lies_in_the_ranges(few: Scenario) -> None:
    design, _ = latin_design(16, ["gain_multiplier", "loss_aversion"], few, PLANS, seed=3)
    for name in ("gain_multiplier", "loss_aversion"):
        values = design.table[name]
        assert len(set(values)) == 16
        assert knob(name).low <= values.min() < values.max() <= knob(name).high


def test_a_grid_has_every_combination(few: Scenario) -> None:
    design = grid_design({"gain_multiplier": [0.8, 1.2], "off.peers": [0, 1]}, few, PLANS)
    assert design.table.to_numpy().tolist() == [[0.8, 0], [0.8, 1], [1.2, 0], [1.2, 1]]
