"""What may stand where in a file, in plain words, read from the declarations.

The JSON schema of what a file declares (a scenario, a rulebook) says what is declared at a
place; a node is a mapping in that schema, with references written out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from sim.scenario.declared import Declared, Weeks
from sim.scenario.places import Place

Node = Mapping[str, Any]
NAME_IS = "a name of at most 60 small letters, digits and _, a letter first"


@cache
def _schema(model: type[Declared]) -> Node:
    schema = model.model_json_schema()
    written_out: Node = _written_out(schema, schema.get("$defs", {}))
    return written_out


def _written_out(node: Any, definitions: Node) -> Any:
    """A schema with every reference replaced by what it refers to."""
    if isinstance(node, list):
        return [_written_out(part, definitions) for part in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        return _written_out(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
    return {key: _written_out(part, definitions) for key, part in node.items() if key != "$defs"}


@cache
def _weeks() -> Node:
    return TypeAdapter(Weeks).json_schema()


def resolved(node: Node) -> Node:
    """The node itself; an optional value is like the value."""
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    return resolved(options[0]) if len(options) == 1 else node


def alternatives(node: Node) -> list[Node]:
    """What may stand here if there is a choice, else only the node itself."""
    node = resolved(node)
    options = node.get("anyOf", (node,))
    return [resolved(option) for option in options if option.get("type") != "null"]


def mapping_among(node: Node) -> Node:
    """Of a choice the one written as a mapping, else the node itself."""
    options = alternatives(node)
    return next((option for option in options if "properties" in option), resolved(node))


def below(node: Node, part: str | int) -> Node:
    """What is declared one step further down; an empty node if nothing is."""
    node = mapping_among(node)
    if isinstance(part, int):
        return resolved(node.get("items", {}))
    return resolved(node.get("properties", {}).get(part) or _free_values(node))


def _free_values(node: Node) -> Node:
    """What is declared under every key that the author chooses; an empty node if keys are given."""
    by_pattern = list(node.get("patternProperties", {}).values())
    more = node.get("additionalProperties")
    return by_pattern[0] if by_pattern else more if isinstance(more, dict) else {}


def has_free_keys(node: Node) -> bool:
    """Whether keys are names that the author chooses, or choices, rather than fields."""
    return bool(_free_values(mapping_among(node)))


def node_at(place: Place, model: type[Declared]) -> Node:
    """What a model declares at a place; an empty node if nothing is."""
    node = resolved(_schema(model))
    for part in place:
        node = below(node, part)
    return node


def fields(node: Node) -> list[str]:
    """Names of the fields a mapping may have."""
    return list(mapping_among(node).get("properties", {}))


def required(node: Node) -> list[str]:
    """Names of the fields a mapping must have."""
    return list(mapping_among(node).get("required", ()))


def number(value: float) -> str:
    """A bound as people write it: 0.05, 1040, 20,000,000."""
    if value != int(value):
        return f"{value:g}"
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.0f}"


def range_words(node: Node) -> str:
    """The range of a number: '0 to 1', 'above 0', '2 to 64, a multiple of 2'; empty if there is none."""
    low, high, above = node.get("minimum"), node.get("maximum"), node.get("exclusiveMinimum")
    if above is not None and node["type"] == "integer":
        low, above = above + 1, None
    if low is not None:
        words = f"{number(low)} or more" if high is None else f"{number(low)} to {number(high)}"
    elif above is not None:
        words = f"above {number(above)}" + ("" if high is None else f", at most {number(high)}")
    else:
        words = "" if high is None else f"at most {number(high)}"
    return words + (f", a multiple of {number(node['multipleOf'])}" if "multipleOf" in node else "")


def length_words(node: Node) -> str:
    """How many entries a list may have; empty if any number."""
    low, high = node.get("minItems", 0), node.get("maxItems")
    if high is not None:
        return f"{low} to {high}"
    return f"{low} or more" if low else ""


def _length_of_text(node: Node) -> str:
    low, high = node.get("minLength", 0), node.get("maxLength")
    return "" if high is None else f" of {low} to {high} characters"


def choices(node: Node) -> list[str]:
    """The words to choose from, if there are."""
    return list(node.get("enum", ()))


def words(node: Node) -> str:
    """What is expected, in plain words."""
    options = alternatives(node)
    if len(options) > 1:
        return " or ".join(_sample(option) if "properties" in option else words(option) for option in options)
    node = options[0]
    kind = node.get("type")
    if kind in ("integer", "number"):
        bounds = range_words(node)
        if all(node.get(key) == bound for key, bound in _weeks().items()):
            return f"a week (whole number {bounds})"
        return f"a {'whole ' if kind == 'integer' else ''}number {bounds}".rstrip()
    if kind == "boolean":
        return "true or false"
    if choices(node):
        return "one of " + ", ".join(choices(node))
    if kind == "string":
        return NAME_IS if "pattern" in node else f"a text{_length_of_text(node)}"
    if kind == "array":
        return f"a list of {length_words(node)}".removesuffix(" of ") + f", each entry {words(node['items'])}"
    if "properties" in node:
        return "a mapping with " + ", ".join(required(node) or fields(node))
    if has_free_keys(node):
        example = (choices(node.get("propertyNames", {})) or ["NAME"])[0]
        return f"a mapping such as {{{example}: {words(_free_values(node))}}}"
    return "something else"


def _sample(node: Node) -> str:
    parts = [
        f"{name}: {'N' if part.get('type') in ('integer', 'number') else 'NAME'}"
        for name, part in node["properties"].items()
    ]
    return "{" + ", ".join(parts) + "}"
