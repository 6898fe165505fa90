"""Would a wrong sign be noticed? Every sign in the rules is flipped, one at a time, and must be.

A sign is a binary + or -, a minus in front of something, the direction of a comparison,
whether its bound belongs to it, and a min or max. For each flip the rule file is run
again, altered, as plain Python, and its rules are put to the comparison with their
definitions; what that cannot tell apart, to the tests of thresholds.

``python -m tests.rules.flipped_signs`` lists every flip and what notices it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from tests.rules import references, test_thresholds
from tests.rules.cases import cases_of, difference
from tests.rules.sources import FILES, FOLDER, Rule, as_plain_python, functions_in, plain_rules, tree_of

OPPOSITE: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
TURNED_ROUND: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
BOUND_MOVED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
OTHER_END = {"min": "max", "max": "min"}
WRITTEN = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}

# Flips that change nothing a rule can return, as ``Flip.key`` writes them, each with the reason. There are
# none: at its bound, too, every comparison in the rules decides something.
EQUIVALENT: dict[str, str] = {}


@dataclass(frozen=True)
class Flip:
    """One sign turned over: where it stands, and how to find it again in a copy of the tree."""

    file: Path
    line: int
    function: str
    change: str  # such as "- -> +"
    source: str
    node: int  # position in ast.walk
    operator: int = 0  # which of a chain of comparisons
    becomes: type[ast.cmpop] | None = None

    @property
    def key(self) -> str:
        """Which flip this is, wherever its line has moved to."""
        return f"{self.file.name}, {self.function}: {self.change} in {self.source}"

    def tree(self) -> ast.Module:
        """The file's tree with this sign flipped."""
        tree = copy.deepcopy(tree_of(self.file))
        node = list(ast.walk(tree))[self.node]
        match node:
            case ast.BinOp() | ast.AugAssign():
                node.op = OPPOSITE[type(node.op)]()
            case ast.UnaryOp():
                node.op = ast.UAdd()
            case ast.Compare() if self.becomes is not None:
                node.ops[self.operator] = self.becomes()
            case ast.Call(func=ast.Name() as called):
                called.id = OTHER_END[called.id]
            case _:
                raise TypeError(f"{ast.dump(node)} is no sign")
        return tree


def flips() -> Iterator[Flip]:
    """Every flip of every sign in the rules, in order of files and lines."""
    for file in FILES:
        yield from sorted(flips_in(file), key=lambda flip: flip.line)


def flips_in(file: Path) -> Iterator[Flip]:
    """Every flip of every sign in one file."""
    tree, text = tree_of(file), file.read_text(encoding="utf-8")
    owner = {id(node): function.name for function in functions_in(tree) for node in ast.walk(function)}
    for at, node in enumerate(ast.walk(tree)):
        if not isinstance(node, ast.expr | ast.stmt):
            continue
        source = " ".join((ast.get_source_segment(text, node) or "").split())
        where = (file, node.lineno, owner.get(id(node), "(module)"))
        match node:
            case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OPPOSITE:
                change = f"{WRITTEN[type(op)]} -> {WRITTEN[OPPOSITE[type(op)]]}"
                yield Flip(*where, change, source, at)
            case ast.UnaryOp(op=ast.USub()):
                yield Flip(*where, "- -> +", source, at)
            case ast.Compare(ops=ops):
                for operator, op in enumerate(ops):
                    for table in (TURNED_ROUND, BOUND_MOVED):
                        if type(op) in table:
                            becomes = table[type(op)]
                            change = f"{WRITTEN[type(op)]} -> {WRITTEN[becomes]}"
                            yield Flip(*where, change, source, at, operator, becomes)
            case ast.Call(func=ast.Name(id=name)) if name in OTHER_END:
                yield Flip(*where, f"{name} -> {OTHER_END[name]}", source, at)


def what_notices(tree: ast.Module, first: str = "") -> str | None:
    """The first check that a rule file fails, by name; None if it passes all of them.

    Parameters
    ----------
    first : name of the rule to compare with its definition before the others, optional
    """
    own = as_plain_python(tree)
    for name in sorted(own, key=lambda rule: rule != first):
        if not is_as_defined(name, own[name]):
            return f"definition of {name}"
    rules = SimpleNamespace(**(vars(plain_rules()) | own))
    for name, check in threshold_tests().items():
        try:
            check(rules)
        except (AssertionError, ArithmeticError, ValueError):
            return name
    return None


def is_as_defined(name: str, rule: Rule) -> bool:
    """Whether a rule agrees with its definition in every case; an error in arithmetic is a disagreement."""
    try:
        return difference(name, rule, _expected(name), cases_of(name)) is None
    except (ArithmeticError, ValueError):
        return False


def threshold_tests() -> dict[str, Rule]:
    """Tests of thresholds by name."""
    return {name: test for name, test in vars(test_thresholds).items() if name.startswith("test_")}


@cache
def _expected(name: str) -> tuple[float, ...]:
    reference = getattr(references, name)
    return tuple(reference(*case) for case in cases_of(name))


def main() -> None:
    """Print every flip and what notices it."""
    for file in FILES:
        if noticed := what_notices(tree_of(file)):
            raise SystemExit(f"{file.name} fails before any sign is flipped: {noticed}")
    rows, detected, equivalent = [("file", "line", "function", "flipped", "in", "noticed by")], 0, 0
    for flip in flips():
        noticed = what_notices(flip.tree(), flip.function)
        detected += noticed is not None
        equivalent += noticed is None and flip.key in EQUIVALENT
        by = noticed or ("nothing, equivalent" if flip.key in EQUIVALENT else "NOTHING")
        file = flip.file.relative_to(FOLDER.parent.parent).as_posix()
        rows.append((file, str(flip.line), flip.function, flip.change, _short(flip.source), by))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(f"flipped: {len(rows) - 1}, detected: {detected}, equivalent: {equivalent}")


def _short(source: str, width: int = 60) -> str:
    return source if len(source) <= width else source[: width - 3] + "..."


if __name__ == "__main__":
    main()
