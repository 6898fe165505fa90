"""What a comparison keeps of every week, and the same as a labelled dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Floats
from sim.scenario import Scenario

if TYPE_CHECKING:
    import xarray as xr

# each series with what it has a value for: every group, every locality, or the programme as a whole
WEEKLY = {
    "group_support": "group",
    "group_trust": "group",
    "group_in_favour": "group",
    "group_awareness": "group",
    "locality_support": "locality",
    "locality_trust": "locality",
    "locality_against": "locality",
    "locality_for": "locality",
    "campaign_against": "locality",
    "campaign_for": "locality",
    "attention": "",
    "redesign": "",
    "evidence": "",
    "process": "",
    "cost_contacts": "",
    "cost_weeks": "",
    "cost_redesign": "",
}


def dataset_of(
    scenario: Scenario,
    weekly: Mapping[str, Mapping[str, Floats]],
    replications: Sequence[int],
    seed: int,
) -> xr.Dataset:
    """Weekly history by plan, replication, week, and group or locality.

    Parameters
    ----------
    weekly : by plan and series, float64[pairs, weeks] or [pairs, weeks, k]
    """
    import xarray as xr  # slow to load and not always wanted

    population = scenario.population
    kinds = {
        "group": [group.name for group in population.groups],
        "locality": [place.name for place in population.localities],
    }
    data = {}
    for series, kind in WEEKLY.items():
        dims = ("plan", "replication", "week", kind) if kind else ("plan", "replication", "week")
        data[series] = (dims, np.stack([by_series[series] for by_series in weekly.values()]))
    weeks = np.arange(scenario.horizon_weeks)
    coordinates = {"plan": list(weekly), "replication": list(replications), "week": weeks, **kinds}
    return xr.Dataset(
        data, coords=coordinates, attrs={"scenario": scenario.name, "seed": seed, "draws": scenario.draws}
    )
