"""Registers go to files and come back as they were, however a spreadsheet has saved them."""

from __future__ import annotations

import csv
import io
import json
import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario import RegisteredStakeholder, Scenario, load_scenario, register_text, scenario_from
from sim.scenario.register_files import with_register
from sim.scenario.register_table import COLUMNS
from sim.scenario.seating import register_in_words
from sim.world import drawn_register

SHAPES = "abcdefgh ABC Zoë Łukasz 'O\",;.-()"
WORDS = st.text(string.ascii_lowercase + "_", min_size=1, max_size=12)
NAMES = (
    st.text(SHAPES, min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and not text.startswith(("-", "+", "=", "@")))
)
PEOPLE = st.lists(
    st.builds(
        RegisteredStakeholder,
        name=NAMES,
        group=WORDS,
        locality=st.none() | WORDS,
        role=st.sampled_from([None, "finance", "workforce", "estates"]),
        bodies=st.lists(WORDS, max_size=3).map(tuple),
        stance=st.none() | st.floats(-1, 1),
        influence=st.floats(0, 20),
        attachment=st.none() | st.floats(0, 1),
    ),
    min_size=1,
    max_size=6,
)


def people_in(folder: Path) -> list[RegisteredStakeholder]:
    """The people in a folder's people.csv."""
    prepared = with_register({"population": {"register": "people.csv"}}, folder)
    assert prepared.problems == []
    assert prepared.unread == ()
    plain = prepared.data["population"]["register"]
    return [RegisteredStakeholder.model_validate_json(json.dumps(person)) for person in plain]


@settings(deadline=None)
@given(PEOPLE)
def test_what_is_written_is_read_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, people: list[RegisteredStakeholder]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "people.csv").write_text(register_text(people), encoding="utf-8")
    assert people_in(folder) == people


def saved_by_a_spreadsheet(text: str, separator: str, line_end: str, order: list[str]) -> str:
    """The same table with other separators and columns, everything in quotation marks."""
    rows = list(csv.DictReader(io.StringIO(text)))
    saved = io.StringIO()
    table = csv.writer(saved, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    table.writerow([f" {name.upper()} " for name in order] + ["", ""])
    table.writerows([row[name] for name in order] + ["", " "] for row in rows)
    return saved.getvalue() + (separator * (len(order) + 1) + line_end) * 3


@settings(deadline=None)
@given(
    people=PEOPLE,
    separator=st.sampled_from(",;"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    order=st.permutations(COLUMNS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_a_register_reads_the_same_however_a_spreadsheet_saves_it(
    tmp_path_factory: pytest.TempPathFactory,
    people: list[RegisteredStakeholder],
    separator: str,
    line_end: str,
    order: list[str],
    encoding: str,
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = saved_by_a_spreadsheet(register_text(people), separator, line_end, order)
    (folder / "people.csv").write_bytes(text.encode(encoding))
    assert people_in(folder) == people


def test_what_is_left_out_is_left_open(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,group,stance\nAda Bell,clinicians,\n")
    assert people_in(tmp_path) == [RegisteredStakeholder(name="Ada Bell", group="clinicians")]


def test_spaces_and_line_breaks_in_cells_are_one_space(tmp_path: Path) -> None:
    content = 'name;group;body\n" Ada\n\u00a0Bell ";clinicians ;" board ; trust;"\n'
    (tmp_path / "people.csv").write_text(content, encoding="utf-8")
    (person,) = people_in(tmp_path)
    assert (person.name, person.group, person.bodies) == ("Ada Bell", "clinicians", ("board", "trust"))


def with_register_of(data: dict[str, Any], register: Any) -> dict[str, Any]:
    return {**data, "population": {**data["population"], "register": register}}


def test_a_written_register_can_be_read_without_an_edit(
    scenario: Scenario, data: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    groups = [group.name for group in scenario.population.groups if group.name != "public"]
    bodies = [body.name for body in scenario.programme.bodies]
    for chosen in [{"bodies": [body]} for body in bodies] + [{"groups": groups}, {"bodies": bodies}]:
        people = drawn_register(scenario, **chosen)
        assert len({person.name for person in people}) == len(people) > 0
        Path("people.csv").write_text(register_text(people), encoding="utf-8-sig")
        assert scenario_from(with_register_of(data, "people.csv")).population.register == people


def test_people_written_anew_from_a_register_keep_their_names_and_what_is_said_of_them(
    scenario: Scenario, data: dict[str, Any]
) -> None:
    people = drawn_register(scenario, bodies=["programme_board"])
    named = [
        person.model_copy(update={"name": f"Person {at}", "influence": 2.5})
        for at, person in enumerate(people)
    ]
    plain = [person.model_dump(mode="json") for person in named]
    again = drawn_register(scenario_from(with_register_of(data, plain)), bodies=["programme_board"])
    assert sorted(again, key=lambda person: person.name) == sorted(named, key=lambda person: person.name)


def test_the_example_of_the_documentation_seats_its_twelve_people(text: str, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "register.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    (tmp_path / "people.csv").write_text(example, encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("population:\n", "population:\n  register: people.csv\n", 1))
    words = register_in_words(load_scenario(file))
    assert words.startswith("12 registered by name: Programme Board 12 of 12 seats")
    assert f"`{words}`" in page
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(COLUMNS)


def test_a_scenario_with_a_register_is_whole_without_its_file(
    text: str, tmp_path: Path, scenario: Scenario
) -> None:
    people = drawn_register(scenario, bodies=["programme_board"], groups=["representatives"])
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("population:\n", "population:\n  register: people.csv\n", 1))
    (tmp_path / "people.csv").write_text(register_text(people), encoding="utf-8")
    loaded = load_scenario(file)
    assert loaded.population.register == people
    (tmp_path / "people.csv").unlink()
    for mode in ("python", "json"):
        assert scenario_from(loaded.model_dump(mode=mode)) == loaded
    assert scenario_from(json.loads(loaded.model_dump_json())) == loaded
