"""Text of a scenario or rulebook file: YAML read with care.

Its nodes are looked at before any value is made of them: only plain data (no tags), not
nested or grown through anchors beyond what a scenario needs. Values then come from
``yaml.safe_load``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from sim.errors import BadInput, Problem
from sim.scenario.file_text import text_of

LARGEST_FILE = 1_000_000  # bytes; shipped scenarios have fewer than 20,000
MOST_VALUES = 30_000  # shipped scenarios have fewer than 2,000; more would take seconds to read
DEEPEST = 50  # a scenario is nested 7 deep
PLAIN = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "map", "seq")
}


def parsed(file: Path, what: str = "scenario") -> tuple[Any, list[Problem]]:
    """Plain data of a YAML file, and the keys that stand twice in it; ``what`` it ought to be.

    Raises
    ------
    BadInput
        If nothing sensible can be read from it.
    """
    source, text = str(file), text_of(file, what, LARGEST_FILE)
    try:
        root = _CarefulLoader(text, what).get_single_node()
        if root is None:
            return None, []
        refused = [*_unbounded(root, what), *_not_plain(root)]
        if refused:
            raise BadInput(source, refused)
        return yaml.safe_load(text), list(_twice(root))
    except yaml.YAMLError as error:
        raise BadInput(source, [_syntax(error, what)]) from None


class _TooMuch(yaml.YAMLError):
    """More, or more deeply nested, than any scenario is."""


class _CarefulLoader(yaml.SafeLoader):
    """Gives up on a text as soon as it holds more than a scenario can, not after reading it all."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__(text)
        self.what = what
        self.n_values = 0
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self.n_values += 1
        self.depth += 1
        if self.n_values > MOST_VALUES:
            raise _TooMuch(f"holds more than {MOST_VALUES:,} values; expected a {self.what}")
        if self.depth > DEEPEST:
            raise _TooMuch(f"is nested more than {DEEPEST} deep; a {self.what} is not")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _syntax(error: yaml.YAMLError, kind: str) -> Problem:
    if isinstance(error, _TooMuch):
        return Problem("", str(error))
    if isinstance(error, yaml.reader.ReaderError):
        return Problem("", f"holds a control character at position {error.position}; expected text in UTF-8")
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark, what = error.problem_mark, " ".join(str(error.problem or "cannot be read").split())
        if "another document" in what:
            return Problem(f"line {mark.line + 1}:", f"begins a second document (---); expected one {kind}")
        hint = "; indent with spaces" if "\\t" in what else ""
        return Problem(
            f"line {mark.line + 1}, column {mark.column + 1}:", f"is not valid YAML: {what[:200]}{hint}"
        )
    return Problem("", "is not valid YAML: " + " ".join(str(error).split())[:200])


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _each(node: yaml.Node, seen: set[int]) -> Iterator[yaml.Node]:
    """Every node once, however often anchors repeat it."""
    if id(node) not in seen:
        seen.add(id(node))
        yield node
        for child in _children(node):
            yield from _each(child, seen)


def _unbounded(root: yaml.Node, what: str) -> Iterator[Problem]:
    """Anchors that contain themselves, or blow up when what they stand for is written out."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()

    def size_of(node: yaml.Node) -> int:
        if id(node) in open_nodes:
            line = node.start_mark.line + 1
            raise _TooMuch(f"has an anchor in line {line} that contains itself; expected plain data")
        if id(node) not in sizes:
            open_nodes.add(id(node))
            sizes[id(node)] = 1 + sum(size_of(child) for child in _children(node))
            open_nodes.discard(id(node))
        return sizes[id(node)]

    try:
        if size_of(root) > MOST_VALUES:
            yield Problem(
                "", f"grows to more than {MOST_VALUES:,} values through its anchors; expected a {what}"
            )
    except _TooMuch as endless:
        yield Problem("", str(endless))


def _not_plain(root: yaml.Node) -> Iterator[Problem]:
    """Tags, keys that are not names, and numbers or dates that do not exist."""
    reader = yaml.constructor.SafeConstructor()
    for node in _each(root, set()):
        where = f"line {node.start_mark.line + 1}:"
        if node.tag not in PLAIN:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")[:60]
            yield Problem(where, f"has the tag {tag}; expected plain data without tags")
        elif isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    yield Problem(where, "has a list or mapping as a key; expected a name")
        elif isinstance(node, yaml.ScalarNode) and not node.tag.endswith((":str", ":merge")):
            yield from _misread(node, where, reader)


def _misread(
    node: yaml.ScalarNode, where: str, reader: yaml.constructor.SafeConstructor
) -> Iterator[Problem]:
    """A value that does not exist (2024-13-45), or that YAML takes for another (010 for 8, 1:20 for 80)."""
    kind, text = node.tag.rsplit(":", 1)[1].replace("timestamp", "date"), str(node.value)
    try:
        value = reader.construct_object(node)
    except (ValueError, KeyError, AttributeError, IndexError, OverflowError):
        yield Problem(where, f"{text[:40]} is no possible {kind}; expected a number or a text")
        return
    if kind in ("int", "float") and re.fullmatch(r"[-+]?0[0-9_]+|.*:.*", text):
        what = f"{text[:40]} would be read as {value}; expected a plain number, or a text in quotes"
        yield Problem(where, what)


def _twice(root: yaml.Node) -> Iterator[Problem]:
    for node in _each(root, set()):
        if not isinstance(node, yaml.MappingNode):
            continue
        first: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if key.value in first and not key.tag.endswith(":merge"):
                what = f"stands twice in one place (first in line {first[key.value]}); expected once"
                yield Problem(f"line {line}: {key.value[:60]}", what)
            first.setdefault(key.value, line)
