"""What the tests of sweeps share: a small design, and folders compared byte for byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from sim.experiments.sweep import SweepDesign, checked_design
from sim.scenario import Scenario

FEW = Path(__file__).parents[1] / "scenarios" / "few.yaml"
PLANS = ("early", "none")


@pytest.fixture
def design(few: Scenario) -> SweepDesign:
    """Six points over two parameters and a shift."""
    table = pd.DataFrame(
        {
            "gain_multiplier": [0.7, 1.0, 1.3, 0.7, 1.0, 1.3],
            "loss_aversion": [1.5, 1.5, 1.5, 2.0, 2.0, 2.0],
            "shift.early": [0, 1, 2, 0, 1, 2],
        }
    )
    return checked_design(table, few, PLANS)


def tables_of(folder: Path) -> dict[str, str]:
    """Names and hashes of every table of a result folder."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.parquet"))
    }


HOLDS = """
import sys, time
from sim.experiments import blocks
honest, computed = blocks.simulate_lanes, []

def simulate_lanes(*given, **named):
    computed.append(None)
    while len(computed) > {blocks}:
        time.sleep(0.01)
    return honest(*given, **named)

blocks.simulate_lanes = simulate_lanes
from sim.cli import main
main()
"""


def sim_command(
    *words: str, cwd: Path, holds_after: int | None = None, **more: object
) -> subprocess.Popen[str]:
    """The command line in a process group of its own.

    With ``holds_after`` it computes so many blocks and then waits for ever, so that what is done to it is
    done while it is at work, however fast it is.
    """
    how = ["-m", "sim"] if holds_after is None else ["-c", HOLDS.format(blocks=holds_after)]
    return subprocess.Popen(
        [sys.executable, *how, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,  # type: ignore[call-overload]
    )


def said(process: subprocess.Popen[str], seconds: float = 300) -> tuple[int, str, str]:
    """Exit status, and what was printed."""
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out, err


def sweep_words(folder: Path, *more: str, grid: Sequence[str] = ()) -> list[str]:
    """A sweep of the small scenario on the command line."""
    axes = grid or ("gain_multiplier=0.7,0.8,0.9,1,1.1,1.2,1.3", "loss_aversion=1.2,1.5,1.8,2.1")
    chosen = [word for axis in axes for word in ("--grid", axis)]
    return [
        "sweep",
        str(FEW),
        *chosen,
        "--plans",
        "early,none",
        "--replications",
        "8",
        "--part-seconds",
        "0.001",
        "--folder",
        str(folder),
        *more,
    ]
