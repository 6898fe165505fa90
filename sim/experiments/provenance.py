"""Provenance: what a result was made with, so that it can be made again."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
# The model: simulation and everything below it. A changed chart or document changes no result.
MODEL = (
    "errors.py",
    "arrays.py",
    "compiled.py",
    "knobs",
    "random_streams.py",
    "scenario",
    "world",
    "rules",
    "tally.py",
    "week",
    "gates",
    "simulation",
    "outcomes",
)
NUMBERS_PASS_THROUGH = ("numpy", "numba", "python")  # what can change a bit
LIBRARIES = ("numpy", "scipy", "numba", "pandas", "pydantic", "matplotlib")


@cache
def model_fingerprint() -> str:
    """Hash of every source a run depends on."""
    digest = hashlib.sha256()
    for name in MODEL:
        place = PACKAGE / name
        files = (
            sorted(file for file in place.rglob("*") if file.suffix in (".py", ".yaml"))
            if place.is_dir()
            else [place]
        )
        for file in files:
            digest.update(file.relative_to(PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def versions() -> dict[str, str]:
    """Versions of Python, of this package and of the libraries numbers pass through."""
    found = {"python": platform.python_version(), "stakeholder-sim": _version("stakeholder-sim")}
    return found | {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def commit() -> str | None:
    """The checkout's commit, marked if files were changed since; None outside a checkout."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            cwd=PACKAGE,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None


def machine() -> dict[str, Any]:
    """The machine a result was made on; it changes no number."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "implementation": sys.implementation.name,
    }
