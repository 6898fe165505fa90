"""A visitor of the lab's page: what they see, and what their hands do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.lab.browser.slowed import slow_page

expect = pytest.importorskip("playwright.sync_api").expect
PATIENCE = 240_000  # milliseconds; a loaded machine refines slowly, and whoever waits for less finds nothing


class Visitor:
    """A browser context of their own, so that nobody shares anything but the server."""

    def __init__(self, browser: Any, address: str, width: int, height: int) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        slow_page(self.page)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.clicks = 0
        self._hand = (0.0, 0.0)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type != "error" or "WebSocket connection" in message.text:
            return
        at = str(message.location.get("url"))
        if at.endswith("/icon.svg") and "ERR_CONNECTION_REFUSED" in message.text:
            return  # browsers fetch it last of all, and a test may have stopped its server by then
        self.wrong.append(f"{message.text} ({at})")

    def come(self, path: str = "") -> None:
        self.page.goto(self.address + path)

    def leave(self) -> None:
        self.context.close()

    def refined(self) -> Visitor:
        """Once the page shows the refined answer to the newest change.

        A change makes the page call its answer older before the event that made it is over, and so do a cut
        and a coming back: no refined answer to anything before can be taken for this one.
        """
        self.page.wait_for_selector('#stage[data-stage="refined"]')
        return self

    def current(self) -> Visitor:
        """Once the page shows any answer to the newest change."""
        self.page.wait_for_selector('#stage:not([data-stage="older"])')
        return self

    def changed_from(self, headline: str) -> str:
        """A headline that differs: an answer to some later change, rough or refined."""
        expect(self.page.locator("#headline")).not_to_have_text(headline, timeout=PATIENCE)
        return self.headline

    def watched(self) -> Callable[[], list[tuple[str, str]]]:
        """From now on, every state the page shows: how fresh the answer is, and its headline."""
        self.page.evaluate(
            """() => {
                window.shown = [];
                const [stage, headline] = ["#stage", "#headline"].map((name) => document.querySelector(name));
                const note = () => window.shown.push([stage.textContent, headline.textContent]);
                const observer = new MutationObserver(note);
                for (const each of [stage, headline]) {
                    observer.observe(each, {childList: true, characterData: true, subtree: true});
                }
            }"""
        )
        return lambda: [tuple(state) for state in self.page.evaluate("window.shown")]

    @property
    def headline(self) -> str:
        return str(self.page.inner_text("#headline"))

    @property
    def detail(self) -> str:
        return str(self.page.inner_text("#detail"))

    @property
    def stage(self) -> str:
        return str(self.page.inner_text("#stage"))

    @property
    def link(self) -> str:
        return str(self.page.evaluate("location.hash.slice(1)"))  # what the browser tells of it comes later

    @property
    def notices(self) -> str:
        return str(self.page.inner_text("#notices"))

    def bar(self, label: str) -> Any:
        return self.page.locator(f'.bar[aria-label="{label}"]').first

    def weeks(self, label: str) -> tuple[int, int]:
        """First and last week of a bar, as it is announced."""
        said = self.bar(label).get_attribute("aria-valuetext")
        numbers = [int(number) for number in re.findall(r"\d+", said or "")]
        return numbers[0], numbers[-1]

    def pixels_per_week(self, label: str) -> float:
        first, last = self.weeks(label)
        return float(self.bar(label).bounding_box()["width"]) / (last + 1 - first)

    def hold(self, label: str, end: str = "middle") -> tuple[float, float]:
        """Press on a bar, or on one of its ends."""
        self.page.wait_for_selector("#calendar .bar")
        box = self.bar(label).bounding_box()
        x = {
            "start": box["x"] + 1,
            "stop": box["x"] + box["width"] - 2,
            "middle": box["x"] + box["width"] / 2,
        }[end]
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.clicks += 1
        return x, y

    def drag(self, label: str, weeks: int, end: str = "middle", drop: bool = True) -> None:
        """Move a bar by so many weeks, or stretch it by one of its ends."""
        wide = self.pixels_per_week(label)
        x, y = self.hold(label, end)
        self._hand = (x + weeks * wide, y)
        self.page.mouse.move(*self._hand, steps=8)
        self.page.wait_for_selector("#calendar .in-hand")
        if drop:
            self.drop()

    def drop(self) -> None:
        """Let go of the bar in hand; the page has taken it as a change."""
        self.page.mouse.up()
        self.put_down()

    def put_down(self) -> None:
        """Once no bar is in hand."""
        self.page.wait_for_selector("#calendar .calendar-rows:not(.in-hand)")

    def sway(self, label: str, until: Callable[[], object]) -> None:
        """Move the bar in hand a week to and fro, and leave it where it was, until something is so.

        A hand at rest is answered by a refinement after a while, which on a slow page overtakes the sketch.
        """
        box, wide = self.bar(label).bounding_box(), self.pixels_per_week(label)
        x, y = self._hand
        patience = time.monotonic() + PATIENCE / 1000
        while not until():
            assert time.monotonic() < patience, "never seen"
            for at in (x + wide, x):
                self.page.mouse.move(at, y)
        assert self.bar(label).bounding_box() == box

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.clicks += 1

    def choose(self, selector: str, value: str) -> None:
        """Open a list and pick: two clicks."""
        self.page.select_option(selector, value)
        self.clicks += 2

    def answered(self, box: str) -> None:
        """Once a question asked on demand has its answer."""
        self.page.wait_for_selector(f"#{box}[aria-busy=false]", state="attached")
