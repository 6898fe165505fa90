"""Steps 2, 3 and 9 to 12: what happens to the programme, in each lane."""

from __future__ import annotations

from sim.arrays import Course, Draws, Floats, Now, People, Scratch, Tally
from sim.compiled import step, unsigned
from sim.rules.believed_outcome import as_test, steward_outcome
from sim.rules.campaigns import next_strength
from sim.rules.disclosure import leak_probability, leaks, next_disclosed
from sim.rules.evidence import next_evidence
from sim.rules.media import media_tone, next_attention
from sim.rules.money import redesign_cost
from sim.rules.process import formative_share, process_adequacy, reach_of
from sim.rules.redesign import redesign_step
from sim.rules.structures import consensus, next_capacity, next_used
from sim.week import knob_rows as knob

# what n_concerned counts
N_CLINICIANS, N_INSIDERS, N_AFFECTED = range(3)


@step
def disclose(course: Course, now: Now, draws: Draws, along: Floats) -> None:
    """Step 2: the public is told, or the proposal leaks."""
    for lane in range(unsigned(course.attention.size)):
        chance = leak_probability(
            along[knob.LEAK_HAZARD + lane], now.definiteness[lane], course.insiders_met[lane]
        )
        leaked = leaks(course.disclosed[lane], now.announced[lane], draws.leak[0], chance)
        course.leaked_now[lane] = leaked
        course.leaked[lane] = max(course.leaked[lane], leaked)
        course.disclosed[lane] = next_disclosed(course.disclosed[lane], now.announced[lane], leaked)


@step
def prepare(people: People, course: Course, tally: Tally, now: Now, along: Floats, scratch: Scratch) -> None:
    """Step 3 for the programme: tone of the media, worth of voice, the tests of every body."""
    lanes = unsigned(course.attention.size)
    for lane in range(lanes):
        against, in_favour = 0.0, 0.0
        for place in range(people.locality_share.size):
            against += people.locality_share[place] * course.campaign_against[place, lane]
            in_favour += people.locality_share[place] * course.campaign_for[place, lane]
        course.tone[lane] = media_tone(
            tally.public_support[lane],
            against,
            in_favour,
            along[knob.CAMPAIGNS_IN_TONE + lane],
            along[knob.NEGATIVITY + lane],
        )
        scratch.voice_met[lane] = 0.0
        scratch.clinicians_met[lane] = 0.0
        scratch.insiders_met[lane] = 0.0
    for body in range(people.body_tests.shape[0]):
        for lane in range(lanes):
            affordable = steward_outcome(
                now.case[0, lane] + course.affordability[lane],
                course.cost_redesign[lane],
                along[knob.UNPLANNED_COST_WEIGHT + lane],
                0.0,
                0.0,
            )
            harm = tally.public_harm[lane] * (1.0 - course.redesign[lane])
            scratch.body_belief[body, lane] = (  # in the order of sim.scenario.programme.TESTS
                people.body_tests[body, 0] * course.evidence[lane]
                + people.body_tests[body, 1] * as_test(tally.clinician_support[lane])
                + people.body_tests[body, 2] * course.process[lane]
                + people.body_tests[body, 3] * as_test(affordable)
                + people.body_tests[body, 4] * as_test(tally.public_support[lane])
                + people.body_tests[body, 5] * (1.0 - harm)
                + people.body_tests[body, 6] * now.fit_to_needs[lane]
                + people.body_tests[body, 7] * now.patient_choice[lane]
                + people.body_tests[body, 8] * now.beds[lane]
            )


@step
def advance_programme(
    people: People,
    course: Course,
    tally: Tally,
    now: Now,
    along: Floats,
    n_concerned: Floats,
    scratch: Scratch,
) -> None:
    """Steps 9 to 12: redesign, campaigns, media, evidence, money, process."""
    for lane in range(unsigned(course.attention.size)):
        step = redesign_step(  # 9
            course.redesign[lane],
            now.responsiveness[lane],
            now.openness[lane],
            now.definiteness[lane],
            now.chance_of_preferred[lane],
            now.heard[lane],
            along[knob.REDESIGN_RATE + lane],
            along[knob.REDESIGN_CEILING + lane],
            along[knob.EARLY_USEFULNESS + lane],
            along[knob.CARRY_OVER + lane],
        )
        course.redesign[lane] += step
        growth, decay = along[knob.CAMPAIGN_GROWTH + lane], along[knob.CAMPAIGN_DECAY + lane]
        campaigning = 0.0
        for place in range(people.locality_share.size):  # 10
            against, in_favour = tally.locality_against[place, lane], tally.locality_for[place, lane]
            strength_against = course.campaign_against[place, lane]
            strength_for = course.campaign_for[place, lane]
            loud = strength_against * against + strength_for * in_favour
            campaigning += people.locality_share[place] * loud
            course.campaign_against[place, lane] = next_strength(strength_against, against, growth, decay)
            course.campaign_for[place, lane] = next_strength(strength_for, in_favour, growth, decay)
        event = course.disclosed[lane] * max(now.event[lane], course.leaked_now[lane])  # no news of a secret
        course.attention[lane] = next_attention(  # 11
            course.attention[lane],
            event,
            campaigning,
            along[knob.ATTENTION_PERSISTENCE + lane],
            along[knob.ATTENTION_TO_EVENTS + lane],
            along[knob.ATTENTION_TO_CAMPAIGNS + lane],
        )
        course.clinicians_met[lane] = scratch.clinicians_met[lane] / n_concerned[N_CLINICIANS]  # 12
        course.insiders_met[lane] = scratch.insiders_met[lane] / n_concerned[N_INSIDERS]
        evidence, affordable, deliverable = 0.0, 0.0, 0.0
        for circle in range(now.circle_evidence.shape[0]):
            agreed = consensus(scratch.circle_mean[circle, lane])
            evidence += now.circle_evidence[circle, lane] * agreed
            affordable += now.circle_affordability[circle, lane] * agreed
            deliverable += now.circle_delivery[circle, lane] * agreed
        ceiling = along[knob.STANDING_GROUP_CEILING + lane]
        course.affordability[lane] = next_capacity(course.affordability[lane], affordable, ceiling)
        course.delivery[lane] = next_capacity(course.delivery[lane], deliverable, ceiling)
        course.getting_used[lane] = next_used(
            course.getting_used[lane],
            now.withdrawn[lane],
            along[knob.GETTING_USED + lane],
            along[knob.GETTING_USED_AT_MOST + lane],
        )
        course.evidence[lane] = next_evidence(
            course.evidence[lane],
            along[knob.LEADERSHIP + lane],
            course.clinicians_met[lane],
            tally.clinician_support[lane],
            along[knob.EVIDENCE_PER_WEEK + lane],
            along[knob.EVIDENCE_BY_CLINICIANS + lane],
            along[knob.EVIDENCE_CEILING + lane],
            evidence,
        )
        course.cost_contacts[lane] += now.contact_cost[lane]
        course.cost_weeks[lane] += along[knob.COST_PER_WEEK + lane]
        course.cost_redesign[lane] += redesign_cost(
            step,
            now.definiteness[lane],
            along[knob.COST_OF_REDESIGN + lane],
            along[knob.COST_OF_LATENESS + lane],
        )
        course.heard_so_far[lane] += now.heard[lane]
        course.voice_sum[lane] += scratch.voice_met[lane]
        course.open_voice_sum[lane] += scratch.voice_met[lane] * now.openness[lane]
        course.process[lane] = process_adequacy(
            reach_of(tally.people_heard[lane], n_concerned[N_AFFECTED], along[knob.REACH_NORM + lane]),
            formative_share(course.open_voice_sum[lane], course.voice_sum[lane]),
            now.consultation_time[lane],
            now.responsiveness_seen[lane],
        )
