"""No rule without a definition, and no compiled code outside the sources that name its cache."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from pathlib import Path

from sim import compiled
from sim.compiled import PACKAGE, SOURCES
from tests.rules import references
from tests.rules.sources import FILES, arguments_of_rules, functions_in, tree_of

COMPILERS = frozenset({"rule", "kernel", "part"})


def named(decorator: ast.expr) -> str:
    """The last name of a decorator, called or not."""
    match decorator:
        case ast.Call(func=func):
            return named(func)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def compiled_files() -> set[str]:
    """Files of the package that hold compiled code, or take a compiler from ``sim.compiled`` by any name."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.FunctionDef(decorator_list=decorators):
                    compiles = COMPILERS & {named(decorator) for decorator in decorators}
                case ast.ImportFrom(module="sim.compiled", names=names):
                    compiles = COMPILERS & {name.name for name in names}
                case _:
                    continue
            if compiles:
                found.add(file.relative_to(PACKAGE).as_posix())
    return found


def is_covered(file: str) -> bool:
    return any(file == source or Path(source) in Path(file).parents for source in SOURCES)


def test_every_file_with_compiled_code_takes_part_in_the_name_of_its_cache():
    files = compiled_files()
    assert {"tally.py", "week/changing.py", "rules/trust.py", "world/harm.py"} <= files
    assert [file for file in sorted(files) if not is_covered(file)] == []


def test_every_source_that_names_the_cache_exists():
    assert [source for source in SOURCES if not (PACKAGE / source).exists()] == []


def test_an_edit_of_a_rule_gives_compiled_code_another_name(tmp_path: Path, monkeypatch):
    for source in SOURCES:
        for file in (PACKAGE / source).rglob("*.py") if (PACKAGE / source).is_dir() else [PACKAGE / source]:
            copy = tmp_path / file.relative_to(PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    monkeypatch.setattr(compiled, "PACKAGE", tmp_path)
    before = compiled.source_key.__wrapped__()
    assert compiled.source_key.__wrapped__() == before
    rule = tmp_path / "rules" / "trust.py"
    rule.write_text(rule.read_text(encoding="utf-8").replace("+ won", "- won"), encoding="utf-8")
    assert compiled.source_key.__wrapped__() != before


def test_every_rule_has_a_definition_with_the_same_arguments():
    defined = {
        name: tuple(inspect.signature(function).parameters)
        for name, function in inspect.getmembers(references, inspect.isfunction)
    }
    assert defined == arguments_of_rules()


def test_every_function_of_a_rule_file_is_compiled():
    assert [
        f"{file.name}: {function.name}"
        for file in FILES
        for function in functions_in(tree_of(file))
        if "rule" not in {named(decorator) for decorator in function.decorator_list}
    ] == []


def test_no_two_rules_share_a_name():
    counted = Counter(function.name for file in FILES for function in functions_in(tree_of(file)))
    assert [name for name, times in counted.items() if times > 1] == []


def test_the_definitions_know_neither_rules_nor_compiler():
    tree = ast.parse(Path(references.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert imported == {"__future__"}
