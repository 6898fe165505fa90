"""A sample of ``python -m tests.mesa_model.flipped_signs``, which takes many minutes as a whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_equality_notices_every_flipped_sign_of_fatigue():
    command = [sys.executable, "-m", "tests.mesa_model.flipped_signs", "fatigue.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "flipped: 4, noticed: 4"
