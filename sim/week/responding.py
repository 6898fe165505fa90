"""Between steps 4 and 5: residents respond to the public consultation while it is open."""

from __future__ import annotations

from sim.arrays import RESIDENT, Course, Draws, Floats, Now, People, Scratch, State
from sim.compiled import step, unsigned
from sim.rules.responding import next_responded, response_probability
from sim.week import knob_rows as knob

LATE = 2.0 / 3.0  # of the consultation: SF4 looks at the final third


@step
def respond(
    people: People,
    state: State,
    course: Course,
    now: Now,
    draws: Draws,
    along: Floats,
    scratch: Scratch,
) -> None:
    """Write who has responded, and count responses, those in support, and those in the last third."""
    lanes = unsigned(scratch.voice_met.size)
    open_anywhere = False
    for lane in range(lanes):
        open_anywhere = open_anywhere or now.consulting[lane] > 0.0
    if not open_anywhere:
        return
    for group in range(people.group_kind.size):
        if people.group_kind[group] != RESIDENT:
            continue
        for i in range(people.group_start[group], people.group_start[group + 1]):
            weight, uniform = people.weight[i], draws.responding[i]
            for lane in range(lanes):
                at = unsigned(i) * lanes + lane
                chance = now.consulting[lane] * response_probability(
                    along[knob.RESPONSE_HAZARD + lane],
                    course.disclosed[lane] * state.awareness[at],
                    state.support[at],
                    along[knob.OPPONENTS_ATTEND_MORE + lane],
                    state.against[at] + state.in_favour[at],
                    now.consultation_elapsed[lane],
                )
                responded = next_responded(state.responded[at], chance, uniform)
                new = weight * (responded - state.responded[at])
                course.responses[lane] += new
                course.responses_in_favour[lane] += new if state.support[at] > 0.0 else 0.0
                course.responses_late[lane] += new if now.consultation_elapsed[lane] >= LATE else 0.0
                state.responded[at] = responded
