"""One stakeholder's week, one method a mechanism, in plain Python.

Everything a stakeholder reads of others is what they said when the week began, so the order
in which agents are visited cannot matter. Numbers before methods are the steps of
``docs/model.md``; ``ProgrammeModel.step`` calls them in that order. What is the same for everybody
(``Programme.prepare``) is read from the programme. Where everybody passes every week, a comparison
stands for ``min`` or ``max``: the call would cost more than the rest of its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.mesa_model.behaviour import clip
from sim.mesa_model.person import Person
from sim.rules.engagement import NEUTRAL_CREDIBILITY
from sim.rules.fairness import MOST_UNFAIR
from sim.rules.trust import MOST_UNFAIR as MOST_UNFAIR_TO_TRUST

if TYPE_CHECKING:
    from sim.mesa_model.occasions import Occasion
    from sim.mesa_model.surroundings import Locality


class Stakeholder(Person):
    """Somebody whose support for the proposal moves from week to week."""

    is_resident = is_clinician = False
    is_insider = False  # clinicians, stewards and assurers know before the public is told
    minds_money = True  # whether a story about money puts it off

    def believe(self) -> None:
        """3. What the change would bring, as it is believed: each kind of stakeholder in its own way."""
        raise NotImplementedError

    def consider(self, occasion: Occasion, reach: float, luck: float) -> None:
        """4. Come or stay away: opponents come more readily, the tired less."""
        behaviour = self.behaviour
        opposed = -self.support if self.support < 0.0 else 0.0
        willing = behaviour.base_attendance * (1.0 + behaviour.opponents_attend_more * opposed)
        comes = min(1.0, reach * (1.0 - self.fatigue) * willing)
        if not self.model.expects_attendance:
            if luck >= comes:
                return
            comes = 1.0
        self.meet(occasion, comes)

    def meet(self, occasion: Occasion, comes: float) -> None:
        """4. A contact: persuasion adds over a week's contacts, voice takes the largest."""
        behaviour = self.behaviour
        messenger = behaviour.messenger_weight
        weight = (1.0 - messenger) * self.trust + messenger * occasion.credibility
        shift = behaviour.messenger_pull * (weight - NEUTRAL_CREDIBILITY)
        if occasion.is_about_money and self.minds_money:
            shift -= behaviour.money_frame_shift
        self.contact_weight += comes * weight
        self.contact_shift += comes * weight * shift
        self.met = self.met + comes - self.met * comes
        self.contacts += comes
        self.voice_now = max(self.voice_now, comes * occasion.voice * self.programme.worth_of_voice)

    def speak(self) -> None:
        """5. Say what peers will hear; who has influence is heard more, and so is who campaigns."""
        says, campaigns = self.says, self.against + self.in_favour
        says.view = self.support
        says.campaigning = self.influence * campaigns
        says.loudness = self.influence * (1.0 + self.behaviour.campaigner_weight * campaigns)
        says.support = says.loudness * self.support
        says.awareness = says.loudness * self.awareness

    def change(self) -> None:
        """5 to 8, and 10. Everything that a week changes in a stakeholder, once it has heard its peers."""
        self.be_treated()
        self.change_mind()
        self.change_trust()
        self.remember()
        if self.locality is not None:
            self.mobilise(self.locality)

    def be_treated(self) -> None:
        """7. How fairly and how unfairly this week treats a stakeholder, and what it gets to know."""
        behaviour, programme = self.behaviour, self.programme
        known = 1.0 if self.is_insider else programme.disclosed
        self.knowing = known * self.awareness
        self.susceptibility = 1.0 - behaviour.certainty_resistance * self.certainty
        self.next_awareness = self.learn(known)
        news = self.knowing * programme.definiteness_growth
        if self.next_awareness > self.awareness:
            news += programme.definiteness * (self.next_awareness - self.awareness)
        self.fair, self.unfair = self.fair_treatment(), self.unfair_treatment(news)

    def learn(self, known: float) -> float:
        """8. Awareness next week: by contact, by the media and from peers; and forgetting."""
        behaviour = self.behaviour
        missed_in_person = 1.0 - behaviour.awareness_by_contact * self.met
        missed_from_peers = 1.0 - behaviour.awareness_by_peers * self.heard_awareness
        learnt = 1.0 - missed_in_person * self.programme.missed_in_media * missed_from_peers
        aware = self.awareness
        return aware + known * (1.0 - aware) * learnt - behaviour.forgetting * aware

    def fair_treatment(self) -> float:
        """7. Own voice, and a little of what others were heard with, as far as it is seen to be used."""
        programme = self.programme
        of_others = programme.voice_of_others * self.awareness * programme.worth_of_voice
        return (self.voice_now + of_others) * programme.use_of_voice

    def unfair_treatment(self, news: float) -> float:
        """7. Raised and unmet expectations, and news of what others decided without hearing anybody."""
        behaviour, programme = self.behaviour, self.programme
        unseen = 1.0 - programme.responsiveness_seen
        frustrated = self.voice_now * behaviour.frustration * unseen * self.expectation
        heard_in_all = 1.0 + self.voice + behaviour.vicarious_voice * self.awareness * programme.heard_so_far
        return frustrated + behaviour.exclusion * news / heard_in_all

    def engagement(self) -> float:
        """5. A contact pulls to the believed outcome, not to approval: it can lower support."""
        if not self.contacts:
            return 0.0
        behaviour = self.behaviour
        gap = self.believed + behaviour.sponsor_gloss - self.support
        pull = self.contact_weight * gap + self.contact_shift
        return behaviour.persuasion * self.susceptibility * pull

    def fairness(self) -> float:
        """5. Fair treatment raises support and unfair treatment lowers it, the more the worse the outcome."""
        treated = self.fair - (self.unfair if self.unfair < MOST_UNFAIR else MOST_UNFAIR)
        return self.behaviour.fairness_weight * treated * self.susceptibility * (1.0 - self.believed) / 2.0

    def self_evaluation(self) -> float:
        """5. Who knows of the proposal thinks for itself about what it would bring."""
        pace = self.programme.pace_of_thinking * self.knowing * self.susceptibility
        return pace * (self.believed - self.support)

    def peers(self) -> float:
        """5. Drift towards the mean of those one hears."""
        pace = self.behaviour.peer_influence * self.awareness * self.susceptibility
        return pace * (self.heard_support - self.support)

    def media(self) -> float:
        """5. Drift towards the tone of the media."""
        programme = self.programme
        pace = programme.pull_of_media * self.awareness * self.susceptibility
        return pace * (programme.tone - self.support)

    def pressure(self) -> float:
        """5. Campaigns pull politicians; nobody else feels any pressure."""
        return 0.0

    def irritation(self) -> float:
        """5. The tired are irritated by being met again."""
        if not self.contacts:
            return 0.0
        return -self.behaviour.fatigue_irritation * self.met * self.fatigue

    def private_reasons(self) -> float:
        """5. What moves somebody for reasons of its own: chance."""
        return self.behaviour.private_noise * self.luck.noise[self.row]

    def change_mind(self) -> None:
        """6. Each influence leaves a share that lasts; the rest passes, and fades within weeks."""
        behaviour = self.behaviour
        engagement, fairness, thought = self.engagement(), self.fairness(), self.self_evaluation()
        peers, media, pressure = self.peers(), self.media(), self.pressure()
        irritation, private = self.irritation(), self.private_reasons()
        lasts = (
            behaviour.lasting_engagement * engagement
            + behaviour.lasting_fairness * fairness
            + behaviour.lasting_self_evaluation * thought
            + behaviour.lasting_peers * peers
            + behaviour.lasting_media * media
            + behaviour.lasting_pressure * pressure
            + behaviour.lasting_fatigue * irritation
            + behaviour.lasting_noise * private
        )
        passes = (
            behaviour.passing_engagement * engagement
            + behaviour.passing_fairness * fairness
            + behaviour.passing_self_evaluation * thought
            + behaviour.passing_peers * peers
            + behaviour.passing_media * media
            + behaviour.passing_pressure * pressure
            + behaviour.passing_fatigue * irritation
            + behaviour.passing_noise * private
        )
        self.support_before = self.support
        drawn_back = behaviour.pull_to_prior * (self.prior_view - self.lasting)
        self.lasting = clip(self.lasting + lasts + drawn_back, -1.0, 1.0)
        self.passing = (1.0 - behaviour.fading) * self.passing + passes
        self.stay_in_range()

    def stay_in_range(self) -> None:
        """6. Support is both parts together; what would leave [-1, 1] is cut off the passing part."""
        lasting = self.lasting
        together = lasting + self.passing
        if -1.0 <= together <= 1.0:
            self.support = together
        else:
            self.passing = (1.0 if together > 1.0 else -1.0) - lasting
            self.support = clip(lasting + self.passing, -1.0, 1.0)
        if not -1.0 <= together <= 1.0 or abs(lasting) >= 1.0:
            self.programme.clipped += 1

    def change_trust(self) -> None:
        """7. Trust is won slowly by fair treatment, lost faster by unfair treatment, and shaken by a leak."""
        behaviour, trust = self.behaviour, self.trust
        fair = self.fair if self.fair < 1.0 else 1.0
        unfair = self.unfair if self.unfair < MOST_UNFAIR_TO_TRUST else MOST_UNFAIR_TO_TRUST
        won = behaviour.trust_gain * (1.0 - trust) * fair
        lost = behaviour.trust_loss * trust * unfair
        recovered = behaviour.trust_recovery * (self.prior_trust - trust)
        shock = self.programme.shock_of_leak * self.awareness
        self.trust = clip(trust + won - lost + recovered - shock * trust, 0.0, 1.0)

    def remember(self) -> None:
        """8. Expectation of being heard, voice had, certainty, awareness and fatigue after the week."""
        behaviour, met = self.behaviour, self.met
        missing = self.voice_now - met * self.expectation
        self.expectation += behaviour.expectation_learning * missing
        self.voice += self.voice_now
        exposure = met + self.programme.attention + behaviour.certainty_from_peers * abs(self.heard_support)
        firmer = behaviour.certainty_growth * self.awareness * exposure * (1.0 - self.certainty)
        self.certainty = self.certainty + firmer - behaviour.certainty_loss * self.certainty
        self.awareness = self.next_awareness
        rested = (1.0 - behaviour.fatigue_recovery) * self.fatigue
        self.fatigue = rested + behaviour.fatigue_gain * met * (1.0 - self.fatigue)

    def mobilise(self, here: Locality) -> None:
        """10. Join or leave a campaign in one's locality, against or for, by the view held a moment ago."""
        helped = self.behaviour.opponents_mobilise_more * here.campaign_against
        self.against = self.campaigns(self.against, -self.support_before, here.share_against + helped)
        self.in_favour = self.campaigns(
            self.in_favour, self.support_before, here.share_for + here.campaign_for
        )

    def campaigns(self, already: bool, cause: float, others: float) -> bool:
        """10. Whether one campaigns: who feels strongly and knows joins when enough others have."""
        behaviour = self.behaviour
        if already:
            stays = self.luck.leaving[self.row] >= behaviour.campaign_dropout
            return stays and cause >= behaviour.campaign_cut / 2.0
        return (
            cause > behaviour.campaign_cut
            and self.luck.joining[self.row] < self.knowing
            and self.threshold <= others + behaviour.join_seed
        )
