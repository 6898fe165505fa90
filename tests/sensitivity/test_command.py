"""``sim sensitivity``: what is printed, what is written, and exit statuses."""

from __future__ import annotations

import json
import sys

import pytest
import typer
import yaml
from typer.testing import CliRunner

from sim.cli.sensitivity_command import sensitivity_command
from sim.errors import BadInput

from .conftest import small_data

FEW = ("--parameters", "carry_over,prior_public", "--replications", "2")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command on the small scenario in an empty folder."""
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(small_data()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(sensitivity_command)
    return lambda *words: CliRunner().invoke(app, ["small.yaml", *words])


def test_a_screening_prints_its_table_and_writes_its_folder(run, tmp_path):
    ran = run("--trajectories", "3", *FEW)
    assert ran.exit_code == 0, ran.output
    assert "9 design points x 2 replications x 2 plans = 36 runs, seed 1" in ran.stdout
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("morris-emergency_care-")
    assert {each.name for each in folder.iterdir()} == {"manifest.json", "table.csv", "points.csv", "figures"}


def test_a_screening_says_in_how_many_antithetic_pairs_its_replications_stand(run, tmp_path):
    ran = run("--trajectories", "3", *FEW, "--draws", "antithetic")
    assert ran.exit_code == 0, ran.output
    assert "9 design points x 2 replications in 1 antithetic pair x 2 plans = 36 runs" in ran.stdout
    assert "Seed noise: unknown from one antithetic pair of replications" in ran.stdout
    ran = run("--trajectories", "3", *FEW[:2], "--replications", "4", "--draws", "antithetic")
    assert "standard error, 4 replications in 2 antithetic pairs" in ran.stdout
    assert "takes at least 8 antithetic pairs of replications to judge" in ran.stdout
    manifests = [json.loads(each.read_text()) for each in tmp_path.rglob("manifest.json")]
    assert {each["draws"] for each in manifests} == {"antithetic"}
    assert {each["antithetic_pairs"] for each in manifests} == {1, 2}


def test_a_prior_predictive_says_so_too(run):
    words = ("--method", "prior", "--points", "10", "--outcome", "peak_campaign", "--replications", "2")
    ran = run(*words, "--draws", "antithetic")
    assert ran.exit_code == 0, ran.output
    assert "10 points x 2 pairs of runs in 1 antithetic pair of replications x 2 models" in ran.stdout
    assert "unknown from one antithetic pair of replications" in ran.stdout


def test_json_is_json_and_writes_nothing(run, tmp_path):
    ran = run("--method", "prior", "--points", "10", "--off", "redesign", "--json", *FEW)
    found = json.loads(ran.stdout)
    assert found["runs"] == 10 * 2 * 2 * 3
    models = {"full model", "mean field", "without redesign", "no change"}
    assert {row["model"] for row in found["table"]} == models
    assert not (tmp_path / "results").exists()


def test_a_long_job_says_on_stderr_how_many_runs_it_will_be_and_how_long(run, monkeypatch):
    monkeypatch.setattr(sys.modules["sim.cli.sensitivity_command"], "LONG_JOB_RUNS", 30)
    ran = run("--trajectories", "3", "--plan", "early", "--json", *FEW[:2], "--replications", "4")
    assert "9 design points x 4 replications x 1 arms = 36 runs, about " in ran.stderr
    assert json.loads(ran.stdout)["plans"] == ["early"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plan", "early", "--contrast", "early,late"), "exclude each other"),
        (("--plan", "early", "--method", "prior"), "exclude each other"),
        (("--contrast", "early"), "expected two plans"),
        (("--contrast", "early,lat"), "did you mean late?"),
        (("--outcome", "peak_campain"), "did you mean peak_campaign?"),
        (("--out", "taken"), "is not empty"),
    ],
)
def test_a_users_mistake_is_refused_before_anything_runs(run, tmp_path, words, said):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").write_text("mine")
    ran = run(*words, *FEW)
    assert isinstance(ran.exception, BadInput)
    assert said in str(ran.exception)
    assert not (tmp_path / "results").exists()
