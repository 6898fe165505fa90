"""What all tests share: the shipped scenario, and small ones for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import Scenario, load_scenario, with_gates

SCENARIOS = Path(__file__).parent / "scenarios"


Measure = Callable[[str, float, float], None]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: compiles the model anew; takes a minute")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--measured", action="store_true", help="print what theory tests measured")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What theory demands, how far off the model was at most, and how far it may be."""
    if not config.getoption("--measured"):
        return
    worst: dict[str, tuple[float, float]] = {}
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, (what, value, target) in (each for each in report.user_properties if each[0] == "measured"):
            assert name == "measured"
            worst[what] = max(worst.get(what, (value, target)), (value, target))
    terminalreporter.section("what theory demands: measured, and at most")
    for what in sorted(worst, key=lambda each: (int(each[1:].split()[0]), each)):
        value, target = worst[what]
        terminalreporter.write_line(f"{what:<86} {value:>9.2g}  <= {target:g}")


@pytest.fixture
def within(record_property: Callable[[str, object], None]) -> Measure:
    """Demand that a deviation is at most so large, and remember it for ``pytest --measured``."""

    def demand(what: str, value: float, target: float) -> None:
        record_property("measured", (what, float(value), float(target)))
        assert value <= target, what

    return demand


@pytest.fixture(scope="session")
def emergency_care() -> Scenario:
    """The shipped scenario without gates, 1,000 stakeholders in 156 weeks."""
    return with_gates(load_scenario(), False)


@pytest.fixture(scope="session")
def gated() -> Scenario:
    """The shipped scenario as it is: a programme has to pass gates."""
    return load_scenario()


@pytest.fixture(scope="session")
def without_meetings(emergency_care: Scenario) -> Scenario:
    """The shipped scenario without standing structures, whose meetings are contacts under every plan.

    The programme's own staff meet whom the engagement group would have met.
    """
    programme = emergency_care.programme.model_copy(update={"contacts_a_week": 1500})
    return emergency_care.model_copy(update={"structures": (), "programme": programme})


@pytest.fixture(scope="session")
def everything() -> Scenario:
    """250 stakeholders in 110 weeks; every mechanism is at work."""
    return load_scenario(SCENARIOS / "everything.yaml")


@pytest.fixture(scope="session")
def few() -> Scenario:
    """60 stakeholders in 30 weeks, for what is slow."""
    return load_scenario(SCENARIOS / "few.yaml")
