"""An edited rule takes effect at once: no compiled code of an earlier version is used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from tests.conftest import SCENARIOS

PACKAGE = Path(sim.__file__).parent
RUN = """
import sys
import sim
from sim.scenario import load_scenario
from sim.simulation import simulate
run = simulate(load_scenario(sys.argv[1]), "early")
print(sim.__file__)
print(run.state.support.tobytes().hex())
"""


def support_in(folder: Path) -> str:
    """Final support in a run of the package that lies in this folder, with compiled code kept beside it."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(SCENARIOS / "few.yaml")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NUMBA_CACHE_DIR": str(folder / "compiled")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    place, support = done.stdout.split()
    assert Path(place).parent == folder / "sim"
    return support


@pytest.mark.slow
def test_an_edited_rule_changes_the_next_run_and_restoring_it_restores_the_run(tmp_path: Path) -> None:
    """Compiles the whole week twice: rules become part of it, and it lies in another file than they do."""
    shutil.copytree(PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    rule = tmp_path / "sim" / "rules" / "self_evaluation.py"
    text = rule.read_text(encoding="utf-8")
    edited = text.replace("return rate *", "return 0.5 * rate *")
    assert edited != text
    first = support_in(tmp_path)
    rule.write_text(edited, encoding="utf-8")
    assert support_in(tmp_path) != first
    compiled = {file: file.stat().st_mtime_ns for file in (tmp_path / "compiled").rglob("*.nbc")}
    rule.write_text(text, encoding="utf-8")
    assert support_in(tmp_path) == first
    assert compiled  # and the third run compiled nothing anew
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "compiled").rglob("*.nbc")} == compiled
