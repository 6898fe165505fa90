"""Standing structures: groups of a programme that meet in a rhythm of their own, under every plan.

A meeting is a contact for its members, with the voice of its mode. While a structure
stands, its members hear one another's mean; each meeting produces what the structure is
for. Meetings count in the budget: a plan that moves them so that there are more or fewer
has that many fewer or more contacts left for its activities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.catalogue import Mode, catalogue
from sim.scenario.declared import Declared, Name
from sim.scenario.plan import Plan, When, week_of
from sim.scenario.programme import Milestones, Seats

StructureKind = Literal[
    "clinical_group",
    "finance_group",
    "task_and_finish",
    "engagement_group",
    "reference_group",
    "patient_panel",
]
Rhythm = Annotated[int, Field(ge=1, le=104)]
Produced = Annotated[float, Field(ge=0, le=0.2)]


class Produces(Declared):
    """What one meeting adds (J): to the evidence, to the finance case, to the workforce and estates cases;
    and how many more ``contacts`` a week the programme can make while the structure stands."""

    evidence: Produced = 0
    affordability: Produced = 0
    delivery: Produced = 0
    contacts: Annotated[float, Field(ge=0, le=1e7)] = 0


class Structure(Declared):
    """A standing group: who sits in it, when it meets, with how much voice, and what it produces."""

    name: Name
    label: str = ""
    kind: StructureKind
    seats: Annotated[tuple[Seats, ...], Field(min_length=1)]
    mode: Mode = "codesign"
    messenger: Name = "nhs_manager"
    start: When = 0
    until: When
    every_weeks: Rhythm = 4
    gbp_per_meeting: Annotated[float, Field(ge=0, le=1e6)] = 0
    produces: Produces = Produces()

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, eq=False)
class PlannedMeetings:
    """When a structure stands and meets under one plan; equal only to itself."""

    structure: str
    first: int
    until: int
    weeks: tuple[int, ...]
    members: Mapping[str, int]
    mode: Mode
    credibility: float
    gbp_per_meeting: float
    evidence: float
    affordability: float
    delivery: float
    contacts: float

    @property
    def people(self) -> int:
        """Members, over all groups."""
        return sum(self.members.values())


def planned_meetings(
    structures: tuple[Structure, ...], plan: Plan | None, milestones: Milestones, horizon: int
) -> tuple[PlannedMeetings, ...]:
    """When each structure meets; as declared without a plan, else as the plan moves it."""
    return tuple(_meetings(each, plan, milestones, horizon) for each in structures)


def _meetings(
    structure: Structure, plan: Plan | None, milestones: Milestones, horizon: int
) -> PlannedMeetings:
    moved = plan.structures.get(structure.name) if plan is not None else None
    start = week_of(structure.start if moved is None or moved.start is None else moved.start, milestones)
    every = structure.every_weeks if moved is None or moved.every_weeks is None else moved.every_weeks
    until = min(horizon, week_of(structure.until, milestones))
    return PlannedMeetings(
        structure=structure.name,
        first=start,
        until=until,
        weeks=tuple(range(start, until, every)),
        members=_counts(structure),
        mode=structure.mode,
        credibility=catalogue().messengers[structure.messenger].credibility,
        gbp_per_meeting=structure.gbp_per_meeting,
        evidence=structure.produces.evidence,
        affordability=structure.produces.affordability,
        delivery=structure.produces.delivery,
        contacts=structure.produces.contacts,
    )


def _counts(structure: Structure) -> dict[str, int]:
    counts: dict[str, int] = {}
    for seats in structure.seats:
        counts[seats.group] = counts.get(seats.group, 0) + seats.count
    return counts


def meeting_contacts(meetings: tuple[PlannedMeetings, ...], group: str) -> int:
    """Contacts of a group in all meetings."""
    return sum(len(each.weeks) * each.members.get(group, 0) for each in meetings)
