"""The report's table of plans: what is planned when, and what only waits."""

from __future__ import annotations

from sim.experiments import compare
from sim.report.plans import plan_table
from sim.scenario import Scenario


def test_an_activity_that_waits_for_a_trigger_is_not_given_weeks_it_may_never_have(
    everything: Scenario,
) -> None:
    table = plan_table(compare(everything, ("improvised", "open"), pairs=1, gates=False))
    cells = [cells[0] for _, _, cells in table.rows if cells[0] != "–"]
    assert [cell.split(":")[0] for cell in cells][:3] == [
        "30 weeks once triggered, from week 36 at the earliest",
        "30 weeks once triggered, from week 52 at the earliest",
        "weeks 6–75",
    ]
