"""Fields that are wrong: one line a mistake, naming file, key, what was expected and the nearest name."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.errors import BadInput
from sim.scenario import scenario_from
from sim.scenario.declared import Name
from sim.scenario.places import is_name, key_of

A_WEEK = "a week (whole number 0 to 1040) or {milestone: NAME, weeks: N}"
LATE = "late.yaml: plans.late.activities[2]"


def test_a_misspelt_key_is_one_line_though_the_right_one_is_missing(data, activity, refused):
    activity["instrumnt"] = activity.pop("instrument")
    assert refused(data) == [f"{LATE}.instrumnt is not a field; did you mean instrument?"]


def test_a_misspelt_section_is_one_line_though_everything_refers_to_it(data, refused):
    data["population"]["locallities"] = data["population"].pop("localities")
    assert refused(data) == ["late.yaml: population.locallities is not a field; did you mean localities?"]


def test_a_key_like_no_field_lists_the_fields(data, activity, refused):
    activity["zzz"] = 1
    assert refused(data) == [
        f"{LATE}.zzz is not a field; there are: instrument, audience, start, duration_weeks, end, intensity, "
        "messenger, frame, trigger"
    ]


def test_two_misspellings_and_a_missing_field_are_three_lines(data, refused):
    group = data["population"]["groups"][1]
    group["membres"], group["rolls"] = group.pop("members"), group.pop("roles")
    del group["kind"]
    assert set(refused(data)) == {
        "late.yaml: population.groups.finance.kind is missing; expected one of professional, steward, "
        "resident, elected, assurer",
        "late.yaml: population.groups.finance.membres is not a field; did you mean members?",
        "late.yaml: population.groups.finance.rolls is not a field; did you mean roles?",
    }


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("x", '"x"'),
        ("12", 'the text "12"'),
        (True, "true"),
        (None, "empty"),
        (1041, "1041"),
        (-1, "-1"),
        (1.5, "1.5"),
        (4.0, "4.0"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (10**400, "a huge number"),
        ([1], "a list"),
        (datetime.date(2024, 1, 1), "the date 2024-01-01"),
        (b"x", "the bytes b'x'"),
    ],
    ids=str,
)
def test_a_week_that_is_none_is_one_line_saying_both_ways_to_give_one(data, activity, refused, given, shown):
    activity["start"] = given
    assert refused(data) == [f"{LATE}.start is {shown}; expected {A_WEEK}"]


@pytest.mark.parametrize("given", [0, 1040])
def test_weeks_exactly_at_the_bounds_are_weeks(data, refused, given):
    data["programme"]["election_week"] = given
    assert scenario_from(data).programme.election_week == given


def test_a_misspelt_milestone_names_the_nearest_and_says_nothing_of_numbers(data, activity, refused):
    activity["start"] = {"milestone": "preffered", "weeks": 12}
    assert refused(data) == [
        f"{LATE}.start.milestone is 'preffered', which is not a milestone; did you mean preferred?"
    ]


def test_every_mistake_in_a_date_is_told(data, activity, refused):
    activity["start"] = {"milestone": "preferred", "week": 12, "weeks": 999}
    assert refused(data) == [
        f"{LATE}.start.weeks is 999; expected -520 to 520",
        f"{LATE}.start.week is not a field; did you mean weeks?",
    ]


A_NAME = "a name of at most 60 small letters, digits and _, a letter first"
WRONG = {
    "name": [("Emergency Care", f'is "Emergency Care"; expected {A_NAME}, such as emergency_care')],
    "label": [
        (3, "is 3; expected a text"),
        (None, "is empty; expected a text"),
        (datetime.date(2024, 1, 1), "is the date 2024-01-01; expected a text"),
        ("\ud800", 'is "\\ud800"; expected a text'),
    ],
    "population": [(3, "is 3; expected a mapping with localities, groups")],
    "population.localities.northgate.attachment": [
        (1.2, "is 1.2; expected 0 to 1"),
        (-0.1, "is -0.1; expected 0 to 1"),
        ("0.5", 'is the text "0.5"; expected a number 0 to 1'),
        (None, "is empty; expected a number 0 to 1"),
        (False, "is false; expected a number 0 to 1"),
    ],
    "population.localities.northgate.residents": [(30_000_000, "is 30000000; expected 1 to 20,000,000")],
    "population.groups.clinicians.members": [
        (0, "is 0; expected 1 to 5,000,000"),
        (1.5, "is 1.5; expected a whole number 1 to 5,000,000"),
    ],
    "population.groups.clinicians.kind": [
        ("profesional", "is 'profesional', which is not a kind of group; did you mean professional?"),
        (3, "is 3; expected one of professional, steward, resident, elected, assurer"),
    ],
    "population.groups.representatives.holds_seats": [("yes", 'is "yes"; expected true or false')],
    "population.network.community_degree": [(3, "is 3; expected 2 to 64, a multiple of 2")],
    "population.network.online_tail": [(1, "is 1; expected above 1, at most 10")],
    "proposal.shortlist": [
        ([], "has 0 entries; expected 1 or more"),
        ("one", f'is "one"; expected a list of 1 or more, each entry {A_NAME}'),
    ],
    "programme.budget_gbp": [
        (0, "is 0; expected above 0, at most 10,000,000,000"),
        ("1e6", 'is the text "1e6"; expected a number above 0, at most 10,000,000,000'),
        (float("nan"), "is nan; expected a number above 0, at most 10,000,000,000"),
        (float("-inf"), "is -inf; expected a number above 0, at most 10,000,000,000"),
    ],
    "programme.bodies.clinical_senate.decides": [
        ("advise", "is 'advise', which is not a valid choice; did you mean advice?")
    ],
    "programme.bodies.clinical_senate.tests.evidense": [(1, "is not a test; did you mean evidence?")],
    "plans": [([], "has 0 entries; expected 1 to 60")],
    "plans.none.activities": [(None, "is empty; expected a list, each entry a mapping with instrument")],
    "behaviour.persuasion": [(9, "is 9; expected 0.02 to 0.4"), (0.0199, "is 0.0199; expected 0.02 to 0.4")],
    "behaviour.persuation": [(0.1, "is not a behaviour parameter; did you mean persuasion?")],
    "behaviour.forgetting": [("x", 'is "x"; expected a number')],
}


def put(data: dict[str, Any], key: str, value: Any) -> None:
    """Set what people call ``key``: parts of a list by name, sections made where there are none."""
    *way, last = key.split(".")
    here: Any = data
    for part in way:
        if isinstance(here, list):
            here = next(item for item in here if item["name"] == part)
        else:
            here = here.setdefault(part, {})
    here[last] = value


@pytest.mark.parametrize(
    ("key", "given", "words"), [(key, given, words) for key, cases in WRONG.items() for given, words in cases]
)
def test_a_wrong_value_is_one_line_with_key_value_and_what_was_expected(data, refused, key, given, words):
    put(data, key, given)
    lines = refused(data)
    assert len(lines) == 1
    assert lines[0].startswith(f"late.yaml: {key} {words}")


def test_parts_of_a_list_are_called_by_name_only_where_that_is_unambiguous(data, refused):
    data["plans"][2]["name"] = "late"
    data["plans"][1]["label"] = 3
    data["population"]["groups"][0]["name"] = 3
    lines = refused(data)
    assert lines[0].startswith("late.yaml: population.groups[0].name is 3; expected a name")
    assert "late.yaml: plans[1].label is 3; expected a text" in lines
    assert "late.yaml: plans[2].name is 'late' a second time; expected different names" in lines


@pytest.mark.parametrize("key", [26, True, None, (1, 2), 2.5])
def test_a_key_that_is_no_text_is_refused_as_no_field(data, refused, key):
    data["programme"]["milestones"][key] = 3
    (line,) = refused(data)
    assert line.startswith("late.yaml: programme.milestones.")
    assert "is not a field; there are: case_for_change, long_list" in line


@pytest.mark.parametrize("key", ["a\nb", "\x1b[31m", "\ud800", "a b", "x" * 5000, "", "a.b", "[key]"])
def test_a_strange_key_stays_on_one_short_printable_line(data, refused, key):
    data[key] = 1
    (line,) = refused(data)
    assert line.isprintable()
    assert len(line) < 300
    assert "is not a field" in line


def test_exactly_ten_problems_are_ten_lines(data, refused):
    data |= {f"zzz{i}": 1 for i in range(10)}
    lines = refused(data)
    assert len(lines) == 10
    assert not any("more" in line for line in lines)


@pytest.mark.parametrize("n", [11, 15, 3000])
def test_more_than_ten_problems_are_ten_lines_and_how_many_more(data, refused, n):
    data |= {f"zzz{i}": 1 for i in range(n)}
    lines = refused(data)
    assert len(lines) == 11
    assert lines[-1] == f"late.yaml: and {n - 10} more"


def test_wrong_values_and_wrong_references_are_told_together(data, activity, refused):
    del data["programme"]["budget_gbp"]
    data["label"] = 3
    data["population"]["groups"][2]["membres"] = data["population"]["groups"][2].pop("members")
    data["population"]["groups"][0]["localities"]["northgate"] = 0.4
    activity["instrument"] = "reference_grp"
    assert refused(data) == [
        "late.yaml: label is 3; expected a text",
        "late.yaml: population.groups.public.membres is not a field; did you mean members?",
        "late.yaml: programme.budget_gbp is missing; expected a number above 0, at most 10,000,000,000",
        "late.yaml: population.groups.clinicians.localities adds up to 0.9; expected shares that add up to 1",
        f"{LATE}.instrument is 'reference_grp', which is not an instrument; did you mean reference_group?",
    ]


def test_budgets_are_told_beside_mistakes_that_do_not_touch_them(data, refused):
    data["label"], data["programme"]["contacts_a_week"], data["structures"] = 3, 10, []
    lines = refused(data)
    assert lines[0] == "late.yaml: label is 3; expected a text"
    assert sum("the programme can meet 10 a week" in line for line in lines) == 3


def places_in(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, below in items:
        yield (*place, part)
        yield from places_in(below, (*place, part))


def spoilt(data: dict[str, Any], place: tuple[Any, ...], how: str) -> tuple[dict[str, Any], str]:
    """A copy with one mistake at a place, and the key that mistake has."""
    copied = copy.deepcopy(data)
    here = copied
    for part in place[:-1]:
        here = here[part]
    last = place[-1]
    if how == "misspelt":
        renamed = {f"{name}x" if name == last else name: value for name, value in here.items()}
        here.clear()
        here.update(renamed)
        return copied, key_of((*place[:-1], f"{last}x"), copied)
    here[last] = "not a mapping" if isinstance(here[last], dict) else {"zzz": 1}
    return copied, key_of(place, copied)


def test_any_single_mistake_anywhere_is_told_in_its_place_and_nowhere_else(data):
    data["plans"] = data["plans"][1:2]
    data["plans"][0]["activities"] = data["plans"][0]["activities"][:7]
    data["proposal"]["options"] = data["proposal"]["options"][:2]
    tried = 0
    for place in places_in(data):
        for how in ("wrong", "misspelt"):
            if how == "misspelt" and isinstance(place[-1], int):
                continue
            wrong, key = spoilt(data, place, how)
            with pytest.raises(BadInput) as caught:
                scenario_from(wrong)
            keys = [problem.key for problem in caught.value.problems]
            assert keys, (place, how)
            assert all(told == key or told.startswith((f"{key}.", f"{key}[")) for told in keys), (
                place,
                how,
                keys,
            )
            assert len(keys) == 1 or len(set(keys)) == len(keys) == 2, (place, how, keys)
            tried += 1
    assert tried > 500


@pytest.mark.parametrize("text", ["a", "a_1", "A", "1a", "_a", "a-b", "", "a\n", "é", "a" * 60, "a" * 61])
def test_what_counts_as_a_name_in_a_key_is_what_the_declarations_count_as_a_name(text):
    try:
        TypeAdapter(Name).validate_python(text)
        declared = True
    except ValidationError:
        declared = False
    assert is_name(text) == declared
