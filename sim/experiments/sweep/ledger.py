"""The ledger: a result folder that is never half right.

A folder holds ``manifest.json`` (everything its numbers depend on), ``design.parquet``, a part a block
under ``runs/`` (and ``weekly/``), and ``log.jsonl`` with what changes no number: when, where, how fast.
A part is written whole under another name, forced to the disk and renamed, so that it is there or it
is not. Its name is its content key: what it would hold can be told before it is computed, and a sweep
that is run again computes what is missing. A part that cannot be read is missing.

One sweep at a time works on a folder: it holds a lock that the system takes away with the process.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import dataset, parquet

from sim.errors import BadInput, bad_input
from sim.experiments.provenance import commit, machine, versions

MANIFEST, DESIGN, RUNS, WEEKLY, LOG, LOCK = (
    "manifest.json",
    "design.parquet",
    "runs",
    "weekly",
    "log.jsonl",
    ".lock",
)
UNFINISHED = ".unfinished"


class Ledger:
    """A result folder while a sweep works on it; made by ``open_ledger``."""

    def __init__(self, folder: Path, identity: Mapping[str, Any]) -> None:
        self.folder, self.identity = folder, dict(identity)

    def has(self, key: str) -> bool:
        """Whether a part is there and can be read."""
        part = self.part(key)
        return part.is_file() and is_whole(part)

    def failed(self) -> int:
        """How many of the runs that are there failed."""
        parts = sorted(str(part) for part in (self.folder / RUNS).glob("part-*.parquet"))
        return int(dataset.dataset(parts).count_rows(filter=dataset.field("status") == "failed"))

    def keep(self, key: str, runs: pa.Table, weekly: pa.Table | None = None) -> None:
        """Write a block's part; it is there for good once this returns."""
        if weekly is not None:
            _write_whole(self.part(key, WEEKLY), weekly)  # first: a block is done when its runs are there
        _write_whole(self.part(key), runs)

    def log(self, **what: Any) -> None:
        """Note something that changes no number; a disk without room for it is no reason to stop."""
        line = json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **what})
        with suppress(OSError), (self.folder / LOG).open("a", encoding="utf-8") as opened:
            opened.write(line + "\n")

    def part(self, key: str, kind: str = RUNS) -> Path:
        """Where a part is, or would be."""
        return self.folder / kind / f"part-{key}.parquet"


@contextmanager
def open_ledger(
    folder: Path, identity: Mapping[str, Any], design: pa.Table, command: str = ""
) -> Iterator[Ledger]:
    """Open a folder for a sweep, new or begun before; the folder is this sweep's alone until it is closed.

    Parameters
    ----------
    identity : everything the numbers depend on; a folder begun with another one is refused

    Raises
    ------
    BadInput
        If the folder holds something else, cannot be written, or another sweep works on it.
    """
    _refuse_what_is_not_ours(folder, identity)
    try:
        for each in (folder, folder / RUNS, *([folder / WEEKLY] if identity.get("weekly") else [])):
            each.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a")
    except OSError as refused:
        raise bad_input(str(folder), "", f"cannot be written: {refused.strerror}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise bad_input(
                str(folder), "", "is being worked on by another sweep; wait for it, or name another folder"
            ) from None
        _refuse_what_is_not_ours(folder, identity)
        try:
            for left in folder.rglob(f"*{UNFINISHED}"):
                left.unlink()
            if not (folder / MANIFEST).is_file():
                _write_whole(folder / DESIGN, design)
                _write_text(folder / MANIFEST, _manifest(identity, command))
        except OSError as refused:
            raise bad_input(str(folder), "", f"cannot be written: {refused.strerror or refused}") from None
        yield Ledger(folder, identity)


def _manifest(identity: Mapping[str, Any], command: str) -> str:
    made = {"command": command, "commit": commit(), "versions": versions(), "machine": machine()}
    return json.dumps({**identity, "made_with": made}, indent=1) + "\n"


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a result folder.

    Raises
    ------
    BadInput
        If it is none.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = "does not exist" if not folder.exists() else "is not a result folder: it has no manifest.json"
        raise bad_input(str(folder), "", what) from None
    except (OSError, ValueError) as refused:
        raise bad_input(str(folder / MANIFEST), "", f"cannot be read: {refused}") from None
    if not isinstance(found, dict) or "key" not in found:
        raise bad_input(str(folder / MANIFEST), "", "is not the manifest of a result")
    return found


def _refuse_what_is_not_ours(folder: Path, identity: Mapping[str, Any]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise bad_input(str(folder), "", "is a file; expected a folder for results")
    ours = {MANIFEST, DESIGN, RUNS, WEEKLY, LOG, LOCK}
    if not (folder / MANIFEST).is_file():
        others = [
            each.name for each in folder.iterdir() if each.name not in ours and UNFINISHED not in each.name
        ]
        if others:
            raise bad_input(
                str(folder), "", f"holds {others[0]} and is no result folder; name another folder"
            )
        return
    try:
        found = read_manifest(folder)
    except BadInput:
        raise bad_input(str(folder), "", "has a manifest that cannot be read; name another folder") from None
    if found["key"] != identity["key"]:
        differing = [name for name in identity if name != "key" and found.get(name) != identity[name]]
        raise bad_input(
            str(folder),
            "",
            f"holds another sweep: {', '.join(differing) or 'it'} differs; name another folder",
        )


def is_whole(part: Path) -> bool:
    """Whether a part can be read to its end, checksums and all."""
    try:
        parquet.ParquetFile(part, page_checksum_verification=True).read()
    except (pa.ArrowException, OSError):
        return False
    return True


def _write_whole(file: Path, table: pa.Table) -> None:
    beside = file.with_name(file.name + UNFINISHED)
    try:
        parquet.write_table(table, beside, compression="zstd", write_page_checksum=True)
        _to_disk(beside, file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _write_text(file: Path, text: str) -> None:
    beside = file.with_name(file.name + UNFINISHED)
    beside.write_text(text, encoding="utf-8")
    _to_disk(beside, file)


def _to_disk(beside: Path, file: Path) -> None:
    """Force a file to the disk, give it its name, and force the name to the disk."""
    with beside.open("rb+") as opened:
        os.fsync(opened.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
