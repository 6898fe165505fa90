"""Every source that the code and the scenarios cite stands in docs/sources.md."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def cited(pattern: str) -> dict[str, str]:
    """What the files cite, with the last file that does."""
    files = [file for folder in ("sim", "scenarios") for file in (ROOT / folder).rglob("*")]
    return {
        found: str(file.relative_to(ROOT))
        for file in files
        if file.suffix in (".py", ".yaml")
        for found in re.findall(pattern, file.read_text(encoding="utf-8"))
    }


def numbers(texts: dict[str, str]) -> dict[int, str]:
    """Source numbers, with ranges such as S116-S121 written out."""
    ends = {text: [int(number) for number in re.findall(r"\d+", text)] for text in texts}
    return {number: texts[text] for text, end in ends.items() for number in range(end[0], end[-1] + 1)}


def test_every_source_number_cited_stands_in_the_table():
    listed = {
        int(number)
        for number in re.findall(r"^\| S(\d+) \| [^|]+ \| <https?://[^|]+> \|$", SOURCES, re.MULTILINE)
    }
    wanted = numbers(cited(r"\bS\d+(?:\s?-\s?S\d+)?\b"))
    assert len(wanted) > 20
    assert {f"S{number}": file for number, file in wanted.items() if number not in listed} == {}


def test_every_paper_cited_by_identifier_stands_in_the_table():
    wanted = cited(r"10\.\d{4}/[^\s,;:)\"]*[^\s,;:.)\"]|PMC\d+|\b\d{4}\.\d{5}\b")
    assert len(wanted) > 8
    assert {paper: file for paper, file in wanted.items() if paper not in SOURCES} == {}


def test_every_passage_of_the_evidence_cited_stands_in_the_table():
    wanted = cited(r"evidence (\d\.\d+\w?)")
    assert wanted
    assert {passage: file for passage, file in wanted.items() if f"\n| {passage} | " not in SOURCES} == {}


def test_no_source_stands_twice():
    rows = re.findall(r"^\| (S\d+) \|", SOURCES, re.MULTILINE)
    assert len(rows) == len(set(rows))
