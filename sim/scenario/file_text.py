"""Text of a file that a user names: read only if it is a regular file of sensible size, in UTF-8."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from sim.errors import bad_input

WORKBOOK = b"PK\x03\x04"  # how archives begin, .xlsx and .ods among them
# in Latin-1, in which every byte is a character
CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")


def text_of(file: Path, what: str, largest: int, expected: str = "text in UTF-8") -> str:
    """The text of a file, without a byte order mark.

    Parameters
    ----------
    what : str
        The word for what it holds: scenario, rulebook, register.
    largest : int
        Bytes.
    expected : str
        What is expected of a file in another encoding.

    Raises
    ------
    BadInput
        If nothing sensible can be read from it.
    """
    source = str(file)
    try:
        about = file.stat()
        if stat.S_ISDIR(about.st_mode):
            raise bad_input(source, "", f"is a folder; expected a {what} file")
        if not stat.S_ISREG(about.st_mode):
            raise bad_input(source, "", f"is a device or pipe; expected a {what} file")
        if about.st_size > largest:
            raise bad_input(
                source, "", f"has {about.st_size / 1e6:,.1f} MB; expected at most {largest / 1e6:g} MB"
            )
        with file.open("rb") as opened:
            content = opened.read(largest + 1)  # some files have more in them than they say
    except OSError as error:
        raise bad_input(source, "", f"cannot be read: {error.strerror or error}") from None
    if len(content) > largest:
        raise bad_input(source, "", f"has more than {largest / 1e6:g} MB; expected at most that")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise bad_input(source, "", f"{_kind_of(content)}; expected {expected}") from None
    if not text.strip():
        raise bad_input(source, "", f"is empty; expected a {what}")
    return text


def _kind_of(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "is UTF-16 text"
    if content.startswith(WORKBOOK):
        return "is an archive, or a spreadsheet in its own format"
    if CONTROL.search(content.decode("latin-1")):
        return "is not text (a binary file?)"
    return "is text in another encoding (Latin-1 or Windows?)"
