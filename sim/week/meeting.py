"""Step 4: who comes to what, and what a contact amounts to."""

from __future__ import annotations

from sim.arrays import (
    ASSURER,
    PROFESSIONAL,
    RESIDENT,
    STEWARD,
    Contacts,
    Course,
    Floats,
    People,
    Scratch,
    State,
    Strip,
    Tiles,
)
from sim.compiled import part
from sim.rules.attendance import attendance_probability, attends, met_at_all
from sim.rules.engagement import contact_shift, contact_weight
from sim.week import knob_rows as knob


@part
def meet(
    first: int,
    last: int,
    group: int,
    kind: int,
    people: People,
    state: State,
    course: Course,
    contacts: Contacts,
    parameter: Floats,
    tiles: Tiles,
    strip: Strip,
    scratch: Scratch,
    expected_attendance: bool,
) -> None:
    """Write what this week's contacts amount to: persuasion adds over contacts, voice takes the largest."""
    lanes = parameter.shape[1]
    weights, shifts, met, voice = strip.contact_weights, strip.contact_shifts, strip.met, strip.voice
    made = strip.first
    for at in range((last - first) * lanes):
        weights[at] = 0.0
        shifts[at] = 0.0
        met[at] = 0.0
        made[at] = 0.0
        voice[at] = 0.0
    fatigue, support, trust = state.fatigue, state.support, state.trust
    uniform, reach, cell_of, worth_of_voice = contacts.uniform, contacts.reach, people.cell, tiles.worth
    sees_money = 0.0 if kind in (STEWARD, ASSURER) else 1.0
    for activity in range(uniform.shape[0]):
        if not contacts.concerns[activity, group]:
            continue
        for i in range(first, last):
            cell, luck = cell_of[contacts.cells[activity], i], uniform[activity, i]
            for lane in range(lanes):
                invited = reach[activity, cell, lane]
                if invited <= 0.0:
                    continue
                person, at = i * lanes + lane, (i - first) * lanes + lane
                attended = attendance_probability(
                    invited,
                    fatigue[person],
                    support[person],
                    parameter[knob.BASE_ATTENDANCE, lane],
                    parameter[knob.OPPONENTS_ATTEND_MORE, lane],
                )
                if not expected_attendance:
                    attended = attends(attended, luck)
                if attended <= 0.0:
                    continue
                weight = contact_weight(
                    trust[person],
                    contacts.credibility[activity, lane],
                    parameter[knob.MESSENGER_WEIGHT, lane],
                )
                shift = contact_shift(
                    weight,
                    parameter[knob.MESSENGER_PULL, lane],
                    contacts.money[activity, lane] * sees_money,
                    parameter[knob.MONEY_FRAME_SHIFT, lane],
                )
                weights[at] += attended * weight
                shifts[at] += attended * weight * shift
                met[at] = met_at_all(met[at], attended)
                made[at] += attended
                voice[at] = max(voice[at], attended * contacts.worth[activity, lane] * worth_of_voice[lane])
    count_met(first, last, group, kind, lanes, people, course, strip, scratch)


@part
def count_met(
    first: int,
    last: int,
    group: int,
    kind: int,
    lanes: int,
    people: People,
    course: Course,
    strip: Strip,
    scratch: Scratch,
) -> None:
    """Add contacts made, this week's voice of residents, and the clinicians and insiders met.

    In order of stakeholders whatever the length of a strip, so that sums have the same bits in any block.
    """
    made, contacts_made = strip.first, course.contacts
    for i in range(first, last):
        for lane in range(lanes):
            contacts_made[group, lane] += made[(i - first) * lanes + lane] * people.weight[i]
    met, voice = strip.met, strip.voice
    if kind == RESIDENT:
        total, weight = scratch.voice_met, people.weight
        for i in range(first, last):
            for lane in range(lanes):
                total[lane] += weight[i] * voice[(i - first) * lanes + lane]
    if kind == PROFESSIONAL:
        clinicians = scratch.clinicians_met
        for row in range(last - first):
            for lane in range(lanes):
                clinicians[lane] += met[row * lanes + lane]
    if kind in (PROFESSIONAL, STEWARD, ASSURER):
        insiders = scratch.insiders_met
        for row in range(last - first):
            for lane in range(lanes):
                insiders[lane] += met[row * lanes + lane]
