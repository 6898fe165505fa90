"""Shipped scenarios lead to the outcomes and to the very bits saved earlier, whichever Python runs them."""

from __future__ import annotations

import pytest

from sim.scenario import shipped_scenarios
from tests.baselines import PLANS, outcomes_now, saved_outcomes
from tests.run_hashes import hashes_of, saved_hashes

TOLERANCE = 1e-9
HINT = "if that is meant, refresh them with `make baseline` and look at the difference before you commit it"


def test_outcomes_of_the_shipped_scenario_are_the_saved_ones() -> None:
    saved, now = saved_outcomes(), outcomes_now()
    assert set(now) == set(saved) == set(PLANS), HINT
    changed = []
    for plan, replications in now.items():
        for number, values in replications.items():
            before = saved[plan][number]
            assert set(values) == set(before), f"other outcomes than the saved ones; {HINT}"
            for name, value in values.items():
                missing = (value is None) != (before[name] is None)
                if missing or (value is not None and abs(value - before[name]) > TOLERANCE):
                    changed.append(f"{plan}, replication {number}, {name}: {before[name]} is now {value}")
    assert not changed, f"{len(changed)} outcomes differ from the saved ones; {HINT}:\n" + "\n".join(
        changed[:10]
    )


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_runs_of_a_shipped_scenario_have_the_saved_bits(name: str) -> None:
    """Saved by one version of Python and of numpy, met by all: a run depends on nothing else."""
    assert hashes_of(name) == saved_hashes()[name], HINT


def test_every_shipped_scenario_has_saved_bits_and_no_two_runs_the_same() -> None:
    saved = saved_hashes()
    assert set(saved) == set(shipped_scenarios())
    bits = [each for hashes in saved.values() for each in hashes.values()]
    assert len(set(bits)) == len(bits) == 6 * len(saved)
