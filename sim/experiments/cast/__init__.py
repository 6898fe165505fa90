"""The cast: what each structure, body, instrument and circumstance does, shown by taking it out."""

from sim.experiments.cast.effects import CastEffect, Change, cast_effects
from sim.experiments.cast.parts import PARTS, Part, find_parts

__all__ = ["PARTS", "CastEffect", "Change", "Part", "cast_effects", "find_parts"]
