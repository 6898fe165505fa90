"""The shipped scenario leads to the outcomes saved earlier."""

from __future__ import annotations

from tests.baselines import PLANS, outcomes_now, saved_outcomes

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
