"""What all tests share: the shipped scenario, and small ones for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import Scenario, load_scenario

SCENARIOS = Path(__file__).parent / "scenarios"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: compiles the model anew; takes a minute")


@pytest.fixture(scope="session")
def emergency_care() -> Scenario:
    """The shipped scenario, 1,000 stakeholders in 156 weeks."""
    return load_scenario()


@pytest.fixture(scope="session")
def without_meetings(emergency_care: Scenario) -> Scenario:
    """The shipped scenario without standing structures, whose meetings are contacts under every plan."""
    return emergency_care.model_copy(update={"structures": ()})


@pytest.fixture(scope="session")
def everything() -> Scenario:
    """250 stakeholders in 110 weeks; every mechanism is at work."""
    return load_scenario(SCENARIOS / "everything.yaml")


@pytest.fixture(scope="session")
def few() -> Scenario:
    """60 stakeholders in 30 weeks, for what is slow."""
    return load_scenario(SCENARIOS / "few.yaml")
