"""Reading what a file declares: plain data checked as a scenario or a rulebook, every mistake told at once.

First each field by itself, then the parts taken together; what rests on a refused field is
checked with a stand-in and told only if it would be wrong anyway.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from sim.errors import BadInput, Problem, bad_input, nearest_name, unknown_name
from sim.scenario.declared import Declared
from sim.scenario.places import MOST_TOLD, Key, Place, key_of, plain_data
from sim.scenario.problems import Refusal, problems_told, refusals_in
from sim.scenario.stand_ins import mended
from sim.scenario.yaml_text import DEEPEST, parsed

Model = TypeVar("Model", bound=Declared)
Beside = Callable[[Model, Any, Sequence[Place], Key], list[Problem]]


@dataclass(frozen=True)
class Prepared:
    """Data in which what stood for something else (a plan's name, a register's file) is written out.

    ``problems`` are those of what was named; the places ``unread`` hold nothing sensible for that reason.
    ``key`` writes places the way an author thinks of them, in the data or in a file that it names.
    """

    data: Any
    problems: list[Problem] = field(default_factory=list)
    unread: tuple[Place, ...] = ()
    key: Key = key_of


Prepare = Callable[[Any], Prepared]


def read(
    file: Path, source: str, model: type[Model], beside: Beside[Model], what: str, prepare: Prepare = Prepared
) -> Model:
    """Read and check a file.

    Parameters
    ----------
    source : str
        What the file is called in problems.
    model : type
        What it declares.
    beside : (declared, plain data, refused places, key) -> problems
        What can be wrong with fields that are each valid by themselves.
    what : str
        The word for it: scenario, rulebook.
    prepare : data -> Prepared
        Writes out what stands for something else, such as the name of a plan.

    Raises
    ------
    BadInput
        With every problem found.
    """
    data, twice = parsed(file, what)
    try:
        declared = declared_from(data, source, model, beside, what, prepare)
    except BadInput as refused:
        raise BadInput(source, [*twice, *refused.problems]) from None
    if twice:
        raise BadInput(source, twice)
    return declared


def declared_from(
    data: Any, source: str, model: type[Model], beside: Beside[Model], what: str, prepare: Prepare = Prepared
) -> Model:
    """Check plain data; see ``read``.

    Raises
    ------
    BadInput
        With every problem found.
    """
    if not isinstance(data, dict):
        required = [name for name, field in model.model_fields.items() if field.is_required()]
        raise bad_input(source, "", f"holds {_kind_of(data)}; expected a {what} with {', '.join(required)}")
    foreign: dict[Place, Any] = {}
    try:
        prepared = prepare(plain_data(data, foreign, DEEPEST))
    except RecursionError:
        raise bad_input(source, "", f"is nested more than {DEEPEST} deep; a {what} is not") from None
    plain, unread = prepared.data, frozenset(prepared.unread)
    declared, errors = _validated(plain, model)
    refusals = [Refusal(place, "wrong", told=False) for place in unread]
    refusals += [
        each for each in refusals_in(errors, plain, foreign, model) if not _stands_in(each.place, unread)
    ]
    refused = [refusal.place for refusal in refusals]
    if 0 < len(refused) <= MOST_TOLD:
        declared, _ = _validated(mended(plain, refused, model), model)
    taken_together = [] if declared is None else beside(declared, plain, refused, prepared.key)
    told = problems_told(refusals, plain, foreign, model, prepared.key)
    problems = [*prepared.problems, *told, *taken_together]
    if declared is None or problems:
        raise BadInput(source, problems)
    return declared


def _stands_in(place: Place, unread: Collection[Place]) -> bool:
    """Whether a place is one of those unread, or in one of them."""
    return any(place[:depth] in unread for depth in range(len(place) + 1)) if unread else False


def _validated(data: Any, model: type[Model]) -> tuple[Model | None, list[Any]]:
    # through JSON: lists become tuples there while numbers, words and booleans stay strictly apart
    try:
        return model.model_validate_json(json.dumps(data)), []
    except ValidationError as refused:
        return None, list(refused.errors(include_url=False, include_context=False))


def found(path: str | Path, shipped: dict[str, Path], what: str) -> Path:
    """The file meant by a path, or by the name of a shipped one.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    file, name = Path(path), str(path)
    if name in shipped and not _is(file, "file"):
        return shipped[name]
    if _is(file, "there"):
        return file
    if _is(file, "link"):
        raise bad_input(name, "", f"is a link to {file.readlink()}, which does not exist")
    if file.suffix in (".yaml", ".yml") or len(file.parts) > 1:
        beside = [other.name for other in file.parent.glob("*.y*ml")] if file.parent.is_dir() else []
        nearest = nearest_name(file.name, beside)
        hint = f"; did you mean {file.parent / nearest}?" if nearest else ""
        raise bad_input(name, "", f"does not exist{hint}")
    raise bad_input(what, "name", unknown_name(name, f"a file or a shipped {what}", list(shipped)))


def _is(file: Path, what: str) -> bool:
    """Whether it is a file, there at all, or a link; False if it cannot even be looked at."""
    try:
        return {"file": file.is_file, "there": file.exists, "link": file.is_symlink}[what]()
    except (OSError, ValueError):
        return False


def _kind_of(data: Any) -> str:
    names = {list: "a list", str: "a single text", int: "a number", float: "a number", type(None): "nothing"}
    return names.get(type(data), "a single value")
