"""A docket: what awaits decision in each lane of a block, week by week, and what comes of it.

A programme meets the gates of its rulebook one after the other. Failing one that decides means
rework: the milestone it guards and all later ones move, evidence is added, and minds are open
again; failing it too often stops the programme. Nothing is decided in the pre-election pause.
After the last gate, what follows a decision is settled by chances that are the same in every
arm, and the programme is watched until that has come to pass. An ended programme is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.gates import (
    Aftermath,
    AftermathDraws,
    Ending,
    Happening,
    Review,
    Standing,
    after_pause,
    follow_decision,
    has_advised_against,
    has_objected,
    review_gate,
    stopped_at_gate,
    votes_at,
)
from sim.random_streams import DrawKind, stream
from sim.scenario.rulebook import Gate, Rulebook
from sim.simulation.run import Decided
from sim.simulation.standings import Seats, Standings
from sim.world import Lane
from sim.world.delays import Meetings, delayed

if TYPE_CHECKING:
    from sim.simulation.block import Block


@dataclass
class Case:
    """One lane's way through the gates."""

    at: int
    next_gate: int = 0
    attempt: int = 1
    not_before: int = 0
    delay_weeks: int = 0
    reviews: list[Review] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    aftermath: Aftermath | None = None
    ending: Ending | None = None

    @property
    def has_failed(self) -> bool:
        """Whether any gate has sent the programme back."""
        return any(review.then == "rework" for review in self.reviews)

    def ended_by(self, week: int) -> Ending:
        """How it has ended by the end of a week; still running if it has not."""
        return self.ending or Ending("still running", week)


class Docket:
    """The cases of a block's lanes."""

    def __init__(self, block: Block, rulebook: Rulebook) -> None:
        self._block, self._rulebook = block, rulebook
        self.cases = [Case(at) for at in range(len(block.lanes))]
        self._due: dict[int, list[Case]] = {}
        self._meetings: Meetings = {}
        self._draws = aftermath_draws(block.world.seed, block.world.replication, block.world.scenario.draws)
        self._seats = Seats.of(block)
        for case in self.cases:
            self._call(case, 0)

    @property
    def weeks_due(self) -> list[int]:
        """Weeks in which some case is heard, as far as is known now."""
        return list(self._due)

    def sit(self, week: int) -> None:
        """Hear every case that is due this week."""
        if week not in self._due:
            return
        standings = Standings(self._block, self._seats, week)
        for case in self._due.pop(week):
            while case.ending is None and self._week_of(case) <= week:
                self._hear(case, standings)
            self._call(case, week + 1)

    def has_failed(self, at: int) -> bool:
        """Whether any gate has sent a lane's programme back."""
        return self.cases[at].has_failed

    def of(self, at: int, week: int) -> Decided:
        """What gates have made of a lane by the end of a week."""
        case = self.cases[at]
        return Decided(tuple(case.reviews), tuple(case.happenings), case.aftermath, case.ended_by(week))

    def _week_of(self, case: Case) -> int:
        """When something is next decided, or comes to pass."""
        if case.aftermath is not None:
            return case.aftermath.ending.week
        return max(case.not_before, self._rulebook.gates[case.next_gate].week(self._lane(case).milestones))

    def _lane(self, case: Case) -> Lane:
        """What the case's lane does now."""
        return self._block.lanes[case.at]

    def _call(self, case: Case, earliest: int) -> None:
        if case.ending is None:
            self._due.setdefault(max(earliest, self._week_of(case)), []).append(case)

    def _hear(self, case: Case, standings: Standings) -> None:
        week = standings.week
        if case.aftermath is not None:
            self._end(case, case.aftermath.ending, week)
            return
        gate = self._rulebook.gates[case.next_gate]
        election = self._block.world.scenario.programme.election_week
        paused_to = after_pause(week, election, self._rulebook.pre_election_pause_weeks)
        if paused_to > week:
            weeks = paused_to - week
            case.happenings.append(Happening(week, f"{gate.title} waits {weeks} weeks for the election"))
            self._delay(case, gate, week, weeks)
            return
        standing = self._standing(case, standings)
        support = self._block.state.support[:, self._block.column[case.at]]
        parameters = self._lane(case).parameters
        votes = votes_at(gate, self._block.world.members, support, parameters["vote_bar"])
        review = review_gate(gate, standing, votes, parameters, week, case.attempt, self._rulebook.tries)
        case.reviews.append(review)
        if review.then == "stops":
            ending = stopped_at_gate(case.reviews)
            assert ending is not None, "a review that stops a programme is its end"
            self._end(case, ending, week)
        elif review.then == "rework":
            case.attempt += 1
            self._block.add_evidence(case.at, review.evidence_gained)
            self._delay(case, gate, week, review.delay_weeks, review)
        else:
            case.next_gate, case.attempt = case.next_gate + 1, 1
            if case.next_gate == len(self._rulebook.gates):
                case.aftermath = follow_decision(
                    self._rulebook, standing, has_objected(case.reviews), parameters, self._draws, week
                )
                case.happenings += case.aftermath.happenings

    def _delay(self, case: Case, gate: Gate, week: int, weeks: int, review: Review | None = None) -> None:
        scenario = self._block.world.scenario
        reopens_from = review.reopens_from if review is not None else None
        lane = delayed(scenario, self._lane(case), week, weeks, gate.guarded, reopens_from, self._meetings)
        case.delay_weeks += weeks
        case.not_before = week + weeks
        self._block.change(case.at, lane)

    def _end(self, case: Case, ending: Ending, week: int) -> None:
        case.ending = ending
        self._block.end(case.at, week)

    def _standing(self, case: Case, standings: Standings) -> Standing:
        return standings.of(
            self._block.column[case.at],
            cost_weight=self._lane(case).parameters["unplanned_cost_weight"],
            late_contacts=self._late_contacts(case, standings.week) if self._is_last(case) else 0.0,
            delay_weeks=case.delay_weeks,
            advice_against=has_advised_against(case.reviews),
        )

    def _is_last(self, case: Case) -> bool:
        """Whether the next gate is the last: only what follows a decision looks at late contacts."""
        return case.next_gate == len(self._rulebook.gates) - 1

    def _late_contacts(self, case: Case, week: int) -> float:
        """Share of contacts so far made when minds were all but made up."""
        made = self._block.contacts_by_week(case.at, week)
        openness = self._block.calendar.row("openness")[: week + 1, self._block.column[case.at]]
        closed = openness < self._rulebook.after_decision.judicial_review.closed_below
        total = float(made.sum())
        return float(made[closed].sum()) / total if total > 0 else 0.0


def aftermath_draws(seed: int, replication: int, draws: DrawKind) -> AftermathDraws:
    """One uniform number for each thing chance decides after a decision, the same in every arm."""
    names = AftermathDraws.__dataclass_fields__
    uniform = stream(seed, replication, "aftermath", draws).random(len(names))
    return AftermathDraws(**dict(zip(names, map(float, uniform), strict=True)))
