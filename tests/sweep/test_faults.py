"""Faults, for real: killed, full, read-only, lost workers. Each is a clear line, and the same bytes after."""

from __future__ import annotations

import os
import random
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from sim.experiments import cluster
from tests.sweep.conftest import said, sim_command, sweep_words, tables_of

RUNS = 7 * 4 * 2 * 8
DESCRIPTION = f"{RUNS} runs"
MANIFEST, PARTS = "manifest.json", "runs/part-*.parquet"
PATIENCE = 120.0  # seconds


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tables of a sweep that nothing happened to."""
    place = tmp_path_factory.mktemp("unbroken")
    status, out, err = said(sim_command(*sweep_words(place / "a", "--engine", "serial"), cwd=place))
    assert status == 0, err
    assert DESCRIPTION in out
    return tables_of(place / "a")


def finish(folder: Path, *more: str) -> None:
    """Run the same command to its end."""
    status, _, err = said(
        sim_command(*sweep_words(folder, *(more or ("--engine", "serial"))), cwd=folder.parent)
    )
    assert status == 0, err


def kill_group(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def wait_for(pattern: str, folder: Path, count: int = 1) -> None:
    """Until a sweep has written so many files."""
    until = time.monotonic() + PATIENCE
    while len(list(folder.glob(pattern))) < count:
        assert time.monotonic() < until, f"no {pattern} came"
        time.sleep(0.005)


@pytest.mark.parametrize("moment", range(4))
def test_a_sweep_killed_at_any_moment_goes_on_to_the_same_bytes(
    tmp_path: Path, unbroken: dict[str, str], moment: int
) -> None:
    folder = tmp_path / "a"
    process = sim_command(*sweep_words(folder, "--engine", "serial"), cwd=tmp_path)
    wait_for(MANIFEST, folder)
    time.sleep(random.Random(moment).uniform(0.0, 0.5))
    kill_group(process)
    finish(folder)
    assert tables_of(folder) == unbroken
    assert not list(folder.rglob("*.unfinished"))


@pytest.mark.parametrize("blocks", [0, 3])
def test_a_sweep_killed_at_work_goes_on_to_the_same_bytes(
    tmp_path: Path, unbroken: dict[str, str], blocks: int
) -> None:
    folder = tmp_path / "a"
    process = sim_command(*sweep_words(folder, "--engine", "serial"), cwd=tmp_path, holds_after=blocks)
    wait_for(PARTS if blocks else MANIFEST, folder, max(1, blocks))
    kill_group(process)
    assert len(tables_of(folder)) < len(unbroken)
    finish(folder)
    assert tables_of(folder) == unbroken


def test_ctrl_c_says_what_is_kept_and_the_same_command_goes_on(
    tmp_path: Path, unbroken: dict[str, str]
) -> None:
    folder = tmp_path / "a"
    process = sim_command(*sweep_words(folder, "--engine", "serial"), cwd=tmp_path, holds_after=2)
    wait_for(PARTS, folder, 2)
    process.send_signal(signal.SIGINT)
    status, _, err = said(process)
    assert status == 130
    assert "Traceback" not in err
    assert "what a sweep has finished is kept" in err
    finish(folder)
    assert tables_of(folder) == unbroken


def test_a_lost_worker_process_costs_nothing_but_time(tmp_path: Path, unbroken: dict[str, str]) -> None:
    folder = tmp_path / "a"
    process = sim_command(*sweep_words(folder, "--engine", "processes", "--workers", "2"), cwd=tmp_path)
    until = time.monotonic() + PATIENCE
    victim = None
    while victim is None and process.poll() is None and time.monotonic() < until:
        workers = [
            child
            for child in psutil.Process(process.pid).children(recursive=True)
            if any("loky" in word for word in _words(child))
            and not any("tracker" in w for w in _words(child))
        ]
        victim = workers[0] if workers else None
        time.sleep(0.02)
    assert victim is not None, "no worker process was seen"
    victim.kill()
    status, out, err = said(process)
    assert status == 0, err
    assert "a worker process was lost; what it worked on is computed again" in err
    assert DESCRIPTION in out
    assert tables_of(folder) == unbroken


def test_workers_end_with_the_process_that_started_them(tmp_path: Path, unbroken: dict[str, str]) -> None:
    folder = tmp_path / "a"
    process = sim_command(*sweep_words(folder, "--engine", "processes", "--workers", "2"), cwd=tmp_path)
    until, workers = time.monotonic() + PATIENCE, []
    while not list(folder.glob(PARTS)) and process.poll() is None and time.monotonic() < until:
        workers = psutil.Process(process.pid).children(recursive=True) or workers
        time.sleep(0.01)
    assert workers
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert not alive
    finish(folder)
    assert tables_of(folder) == unbroken


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_two_sweeps_on_one_folder_are_refused(tmp_path: Path, unbroken: dict[str, str]) -> None:
    folder = tmp_path / "a"
    first = sim_command(*sweep_words(folder, "--engine", "serial"), cwd=tmp_path, holds_after=1)
    wait_for(PARTS, folder)
    try:
        status, _, err = said(sim_command(*sweep_words(folder, "--engine", "serial"), cwd=tmp_path))
    finally:
        kill_group(first)
    assert status == 2
    assert "is being worked on by another sweep" in err
    finish(folder)
    assert tables_of(folder) == unbroken


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused_before_anything_runs(tmp_path: Path) -> None:
    place = tmp_path / "sealed"
    place.mkdir()
    place.chmod(0o500)
    status, _, err = said(sim_command(*sweep_words(place / "a"), cwd=tmp_path))
    assert status == 2
    assert "cannot be written" in err


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a small file system needs root to be mounted"
)
def test_a_full_or_read_only_disk_loses_nothing(tmp_path: Path, unbroken: dict[str, str]) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        (place / "ballast").write_bytes(b"x" * 170_000)
        words = sweep_words(place / "a", "--engine", "serial", "--anyway")
        status, _, err = said(sim_command(*words, cwd=tmp_path))
        assert status == 1
        assert "the disk is full" in err
        assert "run the same command again" in err
        assert not list(place.rglob("*.unfinished"))
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        status, _, err = said(sim_command(*words, cwd=tmp_path))
        assert status == 2
        assert "cannot be written" in err
        subprocess.run(["mount", "-o", "remount,rw,size=8m", str(place)], check=True)
        (place / "ballast").unlink()
        finish(place / "a")
        assert tables_of(place / "a") == unbroken
    finally:
        subprocess.run(["umount", str(place)], check=False)


def test_a_folder_that_cannot_be_made_is_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    status, _, err = said(sim_command(*sweep_words(tmp_path / "file" / "a"), cwd=tmp_path))
    assert (status, err.splitlines()[-1]) == (
        2,
        f"{tmp_path / 'file' / 'a'}: cannot be written: Not a directory",
    )


def test_engines_and_workers_leave_the_same_bytes(tmp_path: Path, unbroken: dict[str, str]) -> None:
    for name, more in (
        ("one", ("--engine", "processes", "--workers", "1")),
        ("two", ("--engine", "processes", "--workers", "2")),
        ("dask", ("--engine", "dask", "--workers", "2")),
    ):
        finish(tmp_path / name, *more)
        assert tables_of(tmp_path / name) == unbroken, name


def test_a_scheduler_that_does_not_answer_is_a_clear_line(tmp_path: Path) -> None:
    words = sweep_words(tmp_path / "a", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    status, _, err = said(sim_command(*words, cwd=tmp_path))
    assert status == 2
    assert "at tcp://127.0.0.1:9 does not answer" in err
    assert "Traceback" not in err


def test_something_that_is_no_scheduler_is_a_clear_line(tmp_path: Path) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Gibberish) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
        words = sweep_words(tmp_path / "a", "--engine", "dask", "--scheduler", address)
        status, _, err = said(sim_command(*words, cwd=tmp_path))
        server.shutdown()
    assert status == 2
    assert f"at {address} answers, but is no Dask scheduler" in err
    assert "Traceback" not in err


class Gibberish(socketserver.BaseRequestHandler):
    """Another server than the one that was meant."""

    def handle(self) -> None:
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 4)


def test_an_address_that_is_none_is_a_clear_line(tmp_path: Path) -> None:
    words = sweep_words(tmp_path / "a", "--engine", "dask", "--scheduler", "the big one")
    status, _, err = said(sim_command(*words, cwd=tmp_path))
    assert status == 2
    assert "is 'the big one', which is no address" in err


@contextmanager
def dask_workers(count: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers as processes of their own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, root = f"tcp://127.0.0.1:{port}", str(Path(__file__).parents[2])

    def start(name: str, *given: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{name}", *given, "--no-dashboard"],
            env={**os.environ, "PYTHONPATH": root},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
    workers = [start("dask_worker", address, "--nthreads", "1", "--no-nanny") for _ in range(count)]
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_a_lost_dask_worker_costs_nothing_but_time(tmp_path: Path, unbroken: dict[str, str]) -> None:
    folder = tmp_path / "a"
    with dask_workers(2) as (address, workers):
        process = sim_command(*sweep_words(folder, "--engine", "dask", "--scheduler", address), cwd=tmp_path)
        wait_for(PARTS, folder)
        workers[0].kill()
        status, _, err = said(process)
    assert status == 0, err
    assert tables_of(folder) == unbroken


def test_a_worker_with_another_model_computes_nothing() -> None:
    ours = cluster._model()
    assert cluster._call(len, "abc", ours) == 3
    with pytest.raises(RuntimeError, match=r"has numba .* instead of 0\.1; install the same there"):
        cluster._call(len, "abc", ours | {"numba": "0.1"})


def test_a_sweep_with_failed_runs_ends_with_status_1_again_and_again(tmp_path: Path) -> None:
    words = sweep_words(tmp_path / "a", "--engine", "serial", grid=("shift.early=0,-60",))
    for computed in (32, 0):
        status, out, _ = said(sim_command(*words, cwd=tmp_path))
        assert status == 1
        assert f"computed {computed} now" in out
        assert "8 runs failed: their rows say why" in out
