"""Files that are no scenario at all: each is refused with one line, quickly, without a traceback."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sim.errors import BadInput
from sim.scenario import load_scenario, scenario_from
from sim.scenario.files import read_yaml

MEGABYTE = 1_000_000
LAUGHS = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{this}: &{this} [{', '.join([f'*{last}'] * 10)}]\n"
    for last, this in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGED_LAUGHS = "a0: &a0 {x: 1}\n" + "".join(
    f"a{i + 1}: &a{i + 1} {{<<: [*a{i}, *a{i}]}}\n" for i in range(30)
)
CHAIN = "a0: &a0 []\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 200))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "late.yaml: is empty; expected a scenario"),
        (" \n\n", "late.yaml: is empty; expected a scenario"),
        ("# nothing\n", "late.yaml: holds nothing; expected a scenario with name, population, proposal"),
        ("- 1\n", "late.yaml: holds a list; expected a scenario with name, population, proposal"),
        ("hello", "late.yaml: holds a single text; expected a scenario with name"),
        ("3", "late.yaml: holds a number; expected a scenario with name"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "late.yaml: is not text (a binary file?); expected text in UTF-8"),
        ("name: x\0y", "late.yaml: holds a control character at position 7; expected text in UTF-8"),
        ("name: x".encode("utf-16"), "late.yaml: is UTF-16 text; expected text in UTF-8"),
        ("a: [1, 2", "late.yaml: line 1, column 9: is not valid YAML: expected ',' or ']'"),
        ("a: b: c", "late.yaml: line 1, column 5: is not valid YAML: mapping values are not allowed here"),
        ("a: *b", "late.yaml: line 1, column 4: is not valid YAML: found undefined alias 'b'"),
        ("a:\n\tb: 1", "late.yaml: line 2, column 1: is not valid YAML: found character '\\t' that cannot"),
        ("a: 1\n---\nb: 2", "late.yaml: line 2: begins a second document (---); expected one scenario"),
        ("a: {<<: 3}", "late.yaml: line 1, column 9: is not valid YAML: expected a mapping"),
        ("? [a]\n: b", "late.yaml: line 1: has a list or mapping as a key; expected a name"),
        ("[" * 5000, "late.yaml: is nested more than 50 deep; a scenario is not"),
        ("{a: " * 5000, "late.yaml: is nested more than 50 deep; a scenario is not"),
        (CHAIN, "late.yaml: is nested more than 50 deep; a scenario is not"),
        ("&a [*a]", "late.yaml: has an anchor in line 1 that contains itself; expected plain data"),
        ("a: &a {b: *a}", "late.yaml: has an anchor in line 1 that contains itself; expected plain data"),
        (LAUGHS, "late.yaml: grows to more than 30,000 values through its anchors; expected a scenario"),
        (
            MERGED_LAUGHS,
            "late.yaml: grows to more than 30,000 values through its anchors; expected a scenario",
        ),
        (
            'a: !!python/object/apply:os.system ["true"]',
            "late.yaml: line 1: has the tag !!python/object/apply",
        ),
        ("a: !mine 3", "late.yaml: line 1: has the tag !mine; expected plain data without tags"),
        ("a: !!binary aGk=", "late.yaml: line 1: has the tag !!binary; expected plain data without tags"),
        ("a: 2024-13-45", "late.yaml: line 1: 2024-13-45 is no possible date; expected a number or a text"),
        ("a: 0b_", "late.yaml: line 1: 0b_ is no possible int; expected a number or a text"),
        ("a: !!bool perhaps", "late.yaml: line 1: perhaps is no possible bool; expected a number or a text"),
        ("a: " + "9" * 6000, "late.yaml: line 1: 999999999999999999999999999999999999"),
        ("a: 010", "late.yaml: line 1: 010 would be read as 8; expected a plain number"),
        ("a: 1:20", "late.yaml: line 1: 1:20 would be read as 80; expected a plain number"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, str | bytes) else None,
)
def test_a_file_that_is_no_scenario_is_refused_with_one_line(refused_file, content, line):
    lines = refused_file(content)
    assert len(lines) == 1
    assert lines[0].startswith(line)


def test_a_tab_is_refused_with_the_advice_to_use_spaces(refused_file, text):
    line = text[: text.index("  groups:")].count("\n") + 1
    (told,) = refused_file(text.replace("  groups:", "\tgroups:", 1))
    assert told.startswith(f"late.yaml: line {line}, column 1: is not valid YAML")
    assert told.endswith("indent with spaces")


def test_every_tag_is_told_with_its_line(refused_file):
    lines = refused_file("a: !one 1\nb: 2\nc: !two 2\n")
    assert [line.split(";")[0] for line in lines] == [
        "late.yaml: line 1: has the tag !one",
        "late.yaml: line 3: has the tag !two",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a: b\n" * 200_000,
        "[" + "1," * 400_000 + "]",
        "- " * 400_000,
        "lorem ipsum " * 80_000,
        "".join(f"a{i}: &a{i} 1\n" for i in range(50_000)),
        "name: " + "k" * 900_000,
        "plans:\n" + "- {x: 1, name: 3}\n" * 4_000,
        "behaviour:\n" + "".join(f"  persuasion{i}: 1\n" for i in range(12_000)),
    ],
    ids=lambda content: repr(content[:16]),
)
def test_a_megabyte_of_garbage_is_refused_within_seconds(refused_file, content):
    begun = time.process_time()
    lines = refused_file(content)
    assert time.process_time() - begun < 20  # takes up to 4 s; the rest is for slow machines
    assert 1 <= len(lines) <= 11
    assert all(len(line) < 400 for line in lines)


def test_a_file_of_50_mb_is_refused_unread(tmp_path):
    file = tmp_path / "large.yaml"
    with file.open("wb") as opened:
        opened.truncate(50 * MEGABYTE)
    begun = time.process_time()
    with pytest.raises(BadInput) as caught:
        load_scenario(file)
    assert time.process_time() - begun < 1
    assert caught.value.lines() == [f"{file}: has 50.0 MB; expected at most 1 MB"]


def test_a_file_of_exactly_the_largest_size_is_read_and_one_byte_more_is_not(tmp_path, text, scenario):
    file = tmp_path / "long.yaml"
    filled = text + "\n#" + "x" * (MEGABYTE - len(text.encode()) - 2)
    file.write_text(filled, encoding="utf-8")
    assert file.stat().st_size == MEGABYTE
    assert load_scenario(file) == scenario
    file.write_text(filled + "x", encoding="utf-8")
    with pytest.raises(BadInput, match="expected at most 1 MB"):
        load_scenario(file)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(BadInput) as caught:
        load_scenario(tmp_path)
    assert caught.value.lines() == [f"{tmp_path}: is a folder; expected a scenario file"]


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(BadInput, match=r"pipe\.yaml: is a device or pipe; expected a scenario file"):
        load_scenario(tmp_path / "pipe.yaml")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_refused():
    with pytest.raises(BadInput, match="/dev/zero: is a device or pipe; expected a scenario file"):
        load_scenario("/dev/zero")


def test_a_broken_link_is_refused_naming_where_it_points(tmp_path):
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere.yaml")
    with pytest.raises(BadInput) as caught:
        load_scenario(tmp_path / "link.yaml")
    assert caught.value.lines() == [
        f"{tmp_path}/link.yaml: is a link to {tmp_path}/nowhere.yaml, which does not exist"
    ]


def test_a_file_that_may_not_be_read_is_refused_with_the_reason(tmp_path, monkeypatch, text):
    file = tmp_path / "secret.yaml"
    file.write_text(text, encoding="utf-8")

    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(BadInput) as caught:
        load_scenario(file)
    assert caught.value.lines() == [f"{file}: cannot be read: Permission denied"]


def test_a_file_that_does_not_exist_names_the_nearest_beside_it(tmp_path, text):
    (tmp_path / "late.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_scenario(tmp_path / "lat.yaml")
    assert caught.value.lines() == [
        f"{tmp_path}/lat.yaml: does not exist; did you mean {tmp_path}/late.yaml?"
    ]


@pytest.mark.parametrize("path", ["nowhere/else.yaml", "x" * 5000 + ".yaml", "a\0b", "not_a_scenario"])
def test_a_path_to_nothing_is_refused_with_one_line(path):
    with pytest.raises(BadInput) as caught:
        load_scenario(path)
    assert len(caught.value.lines()) == 1


def test_a_misspelt_name_of_a_shipped_scenario_names_the_nearest():
    with pytest.raises(BadInput, match=r"did you mean emergency_care\?"):
        load_scenario("emergency_car")


def test_a_folder_does_not_hide_a_shipped_scenario_of_that_name(tmp_path, monkeypatch):
    (tmp_path / "emergency_care").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load_scenario("emergency_care").name == "emergency_care"


def test_a_key_that_stands_twice_is_told_with_both_lines_and_beside_everything_else(refused_file, text):
    line = text[: text.index("name: emergency_care")].count("\n") + 1
    spoilt = text.replace("name: emergency_care", "name: emergency_care\nname: other", 1)
    lines = refused_file(spoilt.replace("attachment: 0.4}", "atachment: 0.4}", 1))
    assert lines == [
        f"late.yaml: line {line + 1}: name stands twice in one place (first in line {line}); expected once",
        "late.yaml: population.localities.eastmoor.atachment is not a field; did you mean attachment?",
    ]


def test_a_key_that_stands_twice_is_refused_even_if_all_else_is_right(refused_file, text):
    line = text[: text.index("attachment: 0.4}")].count("\n") + 1
    (told,) = refused_file(text.replace("attachment: 0.4}", "attachment: 0.4, attachment: 0.4}", 1))
    assert told.startswith(f"late.yaml: line {line}: attachment stands twice in one place")


def test_reading_yaml_alone_refuses_keys_that_stand_twice(tmp_path):
    (tmp_path / "twice.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="line 2: a stands twice"):
        read_yaml(tmp_path / "twice.yaml")


def test_anchors_and_merge_keys_may_be_used(tmp_path, text, scenario):
    file = tmp_path / "merged.yaml"
    merged = text.replace("- {name: northgate,", "- &first {name: northgate,", 1)
    merged = merged.replace("- {name: eastmoor,", "- {<<: *first, name: eastmoor,", 1)
    assert merged.count("first") == 2
    file.write_text(merged, encoding="utf-8")
    assert load_scenario(file) == scenario


@pytest.mark.parametrize(
    "encoded",
    [lambda text: b"\xef\xbb\xbf" + text.encode(), lambda text: text.replace("\n", "\r\n").encode()],
)
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path, text, encoded, scenario):
    file = tmp_path / "windows.yaml"
    file.write_bytes(encoded(text))
    assert load_scenario(file) == scenario


def test_data_that_contains_itself_is_refused():
    endless: dict = {}
    endless["population"] = endless
    with pytest.raises(BadInput, match="is nested more than 50 deep"):
        scenario_from(endless)
