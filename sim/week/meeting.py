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
)
from sim.compiled import part, unsigned
from sim.rules.attendance import attendance_probability, attends, met_at_all
from sim.rules.engagement import contact_shift, contact_weight
from sim.week import knob_rows as knob
from sim.week import strips


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
    along: Floats,
    scratch: Scratch,
    expected_attendance: bool,
) -> None:
    """Write what this week's contacts amount to: persuasion adds over contacts, voice takes the largest."""
    lanes, strip = unsigned(scratch.voice_met.size), scratch.strip
    for at in range(unsigned(last - first) * lanes):
        strip[strips.CONTACT_WEIGHTS + at] = 0.0
        strip[strips.CONTACT_SHIFTS + at] = 0.0
        strip[strips.MET + at] = 0.0
        strip[strips.MADE + at] = 0.0
        strip[strips.VOICE + at] = 0.0
    likely = contacts.most_likely
    uniform, reach, cell_of = contacts.uniform, contacts.reach, people.cell
    sees_money = 0.0 if kind in (STEWARD, ASSURER) else 1.0
    for activity in range(contacts.row.size):
        if not contacts.concerns[activity, group]:
            continue
        for i in range(first, last):
            cell, luck = cell_of[contacts.cells[activity], i], uniform[contacts.row[activity], i]
            # most people stay away in every lane, and need not be looked at in each
            if likely[activity, cell] <= (0.0 if expected_attendance else luck):
                continue
            for lane in range(lanes):
                invited = reach[activity, cell, lane]
                person, at = unsigned(i) * lanes + lane, unsigned(i - first) * lanes + lane
                attended = attendance_probability(
                    invited,
                    state.fatigue[person],
                    state.support[person],
                    along[knob.BASE_ATTENDANCE + lane],
                    along[knob.OPPONENTS_ATTEND_MORE + lane],
                )
                if not expected_attendance:
                    attended = attends(attended, luck)
                weight = contact_weight(
                    state.trust[person],
                    contacts.credibility[activity, lane],
                    along[knob.MESSENGER_WEIGHT + lane],
                )
                shift = contact_shift(
                    weight,
                    along[knob.MESSENGER_PULL + lane],
                    contacts.money[activity, lane] * sees_money,
                    along[knob.MONEY_FRAME_SHIFT + lane],
                )
                strip[strips.CONTACT_WEIGHTS + at] += attended * weight
                strip[strips.CONTACT_SHIFTS + at] += attended * weight * shift
                strip[strips.MET + at] = met_at_all(strip[strips.MET + at], attended)
                strip[strips.MADE + at] += attended
                said = attended * contacts.worth[activity, lane] * scratch.tiles[strips.WORTH + lane]
                strip[strips.VOICE + at] = max(strip[strips.VOICE + at], said)
    count_met(first, last, group, kind, people, course, scratch)


@part
def count_met(
    first: int, last: int, group: int, kind: int, people: People, course: Course, scratch: Scratch
) -> None:
    """Add contacts made, this week's voice of residents, and the clinicians and insiders met.

    In order of stakeholders whatever the length of a strip, so that sums have the same bits in any block.
    """
    lanes, strip, weight = unsigned(scratch.voice_met.size), scratch.strip, people.weight
    for i in range(first, last):
        row = unsigned(i - first) * lanes
        for lane in range(lanes):
            course.contacts[group, lane] += strip[strips.MADE + row + lane] * weight[i]
        if kind == RESIDENT:
            for lane in range(lanes):
                scratch.voice_met[lane] += weight[i] * strip[strips.VOICE + row + lane]
        if kind == PROFESSIONAL:
            for lane in range(lanes):
                scratch.clinicians_met[lane] += strip[strips.MET + row + lane]
        if kind in (PROFESSIONAL, STEWARD, ASSURER):
            for lane in range(lanes):
                scratch.insiders_met[lane] += strip[strips.MET + row + lane]
