"""The model in numpy, all stakeholders at once, for benchmarks: what one would write who has no compiler.

Gates are off and nothing is recorded but what ``outcome`` reads. Means are matrix products and peers a
sparse one, so that sums add in another order than the compiled model's.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from scipy import sparse

from sim.arrays import ASSURER, ELECTED, NOWHERE, PROFESSIONAL, RESIDENT, STEWARD, Floats
from sim.knobs import as_array
from sim.scenario import Scenario
from sim.simulation import week_of_moment
from sim.world import Calendar, Luck, draw_world, lane_of, starting_point
from sim.world.harm import harm_of_options
from sim.world.network import LAYERS


class NumpyProgramme:
    """One plan, once; arrays have one number a stakeholder."""

    def __init__(self, scenario: Scenario, plan: str, behaviour: dict[str, float], replication: int) -> None:
        lane = lane_of(scenario, scenario.plan(plan), behaviour)
        self.scenario, self.lane, self.p = scenario, lane, SimpleNamespace(**lane.parameters)
        self.world = world = draw_world(scenario, 1, replication)
        self.people = people = world.people
        self.calendar, self.luck = Calendar(scenario, [lane], 1, replication), Luck(world)
        parameter = as_array([dict(lane.parameters)])
        prior, state = starting_point(world, parameter)
        self.prior_view, self.prior_trust = prior.support[:, 0], prior.trust[:, 0]
        self.s = SimpleNamespace(**{name: array[:, 0].copy() for name, array in state._asdict().items()})
        self.harms = [harm[:, 0] for harm in harm_of_options(scenario, people, world.attachment, parameter)]
        options = [option.name for option in scenario.proposal.options]
        self.preferred = self.harms[options.index(scenario.proposal.preferred)]
        self.group = np.repeat(np.arange(people.group_kind.size), np.diff(people.group_start))
        kind = people.group_kind[self.group]
        self.kind = {code: kind == code for code in (PROFESSIONAL, STEWARD, RESIDENT, ELECTED, ASSURER)}
        self.insider = self.kind[PROFESSIONAL] | self.kind[STEWARD] | self.kind[ASSURER]
        self.place = np.where(people.locality == NOWHERE, 0, people.locality)
        self.somewhere = people.locality != NOWHERE
        self.threshold = self.p.threshold_mean + self.p.threshold_sd * people.threshold_deviate
        self._weigh()
        self.hears = self._ties()
        self._begin(len(scenario.population.localities))

    def _begin(self, n_places: int) -> None:
        zeros = ("disclosed", "attention", "redesign", "evidence", "process", "heard_so_far", "voice_sum")
        zeros += ("open_voice_sum", "insiders_met", "cost_redesign", "affordability", "delivery", "used")
        self.c = SimpleNamespace(**dict.fromkeys(zeros, 0.0))
        self.against, self.in_favour = np.zeros(n_places), np.zeros(n_places)
        self.expect_harm(0)
        self.take_stock()

    def _weigh(self) -> None:
        """Rows of weights whose products with a quantity are its means."""
        people, resident = self.people, self.kind[RESIDENT]
        weight = people.weight
        places = np.arange(people.locality_share.size)[:, None]
        local = ((people.locality == places) & resident) * weight
        self.local_mean = local / np.maximum(local.sum(axis=1, keepdims=True), 1e-300)
        self.public_mean = resident * weight / (resident * weight).sum()
        clinicians = self.kind[PROFESSIONAL] * weight
        self.clinician_mean = clinicians / max(clinicians.sum(), 1.0)
        self.affected = weight * people.affected

    def _ties(self) -> sparse.csr_matrix:
        start, n = self.world.network.start, self.world.n
        weights = [getattr(self.p, f"weight_{name}") for name in LAYERS]
        counts = np.diff(start, axis=1)
        data = np.repeat(np.tile(weights, n), counts.ravel())
        return sparse.csr_matrix((data, self.world.network.neighbour, np.append(start[:, 0], start[-1, -1])))

    def expect_harm(self, week: int) -> None:
        chances = self.calendar.chances(week)[:, 0]
        expected = sum(chance * harm for chance, harm in zip(chances, self.harms, strict=True))
        lost = self.people.in_withdrawal * self.calendar.now(week).withdrawn[0]
        self.harm = np.where(lost > 0, self.preferred, expected)

    def take_stock(self) -> None:
        s = self.s
        self.public, self.clinicians = self.public_mean @ s.support, self.clinician_mean @ s.support
        self.public_harm = self.public_mean @ self.harm
        self.share_against, self.share_for = self.local_mean @ s.against, self.local_mean @ s.in_favour
        self.heard_people = self.affected @ ((s.voice > 0) | (s.responded > 0))

    def advance(self, week: int) -> None:
        """One week, in numbered order."""
        if week in self.calendar.weeks_harm_moves:
            self.expect_harm(week)
        now = self.calendar.now(week)
        w = SimpleNamespace(**{name: value[..., 0] for name, value in now._asdict().items()})
        draws, s, c, p = self.luck.next_week(), self.s, self.c, self.p
        chance = p.leak_hazard * (w.definiteness + c.insiders_met)
        leaked = float(not c.disclosed and not w.announced and draws.leak[0] < chance)
        c.disclosed = max(c.disclosed, float(w.announced), leaked)
        believed = self.believe(w)
        met, weights, shifts, voice = self.meet(week, w)
        self.respond(w, draws.responding)
        peers, peers_aware, circles = self.hear(w)
        known = np.where(self.insider, 1.0, c.disclosed)
        knowing, open_to = known * s.awareness, 1 - p.certainty_resistance * s.certainty
        missed = (1 - p.awareness_by_contact * met) * (1 - p.awareness_by_media * c.attention)
        missed = missed * (1 - p.awareness_by_peers * peers_aware)
        aware = s.awareness + known * (1 - s.awareness) * (1 - missed) - p.forgetting * s.awareness
        news = knowing * w.definiteness_growth + w.definiteness * np.maximum(0, aware - s.awareness)
        worth = w.openness + p.voice_after_decision * (1 - w.openness)
        unused, seen = p.heard_though_not_acted_on, w.responsiveness_seen
        had = voice + p.vicarious_voice * w.heard * s.awareness * worth
        fair = had * (unused + (1 - unused) * seen)
        heard_so_far = 1 + s.voice + p.vicarious_voice * s.awareness * c.heard_so_far
        unfair = voice * p.frustration * (1 - seen) * s.expectation + p.exclusion * news / heard_so_far
        pull = self.against[self.place] * (-1 - s.support) + self.in_favour[self.place] * (1 - s.support)
        near = p.political_pressure * (1 + p.election_factor * w.proximity)
        tone = (1 - p.campaigns_in_tone) * self.public + p.campaigns_in_tone * (
            self.people.locality_share @ (self.in_favour - self.against)
        )
        tone = min(1.0, max(-1.0, tone - p.negativity))
        lasts, passes = np.zeros(self.world.n), np.zeros(self.world.n)
        sharpened = p.self_evaluation * (1 + p.attention_sharpening * c.attention)
        media = p.media_influence * c.attention * s.awareness
        for share, influence in (
            (
                p.lasting_engagement,
                p.persuasion * open_to * (weights * (believed + p.sponsor_gloss - s.support) + shifts),
            ),
            (
                p.lasting_fairness,
                p.fairness_weight * (fair - np.minimum(unfair, 1)) * open_to * (1 - believed) / 2,
            ),
            (p.lasting_self_evaluation, sharpened * knowing * open_to * (believed - s.support)),
            (p.lasting_peers, p.peer_influence * s.awareness * open_to * (peers - s.support)),
            (p.lasting_media, media * open_to * (tone - s.support)),
            (p.lasting_pressure, self.kind[ELECTED] * near * open_to * pull),
            (p.lasting_fatigue, -p.fatigue_irritation * met * s.fatigue),
            (p.lasting_noise, p.private_noise * draws.noise),
        ):
            lasts += share * influence
            passes += (1 - share) * influence
        before = s.support
        s.lasting = np.clip(s.lasting + lasts + p.pull_to_prior * (self.prior_view - s.lasting), -1, 1)
        s.passing = np.clip(s.lasting + (1 - p.fading) * s.passing + passes, -1, 1) - s.lasting
        s.support = s.lasting + s.passing
        won = p.trust_gain * (1 - s.trust) * np.minimum(fair, 1)
        lost = p.trust_asymmetry * p.trust_gain * s.trust * np.minimum(unfair, 3)
        shock = p.leak_shock * leaked * s.awareness * s.trust
        recovered = p.trust_recovery * (self.prior_trust - s.trust)
        s.trust = np.clip(s.trust + won - lost + recovered - shock, 0, 1)
        s.expectation = s.expectation + p.expectation_learning * (voice - met * s.expectation)
        s.voice = s.voice + voice
        exposure = met + c.attention + p.certainty_from_peers * np.abs(peers)
        firmer = p.certainty_growth * s.awareness * exposure * (1 - s.certainty)
        s.certainty = s.certainty + firmer - p.certainty_loss * s.certainty
        s.awareness = aware
        s.fatigue = (1 - p.fatigue_recovery) * s.fatigue + p.fatigue_gain * met * (1 - s.fatigue)
        helped = p.opponents_mobilise_more * self.against
        s.against = self.mobilise(s.against, -before, knowing, self.share_against + helped, draws)
        s.in_favour = self.mobilise(s.in_favour, before, knowing, self.share_for + self.in_favour, draws)
        self.advance_programme(w, leaked, met, voice, circles)
        self.take_stock()

    def believe(self, w: SimpleNamespace) -> Floats:
        p, c, people, s = self.p, self.c, self.people, self.s
        gain = w.group_gain[self.group] + p.gain_sd * people.gain_deviate
        gain = gain - w.safety_gain * people.suspects_cuts * w.money_frame
        lost = people.in_withdrawal * w.withdrawn
        harm = self.harm * (1 - lost * c.used)
        definite = np.clip(gain - p.loss_aversion * harm * (1 - c.redesign), -1, 1)
        vague = p.belief_in_need * gain - p.vagueness_penalty * (1 - s.trust)
        certain = np.maximum(w.definiteness, lost)
        believed = np.clip(certain * definite + (1 - certain) * vague, -1, 1)
        unplanned = p.unplanned_cost_weight * c.cost_redesign
        judgement = p.judgement_sd * people.judgement_deviate
        cases = w.case + np.array([c.affordability, c.delivery, c.delivery])
        case = np.clip(cases[people.role] - unplanned + judgement, -1, 1)
        finance = min(1.0, max(-1.0, cases[0] - unplanned))
        access = 1 - self.public_harm * (1 - c.redesign)
        tests = [c.evidence, (1 + self.clinicians) / 2, c.process, (1 + finance) / 2, (1 + self.public) / 2]
        passed = people.body_tests @ np.array([*tests, access, w.fit_to_needs, w.patient_choice, w.beds])
        judged = np.clip(2 * passed[people.body] - 1 + judgement, -1, 1)
        return np.where(self.kind[STEWARD], case, np.where(self.kind[ASSURER], judged, believed))

    def meet(self, week: int, w: SimpleNamespace) -> tuple[Floats, ...]:
        p, s, n = self.p, self.s, self.world.n
        met, weights, shifts, voice = (np.zeros(n) for _ in range(4))
        agenda = self.calendar.timetable.agenda
        running, activities = agenda.running[week, :, 0], agenda.activities
        uniform = np.empty((running.size, 1, n))
        self.calendar.attend(week, uniform)
        worth = w.openness + p.voice_after_decision * (1 - w.openness)
        willing = p.base_attendance * (1 + p.opponents_attend_more * np.maximum(0, -s.support))
        for at in np.flatnonzero(running):
            reach = activities.reach[at, self.people.cell[activities.cells[at]], 0] * running[at]
            comes = uniform[at, 0] < np.minimum(1, reach * (1 - s.fatigue) * willing)
            who = np.flatnonzero(comes)
            weight = (1 - p.messenger_weight) * s.trust[who]
            weight = weight + p.messenger_weight * activities.credibility[at, 0]
            minds = activities.money[at, 0] * ~(self.kind[STEWARD] | self.kind[ASSURER])[who]
            met[who] = 1
            weights[who] += weight
            shifts[who] += weight * (p.messenger_pull * (weight - 0.5) - p.money_frame_shift * minds)
            voice[who] = np.maximum(voice[who], activities.worth[at, 0] * worth)
        return met, weights, shifts, voice

    def respond(self, w: SimpleNamespace, uniform: Floats) -> None:
        if not w.consulting:
            return
        p, s = self.p, self.s
        willing = self.c.disclosed * s.awareness * (0.2 + np.abs(s.support))
        willing = willing * (1 + p.opponents_attend_more * np.maximum(0, -s.support))
        campaigning = 1 + 5 * (s.against + s.in_favour)
        chance = p.response_hazard * willing * campaigning * (1 + 8 * w.consultation_elapsed**2)
        s.responded = np.where(self.kind[RESIDENT] & (uniform < chance), 1.0, s.responded)

    def hear(self, w: SimpleNamespace) -> tuple[Floats, Floats, list[float]]:
        s = self.s
        loud = 1 + self.p.campaigner_weight * (s.against + s.in_favour)
        said = self.hears @ np.column_stack([loud * s.support, loud * s.awareness, loud])
        hears_any = said[:, 2] > 0
        total = np.where(hears_any, said[:, 2], 1.0)
        peers = np.where(hears_any, said[:, 0] / total, s.support)
        starts, members, circles = self.people.circle_start, self.people.circle_member, []
        for at, weight in enumerate(w.circle_weight):
            rows = members[starts[at] : starts[at + 1]]
            circles.append(float(s.support[rows].mean()) if rows.size else 0.0)
            peers[rows] = (1 - weight) * peers[rows] + weight * circles[-1]
        return peers, said[:, 1] / total, circles

    def mobilise(self, now: Floats, cause: Floats, knowing: Floats, others: Floats, draws: object) -> Floats:
        p = self.p
        stays = (now > 0) & (draws.leaving >= p.campaign_dropout) & (cause >= p.campaign_cut / 2)
        joins = (now == 0) & (cause > p.campaign_cut) & (draws.joining < knowing)
        joins &= (self.threshold <= others[self.place] + p.join_seed) & self.somewhere
        return (stays | joins).astype(float)

    def advance_programme(
        self, w: SimpleNamespace, leaked: float, met: Floats, voice: Floats, circles: list[float]
    ) -> None:
        p, c = self.p, self.c
        useful = p.early_usefulness + (1 - p.early_usefulness) * w.definiteness
        fitting = p.carry_over + (1 - p.carry_over) * w.chance_of_preferred
        step = p.redesign_rate * w.responsiveness * w.openness * useful * fitting * w.heard
        step = min(step * (1 - c.redesign / p.redesign_ceiling), p.redesign_ceiling - c.redesign)
        c.redesign += step
        loud = self.against * self.share_against + self.in_favour * self.share_for
        loud = self.people.locality_share @ loud
        news = c.disclosed * max(w.event, leaked)
        kept = p.attention_persistence * c.attention
        c.attention = min(1.0, kept + p.attention_to_events * news + p.attention_to_campaigns * loud)
        for strength, share in ((self.against, self.share_against), (self.in_favour, self.share_for)):
            strength += p.campaign_growth * share * (1 - strength) - p.campaign_decay * strength
        n_clinicians, n_insiders, n_affected = self.world.n_concerned
        clinicians_met = met[self.kind[PROFESSIONAL]].sum() / n_clinicians
        c.insiders_met = met[self.insider].sum() / n_insiders
        agreed = (1 + np.array(circles)) / 2
        ceiling = p.standing_group_ceiling
        for name, produced in (("affordability", w.circle_affordability), ("delivery", w.circle_delivery)):
            held = getattr(c, name)
            setattr(c, name, min(ceiling, held + (produced @ agreed) * (1 - held / ceiling)))
        c.used += w.withdrawn * p.getting_used * (p.getting_used_at_most - c.used)
        gathered = p.evidence_per_week * (0.5 + p.leadership) + w.circle_evidence @ agreed
        gathered += p.evidence_by_clinicians * clinicians_met * (1 + self.clinicians) / 2
        c.evidence += gathered * (1 - c.evidence / p.evidence_ceiling)
        c.cost_redesign += p.cost_of_redesign * step * (1 + p.cost_of_lateness * w.definiteness**2)
        c.heard_so_far += w.heard
        said = (self.people.weight * self.kind[RESIDENT]) @ voice
        c.voice_sum += said
        c.open_voice_sum += said * w.openness
        reach = min(1.0, self.heard_people / (p.reach_norm * n_affected)) if n_affected > 0 else 1.0
        formative = c.open_voice_sum / c.voice_sum if c.voice_sum > 0 else 0.0
        c.process = (reach * formative * w.consultation_time * w.responsiveness_seen) ** 0.25


def outcome(scenario: Scenario, plan: str, behaviour: dict[str, float], replication: int) -> float:
    """Residents' support at the decision, in one run."""
    programme, support = NumpyProgramme(scenario, plan, behaviour, replication), 0.0
    decision = week_of_moment(scenario, programme.lane.milestones, "decision")
    public = [group.name for group in scenario.population.groups].index("public")
    rows = programme.group == public
    for week in range(scenario.horizon_weeks):
        programme.advance(week)
        if week == decision:
            support = float(np.average(programme.s.support[rows], weights=programme.people.weight[rows]))
    return support
