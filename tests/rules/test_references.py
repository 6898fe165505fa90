"""Every rule does what its definition says, wherever its arguments may lie."""

from __future__ import annotations

import inspect
import math
import sys
from types import FrameType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.rules import references
from tests.rules.cases import ZERO_OR_ONE, cases_of, difference
from tests.rules.sources import arguments_of_rules, plain

RULES = tuple(arguments_of_rules())


def expected(name: str) -> tuple[float, ...]:
    reference = getattr(references, name)
    return tuple(reference(*case) for case in cases_of(name))


@pytest.mark.parametrize("name", RULES)
def test_a_rule_does_what_its_definition_says(rules: SimpleNamespace, name: str):
    assert len(cases_of(name)) >= 300
    assert difference(name, plain(getattr(rules, name)), expected(name), cases_of(name)) is None


@pytest.mark.parametrize("name", RULES)
def test_compiled_code_has_the_same_bits_as_python(rules: SimpleNamespace, name: str):
    compiled, python = getattr(rules, name), plain(getattr(rules, name))
    if compiled is python:
        pytest.skip("compilation is switched off")
    cases = cases_of(name)
    for case in cases[:: len(cases) // 40]:
        assert compiled(*case) == python(*case), case


def test_the_cases_walk_every_line_of_every_definition():
    walked: set[tuple[str, int]] = set()
    functions = dict(inspect.getmembers(references, inspect.isfunction))

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename == references.__file__:
            walked.add((frame.f_code.co_name, frame.f_lineno))
            return trace
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for name, function in functions.items():
            for case in cases_of(name):
                function(*case)
    finally:
        sys.settrace(before)
    missed = [
        f"{name}, line {line}"
        for name, function in functions.items()
        for _, _, line in function.__code__.co_lines()
        if line is not None and line > function.__code__.co_firstlineno and (name, line) not in walked
    ]
    assert missed == []


@pytest.mark.parametrize("name", sorted(ZERO_OR_ONE))
def test_a_yes_or_no_rule_says_both(name: str):
    assert set(expected(name)) == {0.0, 1.0}


def test_contacts_of_a_week_add_up_to_the_definition_of_engagement(rules: SimpleNamespace):
    generator = np.random.default_rng(5)
    for _ in range(200):
        kappa, susceptible, trust, believed, gloss, mix, pull, frame = generator.random(8)
        support = generator.uniform(-1, 1)
        messengers = [(generator.random(), float(generator.integers(2))) for _ in range(3)]
        pulls, weights, shifts = [], 0.0, 0.0
        for credibility, money in messengers:
            c = (1 - mix) * trust + mix * credibility
            target = believed + gloss + pull * (c - 0.5) - frame * money
            pulls.append(kappa * c * susceptible * (target - support))
            weight = rules.contact_weight(trust, credibility, mix)
            weights += weight
            shifts += weight * rules.contact_shift(weight, pull, money, frame)
        influence = rules.engagement_influence(kappa, susceptible, weights, shifts, believed, gloss, support)
        assert math.isclose(influence, sum(pulls), rel_tol=1e-12, abs_tol=1e-12)
