"""Self-evaluation: people think for themselves about what the change would bring.

Only those who know of the proposal do, and the more the media attend to it, the more.
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def self_evaluation_influence(
    rate: float,
    sharpening: float,
    attention: float,
    knowing: float,
    susceptibility: float,
    believed: float,
    support: float,
) -> float:
    """Pull towards the believed outcome; ``knowing`` is awareness of what is public or known inside."""
    return rate * (1.0 + sharpening * attention) * knowing * susceptibility * (believed - support)
