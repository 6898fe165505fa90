"""Room for the intermediate results of a week.

Made where it is used: handing so many arrays in from Python costs more than making them.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Strip, Tiles
from sim.compiled import kernel


@kernel
def room_for_tiles(strip: int) -> Tiles:
    """Empty rows of one strip."""
    return Tiles(
        np.empty(strip),  # attention
        np.empty(strip),  # tone
        np.empty(strip),  # disclosed
        np.empty(strip),  # shock
        np.empty(strip),  # worth
        np.empty(strip),  # definiteness
        np.empty(strip),  # definiteness_growth
        np.empty(strip),  # heard
        np.empty(strip),  # heard_so_far
        np.empty(strip),  # responsiveness_seen
        np.empty(strip),  # redesign
        np.empty(strip),  # getting_used
        np.empty(strip),  # withdrawn
        np.empty(strip),  # unplanned_cost
        np.empty(strip),  # safety_gain
        np.empty(strip),  # money_frame
        np.empty(strip),  # proximity
    )


@kernel
def room_for_strip(strip: int) -> Strip:
    """Empty rows of one strip."""
    return Strip(
        np.empty(strip),  # believed
        np.empty(strip),  # contact_weights
        np.empty(strip),  # contact_shifts
        np.empty(strip),  # met
        np.empty(strip),  # voice
        np.empty(strip),  # knowing
        np.empty(strip),  # open_to
        np.empty(strip),  # aware_next
        np.empty(strip),  # told
        np.empty(strip),  # fair
        np.empty(strip),  # unfair
        np.empty(strip),  # pressure
        np.empty(strip),  # lasts
        np.empty(strip),  # passes
        np.empty(strip),  # support_before
        np.empty(strip),  # first
        np.empty(strip),  # second
        np.empty(strip),  # third
        np.empty(strip),  # fourth
    )
