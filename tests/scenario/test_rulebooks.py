"""Rulebooks: those shipped and the template load; what is wrong is refused with file, key and reason."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.errors import BadInput
from sim.scenario import (
    Scenario,
    check_rulebook,
    load_rulebook,
    load_scenario,
    rulebook_from,
    scenario_from,
    shipped_rulebooks,
)
from sim.scenario.files import read_yaml
from sim.scenario.rulebook import Rulebook
from sim.scenario.rulebook_files import TEMPLATE

ENGLAND = read_yaml(shipped_rulebooks()["england_2024"])
GATES = [
    "strategic_sense_check",
    "clinical_senate",
    "local_clinical_support",
    "assurance_checkpoint",
    "health_and_wellbeing_board",
    "scrutiny",
    "programme_board",
    "statutory_boards",
]


@pytest.fixture
def rules() -> dict[str, Any]:
    """Plain data of a shipped rulebook, to be spoilt."""
    return copy.deepcopy(ENGLAND)


@pytest.fixture
def refused() -> Callable[[Any], list[str]]:
    """The lines that data is refused with."""

    def lines(data: Any) -> list[str]:
        with pytest.raises(BadInput) as caught:
            rulebook_from(data, "mine.yaml")
        return caught.value.lines()

    return lines


def told(rules: dict[str, Any], scenario: Scenario) -> list[str]:
    return [str(problem) for problem in check_rulebook(rulebook_from(rules), scenario)]


def gate(rules: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in rules["gates"] if each["name"] == name)


# what is shipped


@pytest.mark.parametrize("name", [*shipped_rulebooks(), TEMPLATE])
def test_what_is_shipped_loads_and_can_be_applied_to_the_shipped_scenario(name, scenario):
    assert check_rulebook(load_rulebook(name), scenario) == []


def test_both_rulebooks_of_england_have_the_gates_of_the_model_in_order():
    assert list(shipped_rulebooks()) == ["england_2013", "england_2024"]
    for name in shipped_rulebooks():
        assert [each.name for each in load_rulebook(name).gates] == GATES


def test_since_2024_anyone_may_ask_for_a_call_in_and_before_the_committee_referred():
    now, then = (load_rulebook(name).after_decision.intervention for name in ("england_2024", "england_2013"))
    assert (now.kind, now.who_asks) == ("call_in", "Anyone")
    assert (then.kind, then.who_asks) == ("referral", "The scrutiny committee")
    assert then.chance.plus["objection"] > now.chance.plus["objection"]


@pytest.mark.parametrize("name", shipped_rulebooks())
def test_every_number_of_a_shipped_rulebook_is_sourced_or_marked_as_judged(name):
    """In its line, or in a comment right above; weeks of gates once, at the head of the list."""
    graded = re.compile(r"#.*\b(J|S\d+|SF\d+)\b")
    above = ""
    for line in shipped_rulebooks()[name].read_text(encoding="utf-8").split("\n"):
        has_number = re.search(r": *-?\d", line.split("#")[0]) and "when:" not in line
        assert not has_number or graded.search(line) or graded.search(above), line
        above = above + line if line.lstrip().startswith("#") else line


def test_a_scenario_names_its_rulebook_and_its_options_their_capital(scenario):
    assert scenario.rulebook == "england_2024"
    assert scenario.programme.horizon_with_gates_weeks == 260
    assert scenario.proposal.preferred_option.capital_gbp == 120e6


def test_an_option_that_does_not_say_needs_no_capital(data):
    del data["proposal"]["options"][0]["capital_gbp"]
    assert scenario_from(data).proposal.options[0].capital_gbp == 0


# what is refused


def test_an_unknown_rulebook_is_refused_with_the_nearest_name(data):
    line = "is 'england_2042', which is not a file or a shipped rulebook; did you mean england_2024?"
    with pytest.raises(BadInput) as caught:
        load_rulebook("england_2042")
    assert caught.value.lines() == [f"rulebook: name {line}"]
    data["rulebook"] = "england_2042"
    with pytest.raises(BadInput) as caught:
        scenario_from(data, "late.yaml")
    assert caught.value.lines() == [f"late.yaml: rulebook {line}"]


def test_a_rulebook_of_ones_own_is_read_from_its_file(tmp_path: Path, data):
    file = tmp_path / "mine.yaml"
    file.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_rulebook(file) == load_rulebook(TEMPLATE)
    data["rulebook"] = str(file)
    assert load_rulebook(scenario_from(data).rulebook).name == "my_rules"
    data["rulebook"] = str(tmp_path / "mime.yaml")
    with pytest.raises(BadInput, match=r"does not exist; did you mean .*mine\.yaml"):
        scenario_from(data)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "is empty; expected a rulebook"),
        ("- 1", "holds a list; expected a rulebook with name, since, description, source, gates, after_dec"),
        ("a: [", "line 1, column 5: is not valid YAML"),
    ],
)
def test_a_file_that_is_no_rulebook_is_refused(tmp_path: Path, content, line):
    file = tmp_path / "mine.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_rulebook(file)
    assert caught.value.lines()[0].startswith(f"{file}: {line}")


def test_misspelt_keys_are_refused_with_the_nearest_name(rules, refused):
    rules["trys"] = rules.pop("tries")
    senate = gate(rules, "clinical_senate")
    senate["test"] = senate.pop("tests")
    senate["if_failed"] = "reworked"
    sense = gate(rules, "strategic_sense_check")["tests"]
    sense[0]["bar"] = {"paramter": "evidence_bar"}
    sense[1]["looks_at"] = "clinician_support"
    chance = rules["after_decision"]["intervention"]["chance"]["plus"]
    chance["campaign"] = chance.pop("campaigns")
    assert sorted(refused(rules)) == [
        "mine.yaml: after_decision.intervention.chance.plus.campaign is not a sign; did you mean campaigns?",
        "mine.yaml: gates.clinical_senate.if_failed is 'reworked', which is not a consequence; "
        "did you mean rework?",
        "mine.yaml: gates.clinical_senate.test is not a field; did you mean tests?",
        "mine.yaml: gates.strategic_sense_check.tests[0].bar.paramter is not a field; "
        "did you mean parameter?",
        "mine.yaml: gates.strategic_sense_check.tests[1].looks_at is 'clinician_support', which is not "
        "something a gate can look at; did you mean clinicians_support?",
        "mine.yaml: trys is not a field; did you mean tries?",
    ]


@pytest.mark.parametrize(("share", "shown"), [(0, "0"), (0.0, "0.0"), (1.01, "1.01"), (-1, "-1")])
def test_a_vote_share_of_0_or_above_1_is_refused(rules, refused, share, shown):
    gate(rules, "scrutiny")["vote_share"] = share
    assert refused(rules) == [f"mine.yaml: gates.scrutiny.vote_share is {shown}; expected above 0, at most 1"]


def test_a_vote_share_of_1_asks_for_everybody(rules):
    gate(rules, "scrutiny")["vote_share"] = 1
    assert rulebook_from(rules).gate("scrutiny").vote_share == 1


@pytest.mark.parametrize(
    ("test", "reason"),
    [
        (
            {"looks_at": "evidence", "bar": 1.2},
            "is 1.2, which nothing can pass; expected 0 to 1 for evidence",
        ),
        (
            {"looks_at": "evidence", "bar": 1, "strictly": True},
            "is more than 1, which nothing can pass; expected 0 to 1 for evidence",
        ),
        (
            {"looks_at": "stewards_support", "bar": 2},
            "is 2, which nothing can pass; expected -1 to 1 for stewards_support",
        ),
        (
            {"looks_at": "beds", "bar": -0.1},
            "is -0.1, which everything passes; expected 0 to 1 for beds",
        ),
        (
            {"looks_at": "evidence", "bar": {"parameter": "evidence_bar", "times": 3}},
            "is 3 times evidence_bar or more, which nothing can pass; expected 0 to 1 for evidence",
        ),
    ],
)
def test_a_bar_that_nothing_can_pass_or_everything_passes_is_refused(rules, refused, test, reason):
    gate(rules, "assurance_checkpoint")["tests"] = [test]
    assert refused(rules) == [f"mine.yaml: gates.assurance_checkpoint.tests[0].bar {reason}"]


def test_a_bar_of_1_can_be_passed_and_one_below_0_for_support(rules):
    gate(rules, "assurance_checkpoint")["tests"] = [
        {"looks_at": "evidence", "bar": 1},
        {"looks_at": "stewards_support", "bar": -0.5},
        {"looks_at": "process", "bar": {"parameter": "evidence_bar", "times": 2}},
    ]
    rulebook_from(rules)


def test_a_bar_names_a_parameter_that_exists(rules, refused):
    gate(rules, "clinical_senate")["tests"][0]["bar"]["parameter"] = "evidence_barr"
    assert refused(rules) == [
        "mine.yaml: gates.clinical_senate.tests[0].bar.parameter is 'evidence_barr', which is not a "
        "behaviour parameter; did you mean evidence_bar?"
    ]


def test_a_gate_that_asks_for_nothing_is_refused(rules, refused):
    checkpoint = gate(rules, "assurance_checkpoint")
    del checkpoint["tests"]
    what = "asks for nothing; expected tests, or bodies whose vote decides"
    assert refused(rules) == [f"mine.yaml: gates.assurance_checkpoint {what}"]


def test_gates_stand_in_their_order_in_time(rules, refused):
    rules["gates"][1], rules["gates"][2] = rules["gates"][2], rules["gates"][1]
    assert refused(rules) == [
        "mine.yaml: gates.clinical_senate.when comes before local_clinical_support, the gate above it; "
        "expected gates in their order in time"
    ]
    gate(rules, "local_clinical_support")["name"] = "scrutiny"
    assert refused(rules)[0] == (
        "mine.yaml: gates[5].name is 'scrutiny' a second time; expected different names"
    )


def test_a_gate_does_not_come_after_what_it_guards(rules, refused):
    gate(rules, "clinical_senate")["when"]["weeks"] = 1
    gate(rules, "scrutiny")["guards"] = "preferred"
    assert refused(rules) == [
        "mine.yaml: gates.clinical_senate.when comes after business_case, which the gate guards; expected "
        "that milestone or earlier",
        "mine.yaml: gates.scrutiny.when comes after preferred, which the gate guards; expected that "
        "milestone or earlier",
    ]


def test_rework_says_what_it_reopens_and_nothing_else_does(rules, refused):
    del gate(rules, "clinical_senate")["reopens_from"]
    gate(rules, "scrutiny")["reopens_from"] = "preferred"
    gate(rules, "programme_board")["reopens_from"] = "decision"
    assert refused(rules) == [
        "mine.yaml: gates.clinical_senate.reopens_from is missing; expected the milestone whose openness is "
        "back while the gate is reworked",
        "mine.yaml: gates.scrutiny.reopens_from is for gates whose failure means rework; this one's means "
        "objection",
        "mine.yaml: gates.programme_board.reopens_from is decision; expected a milestone before decision, "
        "which the gate guards",
    ]


def test_chances_and_delays_after_the_decision_are_possible(rules, refused):
    after = rules["after_decision"]
    after["intervention"]["advice"]["stop"]["base"] = 0.6
    after["intervention"]["delay"]["usual"] = 20
    after["judicial_review"]["success"]["base"] = 0.8
    after["judicial_review"]["chance"]["plus"]["campaigns"] = 1.4
    after["final_business_case"]["delay"]["longest"] = 2
    assert refused(rules) == [
        "mine.yaml: after_decision.judicial_review.chance.plus.campaigns is 1.4; expected 0 to 1",
        "mine.yaml: after_decision.intervention.advice can add up to 1.15, stop and modify together; "
        "expected at most 1",
        "mine.yaml: after_decision.intervention.delay.usual is 20 weeks; expected 26 or more, as many as "
        "shortest",
        "mine.yaml: after_decision.final_business_case.delay.longest is 2 weeks; expected 26 or more, as "
        "many as usual",
        "mine.yaml: after_decision.judicial_review.success can add up to 1.15; expected at most 1",
    ]


# what cannot be applied to a scenario


def test_bodies_that_no_scenario_body_is_are_told_with_the_nearest_name(rules, scenario):
    gate(rules, "clinical_senate")["bodies"] = ["clinical_senat"]
    assert told(rules, scenario) == [
        "gates.clinical_senate.bodies[0] is 'clinical_senat', which is not a kind of body in scenario "
        "emergency_care; did you mean clinical_senate?"
    ]


def test_a_body_can_say_what_rulebooks_call_it(data):
    senate = data["programme"]["bodies"][1]
    senate["name"], senate["kind"] = "senate_of_the_vale", "clinical_senate"
    group = data["population"]["groups"][5]["bodies"]
    group["senate_of_the_vale"] = group.pop("clinical_senate")
    assert check_rulebook(load_rulebook("england_2024"), scenario_from(data)) == []


def test_a_consultation_shorter_than_the_rules_ask_for_is_told(rules, scenario):
    rules["minimum_consultation_weeks"] = 14
    assert told(rules, scenario) == []
    rules["minimum_consultation_weeks"] = 15
    assert told(rules, scenario) == [
        "minimum_consultation_weeks is 15, but scenario emergency_care consults for 14 weeks (70 to 84); "
        "expected a consultation at least as long"
    ]


@pytest.mark.parametrize(
    ("name", "weeks", "reason"),
    [
        ("strategic_sense_check", -41, "is week -1 of scenario emergency_care; expected 0 or later"),
        (
            "clinical_senate",
            -29,
            "is week 35 of scenario emergency_care; expected 36 or later, the week of strategic_sense_check, "
            "which comes before it",
        ),
        (
            "scrutiny",
            17,
            "is week 101 of scenario emergency_care; expected 100 or earlier, the week of decision, which "
            "the gate guards",
        ),
    ],
)
def test_a_gate_in_an_impossible_week_is_told(rules, scenario, name, weeks, reason):
    gate(rules, name)["when"]["weeks"] = weeks
    assert told(rules, scenario)[0] == f"gates.{name}.when {reason}"


def test_the_first_gate_may_be_held_in_week_0_and_scrutiny_in_the_week_of_the_decision(rules, scenario):
    gate(rules, "strategic_sense_check")["when"]["weeks"] = -40
    gate(rules, "scrutiny")["when"]["weeks"] = 16
    assert told(rules, scenario) == []


def test_a_gate_beyond_the_horizon_is_told(rules, data):
    data["programme"]["horizon_with_gates_weeks"] = 100
    data["gates"] = False  # else the scenario is refused itself
    lines = told(rules, scenario_from(data))
    data["gates"] = True
    with pytest.raises(BadInput, match="expected 99 or earlier"):
        scenario_from(data)
    assert lines == [
        f"gates.{name}.when is week 100 of scenario emergency_care; expected 99 or earlier "
        "(horizon_with_gates_weeks is 100)"
        for name in ("programme_board", "statutory_boards")
    ]


def test_a_rulebook_survives_its_own_data():
    rulebook = load_rulebook("england_2024")
    assert Rulebook.model_validate_json(rulebook.model_dump_json()) == rulebook
    assert load_scenario().rulebook in shipped_rulebooks()
