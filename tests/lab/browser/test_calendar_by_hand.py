"""Bars are moved and stretched by mouse and by keys, added, taken out, and put back by undo."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

from sim.lab.futures import HURRIED_PAIRS, SKETCH_PAIRS
from tests.lab.browser.conftest import Open, Start

BRIEFINGS, LISTENING = "Council briefings", "Listening events"
BOXES = """(selector) => [...document.querySelectorAll(selector)].map((each) => {
    const {x, y, width, height} = each.getBoundingClientRect();
    return {x, y, width, height, text: each.textContent};
})"""


def test_a_dragged_bar_changes_the_headline_before_and_after_it_is_dropped(opened: Open) -> None:
    visitor = opened().refined()
    before, (first, last) = visitor.headline, visitor.weeks(LISTENING)
    shown = visitor.watched()

    def sketches() -> list[tuple[str, str]]:
        return [(stage, headline) for stage, headline in shown() if stage.startswith("Sketch: ")]

    visitor.drag(LISTENING, 10, drop=False)
    visitor.sway(LISTENING, until=sketches)
    visitor.current()
    assert visitor.weeks(LISTENING) == (first + 10, last + 10)
    assert visitor.headline != before
    visitor.drop()
    assert visitor.refined().headline not in (before, "")
    assert visitor.weeks(LISTENING) == (first + 10, last + 10)
    for stage, headline in sketches():  # it says how many futures it has: fewer while somebody waits
        futures = int(stage.split()[1])
        assert futures in (HURRIED_PAIRS, SKETCH_PAIRS)
        assert f"of {futures} paired futures" in headline


def test_both_ends_stretch(opened: Open) -> None:
    visitor = opened().refined()
    first, last = visitor.weeks(BRIEFINGS)
    visitor.drag(BRIEFINGS, 5, end="stop")
    assert visitor.refined().weeks(BRIEFINGS) == (first, last + 5)
    visitor.drag(BRIEFINGS, -1, end="start")
    assert visitor.refined().weeks(BRIEFINGS) == (first - 1, last + 5)


def test_a_bar_stays_within_the_calendar(opened: Open) -> None:
    visitor = opened().refined()
    first, last = visitor.weeks(BRIEFINGS)
    visitor.drag(BRIEFINGS, 300)
    assert visitor.refined().weeks(BRIEFINGS) == (30 - (last + 1 - first), 29)
    visitor.drag(BRIEFINGS, -300)
    assert visitor.refined().weeks(BRIEFINGS) == (0, last - first)


def test_keys_move_stretch_and_take_out(opened: Open) -> None:
    visitor = opened("1_pearly_Pnone_eintensity").refined()
    first, last = visitor.weeks(BRIEFINGS)
    visitor.bar(BRIEFINGS).focus()
    for keys, weeks in (
        ("ArrowRight", (first + 1, last + 1)),
        ("Shift+ArrowRight", (first + 5, last + 5)),
        ("Alt+ArrowRight", (first + 5, last + 6)),
        ("ArrowLeft", (first + 4, last + 5)),
    ):
        visitor.page.keyboard.press(keys)
        assert visitor.weeks(BRIEFINGS) == weeks, keys
    visitor.refined()
    assert visitor.bar(BRIEFINGS).evaluate("bar => bar === document.activeElement")  # the focus is kept
    visitor.page.keyboard.press("Delete")
    visitor.bar(BRIEFINGS).wait_for(state="detached")
    visitor.page.keyboard.press("Control+z")
    visitor.bar(BRIEFINGS).wait_for()
    assert visitor.weeks(BRIEFINGS) == (first + 4, last + 5)


def test_escape_gives_a_drag_up(opened: Open) -> None:
    visitor = opened().refined()
    headline, weeks = visitor.headline, visitor.weeks(BRIEFINGS)
    visitor.bar(BRIEFINGS).focus()
    visitor.drag(BRIEFINGS, 9, drop=False)
    assert visitor.weeks(BRIEFINGS) != weeks
    visitor.page.keyboard.press("Escape")
    visitor.put_down()
    visitor.page.mouse.up()
    assert visitor.refined().weeks(BRIEFINGS) == weeks
    assert visitor.headline == headline


def test_touch_moves_a_bar(opened: Open) -> None:
    visitor = opened().refined()
    first, last = visitor.weeks(BRIEFINGS)
    wide, box = visitor.pixels_per_week(BRIEFINGS), visitor.bar(BRIEFINGS).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = visitor.context.new_cdp_session(visitor.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": point[0], "y": point[1]} for point in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", (x, y))
    for week in range(1, 7):
        touch("touchMove", (x + week * wide, y + 2))
    touch("touchEnd")
    visitor.bar(BRIEFINGS).and_(visitor.page.locator(f'[aria-valuenow="{first + 6}"]')).wait_for()
    visitor.put_down()
    assert visitor.refined().weeks(BRIEFINGS) == (first + 6, last + 6)


def test_undo_and_redo_walk_through_drops_not_moves(opened: Open) -> None:
    visitor = opened().refined()
    weeks, headline = visitor.weeks(BRIEFINGS), visitor.headline
    visitor.drag(BRIEFINGS, 6)
    moved, better = visitor.refined().weeks(BRIEFINGS), visitor.headline
    visitor.click("#undo")
    visitor.page.wait_for_selector("#undo:disabled")
    assert (visitor.refined().weeks(BRIEFINGS), visitor.headline) == (weeks, headline)
    visitor.page.keyboard.press("Control+Shift+z")
    visitor.page.wait_for_selector("#redo:disabled")
    assert (visitor.refined().weeks(BRIEFINGS), visitor.headline) == (moved, better)


def test_an_activity_is_added_from_the_catalogue_and_edited_on_its_card(opened: Open) -> None:
    visitor = opened().refined()
    link = visitor.link
    visitor.click('[aria-label^="Add an activity for Public"]')
    visitor.click('.catalogue .choice[data-instrument="public_meeting"]')
    visitor.bar("Public meetings").wait_for()
    assert visitor.refined().link != link
    visitor.bar("Public meetings").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.fill('.card [aria-label="First week"]', "3")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_selector('[aria-label="Public meetings"][aria-valuenow="3"]')
    assert visitor.refined().weeks("Public meetings")[0] == 3


def test_no_two_labels_of_the_calendar_lie_on_each_other(opened: Open, started: Start) -> None:
    visitor = opened(lab=started("emergency_care"))
    for name in ("early", "improvised", "set_pieces", "spread"):
        visitor.choose("#preset", name)
        visitor.page.wait_for_url(re.compile("_p" + name.replace("_", "-")))
        for selector in (".mark-label, .week-label", ".bar-label"):
            boxes = visitor.page.evaluate(BOXES, f"#calendar :is({selector})")
            assert len(boxes) > 7
            for one, other in combinations(boxes, 2):
                assert not _overlap(one, other), (name, selector, one, other)


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    slack = 1.5  # pixels of a line's own leading
    return all(
        one[at] + slack < other[at] + other[size] and other[at] + slack < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )
