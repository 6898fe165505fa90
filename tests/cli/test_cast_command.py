"""``sim cast``: what is printed about each part, and every number as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

import pytest

from sim.cli.cast_command import change_in_words, in_words
from sim.experiments.cast import CastEffect, Change, cast_effects, find_parts

RUNS, SEED = 6, 2


def change(label: str, difference: float, is_clear: bool = True, rope: float = 0.02) -> Change:
    """A change from 0.1, in 40 pairs, with an interval of 0.05 on either side."""
    low, high = difference - 0.05, difference + 0.05
    return Change(label, label, "support", rope, 0.1 + difference, 0.1, difference, low, high, 40, is_clear)


def effect_of(*changes: Change) -> CastEffect:
    (part,) = find_parts(["clinical_group"])
    return CastEffect(part, 40, SEED, changes)


HEAD = "Clinical group [emergency_care, plan early] - instead: does not meet"


def test_a_change_is_told_with_its_interval_both_means_and_the_pairs() -> None:
    words = change_in_words(change("support of clinicians", 0.1))
    assert words == "support of clinicians: +0.100 (+0.050 to +0.150), 0.200 instead of 0.100 (40 pairs)"


def test_a_clear_change_within_the_rope_is_said_to_be_too_small_to_matter() -> None:
    assert change_in_words(change("trust", 0.0201)).endswith("(40 pairs)")
    assert change_in_words(change("trust", -0.0199)).endswith("(40 pairs; too small to matter)")
    assert change_in_words(change("trust", 0.02)).endswith("(40 pairs; too small to matter)")


def test_the_three_largest_clear_changes_are_told_and_how_many_more_there_are() -> None:
    changes = [change(f"number {at}", 0.5 - at / 10) for at in range(5)]
    told = in_words(effect_of(changes[0], change("unclear", 0.45, is_clear=False), *changes[1:]))
    assert told[:2] == ["", HEAD]
    assert [line.split(":")[0] for line in told[2:]] == [
        "  number 0",
        "  number 1",
        "  number 2",
        "  and 2 more",
    ]
    exactly = in_words(effect_of(*changes[:3]))
    assert len(exactly) == 5
    assert not any("more" in line for line in exactly)


def test_a_part_without_a_clear_change_says_among_how_many_numbers_none_was_found() -> None:
    told = in_words(effect_of(change("a", 0.3, is_clear=False), change("b", 0, is_clear=False)))
    assert told == ["", HEAD, "  no effect found among 2 numbers"]


@pytest.fixture(scope="module")
def found() -> list[CastEffect]:
    return cast_effects(find_parts(["media", "gate_strategic_sense_check"]), RUNS, SEED)


WORDS = ("cast", "media", "gate_strategic_sense_check", "--runs", str(RUNS), "--seed", str(SEED))


def test_the_command_tells_each_part_in_the_order_asked_for(sim, found: list[CastEffect]) -> None:
    ran = sim(*WORDS)
    assert ran.status == 0, ran.err
    first, second, *lines = ran.out.splitlines()
    assert first == "6 pairs of runs a part, seed 2: with the part, minus without it (95 % interval)."
    assert second.startswith("A change is shown if it is clear among all numbers looked at")
    assert lines == [line for effect in found for line in in_words(effect)]
    assert "Media [emergency_care, plan early] - instead: move nobody" in lines
    assert lines[-1] == f"  no effect found among {len(found[1].changes)} numbers"


def test_as_json_every_number_looked_at_is_there_with_all_that_is_known_of_it(
    sim, found: list[CastEffect]
) -> None:
    ran = sim(*WORDS, "--json")
    assert ran.status == 0, ran.err
    media, sense_check = json.loads(ran.out)
    assert (media["part"], sense_check["part"]) == ("media", "gate_strategic_sense_check")
    assert {key: media[key] for key in ("label", "instead", "scenario", "plan", "runs", "seed")} == {
        "label": "Media",
        "instead": "move nobody",
        "scenario": "emergency_care",
        "plan": "early",
        "runs": RUNS,
        "seed": SEED,
    }
    for read, effect in zip((media, sense_check), found, strict=True):
        assert read["changes"] == [asdict(each) for each in effect.changes]
        assert len(read["changes"]) > 25
        assert set(read["changes"][0]) == {field.name for field in fields(Change)}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["cast", "leadershp"],
            "cast: part is 'leadershp', which is not a part of the cast; did you mean leadership?",
        ),
        (["cast", "media", "--runs", "4"], "cast: runs is 4; expected 5 or more"),
        (["cast", "media", "media"], "cast: part is 'media' twice; expected different names"),
        (["cast", "media", "--seed", "-1", "--runs", "5"], "must be 0 or more"),
    ],
)
def test_a_users_mistake_is_status_2_with_a_reason(sim, words: list[str], said: str) -> None:
    ran = sim(*words)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""
