"""Rulebook files: those shipped beside the catalogue, and a user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.scenario.reading import declared_from, found, read
from sim.scenario.rulebook import Rulebook
from sim.scenario.rulebook_checks import rulebook_problems

FOLDER = Path(__file__).with_name("rulebooks")
TEMPLATE = FOLDER / "template.yaml"


def shipped_rulebooks() -> dict[str, Path]:
    """Names and files of the rulebooks that come with the package, the template not among them."""
    return {file.stem: file for file in sorted(FOLDER.glob("*.yaml")) if file != TEMPLATE}


def rulebook_file(name_or_path: str | Path) -> Path:
    """The file of a rulebook.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    return found(name_or_path, shipped_rulebooks(), "rulebook")


def load_rulebook(name_or_path: str | Path) -> Rulebook:
    """Read and check a rulebook.

    Parameters
    ----------
    name_or_path : name or file
        The name of a shipped rulebook, or a YAML file.

    Raises
    ------
    BadInput
        With every problem found: file, key, what was expected, the nearest name.
    """
    file = rulebook_file(name_or_path)
    return read(file, str(name_or_path), Rulebook, rulebook_problems, "rulebook")


def rulebook_from(data: Any, source: str = "rulebook") -> Rulebook:
    """Check plain data as a rulebook; ``source`` is named in problems.

    Raises
    ------
    BadInput
        With every problem found.
    """
    return declared_from(data, source, Rulebook, rulebook_problems, "rulebook")
