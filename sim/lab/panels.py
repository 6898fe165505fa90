"""Panels: which courses by week the page draws, and what of a run they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.experiments.chart_data import SIDES
from sim.scenario import Scenario

EVERY = 2  # weeks from one point of a course to the next: finer than a pixel on any screen
Section = Literal["groups", "localities", "trust", "campaigns"]
Courses = NDArray[np.float32]  # [panels, points]; drawn, never counted with


@dataclass(frozen=True)
class Panel:
    """One course: the weighted mean of a series over groups or localities."""

    section: Section
    key: str
    title: str
    unit: str
    series: str
    weights: tuple[float, ...]


def panels_of(scenario: Scenario) -> tuple[Panel, ...]:
    """Support by group; support and trust where the service is lost, and where it stays; campaigns."""
    groups = scenario.population.groups
    found = [
        Panel("groups", group.name, group.title, "support points", "group_support", _only(at, len(groups)))
        for at, group in enumerate(groups)
    ]
    places = scenario.population.localities
    loses = set(scenario.proposal.losing_localities())
    sides = {
        side: _shares([place.residents * ((place.name in loses) == (side == "losing")) for place in places])
        for side in SIDES
    }
    sides = {side: weights for side, weights in sides.items() if any(weights)}
    for side, weights in sides.items():
        found.append(Panel("localities", side, SIDES[side], "support points", "locality_support", weights))
    for side, weights in sides.items():
        found.append(Panel("trust", side, SIDES[side], "trust (0 to 1)", "locality_trust", weights))
    everybody = _shares([place.residents for place in places])
    lost, stays = sides.get("losing", everybody), sides.get("gaining", everybody)
    where_lost = " where the service is lost" if "losing" in sides else ""
    where_kept = " where the service stays" if len(sides) == 2 else ""
    share = "share of residents"
    found += [
        Panel("campaigns", "against", f"Campaigning against{where_lost}", share, "locality_against", lost),
        Panel("campaigns", "in_favour", f"Campaigning for it{where_kept}", share, "locality_for", stays),
    ]
    return tuple(found)


def _only(at: int, of: int) -> tuple[float, ...]:
    return tuple(float(k == at) for k in range(of))


def _shares(counts: list[float]) -> tuple[float, ...]:
    total = sum(counts)
    return tuple(count / total if total else 0.0 for count in counts)


@cache
def points(horizon_weeks: int) -> tuple[int, ...]:
    """The weeks that are drawn: every second one, and the last."""
    weeks = list(range(0, horizon_weeks, EVERY))
    return tuple(weeks if weeks[-1] == horizon_weeks - 1 else [*weeks, horizon_weeks - 1])


def courses_of(history: Mapping[str, Floats], panels: tuple[Panel, ...]) -> Courses:
    """Every panel's course in one run."""
    horizon = len(history[panels[0].series])
    weeks = np.array(points(horizon))
    drawn = {name: history[name][weeks] for name in {panel.series for panel in panels}}
    rows = [drawn[panel.series] @ np.array(panel.weights) for panel in panels]
    return np.asarray(rows, dtype=np.float32)
