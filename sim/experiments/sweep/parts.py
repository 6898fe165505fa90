"""Parts of a ledger as tables: a row a run, and a row a run and week.

Tables hold what was asked, what came of it, and nothing about when, where or by whom it was computed.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from sim.experiments.blocks import Arm, Computed
from sim.experiments.sweep.cutting import Piece

IDS = ("point", "arm", "replication")


def arm_name(arm: Arm) -> str:
    """An arm as tables call it: its plan, and the mechanisms taken out."""
    return "+".join([arm.plan, *(f"no_{name}" for name in arm.off), *(["mean_field"] * arm.mean_field)])


def runs_table(piece: Piece, computed: Computed) -> pa.Table:
    """A row a run: ids, status, error, outcomes; by point, arm and replication."""
    work, block = piece.work, piece.block
    n_points, n_arms, n_replications, _ = computed.values.shape
    errors = {
        (failure.point - block.first, work.arms.index(failure.arm), failure.replication): failure.error
        for failure in computed.failures
    }
    keys = [
        (at, arm, number) for at in range(n_points) for arm in range(n_arms) for number in block.replications
    ]
    found = [errors.get(key, "") for key in keys]
    columns = {
        **_ids(piece),
        "seed": pa.array(np.full(len(keys), work.seed)),
        "status": pa.array(["failed" if error else "done" for error in found]),
        "error": pa.array(found),
    }
    values = computed.values.reshape(n_points * n_arms * n_replications, len(work.outcomes))
    for at, name in enumerate(work.outcomes):
        columns[name] = pa.array(np.ascontiguousarray(values[:, at]))
    return pa.table(columns)


def weekly_table(piece: Piece, computed: Computed) -> pa.Table | None:
    """A row a run and week, a column a series and group or locality; None if no history was kept."""
    if not computed.weekly:
        return None
    population = piece.work.scenario.population
    weeks = next(iter(computed.weekly.values())).shape[3]
    columns = {name: _repeated(array, weeks) for name, array in _ids(piece).items()}
    runs = len(next(iter(columns.values()))) // weeks
    columns["week"] = pa.array(np.tile(np.arange(weeks), runs))
    for series, values in computed.weekly.items():
        by_group = series.startswith("group_")
        names = [part.name for part in (population.groups if by_group else population.localities)]
        table = values.reshape(runs * weeks, len(names))
        for at, name in enumerate(names):
            columns[f"{series}.{name}"] = pa.array(np.ascontiguousarray(table[:, at]))
    return pa.table(columns)


def _ids(piece: Piece) -> dict[str, pa.Array]:
    arms = [arm_name(arm) for arm in piece.work.arms]
    numbers, replications = np.array(piece.numbers), np.array(piece.block.replications)
    points, arm, replication = (
        each.ravel() for each in np.meshgrid(numbers, np.arange(len(arms)), replications, indexing="ij")
    )
    return {
        "point": pa.array(points),
        "arm": pa.array([arms[at] for at in arm]),
        "replication": pa.array(replication),
    }


def _repeated(array: pa.Array, times: int) -> pa.Array:
    return array.take(pa.array(np.repeat(np.arange(len(array)), times)))
