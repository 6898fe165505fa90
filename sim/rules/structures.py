"""Standing structures: members hear one another, and meetings produce something."""

from __future__ import annotations

from sim.compiled import rule


@rule
def heard_in_circle(peers: float, circle: float, weight: float) -> float:
    """What a member hears: peers at large, and the mean of its group with ``weight`` in [0, 1]."""
    return (1.0 - weight) * peers + weight * circle


@rule
def consensus(mean_support: float) -> float:
    """How far a group agrees with the proposal, in [0, 1]: what it produces counts that much."""
    return (1.0 + mean_support) / 2.0


@rule
def next_capacity(capacity: float, produced: float, ceiling: float) -> float:
    """Affordability or delivery capacity in [0, ceiling] next week; the nearer the ceiling, the slower."""
    return min(ceiling, capacity + produced * (1.0 - capacity / ceiling))


@rule
def next_used(used: float, withdrawn: float, rate: float, at_most: float) -> float:
    """Share of a withdrawn service's harm that people have got used to, next week."""
    return used + withdrawn * rate * (at_most - used)
