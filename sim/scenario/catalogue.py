"""The catalogue of instruments and messengers, read from ``catalogue.yaml`` beside this file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field

from sim.scenario.declared import Declared, Name, Share

Mode = Literal["inform", "consult", "codesign"]


class Messenger(Declared):
    """Somebody a story is told by; credibility is the share who expect the truth from them."""

    credibility: Share
    grade: Literal["S", "D", "J"]
    source: str


class Instrument(Declared):
    """A way to meet people: how many a week, with how much voice, at what cost."""

    label: str
    mode: Mode
    messenger: Name
    people_per_week: Annotated[float, Field(gt=0)]
    gbp_per_contact: Annotated[float, Field(ge=0)]
    fixed_gbp: Annotated[float, Field(ge=0)] = 0
    feedback: bool = False
    grade: Literal["S", "D", "J"]
    source: str


class Catalogue(Declared):
    """Instruments and messengers by name."""

    messengers: dict[Name, Messenger]
    instruments: dict[Name, Instrument]


@cache
def catalogue() -> Catalogue:
    """The catalogue shipped with the package."""
    text = Path(__file__).with_name("catalogue.yaml").read_text(encoding="utf-8")
    return Catalogue.model_validate_json(json.dumps(yaml.safe_load(text)))
