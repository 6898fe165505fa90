"""Three tasks of a first-time leader: clicks are counted, answers checked against the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.lab.browser.conftest import FEW, ROOT, Open, Start
from tests.lab.browser.visitor import Visitor

PAIRS_OF_CONTRIBUTIONS = 40
ASSURANCE = "support_assurance_decision"


def _sim(*arguments: str) -> Any:
    found = subprocess.run(
        [sys.executable, "-m", "sim", *arguments, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(found.stdout)


def _saved_plan(visitor: Visitor, folder: Path) -> Path:
    with visitor.page.expect_download() as download:
        visitor.page.click("#save-plan")
    at = folder / download.value.suggested_filename
    download.value.save_as(at)
    return at


def test_task_1_the_latest_safe_start_is_that_of_sim_timing(opened: Open) -> None:
    visitor = opened("1_pearly_Pnone").refined()
    visitor.page.fill("#timing-target", "-0.5")
    visitor.click("#ask-timing")
    visitor.answered("timing")
    assert visitor.clicks <= 3
    told = _sim(
        "timing", FEW, "--plan", "early", "--against", "none", "--milestone", "preferred",
        "--outcome", "support_losing_decision", "--target", "-0.5", "--pairs", "100",
    )  # fmt: skip
    points = told["table"]
    assert visitor.page.locator("#timing circle.point").count() == len(points)
    assert visitor.page.locator("#timing circle.safe").count() == sum(point["is_safe"] for point in points)
    words = visitor.page.inner_text("#timing .finding")
    if told["latest_safe_start"] is None:
        assert "no" in words.lower()
        return
    week = 8 + told["latest_safe_start"]  # the preferred option is in week 8
    assert f"week {week}" in visitor.page.inner_text("#timing .latest-label")


def test_task_2_a_late_plan_made_as_good_as_the_early_one(
    opened: Open, started: Start, tmp_path: Path
) -> None:
    lab = started(_with_a_late_plan(tmp_path))
    _make_it_as_good(opened(lab=lab).refined(), tmp_path)


def _with_a_late_plan(folder: Path) -> str:
    """The small scenario, with its early plan once more, five weeks later."""
    document = yaml.safe_load(Path(FEW).read_text())
    early = next(plan for plan in document["plans"] if isinstance(plan, dict))
    activities = [{**each, "start": each["start"] + 5} for each in early["activities"]]
    document["plans"].append({**early, "name": "late_start", "label": "Late start", "activities": activities})
    file = folder / "few_and_late.yaml"
    file.write_text(json.dumps(document))  # JSON is YAML
    return str(file)


def _make_it_as_good(visitor: Visitor, folder: Path) -> None:
    visitor.choose("#preset", "late_start")
    visitor.choose("#reference", "early")
    visitor.choose("#outcome", ASSURANCE)
    visitor.page.wait_for_selector('#detail:text("Assurance")')
    worse = visitor.refined().headline
    assert "worse" in worse
    visitor.click("#earlier")  # a quarter of a year, the whole plan
    visitor.changed_from(worse)
    assert visitor.clicks <= 7
    headline = visitor.refined().headline
    assert "worse" not in headline
    plans = _saved_plan(visitor, folder)
    told = _sim("compare", str(plans), "--plans", "yours,reference", "--pairs", "200")
    row = next(row for row in told["table"] if row["outcome"] == ASSURANCE)
    shown = [float(number.replace("−", "-")) for number in re.findall(r"[+−]?\d+\.\d+", headline)]
    assert shown[0] == round(row["difference"], len(str(shown[0]).split(".")[1]))
    assert shown[1:] == [round(row[end], 3) for end in ("low", "high")]
    assert "200" in headline


def test_task_3_the_activity_that_matters_most_to_losing_localities(opened: Open, tmp_path: Path) -> None:
    visitor = opened("1_pearly_Pnone_eintensity").refined()
    visitor.click("#ask-contributions")
    visitor.answered("contributions")
    assert visitor.clicks == 1
    names = visitor.page.locator("#contributions .bar-name").all_text_contents()
    values = visitor.page.locator("#contributions .bar-value").all_text_contents()
    assert len(names) == visitor.page.locator("#calendar .bar").count()
    shown = [float(value.replace("−", "-")) for value in values]
    assert shown == sorted(shown, reverse=True)
    # the same by hand: the plan file once more, with a third plan that lacks the first activity
    plans = _saved_plan(visitor, tmp_path)
    told = _without_each(plans, visitor, names[0])
    assert abs(told - shown[0]) < 6e-4


def _without_each(plans: Path, visitor: Visitor, label: str) -> float:
    """What the command line finds for a plan without the activity of this name."""
    from sim.scenario import catalogue

    instrument = next(name for name, each in catalogue().instruments.items() if each.label == label)
    document = yaml.safe_load(plans.read_text())
    yours = next(plan for plan in document["plans"] if isinstance(plan, dict) and plan["name"] == "yours")
    less = {**yours, "name": "less", "label": "Less"}
    less["activities"] = [each for each in yours["activities"] if each["instrument"] != instrument]
    assert len(less["activities"]) == len(yours["activities"]) - 1
    document["plans"] = [*document["plans"], less]
    third = plans.with_name("third.yaml")
    third.write_text(json.dumps(document))  # JSON is YAML
    told = _sim(
        "compare",
        str(third),
        "--plans",
        "yours,less",
        "--equal",
        "intensity",
        "--pairs",
        str(PAIRS_OF_CONTRIBUTIONS),
    )
    row = next(row for row in told["table"] if row["outcome"] == "support_losing_decision")
    return float(row["difference"])
