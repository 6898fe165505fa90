"""The view of a choice: the calendar's bars, where levers and assumptions stand, cost and contacts."""

from __future__ import annotations

from typing import Any

from sim.lab.choice import Choice, presets
from sim.lab.levers import lever_values
from sim.lab.link import link_of
from sim.scenario import Activity, Plan, PlannedActivity, catalogue
from sim.scenario.budget import groups_of
from sim.scenario.plan import FromMilestone, week_of
from sim.scenario.structures import Structure
from sim.world import Lane

Bar = dict[str, Any]


def state_of(choice: Choice, edit: int, can_undo: bool, can_redo: bool) -> dict[str, Any]:
    """The state message. The choice must be one that can run."""
    yours, reference = choice.lanes
    horizon = choice.base.programme.horizon_weeks
    contacts = {
        "plan": round(_contacts(yours.activities, horizon)),
        "reference": round(_contacts(reference.activities, horizon)),
    }
    cost = {
        "plan": round(_cost(yours.activities, horizon)),
        "reference": round(_cost(reference.activities, horizon)),
    }
    return {
        "type": "state",
        "edit": edit,
        "plan": {
            "label": choice.plan.label,
            "preset": choice.plan_from,
            "changed": is_changed(choice, choice.plan, choice.plan_from),
            "activities": _bars(choice, choice.plan, yours, choice.ids, movable=True),
            "structures": [_structure_bar(choice, each) for each in choice.base.structures],
            "announcement": {
                "week": yours.announcement_week,
                "planned": choice.plan.announcement is not None,
            },
        },
        "reference": {
            "name": choice.reference_from or "kept",
            "changed": is_changed(choice, choice.reference, choice.reference_from),
            "label": choice.reference.label,
            "activities": _bars(
                choice,
                choice.reference,
                reference,
                tuple(f"r{at + 1}" for at in range(len(choice.reference.activities))),
                movable=False,
            ),
            "announcement": {
                "week": reference.announcement_week,
                "planned": choice.reference.announcement is not None,
            },
        },
        "levers": lever_values(choice.base, choice.plan),
        "assumptions": dict(choice.assumptions),
        "outcome": choice.outcome,
        "equal": choice.equal,
        "seed": choice.seed,
        "can_undo": can_undo,
        "can_redo": can_redo,
        "link": link_of(choice),
        "cost_gbp": cost,
        "contacts": contacts,
    }


def activity_label(activity: Activity) -> str:
    """What an activity is called."""
    return catalogue().instruments[activity.instrument].label


def is_changed(choice: Choice, plan: Plan, source: str) -> bool:
    """Whether a plan is no longer the preset it began as."""
    known = presets(choice.base)
    if source not in known:
        return True
    return known[source].model_copy(update={"name": plan.name, "label": plan.label}) != plan


def row_of(choice: Choice, activity: Activity) -> str:
    """The calendar row an activity stands in: that of the first group it is for."""
    groups = groups_of(choice.base, activity.audience)
    return groups[0].name if groups else choice.base.population.groups[0].name


def _bars(choice: Choice, plan: Plan, lane: Lane, ids: tuple[str, ...], movable: bool) -> list[Bar]:
    """Bars of activities; one for kinds of stakeholders that nobody is here does nothing, and has none."""
    bars, planned, horizon = [], iter(lane.activities), choice.base.programme.horizon_weeks
    for name, activity in zip(ids, plan.activities, strict=True):
        groups = groups_of(choice.base, activity.audience)
        if not groups:
            continue
        runs = next(planned)
        start, stop = activity.weeks(choice.base.programme.milestones)
        instrument = catalogue().instruments[activity.instrument]
        bars.append(
            {
                "id": name,
                "instrument": activity.instrument,
                "label": instrument.label,
                "row": groups[0].name,
                "groups": [group.name for group in groups],
                "localities": list(activity.audience.localities or ()),
                "start": start,
                "stop": stop,
                "mode": instrument.mode,
                "intensity": activity.intensity,
                "messenger": activity.messenger,
                "frame": activity.frame,
                "anchor": activity.start.milestone if isinstance(activity.start, FromMilestone) else None,
                "trigger": activity.trigger is not None,
                "movable": movable,
                "contacts": round(_contacts((runs,), horizon)),
                "cost_gbp": round(_cost((runs,), horizon)),
                "source": f"{instrument.source} ({instrument.grade})",
            }
        )
    return bars


def _structure_bar(choice: Choice, structure: Structure) -> Bar:
    moved, milestones = choice.plan.structures.get(structure.name), choice.base.programme.milestones
    start = structure.start if moved is None or moved.start is None else moved.start
    every = structure.every_weeks if moved is None or moved.every_weeks is None else moved.every_weeks
    return {
        "id": structure.name,
        "instrument": structure.kind,
        "label": structure.title,
        "row": structure.seats[0].group,
        "groups": list(dict.fromkeys(seats.group for seats in structure.seats)),
        "localities": [],
        "start": week_of(start, milestones),
        "stop": min(choice.base.programme.horizon_weeks, week_of(structure.until, milestones)),
        "every_weeks": every,
        "mode": structure.mode,
        "intensity": 1.0,
        "messenger": structure.messenger,
        "frame": None,
        "anchor": start.milestone if isinstance(start, FromMilestone) else None,
        "trigger": False,
        "movable": True,
    }


def _weeks(activity: PlannedActivity, horizon: int) -> int:
    """Weeks in which an activity runs; one that waits for a trigger counts as if it were to happen."""
    if activity.earliest is not None:
        return min(activity.stop - activity.start, horizon)
    return max(0, min(activity.stop, horizon) - activity.start)


def _contacts(activities: tuple[PlannedActivity, ...], horizon: int) -> float:
    return sum(each.people_per_week * _weeks(each, horizon) for each in activities)


def _cost(activities: tuple[PlannedActivity, ...], horizon: int) -> float:
    return sum(
        each.fixed_gbp + each.people_per_week * each.gbp_per_contact * _weeks(each, horizon)
        for each in activities
    )
