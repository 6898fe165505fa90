"""A block: lanes of one replication on their way through the weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from sim.arrays import (
    Floats,
    State,
    flat_prior,
    flat_state,
    scratch_for,
)
from sim.compiled import settled
from sim.gates import Review, review_body, reviews_due, weeks_of_votes
from sim.knobs import as_array
from sim.scenario import PEER_RULES, Equal, PeerRule, rulebook_in_force
from sim.simulation.accounts import Accounts
from sim.simulation.docket import Docket
from sim.simulation.ended import WORTH_MOVING, Ended, columns_of, columns_of_each
from sim.simulation.record import Record
from sim.simulation.run import MOMENTS, Run, Snapshot, week_of_moment
from sim.tally import take_tally
from sim.week import N_ROWS, N_TILES, STRIP, add_up_influence, advance_week
from sim.world import Calendar, Lane, Luck, Timetable, World, starting_point
from sim.world.harm import harm_of_options
from sim.world.improvising import improvised

MOST_LANES = STRIP


def _along(parameter: Floats) -> Floats:
    """Parameters repeated along a strip, float64[n_knobs * STRIP]."""
    lanes = parameter.shape[1]
    rows = np.zeros((parameter.shape[0], STRIP))
    repeated = np.tile(parameter, STRIP // lanes)
    rows[:, : repeated.shape[1]] = repeated
    return rows.ravel()


class Block:
    """Lanes that share people, network and luck; at most ``MOST_LANES``.

    ``state`` and ``prior`` hold every stakeholder as float64[n, columns]; ``course`` and ``tally`` the
    programme and its means. Each lane has a ``column`` of its own, at first the one at its position, until
    it has ended. ``advance`` moves all of them one week on.
    """

    def __init__(
        self,
        world: World,
        lanes: Sequence[Lane],
        expected_attendance: bool = False,
        peer_rule: PeerRule = "linear",
        explain: bool = False,
        timetable: Timetable | None = None,
    ) -> None:
        scenario, n_lanes = world.scenario, len(lanes)
        if not 1 <= n_lanes <= MOST_LANES:
            raise ValueError(f"a block has 1 to {MOST_LANES} lanes, not {n_lanes}")
        n_places, n_groups = len(scenario.population.localities), len(scenario.population.groups)
        self.world, self.lanes = world, list(lanes)
        self.column = {at: at for at in range(n_lanes)}
        self.expected_attendance = expected_attendance
        self.parameter = as_array([dict(lane.parameters) for lane in lanes])
        self.calendar = Calendar(scenario, lanes, world.seed, world.replication, timetable)
        self.prior, self.state = starting_point(world, self.parameter)
        self._record = Record(scenario.horizon_weeks, n_groups, n_places, n_lanes)
        self._peer_rule = PEER_RULES.index(peer_rule)
        self._accounts = Accounts(world.people, n_lanes, explain)
        self._harms = harm_of_options(scenario, world.people, world.attachment, self.parameter)
        self._preferred = [option.name for option in scenario.proposal.options].index(
            scenario.proposal.preferred
        )
        self._ended: dict[int, Ended] = {}
        self._moments: dict[int, list[tuple[int, str]]] = {}
        self._votes: dict[int, list[int]] = {}
        for at, lane in enumerate(lanes):
            for moment in MOMENTS:
                week = week_of_moment(scenario, lane.milestones, moment)
                self._moments.setdefault(week, []).append((at, moment))
            for week in weeks_of_votes(lane.milestones):
                self._votes.setdefault(week, []).append(at)
        self._snapshots: list[dict[str, Snapshot]] = [{} for _ in lanes]
        self._reviews: list[list[Review]] = [[] for _ in lanes]
        self._planned = tuple(lanes)
        self._changed: dict[int, Lane] = {}
        self._improvising = [
            at for at, lane in enumerate(lanes) if any(each.trigger is not None for each in lane.activities)
        ]
        self._docket = Docket(self, rulebook_in_force(scenario)) if scenario.gates else None
        self._make_room()
        self._expect_harm(0)
        self._take_tally()

    @cached_property
    def luck(self) -> Luck:
        """This replication's weekly draws."""
        return Luck(self.world)

    def _make_room(self) -> None:
        """What kernels need beside the state of as many columns as there are now."""
        world = self.world
        self.course, self.tally = self._record.course, self._record.tally
        self._along = _along(self.parameter)
        self._scratch = scratch_for(
            world.n,
            world.network.start.shape[1] - 1,
            world.people.body_tests.shape[0],
            len(world.scenario.structures),
            len(self.column),
            N_TILES * STRIP,
            N_ROWS * STRIP,
        )
        add_up_influence(world.network, world.people.influence, self._scratch.peers)
        self._flat_prior, self._flat_state = flat_prior(self.prior), flat_state(self.state)
        self._advance_week: Callable[..., None] | None = None
        tallied = (world.people, self.prior, self.state, self.tally, world.group_weights)
        self._take_tally = partial(settled(take_tally, *tallied), *tallied)

    def _drop_ended(self) -> None:
        """Go on without the columns of ended lanes, once that is worth moving the others."""
        going_on = [at for at in self.column if at not in self._ended]
        if not 0 < len(going_on) <= WORTH_MOVING * len(self.column):
            return
        columns = np.array([self.column[at] for at in going_on])
        self.column = {at: column for column, at in enumerate(going_on)}
        self.parameter = columns_of(self.parameter, columns)
        self.prior, self.state = columns_of_each(self.prior, columns), columns_of_each(self.state, columns)
        self._harms = [columns_of(harm, columns) for harm in self._harms]
        self._record.narrow(columns)
        self._accounts.narrow(columns)
        self.calendar.narrow(going_on)
        self._make_room()

    def _expect_harm(self, week: int) -> None:
        """Harm expected over the options still open."""
        chances = self.calendar.chances(week)
        expected = chances[0] * self._harms[0]
        for chance, harm in zip(chances[1:], self._harms[1:], strict=True):
            expected = expected + chance * harm
        # who has lost the service in the interim feels the preferred option's harm, whatever is still open
        lost = self.world.people.in_withdrawal[:, None] * self.calendar.now(week).withdrawn
        certain = self._harms[self._preferred]
        self.prior.harm[...] = np.where(lost > 0, certain, expected)

    def advance(self, week: int) -> None:
        """One week: calendar, the compiled week, votes, record."""
        if week in self.calendar.weeks_harm_moves:  # 1
            self._expect_harm(week)
        arguments = self.hand_over(week)
        if self._advance_week is None:
            self._advance_week = settled(advance_week, *arguments)
        self._advance_week(*arguments)  # 2 to 12
        self._take_tally()
        if self._docket is not None:  # 13
            self._docket.sit(week)
        else:
            for at in self._votes.get(week, ()):
                self._vote(at, week)
        self._improvise(week)
        if self._changed:
            self.calendar.change(self._changed, week)
            self._changed = {}
        self._keep(week)  # 14
        self._drop_ended()

    def hand_over(self, week: int) -> tuple[Any, ...]:
        """Draw the week's luck, and give all that the compiled week needs.

        Types and layouts of arrays are the same every week: ``settled`` code does not look at them.
        """
        return (
            self.world.people,
            self.world.network,
            self._flat_prior,
            self._flat_state,
            self.course,
            self.tally,
            self.calendar.now(week),
            self.calendar.contacts(week),
            self.luck.next_week(),
            self._along,
            self.world.n_concerned,
            self.expected_attendance,
            self._peer_rule,
            self._scratch,
            self._accounts.account,
        )

    def _improvise(self, week: int) -> None:
        """Start next week what has waited for a trigger that was met this week."""
        for at in [at for at in self._improvising if at not in self._ended]:
            column = self.column[at]
            residents = self.tally.public_support[column]
            campaign = self.course.campaign_against[:, column].max()
            failed = self._docket is not None and self._docket.cases[at].has_failed
            lane = self.lanes[at]
            activities = improvised(lane.activities, week, float(residents), float(campaign), failed)
            if activities is not None:
                self.change(at, replace(lane, activities=activities))

    def _vote(self, at: int, week: int) -> None:
        for membership in reviews_due(self.world.members, self.lanes[at].milestones, week):
            bar = self.lanes[at].parameters["vote_bar"]
            support = self.state.support[:, self.column[at]]
            self._reviews[at].append(review_body(membership, support, bar, week))

    @property
    def is_over(self) -> bool:
        """Whether every lane's programme has ended."""
        return len(self._ended) == len(self.lanes)

    def change(self, at: int, lane: Lane) -> None:
        """Let one lane go on by another calendar after this week."""
        self.lanes[at] = lane
        self._changed[at] = lane

    def end(self, at: int, week: int) -> None:
        """Freeze one lane: what is recorded this week stands for all weeks to come, at no further cost."""
        column = self.column[at]
        self._ended[at] = Ended(
            week=week,
            state=self.state_of(at),
            prior_view=self._prior_view_of(at),
            contributions=self.contributions_of(at),
            leaked=bool(self.course.leaked[column]),
            clipped=float(self.course.clipped[column]),
        )

    def stand_still(self, week: int) -> None:
        """Record that nothing moves from this week on, once every lane's programme has ended."""
        self._record.repeat(week)
        self._accounts.repeat(self.world.scenario.horizon_weeks - week)
        for moment_week in [each for each in self._moments if each >= week]:
            self._take_snapshots(moment_week)

    def add_evidence(self, at: int, gained: float) -> None:
        """Evidence that rework adds in one lane, the less the nearer it is to its ceiling."""
        ceiling, column = self.lanes[at].parameters["evidence_ceiling"], self.column[at]
        self.course.evidence[column] += gained * (1 - self.course.evidence[column] / ceiling)

    def contacts_by_week(self, at: int, week: int) -> Floats:
        """Contacts of all groups in every week up to this one, which is not recorded yet."""
        so_far = self._record.series("contacts")[:week, :, at].sum(axis=1)
        return np.diff(np.append(so_far, self.course.contacts[:, self.column[at]].sum()), prepend=0.0)

    def _snapshot(self, at: int) -> Snapshot:
        if at in self._ended:
            return Snapshot(self._ended[at].state.support, self._ended[at].state.trust)
        column = self.column[at]
        return Snapshot(self.state.support[:, column].copy(), self.state.trust[:, column].copy())

    def _take_snapshots(self, week: int) -> None:
        for at, moment in self._moments.get(week, ()):
            self._snapshots[at][moment] = self._snapshot(at)

    def _keep(self, week: int) -> None:
        going_on = {at: column for at, column in self.column.items() if self._goes_on(at, week)}
        self._record.keep(week, going_on)
        self._accounts.keep(going_on)
        self._take_snapshots(week)

    def _goes_on(self, at: int, week: int) -> bool:
        """Whether a lane had not ended when a week began."""
        return at not in self._ended or self._ended[at].week >= week

    def contributions_of(self, at: int) -> Floats:
        """What each mechanism has added to support so far in one lane, float64[n_mechanisms, n]; as it ended,
        if it has."""
        if at in self._ended:
            return self._ended[at].contributions
        return self.contributions()[:, :, self.column[at]].copy()

    def state_of(self, at: int) -> State:
        """Everybody in one lane, arrays float64[n]; as it ended, if it has."""
        if at in self._ended:
            return self._ended[at].state
        column = self.column[at]
        return State(*(np.ascontiguousarray(array[:, column]) for array in self.state))

    def _prior_view_of(self, at: int) -> Floats:
        if at in self._ended:
            return self._ended[at].prior_view
        return self.prior.support[:, self.column[at]].copy()

    def contributions(self) -> Floats:
        """What each mechanism has added to support so far: float64[n_mechanisms, n, columns]."""
        return self._accounts.contributions()

    def run(self, at: int, equal: Equal = "contacts") -> Run:
        """The finished run of one lane."""
        lane, planned, scenario = self.lanes[at], self._planned[at], self.world.scenario
        case = self._docket.cases[at] if self._docket is not None else None
        reviews = case.reviews if case is not None else self._reviews[at]
        updates = self.world.n * scenario.horizon_weeks
        ended, explained = self._ended.get(at), self._accounts.of(at)
        clipped = float(self.course.clipped[self.column[at]]) if ended is None else ended.clipped
        return Run(
            scenario=scenario,
            plan=lane.plan.name,
            seed=self.world.seed,
            replication=self.world.replication,
            equal=equal,
            milestones=planned.milestones,
            reached=lane.milestones,
            parameters=lane.parameters,
            history=self._record.of(at),
            snapshots=self._snapshots[at],
            reviews=tuple(reviews),
            happenings=tuple(case.happenings) if case is not None else (),
            aftermath=case.aftermath if case is not None else None,
            ending=case.ended_by(scenario.horizon_weeks - 1) if case is not None else None,
            leaked=bool(self.course.leaked[self.column[at]]) if ended is None else ended.leaked,
            activities=lane.activities,
            people=self.world.people,
            contributions=None if explained is None else self.contributions_of(at),
            explained=explained,
            prior_view=self._prior_view_of(at),
            state=self.state_of(at),
            clipped_share=clipped / updates,
            off=lane.off,
            names=self.world.names,
        )
