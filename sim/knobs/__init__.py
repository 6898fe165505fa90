"""Behaviour parameters: default, range, unit, grade and source of each, declared once in ``table.py``.

Files, sweeps, sensitivity analysis, the page and the documentation read them from that
table. A range is also the uniform prior of the parameter (log-uniform where ``log`` is set).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.errors import BadInput, Problem, unknown_name
from sim.knobs.table import KNOBS, Knob

__all__ = ["KNOBS", "NAMES", "Knob", "as_array", "knob", "position", "problems_with", "with_defaults"]

NAMES: tuple[str, ...] = tuple(knob.name for knob in KNOBS)
_POSITION = {name: position for position, name in enumerate(NAMES)}


def position(name: str) -> int:
    """Row of a parameter in the array that compiled code reads."""
    return _POSITION[name]


def knob(name: str) -> Knob:
    """The declaration of one parameter."""
    return KNOBS[_POSITION[name]]


def problems_with(values: Mapping[str, float], key: str) -> Iterator[Problem]:
    """Everything wrong with values given for parameters: unknown names, values out of range."""
    for name, value in values.items():
        if name not in _POSITION:
            yield Problem(f"{key}.{name}", unknown_name(name, "a behaviour parameter", NAMES))
            continue
        declared = knob(name)
        if not declared.low <= value <= declared.high:
            yield Problem(
                f"{key}.{name}",
                f"is {value:g}; expected {declared.low:g} to {declared.high:g} "
                f"({declared.meaning}, {declared.unit})",
            )


def with_defaults(values: Mapping[str, float], source: str = "behaviour") -> dict[str, float]:
    """Every parameter's value: the one given, else the default.

    Raises
    ------
    BadInput
        If a name does not exist or a value lies outside its declared range.
    """
    problems = list(problems_with(values, "behaviour"))
    if problems:
        raise BadInput(source, problems)
    return {declared.name: float(values.get(declared.name, declared.default)) for declared in KNOBS}


def as_array(lanes: list[dict[str, float]]) -> NDArray[np.float64]:
    """Parameters of a block: float64[n_knobs, lanes], rows in declared order."""
    return np.array([[values[name] for values in lanes] for name in NAMES], dtype=np.float64)
