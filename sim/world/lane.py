"""A lane: one design point, a plan as it will run with every behaviour parameter's value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.scenario.budget import Equal, PlannedActivity, planned_activities
from sim.scenario.plan import Plan, week_of
from sim.scenario.programme import Milestones
from sim.scenario.scenario import Scenario
from sim.scenario.structures import PlannedMeetings, planned_meetings
from sim.scenario.switches import activities_without, check_switches, parameters_without
from sim.world.improvising import put_off


@dataclass(frozen=True)
class Reopened:
    """Weeks of rework in which minds are as open again as they were at an earlier milestone."""

    first: int
    stop: int
    openness: float


@dataclass(frozen=True)
class Lane:
    """One design point: a plan as it will run, and every behaviour parameter's value."""

    plan: Plan
    parameters: Mapping[str, float]
    activities: tuple[PlannedActivity, ...]
    milestones: Milestones
    off: frozenset[str] = frozenset()
    meetings: tuple[PlannedMeetings, ...] = ()
    reopened: tuple[Reopened, ...] = ()

    @property
    def announcement_week(self) -> int:
        """When the public is told: as planned, else at the first public activity, at the latest when
        consultation opens."""
        if self.plan.announcement is not None:
            return week_of(self.plan.announcement, self.milestones)
        public = [activity.start for activity in self.activities if activity.public]
        return min([*public, self.milestones.consultation_opens])


def lane_of(
    scenario: Scenario,
    plan: Plan,
    overrides: Mapping[str, float] | None = None,
    equal: Equal = "contacts",
    milestones: Milestones | None = None,
    off: Iterable[str] = (),
) -> Lane:
    """A plan scaled to its budget, with this scenario's parameters, any overrides, and switches.

    Raises
    ------
    BadInput
        If a parameter or switch does not exist, a value is out of range, or the budget cannot be held.
    """
    switched_off = check_switches(off, f"scenario {scenario.name}")
    parameters = scenario.parameters(dict(overrides or {}))
    if plan.leadership is not None:  # as with responsiveness, what the plan says goes before the scenario
        parameters["leadership"] = plan.leadership
    milestones = milestones or scenario.programme.milestones
    if "structures" in switched_off:  # as if there had never been any, in the budget and in capacity too
        programme = scenario.programme.model_copy(update={"beyond_capacity": "cut"})
        scenario = scenario.model_copy(update={"structures": (), "programme": programme})
    activities = planned_activities(scenario, plan, parameters, equal, milestones)
    activities = tuple(put_off(each, scenario.horizon_weeks) for each in activities)
    meetings = planned_meetings(scenario.structures, plan, milestones, scenario.horizon_weeks)
    return Lane(
        plan,
        parameters_without(switched_off, parameters),
        activities_without(switched_off, activities),
        milestones,
        switched_off,
        meetings,
    )
