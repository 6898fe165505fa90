"""A block: lanes of one replication on their way through the weeks."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.arrays import Floats, State, flat_prior, flat_state, scratch_for
from sim.compiled import settled
from sim.knobs import as_array
from sim.scenario import PEER_RULES, Equal, PeerRule, rulebook_in_force
from sim.simulation.accounts import Accounts
from sim.simulation.docket import Docket
from sim.simulation.ended import WORTH_MOVING, Ended, columns_of, columns_of_each
from sim.simulation.luck import LuckAhead, LuckOfBlock, weeks_at_once
from sim.simulation.moments import Moments
from sim.simulation.record import Record
from sim.simulation.run import Run, Snapshot
from sim.simulation.stretch import advance_weeks
from sim.simulation.votes import Votes
from sim.simulation.waiting import Waiting
from sim.tally import take_tally
from sim.week import N_ROWS, N_TILES, STRIP, add_up_influence, room_for_contacts
from sim.world import Calendar, Lane, Timetable, World, starting_point
from sim.world.harm import harm_of_options

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
    it has ended. ``go_through`` moves all of them to the horizon, ``advance`` one week on.
    """

    def __init__(
        self,
        world: World,
        lanes: Sequence[Lane],
        expected_attendance: bool = False,
        peer_rule: PeerRule = "linear",
        explain: bool = False,
        timetable: Timetable | None = None,
        luck: LuckOfBlock | None = None,
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
        self.record = Record(scenario.horizon_weeks, n_groups, n_places, self.column)
        self.accounts = Accounts(world.people, n_lanes, explain)
        self._peer_rule = PEER_RULES.index(peer_rule)
        self._harms = harm_of_options(scenario, world.people, world.attachment, self.parameter)
        self._preferred = [option.name for option in scenario.proposal.options].index(
            scenario.proposal.preferred
        )
        self.ended: dict[int, Ended] = {}
        self.moments = Moments(scenario, lanes)
        self._planned = tuple(lanes)
        self._changed: dict[int, Lane] = {}
        itself: Block = weakref.proxy(self)  # in no circle: arrays are freed with the last name of a block
        self._waiting = Waiting(itself)
        self.decisions = Docket(itself, rulebook_in_force(scenario)) if scenario.gates else Votes(itself)
        n_activities = len(self.calendar.timetable.activities)
        self._at_once = weeks_at_once(world.n, n_activities, scenario.horizon_weeks)
        self.luck = luck or LuckAhead(world, self._at_once)
        self._uniform = np.empty((n_activities, self._at_once, world.n))
        self._make_room()
        self._expect_harm(0)
        tallied = (world.people, self._flat_prior, self._flat_state, self.tally, world.group_weights)
        settled(take_tally, *tallied)(*tallied)

    def _make_room(self) -> None:
        """What kernels need beside the state of as many columns as there are now."""
        world = self.world
        self.course, self.tally = self.record.course, self.record.tally
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
        self._contacts = room_for_contacts(self.calendar.timetable.agenda.activities)
        self._advance_weeks: Callable[..., None] | None = None

    def _drop_ended(self, week: int) -> None:
        """Go on after a week without the columns of ended lanes, once that is worth moving the others."""
        going_on = [at for at in self.column if at not in self.ended]
        if not 0 < len(going_on) <= WORTH_MOVING * len(self.column):
            return
        columns = np.array([self.column[at] for at in going_on])
        self.column = {at: column for column, at in enumerate(going_on)}
        self.parameter = columns_of(self.parameter, columns)
        self.prior, self.state = columns_of_each(self.prior, columns), columns_of_each(self.state, columns)
        self._harms = [columns_of(harm, columns) for harm in self._harms]
        self.record.narrow(week + 1, self.column, columns)
        self.accounts.narrow(columns)
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

    def go_through(self) -> None:
        """All weeks to the horizon, or until every programme has ended."""
        week, horizon = 0, self.world.scenario.horizon_weeks
        while week < horizon and not self.is_over:
            stop = self._stop_after(week, horizon)
            self._advance_to(week, stop)
            week = stop

    def advance(self, week: int) -> None:
        """One week: calendar, the compiled week, decisions, record."""
        self._advance_to(week, week + 1)

    def _stop_after(self, week: int, horizon: int) -> int:
        """The week after the next one at whose end something may have to be looked at or decided."""
        if self.accounts.are_kept:
            return week + 1
        lasts = [horizon - 1, week + self._at_once - 1]
        lasts += [each for each in (*self.moments.weeks, *self.decisions.weeks_due) if each >= week]
        lasts += [moves - 1 for moves in self.calendar.weeks_harm_moves if moves > week]
        return 1 + min(lasts + self._waiting.next_due(week))

    def _advance_to(self, week: int, stop: int) -> None:
        """Weeks up to ``stop``, after the last of which anything may be decided."""
        if week in self.calendar.weeks_harm_moves:  # 1
            self._expect_harm(week)
        arguments = self.hand_over(week, stop)
        if self._advance_weeks is None:
            self._advance_weeks = settled(advance_weeks, *arguments)
        self._advance_weeks(*arguments)  # 2 to 12, and what is recorded
        last = stop - 1
        self.decisions.sit(last)  # 13
        self._waiting.look(last)
        if self._changed:
            self.calendar.change(self._changed, last)
            self._changed = {}
        self.record.keep(last)  # 14: once more, as decisions add evidence
        self.accounts.keep(self.column)
        self.moments.look(last, self._snapshot)
        self._drop_ended(last)

    def hand_over(self, week: int, stop: int) -> tuple[Any, ...]:
        """Draw the luck of some weeks, and give all that compiled code needs for them.

        Types and layouts of arrays are the same every week: ``settled`` code does not look at them.
        """
        draws = self.luck.weeks(week, stop)
        self.luck.attend(self.calendar, week, self._uniform[:, : stop - week])
        return (
            week,
            stop,
            self.world.people,
            self.world.network,
            self._flat_prior,
            self._flat_state,
            self.course,
            self.tally,
            self.calendar.timetable.agenda,
            self._contacts,
            self._uniform,
            draws,
            self._along,
            self.world.n_concerned,
            self.expected_attendance,
            self._peer_rule,
            self._scratch,
            self.accounts.account,
            self.world.group_weights,
            self.record.tallies,
            self.record.courses,
        )

    @property
    def is_over(self) -> bool:
        """Whether every lane's programme has ended."""
        return len(self.ended) == len(self.lanes)

    def change(self, at: int, lane: Lane) -> None:
        """Let one lane go on by another calendar after this week."""
        self.lanes[at] = lane
        self._changed[at] = lane

    def end(self, at: int, week: int) -> None:
        """Freeze one lane: what is recorded this week stands for all weeks to come, at no further cost."""
        self.ended[at] = self.stands(at, week)

    def add_evidence(self, at: int, gained: float) -> None:
        """Evidence that rework adds in one lane, the less the nearer it is to its ceiling."""
        ceiling, column = self.lanes[at].parameters["evidence_ceiling"], self.column[at]
        self.course.evidence[column] += gained * (1 - self.course.evidence[column] / ceiling)

    def contacts_by_week(self, at: int, week: int) -> Floats:
        """Contacts of all groups in every week up to this one."""
        return np.diff(self.record.series(at, "contacts", week + 1).sum(axis=1), prepend=0.0)

    def stands(self, at: int, week: int) -> Ended:
        """How a lane stands as a week ends; as it ended, if it has."""
        if at in self.ended:
            return self.ended[at]
        column = self.column[at]
        return Ended(
            week=week,
            state=State(*(np.ascontiguousarray(array[:, column]) for array in self.state)),
            prior_view=self.prior.support[:, column].copy(),
            contributions=self.accounts.contributions()[:, :, column].copy(),
            leaked=bool(self.course.leaked[column]),
            clipped=float(self.course.clipped[column]),
        )

    def _snapshot(self, at: int) -> Snapshot:
        if at in self.ended:
            return self.ended[at].snapshot
        column = self.column[at]
        return Snapshot(self.state.support[:, column].copy(), self.state.trust[:, column].copy())

    def contributions_of(self, at: int) -> Floats:
        """What each mechanism has added to support so far in one lane, float64[n_mechanisms, n]; as it ended,
        if it has."""
        return self.stands(at, 0).contributions

    def state_of(self, at: int) -> State:
        """Everybody in one lane, arrays float64[n]; as it ended, if it has."""
        return self.stands(at, 0).state

    def contributions(self) -> Floats:
        """What each mechanism has added to support so far: float64[n_mechanisms, n, columns]."""
        return self.accounts.contributions()

    def run(self, at: int, equal: Equal = "contacts") -> Run:
        """The finished run of one lane."""
        lane, scenario = self.lanes[at], self.world.scenario
        last = scenario.horizon_weeks - 1
        stands, decided = self.stands(at, last), self.decisions.of(at, last)
        explained = self.accounts.of(at, scenario.horizon_weeks, stands.week)
        return Run(
            scenario=scenario,
            plan=lane.plan.name,
            seed=self.world.seed,
            replication=self.world.replication,
            equal=equal,
            milestones=self._planned[at].milestones,
            reached=lane.milestones,
            parameters=lane.parameters,
            history=self.record.of(at, stands.week),
            snapshots=self.moments.of(at, stands.snapshot if at in self.ended else None),
            reviews=decided.reviews,
            happenings=decided.happenings,
            aftermath=decided.aftermath,
            ending=decided.ending,
            leaked=stands.leaked,
            activities=lane.activities,
            people=self.world.people,
            contributions=None if explained is None else stands.contributions,
            explained=explained,
            prior_view=stands.prior_view,
            state=stands.state,
            clipped_share=stands.clipped / (self.world.n * scenario.horizon_weeks),
            off=lane.off,
            names=self.world.names,
        )
