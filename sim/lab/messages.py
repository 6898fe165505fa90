"""What a page may say to the lab: every message and change, with its ranges.

A message is plain JSON of at most 64 kB. It is checked as strictly as a scenario file, and what is
wrong with it is told in the same words. It holds names, weeks and numbers; never a path, code or markup.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import Field

from sim.errors import BadInput, bad_input, unknown_name
from sim.scenario.declared import Declared, Name, Share
from sim.scenario.places import short
from sim.scenario.reading import declared_from

MOST_BYTES = 64 * 1024
MOST_LINK = 2_000
SOURCE = "message"

Week = Annotated[int, Field(ge=-520, le=1560)]  # a drag may go beyond either end; the draft clamps it
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
MOST_EDITS = 2**53
Number = Annotated[int, Field(ge=0, le=MOST_EDITS)]
Intensity = Annotated[float, Field(gt=0, le=1000)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
Target = Annotated[float, Field(ge=-1e6, le=1e6)]
What = Literal["latest_safe_start", "contributions", "mechanisms", "data", "plan_file"]


class Move(Declared):
    """An activity's weeks: the first, and the one after the last."""

    kind: Literal["move"]
    id: Id
    start: Week
    stop: Week


class ShiftPlan(Declared):
    """Every activity of your plan so many weeks later, or earlier, as far as all of them can go."""

    kind: Literal["shift"]
    weeks: Annotated[int, Field(ge=-1040, le=1040)]


class Add(Declared):
    """A new activity from the catalogue."""

    kind: Literal["add"]
    instrument: Name
    groups: Annotated[tuple[Name, ...], Field(min_length=1, max_length=40)]
    start: Week
    stop: Week


class Remove(Declared):
    """An activity taken out."""

    kind: Literal["remove"]
    id: Id


class ChangeActivity(Declared):
    """Who speaks in an activity, what the story is about, how intense it is; what is left out stays."""

    kind: Literal["activity"]
    id: Id
    messenger: Name | None = None
    frame: Literal["care", "money"] | None = None
    intensity: Intensity | None = None


class MoveStructure(Declared):
    """When a standing structure begins, and how often it meets."""

    kind: Literal["structure"]
    name: Name
    start: Week | None = None
    every_weeks: Annotated[int, Field(ge=1, le=104)] | None = None


class Preset(Declared):
    """A plan of the scenario or the library becomes your plan."""

    kind: Literal["preset"]
    name: Name


class Reference(Declared):
    """A plan of the scenario or the library becomes the reference."""

    kind: Literal["reference"]
    name: Name


class KeepAsReference(Declared):
    """Your plan, as it is now, becomes the reference."""

    kind: Literal["keep_as_reference"]


class Lever(Declared):
    """What a programme can choose, for your plan as a whole; None: as the plan has it."""

    kind: Literal["lever"]
    name: Name
    value: Share | Name | None


class Assumption(Declared):
    """A behaviour parameter, for both plans; None: as in the evidence."""

    kind: Literal["assumption"]
    name: Name
    value: float | None


class ChooseOutcome(Declared):
    """The outcome of the headline."""

    kind: Literal["outcome"]
    name: Name


class ChooseEqual(Declared):
    """What both plans have in common."""

    kind: Literal["equal"]
    name: Literal["contacts", "cost", "intensity"]


class ChooseSeed(Declared):
    """Where luck starts."""

    kind: Literal["seed"]
    value: Seed


class Announce(Declared):
    """When the public is told; None: at the first public activity."""

    kind: Literal["announcement"]
    week: Week | None


class StartOver(Declared):
    """Everything as it was when the page was opened without a link."""

    kind: Literal["start_over"]


Change = (
    Move
    | ShiftPlan
    | Add
    | Remove
    | ChangeActivity
    | MoveStructure
    | Preset
    | Reference
    | KeepAsReference
    | Lever
    | Assumption
    | ChooseOutcome
    | ChooseEqual
    | ChooseSeed
    | Announce
    | StartOver
)
CHANGES: dict[str, type[Declared]] = {
    "move": Move,
    "shift": ShiftPlan,
    "add": Add,
    "remove": Remove,
    "activity": ChangeActivity,
    "structure": MoveStructure,
    "preset": Preset,
    "reference": Reference,
    "keep_as_reference": KeepAsReference,
    "lever": Lever,
    "assumption": Assumption,
    "outcome": ChooseOutcome,
    "equal": ChooseEqual,
    "seed": ChooseSeed,
    "announcement": Announce,
    "start_over": StartOver,
}


class Open(Declared):
    """The first message: the text of a link, or nothing."""

    type: Literal["open"]
    link: str = ""  # its length is looked at by whoever reads the link, who answers with a notice


class Edit(Declared):
    """One change; ``dragging`` while the hand still moves, and then it is no step to be undone."""

    type: Literal["edit"]
    edit: Number
    dragging: bool = False
    change: Change


class Undo(Declared):
    """Back by one step."""

    type: Literal["undo"]
    edit: Number


class Redo(Declared):
    """Forward again by one step."""

    type: Literal["redo"]
    edit: Number


class Ask(Declared):
    """Something that is computed on demand; the latest safe start of any outcome and target, if named."""

    type: Literal["ask"]
    what: What
    outcome: Name | None = None
    target: Target | None = None


class Stop(Declared):
    """No longer wanted."""

    type: Literal["stop"]
    what: What


Message = Open | Edit | Undo | Redo | Ask | Stop
MESSAGES: dict[str, type[Declared]] = {
    "open": Open,
    "edit": Edit,
    "undo": Undo,
    "redo": Redo,
    "ask": Ask,
    "stop": Stop,
}
Model = TypeVar("Model", bound=Declared)


def message_from(text: str) -> Message:
    """Read a message.

    Raises
    ------
    BadInput
        With everything that is wrong with it.
    """
    if len(text) > MOST_BYTES:
        raise bad_input(SOURCE, "", f"has {len(text):,} characters; expected at most {MOST_BYTES:,}")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise bad_input(SOURCE, "", "is not JSON") from None
    if not isinstance(data, dict):
        raise bad_input(SOURCE, "", "is not a JSON object; expected one with type")
    chosen = _one_of(MESSAGES, data.get("type"), "type", "a type of message")
    if chosen is not Edit:
        return _read(chosen, data, SOURCE)  # type: ignore[return-value]  # the type is looked up
    change = data.get("change")
    if not isinstance(change, dict):
        raise bad_input(SOURCE, "change", "is not an object; expected one with kind")
    kind = _one_of(CHANGES, change.get("kind"), "change.kind", "a kind of change")
    # a change first, by itself: of a choice of fifteen nothing could be said about what is wrong with it
    read_change = _read(kind, change, f"{SOURCE}, change")
    rest = _read(_EditWithout, {**data, "change": None}, SOURCE)
    return Edit.model_construct(
        type="edit", edit=rest.edit, dragging=rest.dragging, change=cast(Change, read_change)
    )


def number_of_unread(text: str) -> int | None:
    """The number of a drop that could not be read, if that much can be: its page waits for it."""
    try:
        data = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("type") != "edit" or data.get("dragging"):
        return None
    number = data.get("edit")
    return number if type(number) is int and 0 <= number <= MOST_EDITS else None


class _EditWithout(Declared):
    type: Literal["edit"]
    edit: Number
    dragging: bool = False
    change: None = None


def _one_of(known: dict[str, type[Declared]], name: Any, key: str, what: str) -> type[Declared]:
    if isinstance(name, str) and name in known:
        return known[name]
    shown = short(name) if isinstance(name, str) else "nothing that is a word"
    raise bad_input(SOURCE, key, unknown_name(shown, what, list(known)))


def _read(model: type[Model], data: dict[str, Any], source: str) -> Model:
    try:
        return declared_from(data, source, model, lambda *_: [], "message")
    except BadInput:
        raise
    except (ValueError, RecursionError, OverflowError) as strange:
        raise bad_input(source, "", f"cannot be read ({type(strange).__name__})") from None
