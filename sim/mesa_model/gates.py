"""One programme's way through the gates of its rulebook, and through what follows the decision.

A failed gate moves the calendar, opens minds again for as long as the rework lasts, and is
tried again until its tries are used up. What a gate asks, how bodies vote and what follows a
decision are ``sim.gates``: plain Python that both models share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.gates import (
    Aftermath,
    Ending,
    Happening,
    Review,
    Standing,
    after_pause,
    follow_decision,
    has_advised_against,
    has_objected,
    review_body,
    review_gate,
    reviews_due,
    stopped_at_gate,
    votes_at,
)
from sim.mesa_model.kinds import Assurer, FinanceLead, Politician
from sim.scenario.rulebook import Gate, Rulebook
from sim.simulation.docket import aftermath_draws
from sim.world.delays import delayed

if TYPE_CHECKING:
    from mesa.agent import AgentSet

    from sim.mesa_model.model import ProgrammeModel


class VotesOnly:
    """Without gates: bodies vote in their weeks, and nothing follows."""

    happenings: Sequence[Happening] = ()
    aftermath: Aftermath | None = None
    ending: Ending | None = None
    has_failed = False

    def __init__(self, model: ProgrammeModel) -> None:
        self.model = model
        self.reviews: list[Review] = []

    def sit(self, week: int) -> None:
        """13. Let bodies vote that are due this week."""
        model = self.model
        for membership in reviews_due(model.world.members, model.lane.milestones, week):
            vote = review_body(membership, model.support_of_all(), model.behaviour.vote_bar, week)
            self.reviews.append(vote)

    def ended_by(self, week: int) -> Ending | None:
        """Nothing ends a programme without gates."""
        return None


class WayThroughGates:
    """With gates: one after the other, then the minister, the court and the search for capital."""

    def __init__(self, model: ProgrammeModel, rulebook: Rulebook) -> None:
        self.model, self.rulebook = model, rulebook
        self.luck = aftermath_draws(model.world.seed, model.world.replication, model.world.scenario.draws)
        self.reviews: list[Review] = []
        self.happenings: list[Happening] = []
        self.aftermath: Aftermath | None = None
        self.ending: Ending | None = None
        self.passed, self.attempt = 0, 1  # gates behind the programme; tries at the next one
        self.not_before = self.weeks_lost = 0

    def sit(self, week: int) -> None:
        """13. Hold every gate that is due, and see what comes to pass."""
        while self.ending is None and self.next_week() <= week:
            if self.aftermath is not None:
                self.end(self.aftermath.ending)
            elif not self.waits_for_election(week):
                self.hold(self.gate, week)

    @property
    def gate(self) -> Gate:
        """The next gate."""
        return self.rulebook.gates[self.passed]

    @property
    def has_failed(self) -> bool:
        """Whether any gate has sent the programme back."""
        return any(review.then == "rework" for review in self.reviews)

    def next_week(self) -> int:
        """When something is next decided, or comes to pass."""
        if self.aftermath is not None:
            return self.aftermath.ending.week
        return max(self.not_before, self.gate.week(self.model.lane.milestones))

    def waits_for_election(self, week: int) -> bool:
        """Put the next gate off if it falls into the weeks before an election."""
        election = self.model.world.scenario.programme.election_week
        weeks = after_pause(week, election, self.rulebook.pre_election_pause_weeks) - week
        if weeks > 0:
            self.happenings.append(Happening(week, f"{self.gate.title} waits {weeks} weeks for the election"))
            self.delay(week, weeks)
        return weeks > 0

    def hold(self, gate: Gate, week: int) -> None:
        """Review the programme at a gate: it goes on, is reworked, or stops."""
        model, tries = self.model, self.rulebook.tries
        parameters = model.lane.parameters
        standing = self.standing(week)
        votes = votes_at(gate, model.world.members, model.support_of_all(), parameters["vote_bar"])
        review = review_gate(gate, standing, votes, parameters, week, self.attempt, tries)
        self.reviews.append(review)
        if review.then == "stops":
            ending = stopped_at_gate(self.reviews)
            assert ending is not None, "a review that stops a programme is its end"
            self.end(ending)
        elif review.then == "rework":
            self.attempt += 1
            model.programme.add_evidence(review.evidence_gained)
            self.delay(week, review.delay_weeks, review)
        else:
            self.passed, self.attempt = self.passed + 1, 1
            if self.passed == len(self.rulebook.gates):
                objected = has_objected(self.reviews)
                self.aftermath = follow_decision(
                    self.rulebook, standing, objected, parameters, self.luck, week
                )
                self.happenings += self.aftermath.happenings

    def delay(self, week: int, weeks: int, review: Review | None = None) -> None:
        """Move what lies ahead; rework also opens again what had been closed."""
        reopens_from = None if review is None else review.reopens_from
        scenario, guarded = self.model.world.scenario, self.gate.guarded
        self.weeks_lost += weeks
        self.not_before = week + weeks
        self.model.follow(delayed(scenario, self.model.lane, week, weeks, guarded, reopens_from))

    def end(self, ending: Ending) -> None:
        """The programme is over, and its model stops."""
        self.ending = ending
        self.model.running = False

    def ended_by(self, week: int) -> Ending | None:
        """How the programme has ended by the end of a week; still running if it has not."""
        return self.ending or Ending("still running", week)

    def standing(self, week: int) -> Standing:
        """The numbers of the programme that gates, ministers and courts look at."""
        model, programme = self.model, self.model.programme
        agents, places = model.agents, model.localities
        losing = agents.select(lambda person: person.is_clinician and person.start.loses_service)
        favour = [person.support > 0.0 for person in losing]
        return Standing(
            week=week,
            evidence=programme.evidence,
            process=programme.process,
            redesign=programme.redesign,
            clinicians_support=programme.clinician_support,
            stewards_support=mean_support(agents.select(agent_type=FinanceLead)),
            residents_support=programme.public_support,
            politicians_support=mean_support(agents.select(agent_type=Politician)),
            assurers_support=mean_support(agents.select(agent_type=Assurer)),
            losing_clinicians_share=float(np.mean(favour)) if favour else 1.0,
            losing_clinicians_support=mean_support(losing),
            finance_case=programme.finance_case(),
            fit_to_needs=programme.fit_to_needs,
            patient_choice=programme.patient_choice,
            beds=programme.beds,
            campaigns=float(np.sum([place.share_of_residents * place.campaign_against for place in places])),
            strongest_campaign=max(place.campaign_against for place in places),
            openness=programme.openness,
            late_contacts=self.late_contacts() if self.passed == len(self.rulebook.gates) - 1 else 0.0,
            capital_gbp=model.world.scenario.proposal.preferred_option.capital_gbp,
            delay_weeks=self.weeks_lost,
            advice_against=has_advised_against(self.reviews),
        )

    def late_contacts(self) -> float:
        """Share of contacts so far made when minds were all but made up."""
        bar = self.rulebook.after_decision.judicial_review.closed_below
        weeks = self.model.contacts_by_week
        made = float(np.sum([contacts for contacts, _ in weeks]))
        late = float(np.sum([contacts for contacts, openness in weeks if openness < bar]))
        return late / made if made > 0.0 else 0.0


def mean_support(people: AgentSet) -> float:
    """Mean support of some stakeholders, each counting once; 0 if there are none."""
    return float(people.agg("support", np.mean)) if len(people) else 0.0
