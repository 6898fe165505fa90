"""The programme: what is disclosed, redesigned, reported, found out and spent, week by week.

One method a mechanism, in plain Python; numbers are the steps of ``docs/model.md``. What the
calendar says of the week at hand stands here too, as the programme's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import TYPE_CHECKING

from sim.mesa_model.behaviour import Behaviour, clip
from sim.rules.evidence import PACE_WITHOUT_LEADERSHIP

if TYPE_CHECKING:
    from sim.arrays import Now
    from sim.mesa_model.kinds import Clinician, Resident
    from sim.mesa_model.luck import WeeklyLuck
    from sim.mesa_model.stakeholder import Stakeholder
    from sim.mesa_model.surroundings import Body, Group, Locality, StandingGroup

FINANCE = 0  # place of the finance case among the cases of finance, workforce and estates


class Programme:
    """One programme on its way; shares of the budget for costs, people for contacts and responses."""

    # what the calendar says of this week
    definiteness: float
    definiteness_growth: float
    openness: float
    chance_of_preferred: float
    announced: float
    event: float
    proximity: float
    heard: float
    responsiveness: float
    responsiveness_seen: float
    money_frame: float
    safety_gain: float
    fit_to_needs: float
    patient_choice: float
    beds: float
    consultation_time: float
    contact_cost: float
    withdrawn: float
    consulting: float
    consultation_elapsed: float

    def __init__(self, behaviour: Behaviour, luck: WeeklyLuck, counts: Iterable[float]) -> None:
        self.behaviour, self.luck = behaviour, luck
        self.n_clinicians, self.n_insiders, self.affected_people = counts
        self.cases: list[float] = []
        self.disclosed = self.leaked = self.leaked_now = 0.0
        self.attention = self.tone = 0.0
        self.redesign = self.evidence = self.process = self.getting_used = 0.0
        self.affordability = self.delivery = 0.0  # what standing groups added to the cases
        self.cost_contacts = self.cost_weeks = self.cost_redesign = 0.0
        self.responses = self.responses_in_favour = self.responses_late = 0.0
        self.clipped = 0  # updates of support that had to be cut
        self.heard_so_far = self.voice_sum = self.open_voice_sum = 0.0
        self.clinicians_met = self.insiders_met = 0.0  # shares, this week, then last week
        self.voice_met = 0.0  # residents' voice this week, in people
        # means of everybody as the week began
        self.public_support = self.clinician_support = self.public_harm = self.people_heard = 0.0

    def open_week(self, now: Now, groups: list[Group], structures: list[StandingGroup]) -> None:
        """1. Read this week's row of the calendar."""
        for name, value in now._asdict().items():
            if value.ndim == 1:
                setattr(self, name, float(value[0]))
        for group, gain in zip(groups, now.group_gain[:, 0].tolist(), strict=True):
            group.gain = gain
        self.cases = now.case[:, 0].tolist()
        for at, each in enumerate(structures):
            each.weight = float(now.circle_weight[at, 0])
            each.evidence = float(now.circle_evidence[at, 0])
            each.affordability = float(now.circle_affordability[at, 0])
            each.delivery = float(now.circle_delivery[at, 0])

    def disclose(self) -> None:
        """2. The public is told, or the proposal leaks: likelier if definite, and if insiders are met."""
        chance = self.behaviour.leak_hazard * (self.definiteness + self.insiders_met)
        is_secret = not self.disclosed and not self.announced
        self.leaked_now = 1.0 if is_secret and self.luck.leak < chance else 0.0
        self.leaked = max(self.leaked, self.leaked_now)
        self.disclosed = max(self.disclosed, self.announced, self.leaked_now)

    def prepare(self) -> None:
        """3. What is the same for everybody this week, worked out once."""
        behaviour = self.behaviour
        # a voice is worth everything while all is open, little after the decision
        self.worth_of_voice = self.openness + behaviour.voice_after_decision * (1.0 - self.openness)
        self.voice_of_others = behaviour.vicarious_voice * self.heard
        # input counts as not acted on until it has been shown what became of it
        unused = behaviour.heard_though_not_acted_on
        self.use_of_voice = unused + (1.0 - unused) * self.responsiveness_seen
        # people think for themselves more while the media attend to the matter
        sharpened = 1.0 + behaviour.attention_sharpening * self.attention
        self.pace_of_thinking = behaviour.self_evaluation * sharpened
        self.pull_of_media = behaviour.media_influence * self.attention
        self.missed_in_media = 1.0 - behaviour.awareness_by_media * self.attention
        self.shock_of_leak = behaviour.leak_shock * self.leaked_now

    def case_of(self, role: int) -> float:
        """3. A case as it stands: as proposed, and what standing groups have added to it."""
        return self.cases[role] + (self.affordability if role == FINANCE else self.delivery)

    def finance_case(self) -> float:
        """3. The finance case less what was not planned for."""
        unplanned = self.behaviour.unplanned_cost_weight * self.cost_redesign
        return clip(self.case_of(FINANCE) - unplanned, -1.0, 1.0)

    def examine(self, bodies: list[Body]) -> None:
        """3. What bodies look at, each as a test in [0, 1]."""
        tests = {
            "evidence": self.evidence,
            "clinical_consensus": as_test(self.clinician_support),
            "process": self.process,
            "affordability": as_test(self.finance_case()),
            "local_opinion": as_test(self.public_support),
            "access": 1.0 - self.public_harm * (1.0 - self.redesign),
            "fit_to_needs": self.fit_to_needs,
            "patient_choice": self.patient_choice,
            "beds": self.beds,
        }
        for body in bodies:
            body.weigh(tests)

    def set_tone(self, localities: list[Locality]) -> None:
        """3. The media's tone follows the public and the loudest, with a bias to bad news."""
        behaviour = self.behaviour
        against = in_favour = 0.0
        for place in localities:
            against += place.share_of_residents * place.campaign_against
            in_favour += place.share_of_residents * place.campaign_for
        loudest = behaviour.campaigns_in_tone * (in_favour - against)
        mixed = (1.0 - behaviour.campaigns_in_tone) * self.public_support + loudest
        self.tone = clip(mixed - behaviour.negativity, -1.0, 1.0)

    def count_contacts(self, people: Iterable[Stakeholder]) -> None:
        """4. Contacts by group, clinicians and insiders met, and the voice residents had this week."""
        clinicians = insiders = self.voice_met = 0.0
        for person in people:
            person.group.contacts += person.contacts * person.weight
            if person.is_resident:
                self.voice_met += person.weight * person.voice_now
            if person.is_clinician:
                clinicians += person.met
            if person.is_insider:
                insiders += person.met
        self.clinicians_met = clinicians / self.n_clinicians
        self.insiders_met = insiders / self.n_insiders

    def change_by_input(self) -> float:
        """9. Input that is heard takes harm out, if it is acted on, fits the option, and is not too vague."""
        behaviour = self.behaviour
        useful = behaviour.early_usefulness + (1.0 - behaviour.early_usefulness) * self.definiteness
        fitting = behaviour.carry_over + (1.0 - behaviour.carry_over) * self.chance_of_preferred
        acted_on = behaviour.redesign_rate * self.responsiveness * self.openness
        ceiling = behaviour.redesign_ceiling
        wanted = acted_on * useful * fitting * self.heard * (1.0 - self.redesign / ceiling)
        step = min(wanted, ceiling - self.redesign)
        self.redesign += step
        return step

    def attract_media(self, localities: list[Locality]) -> None:
        """11. Attention fades, and flares with news and campaigns; a secret makes no news."""
        behaviour, campaigning = self.behaviour, 0.0
        for place in localities:
            campaigning += place.share_of_residents * place.noise_of_campaigns()
        news = self.disclosed * max(self.event, self.leaked_now)
        kept = behaviour.attention_persistence * self.attention
        flared = kept + behaviour.attention_to_events * news + behaviour.attention_to_campaigns * campaigning
        self.attention = min(1.0, flared)

    def gather_evidence(self, structures: list[StandingGroup]) -> None:
        """12. Evidence grows week by week, with clinicians who agree, and in standing groups' meetings."""
        behaviour = self.behaviour
        evidence = affordability = delivery = 0.0
        for each in structures:
            evidence += each.evidence * each.consensus
            affordability += each.affordability * each.consensus
            delivery += each.delivery * each.consensus
        ceiling = behaviour.standing_group_ceiling
        self.affordability = nearer(self.affordability, affordability, ceiling)
        self.delivery = nearer(self.delivery, delivery, ceiling)
        pace = PACE_WITHOUT_LEADERSHIP + behaviour.leadership
        agreeing = (1.0 + self.clinician_support) / 2.0
        from_clinicians = behaviour.evidence_by_clinicians * self.clinicians_met * agreeing
        gathered = behaviour.evidence_per_week * pace + from_clinicians + evidence
        self.add_evidence(gathered)

    def add_evidence(self, gathered: float) -> None:
        """12. The less is added, the nearer the evidence is to how good it can get."""
        self.evidence += gathered * (1.0 - self.evidence / self.behaviour.evidence_ceiling)

    def get_used(self) -> None:
        """12. Where a service is withdrawn already, people get used to a part of the harm."""
        behaviour = self.behaviour
        still = behaviour.getting_used_at_most - self.getting_used
        self.getting_used += self.withdrawn * behaviour.getting_used * still

    def spend(self, redesigned: float) -> None:
        """12. Contacts, the week itself, and redesign, which is dearer the more definite things are."""
        behaviour = self.behaviour
        self.cost_contacts += self.contact_cost
        self.cost_weeks += behaviour.cost_per_week
        late = 1.0 + behaviour.cost_of_lateness * self.definiteness * self.definiteness
        self.cost_redesign += behaviour.cost_of_redesign * redesigned * late

    def judge_process(self) -> None:
        """12. Was the public properly involved? Reach, openness, time, consideration: none may be missing."""
        self.heard_so_far += self.heard
        self.voice_sum += self.voice_met
        self.open_voice_sum += self.voice_met * self.openness
        reach = 1.0
        if self.affected_people > 0.0:
            reach = min(1.0, self.people_heard / (self.behaviour.reach_norm * self.affected_people))
        formative = self.open_voice_sum / self.voice_sum if self.voice_sum > 0.0 else 0.0
        self.process = sqrt(sqrt(reach * formative * self.consultation_time * self.responsiveness_seen))

    def take_stock(self, residents: Iterable[Resident], clinicians: Iterable[Clinician]) -> None:
        """Weighted means of residents and clinicians as they stand, for next week."""
        support = harm = people_heard = 0.0
        for resident in residents:
            share = resident.start.share_of_kind
            support += share * resident.support
            harm += share * resident.harm
            if resident.start.is_affected and (resident.voice > 0.0 or resident.responded):
                people_heard += resident.weight
        self.public_support, self.public_harm, self.people_heard = support, harm, people_heard
        agreeing = 0.0
        for clinician in clinicians:
            agreeing += clinician.start.share_of_kind * clinician.support
        self.clinician_support = agreeing


def as_test(value: float) -> float:
    """A support or a case in [-1, 1] as a test in [0, 1]."""
    return clip((1.0 + value) / 2.0, 0.0, 1.0)


def nearer(capacity: float, produced: float, ceiling: float) -> float:
    """A capacity after something was produced, the less the nearer its ceiling, and never past it."""
    return min(ceiling, capacity + produced * (1.0 - capacity / ceiling))
