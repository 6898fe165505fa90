"""Before a sweep: how many runs, how long, how much memory and disk; and whether it fits."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Problem
from sim.experiments.blocks import Work
from sim.experiments.evaluate import NS_A_STAKEHOLDER_WEEK

BYTES_A_NUMBER = 8.0  # noise does not compress
BYTES_A_RUN = 10.0  # ids and status, compressed
BYTES_A_WORKER = 350e6  # libraries and compiled model, as measured
BYTES_AN_ATTENDANCE_ROW = 8 * 40  # of a stakeholder: draws, state and scratch of a lane
SHARE_OF_MEMORY = 0.9


@dataclass(frozen=True)
class Estimate:
    """What a sweep will take; ``left`` counts runs that are not there yet."""

    runs: int
    left: int
    seconds: float
    memory_bytes: float
    disk_bytes: float
    free_bytes: float
    available_bytes: float

    @property
    def words(self) -> str:
        """The estimate on one line."""
        there = f", {self.runs - self.left:,} of them there already" if self.left < self.runs else ""
        return (
            f"{self.runs:,} runs{there}; about {duration(self.seconds)}, "
            f"{self.memory_bytes / 1e9:.1f} GB of memory, {size(self.disk_bytes)} of disk"
        )

    @property
    def problems(self) -> list[Problem]:
        """Why it cannot fit."""
        found = []
        if self.disk_bytes > self.free_bytes:
            what = f"would need {size(self.disk_bytes)}; {size(self.free_bytes)} are free (--anyway to try)"
            found.append(Problem("disk", what))
        if self.memory_bytes > SHARE_OF_MEMORY * self.available_bytes:
            what = (
                f"would need {size(self.memory_bytes)}; {size(self.available_bytes)} are available; "
                "ask for fewer workers (--anyway to try)"
            )
            found.append(Problem("memory", what))
        return found


def estimate_of(work: Work, runs: int, left: int, workers: int, folder: Path) -> Estimate:
    """What computing so many runs takes on so many workers."""
    scenario = work.scenario
    weeks = scenario.horizon_weeks * scenario.population.n
    numbers = len(work.outcomes)
    if work.weekly:
        places = len(scenario.population.groups) + len(scenario.population.localities)
        numbers += scenario.horizon_weeks * len(work.weekly) * places
    lanes = min(work.lanes, max(1, left))
    return Estimate(
        runs=runs,
        left=left,
        seconds=left * weeks * NS_A_STAKEHOLDER_WEEK / 1e9 / max(1, workers),
        memory_bytes=(1 + workers) * BYTES_A_WORKER
        + workers * scenario.population.n * lanes * BYTES_AN_ATTENDANCE_ROW,
        disk_bytes=left * (BYTES_A_RUN + BYTES_A_NUMBER * numbers),
        free_bytes=shutil.disk_usage(_existing(folder)).free,
        available_bytes=_available(),
    )


def _existing(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder


def _available() -> float:
    """Memory that can be used, of the machine or of the container, bytes."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return float(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (ValueError, OSError, AttributeError):
        return float("inf")


def duration(seconds: float) -> str:
    """Seconds in words: 40 s, 12 min, 3.5 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def size(bytes_: float) -> str:
    """Bytes in words: 300 kB, 1.4 GB."""
    for unit, at_least in (("GB", 1e9), ("MB", 1e6)):
        if bytes_ >= at_least:
            return f"{bytes_ / at_least:.1f} {unit}"
    return f"{bytes_ / 1e3:.0f} kB"
