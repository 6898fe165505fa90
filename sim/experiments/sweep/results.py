"""Reading a result folder: tables for pandas, a dataset for xarray."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from pyarrow import dataset, parquet

from sim.errors import bad_input
from sim.experiments.sweep.ledger import DESIGN, RUNS, WEEKLY, read_manifest
from sim.experiments.sweep.parts import IDS
from sim.experiments.sweep.stopping import Until, widest
from sim.scenario import Scenario, scenario_from


@dataclass(frozen=True)
class Results:
    """What a sweep has computed so far; ``is_finished`` says whether that is all."""

    folder: Path
    manifest: dict[str, Any] = field(repr=False)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as it was run."""
        return scenario_from(self.manifest["scenario"], str(self.folder))

    @cached_property
    def design(self) -> pd.DataFrame:
        """A row a design point."""
        return parquet.read_table(self.folder / DESIGN).to_pandas()

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run, by point, arm and replication; failed ones with their error."""
        return self._table(RUNS, IDS)

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """A row a run and week; only if the sweep kept weeks.

        Raises
        ------
        BadInput
            If it did not.
        """
        if not self.manifest["weekly"]:
            raise bad_input(str(self.folder), "weekly", "was not kept; run the sweep with --weekly")
        return self._table(WEEKLY, (*IDS, "week"))

    @property
    def until(self) -> Until | None:
        """How it was decided when replications are enough; None if their number was fixed."""
        found = self.manifest.get("until")
        return None if found is None else Until(**found)

    @cached_property
    def replications(self) -> int:
        """Replications of every point; where their number is not fixed, as many as are begun."""
        if self.until is None:
            return int(self.manifest["replications"])
        begun = int(self.runs["replication"].max()) + 1
        return next(look for look in self.until.looks if look >= begun)

    @property
    def expected_runs(self) -> int:
        """How many runs the finished sweep has, or has at least."""
        return int(self.manifest["points"] * len(self.manifest["arms"]) * self.replications)

    @property
    def is_finished(self) -> bool:
        """Whether every run is there."""
        there = len(self.runs) == self.expected_runs
        if self.until is None or not there or self.replications == self.until.most:
            return there
        found = self.dataset[self.until.outcome].transpose("arm", "point", "replication").to_numpy()
        return self.until.is_reached(widest(found))

    @property
    def failures(self) -> pd.DataFrame:
        """The runs that failed."""
        return self.runs[self.runs["status"] == "failed"]

    @cached_property
    def dataset(self) -> xr.Dataset:
        """Outcomes by point, arm and replication, with the design's columns as coordinates; nan where a
        run failed or is not there yet."""
        manifest, arms = self.manifest, self.manifest["arms"]
        shape = (manifest["points"], len(arms), self.replications)
        at = (
            self.runs["point"].to_numpy(),
            pd.Categorical(self.runs["arm"], categories=arms).codes,
            self.runs["replication"].to_numpy(),
        )
        variables = {}
        for name in manifest["outcomes"]:
            values = np.full(shape, np.nan)
            values[at] = self.runs[name].to_numpy()
            variables[name] = (list(IDS), values)
        coordinates: dict[str, Any] = {
            "point": np.arange(shape[0]),
            "arm": arms,
            "replication": np.arange(shape[2]),
        }
        coordinates |= {name: ("point", self.design[name].to_numpy()) for name in self.design.columns}
        attributes = {name: manifest[name] for name in ("key", "model", "seed", "equal")}
        return xr.Dataset(variables, coordinates, {**attributes, "scenario": manifest["scenario"]["name"]})

    def _table(self, kind: str, by: tuple[str, ...]) -> pd.DataFrame:
        files = sorted(str(file) for file in (self.folder / kind).glob("part-*.parquet"))
        if not files:
            raise bad_input(str(self.folder), kind, "has no part yet")
        table = dataset.dataset(files, format="parquet").to_table().to_pandas()
        order = self.manifest["arms"]
        keys = table.assign(arm=pd.Categorical(table["arm"], categories=order, ordered=True))
        return table.loc[keys.sort_values(list(by), kind="stable").index].reset_index(drop=True)


def load_results(folder: str | Path) -> Results:
    """A sweep's result folder, finished or not.

    Raises
    ------
    BadInput
        If it is none, or another kind of result.
    """
    place = Path(folder)
    manifest = read_manifest(place)
    if manifest.get("experiment") != "sweep":
        what = f"holds a result of kind '{manifest.get('experiment')}'; expected a sweep's"
        raise bad_input(str(place), "", what)
    return Results(place, manifest)
