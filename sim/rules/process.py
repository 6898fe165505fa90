"""Process adequacy: whether the public was properly involved, as courts and assurers ask.

Reach, formative stage, time and consideration, multiplied into a geometric mean so that
none of them can be missing: voice that is not used does not pass.

Source: the Gunning principles (consult while proposals are formative, give reasons,
give time, consider responses conscientiously), evidence 1.6. The form is ours.
"""

from __future__ import annotations

from math import sqrt

from sim.compiled import rule


@rule
def process_adequacy(reach: float, formative: float, time: float, consideration: float) -> float:
    """Adequacy in [0, 1], from four shares in [0, 1]."""
    return sqrt(sqrt(reach * formative * time * consideration))


@rule
def reach_of(people_heard: float, affected_people: float, norm: float) -> float:
    """Reach in [0, 1]: affected residents who had a voice, against the norm share of them."""
    if affected_people <= 0.0:
        return 1.0
    return min(1.0, people_heard / (norm * affected_people))


@rule
def formative_share(open_voice_sum: float, voice_sum: float) -> float:
    """Openness in [0, 1] when voice was given, weighted by voice; 0 if nobody had any."""
    return open_voice_sum / voice_sum if voice_sum > 0.0 else 0.0
