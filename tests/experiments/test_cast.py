"""The cast: every part does something, what it does is measured on the same people and luck, and no accident
is called an effect."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.errors import BadInput
from sim.experiments.cast import (
    PARTS,
    CastEffect,
    Part,
    cast_effects,
    find_parts,
    is_clear,
    numbers_of,
    pair_of,
)
from sim.experiments.cast.parts import without_gate, without_structure
from sim.outcomes import outcomes_of
from sim.scenario import Scenario, load_scenario, plan_library, rulebook_in_force, shipped_scenarios
from sim.simulation import simulate
from tests.conftest import SCENARIOS

SEED, PAIRS = 1, 6
MOVED = 1e-6
FEW = str(SCENARIOS / "few.yaml")
# Gates that every programme passes at once under the plan they are shown with: nothing to see, yet
ALWAYS_PASSED = {"gate_strategic_sense_check"}
# Replications from which six pairs show it: what advice, objections and boards can do, they do seldom
FROM = {"gate_health_and_wellbeing_board": 115, "gate_scrutiny": 10, "gate_programme_board": 23}
SHOWN = [part for part in PARTS if part.scenario in shipped_scenarios()]
NOTHING = Part(
    "nothing", "Nothing", "is as it was", scenario=FEW, change=lambda scenario: scenario.model_copy()
)


shipped = cache(load_scenario)


def test_parts_have_names_of_their_own_and_say_what_is_done_instead() -> None:
    assert len({part.name for part in PARTS}) == len(PARTS) > 30
    assert all(part.label and part.instead for part in PARTS)
    assert ALWAYS_PASSED | FROM.keys() <= {part.name for part in PARTS}


def test_every_structure_and_every_gate_of_emergency_care_is_a_part(gated: Scenario) -> None:
    names = {part.name for part in PARTS}
    assert {structure.name for structure in gated.structures} <= names
    assert {f"gate_{gate.name}" for gate in rulebook_in_force(gated).gates} <= names


@pytest.mark.parametrize("part", SHOWN, ids=lambda part: part.name)
def test_taking_a_part_out_takes_something_out(part: Part) -> None:
    scenario = shipped(part.scenario)
    changed = part.change(scenario)
    assert part.plan in scenario.plan_names
    assert (
        changed != scenario
        or part.behaviour
        or part.off
        or part.without_instrument
        or part.other_plan in scenario.plan_names
    )
    assert part.scenario == scenario.name == changed.name


@pytest.mark.parametrize(
    "part", [p for p in SHOWN if p.name not in ALWAYS_PASSED], ids=lambda part: part.name
)
def test_every_part_changes_support_trust_a_vote_or_a_verdict(part: Part) -> None:
    """Over six pairs on average; the first that shows it is enough."""
    scenario, first = shipped(part.scenario), FROM.get(part.name, 0)
    pairs: list[np.ndarray] = []
    for replication in range(first, first + PAIRS):
        pairs.append(pair_of(part, scenario, SEED, replication))
        with_part, without_part = np.array(pairs).transpose(1, 0, 2)
        in_both = np.isfinite(with_part + without_part)
        difference = np.where(in_both, with_part - without_part, 0.0)
        if (np.abs(difference.mean(axis=0)) > MOVED).any():
            return
    pytest.fail(f"nothing changes in {PAIRS} pairs")


@pytest.mark.parametrize("part", find_parts(sorted(ALWAYS_PASSED)), ids=lambda part: part.name)
def test_a_gate_that_is_always_passed_changes_nothing_by_being_left_out(part: Part) -> None:
    scenario = shipped(part.scenario)
    numbers = [number.name for number in numbers_of(scenario)]
    gate = numbers.index(part.name.replace("gate_", "gate:"))
    for replication in range(PAIRS):
        with_part, without_part = pair_of(part, scenario, SEED, replication)
        assert with_part[gate] == 1
        assert np.isnan(without_part[gate])
        without_part[gate] = 1
        assert np.array_equal(with_part, without_part, equal_nan=True), "it is not: take it off the list"


def test_both_sides_of_a_pair_are_the_runs_of_their_scenarios(gated: Scenario) -> None:
    part = replace(find_parts(["clinical_group"])[0], behaviour={"leadership": 0.2}, off=("media",))
    names = [number.name for number in numbers_of(gated)]
    support = names.index("support_clinicians_decision")
    usual = simulate(gated, "early", SEED, 2)
    other = simulate(part.change(gated), "early", SEED, 2, {"leadership": 0.2}, off=("media",))
    outcome = outcomes_of(gated)["support_clinicians_decision"]
    found = pair_of(part, gated, SEED, 2)[:, support]
    assert list(found) == [outcome.value(usual), outcome.value(other)]
    votes = {vote.body: vote for review in reversed(usual.reviews) for vote in review.votes}
    for body, vote in votes.items():
        share = vote.votes_for / (vote.votes_for + vote.votes_against)
        assert pair_of(part, gated, SEED, 2)[0, names.index(f"vote:{body}")] == share


def test_a_vote_and_a_gate_count_the_first_time_they_are_held(gated: Scenario) -> None:
    part = replace(NOTHING, scenario="emergency_care", plan="late")
    names = [number.name for number in numbers_of(gated)]
    run = simulate(gated, "late", SEED)
    with_part = pair_of(part, gated, SEED, 0)[0]
    tried = {review.gate for review in run.reviews if review.attempt > 1}
    assert tried
    for gate in tried:
        assert with_part[names.index(f"gate:{gate}")] == 0


def test_an_instrument_left_out_leaves_every_other_activity_as_it_was(gated: Scenario) -> None:
    (part,) = find_parts(["you_said_we_did"])
    names = [number.name for number in numbers_of(gated)]
    process = names.index("gate:assurance_checkpoint")
    with_part, without_part = np.array(
        [pair_of(part, gated, SEED, number)[:, process] for number in range(3)]
    ).T
    assert (with_part[np.isfinite(with_part)] == 1).all()
    assert (without_part[np.isfinite(without_part)] == 0).all()  # nobody sees that input was acted on


def test_with_gates_off_no_gate_and_no_ending_is_looked_at() -> None:
    names = [number.name for number in numbers_of(load_scenario(FEW))]
    assert not any(name.startswith("gate:") for name in names)
    assert [name for name in names if name.startswith("vote:")] == [
        "vote:examiners",
        "vote:scrutiny",
        "vote:board",
    ]


@pytest.fixture(scope="module")
def silent() -> CastEffect:
    """A part without media in a small scenario."""
    part = Part("media", "Media", "move nobody", scenario=FEW, off=("media",))
    return cast_effects([part], 12, SEED, engine="serial")[0]


def test_a_part_that_changes_nothing_has_no_clear_change() -> None:
    (effect,) = cast_effects([NOTHING], PAIRS, SEED, engine="serial")
    assert len(effect.changes) > 15
    assert effect.clear == ()
    for change in effect.changes:
        assert (change.difference, change.low, change.high, change.is_clear) == (0, 0, 0, False)


def test_changes_are_means_of_pairs_and_their_differences(silent: CastEffect) -> None:
    scenario = load_scenario(FEW)
    values = np.array([pair_of(silent.part, scenario, SEED, number) for number in range(12)])
    by_name = {change.name: change for change in silent.changes}
    looked_at = len(by_name)
    for at, number in enumerate(numbers_of(scenario)):
        with_part, without_part = values[:, :, at].T
        both = np.isfinite(with_part + without_part)
        if both.sum() < 5:
            assert number.name not in by_name
            continue
        change, difference = by_name[number.name], (with_part - without_part)[both]
        assert change.pairs == both.sum()
        assert change.with_part == pytest.approx(with_part[both].mean(), abs=1e-12)
        assert change.without_part == pytest.approx(without_part[both].mean(), abs=1e-12)
        assert change.difference == pytest.approx(difference.mean(), abs=1e-12)
        assert change.low <= change.difference <= change.high
        assert change.is_clear is is_clear(difference, 0.05 / looked_at)
        assert change.matters is (change.is_clear and abs(change.difference) > number.rope)
    assert silent.clear
    assert len(silent.clear) < looked_at


def test_the_largest_changes_against_what_matters_come_first(silent: CastEffect) -> None:
    sizes = [abs(change.difference) / change.rope for change in silent.changes]
    assert sizes == sorted(sizes, reverse=True)
    assert [change for change in silent.changes if change.is_clear] == list(silent.clear)


def test_threads_change_no_number_and_every_pair_is_counted(silent: CastEffect) -> None:
    seen: list[tuple[int, int]] = []
    again = cast_effects([silent.part], 12, SEED, workers=2, progress=lambda *done: seen.append(done))
    assert again[0].changes == silent.changes
    assert seen == [(number, 12) for number in range(1, 13)]


def test_a_number_of_too_few_pairs_is_left_out() -> None:
    """A programme that is always stopped never comes to scrutiny."""
    part = Part("gate", "Gate", "is not held", plan="none", change=without_gate("strategic_sense_check"))
    (effect,) = cast_effects([part], 5, SEED)
    found = {change.name for change in effect.changes}
    assert {"vote:clinical_senate", "gate:clinical_senate"} <= found
    assert not {"vote:joint_scrutiny", "gate:scrutiny", "gate:strategic_sense_check"} & found


@settings(deadline=None, max_examples=60)
@given(
    values=st.lists(
        st.floats(-1, 1, allow_subnormal=False).map(lambda x: round(x, 3)), min_size=5, max_size=40
    ),
    level=st.sampled_from([0.05, 0.01, 0.001]),
)
def test_a_change_is_clear_if_a_t_test_says_so(values: list[float], level: float) -> None:
    difference = np.array(values)
    if np.ptp(difference) > 0:
        expected = stats.ttest_1samp(difference, 0).pvalue
        if abs(expected - level) > 1e-9:
            assert is_clear(difference, level) is bool(expected < level)
            assert is_clear(-difference, level) is is_clear(difference, level)


def test_a_change_is_clear_in_known_cases() -> None:
    rising = np.arange(1.0, 6)  # t = 4.24 with 4 degrees of freedom: p = 0.0132
    assert is_clear(rising, 0.0133)
    assert not is_clear(rising, 0.0131)
    assert not is_clear(np.zeros(100), 0.05)
    assert not is_clear(np.tile([1.0, -1.0], 50), 0.9)
    assert not is_clear(np.append(np.zeros(99), 1.0), 0.05)  # one verdict in a hundred


def test_a_verdict_that_turns_in_every_pair_is_clear_only_if_there_are_enough() -> None:
    """Six of six would have the same sign by chance in one case of 32."""
    for pairs, level, clear in (
        (5, 0.05, False),
        (6, 0.05, True),
        (6, 0.05 / 45, False),
        (11, 0.05 / 45, True),
    ):
        assert is_clear(np.ones(pairs), level) is clear
        assert is_clear(np.full(pairs, -0.1), level) is clear


def test_accidents_are_called_clear_no_more_often_than_the_level_allows() -> None:
    chance = np.random.default_rng(3)
    called = sum(is_clear(chance.standard_normal(12), 0.05) for _ in range(2000))
    assert abs(called / 2000 - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 2000)


@pytest.mark.parametrize("runs", [0, 4])
def test_too_few_runs_are_refused(runs: int) -> None:
    with pytest.raises(BadInput, match=f"runs is {runs}; expected 5 or more"):
        cast_effects([NOTHING], runs)


def test_an_unknown_part_names_the_nearest_and_all_are_told() -> None:
    with pytest.raises(BadInput) as caught:
        find_parts(["leadershp", "media", "clinical_grup"])
    assert caught.value.lines() == [
        "cast: part is 'leadershp', which is not a part of the cast; did you mean leadership?",
        "cast: part is 'clinical_grup', which is not a part of the cast; did you mean clinical_group?",
    ]
    with pytest.raises(BadInput, match="part is 'media' twice"):
        find_parts(["media", "trust", "media"])


def test_parts_are_found_in_the_order_asked_for_and_all_without_a_name() -> None:
    assert [part.name for part in find_parts(["trust", "media"])] == ["trust", "media"]
    assert find_parts([]) == PARTS


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scenario": "emergency_car"}, "did you mean emergency_care?"),
        ({"scenario": "emergency_care", "plan": "erly"}, "did you mean early?"),
        ({"change": without_structure("clinical_grup")}, "which is not a structure"),
        ({"scenario": "emergency_care", "change": without_gate("scrutny")}, "did you mean scrutiny?"),
        ({"without_instrument": "citizens_jury"}, "early has no activity with instrument citizens_jury"),
        ({"off": ("mdia",)}, "did you mean media?"),
        ({"behaviour": {"leadershp": 0.1}}, "did you mean leadership?"),
    ],
)
def test_what_a_scenario_does_not_have_cannot_be_taken_out_of_it(changes: dict, words: str) -> None:
    with pytest.raises(BadInput, match=words.replace("?", r"\?")):
        cast_effects([replace(NOTHING, **changes)], 5, engine="serial")


def test_what_is_shown_with_a_plan_of_the_library_is_shown_with_the_whole_of_it(gated: Scenario) -> None:
    for name in {part.plan for part in PARTS if part.scenario == "emergency_care"} & set(plan_library()):
        assert gated.plan(name) == plan_library()[name]
