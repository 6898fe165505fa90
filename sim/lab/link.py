"""Links: a whole choice as a short text, and back.

A version, then parts in any order, parted by ``_``; each begins with a letter that says what it is. Names
have ``-`` for ``_``; fields are parted by ``:``, lists by ``,``. Nothing in it needs escaping in the
fragment of an address. What is as usual is left out. Small letters are your plan, capitals the reference::

    1_pearly_Plate_osupport-losing-decision_s7
    1_alistening-event:k,residents:preferred/12:40_Plate

A text that is too long, of another version, or says anything that cannot be, is refused with words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from sim.errors import BadInput, bad_input, unknown_name
from sim.lab.choice import (
    KEPT_LABEL,
    REFERENCE,
    YOURS,
    Choice,
    checked_assumptions,
    first_choice,
    named,
    preset,
    presets,
    with_outcome,
    with_plan,
)
from sim.lab.messages import MOST_LINK
from sim.scenario import Activity, Plan, Scenario
from sim.scenario.places import short
from sim.scenario.plan import Audience, FromMilestone, MovedStructure, Trigger, When
from sim.scenario.programme import MILESTONES

VERSION = "1"
SOURCE = "link"
MOST_SEED = 2**31 - 1
MOST_PARTS = 200
EQUAL = ("contacts", "cost", "intensity")


def link_of(choice: Choice) -> str:
    """The text; empty if the choice is too long for one, and has to be kept as a file."""
    first = first_choice(choice.base)
    parts = [VERSION, *_plan_parts(choice, choice.plan, choice.plan_from, str.lower)]
    parts += _plan_parts(choice, choice.reference, choice.reference_from, str.upper)
    if choice.outcome != first.outcome:
        parts.append("o" + _dashed(choice.outcome))
    if choice.equal != first.equal:
        parts.append("e" + choice.equal)
    if choice.seed != first.seed:
        parts.append(f"s{choice.seed}")
    parts += [f"b{_dashed(name)}:{_number(value)}" for name, value in sorted(choice.assumptions.items())]
    text = "_".join(parts)
    return text if len(text) <= MOST_LINK else ""


def choice_from(scenario: Scenario, text: str) -> Choice:
    """The choice a text stands for; the usual one for no text.

    Raises
    ------
    BadInput
        If the text is too long, of another version, or says anything that cannot be.
    """
    first = first_choice(scenario)
    if not text:
        return first
    if len(text) > MOST_LINK:
        raise bad_input(SOURCE, "", f"has {len(text):,} characters; expected at most {MOST_LINK:,}")
    if not re.fullmatch(r"[A-Za-z0-9_:,;/.+-]*", text):
        raise bad_input(SOURCE, "", "holds characters that no link has; it may have been cut or changed")
    version, *parts = text.split("_")
    if version != VERSION:
        raise bad_input(SOURCE, "", "is of another version, or not a link of this lab")
    if len(parts) > MOST_PARTS:
        raise bad_input(SOURCE, "", f"has {len(parts)} parts; expected at most {MOST_PARTS}")
    try:
        choice = _read(first, parts)
        choice.lanes  # noqa: B018  # refuses dates and budgets that cannot be
    except BadInput:
        raise
    except (ValidationError, ValueError, IndexError, OverflowError):
        raise bad_input(SOURCE, "", "cannot be read; it may have been cut or changed") from None
    return choice


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _name(text: str) -> str:
    return short(text.replace("-", "_"))  # what is longer is no name, and a notice may show it


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


def _plan_parts(choice: Choice, plan: Plan, source: str, case: Any) -> Iterator[str]:
    known = presets(choice.base)
    if source in known:
        yield case("p") + _dashed(source)
        if known[source].model_copy(update={"name": plan.name, "label": plan.label}) == plan:
            return
    if not plan.equal_budget:
        yield case("q") + "0"
    if plan.responsiveness is not None:
        yield f"{case('r')}{_number(plan.responsiveness)}"
    if plan.leadership is not None:
        yield f"{case('l')}{_number(plan.leadership)}"
    if plan.announcement is not None:
        yield f"{case('d')}{_when(plan.announcement)}"
    for name, moved in plan.structures.items():
        start = "" if moved.start is None else _when(moved.start)
        every = "" if moved.every_weeks is None else str(moved.every_weeks)
        yield f"{case('u')}{_dashed(name)}:{start}:{every}"
    for activity in plan.activities:
        yield case("a") + _activity(activity)
    if not plan.activities:
        yield case("n")


def _when(when: When) -> str:
    if isinstance(when, FromMilestone):
        return f"{_dashed(when.milestone)}/{when.weeks}"
    return str(when)


def _activity(activity: Activity) -> str:
    audience, trigger = activity.audience, activity.trigger
    whom = [f"{key},{','.join(map(_dashed, names))}" for key, names in _audience(audience)]
    waits = ""
    if trigger is not None:
        low, high = trigger.residents_support_below, trigger.campaign_above
        waits = ",".join(
            [
                "" if low is None else _number(low),
                "" if high is None else _number(high),
                str(int(trigger.failed_gate)),
            ]
        )
    length = f"{activity.duration_weeks}" if activity.end is None else f"e{_when(activity.end)}"
    fields = [
        _dashed(activity.instrument),
        ";".join(whom),
        _when(activity.start),
        length,
        "" if activity.intensity == 1 else _number(activity.intensity),
        _dashed(activity.messenger or ""),
        activity.frame or "",
        waits,
    ]
    return ":".join(fields).rstrip(":")


def _audience(audience: Audience) -> Iterator[tuple[str, tuple[str, ...]]]:
    if audience.groups is not None:
        yield "g", audience.groups
    if audience.kinds is not None:
        yield "k", audience.kinds
    if audience.localities is not None:
        yield "l", audience.localities


def _read(first: Choice, parts: list[str]) -> Choice:
    choice, assumptions = first, dict[str, float]()
    ours = [part for part in parts if part[:1].islower() and part[:1] not in "oesb"]
    theirs = [part.swapcase()[:1] + part[1:] for part in parts if part[:1].isupper()]
    seen: set[str] = set()
    for part in parts:
        letter, rest = part[:1], part[1:]
        if letter in ("o", "e", "s") and letter in seen:
            raise bad_input(SOURCE, "", f"says twice what {letter} is")
        seen.add(letter)
        if letter == "o":
            choice = with_outcome(choice, _name(rest))
        elif letter == "e":
            choice = _with(choice, equal=_one_of(rest, EQUAL, "what plans can have in common"))
        elif letter == "s":
            choice = _with(choice, seed=_whole(rest, 0, MOST_SEED))
        elif letter == "b":
            name, value = rest.split(":")
            assumptions[_name(name)] = _decimal(value)
        elif letter.lower() not in "pqrldnua" or not letter:
            raise bad_input(SOURCE, "", "has a part that says nothing")
    source, plan = _plan(first.base, ours, first.plan_from)
    choice = with_plan(choice, plan, source)
    source, reference = _plan(first.base, theirs, first.reference_from)
    return _with(
        choice,
        reference=named(reference, REFERENCE),
        reference_from=source,
        assumptions=checked_assumptions(assumptions),
    )


def _with(choice: Choice, **update: Any) -> Choice:
    return replace(choice, **update)


def _plan(scenario: Scenario, parts: list[str], usual: str) -> tuple[str, Plan]:
    """A preset's name, or nothing, and the plan."""
    if not parts:
        return usual, preset(scenario, usual)
    source = next((_name(part[1:]) for part in parts if part[0] == "p"), "")
    rest = [part for part in parts if part[0] != "p"]
    start = preset(scenario, source) if source else None
    if start is not None and not rest:
        return source, start
    plain: dict[str, Any] = {
        "name": YOURS,
        "label": start.title if start is not None else KEPT_LABEL,
        "equal_budget": not any(part == "q0" for part in rest),
        "structures": {},
    }
    activities = []
    for part in rest:
        letter, text = part[0], part[1:]
        if letter in ("r", "l"):
            plain["responsiveness" if letter == "r" else "leadership"] = _decimal(text)
        elif letter == "d":
            plain["announcement"] = _read_when(text)
        elif letter == "u":
            name, begins, every = text.split(":")
            plain["structures"][_name(name)] = MovedStructure(
                start=_read_when(begins) if begins else None,
                every_weeks=_whole(every, 1, 104) if every else None,
            )
        elif letter == "a":
            activities.append(_read_activity(text))
    return source, Plan(**plain, activities=tuple(activities))


def _read_activity(text: str) -> Activity:
    fields = text.split(":")
    instrument, whom, start, length, intensity, messenger, frame, waits = fields + [""] * (8 - len(fields))
    audience: dict[str, tuple[str, ...]] = {}
    for entry in whom.split(";"):
        key, *names = entry.split(",")
        audience[{"g": "groups", "k": "kinds", "l": "localities"}.get(key, key)] = tuple(map(_name, names))
    trigger = None
    if waits:
        low, high, failed = waits.split(",")
        trigger = Trigger(
            residents_support_below=_decimal(low) if low else None,
            campaign_above=_decimal(high) if high else None,
            failed_gate=failed == "1",
        )
    ends = length.startswith("e")
    return Activity(
        instrument=_name(instrument),
        audience=Audience(**audience),  # type: ignore[arg-type]  # checked by the model
        start=_read_when(start),
        duration_weeks=None if ends else _whole(length, 1, 520),
        end=_read_when(length[1:]) if ends else None,
        intensity=_decimal(intensity) if intensity else 1.0,
        messenger=_name(messenger) or None,
        frame=frame or None,  # type: ignore[arg-type]  # checked by the model
        trigger=trigger,
    )


def _read_when(text: str) -> When:
    milestone, slash, weeks = text.partition("/")
    if not slash:
        return _whole(text, 0, 1040)
    name = _one_of(_name(milestone), MILESTONES, "a milestone")
    return FromMilestone(milestone=name, weeks=_whole(weeks, -520, 520))


def _whole(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"-?[0-9]{1,10}", text) or not low <= int(text) <= high:
        raise bad_input(SOURCE, "", f"has a number that is not between {low} and {high}")
    return int(text)


def _decimal(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,10}(\.[0-9]{1,20})?(e-?[0-9]{1,3})?", text):
        raise bad_input(SOURCE, "", "has something that should be a number and is none")
    value = float(text)
    if not math.isfinite(value):
        raise bad_input(SOURCE, "", "has a number that is none")
    return value


def _one_of(text: str, valid: tuple[str, ...], what: str) -> Any:
    if text not in valid:
        raise bad_input(SOURCE, "", unknown_name(text, what, valid))
    return text
