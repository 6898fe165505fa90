"""Places in plain data: the way to a value, and how people write it.

A place is a tuple such as ``("plans", 1, "activities", 2, "start")``; people are shown
``plans.late.activities[2].start``, with parts of a list by their name where they have one.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Place = tuple[str | int, ...]
Key = Callable[["Place", Any], str]  # writes a place in data
MOST_TOLD = 500  # beyond that nobody reads, and looking for nearest names takes seconds
LONGEST_SHOWN = 60
HUGE = 64  # bits: a number longer than that is not shown


def step(value: Any, part: str | int) -> Any:
    """One step down into plain data; None where there is nothing."""
    if isinstance(value, Mapping):
        return value.get(part)
    if (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and isinstance(part, int)
        and part < len(value)
    ):
        return value[part]
    return None


def value_at(place: Place, data: Any) -> Any:
    """What stands at a place; None if nothing does."""
    for part in place:
        data = step(data, part)
    return data


def is_name(text: str) -> bool:
    """Whether it could be a ``Name`` (see ``sim.scenario.declared``)."""
    return re.fullmatch("[a-z][a-z0-9_]{0,59}", text) is not None


def key_of(place: Place, data: Any) -> str:
    """A place as people write it, parts of a list by their name where that is unambiguous."""
    key, here = "", data
    for part in place:
        name = _name_in_list(here, part) if isinstance(part, int) else _key_part(part)
        key += f"[{part}]" if name is None else f".{name}" if key else name
        here = step(here, part)
    return key


def _key_part(part: str) -> str:
    plain = part.isprintable() and part and not re.search(r"[\s.\[\]\"]", part)
    return short(part) if plain else _quoted(part)


def _name_in_list(items: Any, at: int) -> str | None:
    name = step(step(items, at), "name")
    if not isinstance(name, str) or not is_name(name):
        return None
    alone = sum(step(item, "name") == name for item in items) == 1
    return name if alone else None


def shown(value: Any) -> str:
    """A value on one short line, whatever it is."""
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > HUGE:
        return "a huge number"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return ("the text " if _reads_as_number(value) else "") + _quoted(value)
    return f"the {type(value).__name__} {short(str(value))}"


def _reads_as_number(text: str) -> bool:
    try:
        float(text[:LONGEST_SHOWN])
    except ValueError:
        return False
    return True


def short(text: str) -> str:
    """Cut to length, and without what would break a line or colour a terminal."""
    cut = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "..."
    return cut if cut.isprintable() else json.dumps(cut)[1:-1]


def _quoted(text: str) -> str:
    return f'"{short(text)}"'


def plain_data(value: Any, foreign: dict[Place, Any], deepest: int, place: Place = ()) -> Any:
    """A copy of data that JSON can carry; values it cannot carry (dates, bytes) go to ``foreign``.

    Raises
    ------
    RecursionError
        If it is nested more than ``deepest`` deep.
    """
    if len(place) > deepest:
        raise RecursionError
    if isinstance(value, dict):
        items = ((_as_key(key), part) for key, part in value.items())
        return {key: plain_data(part, foreign, deepest, (*place, key)) for key, part in items}
    if isinstance(value, list | tuple):
        return [plain_data(part, foreign, deepest, (*place, at)) for at, part in enumerate(value)]
    if _carried(value):
        return value
    foreign[place] = value
    return None


def _carried(value: Any) -> bool:
    if isinstance(value, str):
        return value.isascii() or not re.search("[\ud800-\udfff]", value)  # half a character
    if isinstance(value, int):
        return value.bit_length() <= HUGE
    return value is None or (isinstance(value, float) and math.isfinite(value))


def _as_key(key: Any) -> str:
    if isinstance(key, str):
        return key if _carried(key) else short(key)
    return "null" if key is None else str(key).lower()
