"""``sim register`` and what other commands make of a register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.scenario import load_scenario, shipped_scenarios
from sim.scenario.register_table import COLUMNS


def with_register(file: str, folder: Path) -> None:
    """A scenario mine.yaml that names a register."""
    text = shipped_scenarios()["emergency_care"].read_text(encoding="utf-8")
    named = text.replace("population:\n", f"population:\n  register: {file}\n", 1)
    (folder / "mine.yaml").write_text(named, encoding="utf-8")


def test_a_register_is_written_and_can_be_read_without_an_edit(sim, tmp_path):
    ran = sim("register", "people.csv", "--from", "emergency_care", "--body", "programme_board")
    assert ran.status == 0, ran.err
    assert ran.out.startswith("people.csv: 12 people.")
    with_register("people.csv", tmp_path)
    checked = sim("check", "mine.yaml")
    assert checked.status == 0, checked.err
    assert "12 registered by name: " in checked.out
    assert "Programme Board 12 of 12 seats" in checked.out
    people = load_scenario(tmp_path / "mine.yaml").population.register
    assert {person.group for person in people} == {"clinicians", "finance"}
    assert all("programme_board" in person.bodies for person in people)


def test_a_register_says_by_its_first_bytes_that_it_is_utf_8(sim, tmp_path):
    sim("register", "people.csv", "--group", "representatives")
    content = (tmp_path / "people.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\n")
    assert content.count(b"\n") == 41


def test_bodies_and_groups_can_be_written_together(sim, tmp_path):
    ran = sim(
        "register", "people.csv", "--body", "clinical_senate", "--body", "nhs_england", "--group", "finance"
    )
    assert ran.out.startswith("people.csv: 50 people.")
    with_register("people.csv", tmp_path)
    assert "NHS England 10 of 10 seats; Clinical Senate 10 of 10 seats" in sim("check", "mine.yaml").out


def test_assurers_who_sit_in_no_body_are_not_written(sim):
    assert sim("register", "people.csv", "--group", "assurance").out.startswith("people.csv: 21 people.")


def test_a_register_overwrites_nothing(sim, tmp_path):
    (tmp_path / "people.csv").write_text("my own")
    ran = sim("register", "people.csv", "--group", "finance")
    assert ran.status == 2
    assert ran.err == "people.csv: exists; nothing was overwritten, name another file\n"
    assert (tmp_path / "people.csv").read_text() == "my own"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["people.csv", "--body", "programe_board"],
            "--body is 'programe_board', which is not a body; did you",
        ),
        (
            ["people.csv", "--group", "clinicans"],
            "--group is 'clinicans', which is not a group; did you mean",
        ),
        (["people.csv"], "sim register: needs a --body or a --group; bodies are: nhs_england, clinical"),
        (["people.xlsx", "--group", "finance"], "people.xlsx: should end in .csv"),
        (["people.csv", "--from", "emergency_car", "--group", "finance"], "did you mean emergency_care?"),
        (["no/people.csv", "--group", "finance"], "cannot be written: No such file or directory"),
    ],
)
def test_a_register_that_cannot_be_written_is_status_2(sim, tmp_path, words, said):
    ran = sim("register", *words)
    assert ran.status == 2
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_bad_register_is_status_2_and_one_line_a_problem(sim, tmp_path):
    with_register("people.csv", tmp_path)
    (tmp_path / "people.csv").write_text("name,group,stance\nAda Bell,clinicans,high\n")
    for words in (["check", "mine.yaml"], ["run", "mine.yaml"], ["compare", "mine.yaml"]):
        ran = sim(*words)
        assert ran.status == 2
        assert ran.err.splitlines() == [
            'mine.yaml: people.csv row 2, column stance is "high"; expected a number -1 to 1',
            "mine.yaml: people.csv row 2, column group is 'clinicans', which is not a group; "
            "did you mean clinicians?",
        ]


def test_a_person_is_followed_by_name_or_row(sim, tmp_path):
    with_register("people.csv", tmp_path)
    (tmp_path / "people.csv").write_text("name,group,locality\nAda Bell,clinicians,northgate\n")
    by_name = sim("run", "mine.yaml", "--gates", "off", "--person", "ada bell")
    assert by_name.status == 0, by_name.err
    assert by_name.out.startswith("Ada Bell, stakeholder 0 (Clinicians in northgate): ")
    assert sim("run", "mine.yaml", "--gates", "off", "--person", "0").out == by_name.out
    for person, said in (("Ada Ball", "did you mean Ada Bell?"), ("1000", "expected 0 to 999")):
        ran = sim("run", "mine.yaml", "--person", person)
        assert ran.status == 2
        assert said in ran.err
    assert sim("run", "--person", "Ada").err == (
        "person: is 'Ada', which is not a registered person, nor a row (0 to 999); there are: none\n"
    )


def test_votes_in_json_name_who_is_registered(sim, tmp_path):
    with_register("people.csv", tmp_path)
    (tmp_path / "people.csv").write_text(
        "name,group,role,body\nAda Bell,clinicians,,programme_board\n"
        "Bo Cole,finance,estates,programme_board\n"
    )
    read = json.loads(sim("run", "mine.yaml", "--gates", "off", "--json").out)
    votes = {review["body"]: review["votes"][0] for review in read["reviews"]}
    named = votes["programme_board"]["registered_in_favour"]
    assert named.keys() == {"Ada Bell", "Bo Cole"}
    assert set(map(type, named.values())) == {bool}
    assert votes["clinical_senate"]["registered_in_favour"] == {}


def test_a_manifest_holds_the_people_so_that_the_file_is_not_needed(sim, tmp_path):
    with_register("people.csv", tmp_path)
    (tmp_path / "people.csv").write_text("name,group,stance\nAda Bell,clinicians,-0.5\n")
    ran = sim("compare", "mine.yaml", "--gates", "off", "--pairs", "1", "--no-explain", "--out", "here")
    assert ran.status == 0, ran.err
    manifest = json.loads((tmp_path / "here" / "manifest.json").read_text())
    (person,) = manifest["scenario"]["population"]["register"]
    assert (person["name"], person["stance"]) == ("Ada Bell", -0.5)


def test_the_schema_takes_a_file_or_people(sim):
    schema = json.loads(sim("schema").out)
    file, people = schema["$defs"]["Population"]["properties"]["register"]["anyOf"]
    assert file["type"] == "string"
    assert people["items"] == {"$ref": "#/$defs/RegisteredStakeholder"}
    assert schema["$defs"]["RegisteredStakeholder"]["required"] == ["name", "group"]
