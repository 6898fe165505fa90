"""The rules, three ways: as source, compiled, and as plain Python made from (perhaps altered) source."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sim.rules

Rule = Callable[..., float]

FOLDER = Path(sim.rules.__file__).parent
FILES = tuple(sorted(file for file in FOLDER.glob("*.py") if file.name != "__init__.py"))


def plain(rule: Rule) -> Rule:
    """The Python function a compiled rule was made from; itself where compilation is off."""
    function: Rule = getattr(rule, "py_func", rule)
    return function


def functions_in(tree: ast.Module) -> list[ast.FunctionDef]:
    """Functions at the top of a module: in a rule file, the rules."""
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


@cache
def tree_of(file: Path) -> ast.Module:
    """Parsed source; shared, so alter a copy."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def arguments_of_rules() -> dict[str, tuple[str, ...]]:
    """Every rule with the names of its arguments, in alphabetical order of files."""
    return {
        function.name: tuple(argument.arg for argument in function.args.args)
        for file in FILES
        for function in functions_in(tree_of(file))
    }


@cache
def compiled_rules() -> SimpleNamespace:
    """Every rule as the model uses it."""
    found = SimpleNamespace()
    for file in FILES:
        module = importlib.import_module(f"sim.rules.{file.stem}")
        for function in functions_in(tree_of(file)):
            setattr(found, function.name, getattr(module, function.name))
    return found


def as_plain_python(tree: ast.Module) -> dict[str, Rule]:
    """Run the source of a rule file with ``rule`` doing nothing; return its functions by name."""
    kept = [
        node for node in tree.body if not (isinstance(node, ast.ImportFrom) and node.module == "sim.compiled")
    ]
    space: dict[str, Any] = {"rule": lambda function: function}
    exec(compile(ast.Module(kept, []), "<rules>", "exec"), space)
    for name, value in space.items():
        space[name] = getattr(value, "py_func", value)  # rules it imports from other files
    return {function.name: space[function.name] for function in functions_in(tree)}


@cache
def plain_rules() -> SimpleNamespace:
    """Every rule as plain Python."""
    return SimpleNamespace(
        **{name: rule for file in FILES for name, rule in as_plain_python(tree_of(file)).items()}
    )
