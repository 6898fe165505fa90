"""``sim lab``: says where it listens, refuses a port that is taken, ends quietly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

FEW = Path(__file__).parents[1] / "scenarios" / "few.yaml"


def command(*more: str) -> list[str]:
    return [sys.executable, "-m", "sim", "lab", str(FEW), *more]


def test_it_prints_its_address_once_it_listens_and_ends_at_ctrl_c() -> None:
    with subprocess.Popen(
        command("--port", "0", "--no-open"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().split() if word.startswith("http://127."))
        with urllib.request.urlopen(address, timeout=30) as page:
            assert page.status == 200
        os.kill(server.pid, signal.SIGINT)
        _, errors = server.communicate(timeout=60)
    assert server.returncode == 0
    assert "Traceback" not in errors


def test_a_port_that_is_taken_is_a_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = subprocess.run(command("--port", str(port)), capture_output=True, text=True, timeout=60)
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert f"{port} on 127.0.0.1 cannot be listened on" in found.stderr


def test_a_host_that_is_none_is_a_clear_line() -> None:
    found = subprocess.run(
        command("--host", "no.such.host.invalid"), capture_output=True, text=True, timeout=60
    )
    assert found.returncode == 2
    assert "cannot be listened on" in found.stderr
