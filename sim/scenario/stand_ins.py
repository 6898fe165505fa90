"""Stand-ins: valid values put where refused ones were, so that the rest can be checked too.

What is concluded from a stand-in is never told; see ``Finding`` in ``sim.scenario.checks``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from itertools import count
from typing import Any

from sim.scenario.declared import Declared
from sim.scenario.expected import Node, alternatives, below, choices, node_at, required
from sim.scenario.places import Place, value_at

_serial = count()


def stand_in(node: Node) -> Any:
    """A valid value, so that what stands beside a refused one can still be checked."""
    node = alternatives(node)[0]
    kind = node.get("type")
    if choices(node):
        return choices(node)[0]
    if kind in ("integer", "number"):
        low = node.get("minimum", node.get("exclusiveMinimum", 0))
        return low + 1 if "exclusiveMinimum" in node else low
    if kind == "string":
        return f"stand_in_{next(_serial)}"
    if kind == "array":
        return [stand_in(node["items"]) for _ in range(node.get("minItems", 0))]
    if kind == "boolean":
        return False
    return {name: stand_in(below(node, name)) for name in required(node)}


def mended(data: Any, refused: Iterable[Place], model: type[Declared]) -> Any:
    """The same data with something valid wherever a value was refused."""
    repaired = copy.deepcopy(data)
    for place in refused:
        *way, last = place
        here = value_at(tuple(way), repaired)
        if isinstance(here, list) and isinstance(last, int):
            here[last] = stand_in(node_at(place, model))
        elif isinstance(here, dict) and last in required(node_at(tuple(way), model)):
            here[str(last)] = stand_in(node_at(place, model))
        elif isinstance(here, dict):
            here.pop(last, None)
    return repaired
