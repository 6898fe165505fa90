"""Five kinds of stakeholder: what each believes, fears and does beyond what all do.

Clinicians, residents and politicians weigh gain against harm; finance leads judge a case;
assurers judge tests on behalf of a body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.mesa_model.behaviour import clip
from sim.mesa_model.stakeholder import Stakeholder
from sim.rules.responding import CAMPAIGNERS, LUKEWARM, RUSH
from sim.scenario.proposal import LocalChange, Option
from sim.week.responding import LATE

if TYPE_CHECKING:
    from sim.mesa_model.model import ProgrammeModel
    from sim.mesa_model.person import Start

MINUTES_OF_HARM = 30.0  # added minutes of travel that harm_of_travel is stated for


class Concerned(Stakeholder):
    """Somebody whom the change itself would touch, for good and for ill."""

    __slots__ = ("harm", "harms")

    def __init__(self, model: ProgrammeModel, start: Start) -> None:
        super().__init__(model, start)
        self.harms: tuple[float, ...] = ()  # of each option, in [0, 1]
        self.harm = 0.0  # expected over the options still open

    def harm_of(self, change: LocalChange) -> float:
        """Harm of one option, in [0, 1], from what it changes where one lives, works or is elected."""
        raise NotImplementedError

    def foresee(self, options: tuple[Option, ...]) -> None:
        """Note the harm of every option."""
        assert self.locality is not None, "who is concerned has a locality"
        name = self.locality.name
        self.harms = tuple(self.harm_of(option.localities[name]) for option in options)

    def expect_harm(self, chances: list[float], preferred: int, is_withdrawn: bool) -> None:
        """1. Expect harm over the options still open; who has lost the service already is certain of it."""
        if is_withdrawn and self.start.loses_service:
            self.harm = self.harms[preferred]
            return
        self.harm = 0.0
        for chance, harm in zip(chances, self.harms, strict=True):
            self.harm += chance * harm

    def believe(self) -> None:
        """3. Gain less harm, which weighs more; the vague part by need, and by fear where trust is low."""
        behaviour, programme = self.behaviour, self.programme
        gain = self.gain()
        has_lost = programme.withdrawn if self.start.loses_service else 0.0
        harm = self.harm * (1.0 - has_lost * programme.getting_used)
        left_of_harm = behaviour.loss_aversion * harm * (1.0 - programme.redesign)
        definite = clip(gain - left_of_harm, -1.0, 1.0)
        certain = 1.0 if has_lost else programme.definiteness
        if certain < 1.0:
            vague = behaviour.belief_in_need * gain - behaviour.vagueness_penalty * (1.0 - self.trust)
            self.believed = clip(certain * definite + (1.0 - certain) * vague, -1.0, 1.0)
        else:
            self.believed = definite

    def gain(self) -> float:
        """3. Gain as one sees it; who suspects cuts does not believe in safety once money is the frame."""
        gain = self.group.gain + self.own_gain
        if self.start.suspects_cuts:
            gain -= self.programme.safety_gain * self.programme.money_frame
        return gain


class Clinician(Concerned):
    """A professional at a site: harmed by losing it, and a little by any new rota."""

    is_clinician = is_insider = True

    def harm_of(self, change: LocalChange) -> float:
        """Harm of one option: losing one's site's service, or a new rota elsewhere."""
        if change.loses_service:
            return self.behaviour.harm_to_clinicians_losing
        return self.behaviour.harm_to_clinicians_rota


class Resident(Concerned):
    """Somebody who lives in a locality, and stands for many others who do."""

    is_resident = True

    def harm_of(self, change: LocalChange) -> float:
        """Harm of one option: longer journeys, and losing a hospital one is attached to, safe or not."""
        travel = self.behaviour.harm_of_travel * change.added_minutes / MINUTES_OF_HARM
        lost = self.behaviour.harm_of_loss * self.start.attachment if change.loses_service else 0.0
        return clip(travel + lost, 0.0, 1.0)

    def respond(self) -> None:
        """4. Answer the public consultation, once; more readily if opposed, campaigning, or near its end."""
        if self.responded or self.luck.responding[self.row] >= self.response_probability():
            return
        self.responded = True
        programme = self.programme
        programme.responses += self.weight
        if self.support > 0.0:
            programme.responses_in_favour += self.weight
        if programme.consultation_elapsed >= LATE:
            programme.responses_late += self.weight

    def response_probability(self) -> float:
        """4. Chance in [0, 1] to answer this week."""
        behaviour, programme = self.behaviour, self.programme
        opposed = max(0.0, -self.support)
        aware = programme.disclosed * self.awareness
        willing = aware * (LUKEWARM + abs(self.support)) * (1.0 + behaviour.opponents_attend_more * opposed)
        campaigning = 1.0 + CAMPAIGNERS * (self.against + self.in_favour)
        rush = 1.0 + RUSH * programme.consultation_elapsed * programme.consultation_elapsed
        return min(1.0, behaviour.response_hazard * willing * campaigning * rush)


class Politician(Concerned):
    """Somebody elected in a locality: feels its residents' mean harm and its campaigns' pressure."""

    def foresee(self, options: tuple[Option, ...]) -> None:
        """Note the mean harm of every option to the residents of one's locality."""
        assert self.locality is not None, "a politician has a locality"
        self.harms = tuple(self.locality.mean_harm(option) for option in range(len(options)))

    def pressure(self) -> float:
        """5. A pull to either end of the scale, stronger before an election."""
        assert self.locality is not None, "a politician has a locality"
        behaviour, here = self.behaviour, self.locality
        pull = here.campaign_against * (-1.0 - self.support) + here.campaign_for * (1.0 - self.support)
        near = 1.0 + behaviour.election_factor * self.programme.proximity
        return behaviour.political_pressure * near * self.susceptibility * pull


class FinanceLead(Stakeholder):
    """A steward: answers for the finance, the workforce or the estates case."""

    is_insider = True
    minds_money = False

    def believe(self) -> None:
        """3. The case as it stands, less what was not planned for, judged in one's own way."""
        behaviour, programme = self.behaviour, self.programme
        unplanned = behaviour.unplanned_cost_weight * programme.cost_redesign
        self.believed = clip(programme.case_of(self.start.role) - unplanned + self.own_judgement, -1.0, 1.0)


class Assurer(Stakeholder):
    """Somebody who judges tests on behalf of a body."""

    is_insider = True
    minds_money = False

    def believe(self) -> None:
        """3. The body's weighted tests, all passed 1 and all failed -1, judged in one's own way."""
        assert self.start.body is not None, "an assurer judges for a body"
        self.believed = clip(2.0 * self.start.body.tests_passed - 1.0 + self.own_judgement, -1.0, 1.0)
