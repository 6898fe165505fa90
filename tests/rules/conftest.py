"""What the tests of rules share."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.rules.sources import compiled_rules


@pytest.fixture(scope="session")
def rules() -> SimpleNamespace:
    """Every rule by name, as the model uses it."""
    return compiled_rules()
