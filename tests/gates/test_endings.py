"""What becomes of programmes, counted: every programme ends once, and every vote is a vote that was held."""

from __future__ import annotations

import json

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from sim.cli.endings_command import endings_command
from sim.errors import BadInput
from sim.experiments.endings import Endings, endings
from sim.experiments.statistics import share_interval_of_pairs
from sim.scenario import Scenario
from sim.simulation import simulate

RUNS = 6


@pytest.fixture(scope="module")
def found(gated: Scenario) -> Endings:
    return endings(gated, ("early", "none"), RUNS, seed=3, engine="serial")


def test_every_programme_ends_in_one_way(found: Endings) -> None:
    by_plan = found.outcomes.groupby("plan")["runs"].sum()
    assert dict(by_plan) == {"early": RUNS, "none": RUNS}
    assert (found.outcomes["low"] <= found.outcomes["share"]).all()
    assert (found.outcomes["share"] <= found.outcomes["high"]).all()


def test_antithetic_programmes_are_counted_one_by_one_and_known_as_pairs(gated: Scenario) -> None:
    mirrored = endings(gated, ("early",), RUNS, seed=3, draws="antithetic")
    assert mirrored.antithetic_pairs == RUNS // 2
    endings_met = [each.ending.outcome for each in mirrored.courses["early"]]
    assert endings_met[3] == simulate(gated, "early", 3, 3, draws="antithetic").ending.outcome  # type: ignore[union-attr]
    for row in mirrored.outcomes.itertuples():
        so_ended = np.array([float(each == row.outcome) for each in endings_met])
        assert row.runs == so_ended.sum()
        assert (row.low, row.high) == share_interval_of_pairs(so_ended, np.arange(RUNS) // 2)


def test_counts_are_those_of_single_runs(found: Endings, gated: Scenario) -> None:
    single = [simulate(gated, "early", 3, number) for number in range(RUNS)]
    table = found.outcomes[found.outcomes["plan"] == "early"].set_index("outcome")["runs"]
    for outcome, count in table.items():
        assert count == sum(run.ending.outcome == outcome for run in single if run.ending)
    gates = found.gates[found.gates["plan"] == "early"].set_index("gate")
    for gate, row in gates.iterrows():
        reviews = [review for run in single for review in run.reviews if review.gate == gate]
        assert row["met"] == sum(review.attempt == 1 for review in reviews)
        assert row["stopped"] == sum(review.then == "stops" for review in reviews)
    held = sum(len(review.votes) for run in single for review in run.reviews)
    assert found.votes[found.votes["plan"] == "early"]["times"].sum() == held


def test_what_followed_a_decision_is_counted(found: Endings) -> None:
    for row in found.after_decision.itertuples():
        after = [each.aftermath for each in found.courses[row.plan] if each.aftermath is not None]
        assert row.approved == len(after)
        assert row.asked == row.proceed + row.modify + row.stop
        assert row.asked == sum(each.intervened.happened for each in after)
        assert row.quashed <= row.challenged <= row.approved
    assert found.after_decision["approved"].sum() > 0


def test_delays_by_rework_are_those_of_reviews(found: Endings, gated: Scenario) -> None:
    delays = found.delays.set_index(["plan", "cause"])["programmes"]
    reworked = [simulate(gated, "none", 3, number) for number in range(RUNS)]
    assert delays["none", "rework"] == sum(run.reached.decision > run.milestones.decision for run in reworked)


@pytest.mark.parametrize("engine", ["threads", "processes"])
def test_no_engine_changes_a_number(found: Endings, gated: Scenario, engine: str) -> None:
    again = endings(gated, ("early", "none"), RUNS, seed=3, engine=engine, workers=2)  # type: ignore[arg-type]
    for name in ("outcomes", "gates", "votes", "delays"):
        assert getattr(again, name).equals(getattr(found, name)), name


def test_another_rulebook_is_another_game(found: Endings, gated: Scenario) -> None:
    older = endings(gated, ("early", "none"), RUNS, seed=3, rulebook="england_2013")
    assert older.scenario.rulebook == "england_2013"
    assert older.courses["early"][0].reviews[0] == found.courses["early"][0].reviews[0]  # the same first gate


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rulebook": "england_2042"}, "did you mean england_20"),
        ({"runs": 0}, "expected 1 or more"),
        ({"plans": ("earli",)}, "did you mean early"),
    ],
)
def test_a_users_mistake_is_refused(gated: Scenario, wrong: dict, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        endings(gated, **({"plans": ("early",), "runs": 1} | wrong))


def test_the_command_prints_tables_and_json() -> None:
    app = typer.Typer()
    app.command()(endings_command)
    ran = CliRunner().invoke(app, ["--plans", "early", "--runs", "2", "--seed", "3"])
    assert ran.exit_code == 0, ran.output
    assert "how programmes end (share of 2 runs, 95 % Wilson interval)" in ran.stdout
    assert "joint_scrutiny" in ran.stdout or "stopped at a gate        1.000" in ran.stdout
    printed = CliRunner().invoke(app, ["--plans", "early", "--runs", "2", "--seed", "3", "--json"])
    assert json.loads(printed.stdout)["runs"] == 2
    asked = ["--plans", "early", "--runs", "2", "--seed", "3", "--draws", "antithetic"]
    ran = CliRunner().invoke(app, asked)
    assert "2 programmes under each plan in 1 antithetic pair of replications, seed 3" in ran.stdout
    read = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert (read["draws"], read["antithetic_pairs"]) == ("antithetic", 1)
