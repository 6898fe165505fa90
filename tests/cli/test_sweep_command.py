"""``sim sweep`` on the command line: what cannot be is one line with status 2, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

FEW = str(Path(__file__).parents[1] / "scenarios" / "few.yaml")
PLANS = ("--plans", "early,none")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("gain_multiplyer\n1\n", "column is 'gain_multiplyer', which is not a column a design can have"),
        ("gain_multiplier\n1\n1\n", "row 2 is the same as row 1"),
        ("gain_multiplier\n1\n99\n", "row 2: gain_multiplier is 99; expected 0.3 to 1.7"),
        ("gain_multiplier\n1\ninf\n", "row 2: gain_multiplier is inf; expected 0.3 to 1.7"),
        ("gain_multiplier,loss_aversion\n1,\n", "row 1: loss_aversion is missing; expected a value"),
        ("gain_multiplier\n", "has no rows"),
        ("", "cannot be read"),
        ("gain_multiplier,loss_aversion\n1\n", "cannot be read"),
    ],
)
def test_a_design_that_cannot_be_is_refused_before_anything_runs(sim, tmp_path, content, line):
    (tmp_path / "design.csv").write_text(content, encoding="utf-8")
    ran = sim("sweep", FEW, "--design", "design.csv", *PLANS, "--folder", "a")
    assert ran.status == 2
    assert ran.err.startswith("design.csv: ")
    assert line in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "needs one design: --design FILE, --latin N, or --grid NAME=1,2,3"),
        (("--latin", "4", "--grid", "gain_multiplier=1"), "needs one design"),
        (("--latin", "0"), "latin is 0; expected 1 to 1,000,000"),
        (("--latin", "10000000"), "latin is 10000000; expected 1 to 1,000,000"),
        (("--latin", "4", "--factors", "gain_multiplyer"), "did you mean gain_multiplier?"),
        (("--grid", "gain_multiplier"), "expected NAME=1,2,3"),
        (("--design", "nowhere.csv"), "nowhere.csv: does not exist"),
        (("--design", "."), "is a folder"),
        (("--latin", "4", "--replications", "0"), "replications is 0; expected 1 or more"),
        (("--latin", "4", "--workers", "0"), "workers: is 0; expected 1 or more"),
        (("--latin", "4", "--scheduler", "tcp://a:1"), "is for --engine dask"),
        (("--latin", "4", "--outcomes", "supprt_public_decision"), "did you mean support_public_decision?"),
        (("--latin", "4", "--plans", "early,early"), "names early twice"),
    ],
)
def test_what_cannot_be_is_one_line(sim, tmp_path, words, line):
    ran = sim("sweep", FEW, *PLANS, "--engine", "processes", *words)
    assert (ran.status, ran.out) == (2, "")
    assert line in ran.err
    assert "Traceback" not in ran.err


def test_a_folder_that_is_no_result_is_refused_by_every_reader(sim, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine", encoding="utf-8")
    for words in (("replay", "thesis", "0:early:0"), ("report", "thesis")):
        ran = sim(*words)
        assert (ran.status, ran.err) == (2, "thesis: is not a result folder: it has no manifest.json\n")
    ran = sim("sweep", FEW, "--latin", "2", *PLANS, "--folder", "thesis")
    assert (ran.status, "holds chapter.txt and is no result folder" in ran.err) == (2, True)
    assert [each.name for each in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


def test_a_folder_of_another_kind_of_result_is_refused(sim, tmp_path):
    assert sim("compare", FEW, *PLANS, "--pairs", "2", "--no-explain", "--out", "compared").status == 0
    before = sorted(each.name for each in (tmp_path / "compared").rglob("*"))
    ran = sim("sweep", FEW, "--latin", "2", *PLANS, "--folder", "compared")
    assert (ran.status, "holds another sweep" in ran.err) == (2, True)
    ran = sim("replay", "compared", "0:early:0")
    assert (ran.status, ran.err) == (2, "compared: holds a result of kind 'compare'; expected a sweep's\n")
    assert sorted(each.name for each in (tmp_path / "compared").rglob("*")) == before
