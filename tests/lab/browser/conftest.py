"""A real server and a real browser: started once, awaited by what they say, never by seconds.

Where no Chromium is found these tests are left out; with ``CI_BROWSER=1`` they fail instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SCENARIOS
from tests.lab.browser.slowed import slow_server
from tests.lab.browser.visitor import Visitor

sync_api = pytest.importorskip("playwright.sync_api")

FEW = str(SCENARIOS / "few.yaml")
ROOT = Path(__file__).parents[3]
START_SECONDS = 600.0  # the first run in a fresh clone compiles the model, on a busy machine too
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Open = Callable[..., Visitor]
Start = Callable[..., "Lab"]


class Lab:
    """A lab's server in a process of its own; stopped and started again on the same port."""

    def __init__(self, scenario: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "sim", "lab", scenario, "--port", str(port), "--no-open"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self.scenario = scenario
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._said: list[str] = []
        listens = threading.Event()
        threading.Thread(target=self._listen, args=(listens,), daemon=True).start()
        if not listens.wait(START_SECONDS) or not self.said():
            self.stop()
            raise RuntimeError(f"sim lab {scenario} did not start:\n{''.join(self._said)}")
        slow_server(self._process)

    def _listen(self, listens: threading.Event) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.append(line)
            if "http://" in line:
                listens.set()
        listens.set()  # it ended

    def said(self) -> str | None:
        """The address, if it said one."""
        found = re.search(r"http://[^/]+/", "".join(self._said))
        return found and found.group()

    @property
    def address(self) -> str:
        address = self.said()
        assert address
        return address

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rsplit(":", 1)[1])

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI_BROWSER") == "1":
            pytest.fail("CI_BROWSER=1, and no chromium is found")
        pytest.skip("no chromium is found")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def few(browser: object) -> Iterator[Lab]:
    """A lab of 60 people and 30 weeks that has answered once: the first answer may compile the model."""
    lab = Lab(FEW)
    visitor = Visitor(browser, lab.address, 1366, 768)
    visitor.page.set_default_timeout(1000 * START_SECONDS)
    visitor.come()
    visitor.refined().leave()
    yield lab
    lab.stop()


@pytest.fixture
def started() -> Iterator[Start]:
    """Starts a lab for this test alone; it is stopped when its visitors have left."""
    labs: list[Lab] = []

    def start(scenario: str, port: int = 0) -> Lab:
        labs.append(Lab(scenario, port))
        return labs[-1]

    yield start
    for lab in labs:
        lab.stop()


@pytest.fixture
def opened(browser: object, few: Lab, started: Start) -> Iterator[Open]:
    """Opens the lab, each time as somebody new; what went wrong in the page fails the test."""
    visitors: list[Visitor] = []

    def open_lab(
        link: str = "", *, lab: Lab = few, path: str = "", size: tuple[int, int] = (1366, 768)
    ) -> Visitor:
        visitor = Visitor(browser, lab.address, *size)
        visitors.append(visitor)
        visitor.come(path + (f"#{link}" if link else ""))
        return visitor

    yield open_lab
    for visitor in visitors:
        visitor.leave()
    wrong = [line for visitor in visitors for line in visitor.wrong]
    assert not wrong, wrong
