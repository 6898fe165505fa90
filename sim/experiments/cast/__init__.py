"""The cast: what each structure, body, instrument and circumstance does, shown by taking it out."""

from sim.experiments.cast.effects import (
    CastEffect,
    Change,
    Number,
    cast_effects,
    is_clear,
    numbers_of,
    pair_of,
)
from sim.experiments.cast.parts import PARTS, Part, find_parts

__all__ = [
    "PARTS",
    "CastEffect",
    "Change",
    "Number",
    "Part",
    "cast_effects",
    "find_parts",
    "is_clear",
    "numbers_of",
    "pair_of",
]
