"""Links: a choice survives the way to a text and back, and no text does harm."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import BadInput
from sim.lab.choice import Choice, first_choice
from sim.lab.link import choice_from, link_of
from sim.lab.messages import MOST_LINK
from sim.scenario import Scenario, load_scenario
from tests.lab.choices import choices

SHIPPED = load_scenario()
PIECES = (
    "1|pearly|Plate|a|alistening-event|:|k,residents|4|40|preferred/12|s|b|carry-over|0.5|1e999|nan|-1|"
    "../../etc/passwd|<script>|%00|é|e|u|d|_"
)
SCRAPS = st.lists(st.sampled_from(PIECES.split("|")), max_size=30)


def same(one: Choice, other: Choice) -> bool:
    """Whether two choices are one but for the names of activities."""
    return dataclasses.replace(one, ids=(), next_id=0) == dataclasses.replace(other, ids=(), next_id=0)


@settings(deadline=None, max_examples=150)
@given(choices(SHIPPED))
def test_a_choice_survives_the_way_to_a_link_and_back(choice: Choice) -> None:
    text = link_of(choice)
    assert len(text) <= MOST_LINK
    if text:
        assert re.fullmatch(r"[A-Za-z0-9_:,;/.+-]*", text)  # nothing that a fragment would escape
        assert same(choice_from(SHIPPED, text), choice)


def read(text: str) -> Choice | BadInput:
    """What a text stands for, or why it is refused; nothing else may happen."""
    try:
        return choice_from(SHIPPED, text)
    except BadInput as refused:
        return refused


def demand_sense(found: Choice | BadInput) -> None:
    """A choice that runs, or a refusal that shows little of the text, if a dozen names there are."""
    if isinstance(found, Choice):
        assert found.lanes
    else:
        assert 0 < max(map(len, found.lines())) < 1000


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80) | SCRAPS.map("_".join) | SCRAPS.map("".join))
def test_no_text_does_anything_but_give_a_choice_or_be_refused(text: str) -> None:
    demand_sense(read(text))


@settings(deadline=None, max_examples=100)
@given(choices(SHIPPED), st.data())
def test_a_spoilt_link_gives_a_choice_or_is_refused(choice: Choice, data: st.DataObject) -> None:
    text = link_of(choice)
    at = data.draw(st.integers(0, len(text)))
    instead = data.draw(st.sampled_from(["", "0", "-", "_", ":", "zz", "999999999999"]))
    demand_sense(read(text[:at] + instead + text[at + 1 :]))


def test_the_usual_choice_has_a_short_link() -> None:
    assert link_of(first_choice(SHIPPED)) == "1_pearly_Plate"


def test_every_shipped_scenario_has_a_choice_to_begin_with_and_a_link_for_it() -> None:
    from sim.scenario import shipped_scenarios

    for name in shipped_scenarios():
        scenario = load_scenario(name)
        choice = first_choice(scenario)
        assert same(choice_from(scenario, link_of(choice)), choice), name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * (MOST_LINK + 1), "expected at most 2,000"),
        ("9_pearly_Plate", "another version"),
        ("1_perly", "did you mean early?"),
        ("1_s-5", "a number"),
        ("1_s99999999999999999999", "a number"),
        ("1_bcarry-over:nan", "number"),
        ("1_bcarry-over:9", "expected 0 to 1"),
        ("1_bcary-over:0.5", "did you mean carry_over?"),
        ("1_<script>alert(1)</script>", "characters that no link has"),
        ("1_p../../etc/passwd", "is not a plan here"),
        ("1_aoutreach:g,public:5:0", "a number"),
        ("1_aoutreach:g,publik:5:9", "did you mean public?"),
        ("1_aoutreach:g,public:5:900", "a number"),
        ("1_s1_s2", "twice"),
        ("1_z", "says nothing"),
        ("1_" + "_".join(["s1"] * 300), "parts"),
    ],
)
def test_a_link_that_cannot_be_is_refused_with_words(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=re.escape(words)):
        choice_from(SHIPPED, text)


def test_a_link_for_another_scenario_says_what_is_missing(few: Scenario) -> None:
    with pytest.raises(BadInput, match="is not a plan here"):
        choice_from(few, "1_pset-pieces")
