"""A yardstick for a machine whose speed drifts: a loop of plain Python, timed in the same minutes."""

from __future__ import annotations

import time
from collections.abc import Sequence

ADDITIONS = 2_000_000
QUOTED = 20_000_000


def yardstick() -> float:
    """Seconds that 20 million additions in a loop of plain Python would take."""
    began, total = time.perf_counter(), 0
    for each in range(ADDITIONS):
        total += each
    return (time.perf_counter() - began) * QUOTED / ADDITIONS


def in_words(loops: Sequence[float]) -> str:
    """A line that says how fast the machine was."""
    return f"yardstick: {min(loops):.2f} to {max(loops):.2f} s for 20 million additions in plain Python"
