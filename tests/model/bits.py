"""The bits of a run as one short text, here or in a process of its own (``python -m tests.model.bits``)."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sim.scenario import load_scenario
from sim.simulation import Run, simulate

ROOT = Path(__file__).parents[2]


def bits_of(run: Run) -> str:
    """Hash of every array of the final state and of the history, and of the votes."""
    digest = hashlib.sha256()
    for name, array in [*run.state._asdict().items(), *sorted(run.history.items())]:
        digest.update(name.encode())
        digest.update(repr(array.shape).encode())
        digest.update(array.tobytes())
    digest.update(repr([(each.week, each.reason) for each in run.reviews]).encode())
    return digest.hexdigest()


def bits_elsewhere(
    scenario: Path, plan: str, seed: int, replication: int, environment: Mapping[str, str] | None = None
) -> str:
    """The bits of a run made in a fresh process."""
    command = [sys.executable, "-m", "tests.model.bits", str(scenario), plan, str(seed), str(replication)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


if __name__ == "__main__":
    file, plan_name, *numbers = sys.argv[1:]
    print(bits_of(simulate(load_scenario(file), plan_name, *map(int, numbers))))
