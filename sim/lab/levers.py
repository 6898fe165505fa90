"""Levers: what a programme can choose, in a few worded levels, for your plan as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.errors import bad_input, unknown_name
from sim.knobs import knob
from sim.scenario import Activity, Plan, Scenario, catalogue
from sim.scenario.plan import FromMilestone, When, week_of
from sim.scenario.programme import MILESTONES, Milestone

AS_PLANNED = "as planned"
MIXED = "mixed"  # the activities of a plan do not all have the same


@dataclass(frozen=True)
class Level:
    """A level in words, and the value that it stands for; None is what the plan has of its own."""

    label: str
    value: float | str | None


@dataclass(frozen=True)
class Lever:
    """A lever as it is offered."""

    name: str
    label: str
    help: str
    levels: tuple[Level, ...]
    source: str


# Shares are J: where "some" ends and "most" begins is nobody's measurement
_SHARES = (Level("None", 0.0), Level("A little", 0.25), Level("Half", 0.5), Level("Most", 0.75))
_WHEN: tuple[tuple[str, Milestone], ...] = (
    ("From the start", "case_for_change"),
    ("With the shortlist", "shortlist"),
    ("With the preferred option", "preferred"),
    ("When consultation opens", "consultation_opens"),
)


def levers(scenario: Scenario) -> tuple[Lever, ...]:
    """What can be chosen here."""
    messengers = catalogue().messengers
    usual = scenario.parameters()
    return (
        Lever(
            "responsiveness",
            "Acting on what is heard",
            "Share of input acted on. It counts as acted on only once feedback is given.",
            (Level(f"As in the scenario ({usual['responsiveness']:g})", None), *_SHARES, Level("All", 1.0)),
            "lever; the levels are judgement (J)",
        ),
        Lever(
            "leadership",
            "Leadership",
            f"{knob('leadership').meaning.capitalize()}; better led programmes rework faster.",
            (
                Level(f"As in the scenario ({usual['leadership']:g})", None),
                Level("Nobody leads", 0.0),
                Level("Usual", 0.5),
                Level("Strong", 0.75),
                Level("Outstanding", 1.0),
            ),
            "lever; the levels are judgement (J)",
        ),
        Lever(
            "disclosure",
            "Telling the public",
            "When the public is told, whether asked or not. Leaks and withdrawals tell it sooner.",
            (Level("With the first public activity", None), *(Level(label, name) for label, name in _WHEN)),
            "lever; milestones of the scenario",
        ),
        Lever(
            "messenger",
            "Who speaks",
            "Who tells the story in every activity; the share who expect the truth from them.",
            (
                Level("As usual for each activity", None),
                *(
                    Level(f"{name.replace('_', ' ').capitalize()} ({each.credibility:.0%})", name)
                    for name, each in messengers.items()
                ),
            ),
            "Ipsos Veracity Index (S116-S122)",
        ),
        Lever(
            "frame",
            "What the story is about",
            "Better care, or money; told as money it is heard as a cut.",
            (
                Level(f"As the proposal ({scenario.proposal.frame})", None),
                Level("Better care", "care"),
                Level("Money", "money"),
            ),
            f"direction: {knob('money_frame_shift').source.removeprefix('direction: ')}",
        ),
    )


def lever_values(scenario: Scenario, plan: Plan) -> dict[str, float | str | None]:
    """Where the levers of a plan stand; a word where no level says it."""
    return {
        "responsiveness": plan.responsiveness,
        "leadership": plan.leadership,
        "disclosure": _disclosure(scenario, plan.announcement),
        "messenger": _alike(plan, "messenger"),
        "frame": _alike(plan, "frame"),
    }


def _disclosure(scenario: Scenario, when: When | None) -> str | None:
    if when is None:
        return None
    milestones = scenario.programme.milestones
    week = week_of(when, milestones)
    return next((name for _, name in _WHEN if milestones.week(name) == week), MIXED)


def _alike(plan: Plan, name: str) -> str | None:
    values = {getattr(activity, name) for activity in plan.activities}
    if len(values) > 1:
        return MIXED
    return next(iter(values), None)


def with_lever(scenario: Scenario, plan: Plan, name: str, value: Any) -> Plan:
    """The plan with a lever moved.

    Raises
    ------
    BadInput
        If there is no such lever, or it has no such level.
    """
    if name in ("responsiveness", "leadership"):
        if value is not None and not isinstance(value, int | float):
            raise bad_input("lever", name, f"is '{value}'; expected a share from 0 to 1, or nothing")
        return plan.model_copy(update={name: None if value is None else float(value)})
    if name == "disclosure":
        return plan.model_copy(update={"announcement": _told_at(value)})
    if name in ("messenger", "frame"):
        known = list(catalogue().messengers) if name == "messenger" else ["care", "money"]
        if value is not None and value not in known:
            raise bad_input("lever", name, unknown_name(str(value), f"a {name}", known))
        activities: tuple[Activity, ...] = tuple(
            activity.model_copy(update={name: value}) for activity in plan.activities
        )
        return plan.model_copy(update={"activities": activities})
    names = [lever.name for lever in levers(scenario)]
    raise bad_input("lever", "name", unknown_name(name, "a lever", names))


def _told_at(value: Any) -> When | None:
    if value is None:
        return None
    for milestone in MILESTONES:
        if milestone == value:
            return FromMilestone(milestone=milestone)
    raise bad_input("lever", "disclosure", unknown_name(str(value), "a milestone", MILESTONES))
