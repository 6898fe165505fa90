"""Occasions on which stakeholders meet the programme: activities of a plan, meetings of standing groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.random_streams import AttendanceDraws
from sim.scenario.budget import PlannedActivity
from sim.scenario.structures import PlannedMeetings
from sim.world.diary import worth_of_mode
from sim.world.lane import Lane

if TYPE_CHECKING:
    from sim.mesa_model.stakeholder import Stakeholder
    from sim.mesa_model.surroundings import StandingGroup
    from sim.world import World

Guests = list[tuple["Stakeholder", float]]


class Occasion:
    """An activity, or a structure's meetings: who is invited with what chance, and what a contact is like."""

    def __init__(
        self, guests: Guests, draws: AttendanceDraws, credibility: float, voice: float, is_about_money: bool
    ) -> None:
        self.guests, self._draws = guests, draws
        self.credibility, self.voice, self.is_about_money = credibility, voice, is_about_money

    def hold(self, week: int, share: float) -> None:
        """4. Everybody invited comes or stays away; the luck of a week does not depend on other weeks.

        ``share`` of those planned for the week can be met, where capacity is short.
        """
        luck = self._draws.week(week).tolist()
        for guest, reach in self.guests:
            guest.consider(self, reach * share, luck[guest.row])


def occasions_of(
    world: World, lane: Lane, people: Sequence[Stakeholder], structures: Sequence[StandingGroup]
) -> list[Occasion]:
    """Activities by instrument and use, then structures in the scenario's order."""

    def draws(instrument: str, use: int) -> AttendanceDraws:
        return AttendanceDraws(world.seed, world.replication, instrument, use, world.n, world.scenario.draws)

    activities = [
        Occasion(
            guests=invited_to(activity, people),
            draws=draws(activity.instrument, activity.use),
            credibility=activity.credibility,
            voice=worth_of_mode(activity.mode, lane.parameters),
            is_about_money=activity.money_frame,
        )
        for activity in in_order(lane.activities)
    ]
    by_name = {structure.name: structure for structure in structures}
    meetings = [
        Occasion(
            guests=[(member, 1.0) for member in by_name[each.structure].members],
            draws=draws(f"structure:{each.structure}", 0),
            credibility=each.credibility,
            voice=worth_of_mode("inform" if "voice" in lane.off else each.mode, lane.parameters),
            is_about_money=False,
        )
        for each in lane.meetings
    ]
    return activities + meetings


def in_order(activities: Sequence[PlannedActivity]) -> list[PlannedActivity]:
    """The order in which activities are held, whatever the plan's: what they add up to depends on it in the
    last bit."""
    return sorted(activities, key=lambda activity: (activity.instrument, activity.use))


def invited_to(activity: PlannedActivity, people: Sequence[Stakeholder]) -> Guests:
    """Whom an activity may reach: members of its groups in its localities, and those who have none."""
    guests = []
    for person in people:
        reach, here = activity.reach.get(person.group.name, 0.0), person.locality
        is_near = activity.localities is None or here is None or here.name in activity.localities
        if reach > 0.0 and is_near:
            guests.append((person, reach))
    return guests


def share_held(occasion: PlannedActivity | PlannedMeetings, week: int, share_met: float) -> float:
    """How much of what is planned takes place in a week: nothing, all, or what capacity leaves.

    Structures always meet; activities share what the programme can do.
    """
    if isinstance(occasion, PlannedMeetings):
        return 1.0 if week in occasion.weeks else 0.0
    return share_met if occasion.start <= week < occasion.stop else 0.0
