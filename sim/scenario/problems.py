"""What is wrong with single fields of a scenario or rulebook, one line a mistake.

Validation may see one mistake several times (a value that fits none of two types, a field
missing because it is misspelt); here it is told once, with the place named the way the
file's author thinks of it: ``plans.late.activities[2].instrumnt``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.errors import Problem, nearest_name, unknown_name
from sim.scenario.declared import Declared
from sim.scenario.expected import (
    NAME_IS,
    Node,
    alternatives,
    below,
    choices,
    fields,
    has_free_keys,
    length_words,
    mapping_among,
    node_at,
    range_words,
    words,
)
from sim.scenario.places import LONGEST_SHOWN, MOST_TOLD, Place, is_name, key_of, short, shown, step, value_at

Kind = Literal["unknown", "missing", "wrong"]
KINDS: Mapping[str, Kind] = {"extra_forbidden": "unknown", "missing": "missing"}  # of validation errors
CHOICES = {
    "milestone": "a milestone",
    "kind": "a kind of group",
    "kinds": "a kind of stakeholder",
    "role": "a role",
    "roles": "a role",
    "cases": "a role",
    "tests": "a test",
    "frame": "a frame",
    "looks_at": "something a gate can look at",
    "plus": "a sign",
    "if_failed": "a consequence",
    "guards": "a milestone",
    "reopens_from": "a milestone",
}


@dataclass(frozen=True)
class Refusal:
    """A place whose value is not what is declared there; ``told`` unless another one explains it."""

    place: Place
    kind: Kind
    told: bool = True


def refusals_in(
    errors: Iterable[Mapping[str, Any]], data: Any, foreign: Mapping[Place, Any], model: type[Declared]
) -> list[Refusal]:
    """One refusal a mistake, from validation errors and from values that no file has."""
    kinds: dict[Place, Kind] = {}
    for error in errors:
        kind = KINDS.get(error["type"], "wrong")
        location = error["loc"][:-1] if kind == "wrong" and error["loc"][-1:] == ("[key]",) else error["loc"]
        place = _place(location, data, model)
        if place is not None and not _long_enough(error["type"], place, data, model):
            kinds.setdefault(place, kind)
    for place in foreign:
        kinds.setdefault(place, "wrong")
    if len(kinds) > MOST_TOLD:
        return [Refusal(place, kind) for place, kind in kinds.items()]
    misspelt = [place for place, kind in kinds.items() if kind == "unknown"]
    meant = [(*place[:-1], name) for place in misspelt if (name := _meant(place, data, model)) is not None]
    absent = [place for place in meant if place[-1] not in value_at(place[:-1], data)]
    return [
        *(Refusal(place, kind) for place, kind in kinds.items() if place not in absent),
        *(Refusal(place, "missing", told=False) for place in absent),
    ]


def _place(location: Iterable[str | int], data: Any, model: type[Declared]) -> Place | None:
    """Where in the file an error is; None for an error about the alternative that was not meant."""
    place: Place = ()
    node, value = node_at((), model), data
    for part in location:
        if len(alternatives(node)) > 1:
            if not isinstance(value, dict):
                return place
            node = mapping_among(node)
            if part != node.get("title"):
                return None
            continue
        place, node, value = (*place, part), below(node, part), step(value, part)
    return place


def _long_enough(error_type: str, place: Place, data: Any, model: type[Declared]) -> bool:
    """Whether a list is called too short only because entries of it were refused."""
    return error_type == "too_short" and len(value_at(place, data)) >= node_at(place, model).get(
        "minItems", 0
    )


def _meant(place: Place, data: Any, model: type[Declared]) -> str | None:
    """The field a misspelt one was meant to be: one not given yet, if any is near."""
    given = value_at(place[:-1], data)
    valid = fields(node_at(place[:-1], model))
    name = str(place[-1])[:LONGEST_SHOWN]
    absent = [field for field in valid if field not in given]
    return nearest_name(name, absent) or nearest_name(name, valid)


def told(refusal: Refusal, data: Any, foreign: Mapping[Place, Any], model: type[Declared]) -> Problem:
    """The line about one refusal."""
    place, key = refusal.place, key_of(refusal.place, data)
    node = node_at(place, model)
    if refusal.kind == "missing":
        return Problem(key, f"is missing; expected {words(node)}")
    if refusal.kind == "unknown":
        meant = _meant(place, data, model)
        if meant is not None:
            return Problem(key, f"is not a field; did you mean {meant}?")
        return Problem(key, "is not a field; there are: " + ", ".join(fields(node_at(place[:-1], model))))
    if place and has_free_keys(node_at(place[:-1], model)):
        name, valid = (
            str(place[-1]),
            choices(mapping_among(node_at(place[:-1], model)).get("propertyNames", {})),
        )
        if valid and name not in valid:
            return Problem(
                key, unknown_key(short(name), CHOICES.get(str(place[-2]), "a valid choice"), valid)
            )
        if not is_name(name):
            return Problem(key, f"is not a name; expected {NAME_IS}{_such_as(name)}")
    return Problem(key, _wrong(foreign.get(place, value_at(place, data)), place, node))


def unknown_key(name: str, what: str, valid: Sequence[str]) -> str:
    """Words for a key that does not exist, to follow the key itself."""
    return unknown_name(name, what, valid).removeprefix(f"is '{name}', which ")


def _wrong(value: Any, place: Place, node: Node) -> str:
    bounded = node.get("type") == "number" or (node.get("type") == "integer" and isinstance(value, int))
    if isinstance(value, list) and node.get("type") == "array" and length_words(node):
        return f"has {len(value)} entries; expected {length_words(node)}"
    if choices(node) and isinstance(value, str):
        field = next((part for part in reversed(place) if isinstance(part, str)), "")
        what = CHOICES.get(field, "a valid choice")
        return unknown_name(short(value), what, choices(node))
    if _is_number(value) and bounded and range_words(node):
        return f"is {shown(value)}; expected {range_words(node)}"
    such_as = _such_as(value) if "pattern" in node and isinstance(value, str) else ""
    return f"is {shown(value)}; expected {words(node)}{such_as}"


def _is_number(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value)
    )


def _such_as(text: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", text[:LONGEST_SHOWN].lower()).strip("_")
    return f", such as {name}" if re.match("[a-z]", name) else ""


def problems_told(
    refusals: Iterable[Refusal], data: Any, foreign: Mapping[Place, Any], model: type[Declared]
) -> Iterator[Problem]:
    """The lines about refusals that no other refusal explains; in full as far as anybody reads."""
    for at, refusal in enumerate(refusal for refusal in refusals if refusal.told):
        yield (
            told(refusal, data, foreign, model)
            if at < MOST_TOLD
            else Problem(key_of(refusal.place, None), "is wrong")
        )
