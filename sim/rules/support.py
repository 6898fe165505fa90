"""Support: a lasting part that returns slowly to the prior view, and a passing part that fades.

Every influence leaves a share that lasts and a rest that fades within weeks.

Source: Friedkin & Johnsen 1990 (prior view); Hill et al. 2013, doi
10.1080/10584609.2013.828143, and Kalla & Broockman 2018 (fading); the split into two
stores is ours.
"""

from __future__ import annotations

from sim.compiled import rule
from sim.rules.ranges import clip


@rule
def next_lasting(lasting: float, prior_view: float, pull_to_prior: float, lasting_influence: float) -> float:
    """Lasting part in [-1, 1] next week."""
    return clip(lasting + lasting_influence + pull_to_prior * (prior_view - lasting), -1.0, 1.0)


@rule
def next_passing(passing: float, fading: float, passing_influence: float) -> float:
    """Passing part next week, before support is kept in its range."""
    return (1.0 - fading) * passing + passing_influence


@rule
def support_of(lasting: float, passing: float) -> float:
    """Support in [-1, 1]."""
    return clip(lasting + passing, -1.0, 1.0)


@rule
def passing_within(lasting: float, passing: float) -> float:
    """The passing part, cut where support would leave its range."""
    total = lasting + passing
    if total > 1.0:
        return 1.0 - lasting
    if total < -1.0:
        return -1.0 - lasting
    return passing
