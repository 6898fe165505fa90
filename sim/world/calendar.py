"""The calendar: what a lane's plan and programme do in which week.

Plain Python: stages, openness, news, what activities reach and cost. Compiled code only
sees this week's row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.scenario.budget import Equal, PlannedActivity, planned_activities
from sim.scenario.catalogue import Mode
from sim.scenario.plan import Plan, week_of
from sim.scenario.population import STEWARD_ROLES
from sim.scenario.programme import MILESTONES, Milestone, Milestones
from sim.scenario.scenario import Scenario
from sim.scenario.structures import PlannedMeetings, planned_meetings
from sim.scenario.switches import activities_without, check_switches, parameters_without
from sim.world.capacity import share_met, weeks_of
from sim.world.improvising import put_off

WEEKS_PER_YEAR = 52
ELECTION_SHADOW_WEEKS = 26  # SF9: politicians' support drops within six months of an election
LED_BY_NOBODY = (
    0.5  # leads hear each other half as well as by default at leadership 0, half as well again at 1
)
# How definite a proposal is at the case for change, the shortlist and the preferred option (J)
DEFINITENESS = (0.2, 0.6, 1.0)


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


def calendar_of(scenario: Scenario, lane: Lane) -> dict[str, Floats]:
    """Every week of one lane: for each field of ``Now`` an array [weeks] or [weeks, k]."""
    weeks = np.arange(scenario.horizon_weeks, dtype=np.float64)
    milestones, parameters = lane.milestones, lane.parameters
    chance = _chances(scenario, milestones, weeks)
    if "veil" in lane.off:
        chance = np.broadcast_to(chance[-1], chance.shape)
    definiteness = _definiteness(milestones, weeks)
    options = scenario.proposal.options
    years = weeks / WEEKS_PER_YEAR
    multiplier = parameters["gain_multiplier"]
    gains = np.array(
        [[option.gains.get(g.name, 0.0) for g in scenario.population.groups] for option in options]
    )
    growth = scenario.proposal.demand_growth_per_year * years
    cases = np.array([[option.cases[role] for role in STEWARD_ROLES] for option in options])
    fixed_share = chance @ np.array([option.fixed_share for option in options])
    wanted = parameters["responsiveness"] if lane.plan.responsiveness is None else lane.plan.responsiveness
    responsiveness = np.minimum(wanted, 1 - fixed_share)
    feedback = [activity.start for activity in lane.activities if activity.feedback]
    shown = weeks >= min(feedback) if feedback else np.zeros(weeks.size, bool)
    money = [activity.start for activity in lane.activities if activity.money_frame]
    if scenario.proposal.frame == "money" and "frame" not in lane.off:
        money.append(lane.announcement_week)  # whatever is said, and by whom, the story is about money
    framed = weeks >= min(money) if money else np.zeros(weeks.size, bool)
    withdrawn = _withdrawn(scenario, lane, weeks)
    met = _met(scenario, lane, weeks)
    share = share_met(scenario, lane.activities, lane.meetings)
    opens, closes = milestones.consultation_opens, milestones.consultation_closes
    preferred = [option.name for option in options].index(scenario.proposal.preferred)
    return {
        "definiteness": definiteness,
        "definiteness_growth": np.diff(definiteness, prepend=definiteness[0]),
        "openness": _openness(lane, weeks),
        "chance_of_preferred": chance[:, preferred],
        # a withdrawal tells everybody, whatever the plan says
        "announced": np.maximum((weeks >= lane.announcement_week).astype(float), withdrawn),
        "event": _events(scenario, lane, weeks, money),
        "proximity": _proximity(scenario.programme.election_week, weeks),
        "heard": _heard(lane, share),
        "responsiveness": responsiveness,
        "responsiveness_seen": np.where(shown, responsiveness, 0.0),
        "money_frame": framed.astype(float),
        "group_gain": multiplier * (chance @ gains) + growth[:, None],
        "safety_gain": multiplier * (chance @ np.array([option.safety_gain for option in options])),
        "case": chance @ cases + (scenario.proposal.funding_change_per_year * years)[:, None],
        "fit_to_needs": chance @ np.array([option.fit_to_needs for option in options]),
        "patient_choice": chance @ np.array([option.patient_choice for option in options]),
        "beds": chance @ np.array([option.beds for option in options]),
        "consultation_time": np.full(
            weeks.size, min(1.0, (closes - opens) / scenario.programme.minimum_consultation_weeks)
        ),
        "contact_cost": _contact_cost(scenario, lane, share),
        "withdrawn": withdrawn,
        "consulting": ((weeks >= opens) & (weeks < closes)).astype(float),
        "consultation_elapsed": np.clip((weeks - opens) / max(1, closes - opens), 0.0, 1.0),
        "circle_weight": np.minimum(
            1.0,
            _standing(scenario, lane, weeks)
            * parameters["standing_group_weight"]
            * (LED_BY_NOBODY + parameters["leadership"]),
        ),
        "circle_evidence": met * _produced(scenario, lane, lambda each: each.evidence),
        "circle_affordability": met * _produced(scenario, lane, lambda each: each.affordability),
        "circle_delivery": met * _produced(scenario, lane, lambda each: each.delivery),
        "chance": chance,
    }


def _withdrawn(scenario: Scenario, lane: Lane, weeks: Floats) -> Floats:
    """1 once a service is withdrawn in the interim."""
    if scenario.interim_withdrawal is None or "interim_withdrawal" in lane.off:
        return np.zeros(weeks.size)
    return (weeks >= scenario.interim_withdrawal.week).astype(float)


def _standing(scenario: Scenario, lane: Lane, weeks: Floats) -> Floats:
    """1 while a structure stands, [weeks, n_structures]; 0 where structures are off."""
    table = np.zeros((weeks.size, len(scenario.structures)))
    for column, meetings in enumerate(lane.meetings):
        table[max(0, meetings.first) : max(0, meetings.until), column] = 1.0
    return table


def _met(scenario: Scenario, lane: Lane, weeks: Floats) -> Floats:
    """1 in weeks in which a structure meets, [weeks, n_structures]."""
    table = np.zeros((weeks.size, len(scenario.structures)))
    for column, meetings in enumerate(lane.meetings):
        table[list(meetings.weeks), column] = 1.0
    return table


def _produced(scenario: Scenario, lane: Lane, of: Callable[[PlannedMeetings], float]) -> Floats:
    """What a meeting of each structure produces, [n_structures]."""
    return np.array([of(each) for each in lane.meetings] or [0.0] * len(scenario.structures))


def _chances(scenario: Scenario, milestones: Milestones, weeks: Floats) -> Floats:
    """Chance of every option, [weeks, options]: all equal, then the shortlist, then one."""
    names = [option.name for option in scenario.proposal.options]
    shortlisted = np.array([name in scenario.proposal.shortlist for name in names], dtype=np.float64)
    preferred = np.array([name == scenario.proposal.preferred for name in names], dtype=np.float64)
    everything = np.full((weeks.size, len(names)), 1 / len(names))
    narrowed = np.where((weeks >= milestones.shortlist)[:, None], shortlisted / shortlisted.sum(), everything)
    return np.where((weeks >= milestones.preferred)[:, None], preferred, narrowed)


def _definiteness(milestones: Milestones, weeks: Floats) -> Floats:
    at = [milestones.case_for_change, milestones.shortlist, milestones.preferred]
    return np.maximum.accumulate(np.interp(weeks, at, DEFINITENESS))


def openness_from(parameters: Mapping[str, float], milestone: Milestone) -> float:
    """Openness from a milestone on: everything, then what the shortlist and the preferred option leave."""
    order = MILESTONES.index(milestone)
    openness = 1.0
    for step, value in (
        ("shortlist", parameters["openness_at_shortlist"]),
        ("preferred", parameters["openness_at_preferred"]),
        ("decision", 0.0),
    ):
        if MILESTONES.index(step) <= order:
            openness = min(openness, value)
    return openness


def _openness(lane: Lane, weeks: Floats) -> Floats:
    """It never rises, except while a failed gate is reworked."""
    openness = np.ones(weeks.size)
    for milestone in MILESTONES:
        value = openness_from(lane.parameters, milestone)
        openness = np.where(weeks >= lane.milestones.week(milestone), np.minimum(openness, value), openness)
    for again in lane.reopened:
        during = (weeks >= again.first) & (weeks < again.stop)
        openness = np.where(during, np.maximum(openness, again.openness), openness)
    return openness


def _events(scenario: Scenario, lane: Lane, weeks: Floats, money: Sequence[int]) -> Floats:
    """Weeks with news: told, options narrowed, consultation opens, decision, money becomes the frame."""
    milestones = lane.milestones
    news = [lane.announcement_week, milestones.shortlist, milestones.preferred]
    if scenario.interim_withdrawal is not None and "interim_withdrawal" not in lane.off:
        news.append(scenario.interim_withdrawal.week)
    news += [milestones.consultation_opens, milestones.decision, *([min(money)] if money else [])]
    return np.isin(weeks, news).astype(float)


def _proximity(election_week: int | None, weeks: Floats) -> Floats:
    if election_week is None:
        return np.zeros(weeks.size)
    ahead = election_week - weeks
    near = (ahead >= 0) & (ahead < ELECTION_SHADOW_WEEKS)
    return np.where(near, 1 - ahead / ELECTION_SHADOW_WEEKS, 0.0)


def worth_of_mode(mode: Mode, parameters: Mapping[str, float]) -> float:
    """Voice of a mode: none when informing, all in co-design."""
    return {"inform": 0.0, "consult": parameters["voice_consult"], "codesign": 1.0}[mode]


def _heard(lane: Lane, share: Floats) -> Floats:
    """Largest voice the programme plans to hear in a week, by mode and by people against enough people."""
    heard = np.zeros(share.size)
    for activity in lane.activities:
        voice = worth_of_mode(activity.mode, lane.parameters)
        running = weeks_of(activity)
        people = share[running] * activity.people_per_week
        heard[running] = np.maximum(
            heard[running], voice * np.minimum(1.0, people / lane.parameters["people_enough"])
        )
    for meetings in lane.meetings:
        voice = 0.0 if "voice" in lane.off else worth_of_mode(meetings.mode, lane.parameters)
        enough = min(1.0, meetings.people / lane.parameters["people_enough"])
        met = list(meetings.weeks)
        heard[met] = np.maximum(heard[met], voice * enough)
    return heard


def _contact_cost(scenario: Scenario, lane: Lane, share: Floats) -> Floats:
    """Cost of the week's activities as a share of the budget; fixed costs are spread over their weeks."""
    cost = np.zeros(share.size)
    for activity in lane.activities:
        contacts = activity.people_per_week * activity.gbp_per_contact
        fixed = activity.fixed_gbp / (activity.stop - activity.start)
        cost[weeks_of(activity)] += share[weeks_of(activity)] * contacts + fixed
    for meetings in lane.meetings:
        cost[list(meetings.weeks)] += meetings.gbp_per_meeting
    return cost / scenario.programme.budget_gbp
