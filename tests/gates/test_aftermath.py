"""After the decision: chances at their thresholds, what ends a programme, shares against the rulebook."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.gates import (
    OUTCOMES,
    Aftermath,
    AftermathDraws,
    Standing,
    close_business_case,
    follow_decision,
    hear_challenge,
    intervene,
)
from sim.gates.challenges import AdviceGiven, advice_chances
from sim.gates.funding import capital_chance
from sim.gates.luck import drawn_delay
from sim.scenario import load_rulebook, shipped_rulebooks
from sim.scenario.rulebook import Chance, Delay
from tests.gates.made import DEFAULTS, GOOD, draws, luck, standing, standings

RULES = {name: load_rulebook(name) for name in shipped_rulebooks()}
ENGLAND = RULES["england_2024"]
AFTER = ENGLAND.after_decision
CALL_IN, REVIEW, CASE = AFTER.intervention, AFTER.judicial_review, AFTER.final_business_case
WEEK = 100


def followed(numbers: Standing = GOOD, objected: bool = False, **luck: float) -> Aftermath:
    return follow_decision(ENGLAND, numbers, objected, DEFAULTS, draws(**luck), WEEK)


# chances, from their definition


def test_a_chance_adds_up_from_its_base_and_is_at_most_1():
    numbers = standing(campaigns=0.4, politicians_support=-0.3)
    assert numbers.chance(CALL_IN.chance, objected=True) == pytest.approx(0.05 + 0.5 * 0.4 + 0.25 + 0.1 * 0.3)
    advised = standing(campaigns=0.4, politicians_support=-0.3, advice_against=True)
    assert advised.chance(CALL_IN.chance, True) == pytest.approx(0.05 + 0.5 * 0.4 + 0.25 + 0.1 + 0.1 * 0.3)
    assert numbers.chance(CALL_IN.chance, objected=False) == pytest.approx(0.05 + 0.5 * 0.4 + 0.1 * 0.3)
    assert numbers.chance(Chance(base=0.7, plus={"objection": 0.9}), objected=True) == 1


def test_politicians_in_favour_do_not_lower_a_chance():
    for_it, neutral = standing(politicians_support=0.5), standing(politicians_support=0.0)
    assert for_it.chance(CALL_IN.chance, False) == neutral.chance(CALL_IN.chance, False)


def test_every_sign_lies_between_0_and_1_and_grows_with_what_stands_against():
    worst = standing(
        campaigns=1.0,
        strongest_campaign=1.0,
        politicians_support=-1.0,
        late_contacts=1.0,
        process=0.0,
        evidence=0.0,
        redesign=0.0,
        advice_against=True,
    )
    best = standing(
        campaigns=0.0,
        strongest_campaign=0.0,
        politicians_support=1.0,
        late_contacts=0.0,
        process=1.0,
        evidence=1.0,
        redesign=1.0,
    )
    for name in (
        "campaigns",
        "strongest_campaign",
        "objection",
        "advice_against",
        "politicians_against",
        "late_contacts",
        "process_gap",
        "evidence_gap",
        "redesign_gap",
    ):
        assert worst.sign(name, objected=True) == 1
        assert best.sign(name, objected=False) == 0


def test_advice_from_its_definition():
    chances = advice_chances(CALL_IN, standing(process=0.5, evidence=0.7, redesign=0.4), objected=True)
    assert chances["stop"] == pytest.approx(0.02 + 0.15 * 0.5 + 0.15 * 0.3)
    assert chances["modify"] == pytest.approx(0.05 + 0.2 * 0.6)
    assert sum(chances.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("capital_gbp", "delay_weeks", "chance"),
    [(0, 520, 1.0), (1, 0, 0.95), (100e6, 0, 0.85), (100e6, 52, 0.8), (500e6, 0, 0.45), (5e9, 0, 0.1)],
)
def test_the_chance_of_capital_from_its_definition(capital_gbp, delay_weeks, chance):
    assert capital_chance(CASE.capital, capital_gbp, delay_weeks) == pytest.approx(chance)


# thresholds


def test_an_event_happens_below_its_chance_and_not_at_it():
    chance = GOOD.chance(CALL_IN.chance, False)
    assert intervene(CALL_IN, GOOD, False, draws(intervention=np.nextafter(chance, 0)), WEEK).happened
    assert not intervene(CALL_IN, GOOD, False, draws(intervention=chance), WEEK).happened
    chance = GOOD.chance(REVIEW.chance, False)
    assert hear_challenge(REVIEW, GOOD, False, draws(challenge=np.nextafter(chance, 0)), WEEK).happened
    assert not hear_challenge(REVIEW, GOOD, False, draws(challenge=chance), WEEK).happened
    success = GOOD.chance(REVIEW.success, False)
    for judgment, quashed in ((np.nextafter(success, 0), True), (success, False)):
        assert (
            hear_challenge(REVIEW, GOOD, False, draws(challenge=0, judgment=judgment), WEEK).quashed
            == quashed
        )
    found = capital_chance(CASE.capital, GOOD.capital_gbp, 0)
    for capital, built in ((np.nextafter(found, 0), True), (found, False)):
        assert close_business_case(AFTER, GOOD, draws(capital=capital), WEEK).built == built


def test_advice_at_its_thresholds():
    chances = advice_chances(CALL_IN, GOOD, False)
    stop, both = chances["stop"], chances["stop"] + chances["modify"]
    for uniform, advice in (
        (0.0, "stop"),
        (np.nextafter(stop, 0), "stop"),
        (stop, "modify"),
        (np.nextafter(both, 0), "modify"),
        (both, "proceed"),
    ):
        assert intervene(CALL_IN, GOOD, False, draws(intervention=0, advice=uniform), WEEK).advice == advice


@pytest.mark.parametrize(("case", "affordable"), [(-1e-9, False), (0.0, True), (1e-9, True)])
def test_the_final_business_case_is_affordable_at_its_bar(case, affordable):
    funded = close_business_case(AFTER, standing(finance_case=case), draws(), WEEK)
    assert (funded.affordable, funded.built) == (affordable, affordable)
    assert funded.happenings[0].week == WEEK + CASE.after_weeks


def test_an_option_that_needs_no_capital_needs_nobody_to_find_it():
    funded = close_business_case(AFTER, standing(capital_gbp=0), draws(capital=0.9999), WEEK)
    assert funded.built
    assert [each.week for each in funded.happenings] == [WEEK + CASE.after_weeks]


# endings


def test_with_no_bad_luck_a_proposal_is_approved_as_proposed_or_modified():
    assert followed().ending.outcome == "approved as proposed"
    assert followed(standing(redesign=0.3)).ending.outcome == "approved as proposed"  # at the bar
    assert followed(standing(redesign=np.nextafter(0.3, 1))).ending.outcome == "approved modified"
    modified = followed(intervention=0, advice=0.2)
    assert modified.intervened.advice == "modify"
    assert modified.ending.outcome == "approved modified"
    assert modified.ending.approved


def test_minister_court_and_treasury_can_each_end_it():
    assert followed(intervention=0, advice=0).ending.outcome == "stopped by minister"
    assert followed(challenge=0, judgment=0).ending.outcome == "quashed"
    assert followed(capital=0.999).ending.outcome == "approved but unfunded"
    assert followed(standing(finance_case=-0.2)).ending.outcome == "approved but unfunded"


def test_whoever_ends_it_first_ends_it_and_the_other_is_not_heard_of_again():
    both = {"intervention": 0.0, "advice": 0.0, "challenge": 0.0, "judgment": 0.0}
    court = followed(**both, intervention_delay=0.9, judgment_delay=0.1)
    assert court.ending.outcome == "quashed"
    assert [each.what.split()[0] for each in court.happenings] == ["Anyone", "The", "Judgment"]
    minister = followed(**both, intervention_delay=0.1, judgment_delay=0.9)
    assert minister.ending.outcome == "stopped by minister"
    assert not any(each.what.startswith("Judgment") for each in minister.happenings)
    assert minister.funded is court.funded is None


def test_the_business_case_waits_for_minister_and_court_and_waiting_makes_capital_harder_to_find():
    waited = followed(intervention=0, advice=0.99, intervention_delay=0.5, challenge=0, judgment=0.99)
    assert waited.funded is not None
    settled = max(waited.intervened.week, waited.heard.week)
    assert waited.funded.week == settled + CASE.after_weeks + drawn_delay(CASE.delay, 0.5)
    straight = followed()
    assert straight.funded is not None
    assert waited.funded.capital_chance == pytest.approx(
        straight.funded.capital_chance - 0.05 * (settled - WEEK) / 52
    )


def test_until_its_end_a_programme_is_still_running():
    aftermath = followed()
    last = aftermath.ending.week
    assert aftermath.ending_by(last - 1).outcome == "still running"
    assert aftermath.ending_by(last) == aftermath.ending


def test_events_are_told_in_words():
    told = followed(intervention=0, advice=0.99, intervention_delay=0.0).happenings
    assert [f"{each.week}: {each.what}" for each in told] == [
        "100: Anyone asks the Secretary of State to call the decision in (chance 0.21)",
        "126: The Secretary of State answers after 26 weeks, advised by the Independent Reconfiguration "
        "Panel: the decision stands",
        "152: The final business case is affordable: finance leads' case 0.10",
        "189: Capital is found: GBP 120m (chance of finding it 0.80)",
    ]
    referred = follow_decision(
        RULES["england_2013"], GOOD, True, DEFAULTS, draws(intervention=0.0, advice=0.99), WEEK
    )
    assert referred.happenings[0].what == (
        "The scrutiny committee refers the decision to the Secretary of State (chance 0.60)"
    )


# delays


def test_a_delay_from_its_definition():
    delay = Delay(shortest=10, usual=20, longest=50)
    assert [drawn_delay(delay, uniform) for uniform in (0.0, 0.25, 1.0)] == [10, 20, 50]
    assert drawn_delay(Delay(shortest=7, usual=7, longest=7), 0.3) == 7
    assert drawn_delay(Delay(shortest=7, usual=7, longest=17), 0.0) == 7
    assert drawn_delay(Delay(shortest=7, usual=17, longest=17), 1.0) == 17
    drawn = [drawn_delay(delay, uniform) for uniform in (np.arange(40_000) + 0.5) / 40_000]
    assert np.mean(drawn) == pytest.approx((10 + 20 + 50) / 3, abs=0.05)


@settings(deadline=None)
@given(
    weeks=st.lists(st.integers(0, 300), min_size=3, max_size=3), one=st.floats(0, 1), other=st.floats(0, 1)
)
def test_delays_stay_in_range_and_grow_with_their_draw(weeks: list[int], one: float, other: float):
    shortest, usual, longest = sorted(weeks)
    delay = Delay(shortest=shortest, usual=usual, longest=longest)
    drawn = [drawn_delay(delay, uniform) for uniform in sorted((one, other))]
    assert shortest <= drawn[0] <= drawn[1] <= longest


# monotone


@settings(deadline=None)
@given(numbers=standings(), more=st.floats(0, 1), objected=st.booleans(), rules=st.sampled_from(list(RULES)))
def test_more_campaigning_never_lowers_the_chance_of_minister_or_court(
    numbers: Standing, more: float, objected: bool, rules: str
):
    after = RULES[rules].after_decision
    for name in ("campaigns", "strongest_campaign"):
        louder = replace(numbers, **{name: min(1.0, getattr(numbers, name) + more)})
        for chance in (after.intervention.chance, after.judicial_review.chance):
            assert louder.chance(chance, objected) >= numbers.chance(chance, objected)
            assert numbers.chance(chance, True) >= numbers.chance(chance, False)


@settings(deadline=None)
@given(numbers=standings(), more=st.floats(0, 1), objected=st.booleans(), rules=st.sampled_from(list(RULES)))
def test_better_process_or_evidence_never_makes_a_stop_or_a_lost_case_likelier(
    numbers: Standing, more: float, objected: bool, rules: str
):
    after = RULES[rules].after_decision
    for name in ("process", "evidence", "redesign"):
        better = replace(numbers, **{name: min(1.0, getattr(numbers, name) + more)})
        before, now = (advice_chances(after.intervention, each, objected) for each in (numbers, better))
        assert now["stop"] <= before["stop"]
        assert now["proceed"] >= before["proceed"] - 1e-12
        success = after.judicial_review.success
        assert better.chance(success, objected) <= numbers.chance(success, objected)


@settings(deadline=None)
@given(
    capital=st.floats(0, 3e9), more=st.floats(0, 1e9), weeks=st.integers(0, 500), later=st.integers(0, 500)
)
def test_capital_is_never_likelier_for_more_money_or_later(
    capital: float, more: float, weeks: int, later: int
):
    chance = capital_chance(CASE.capital, capital, weeks)
    assert 0 <= capital_chance(CASE.capital, capital + more, weeks) <= chance <= 1
    assert capital_chance(CASE.capital, capital, weeks + later) <= chance


@settings(deadline=None)
@given(numbers=standings(), objected=st.booleans(), chance=luck(), rules=st.sampled_from(list(RULES)))
def test_every_aftermath_ends_and_is_told_in_order(
    numbers: Standing, objected: bool, chance: AftermathDraws, rules: str
):
    aftermath = follow_decision(RULES[rules], numbers, objected, DEFAULTS, chance, WEEK)
    weeks = [each.week for each in aftermath.happenings]
    assert weeks == sorted(weeks)
    assert all(WEEK <= week <= aftermath.ending.week for week in weeks)
    assert weeks[-1] == aftermath.ending.week
    assert aftermath.ending.outcome in OUTCOMES
    assert aftermath.ending == aftermath.ending_by(aftermath.ending.week)


# shares

N = 40_000


def simulated(rules: str, numbers: Standing, objected: bool) -> list[Aftermath]:
    uniforms = np.random.default_rng(1).random((N, 8))
    return [
        follow_decision(RULES[rules], numbers, objected, DEFAULTS, AftermathDraws(*map(float, row)), WEEK)
        for row in uniforms
    ]


@pytest.mark.parametrize("rules", RULES)
def test_shares_of_what_happens_are_those_declared(rules):
    runs = simulated(rules, GOOD, objected=True)
    after = RULES[rules].after_decision
    within = 4 * np.sqrt(0.25 / N)
    asked = [run for run in runs if run.intervened.happened]
    assert len(asked) / N == pytest.approx(GOOD.chance(after.intervention.chance, True), abs=within)
    advice = Counter(run.intervened.advice for run in asked)
    for name, chance in advice_chances(after.intervention, GOOD, True).items():
        assert advice[name] / len(asked) == pytest.approx(chance, abs=4 * np.sqrt(0.25 / len(asked)))
    sued = [run for run in runs if run.heard.happened]
    assert len(sued) / N == pytest.approx(GOOD.chance(after.judicial_review.chance, True), abs=within)
    lost = sum(run.heard.quashed for run in sued) / len(sued)
    assert lost == pytest.approx(
        GOOD.chance(after.judicial_review.success, True), abs=4 * np.sqrt(0.25 / len(sued))
    )


# What a contested programme looks like that got this far: its process passed the boards (E >= .5).
TYPICAL = [
    (process, evidence, redesign)
    for process in (0.5, 0.6, 0.8)
    for evidence in (0.45, 0.6, 0.8)
    for redesign in (0.1, 0.3)
]
BANDS: tuple[tuple[AdviceGiven, float, float], ...] = (
    ("stop", 0.10, 0.25),
    ("modify", 0.10, 0.30),
    ("proceed", 0.50, 0.80),
)


def advice_on(rules: str, process: float, evidence: float, redesign: float) -> dict[AdviceGiven, float]:
    numbers = standing(process=process, evidence=evidence, redesign=redesign)
    return advice_chances(RULES[rules].after_decision.intervention, numbers, objected=True)


@pytest.mark.parametrize("rules", RULES)
def test_advice_on_typical_programmes_lies_in_the_bands_of_sf10(rules):
    # SF10 gives the bands; that advice moves with process, evidence and redesign, and how much, is judged.
    chances = [advice_on(rules, *numbers) for numbers in TYPICAL]
    for name, low, high in BANDS:
        assert low <= np.mean([each[name] for each in chances]) <= high
        assert all(each[name] <= high for each in chances)


@pytest.mark.parametrize("rules", RULES)
def test_advice_to_stop_the_best_programmes_is_rarer_than_in_sf10(rules):
    assert advice_on(rules, process=0.8, evidence=0.8, redesign=0.3)["stop"] == pytest.approx(0.08)
    assert advice_on(rules, process=0.5, evidence=0.45, redesign=0.1)["stop"] == pytest.approx(0.1775)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("process", [0.5, 0.6, 0.7, 0.8])
def test_courts_find_for_challengers_of_typical_programmes_as_often_as_in_sf11(rules, process):
    success = standing(process=process).chance(RULES[rules].after_decision.judicial_review.success, False)
    assert 0.10 <= success <= 0.30


@pytest.mark.parametrize("rules", RULES)
def test_median_delays_are_those_of_sf10_and_sf11(rules):
    after = RULES[rules].after_decision
    months = 12 / 52
    assert 9 <= drawn_delay(after.intervention.delay, 0.5) * months <= 14
    assert 11 <= drawn_delay(after.judicial_review.delay, 0.5) * months <= 13
    assert drawn_delay(after.judicial_review.delay, 0) * months == pytest.approx(4, abs=0.5)
    assert drawn_delay(after.judicial_review.delay, 1) * months == pytest.approx(23, abs=0.5)
