"""Registers that cannot be read or do not fit: refused whole, each mistake with row and column."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import BadInput
from sim.scenario import Scenario, load_scenario, scenario_from
from sim.scenario.population import MOST_REGISTERED

Lines = Callable[[str | bytes], list[str]]
HEADER = "name,group,locality,role,body,stance,influence,attachment\n"


@pytest.fixture
def file(tmp_path: Path, text: str) -> Path:
    """A scenario that names people.csv, which is not there yet."""
    scenario = tmp_path / "late.yaml"
    scenario.write_text(text.replace("population:\n", "population:\n  register: people.csv\n", 1))
    return scenario


@pytest.fixture
def read(file: Path) -> Callable[[str | bytes], Scenario]:
    """The scenario with a register of this content."""

    def scenario(content: str | bytes) -> Scenario:
        people = file.with_name("people.csv")
        people.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_scenario(file)

    return scenario


@pytest.fixture
def lines(file: Path, read: Callable[[str | bytes], Scenario]) -> Lines:
    """The lines that a register is refused with."""

    def told(content: str | bytes) -> list[str]:
        with pytest.raises(BadInput) as caught:
            read(content)
        return [line.replace(str(file), "late.yaml") for line in caught.value.lines()]

    return told


WAY_OUT = "expected text in UTF-8 (a spreadsheet saves it as: CSV UTF-8)"
NO_HEADER = (
    "row 1 is no header; expected columns named name, group, locality, role, body, stance, influence, "
    "attachment"
)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "is empty; expected a register"),
        (" \n\n", "is empty; expected a register"),
        ("\ufeff", "is empty; expected a register"),
        (HEADER, "holds a header only; expected a row for each person"),
        (HEADER + "\n,,,,,,,\n", "holds a header only; expected a row for each person"),
        ("Ada Bell,clinicians\nBo Cole,finance\n", NO_HEADER),
        ("name\tgroup\nAda Bell\tclinicians\n", NO_HEADER),
        ("name: x\n", NO_HEADER),
        ("Zoë,group\n".encode("latin-1"), f"is text in another encoding (Latin-1 or Windows?); {WAY_OUT}"),
        (HEADER.encode("utf-16"), f"is UTF-16 text; {WAY_OUT}"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", f"is not text (a binary file?); {WAY_OUT}"),
        (b"PK\x03\x04\x00\xff", f"is an archive, or a spreadsheet in its own format; {WAY_OUT}"),
        ("name,locality\nAda Bell,northgate\n", "has no column group; expected name and group at least"),
        (
            "name,grup\nAda Bell,clinicians\n",
            "column B is 'grup', which is not a column; did you mean group?",
        ),
        ("stance\n0.5\n", "has no column name; expected name and group at least"),
        ('name,group\n"Ada Bell,clinicians\n', "row 2 has a quotation mark that is never closed"),
        ('"name,group\n', "row 1 has a quotation mark that is never closed"),
        (
            'name,group\nA,finance\n"Ada" Bell,clinicians\n',
            'row 3 has text behind a closing quotation mark; inside a text write two of them ("")',
        ),
        (
            f"name,group\n{'x' * 140_000},finance\n",
            "row 2 has a cell of more than 131,072 characters; expected a name or a number",
        ),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_a_file_that_is_no_register_is_refused_with_its_reason(lines, content, line):
    told = lines(content)
    assert told[0] == f"late.yaml: people.csv {line}"
    assert len(told) <= 2


def test_columns_unknown_twice_or_unnamed_are_told_beside_what_is_wrong_in_rows(lines):
    assert lines("name,group,stanse,name,,influence\nAda Bell,clinicians,0,Ada Bell,,50\n") == [
        "late.yaml: people.csv column C is 'stanse', which is not a column; did you mean stance?",
        "late.yaml: people.csv column D is 'name' a second time; expected different columns "
        "(the first: column A)",
        "late.yaml: people.csv column E has no name; expected one of name, group, locality, role, body, "
        "stance, influence, attachment",
        "late.yaml: people.csv row 2, column influence is 50; expected 0 to 20",
    ]


def test_numbers_are_numbers_with_a_point_and_in_their_range(lines):
    assert lines(
        "name,group,stance,influence\n"
        "A B,clinicians,high,\n"
        'C D,clinicians,"0,5",\n'
        "E F,clinicians,nan,inf\n"
        "G H,clinicians,-1.01,-1\n"
        "I J,clinicians,1e999,20.5\n"
        "K L,clinicians,50%,=1+1\n"
    ) == [
        'late.yaml: people.csv row 3, column stance is "0,5"; expected a number -1 to 1, with a point: 0.5',
        'late.yaml: people.csv row 2, column stance is "high"; expected a number -1 to 1',
        'late.yaml: people.csv row 4, column stance is the text "nan"; expected a number -1 to 1',
        'late.yaml: people.csv row 4, column influence is the text "inf"; expected a number 0 to 20',
        "late.yaml: people.csv row 5, column stance is -1.01; expected -1 to 1",
        "late.yaml: people.csv row 5, column influence is -1; expected 0 to 20",
        'late.yaml: people.csv row 6, column stance is the text "1e999"; expected a number -1 to 1',
        "late.yaml: people.csv row 6, column influence is 20.5; expected 0 to 20",
        'late.yaml: people.csv row 7, column stance is "50%"; expected a number -1 to 1',
        'late.yaml: people.csv row 7, column influence is "=1+1"; expected a number 0 to 20',
    ]


def test_names_are_there_different_and_fit_to_be_shown(lines):
    assert lines(
        "name,group\n"
        ",clinicians\n"
        "Ada Bell,clinicians\n"
        "ada  BELL,finance\n"
        "17,clinicians\n"
        "A\u202eda,clinicians\n"
        f"{'x' * 81},clinicians\n"
    ) == [
        "late.yaml: people.csv row 2, column name is missing; expected a text of 1 to 80 characters",
        f'late.yaml: people.csv row 7, column name is "{"x" * 60}..."; expected a text of 1 to 80 characters',
        "late.yaml: people.csv row 4, column name is 'ada BELL' a second time; expected different names "
        "(the first: people.csv row 3)",
        'late.yaml: people.csv row 5, column name is "17"; expected a name, for numbers are rows of '
        "stakeholders",
        'late.yaml: people.csv row 6, column name is "A\\u202eda"; expected characters that can be seen, '
        "and single spaces between words",
    ]


@pytest.mark.parametrize("column", ["name", "group", "locality", "role", "body"])
@pytest.mark.parametrize("cell", ["=A1", "+44 Bell", "-Bell", "@Bell"])
def test_a_cell_that_a_spreadsheet_would_compute_is_refused(lines, column, cell):
    person = {"name": "Ada Bell", "group": "finance", column: cell}
    cells = [person.get(name, "") for name in HEADER.strip().split(",")]
    assert lines(f"{HEADER}{','.join(cells)}\n") == [
        f'late.yaml: people.csv row 2, column {column} is "{cell}", which a spreadsheet takes for a formula; '
        "expected plain text"
    ]


def test_rows_have_a_cell_for_each_column(lines):
    assert lines(
        "name,group,stance\nAda Bell,clinicians,0,1\nBo Cole,clinicians\nCy Dee,clinicians,0,,\n"
    ) == [
        "late.yaml: people.csv row 2 has 4 cells; expected 3, one for each column",
        "late.yaml: people.csv row 3 has 2 cells; expected 3, one for each column",
    ]


def test_rows_are_counted_as_a_spreadsheet_shows_them(lines):
    assert lines('name,group\n"Ada\nBell",clinicians\n\n,\nBo Cole,clinicans\n') == [
        "late.yaml: people.csv row 5, column group is 'clinicans', which is not a group; "
        "did you mean clinicians?"
    ]


def test_every_name_of_something_is_that_of_something(lines):
    assert lines(
        "name,group,locality,role,body\n"
        "A B,clinicans,,,\n"
        "C D,clinicians,nrthgate,,\n"
        "E F,finance,,finanse,\n"
        "G H,clinicians,,,programe_board\n"
        "I J,finance,,,programme_board;commissioner_bord\n"
    ) == [
        "late.yaml: people.csv row 4, column role is 'finanse', which is not a role; did you mean finance?",
        "late.yaml: people.csv row 2, column group is 'clinicans', which is not a group; "
        "did you mean clinicians?",
        "late.yaml: people.csv row 3, column locality is 'nrthgate', which is not a locality; "
        "did you mean northgate?",
        "late.yaml: people.csv row 5, column body is 'programe_board', which is not a body; "
        "did you mean programme_board?",
        "late.yaml: people.csv row 6, column body is 'commissioner_bord', which is not a body; "
        "did you mean commissioner_board?",
    ]


def test_what_is_for_one_kind_of_stakeholder_is_refused_for_others(lines):
    assert lines(
        f"{HEADER}"
        "A B,finance,northgate,,,,,\n"
        "C D,clinicians,,finance,,,,\n"
        "E F,clinicians,,,,,,0.5\n"
        "G H,assurance,,,,,,\n"
        "I J,assurance,,,nhs_england;clinical_senate,,,\n"
        "K L,finance,,,programme_board;programme_board,,,\n"
    ) == [
        "late.yaml: people.csv row 2, column locality is for people with a place of work, home or "
        "constituency; finance is of kind steward",
        "late.yaml: people.csv row 3, column role is for stewards only; clinicians is of kind professional",
        "late.yaml: people.csv row 4, column attachment is for residents only; clinicians is of kind "
        "professional",
        "late.yaml: people.csv row 5, column body is missing; expected the body whose tests an assurer "
        "judges by",
        "late.yaml: people.csv row 6, column body has 2 bodies; expected one, for an assurer judges by the "
        "tests of one",
        "late.yaml: people.csv row 7, column body is 'programme_board' a second time; "
        "expected different names",
    ]


def some(count: int, group: str, locality: str = "", body: str = "") -> str:
    """Rows of so many people with names of their own."""
    return "".join(
        f"{group} {at} {locality or 'x'},{group},{locality},,{body},,,\n" for at in range(1, count + 1)
    )


def test_more_people_than_seats_of_their_group_are_refused_at_the_first_too_many(lines):
    board = some(7, "clinicians", body="programme_board") + some(1, "public", body="programme_board")
    assert lines(HEADER + board + some(11, "assurance", body="clinical_senate")) == [
        "late.yaml: people.csv row 20, column body is clinical_senate, which has 10 seats for assurance; "
        "expected no more people",
        "late.yaml: people.csv row 8, column body is programme_board, which has 6 seats for clinicians; "
        "expected no more people",
        "late.yaml: people.csv row 9, column body is programme_board, which has no seat for public; "
        "expected no more people",
    ]


def test_as_many_people_as_there_are_seats_and_members_are_read(read):
    scenario = read(HEADER + some(6, "clinicians", body="programme_board") + some(30, "finance"))
    assert len(scenario.population.register) == 36


def test_more_people_than_members_are_refused_at_the_first_too_many(lines):
    assert lines(HEADER + some(31, "finance")) == [
        "late.yaml: people.csv row 32, column group is finance, in which 31 people are registered; "
        "expected at most its 30 members"
    ]


def test_who_is_registered_for_one_body_cannot_be_drawn_for_the_seats_of_another(lines, read):
    """Seven of the sixty politicians are from the coast, and joint scrutiny takes four of them."""
    three = HEADER + some(3, "politicians", "westhaven", "health_and_wellbeing_board")
    assert len(read(three).population.register) == 3
    assert lines(HEADER + some(4, "politicians", "westhaven", "health_and_wellbeing_board")) == [
        "late.yaml: programme.bodies.joint_scrutiny.seats[0].count is 4; expected at most 3, as many of "
        "politicians can sit there"
    ]


def test_people_in_excess_of_a_place_leave_too_few_elsewhere(lines):
    """Twenty-nine finance leads leave one of thirty places, which goes to workforce."""
    told = lines(HEADER + "".join(f"F {at},finance,,finance,,,,\n" for at in range(29)))
    assert [line for line in told if "programme.bodies" in line] == [
        "late.yaml: programme.bodies.programme_board.seats[2].count is 2; expected at most 1, as many of "
        "finance can sit there",
        "late.yaml: programme.bodies.programme_board.seats[3].count is 2; expected at most 0, as many of "
        "finance can sit there",
    ]


def test_somebody_is_left_to_live_everywhere(lines):
    assert lines(HEADER + some(680, "public", "northgate"))[0] == (
        "late.yaml: people.csv leaves nobody of public to live in eastmoor; expected fewer people elsewhere"
    )


def test_assurers_are_registered_for_bodies_with_tests(lines):
    told = lines(HEADER + some(1, "assurance", body="joint_scrutiny"))
    assert told == [
        "late.yaml: programme.bodies.joint_scrutiny.tests is missing; expected weights of tests, for "
        "assurers (assurance) are registered for this body",
        "late.yaml: people.csv row 2, column body is joint_scrutiny, which has no seat for assurance; "
        "expected no more people",
    ]


def test_a_register_that_cannot_be_read_is_told_beside_everything_else_and_blamed_for_nothing(
    file, text, tmp_path
):
    without_seats = text.replace("population:\n", "population:\n  register: people.csv\n", 1).replace(
        "      seats: [{group: politicians, count: 4, per: affected_authority}]\n", "", 1
    )
    file.write_text(without_seats.replace("attachment: 0.4}", "atachment: 0.4}", 1))
    with pytest.raises(BadInput) as caught:
        load_scenario(file)
    assert [line.replace(str(file), "late.yaml") for line in caught.value.lines()] == [
        "late.yaml: people.csv does not exist",
        "late.yaml: population.localities.eastmoor.atachment is not a field; did you mean attachment?",
    ]


def test_a_row_that_is_refused_makes_no_body_empty(lines, file, text):
    spoilt = text.replace("population:\n", "population:\n  register: people.csv\n", 1)
    file.write_text(
        spoilt.replace("      seats: [{group: politicians, count: 4, per: affected_authority}]\n", "", 1)
    )
    assert lines("name,group,body\nAda Bell,politicians\n") == [
        "late.yaml: people.csv row 2 has 2 cells; expected 3, one for each column"
    ]
    assert lines("name,group,body\nAda Bell,politicians,\n") == [
        "late.yaml: programme.bodies.joint_scrutiny.seats is empty; expected somebody to vote"
    ]


def test_a_million_rows_are_refused_unread(lines):
    begun = time.process_time()
    assert lines("name,group\n" + "Ada Bell,public\n" * 1_000_000) == [
        "late.yaml: people.csv has 16.0 MB; expected at most 5 MB"
    ]
    assert time.process_time() - begun < 5  # takes .6 s; the rest is for slow machines


def test_one_person_more_than_the_most_is_refused(lines):
    told = lines("name,group\n" + "".join(f"P {at},public\n" for at in range(MOST_REGISTERED + 1)))
    assert told == ["late.yaml: people.csv has more than 20,000 people; expected at most that"]


@pytest.mark.parametrize("row", ["P {},public\n", "P {},publc,0\n", "P 1,public,0\n", "P {},public,=x\n"])
def test_thousands_of_mistakes_are_told_within_seconds(lines, row):
    begun = time.process_time()
    told = lines("name,group,stance\n" + "".join(row.format(at) for at in range(MOST_REGISTERED)))
    assert time.process_time() - begun < 20  # takes up to 3 s; the rest is for slow machines
    assert len(told) == 11
    assert told[-1].startswith("late.yaml: and ")


@pytest.mark.parametrize(
    ("register", "line"),
    [
        ("3", "population.register is 3; expected the name of a CSV file, or a list of people"),
        ("", "population.register is empty; expected the name of a CSV file, or a list of people"),
        ('""', 'population.register is ""; expected the name of a CSV file, or a list of people'),
        ("{name: x}", "population.register is a mapping; expected the name of a CSV file, or a list"),
        ("nowhere.csv", "nowhere.csv does not exist"),
        ("peple.csv", "peple.csv does not exist; did you mean people.csv?"),
        ("folder", "folder is a folder; expected a register file"),
        ("link.csv", "link.csv is a link to nowhere.csv, which does not exist"),
        ('"a\\0b"', "a\\u0000b does not exist"),
        ("x" * 5000, f"{'x' * 60}... does not exist"),
        ("late.yaml", "late.yaml row 1 is no header; expected columns named name, group"),
    ],
    ids=lambda value: value[:12],
)
def test_what_names_no_register_is_refused_with_one_line(file, text, register, line):
    (file.parent / "people.csv").write_text("name,group\nAda Bell,clinicians\n")
    (file.parent / "folder").mkdir()
    (file.parent / "link.csv").symlink_to("nowhere.csv")
    file.write_text(text.replace("population:\n", f"population:\n  register: {register}\n", 1))
    with pytest.raises(BadInput) as caught:
        load_scenario(file)
    (told,) = caught.value.lines()
    assert told.startswith(f"{file}: {line}")


def test_a_link_to_a_register_is_read(file):
    (file.parent / "other.csv").write_text("name,group\nAda Bell,clinicians\n")
    (file.parent / "people.csv").symlink_to("other.csv")
    assert load_scenario(file).population.register[0].name == "Ada Bell"


def test_people_written_in_a_scenario_are_checked_like_those_in_a_file(data, refused):
    data["population"]["register"] = [
        {"name": "ada", "group": "clinicans"},
        {"name": "Bo Cole", "group": "finance", "stance": 3, "roll": "finance"},
        {"name": "=Bo", "group": "finance", "bodies": "programme_board"},
        {"name": " Cy", "group": "finance"},
        {"name": "ADA", "group": "finance"},
    ]
    assert refused(data) == [
        "late.yaml: population.register[1].stance is 3; expected -1 to 1",
        "late.yaml: population.register[1].roll is not a field; did you mean role?",
        'late.yaml: population.register[2].bodies is "programme_board"; expected a list, each entry a text '
        "of 1 to 80 characters",
        "late.yaml: population.register.ada.group is 'clinicans', which is not a group; "
        "did you mean clinicians?",
        'late.yaml: population.register[2].name is "=Bo", which a spreadsheet takes for a formula; '
        "expected a name",
        'late.yaml: population.register[3].name is " Cy"; expected characters that can be seen, and single '
        "spaces between words",
        "late.yaml: population.register[4].name is 'ADA' a second time; expected different names "
        "(the first: population.register.ada)",
    ]


def test_a_scenario_made_from_data_reads_its_register_where_it_is_made(data, tmp_path, monkeypatch):
    (tmp_path / "people.csv").write_text("name,group\nAda Bell,clinicians\n")
    data["population"]["register"] = "people.csv"
    with pytest.raises(BadInput, match=r"scenario: people\.csv does not exist"):
        scenario_from(data)
    monkeypatch.chdir(tmp_path)
    assert [person.name for person in scenario_from(data).population.register] == ["Ada Bell"]
