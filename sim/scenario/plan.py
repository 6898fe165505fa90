"""Engagement plans: which instrument reaches whom, when, with whose voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from sim.scenario.declared import Declared, Name, Share, Support, Weeks
from sim.scenario.population import AudienceKind
from sim.scenario.programme import Frame, Milestone, Milestones


class FromMilestone(Declared):
    """So many weeks after (or, below zero, before) a milestone; moves with it."""

    milestone: Milestone
    weeks: Annotated[int, Field(ge=-520, le=520)] = 0


When = Weeks | FromMilestone


def week_of(when: When, milestones: Milestones) -> int:
    """The calendar week something is anchored to."""
    if isinstance(when, FromMilestone):
        return milestones.week(when.milestone) + when.weeks
    return when


def in_words(when: When) -> str:
    """A date as people say it: "week 4", "12 weeks after preferred"."""
    if not isinstance(when, FromMilestone):
        return f"week {when}"
    name = when.milestone.replace("_", " ")
    if when.weeks == 0:
        return name
    return f"{abs(when.weeks)} weeks {'after' if when.weeks > 0 else 'before'} {name}"


class Audience(Declared):
    """Whom an activity is for: groups by name, or every group of some ``kinds`` there is, so that a plan
    fits any scenario; without localities, everywhere."""

    groups: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    kinds: Annotated[tuple[AudienceKind, ...], Field(min_length=1)] | None = None
    localities: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None


class Trigger(Declared):
    """What an improvised activity waits for, as a week ends: residents' mean support below a value, the
    strongest campaign against in any locality above one, or a gate that has sent the programme back;
    whichever comes first."""

    residents_support_below: Support | None = None
    campaign_above: Share | None = None
    failed_gate: bool = False

    @property
    def waits_for_something(self) -> bool:
        """Whether any condition is given; one without waits for ever."""
        return self.failed_gate or (self.residents_support_below, self.campaign_above) != (None, None)

    def is_met(self, residents_support: float, strongest_campaign: float, has_failed: bool) -> bool:
        """Whether what it waits for has come."""
        low, high = self.residents_support_below, self.campaign_above
        return (
            (low is not None and residents_support < low)
            or (high is not None and strongest_campaign > high)
            or (self.failed_gate and has_failed)
        )


class Activity(Declared):
    """One instrument used for one audience over some weeks, given by ``duration_weeks`` or ``end``.

    ``intensity`` multiplies the people the instrument reaches in a week; ``frame`` is what the
    story is about, better care or money (left out: the proposal's). With a ``trigger`` it starts in
    the first week, from ``start`` on, after one in which the trigger was met; perhaps never.
    """

    instrument: Name
    audience: Audience
    start: When
    duration_weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    end: When | None = None
    intensity: Annotated[float, Field(gt=0, le=1000)] = 1
    messenger: Name | None = None
    frame: Frame | None = None
    trigger: Trigger | None = None

    @property
    def in_words(self) -> str:
        """Whom it is for, and when: "residents, from week 4, 40 weeks"."""
        for_whom = ", ".join(self.audience.groups or self.audience.kinds or ())
        last = f"{self.duration_weeks} weeks" if self.end is None else f"to {in_words(self.end)}"
        waits = " at the earliest, once triggered" if self.trigger is not None else ""
        return f"{for_whom}, from {in_words(self.start)}{waits}, {last}"

    def weeks(self, milestones: Milestones) -> tuple[int, int]:
        """First week, and the week after the last."""
        start = week_of(self.start, milestones)
        if self.end is not None:
            return start, week_of(self.end, milestones)
        assert self.duration_weeks is not None, "a checked activity has a duration or an end"
        return start, start + self.duration_weeks


class MovedStructure(Declared):
    """A standing structure that starts elsewhere, or meets in another rhythm, under this plan."""

    start: When | None = None
    every_weeks: Annotated[int, Field(ge=1, le=104)] | None = None


class Plan(Declared):
    """An engagement plan.

    ``responsiveness`` is the share of input acted on, ``leadership`` how well the programme is led (left
    out: the scenario's); ``announcement`` is when the public is told (left out: at the first public
    activity or when consultation opens); a plan with ``equal_budget: false`` is not scaled to the
    common budget.
    """

    name: Name
    label: str = ""
    activities: tuple[Activity, ...] = ()
    responsiveness: Share | None = None
    leadership: Share | None = None
    announcement: When | None = None
    structures: dict[Name, MovedStructure] = Field(default_factory=dict)
    equal_budget: bool = True

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    def starting(self, weeks: int, milestone: Milestone, milestones: Milestones) -> Plan:
        """The same plan, its first activity so many weeks after a milestone (before, if negative), the others
        as far from it as they are now; all of it moves with that milestone.

        Raises
        ------
        ValueError
            If it would start before week 0, or has no activities.
        """
        if not self.activities:
            raise ValueError(f"plan {self.name} has no activities")
        first = min(activity.weeks(milestones)[0] for activity in self.activities)
        if milestones.week(milestone) + weeks < 0:
            raise ValueError(f"plan {self.name}: {weeks} weeks from {milestone} would be before week 0")

        def moved(when: When) -> FromMilestone:
            return FromMilestone(milestone=milestone, weeks=week_of(when, milestones) - first + weeks)

        return self._with_dates(moved)

    def shift(self, weeks: int) -> Plan:
        """The same plan, every activity and its announcement ``weeks`` later (earlier if negative).

        Raises
        ------
        ValueError
            If an activity would start before week 0.
        """

        def moved(when: When) -> When:
            if isinstance(when, FromMilestone):  # the calendar week is checked where milestones are known
                return FromMilestone(milestone=when.milestone, weeks=when.weeks + weeks)
            if when + weeks < 0:
                raise ValueError(f"plan {self.name}: shifted by {weeks} weeks it would start before week 0")
            return when + weeks

        return self._with_dates(moved)

    def _with_dates(self, moved: Callable[[When], When]) -> Plan:
        activities = tuple(
            activity.model_copy(
                update={
                    "start": moved(activity.start),
                    "end": None if activity.end is None else moved(activity.end),
                }
            )
            for activity in self.activities
        )
        announcement = None if self.announcement is None else moved(self.announcement)
        return self.model_copy(update={"activities": activities, "announcement": announcement})
