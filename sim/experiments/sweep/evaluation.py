"""An evaluation whose runs are kept in a result folder, so that it can be stopped and gone on with.

The same numbers, bit for bit, as without a folder: a run hangs on neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiments.blocks import Arm, Failure, Point
from sim.experiments.engines import Engine, Note
from sim.experiments.evaluate import Evaluation, Progress, evaluate
from sim.experiments.sweep.design import SweepDesign
from sim.experiments.sweep.parts import arm_name
from sim.experiments.sweep.results import load_results
from sim.experiments.sweep.runner import PART_SECONDS, sweep
from sim.experiments.sweep.runner import Progress as SweepProgress
from sim.scenario import Equal, Scenario


def evaluate_kept(
    scenario: Scenario,
    points: Sequence[Point],
    arms: Sequence[Arm],
    replications: int,
    outcomes: Sequence[str],
    seed: int,
    equal: Equal,
    engine: Engine,
    workers: int | None,
    progress: Progress | None,
    scheduler: str | None = None,
    folder: Path | None = None,
    command: str = "",
    note: Note = lambda words: None,
) -> Evaluation:
    """``evaluate``, keeping every block of runs in ``folder`` as it is done; without one, in memory alone.

    Raises
    ------
    BadInput
        If something does not exist, or the folder holds another evaluation.
    RuntimeError
        If the disk is full, or workers are lost again and again; what was computed is kept.
    """
    if folder is None:
        return evaluate(
            scenario,
            points,
            arms,
            replications,
            outcomes,
            seed,
            equal,
            engine,
            workers,
            progress,
            scheduler=scheduler,
            note=note,
        )

    def show(now: SweepProgress) -> None:
        if progress is not None:
            progress(now.done, now.total)

    # Points may repeat, as trajectories do: each is run where it stands
    design = SweepDesign("design points", pd.DataFrame(list(map(dict, points))))
    sweep(
        scenario,
        design,
        arms,
        replications,
        outcomes,
        seed,
        equal,
        folder,
        engine=engine,
        workers=workers,
        scheduler=scheduler,
        part_seconds=PART_SECONDS,
        command=command,
        show=show,
        note=note,
    )
    return _read(folder, tuple(arms), tuple(outcomes), replications)


def _read(folder: Path, arms: tuple[Arm, ...], outcomes: tuple[str, ...], replications: int) -> Evaluation:
    results = load_results(folder)
    values = np.stack([results.dataset[name].to_numpy() for name in outcomes], axis=-1)
    named = {arm_name(arm): arm for arm in arms}
    failures = (
        Failure(int(row.point), named[row.arm], int(row.replication), str(row.error))
        for row in results.failures.itertuples()
    )
    return Evaluation(arms, outcomes, replications, values, tuple(failures))
