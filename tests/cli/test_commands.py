"""The command line: what is printed, exit statuses, and that bad input writes nothing."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.experiments.explain import EXPLAINED_PAIRS
from sim.knobs import KNOBS
from sim.scenario import catalogue, load_scenario, plan_library, shipped_scenarios


def everything_in(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*"))


def test_a_comparison_prints_interval_and_pairs_and_writes_its_folder(sim, tmp_path):
    ran = sim("compare", "--pairs", "4", "--seed", "7")
    assert ran.status == 0, ran.err
    assert "early minus late, same people, same luck" in ran.out
    assert "4 pairs), better in " in ran.out
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("compare-emergency_care-")
    made = everything_in(folder)
    for name in ("manifest.json", "table.csv", "runs.csv", "report.html", "figures"):
        assert name in made
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["seed"] == 7
    assert manifest["pairs"] == 4
    assert manifest["scenario"]["name"] == "emergency_care"
    rows = list(csv.DictReader((folder / "runs.csv").open()))
    assert len(rows) == 8
    assert {row["status"] for row in rows} == {"done"}


def test_why_plans_differ_is_a_table_whose_parts_add_up(sim, tmp_path):
    ran = sim("compare", "--plans", "early,late,none", "--pairs", "3", "--out", "here")
    assert ran.status == 0, ran.err
    for name in ("campaigns_and_cost", "why", "why_none"):
        assert (tmp_path / "here" / "figures" / f"{name}.png").is_file()
    rows = list(csv.DictReader((tmp_path / "here" / "why.csv").open()))
    cases = {(row["against"], row["group"]) for row in rows}
    assert len(cases) == 2 * 6
    for case in cases:
        *parts, total = [row for row in rows if (row["against"], row["group"]) == case]
        assert [total["mechanism"], total["plan"], total["pairs"], total["week"]] == [
            "total",
            "early",
            "3",
            "100",
        ]
        for column in ("plan_mean", "against_mean", "difference"):
            assert abs(sum(float(row[column]) for row in parts) - float(total[column])) < 1e-12
        gap = float(total["plan_mean"]) - float(total["against_mean"])
        assert abs(gap - float(total["difference"])) < 1e-12
    assert any(abs(float(row["difference"])) > 1e-3 for row in rows)


def test_help_says_how_many_pairs_are_explained(sim):
    help_text = " ".join(sim("compare", "--help").out.replace("│", "").split())
    assert f"from the first {EXPLAINED_PAIRS} pairs" in help_text


def test_an_account_can_be_left_out(sim, tmp_path):
    assert sim("compare", "--pairs", "2", "--no-explain", "--out", "here").status == 0
    made = everything_in(tmp_path / "here")
    assert "table.csv" in made
    assert not [name for name in made if "why" in name]


def test_the_same_comparison_finds_its_own_folder_again(sim, tmp_path):
    for _ in range(2):
        assert sim("compare", "--pairs", "2").status == 0
    assert len(list((tmp_path / "results").iterdir())) == 1


def test_a_folder_that_holds_something_else_is_left_alone(sim, tmp_path):
    kept = tmp_path / "mine" / "notes.txt"
    kept.parent.mkdir()
    kept.write_text("a year's work")
    ran = sim("compare", "--pairs", "2", "--out", str(kept.parent))
    assert ran.status == 2
    assert "is not empty and holds no result" in ran.err
    assert everything_in(kept.parent) == ["notes.txt"]
    assert kept.read_text() == "a year's work"


def test_another_result_is_not_overwritten(sim, tmp_path):
    assert sim("compare", "--pairs", "2", "--out", "here").status == 0
    before = (tmp_path / "here" / "manifest.json").read_bytes()
    ran = sim("compare", "--pairs", "2", "--seed", "2", "--out", "here")
    assert ran.status == 2
    assert "holds another result" in ran.err
    assert (tmp_path / "here" / "manifest.json").read_bytes() == before


def test_json_is_the_same_to_the_byte_and_writes_nothing(sim, tmp_path):
    ran = [sim("compare", "--pairs", "5", "--seed", "7", "--json") for _ in range(2)]
    assert ran[0].status == 0
    assert ran[0].out == ran[1].out
    read = json.loads(ran[0].out)
    assert read["pairs"] == 5
    # where scrutiny never voted, its vote is no number
    assert all(row["pairs"] == 5 for row in read["table"] if row["outcome"] != "scrutiny_in_favour")
    assert everything_in(tmp_path) == []


@pytest.mark.parametrize("engine", ["serial", "threads", "processes"])
def test_no_engine_changes_a_byte(sim, engine):
    plain = sim("compare", "--pairs", "3", "--json", "--workers", "1")
    assert sim("compare", "--pairs", "3", "--json", "--engine", engine, "--workers", "2").out == plain.out


def test_three_plans_are_compared_with_the_first(sim):
    ran = sim("compare", "--plans", "early,late,none", "--pairs", "2")
    assert ran.status == 0, ran.err
    assert "early minus late" in ran.out
    assert "early minus none" in ran.out
    assert "no engagement budget: not an equal comparison" in ran.out


def test_antithetic_pairs_are_named_wherever_replications_are_counted(sim, tmp_path):
    ran = sim("compare", "--pairs", "4", "--gates", "off", "--draws", "antithetic", "--out", "here")
    assert ran.status == 0, ran.err
    assert "4 replications in 2 antithetic pairs, seed 1" in ran.out
    manifest = json.loads((tmp_path / "here" / "manifest.json").read_text())
    assert (manifest["draws"], manifest["pairs"], manifest["antithetic_pairs"]) == ("antithetic", 4, 2)
    assert manifest["scenario"]["draws"] == "antithetic"
    for name in ("table", "why"):
        rows = list(csv.DictReader((tmp_path / "here" / f"{name}.csv").open()))
        assert {row["antithetic_pairs"] for row in rows if row["pairs"] == "4"} == {"2"}, name
    page = (tmp_path / "here" / "report.html").read_text(encoding="utf-8")
    assert "4 pairs of runs in 2 antithetic pairs of replications" in page
    assert "each pair one observation in every interval" in page
    ran = sim("compare", "--pairs", "2", "--gates", "off", "--draws", "antithetic", "--json")
    read = json.loads(ran.out)
    assert (read["draws"], read["antithetic_pairs"]) == ("antithetic", 1)
    ran = sim("compare", "--pairs", "2", "--gates", "off", "--draws", "antithetic", "--no-explain")
    assert "no interval from 2 pairs in 1 antithetic pair of replications" in ran.out


def test_a_run_can_be_the_mirrored_one_of_its_pair(sim):
    def support(*words: str) -> float:
        ran = sim("run", "--replication", "3", "--gates", "off", "--json", *words)
        return json.loads(ran.out)["outcomes"]["support_public_decision"]

    assert support("--draws", "antithetic") != support()
    assert support("--draws", "independent") == support()


def test_one_pair_has_no_interval(sim):
    ran = sim("compare", "--pairs", "1")
    assert ran.status == 0, ran.err
    assert "no interval from 1 pair" in ran.out


def test_a_run_tells_what_happened(sim):
    ran = sim("run", "--plan", "late", "--seed", "3")
    assert ran.status == 0, ran.err
    for words in ("The public is told", "Programme Board:", "week 100", "Outcome: "):
        assert words in ran.out
    read = json.loads(sim("run", "--plan", "late", "--seed", "3", "--json").out)
    boards = [review for review in read["reviews"] if review["body"] == "programme_board"]
    assert boards[0]["for"] + boards[0]["against"] == 12
    assert boards[0]["reasons"]
    assert {"looked_at", "votes", "then"} <= boards[0].keys()
    assert {event["kind"] for event in read["events"]} >= {"milestone", "activity", "gate", "delay", "end"}
    assert read["ending"]["week"] == max(event["week"] for event in read["events"])
    assert read["outcome"] == read["ending"]["outcome"] == "approved but unfunded"
    assert read["milestones"]["decision"] == {"planned": 100, "reached": 130}


def test_a_story_is_printed_and_only_written_when_asked_for(sim, tmp_path):
    printed = sim("run", "--plan", "late", "--seed", "3")
    assert "add: --out FOLDER" in printed.out
    assert everything_in(tmp_path) == []
    for _ in range(2):  # the same run finds its own folder again
        ran = sim("run", "--plan", "late", "--seed", "3", "--out", "here")
        assert ran.status == 0, ran.err
    assert everything_in(tmp_path / "here") == ["manifest.json", "story.txt", "timeline.png", "timeline.svg"]
    story = (tmp_path / "here" / "story.txt").read_text(encoding="utf-8")
    assert printed.out.startswith(story)
    assert max(map(len, story.splitlines())) <= 100


def test_a_story_goes_into_no_folder_that_holds_something_else(sim, tmp_path):
    assert sim("run", "--seed", "3", "--out", "here").status == 0
    before = (tmp_path / "here" / "story.txt").read_bytes()
    ran = sim("run", "--seed", "4", "--out", "here")
    assert ran.status == 2
    assert "holds another result" in ran.err
    assert (tmp_path / "here" / "story.txt").read_bytes() == before
    kept = tmp_path / "mine" / "notes.txt"
    kept.parent.mkdir()
    kept.write_text("a year's work")
    ran = sim("run", "--out", "mine")
    assert ran.status == 2
    assert "is not empty and holds no result" in ran.err
    assert everything_in(kept.parent) == ["notes.txt"]


def test_a_run_without_gates_has_no_ending(sim):
    read = json.loads(sim("run", "--plan", "late", "--seed", "3", "--gates", "off", "--json").out)
    assert read["ending"] is None
    assert read["not_reached"] == []
    assert read["milestones"]["decision"] == {"planned": 100, "reached": 100}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare", "--plans", "early,lat"], "did you mean late?"),
        (["compare", "--plans", "early"], "at least two"),
        (["compare", "--plans", "early,early"], "twice"),
        (["compare", "--pairs", "0"], "expected 1 or more"),
        (["compare", "--seed", "-1"], "expected 0 or more"),
        (["compare", "--draws", "antithetic", "--pairs", "7"], "is 7; expected an even number"),
        (["endings", "--draws", "antithetic", "--runs", "7"], "is 7; expected an even number"),
        (["sensitivity", "--draws", "antithetic", "--replications", "5"], "is 5; expected an even number"),
        (["compare", "--draws", "antithetical"], "Invalid value"),
        (["compare", "--workers", "0"], "expected 1 or more"),
        (["compare", "emergency_car"], "did you mean emergency_care?"),
        (["run", "--plan", "erly"], "did you mean early?"),
        (["run", "--seed", "-3"], "must be 0 or more"),
        (["run", "--out", "here", "--person", "7"], "leave it out with --person"),
        (["run", "--out", "here", "--plan", "erly"], "did you mean early?"),
        (["check", "nowhere.yaml"], "does not exist"),
        (["check", "."], "is a folder"),
        (["new", "mine.yaml", "--from", "emergency_cure"], "did you mean emergency_care?"),
        (["new", "mine.txt"], "should end in .yaml"),
        (["compare", "--pairs", "many"], "Invalid value"),
    ],
)
def test_bad_input_is_status_2_with_a_reason_and_nothing_written(sim, tmp_path, words, said):
    ran = sim(*words)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert everything_in(tmp_path) == []


def test_a_bad_file_is_status_2_one_line_a_problem_and_nothing_written(sim, tmp_path):
    text = shipped_scenarios()["emergency_care"].read_text()
    bad = tmp_path / "mine.yaml"
    bad.write_text(
        text.replace("instrument: outreach", "instrument: outreech", 1).replace("beds: 0.7", "beds: 7")
    )
    for words in (["check", "mine.yaml"], ["run", "mine.yaml"], ["compare", "mine.yaml"]):
        ran = sim(*words)
        assert ran.status == 2
        lines = ran.err.strip().splitlines()
        assert len(lines) == 2
        assert all(line.startswith("mine.yaml: ") for line in lines)
        assert "did you mean outreach?" in ran.err
    assert everything_in(tmp_path) == ["mine.yaml"]


def test_a_new_scenario_can_be_checked_and_never_overwrites(sim, tmp_path):
    assert sim("new", "mine.yaml").status == 0
    assert sim("check", "mine.yaml").status == 0
    (tmp_path / "mine.yaml").write_text("changed")
    ran = sim("new", "mine.yaml")
    assert ran.status == 2
    assert "nothing was overwritten" in ran.err
    assert (tmp_path / "mine.yaml").read_text() == "changed"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("mine.yaml", "mine"),
        ("Our Town - 2027.yaml", "our_town_2027"),
        ("2027 beds.yml", "beds"),
        ("no.yaml", "no"),  # to YAML, without quotes, a truth value
        (f"{'a' * 59} b.yaml", "a" * 59),  # a name has at most 60 characters, and ends in no dash
        ("2027.yaml", "finance_led_cuts"),  # nothing to make a name of
    ],
)
def test_a_new_scenario_is_called_as_its_file(sim, file, name):
    ran = sim("new", file, "--from", "finance_led_cuts")
    assert f"{file}: written from finance_led_cuts, named {name}. " in ran.out
    mine, shipped = load_scenario(file), load_scenario("finance_led_cuts")
    assert mine.name == name
    assert mine.model_copy(update={"name": shipped.name}) == shipped


def test_every_parameter_is_listed_once(sim):
    rows = list(csv.DictReader(io.StringIO(sim("parameters", "--csv").out)))
    assert [row["name"] for row in rows] == [knob.name for knob in KNOBS]
    assert all(knob.name in sim("parameters").out for knob in KNOBS)


def test_the_schema_is_json_and_knows_plans(sim):
    assert "plans" in json.loads(sim("schema").out)["properties"]


def test_scenarios_are_listed_with_their_plans(sim):
    out = sim("scenarios").out
    assert all(f"{name}: {load_scenario(name).title}\n" in out for name in shipped_scenarios())
    names = ", ".join(load_scenario().plan_names)
    assert f"\n  plans: {names}\n" in out
    assert "\n  its own plan improvised: Improvised - once there is trouble\n" in out
    assert "its own plan late" not in out  # it is the library's


def test_the_plan_library_is_listed_with_what_each_plan_does_when(sim):
    out = sim("plans").out
    heads = [line.split(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert heads == list(plan_library())
    assert "  residents, from week 4, 40 weeks: listening events (consult)\n" in out
    assert (
        "  assurers, from 12 weeks after preferred, 40 weeks: dialogue with assurance bodies (consult)\n"
        in out
    )
    assert out.count("\n  ") == sum(len(plan.activities) for plan in plan_library().values())


def test_every_instrument_is_listed_with_its_messenger_and_source(sim):
    rows = list(csv.DictReader(io.StringIO(sim("instruments", "--csv").out)))
    found = catalogue()
    assert [row["name"] for row in rows] == list(found.instruments)
    for row in rows:
        instrument = found.instruments[row["name"]]
        assert float(row["people a week"]) == instrument.people_per_week
        assert float(row["GBP a contact"]) == instrument.gbp_per_contact
        assert row["source"] == instrument.source
        credibility = found.messengers[instrument.messenger].credibility
        assert row["messenger"] == f"{instrument.messenger} ({credibility:.2f})"
    assert all(name in sim("instruments").out for name in found.instruments)


def test_a_failed_replication_is_a_row_and_status_1(sim, tmp_path, monkeypatch):
    from sim.experiments import pairs as experiment

    genuine = experiment.simulate_lanes

    def fails_once(scenario, lanes, seed, replication, equal, **more):
        if replication == 1:
            raise ArithmeticError("made to fail")
        return genuine(scenario, lanes, seed, replication, equal, **more)

    monkeypatch.setattr(experiment, "simulate_lanes", fails_once)
    ran = sim("compare", "--pairs", "3", "--out", "here")
    assert ran.status == 1
    assert "replication 1 failed: ArithmeticError: made to fail" in ran.err
    assert "again: sim run --seed 1 --replication 1 --plan early\n" in ran.err
    rows = list(csv.DictReader((tmp_path / "here" / "runs.csv").open()))
    assert [row["status"] for row in rows].count("failed") == 2
    assert "2 pairs" in ran.out
    assert {row["pairs"] for row in csv.DictReader((tmp_path / "here" / "why.csv").open())} == {"2"}
    ran = sim("compare", "--pairs", "4", "--gates", "off", "--draws", "antithetic", "--out", "there")
    assert "again: sim run --seed 1 --replication 1 --plan early --draws antithetic\n" in ran.err
    assert "3 pairs" in ran.out


NOTHING_SLOW = """
import sys
from sim.cli import main
sys.argv = ["sim", "--help"]
try:
    main()
except SystemExit:
    pass
slow = {"numba", "numpy", "pandas", "matplotlib", "scipy", "pydantic"} & set(sys.modules)
assert not slow, slow
"""


def test_help_loads_neither_compiler_nor_charts():
    subprocess.run([sys.executable, "-c", NOTHING_SLOW], check=True, capture_output=True)


def test_a_swept_run_is_replayed_and_the_sweep_reported(sim, tmp_path):
    words = ("--grid", "gain_multiplier=0.8,1.2", "--plans", "early,none", "--replications", "2")
    few = str(Path(__file__).parents[1] / "scenarios" / "few.yaml")
    assert sim("sweep", few, *words, "--engine", "serial", "--folder", "a").status == 0
    ran = sim("replay", "a", "1:none:1")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "The same bits.")
    assert sim("report", "a").out == f"Open {Path('a') / 'report.html'}\n"
    assert (tmp_path / "a" / "report.html").is_file()
    refused = sim("report", "nowhere")
    assert (refused.status, refused.err) == (2, "nowhere: does not exist\n")
