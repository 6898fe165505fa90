"""What the tests of scenarios share: a copy of the shipped scenario to spoil, and the lines about it.

Its plans are written out rather than named, so that they can be spoilt too.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.errors import BadInput
from sim.scenario import Scenario, load_scenario, scenario_from, shipped_scenarios

SHIPPED = shipped_scenarios()["emergency_care"].read_text(encoding="utf-8")
PLANS = Path(__file__).with_name("plans_written_out.yaml").read_text(encoding="utf-8")
WRITTEN_OUT = SHIPPED[: SHIPPED.index("plans:\n")] + PLANS
DATA = yaml.safe_load(WRITTEN_OUT)


@pytest.fixture
def data() -> dict[str, Any]:
    """Plain data of the shipped scenario, to be spoilt."""
    return copy.deepcopy(DATA)


@pytest.fixture
def activity(data: dict[str, Any]) -> dict[str, Any]:
    """The third activity of plan late, in ``data``."""
    return data["plans"][1]["activities"][2]


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return scenario_from(DATA)


@pytest.fixture
def text() -> str:
    """Text of the shipped scenario, to be spoilt."""
    return WRITTEN_OUT


@pytest.fixture
def refused() -> Callable[[Any], list[str]]:
    """The lines that data is refused with."""

    def lines(data: Any) -> list[str]:
        with pytest.raises(BadInput) as caught:
            scenario_from(data, "late.yaml")
        return caught.value.lines()

    return lines


@pytest.fixture
def refused_file(tmp_path: Path) -> Callable[[str | bytes], list[str]]:
    """The lines that a file's content is refused with; the file is called late.yaml."""

    def lines(content: str | bytes) -> list[str]:
        file = tmp_path / "late.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(BadInput) as caught:
            load_scenario(file)
        return [line.replace(str(file), "late.yaml") for line in caught.value.lines()]

    return lines
