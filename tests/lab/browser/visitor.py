"""A visitor of the lab's page: what they see, and what their hands do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
PATIENCE = 60_000  # milliseconds; a loaded machine refines slowly


class Visitor:
    """A browser context of their own, so that nobody shares anything but the server."""

    def __init__(self, browser: Any, address: str, width: int, height: int) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.clicks = 0
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "WebSocket connection" not in message.text:
            self.wrong.append(message.text)

    def come(self, path: str = "") -> None:
        self.page.goto(self.address + path)

    def leave(self) -> None:
        self.context.close()

    def refined(self) -> Visitor:
        """Once the page shows the refined answer to the newest change."""
        self.page.wait_for_selector('#stage[data-stage="refined"]')
        return self

    def changed_from(self, headline: str) -> str:
        """The first headline that differs."""
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
        return str(self.page.url).partition("#")[2]

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
        self.page.mouse.move(x + weeks * wide, y, steps=8)
        if drop:
            self.page.mouse.up()

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
