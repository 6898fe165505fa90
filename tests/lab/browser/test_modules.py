"""Packing, alone: bars, labels of marks and values at line ends are put where nothing lies on anything."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

from tests.lab.browser.conftest import Open
from tests.lab.browser.visitor import Visitor


def _packing(visitor: Visitor, function: str, *arguments: Any) -> Any:
    return visitor.page.evaluate(
        """async ([name, given]) => {
            const found = (await import("/page/packing.js"))[name](...given);
            return found.lanes ? {...found, lanes: Object.fromEntries(found.lanes)} : found;
        }""",
        [function, list(arguments)],
    )


def test_bars_of_one_lane_never_touch(opened: Open) -> None:
    visitor, chance = opened(), random.Random(7)
    starts = [chance.uniform(0, 900) for _ in range(60)]
    items = [{"id": str(i), "left": at, "right": at + chance.uniform(5, 200)} for i, at in enumerate(starts)]
    packed = _packing(visitor, "packIntoLanes", items, 6)
    for one in items:
        for other in items:
            if one["id"] < other["id"] and packed["lanes"][one["id"]] == packed["lanes"][other["id"]]:
                assert one["right"] + 6 <= other["left"] or other["right"] + 6 <= one["left"]
    at_once = max(sum(one["left"] <= at < one["right"] + 6 for one in items) for at in starts)
    assert packed["count"] == at_once  # as few lanes as there can be


def test_labels_of_marks_cover_neither_labels_nor_stems(opened: Open) -> None:
    visitor, chance = opened(), random.Random(3)
    for _ in range(20):
        marks = [{"x": chance.uniform(0, 1000), "width": chance.uniform(30, 110)} for _ in range(9)]
        placed = _packing(visitor, "placeMarkLabels", marks, 1200)
        spans = [(mark["x"], mark["x"] + mark["width"], mark["line"]) for mark in placed]
        for i, (_left, right, line) in enumerate(spans):
            for at, _end, above in spans[i + 1 :]:
                if at < right:
                    assert above < line  # a later label, and its stem, stay below this one


def test_values_spread_keep_order_gap_and_frame(opened: Open) -> None:
    visitor, chance = opened(), random.Random(5)
    for _ in range(20):
        values = [chance.uniform(0, 100) for _ in range(4)]
        at = _packing(visitor, "spread", values, 13, 0, 100)
        order = sorted(range(4), key=lambda i: values[i])
        assert all(at[b] - at[a] >= 13 - 1e-9 for a, b in pairwise(order))
        assert min(at) >= -1e-9
        assert max(at) <= 100 + 1e-9
