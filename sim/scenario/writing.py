"""Scenarios as text: what ``load_scenario`` reads back as the same scenario."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from sim.scenario.scenario import Scenario

WIDTH = 110


def scenario_text(scenario: Scenario, comments: Sequence[str] = ()) -> str:
    """A scenario file: comments at its head, then everything that is not as usual.

    A register is written out in it. Numbers are written so that they are read with the same bits.
    """
    plain = scenario.model_dump(mode="json", exclude_defaults=True)
    body: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=WIDTH)
    return "".join(f"# {line}\n" for line in comments) + body
