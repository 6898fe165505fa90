"""A slow machine, on demand: what the tests say must not hang on how fast page and server are.

With ``LAB_SLOWED=1`` the page's processor is throttled to a quarter, and the server is stopped most of the
time, in turns too short for its visitors to be cut. Everything else is as it is.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from typing import Any

IS_SLOWED = os.environ.get("LAB_SLOWED") == "1"
THROTTLED = 4  # times slower
STOPPED_SECONDS, RUNNING_SECONDS = 0.3, 0.1


def slow_page(page: Any) -> None:
    """Throttle a page, if machines are slow today."""
    if IS_SLOWED:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLED})


def slow_server(server: subprocess.Popen[str]) -> None:
    """Stop a server again and again for as long as it lives, if machines are slow today."""
    if IS_SLOWED:
        threading.Thread(target=_in_turns, args=(server,), daemon=True).start()


def _in_turns(server: subprocess.Popen[str]) -> None:
    while server.poll() is None:
        for turn, seconds in ((signal.SIGSTOP, STOPPED_SECONDS), (signal.SIGCONT, RUNNING_SECONDS)):
            try:
                server.send_signal(turn)
                server.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
