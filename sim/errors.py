"""What can be wrong with a model, said to whoever can mend it.

A problem names file, key, what was expected and the nearest valid name. Everything
that is wrong is told at once, at most ten lines, and nothing has run by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN_AT_MOST = 10


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where it stands, and what was expected there."""

    key: str
    expected: str

    def __str__(self) -> str:
        return f"{self.key} {self.expected}".strip()


class BadInput(ValueError):
    """The user's input cannot be run; carries every problem found in it.

    Parameters
    ----------
    source : str
        File (or part of the interface) the problems are in.
    problems : iterable of Problem
        At least one.
    """

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines()))

    def __reduce__(self) -> tuple[type[BadInput], tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.source, self.problems)  # survives the way back from a worker process

    def lines(self) -> list[str]:
        """One line a problem, at most ten, then how many more there are."""
        shown = [f"{self.source}: {problem}" for problem in self.problems[:SHOWN_AT_MOST]]
        hidden = len(self.problems) - len(shown)
        if hidden:
            shown.append(f"{self.source}: and {hidden} more")
        return shown


def bad_input(source: str, key: str, expected: str) -> BadInput:
    """A single problem as an exception."""
    return BadInput(source, [Problem(key, expected)])


def nearest_name(name: str, valid: Iterable[str]) -> str | None:
    """The valid name most like ``name``, if one is near enough to be a slip of the pen."""
    found = get_close_matches(name, [str(candidate) for candidate in valid], n=1, cutoff=0.5)
    return found[0] if found else None


def unknown_name(name: str, what: str, valid: Sequence[str]) -> str:
    """Words for a name that does not exist: the nearest one, else the list."""
    nearest = nearest_name(name, valid)
    if nearest is not None:
        return f"is '{name}', which is not {what}; did you mean {nearest}?"
    listed = ", ".join(valid[:12]) + (", ..." if len(valid) > 12 else "")
    return f"is '{name}', which is not {what}; there are: {listed or 'none'}"
