"""The readable model: one programme and its stakeholders as Mesa agents, week by week.

The same scenario, plan, seed and replication make the same run as ``sim.simulate``: the same
people, ties, calendar and luck, and the same arithmetic in the same order, written down a
second time. ``tests/mesa_model`` shows the two equal in every number of every week.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import mesa
import numpy as np

from sim.arrays import Floats
from sim.mesa_model.behaviour import Behaviour
from sim.mesa_model.gates import VotesOnly, WayThroughGates
from sim.mesa_model.kinds import Clinician, Concerned, Resident
from sim.mesa_model.luck import WeeklyLuck
from sim.mesa_model.occasions import in_order, occasions_of, share_held
from sim.mesa_model.peers import hear_peers
from sim.mesa_model.programme import Programme
from sim.mesa_model.record import collector_of, moments_of, run_of, snapshot_of
from sim.mesa_model.settling import (
    bodies_of,
    foresee_harm,
    groups_of,
    localities_of,
    settle,
    structures_of,
)
from sim.mesa_model.stakeholder import Stakeholder
from sim.scenario import Equal, PeerRule, Plan, Scenario, known_peer_rule, rulebook_in_force, with_gates
from sim.scenario.budget import PlannedActivity
from sim.scenario.structures import PlannedMeetings
from sim.simulation import Run, Snapshot, check_luck
from sim.world import Lane, Timetable, draw_world, lane_of
from sim.world.capacity import share_met
from sim.world.improvising import improvised


class ProgrammeModel(mesa.Model):
    """One plan, once. ``step`` is one week; ``run`` goes on to the end.

    Parameters
    ----------
    scenario, plan, seed, replication, behaviour, equal, attendance, off, peer_rule, gates
        As for ``sim.simulate``.

    Raises
    ------
    BadInput
        What ``sim.simulate`` refuses, in the same words.

    Notes
    -----
    Chance is the world's streams, never Mesa's generator: luck has to be the compiled model's.
    """

    def __init__(
        self,
        scenario: Scenario,
        plan: str | Plan = "early",
        seed: int = 1,
        replication: int = 0,
        behaviour: Mapping[str, float] | None = None,
        equal: Equal = "contacts",
        attendance: str = "drawn",
        off: Iterable[str] = (),
        peer_rule: PeerRule | None = None,
        gates: bool | None = None,
    ) -> None:
        scenario = with_gates(scenario, gates)
        chosen = scenario.plan(plan) if isinstance(plan, str) else plan
        lane = lane_of(scenario, chosen, behaviour, equal, off=off)
        rule = known_peer_rule(peer_rule or scenario.peer_rule)
        check_luck(seed, replication, attendance)
        super().__init__(rng=seed)
        self.world = draw_world(scenario, seed, replication)
        self.lane = self.planned = lane
        self.share_met = share_met(scenario, lane.activities, lane.meetings)
        self.equal, self.peer_rule, self.expects_attendance = equal, rule, attendance == "expected"
        self.week, self.horizon_weeks = 0, scenario.horizon_weeks
        self.timetable = Timetable(scenario, [lane])
        self.behaviour, self.luck = Behaviour(lane.parameters), WeeklyLuck(self.world)
        self.programme = Programme(self.behaviour, self.luck, self.world.n_concerned.tolist())
        self.groups, self.localities = groups_of(self.world), localities_of(self.world)
        self.bodies = bodies_of(self.world)
        self.network = settle(self, self.world)
        self.people = list(self.agents)
        self.met: list[Stakeholder] = []  # this week
        self.concerned = self.agents.select(agent_type=Concerned)
        self.residents, self.clinicians = (
            self.agents.select(agent_type=kind) for kind in (Resident, Clinician)
        )
        self.structures = structures_of(self.world, self.people)
        self.occasions = occasions_of(self.world, lane, self.people, self.structures)
        rulebook = rulebook_in_force(scenario) if scenario.gates else None
        self.gates = VotesOnly(self) if rulebook is None else WayThroughGates(self, rulebook)
        self.contacts_by_week: list[tuple[float, float]] = []  # contacts made, and openness
        self.moments = moments_of(self)
        self.snapshots: dict[str, Snapshot] = {}
        self.datacollector = collector_of(self)
        foresee_harm(self)
        self.expect_harm()
        self.take_stock()

    def step(self) -> None:
        """One week, in the numbered order of ``docs/model.md``."""
        programme = self.programme
        self.turn_calendar()  # 1
        programme.disclose()  # 2
        programme.prepare()  # 3
        programme.set_tone(self.localities)
        programme.examine(self.bodies)
        self.agents.do("believe")
        self.meet_stakeholders()  # 4
        if programme.consulting:
            self.residents.do("respond")
        self.agents.do("speak")  # 5, heard by all before anybody changes
        hear_peers(self.people, self.peer_rule)
        for structure in self.structures:
            structure.hear_one_another()
        self.agents.do("change")  # 5 to 8, and 10
        redesigned = programme.change_by_input()  # 9
        programme.attract_media(self.localities)  # 11, by the campaigns of last week
        for locality in self.localities:
            locality.campaign(self.behaviour)
        programme.get_used()  # 12
        programme.gather_evidence(self.structures)
        programme.spend(redesigned)
        programme.judge_process()
        self.take_stock()
        self.gates.sit(self.week)  # 13
        self.improvise()
        self.record()  # 14
        self.week += 1
        if self.week == self.horizon_weeks:
            self.running = False

    def run(self) -> None:
        """All weeks to the horizon, or to the programme's end."""
        while self.running:
            self.step()

    def turn_calendar(self) -> None:
        """1. This week's row of the calendar, this week's luck, and the harm still to be expected."""
        if self.week in self.timetable.weeks_harm_moves:
            self.expect_harm()
        self.programme.open_week(self.timetable.now(self.week), self.groups, self.structures)
        self.luck.draw()

    def expect_harm(self) -> None:
        """1. Let everybody concerned expect the harm of the options still open."""
        chances = self.timetable.chances(self.week)[:, 0].tolist()
        is_withdrawn = bool(self.timetable.now(self.week).withdrawn[0])
        proposal = self.world.scenario.proposal
        preferred = [option.name for option in proposal.options].index(proposal.preferred)
        self.concerned.do("expect_harm", chances, preferred, is_withdrawn)

    def meet_stakeholders(self) -> None:
        """4. Hold what is planned for this week, and count who came."""
        for person in self.met:
            person.rest()
        share_met = float(self.share_met[self.week])
        planned: list[PlannedActivity | PlannedMeetings] = [
            *in_order(self.lane.activities),
            *self.lane.meetings,
        ]
        for occasion, each in zip(self.occasions, planned, strict=True):
            if share := share_held(each, self.week, share_met):
                occasion.hold(self.week, share)
        before = self.contacts_made()
        self.met = [person for person in self.people if person.contacts]
        self.programme.count_contacts(self.met)
        self.contacts_by_week.append((self.contacts_made() - before, self.programme.openness))

    def contacts_made(self) -> float:
        """Contacts so far, in people."""
        return float(np.sum([group.contacts for group in self.groups]))

    def take_stock(self) -> None:
        """Means of groups, localities, residents and clinicians as they stand."""
        for group in self.groups:
            group.take_stock()
        for locality in self.localities:
            locality.take_stock()
        self.programme.take_stock(self.residents, self.clinicians)

    def follow(self, lane: Lane) -> None:
        """Go on by another calendar after this week."""
        self.lane, self.share_met = lane, share_met(self.world.scenario, lane.activities, lane.meetings)
        self.timetable.change({0: lane}, self.week)

    def improvise(self) -> None:
        """13. Start next week what has waited for a trigger that was met this week."""
        if self.gates.ending is not None:
            return
        campaign = max(locality.campaign_against for locality in self.localities)
        support, has_failed = self.programme.public_support, self.gates.has_failed
        activities = improvised(self.lane.activities, self.week, support, campaign, has_failed)
        if activities is not None:
            self.follow(replace(self.lane, activities=activities))

    def record(self) -> None:
        """14. Keep what this week left behind."""
        self.datacollector.collect(self)
        for moment, week in self.moments.items():
            if week == self.week:
                self.snapshots[moment] = snapshot_of(self)

    def support_of_all(self) -> Floats:
        """Everybody's support by row, as bodies' votes are counted from it."""
        return np.array(self.agents.get("support"))

    def as_run(self) -> Run:
        """The finished run, for everything that reads one: outcomes, story, charts.

        Raises
        ------
        ValueError
            If it is not finished.
        """
        if self.running:
            raise ValueError(f"the model stands before week {self.week}; run it to its end first")
        return run_of(self, self.equal)
