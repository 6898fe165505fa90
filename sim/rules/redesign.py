"""Redesign: input that is heard while something is open takes harm out of the proposal.

Input on a vague proposal is of less use (``early_usefulness``), and input given before
the preferred option is known may fit another option (``carry_over``). Both ranges go
from nothing to everything: without them, early would be built in.
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def redesign_step(
    redesign: float,
    responsiveness: float,
    openness: float,
    definiteness: float,
    chance_of_preferred: float,
    heard: float,
    rate: float,
    ceiling: float,
    early_usefulness: float,
    carry_over: float,
) -> float:
    """Growth this week of the share of harm that redesign takes away; never past the ceiling."""
    useful = early_usefulness + (1.0 - early_usefulness) * definiteness
    fitting = carry_over + (1.0 - carry_over) * chance_of_preferred
    step = rate * responsiveness * openness * useful * fitting * heard * (1.0 - redesign / ceiling)
    return min(step, ceiling - redesign)
