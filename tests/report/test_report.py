"""The report opens offline, escapes what users write, says everything, and repeats its bytes."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from base64 import b64decode
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.arrays import MECHANISMS
from sim.charts import interval
from sim.charts.sheet import MARGIN
from sim.charts.style import SMALLEST, font, width_of
from sim.charts.why import LABELS_RIGHT
from sim.experiments import Comparison, compare
from sim.experiments.chart_data import chart_data_of, difference_of
from sim.experiments.explain import TOTAL, WORDS
from sim.experiments.pairs import Replication
from sim.report import write_report
from sim.scenario import Scenario
from tests.report.conftest import SCRIPT

FIGURES = (
    "campaigns_and_cost",
    "losing_and_gaining",
    "paired_difference",
    "support_by_group",
    "trust",
    "why",
)
NEVER_CLOSED = {"meta", "img", "br", "link", "input"}


class Reader(HTMLParser):
    """Collects tags, attributes and text, and sees whether tags are nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.still_open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in NEVER_CLOSED:
            self.still_open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.still_open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.still_open[-1:] != ["style"]:
            self.words.append(data)


@pytest.fixture(scope="session")
def folder(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "made" / "on the way"
    assert write_report(comparison, folder, "sim compare --pairs 4 <x>") == folder / "report.html"
    return folder


@pytest.fixture(scope="session")
def page(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def read(page: str) -> Reader:
    return Reader(page)


def test_every_figure_is_written_as_png_and_svg(folder: Path) -> None:
    names = sorted(file.name for file in (folder / "figures").iterdir())
    assert names == sorted(f"{name}.{kind}" for name in FIGURES for kind in ("png", "svg"))
    for name in FIGURES:
        assert (folder / "figures" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        ElementTree.parse(folder / "figures" / f"{name}.svg")


def test_nothing_is_loaded_from_anywhere(page: str, read: Reader) -> None:
    loading = [
        value for name, value in read.attributes if name in ("src", "href", "data", "action", "srcset")
    ]
    assert loading
    assert all(value.startswith("data:image/svg+xml;base64,") for value in loading)
    assert not read.tags & Counter(["script", "link", "iframe", "object", "embed"])
    assert "@import" not in page
    assert "url(" not in page


def test_pictures_load_nothing_either(page: str) -> None:
    pictures = [b64decode(found).decode() for found in re.findall(r'base64,([^"]+)"', page)]
    assert len(pictures) == len(FIGURES)
    for picture in pictures:
        assert "<script" not in picture
        references = re.findall(r'href="([^"]*)"', picture)
        assert all(reference.startswith("#") for reference in references)


def test_what_users_write_is_text(page: str, read: Reader) -> None:
    assert "<script" not in page
    assert page.count(html.escape(SCRIPT, quote=False)[:14]) >= 4
    words = "".join(read.words)
    assert f"Northvale {SCRIPT}" in words
    assert "sim compare --pairs 4 <x>" in words


def test_tags_are_nested_and_closed_and_pictures_have_words(read: Reader) -> None:
    assert not read.still_open
    assert read.tags["img"] == sum(name == "alt" and bool(value) for name, value in read.attributes)
    assert read.tags["h1"] == 1


def test_every_headline_outcome_stands_there_with_interval_and_pairs(
    comparison: Comparison, read: Reader
) -> None:
    words = " ".join(" ".join(read.words).split())
    headline = [name for name, outcome in comparison.outcomes.items() if outcome.headline]
    assert len(headline) > 10
    for name in headline:
        found = difference_of(comparison, name, ("early", "late"))
        assert " ".join(found.label.split()) in words
        assert f"{interval(found)}; 4 pairs" in words
        assert f"{found.better} of 4" in words


def test_plans_stand_side_by_side_with_weeks_and_equal_contacts(read: Reader) -> None:
    words = " ".join(" ".join(read.words).split())
    assert "Listening events" in words
    assert "weeks 4–43" in words
    assert "weeks 64–103" in words
    assert "Equal contacts" in words


def test_caveats_and_provenance_are_told(read: Reader) -> None:
    words = " ".join(read.words)
    for told in (
        "A simulation, not a forecast",
        "grade J",
        "approval is never the only outcome to look at",
        "england_2024",
        "Only 4 pairs",
        "Seed",
        "numpy",
    ):
        assert told in words


def test_written_twice_the_bytes_are_the_same(comparison: Comparison, folder: Path, tmp_path: Path) -> None:
    write_report(comparison, tmp_path, "sim compare --pairs 4 <x>")
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) == 2 * len(FIGURES) + 1
    for file in files:
        assert file.read_bytes() == (tmp_path / file.relative_to(folder)).read_bytes(), file.name


def test_failed_runs_are_listed(comparison: Comparison, tmp_path: Path) -> None:
    broken = replace(comparison, failures=(Replication(3, error="ValueError: <b>nan</b> (hear, line 3)"),))
    page = write_report(broken, tmp_path).read_text(encoding="utf-8")
    assert "replication 3: ValueError: &lt;b&gt;nan&lt;/b&gt; (hear, line 3)" in page


def test_no_failed_runs_are_not_mentioned(page: str) -> None:
    assert "Failed runs" not in page


def test_three_plans_and_two_pairs_make_a_report(scenario: Scenario, tmp_path: Path) -> None:
    found = compare(scenario, plans=("none", "early", "late"), pairs=2, seed=3, equal="intensity")
    page = write_report(found, tmp_path).read_text(encoding="utf-8")
    assert "none minus early" in page
    assert "none minus late" in page
    assert (tmp_path / "figures" / "paired_difference_late.png").exists()
    assert "Why the plans differ" not in page
    assert not list((tmp_path / "figures").glob("why*"))
    assert "no interval" not in page


def test_one_pair_and_a_plan_with_a_budget_of_its_own_make_a_report(
    scenario: Scenario, tmp_path: Path
) -> None:
    found = compare(scenario, plans=("early", "none"), pairs=1)
    page = write_report(found, tmp_path).read_text(encoding="utf-8")
    assert "Not held to this: none." in page
    assert "no interval from 1 pair" in page


def test_lines_at_decision_and_horizon_agree_with_the_outcomes(comparison: Comparison) -> None:
    data = chart_data_of(comparison)
    losing, gaining = data.sides
    for panel, side in ((losing, "losing"), (gaining, "gaining")):
        for course in panel.courses:
            values = comparison.values[course.plan]
            assert course.mean[data.decision_week] == pytest.approx(values[f"support_{side}_decision"].mean())
            assert course.mean[-1] == pytest.approx(values[f"support_{side}_horizon"].mean())
            assert (course.low <= course.high).all()


def test_both_new_charts_stand_under_their_heading_with_a_word_on_reading_them(read: Reader) -> None:
    words = " ".join(" ".join(read.words).split())
    why, surroundings = (
        words.index("Why the plans differ"),
        words.index("Campaigns, media, redesign and cost"),
    )
    assert why < words.index("A bar is what a mechanism itself has added") < words.index("Places and trust")
    assert surroundings < words.index("Each row has its own unit") < words.index("Before relying on this")


def test_what_is_taken_out_of_the_model_is_told(comparison: Comparison, read: Reader, tmp_path: Path) -> None:
    page = write_report(replace(comparison, off=("peers", "media")), tmp_path).read_text(encoding="utf-8")
    assert "<dt>Mechanisms taken out</dt><dd>peers, media</dd>" in page
    words = " ".join(" ".join(read.words).split())
    assert "Mechanisms taken out none" in words
    assert "Peer rule linear" in words


def test_campaigns_and_cost_agree_with_history_and_outcomes(comparison: Comparison) -> None:
    shown, scenario = chart_data_of(comparison).surroundings, comparison.scenario
    places, losing = scenario.population.localities, scenario.proposal.losing_localities()
    lost = [at for at, place in enumerate(places) if place.name in losing]
    residents = [places[at].residents for at in lost]
    for at, plan in enumerate(comparison.plans):
        weekly, values = comparison.weekly[plan], comparison.values[plan]
        against = (weekly["locality_against"][..., lost] * residents).sum(axis=2) / sum(residents)
        assert shown.against.courses[at].mean == pytest.approx(against.mean(axis=0))
        assert shown.attention.courses[at].mean == pytest.approx(weekly["attention"].mean(axis=0))
        assert shown.redesign.courses[at].mean[-1] == pytest.approx(values["redesign"].mean())
        assert shown.cost.courses[at].mean[-1] == pytest.approx(values["cost"].mean())
        rises = np.diff(shown.cost.courses[at].mean)
        assert (rises >= 0).all()
        assert (rises[:60] > 0).all()  # until the first programme may end


def test_parts_add_up_to_the_difference_in_support_of_the_explained_pairs(comparison: Comparison) -> None:
    contrast = chart_data_of(comparison).contrasts[0]
    why = contrast.why
    assert why is not None
    assert why.pairs == 3
    week = comparison.milestones.decision
    early, late = (comparison.weekly[plan]["group_support"][:3, week] for plan in ("early", "late"))
    gap = (early - late).mean(axis=0)
    assert len(set(gap)) == len(why.groups)
    for reasons, found in zip(why.groups, gap, strict=True):
        assert abs(sum(part.mean for part in reasons.parts) - found) < 1e-12
        assert abs(reasons.total.mean - found) < 1e-12
        assert reasons.total.low <= reasons.total.mean <= reasons.total.high
    assert why.groups[why.residents].total.mean == pytest.approx(
        contrast.residents.decision.values[:3].mean(), abs=1e-12
    )


def test_every_mechanism_has_its_word_in_the_order_of_the_account(comparison: Comparison) -> None:
    assert list(WORDS) == [*MECHANISMS, TOTAL]
    why = chart_data_of(comparison).contrasts[0].why
    assert why is not None
    for reasons in why.groups:
        assert [part.label for part in reasons.parts] == [WORDS[name] for name in MECHANISMS]
    room = LABELS_RIGHT - MARGIN - 0.06  # no word is cut short beside its bars
    for name, word in WORDS.items():
        assert width_of(word, font(SMALLEST, "bold" if name == TOTAL else "normal")) <= room, word


def test_explaining_pairs_changes_no_outcome_and_no_other_engine_changes_a_bit(scenario: Scenario) -> None:
    plain, told, threads = (
        compare(scenario, pairs=3, engine=engine, explain_pairs=explained)
        for engine, explained in (("serial", 0), ("serial", 2), ("threads", 2))
    )
    assert plain.explained == {}
    pd.testing.assert_frame_equal(plain.table, told.table, check_exact=True)
    for plan in told.plans:
        assert told.explained[plan].shape[0] == 2
        assert told.explained[plan].tobytes() == threads.explained[plan].tobytes()


def test_an_account_is_kept_of_the_model_that_was_compared(scenario: Scenario) -> None:
    found = compare(scenario, pairs=2, explain_pairs=2, off=("peers",), behaviour={"media_influence": 0.0})
    for plan in found.plans:
        assert not found.explained[plan][:, :, MECHANISMS.index("peers")].any()
        assert not found.explained[plan][:, :, MECHANISMS.index("media")].any()
        assert found.explained[plan][:, :, MECHANISMS.index("self_evaluation")].any()


def test_the_dataset_labels_every_weekly_series(comparison: Comparison) -> None:
    dataset = comparison.dataset
    assert dataset["campaign_against"].dims == ("plan", "replication", "week", "locality")
    assert dataset["cost_weeks"].dims == ("plan", "replication", "week")
    support = dataset["group_support"].sel(plan="late", group="public", week=100)
    assert support.values == pytest.approx(comparison.values["late"]["support_public_decision"])


def test_the_main_chart_of_a_comparison_is_support_by_group(comparison: Comparison) -> None:
    figure = comparison.plot()
    assert len(figure.axes) == len(comparison.scenario.population.groups)
