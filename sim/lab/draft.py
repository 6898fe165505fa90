"""The draft: changes to a choice, one function for each, all of them pure.

An activity dated from a milestone keeps it: moving it changes how many weeks before or after, so that
it still follows when rework puts the milestone off. Whatever is dragged beyond an end of the calendar
stops there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.errors import bad_input, unknown_name
from sim.lab import messages
from sim.lab.choice import (
    KEPT_LABEL,
    REFERENCE,
    Choice,
    checked_assumptions,
    first_choice,
    named,
    preset,
    with_outcome,
    with_plan,
)
from sim.lab.levers import with_lever
from sim.scenario import Activity, catalogue
from sim.scenario.declared import Declared
from sim.scenario.plan import Audience, FromMilestone, MovedStructure, When
from sim.scenario.programme import Milestones
from sim.scenario.structures import Structure

MOST_ACTIVITIES = 60


def changed(choice: Choice, change: Declared) -> Choice:
    """The choice after a change.

    Raises
    ------
    BadInput
        If it names what there is not, or is beyond a range.
    """
    return _APPLY[type(change)](choice, change)


def dated(when: When, week: int, milestones: Milestones) -> When:
    """Another week, counted from the same milestone if it was counted from one."""
    if isinstance(when, FromMilestone):
        return FromMilestone(milestone=when.milestone, weeks=week - milestones.week(when.milestone))
    return week


def _at(choice: Choice, name: str) -> int:
    if name not in choice.ids:
        raise bad_input("activity", "id", f"is '{name}', which is not in your plan; it may have been removed")
    return choice.ids.index(name)


def _with_activity(choice: Choice, at: int, activity: Activity) -> Choice:
    activities = (*choice.plan.activities[:at], activity, *choice.plan.activities[at + 1 :])
    return replace(choice, plan=choice.plan.model_copy(update={"activities": activities}))


def _fitted(start: int, stop: int, horizon: int, keeps_length: bool) -> tuple[int, int]:
    """Weeks within the calendar: what is moved keeps its length, what is stretched its other end."""
    if keeps_length:
        length = min(stop - start, horizon)
        start = max(0, min(start, horizon - length))
        return start, start + length
    start = max(0, min(start, horizon - 1))
    return start, max(start + 1, min(stop, horizon))


def _move(choice: Choice, change: messages.Move) -> Choice:
    at, milestones = _at(choice, change.id), choice.base.programme.milestones
    activity = choice.plan.activities[at]
    was_start, was_stop = activity.weeks(milestones)
    if change.stop <= change.start and change.start == was_start:
        change = change.model_copy(update={"stop": change.start + 1})
    elif change.stop <= change.start:
        change = change.model_copy(update={"start": change.stop - 1})
    keeps = change.stop - change.start == was_stop - was_start
    start, stop = _fitted(change.start, change.stop, choice.base.programme.horizon_weeks, keeps)
    update: dict[str, Any] = {"start": dated(activity.start, start, milestones)}
    if activity.end is None:
        update["duration_weeks"] = stop - start
    else:
        update["end"] = dated(activity.end, stop, milestones)
    return _with_activity(choice, at, activity.model_copy(update=update))


def _shift(choice: Choice, change: messages.ShiftPlan) -> Choice:
    milestones, horizon = choice.base.programme.milestones, choice.base.programme.horizon_weeks
    spans = [activity.weeks(milestones) for activity in choice.plan.activities]
    if not spans:
        raise bad_input("your plan", "", "has no activities; there is nothing to move")
    earliest, latest = -min(start for start, _ in spans), horizon - max(stop for _, stop in spans)
    weeks = max(earliest, min(change.weeks, latest))
    activities = tuple(
        activity.model_copy(
            update={
                "start": dated(activity.start, start + weeks, milestones),
                "end": None if activity.end is None else dated(activity.end, stop + weeks, milestones),
            }
        )
        for activity, (start, stop) in zip(choice.plan.activities, spans, strict=True)
    )
    return replace(choice, plan=choice.plan.model_copy(update={"activities": activities}))


def _add(choice: Choice, change: messages.Add) -> Choice:
    instruments = list(catalogue().instruments)
    if change.instrument not in instruments:
        said = unknown_name(change.instrument, "an instrument", instruments)
        raise bad_input("activity", "instrument", said)
    groups = [group.name for group in choice.base.population.groups]
    for name in change.groups:
        if name not in groups:
            raise bad_input("activity", "groups", unknown_name(name, "a group", groups))
    if len(choice.plan.activities) >= MOST_ACTIVITIES:
        raise bad_input("your plan", "", f"has {MOST_ACTIVITIES} activities, and can have no more")
    start, stop = _fitted(change.start, change.stop, choice.base.programme.horizon_weeks, False)
    activity = Activity(
        instrument=change.instrument,
        audience=Audience(groups=tuple(dict.fromkeys(change.groups))),
        start=start,
        duration_weeks=stop - start,
    )
    plan = choice.plan.model_copy(update={"activities": (*choice.plan.activities, activity)})
    return replace(choice, plan=plan, ids=(*choice.ids, f"a{choice.next_id}"), next_id=choice.next_id + 1)


def _remove(choice: Choice, change: messages.Remove) -> Choice:
    at = _at(choice, change.id)
    kept = tuple(activity for k, activity in enumerate(choice.plan.activities) if k != at)
    ids = tuple(name for name in choice.ids if name != change.id)
    return replace(choice, plan=choice.plan.model_copy(update={"activities": kept}), ids=ids)


def _activity(choice: Choice, change: messages.ChangeActivity) -> Choice:
    at = _at(choice, change.id)
    update: dict[str, Any] = {
        name: getattr(change, name)
        for name in ("messenger", "frame", "intensity")
        if name in change.model_fields_set
    }
    if update.get("messenger") is not None and update["messenger"] not in catalogue().messengers:
        known = list(catalogue().messengers)
        raise bad_input("activity", "messenger", unknown_name(update["messenger"], "a messenger", known))
    if "intensity" in update and update["intensity"] is None:
        update["intensity"] = 1.0
    return _with_activity(choice, at, choice.plan.activities[at].model_copy(update=update))


def structure_of(choice: Choice, name: str) -> Structure:
    """The standing structure of this name.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    for structure in choice.base.structures:
        if structure.name == name:
            return structure
    known = [structure.name for structure in choice.base.structures]
    raise bad_input("structure", "name", unknown_name(name, "a structure here", known))


def _structure(choice: Choice, change: messages.MoveStructure) -> Choice:
    structure = structure_of(choice, change.name)
    moved = choice.plan.structures.get(change.name, MovedStructure())
    if change.start is not None:
        milestones = choice.base.programme.milestones
        before = structure.start if moved.start is None else moved.start
        week = max(0, min(change.start, choice.base.programme.horizon_weeks - 1))
        moved = moved.model_copy(update={"start": dated(before, week, milestones)})
    if change.every_weeks is not None:
        moved = moved.model_copy(update={"every_weeks": change.every_weeks})
    structures = {**choice.plan.structures, change.name: moved}
    return replace(choice, plan=choice.plan.model_copy(update={"structures": structures}))


def _preset(choice: Choice, change: messages.Preset) -> Choice:
    return with_plan(choice, preset(choice.base, change.name), change.name)


def _reference(choice: Choice, change: messages.Reference) -> Choice:
    plan = named(preset(choice.base, change.name), REFERENCE)
    return replace(choice, reference=plan, reference_from=change.name)


def _keep(choice: Choice, change: messages.KeepAsReference) -> Choice:
    kept = choice.plan.model_copy(update={"name": REFERENCE, "label": KEPT_LABEL})
    return replace(choice, reference=kept, reference_from="")


def _lever(choice: Choice, change: messages.Lever) -> Choice:
    return replace(choice, plan=with_lever(choice.base, choice.plan, change.name, change.value))


def _assumption(choice: Choice, change: messages.Assumption) -> Choice:
    others = {name: value for name, value in choice.assumptions.items() if name != change.name}
    if change.value is None:
        checked_assumptions({change.name: choice.base.parameters().get(change.name, 0.0)})
        return replace(choice, assumptions=others)
    return replace(choice, assumptions={**others, **checked_assumptions({change.name: change.value})})


def _announce(choice: Choice, change: messages.Announce) -> Choice:
    if change.week is None:
        return replace(choice, plan=choice.plan.model_copy(update={"announcement": None}))
    week = max(0, min(change.week, choice.base.programme.horizon_weeks - 1))
    before = choice.plan.announcement
    when = week if before is None else dated(before, week, choice.base.programme.milestones)
    return replace(choice, plan=choice.plan.model_copy(update={"announcement": when}))


_APPLY: dict[type[Declared], Callable[[Choice, Any], Choice]] = {
    messages.Move: _move,
    messages.ShiftPlan: _shift,
    messages.Add: _add,
    messages.Remove: _remove,
    messages.ChangeActivity: _activity,
    messages.MoveStructure: _structure,
    messages.Preset: _preset,
    messages.Reference: _reference,
    messages.KeepAsReference: _keep,
    messages.Lever: _lever,
    messages.Assumption: _assumption,
    messages.ChooseOutcome: lambda choice, change: with_outcome(choice, change.name),
    messages.ChooseEqual: lambda choice, change: replace(choice, equal=change.name),
    messages.ChooseSeed: lambda choice, change: replace(choice, seed=change.value),
    messages.Announce: _announce,
    messages.StartOver: lambda choice, change: first_choice(choice.base),
}
