"""The widget of notebooks: the page's own files, and the same session behind them."""

from __future__ import annotations

import json
import re
import threading
from typing import Any

import pytest

import sim.lab
from sim.lab import futures
from sim.lab.notebook import LabWidget, module_text
from sim.lab.server import page_files
from sim.scenario import Scenario
from tests.lab.conftest import LONG


def test_the_module_holds_every_script_of_the_page_and_fetches_nothing() -> None:
    text = module_text()
    scripts = [name for name in page_files() if name.endswith(".js")]
    parts = json.loads(text.split("const parts = ", 1)[1].split(";\n\nconst imported", 1)[0])
    assert sorted(parts["scripts"]) == sorted(scripts)
    for script in parts["scripts"].values():
        for other in re.findall(r'^import .* from "\./(.+)";$', script, re.MULTILINE):
            assert other in parts["scripts"]
    assert "https://" not in text.replace('https:"', "")


def test_a_widget_is_answered_like_a_page(few: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(futures, "SKETCH_RESIDENTS", 12)
    told: list[dict[str, Any]] = []
    answered = threading.Event()

    def keep(self: LabWidget, message: dict[str, Any]) -> None:
        told.append(message)
        if message["type"] == "answer":
            answered.set()

    monkeypatch.setattr(LabWidget, "_tell", keep)
    shown = sim.lab.widget(few)
    try:
        shown._hear(None, {"type": "open", "link": ""}, [])
        assert answered.wait(LONG)
        assert [each["type"] for each in told[:3]] == ["hello", "state", "answer"]
    finally:
        shown.close()
