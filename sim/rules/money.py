"""Money: redesign costs, and costs more the more definite the proposal already is."""

from __future__ import annotations

from sim.compiled import rule


@rule
def redesign_cost(step: float, definiteness: float, cost: float, lateness: float) -> float:
    """Cost of one week's redesign, as a share of the budget."""
    return cost * step * (1.0 + lateness * definiteness * definiteness)
