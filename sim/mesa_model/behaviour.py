"""Behaviour: the parameters of one run by name, and keeping quantities in their range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.knobs import NAMES

INFLUENCES = (
    "engagement",
    "fairness",
    "self_evaluation",
    "peers",
    "media",
    "pressure",
    "fatigue",
    "noise",
)


class Behaviour:
    """Every behaviour parameter's value, as an attribute (``sim parameters`` lists them)."""

    __slots__ = (*NAMES, "trust_loss", *(f"passing_{name}" for name in INFLUENCES))

    def __init__(self, parameters: Mapping[str, float]) -> None:
        for name, value in parameters.items():
            setattr(self, name, value)
        self.trust_loss = self.trust_asymmetry * self.trust_gain
        for name in INFLUENCES:
            setattr(self, f"passing_{name}", 1.0 - parameters[f"lasting_{name}"])

    if TYPE_CHECKING:  # attributes are those declared in sim.knobs.table

        def __getattr__(self, name: str) -> float: ...


def clip(value: float, low: float, high: float) -> float:
    """``value``, or the end of the range it lies beyond."""
    if value < low:
        return low
    return high if value > high else value
