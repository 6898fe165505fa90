"""Step 10: who joins or leaves a campaign."""

from __future__ import annotations

from sim.arrays import Course, Draws, Floats, People, State, Strip, Tally
from sim.compiled import part
from sim.rules.campaigns import campaigns
from sim.week import knob_rows as knob


@part
def mobilise(
    first: int,
    last: int,
    people: People,
    state: State,
    course: Course,
    tally: Tally,
    draws: Draws,
    parameter: Floats,
    along: Floats,
    strip: Strip,
) -> None:
    """Against and for alike, by the support held when the week began."""
    lanes = parameter.shape[1]
    before, knowing, threshold = strip.support_before, strip.knowing, strip.first
    against, in_favour = state.against, state.in_favour
    share_against, share_for = tally.locality_against, tally.locality_for
    strength_against, strength_for = course.campaign_against, course.campaign_for
    deviate = people.threshold_deviate
    for i in range(first, last):
        place, joining, leaving = people.locality[i], draws.joining[i], draws.leaving[i]
        for lane in range(lanes):
            at, person = (i - first) * lanes + lane, i * lanes + lane
            threshold[at] = (
                parameter[knob.THRESHOLD_MEAN, lane] + parameter[knob.THRESHOLD_SD, lane] * deviate[i]
            )
            against[person] = campaigns(
                against[person],
                -before[at],
                knowing[at],
                threshold[at],
                share_against[place, lane],
                parameter[knob.OPPONENTS_MOBILISE_MORE, lane] * strength_against[place, lane],
                parameter[knob.JOIN_SEED, lane],
                parameter[knob.CAMPAIGN_CUT, lane],
                parameter[knob.CAMPAIGN_DROPOUT, lane],
                joining,
                leaving,
            )
            in_favour[person] = campaigns(
                in_favour[person],
                before[at],
                knowing[at],
                threshold[at],
                share_for[place, lane],
                strength_for[place, lane],
                parameter[knob.JOIN_SEED, lane],
                parameter[knob.CAMPAIGN_CUT, lane],
                parameter[knob.CAMPAIGN_DROPOUT, lane],
                joining,
                leaving,
            )
