"""A sweep: every design point under every plan, in a folder that no kill, crash or full disk can harm."""

from __future__ import annotations

import errno
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sim.errors import BadInput, Problem
from sim.experiments.blocks import Arm, Computed, Work, compute_block
from sim.experiments.engines import Engine, run_tasks
from sim.experiments.provenance import NUMBERS_PASS_THROUGH, model_fingerprint, versions
from sim.experiments.sweep.cutting import Piece, pieces_of
from sim.experiments.sweep.design import SweepDesign
from sim.experiments.sweep.estimate import estimate_of
from sim.experiments.sweep.ledger import Ledger, open_ledger
from sim.experiments.sweep.parts import arm_name, runs_table, weekly_table
from sim.experiments.sweep.stopping import Until, widths_of_parts
from sim.outcomes import find_outcome, outcomes_of
from sim.scenario import Equal, Scenario
from sim.workers import cores

WEEKLY_SERIES = ("group_support", "group_trust", "locality_support")
PART_SECONDS = 2.0  # beside which handing over, writing and forcing to the disk are small


@dataclass(frozen=True)
class Progress:
    """How far a sweep is."""

    done: int
    total: int
    failed: int
    runs_a_second: float
    seconds_left: float


@dataclass(frozen=True)
class SweepDone:
    """A finished sweep: its folder, how many of its runs failed, and what was computed this time."""

    folder: Path
    runs: int
    computed: int
    failed: int
    seconds: float


Show = Callable[[Progress], None]
Note = Callable[[str], None]


def identity_of(
    scenario: Scenario,
    design: SweepDesign,
    arms: Sequence[Arm],
    outcomes: Sequence[str],
    replications: int,
    seed: int,
    equal: Equal,
    weekly: bool,
    part_seconds: float,
    until: Until | None,
) -> dict[str, Any]:
    """Everything the numbers of a sweep depend on, with its key."""
    identity: dict[str, Any] = {
        "experiment": "sweep",
        "scenario": scenario.model_dump(mode="json"),
        "arms": [arm_name(arm) for arm in arms],
        "arm_plans": [[arm.plan, sorted(arm.off), arm.mean_field] for arm in arms],
        "columns": list(design.table.columns),
        "points": len(design),
        "design": _hash_of(design),
        "outcomes": list(outcomes),
        "replications": replications,
        "seed": seed,
        "equal": equal,
        "weekly": weekly,
        "part_seconds": part_seconds,
        "model": model_fingerprint(),
        "libraries": {name: versions()[name] for name in NUMBERS_PASS_THROUGH},
    }
    if until is not None:
        identity |= {"until": asdict(until), "replications": until.most}
    text = json.dumps(identity, sort_keys=True)
    return identity | {"key": hashlib.sha256(text.encode()).hexdigest()[:8]}


def _hash_of(design: SweepDesign) -> str:
    digest = hashlib.sha256()
    for name in design.table.columns:
        digest.update(name.encode())
        for value in design.table[name]:
            digest.update(value.hex().encode() if isinstance(value, float) else str(value).encode())
            digest.update(b"|")
    return digest.hexdigest()[:16]


def sweep(
    scenario: Scenario,
    design: SweepDesign,
    plans: Sequence[str | Arm] = ("early", "late"),
    replications: int = 20,
    outcomes: Sequence[str] | None = None,
    seed: int = 1,
    equal: Equal = "contacts",
    folder: Path | None = None,
    weekly: bool = False,
    engine: Engine = "processes",
    workers: int | None = None,
    scheduler: str | None = None,
    anyway: bool = False,
    part_seconds: float = PART_SECONDS,
    until: Until | None = None,
    command: str = "",
    show: Show = lambda progress: None,
    note: Note = lambda words: None,
) -> SweepDone:
    """Run a design, keeping every block as it is done; run again, it computes what is missing.

    Parameters
    ----------
    design : from ``read_design``, ``latin_design``, ``grid_design`` or ``checked_design``
    outcomes : names of outcomes to keep; headline outcomes if left out
    folder : where results go; if left out ``results/sweep-<scenario>-<key>``, so that another scenario,
        design or model never lands in the same one
    weekly : keep support and trust of every group, and support of every locality, in every week
    anyway : begin although memory or disk will not do
    part_seconds : of work, about, that a part holds, and that a kill can cost
    until : add replications until intervals are narrow enough, instead of a fixed number
    show, note : called with progress after each block, and with lines about what happens

    Raises
    ------
    BadInput
        If plan, outcome or design do not exist or cannot be; if the folder holds anything else; if it
        cannot fit.
    RuntimeError
        If the disk is full, or workers are lost again and again; what was computed is kept.
    """
    arms = tuple(Arm(plan) if isinstance(plan, str) else plan for plan in plans)
    kept = tuple(outcomes or (n for n, each in outcomes_of(scenario).items() if each.headline))
    names = kept if until is None or until.outcome in kept else (*kept, until.outcome)
    _check(scenario, arms, names, replications, seed, part_seconds)
    if until is not None:
        until.check(len(arms), scenario.draws)
    identity = identity_of(
        scenario, design, arms, names, replications, seed, equal, weekly, part_seconds, until
    )
    folder = folder or Path("results") / f"sweep-{scenario.name}-{identity['key']}"
    work = Work(scenario, arms, names, seed, equal, weekly=WEEKLY_SERIES if weekly else ())
    variants = [(each, list(map(int, numbers))) for each, numbers in design.variants(scenario)]
    began, looks = time.monotonic(), [replications] if until is None else until.looks
    with open_ledger(
        folder, identity, pa.Table.from_pandas(design.table, preserve_index=False), command
    ) as book:
        stages = [
            list(pieces_of(work, design, variants, range(*ends), identity["key"], part_seconds))
            for ends in pairwise([0, *looks])
        ]
        left = [[piece for piece in stage if not book.has(piece.key)] for stage in stages]
        total, todo = _runs(stages), _runs(left)
        expected = estimate_of(work, total, todo, workers or cores(), folder)
        note(f"{expected.words}" if until is None else f"at most {expected.words}")
        if todo and expected.problems and not anyway:
            raise BadInput(str(folder), expected.problems)
        book.log(event="begin", runs=total, left=todo, engine=engine, workers=workers or cores())
        computed = 0
        for number, reached in enumerate(looks, start=1):
            total, todo = _runs(stages[:number]), _runs(left[number - 1 : number])
            _compute(book, left[number - 1], engine, workers, scheduler, total, todo, show, note)
            computed += todo
            if until is not None and _is_enough(book, until, stages[:number], reached, note):
                break
        seconds, failed = time.monotonic() - began, book.failed()
        book.log(event="end", computed=computed, failed=failed, seconds=round(seconds, 3))
    return SweepDone(folder, total, computed, failed, seconds)


def _runs(stages: Sequence[Sequence[Piece]]) -> int:
    return sum(piece.runs for stage in stages for piece in stage)


def _is_enough(
    book: Ledger, until: Until, stages: Sequence[Sequence[Piece]], reached: int, note: Note
) -> bool:
    """Whether intervals are narrow enough at every point, from parts alone: resumed or not, the same."""
    parts = [book.part(piece.key) for stage in stages for piece in stage]
    arms, points = book.identity["arms"], book.identity["points"]
    found = widths_of_parts(parts, until.outcome, arms, points, reached)
    wide, lost = int((found > until.width).sum()), int(np.isnan(found).sum())
    plans = f"{arms[0]} minus {' or '.join(arms[1:])}"
    what = f"{reached} replications: the 95 % interval of {plans} in {until.outcome}"
    if lost:
        note(f"{lost} of {points} points have no pair of runs that did not fail; they are not waited for")
    if lost == points:
        return True
    widest = f"(widest {np.nanmax(found):.3g}, at point {int(np.nanargmax(found))})"
    if until.is_reached(found):
        note(f"{what} is at most {until.width:g} wide at all {points - lost} points {widest}")
        return True
    then = "that is the most; stopped" if reached == until.most else "going on"
    note(f"{what} is wider than {until.width:g} at {wide} of {points - lost} points {widest}; {then}")
    return False


def _check(
    scenario: Scenario,
    arms: tuple[Arm, ...],
    outcomes: tuple[str, ...],
    replications: int,
    seed: int,
    part_seconds: float,
) -> None:
    problems = []
    if not arms:
        problems.append(Problem("plans", "names no plan; expected at least one"))
    if replications < 1:
        problems.append(Problem("replications", f"is {replications}; expected 1 or more"))
    if seed < 0:
        problems.append(Problem("seed", f"is {seed}; expected 0 or more"))
    if not part_seconds > 0:
        problems.append(Problem("part_seconds", f"is {part_seconds:g}; expected above 0"))
    for check in [partial(scenario.plan, arm.plan) for arm in arms] + [
        partial(find_outcome, scenario, name) for name in outcomes
    ]:
        try:
            check()
        except BadInput as refused:
            problems += refused.problems
    problems += [Problem("plans", f"names {arm.plan} twice") for arm in set(arms) if arms.count(arm) > 1]
    if problems:
        raise BadInput(f"scenario {scenario.name}", problems)


def _compute(
    book: Ledger,
    left: list[Piece],
    engine: Engine,
    workers: int | None,
    scheduler: str | None,
    total: int,
    todo: int,
    show: Show,
    note: Note,
) -> None:
    began, done, failed = time.monotonic(), 0, 0
    try:
        for piece, computed in run_tasks(_computed, left, engine, workers, scheduler, note):
            book.keep(piece.key, runs_table(piece, computed), weekly_table(piece, computed))
            done += piece.runs
            failed += len(computed.failures)
            rate = done / max(1e-9, time.monotonic() - began)
            book.log(event="part", key=piece.key, runs=piece.runs, failed=len(computed.failures))
            show(Progress(total - todo + done, total, failed, rate, (todo - done) / rate))
    except (OSError, MemoryError, RuntimeError) as failure:
        raise RuntimeError(_why_it_ended(failure, book.folder, total - todo + done, total)) from None


def _computed(piece: Piece) -> Computed:
    return compute_block(piece.work, piece.block)


def _why_it_ended(failure: Exception, folder: Path, kept: int, total: int) -> str:
    if isinstance(failure, OSError):
        full = failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        why = f"{folder} cannot be written: {'the disk is full' if full else failure.strerror or failure}"
        then = "Make room and run the same command again"
    elif isinstance(failure, MemoryError):
        why, then = "memory is full", "Run the same command again with fewer --workers"
    else:
        why, then = str(failure), "The same command goes on"
    return f"{why}; {kept:,} of {total:,} runs are kept. {then}"
