"""A block: lanes of one replication on their way through the weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from sim.arrays import (
    MECHANISMS,
    Floats,
    State,
    account_of,
    flat_prior,
    flat_state,
    scratch_for,
)
from sim.compiled import settled
from sim.gates import Review, review_body, reviews_due, weeks_of_votes
from sim.knobs import as_array, position
from sim.scenario import PEER_RULES, Equal, PeerRule, rulebook_in_force
from sim.simulation.docket import Docket
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


@dataclass(frozen=True)
class _Frozen:
    """A lane whose programme has ended: when, and how everybody stood then."""

    week: int
    state: State
    contributions: Floats


class Block:
    """Lanes that share people, network and luck; at most ``MOST_LANES``.

    ``state`` and ``prior`` hold every stakeholder as float64[n, lanes]; ``course`` and ``tally`` the
    programme and its means. ``advance`` moves all of them one week on.
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
        self.expected_attendance = expected_attendance
        self.parameter = as_array([dict(lane.parameters) for lane in lanes])
        self.calendar = Calendar(scenario, lanes, world.seed, world.replication, timetable)
        self.luck = Luck(world)
        self.prior, self.state = starting_point(world, self.parameter)
        self._record = Record(scenario.horizon_weeks, n_groups, n_places, n_lanes)
        self.course, self.tally = self._record.course, self._record.tally
        self._along = _along(self.parameter)
        self._peer_rule = PEER_RULES.index(peer_rule)
        self.account = account_of(world.n if explain else 0, n_lanes)
        self._explained: list[Floats] = []
        self._scratch = scratch_for(
            world.n,
            world.network.start.shape[1] - 1,
            world.people.body_tests.shape[0],
            len(scenario.structures),
            n_lanes,
            N_TILES * STRIP,
            N_ROWS * STRIP,
        )
        add_up_influence(world.network, world.people.influence, self._scratch.peers)
        self._flat_prior, self._flat_state = flat_prior(self.prior), flat_state(self.state)
        self._harms = harm_of_options(scenario, world.people, world.attachment, self.parameter)
        self._preferred = [option.name for option in scenario.proposal.options].index(
            scenario.proposal.preferred
        )
        self._frozen: dict[int, _Frozen] = {}
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
        self._advance_week: Callable[..., None] | None = None
        tallied = (world.people, self.prior, self.state, self.tally, world.group_weights)
        self._take_tally = partial(settled(take_tally, *tallied), *tallied)
        self._expect_harm(0)
        self._take_tally()

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
            self.account,
        )

    def _improvise(self, week: int) -> None:
        """Start next week what has waited for a trigger that was met this week."""
        for at in [at for at in self._improvising if at not in self._frozen]:
            residents, campaign = self.tally.public_support[at], self.course.campaign_against[:, at].max()
            failed = self._docket is not None and self._docket.cases[at].has_failed
            lane = self.lanes[at]
            activities = improvised(lane.activities, week, float(residents), float(campaign), failed)
            if activities is not None:
                self.change(at, replace(lane, activities=activities))

    def _vote(self, at: int, week: int) -> None:
        for membership in reviews_due(self.world.members, self.lanes[at].milestones, week):
            bar = float(self.parameter[position("vote_bar"), at])
            self._reviews[at].append(review_body(membership, self.state.support[:, at], bar, week))

    @property
    def is_over(self) -> bool:
        """Whether every lane's programme has ended."""
        return len(self._frozen) == len(self.lanes)

    def change(self, at: int, lane: Lane) -> None:
        """Let one lane go on by another calendar after this week."""
        self.lanes[at] = lane
        self._changed[at] = lane

    def end(self, at: int, week: int) -> None:
        """Freeze one lane: what is recorded this week stands for all weeks to come, at no further cost."""
        state = State(*(np.ascontiguousarray(array[:, at]) for array in self.state))
        self._frozen[at] = _Frozen(week, state, self.contributions()[:, :, at].copy())

    def stand_still(self, week: int) -> None:
        """Record that nothing moves from this week on, once every lane's programme has ended."""
        self._record.repeat(week)
        if self._explained:
            self._explained += [self._explained[-1]] * (self.world.scenario.horizon_weeks - week)
        for moment_week in [each for each in self._moments if each >= week]:
            self._take_snapshots(moment_week)

    def add_evidence(self, at: int, gained: float) -> None:
        """Evidence that rework adds in one lane, the less the nearer it is to its ceiling."""
        ceiling = self.parameter[position("evidence_ceiling"), at]
        self.course.evidence[at] += gained * (1 - self.course.evidence[at] / ceiling)

    def contacts_by_week(self, at: int, week: int) -> Floats:
        """Contacts of all groups in every week up to this one, which is not recorded yet."""
        so_far = self._record.series("contacts")[:week, :, at].sum(axis=1)
        return np.diff(np.append(so_far, self.course.contacts[:, at].sum()), prepend=0.0)

    def _snapshot(self, at: int) -> Snapshot:
        if at in self._frozen:
            return Snapshot(self._frozen[at].state.support, self._frozen[at].state.trust)
        return Snapshot(self.state.support[:, at].copy(), self.state.trust[:, at].copy())

    def _take_snapshots(self, week: int) -> None:
        for at, moment in self._moments.get(week, ()):
            self._snapshots[at][moment] = self._snapshot(at)

    def _keep(self, week: int) -> None:
        ended = [at for at, frozen in self._frozen.items() if frozen.week < week]
        self._record.keep(week, ended)
        if self.account.lasting.size:
            self._explained.append(self._mean_contributions())
            for at in ended:
                self._explained[week][..., at] = self._explained[week - 1][..., at]
        self._take_snapshots(week)

    def contributions(self) -> Floats:
        """What each mechanism has added to support so far: float64[n_mechanisms, n, lanes]."""
        total = self.account.lasting + self.account.passing
        return total.reshape(len(MECHANISMS), self.world.n if total.size else 0, len(self.lanes))

    def contributions_of(self, at: int) -> Floats:
        """What each mechanism has added to support in one lane, float64[n_mechanisms, n]; as it ended, if it
        has."""
        return self._frozen[at].contributions if at in self._frozen else self.contributions()[:, :, at].copy()

    def state_of(self, at: int) -> State:
        """Everybody in one lane, arrays float64[n]; as it ended, if it has."""
        if at in self._frozen:
            return self._frozen[at].state
        return State(*(np.ascontiguousarray(array[:, at]) for array in self.state))

    def _mean_contributions(self) -> Floats:
        """Weighted means by group: float64[n_mechanisms, n_groups, lanes]."""
        people, contributions = self.world.people, self.contributions()
        weighted = contributions * people.weight[:, None]
        sums = np.add.reduceat(weighted, people.group_start[:-1], axis=1)
        weights = np.add.reduceat(people.weight, people.group_start[:-1])
        means: Floats = sums / weights[:, None]
        return means

    def run(self, at: int, equal: Equal = "contacts") -> Run:
        """The finished run of one lane."""
        lane, planned, scenario = self.lanes[at], self._planned[at], self.world.scenario
        case = self._docket.cases[at] if self._docket is not None else None
        reviews = case.reviews if case is not None else self._reviews[at]
        updates = self.world.n * scenario.horizon_weeks
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
            leaked=bool(self.course.leaked[at]),
            activities=lane.activities,
            people=self.world.people,
            contributions=self.contributions_of(at) if self._explained else None,
            explained=np.stack([week[:, :, at] for week in self._explained]) if self._explained else None,
            prior_view=self.prior.support[:, at].copy(),
            state=self.state_of(at),
            clipped_share=float(self.course.clipped[at]) / updates,
            off=lane.off,
            names=self.world.names,
        )
