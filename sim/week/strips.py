"""Strips: as many stakeholders at a time, in all lanes, as fill a fixed length.

A strip holds a few stakeholders in all lanes, one after the other, as they lie in memory. Arithmetic
over a strip is one long loop that vectorises, whether there is one lane or thirty-two. What loops
read beside the state stands in rows of this length, one after the other in one array: rows of
parameters and of the programme's week, repeated for each stakeholder of a strip, and rows of
intermediate results. As the length is fixed, the compiler knows where each row lies; one longer
than a block's lanes only takes more of the fastest memory.
"""

from __future__ import annotations

from typing import Any

from sim.compiled import unsigned

STRIP = 32  # numbers; also the most lanes of a block


def _rows(count: int) -> list[Any]:
    return [unsigned(STRIP * at) for at in range(count)]


# What is the same for all stakeholders of a section, lane by lane, repeated along a strip.
N_TILES = 24
(
    ATTENTION,
    TONE,
    DISCLOSED,
    SHOCK,  # share of trust a leak takes this week
    WORTH,  # of a voice this week
    DEFINITENESS,
    DEFINITENESS_GROWTH,
    HEARD,
    HEARD_SO_FAR,
    RESPONSIVENESS_SEEN,
    REDESIGN,
    GETTING_USED,
    UNPLANNED_COST,
    SAFETY_GAIN,
    MONEY_FRAME,
    PROXIMITY,
    # of the section at hand
    CASE,  # of a steward's role, or what an assurer's body makes of its tests
    GAIN,  # of a group, mean
    LOST,  # 1 where the service is withdrawn already
    KNOWN,  # 1 for those who may know of it
    STRENGTH_AGAINST,  # of the locality's campaigns
    STRENGTH_FOR,
    SHARE_AGAINST,  # of the locality's residents
    SHARE_FOR,
) = _rows(N_TILES)

# Intermediate results of the stakeholders at hand.
N_ROWS = 21
(
    BELIEVED,
    CONTACT_WEIGHTS,
    CONTACT_SHIFTS,
    MET,
    MADE,  # contacts
    VOICE,
    KNOWING,
    OPEN_TO,
    AWARE_NEXT,
    FAIR,
    UNFAIR,
    PRESSURE,
    LASTS,
    PASSES,
    SUPPORT_BEFORE,
    CUT,
    DEVIATE,  # of gain, or of judgement
    SUSPECTS,
    NOISE,
    JOINING,
    LEAVING,
) = _rows(N_ROWS)
