"""No sign in a rule can be wrong unnoticed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.rules.flipped_signs import EQUIVALENT, flips, flips_in, what_notices
from tests.rules.sources import FILES, as_plain_python, tree_of

EVERY_KIND_OF_SIGN = """
def every_kind(a, b):
    a += b
    if a < b <= 1.0 or a == b:
        return -1.0
    return min(a - b, max(a + b, -a)) if a >= b or a > 2.0 or a != 3.0 else a * b
"""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_rules_as_they_are_pass_every_check(file: Path):
    assert what_notices(tree_of(file)) is None


def test_every_flipped_sign_is_noticed_unless_it_changes_nothing():
    unnoticed = {flip.key for flip in flips() if what_notices(flip.tree(), flip.function) is None}
    assert unnoticed == set(EQUIVALENT)


def test_every_kind_of_sign_is_found(tmp_path: Path):
    file = tmp_path / "rule.py"
    file.write_text(EVERY_KIND_OF_SIGN, encoding="utf-8")
    assert Counter(flip.change for flip in flips_in(file)) == {
        "+ -> -": 2,
        "- -> +": 3,
        "< -> >=": 1,
        "< -> <=": 1,
        "<= -> >": 1,
        "<= -> <": 1,
        "> -> <=": 1,
        "> -> >=": 1,
        ">= -> <": 1,
        ">= -> >": 1,
        "== -> !=": 1,
        "!= -> ==": 1,
        "min -> max": 1,
        "max -> min": 1,
    }


def test_one_flip_changes_one_sign_and_leaves_the_source_alone(tmp_path: Path):
    file = tmp_path / "rule.py"
    file.write_text("def rule_of(a, b):\n    return a - b - 1.0\n", encoding="utf-8")
    answers = {flip.source: as_plain_python(flip.tree())["rule_of"](4.0, 2.0) for flip in flips_in(file)}
    assert answers == {"a - b - 1.0": 3.0, "a - b": 5.0}
    assert as_plain_python(tree_of(file))["rule_of"](4.0, 2.0) == 1.0
