"""Processes that work for another: how many are of use, and that none outlives the one it works for."""

from __future__ import annotations

import os
import threading
import time

SECONDS_BETWEEN_LOOKS = 1.0  # of a worker at whether it is still wanted


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def end_with(parent: int) -> None:
    """In a worker: end when the process that started it does, even if that was killed.

    Loky's workers (3.6) would wait for work for ever, and keep their memory.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
