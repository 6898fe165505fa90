"""What the stakeholders of a strip have in common, written out along it, lane by lane."""

from __future__ import annotations

from sim.arrays import (
    ASSURER,
    NOWHERE,
    PROFESSIONAL,
    STEWARD,
    Course,
    Floats,
    Now,
    People,
    Scratch,
    Tally,
)
from sim.compiled import step, unsigned
from sim.rules.fairness import worth_of_voice
from sim.week import knob_rows as knob
from sim.week import strips
from sim.week.strips import STRIP


@step
def spread_week(course: Course, now: Now, along: Floats, tiles: Floats) -> None:
    """What is the same for everybody this week."""
    lanes = course.attention.size
    for row in range(STRIP // lanes):
        for lane in range(unsigned(lanes)):
            at = unsigned(row * lanes) + lane
            tiles[strips.ATTENTION + at] = course.attention[lane]
            tiles[strips.TONE + at] = course.tone[lane]
            tiles[strips.DISCLOSED + at] = course.disclosed[lane]
            tiles[strips.SHOCK + at] = along[knob.LEAK_SHOCK + lane] * course.leaked_now[lane]
            tiles[strips.WORTH + at] = worth_of_voice(
                now.openness[lane], along[knob.VOICE_AFTER_DECISION + lane]
            )
            tiles[strips.DEFINITENESS + at] = now.definiteness[lane]
            tiles[strips.DEFINITENESS_GROWTH + at] = now.definiteness_growth[lane]
            tiles[strips.HEARD + at] = now.heard[lane]
            tiles[strips.HEARD_SO_FAR + at] = course.heard_so_far[lane]
            tiles[strips.RESPONSIVENESS_SEEN + at] = now.responsiveness_seen[lane]
            tiles[strips.REDESIGN + at] = course.redesign[lane]
            tiles[strips.GETTING_USED + at] = course.getting_used[lane]
            tiles[strips.UNPLANNED_COST + at] = course.cost_redesign[lane]
            tiles[strips.SAFETY_GAIN + at] = now.safety_gain[lane]
            tiles[strips.MONEY_FRAME + at] = now.money_frame[lane]
            tiles[strips.PROXIMITY + at] = now.proximity[lane]


@step
def end_of_section(people: People, first: int, end: int) -> int:
    """The row after the last one, before ``end``, of the same locality, role and body as ``first``."""
    last = first + 1
    while (
        last < end
        and people.locality[last] == people.locality[first]
        and people.role[last] == people.role[first]
        and people.body[last] == people.body[first]
        and people.in_withdrawal[last] == people.in_withdrawal[first]
    ):
        last += 1
    return last


@step
def spread_section(
    first: int,
    group: int,
    kind: int,
    people: People,
    course: Course,
    tally: Tally,
    now: Now,
    scratch: Scratch,
) -> None:
    """What is the same for stakeholders of one group, locality, role and body."""
    lanes, tiles = course.attention.size, scratch.tiles
    insider = 1.0 if kind in (PROFESSIONAL, STEWARD, ASSURER) else 0.0
    place, role, body, lost = (
        people.locality[first],
        people.role[first],
        people.body[first],
        people.in_withdrawal[first],
    )
    for row in range(STRIP // lanes):
        for lane in range(unsigned(lanes)):
            at = unsigned(row * lanes) + lane
            tiles[strips.KNOWN + at] = max(insider, course.disclosed[lane])
            tiles[strips.LOST + at] = lost * now.withdrawn[lane]
            tiles[strips.GAIN + at] = now.group_gain[group, lane]
            if kind == STEWARD:
                added = course.affordability[lane] if role == 0 else course.delivery[lane]
                tiles[strips.CASE + at] = now.case[role, lane] + added
            elif kind == ASSURER:
                tiles[strips.CASE + at] = scratch.body_belief[body, lane]
            if place != NOWHERE:
                tiles[strips.STRENGTH_AGAINST + at] = course.campaign_against[place, lane]
                tiles[strips.STRENGTH_FOR + at] = course.campaign_for[place, lane]
                tiles[strips.SHARE_AGAINST + at] = tally.locality_against[place, lane]
                tiles[strips.SHARE_FOR + at] = tally.locality_for[place, lane]
