"""When gates are held, and when not."""

from __future__ import annotations

import pytest

from sim.gates import after_pause
from sim.scenario import load_rulebook
from sim.scenario.programme import Milestones

ENGLAND = load_rulebook("england_2024")
WEEKS = {
    36: ["strategic_sense_check"],
    62: ["clinical_senate"],
    67: ["local_clinical_support"],
    68: ["assurance_checkpoint"],
    69: ["health_and_wellbeing_board"],
    84: ["scrutiny"],
    100: ["programme_board", "statutory_boards"],
}


def test_gates_are_held_at_their_weeks_in_order():
    held: dict[int, list[str]] = {}
    for gate in ENGLAND.gates:
        held.setdefault(gate.week(Milestones()), []).append(gate.name)
    assert held == WEEKS
    assert list(held) == sorted(held)


@pytest.mark.parametrize(
    ("week", "held"), [(93, 93), (94, 101), (97, 101), (100, 101), (101, 101), (102, 102)]
)
def test_nothing_is_decided_in_the_pause_before_an_election(week, held):
    assert after_pause(week, election_week=100, pause_weeks=6) == held
    assert after_pause(week, election_week=None, pause_weeks=6) == week
    assert after_pause(week, election_week=100, pause_weeks=0) == week
