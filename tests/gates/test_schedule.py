"""When gates are held, and what a failed one does to the calendar."""

from __future__ import annotations

import pytest

from sim.gates import after_pause, delayed, gates_due
from sim.scenario import load_rulebook
from sim.scenario.programme import MILESTONES, Milestones

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
    held = {week: [gate.name for gate in gates_due(ENGLAND, Milestones(), week)] for week in range(160)}
    assert {week: names for week, names in held.items() if names} == WEEKS


def test_rework_moves_the_milestone_guarded_and_all_later_ones():
    before = Milestones()
    after = delayed(before, "consultation_opens", 10)
    for name in MILESTONES:
        later = MILESTONES.index(name) >= MILESTONES.index("consultation_opens")
        assert after.week(name) == before.week(name) + (10 if later else 0)
    assert ENGLAND.gate("assurance_checkpoint").week(after) == 78
    assert delayed(before, "decision", 0) == before


@pytest.mark.parametrize(
    ("week", "held"), [(93, 93), (94, 101), (97, 101), (100, 101), (101, 101), (102, 102)]
)
def test_nothing_is_decided_in_the_pause_before_an_election(week, held):
    assert after_pause(week, election_week=100, pause_weeks=6) == held
    assert after_pause(week, election_week=None, pause_weeks=6) == week
    assert after_pause(week, election_week=100, pause_weeks=0) == week
