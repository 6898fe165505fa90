"""Reviews: at every bar, just below and just above; votes; what follows; words."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.gates import (
    BodyVote,
    Review,
    Standing,
    count_votes,
    decision_of,
    has_objected,
    review_body,
    review_gate,
    rework_weeks,
    stopped_at_gate,
    votes_at,
)
from sim.gates.review import bar_of
from sim.gates.standing import LOOKED_WORDS
from sim.scenario import load_rulebook, shipped_rulebooks
from sim.scenario.programme import Body
from sim.scenario.rulebook import Gate, GateTest, Looked, ShareSign, SupportSign
from sim.world.bodies import Membership
from tests.gates.made import DEFAULTS, GOOD, standing, standings, vote

RULES = {name: load_rulebook(name) for name in shipped_rulebooks()}
ENGLAND = RULES["england_2024"]
VOTES = {
    "clinical_senate": vote(6, 4),
    "nhs_england": vote(6, 4, "nhs_england"),
    "health_and_wellbeing_board": vote(6, 4, "health_and_wellbeing_board"),
    "scrutiny": vote(7, 5, "scrutiny", "scrutiny"),
    "programme_board": vote(9, 3, "programme_board", "programme_board"),
    "statutory_board": vote(5, 4, "statutory_board", "statutory_board"),
}
TESTS = [
    (rules, gate.name, test.looks_at)
    for rules, rulebook in RULES.items()
    for gate in rulebook.gates
    for test in gate.tests
]


def votes_for(gate: Gate) -> list[BodyVote]:
    return [VOTES[kind] for kind in gate.bodies]


def reviewed(gate: Gate, numbers: Standing = GOOD, attempt: int = 1) -> Review:
    return review_gate(gate, numbers, votes_for(gate), DEFAULTS, numbers.week, attempt)


def test_everything_a_gate_can_look_at_is_a_number_of_a_standing_and_has_words():
    looked = {*get_args(ShareSign), *get_args(SupportSign)}
    assert looked <= {field.name for field in fields(Standing)}
    assert looked == set(LOOKED_WORDS)


@pytest.mark.parametrize("rules", RULES)
def test_a_programme_in_good_standing_passes_every_gate(rules):
    for gate in RULES[rules].gates:
        review = reviewed(gate)
        assert review.in_favour, review.reason
        assert review.then == ("recorded" if gate.if_failed == "advice" else "goes on")
        assert (review.delay_weeks, review.evidence_gained, review.reopens_from) == (0, 0, None)


@pytest.mark.parametrize(("rules", "name", "looks_at"), TESTS)
def test_a_gate_is_failed_just_below_each_bar_and_passed_at_it_unless_more_is_asked(rules, name, looks_at):
    gate = RULES[rules].gate(name)
    test = next(test for test in gate.tests if test.looks_at == looks_at)
    bar = bar_of(test, DEFAULTS)
    for value, comes_up in (
        (np.nextafter(bar, -2), False),
        (bar, not test.strictly),
        (np.nextafter(bar, 2), True),
    ):
        review = reviewed(gate, standing(**{looks_at: float(value)}))
        assert review.in_favour == comes_up
        assert review.evidence[looks_at] == (value, bar, comes_up)


def test_a_bar_that_names_a_parameter_moves_with_it():
    test = ENGLAND.gate("strategic_sense_check").tests[0]
    assert bar_of(test, DEFAULTS) == 0.45 / 2
    assert bar_of(test, DEFAULTS | {"evidence_bar": 0.55}) == 0.55 / 2
    senate = ENGLAND.gate("clinical_senate")
    strict = DEFAULTS | {"evidence_bar": 0.55}
    numbers = standing(evidence=0.5)
    assert review_gate(senate, numbers, votes_for(senate), DEFAULTS, 62).in_favour
    assert not review_gate(senate, numbers, votes_for(senate), strict, 62).in_favour


@pytest.mark.parametrize(
    ("ayes", "noes", "share", "in_favour"),
    [
        (6, 6, 0.5, False),
        (7, 5, 0.5, True),
        (5, 7, 0.5, False),
        (12, 0, 1.0, True),
        (11, 1, 1.0, False),
        (3, 1, 0.75, False),
        (4, 1, 0.75, True),
        (0, 0, 0.5, False),
    ],
)
def test_a_body_is_in_favour_with_more_than_the_share_or_with_all(ayes, noes, share, in_favour):
    assert vote(ayes, noes).is_in_favour(share) is in_favour


def test_every_body_a_gate_calls_upon_must_be_in_favour():
    gate = ENGLAND.gate("statutory_boards")
    boards = [vote(8, 1, "statutory_board"), vote(7, 0, "statutory_board"), vote(3, 4, "statutory_board")]
    review = review_gate(gate, GOOD, boards, DEFAULTS, 100)
    assert (review.votes_for, review.votes_against) == (18, 5)
    assert review.verdict == "fails"
    assert review_gate(gate, GOOD, boards[:2], DEFAULTS, 100).verdict == "passes"


def test_a_recorded_vote_is_kept_and_decides_nothing():
    gate = ENGLAND.gate("assurance_checkpoint")
    review = review_gate(gate, GOOD, [vote(0, 10, "nhs_england")], DEFAULTS, 68)
    assert review.verdict == "passes"
    assert review.votes[0].votes_against == 10
    assert "Nhs england 0 to 10, against (recorded)" in review.reason


def test_a_failed_gate_is_reworked_until_its_tries_are_used_up():
    gate, poor = ENGLAND.gate("clinical_senate"), standing(evidence=0.3)
    for attempt in (1, 2, 3):
        review = reviewed(gate, poor, attempt)
        assert (review.then, review.delay_weeks, review.evidence_gained) == ("rework", 10, 0.1)
        assert review.reopens_from == "preferred"
        assert stopped_at_gate([review]) is None
    last = reviewed(gate, poor, attempt=4)
    assert (last.then, last.delay_weeks, last.reopens_from) == ("stops", 0, None)
    ending = stopped_at_gate([review, last])
    assert ending is not None
    assert ending.words == "Stopped at gate: Clinical Senate review in week 64"
    assert reviewed(gate, GOOD, attempt=4).then == "goes on"


def test_advice_is_recorded_whatever_it_is_and_scrutiny_objects():
    board, scrutiny = ENGLAND.gate("health_and_wellbeing_board"), ENGLAND.gate("scrutiny")
    against = reviewed(board, standing(fit_to_needs=0.2), attempt=9)
    assert (against.verdict, against.then) == ("against", "recorded")
    tied = review_gate(scrutiny, GOOD, [vote(6, 6, "scrutiny", "scrutiny")], DEFAULTS, 84, attempt=9)
    assert (tied.verdict, tied.then, tied.decides) == ("objects", "objection", "scrutiny")
    assert has_objected([against, tied])
    assert not has_objected([against, reviewed(scrutiny)])


@pytest.mark.parametrize(("leadership", "weeks"), [(0, 15), (0.5, 10), (1, 5), (0.55, 10)])
def test_good_leadership_reworks_faster(leadership, weeks):
    assert rework_weeks(DEFAULTS | {"leadership": leadership}) == weeks


def test_rework_takes_at_least_a_week():
    assert rework_weeks(DEFAULTS | {"rework_weeks": 0.0}) == 1


def test_reasons_say_the_numbers():
    parts = {"reach": 0.9, "formative_stage": 0.2, "time": 1.0, "consideration": 0.5}
    review = reviewed(ENGLAND.gate("programme_board"), standing(process=0.4999, process_parts=parts), 2)
    assert review.reason == (
        "Programme Board: fails; finance leads' case 0.10 comes up to 0.00; process adequacy 0.4999 falls "
        "short of 0.5000 (weakest: formative stage 0.20); Programme board 9 to 3, in favour; reworked for "
        "10 weeks (try 2)"
    )


def test_a_gate_without_the_vote_it_calls_upon_is_no_review():
    with pytest.raises(ValueError, match="calls upon clinical_senate, but no such body voted"):
        review_gate(ENGLAND.gate("clinical_senate"), GOOD, [VOTES["scrutiny"]], DEFAULTS, 62)


def test_a_gate_cannot_look_at_what_is_no_number():
    with pytest.raises(ValueError, match="evidence is nan in week 64"):
        reviewed(ENGLAND.gate("clinical_senate"), standing(evidence=math.nan))


SUPPORT = np.array([0.03, 0.029, -0.5, 0.9])


def membership(decides: str, kind: str | None = None) -> Membership:
    body = Body.model_validate({"name": "council", "label": "Council", "decides": decides, "kind": kind})
    return Membership(body, np.array([0, 1, 3]))


def test_votes_are_kept_member_by_member():
    counted = count_votes(membership("scrutiny"), SUPPORT, 0.03)
    assert (counted.members, counted.split) == ((0, 1, 3), (True, False, True))
    assert (counted.votes_for, counted.votes_against, counted.kind) == (2, 1, "scrutiny")


def test_who_votes_at_a_gate_is_known_by_kind():
    members = [membership("scrutiny"), membership("advice", "clinical_senate"), membership("advice")]
    assert [each.kind for each in votes_at(ENGLAND.gate("scrutiny"), members, SUPPORT, 0.03)] == ["scrutiny"]
    assert [each.kind for each in votes_at(ENGLAND.gate("clinical_senate"), members, SUPPORT, 0.03)] == [
        "clinical_senate"
    ]
    assert members[2].body.known_as == "council"


def test_a_vote_without_gates_says_what_it_said():
    review = review_body(membership("scrutiny"), SUPPORT, 0.03, 84)
    assert review.reason == "Council: does not object, 2 to 1"
    assert review.in_favour
    assert decision_of([review]) is None


def test_of_a_gate_tried_again_the_last_review_decides():
    gate = ENGLAND.gate("programme_board")
    failed, passed = reviewed(gate, standing(finance_case=-0.1)), reviewed(gate, GOOD, attempt=2)
    assert decision_of([failed]) is False
    assert decision_of([failed, passed]) is True


BETTER = st.sampled_from(list(LOOKED_WORDS))


@settings(deadline=None)
@given(numbers=standings(), name=BETTER, more=st.floats(0, 2), at=st.sampled_from(ENGLAND.gates))
def test_more_of_anything_a_gate_looks_at_never_fails_a_gate_that_passed(
    numbers: Standing, name: Looked, more: float, at: Gate
):
    better = replace(numbers, **{name: min(1.0, getattr(numbers, name) + more)})
    assert reviewed(at, better).in_favour >= reviewed(at, numbers).in_favour


@settings(deadline=None)
@given(ayes=st.integers(0, 30), noes=st.integers(0, 30), share=st.floats(0.01, 1))
def test_one_more_vote_never_turns_a_body_against(ayes: int, noes: int, share: float):
    assert vote(ayes + 1, noes).is_in_favour(share) >= vote(ayes, noes).is_in_favour(share)
    if noes:
        assert vote(ayes + 1, noes - 1).is_in_favour(share) >= vote(ayes, noes).is_in_favour(share)


@settings(deadline=None)
@given(numbers=standings(), at=st.sampled_from(ENGLAND.gates), attempt=st.integers(1, 6))
def test_a_review_is_passed_if_and_only_if_all_it_looked_at_and_all_that_decide_are(
    numbers: Standing, at: Gate, attempt: int
):
    review = reviewed(at, numbers, attempt)
    assert review.in_favour == all(passed for *_, passed in review.evidence.values())
    assert (review.then == "stops") == (not review.in_favour and at.if_failed == "rework" and attempt >= 4)
    assert (review.delay_weeks > 0) == (review.then == "rework")


def test_a_strict_bar_is_not_passed_at_it():
    gate = Gate.model_validate_json(
        '{"name": "g", "when": {"milestone": "shortlist"}, "if_failed": "advice",'
        ' "tests": [{"looks_at": "evidence", "bar": 0.6, "strictly": true}]}'
    )
    assert gate.tests == (GateTest(looks_at="evidence", bar=0.6, strictly=True),)
    assert not reviewed(gate).in_favour
