"""Would equality notice a wrong sign in the compiled model? Every sign in the rules is flipped.

The flips are those of ``tests.rules.flipped_signs``. For each, the compiled model runs without its
compiler on the altered rule, beside the readable model, which calls no rule: the first number in
which they differ notices the flip. Trials are small scenarios in which every mechanism is at work.

``python -m tests.mesa_model.flipped_signs`` prints a table by rule file, then what nothing noticed;
names of rule files as arguments restrict it to these.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numba

from sim.scenario import Scenario, load_scenario
from tests.mesa_model.lockstep import FAR_FROM_DEFAULTS
from tests.rules.flipped_signs import BOUND_MOVED, WRITTEN, Flip, flips
from tests.small import shrunk

SCENARIOS = Path(__file__).parents[1] / "scenarios"
WORKERS = 2
# Whatever holds a rule, directly or through what it calls; it is loaded anew for every flip.
HOLDS_RULES = (
    "sim.rules.",
    "sim.week",
    "sim.tally",
    "sim.world",
    "sim.gates",
    "sim.simulation",
    "sim.mesa_model",
)
BOUNDS = {f"{WRITTEN[one]} -> {WRITTEN[other]}" for one, other in BOUND_MOVED.items()}

# Why most moved bounds go unnoticed. Any other flip has to be noticed.
AT_A_BOUND = "nobody stands exactly at the bound; tests/rules/test_thresholds.py puts somebody there"


@dataclass(frozen=True)
class Trial:
    """A run of both models."""

    title: str
    scenario: Callable[[], Scenario]
    plan: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def biased(bias: float) -> dict[str, Any]:
    """Settings under which people hear what agrees with them, more or less."""
    return {"peer_rule": "biased_assimilation", "behaviour": {"assimilation_bias": bias}}


@cache
def few() -> Scenario:
    """60 stakeholders in 30 weeks."""
    return load_scenario(SCENARIOS / "few.yaml")


@cache
def everything() -> Scenario:
    """As few stakeholders as bodies and structures can do with; every mechanism is at work."""
    return shrunk(load_scenario(SCENARIOS / "everything.yaml"), 60)


TRIALS = (  # cheap ones first: most flips need no more than the first
    Trial("few people", few, "early"),
    Trial("far from the defaults", few, "early", {"behaviour": FAR_FROM_DEFAULTS}),
    Trial("bounded confidence", few, "early", {"peer_rule": "bounded_confidence"}),
    Trial("social judgement", few, "early", {"peer_rule": "social_judgement"}),
    Trial("little bias", few, "early", biased(0.5)),
    Trial("much bias", few, "early", biased(1.5)),
    Trial("everything", everything, "secret"),
    Trial("everything, expected attendance", everything, "written", {"attendance": "expected"}),
)


def what_notices(flip: Flip | None, trials: Sequence[Trial] = TRIALS) -> str | None:
    """The first trial in which the models differ, and in what; None if they are equal in all of them."""
    assert numba.config.DISABLE_JIT, "rules can be exchanged only where they are not compiled"
    in_lockstep = lockstep_with(flip)
    for trial in trials:
        try:
            in_lockstep(trial.scenario(), trial.plan, **trial.settings)
        except AssertionError as found:
            return f"{trial.title}: {str(found).split(', ')[-1]}"
        except (ArithmeticError, ValueError) as error:
            return f"{trial.title}: {type(error).__name__}"
    return None


def lockstep_with(flip: Flip | None) -> Callable[..., object]:
    """``in_lockstep`` of models loaded anew, with one altered rule file."""
    for name in [name for name in sys.modules if name.startswith(HOLDS_RULES)]:
        del sys.modules[name]
    sys.modules.pop("tests.mesa_model.lockstep", None)
    if flip is not None:
        name = f"sim.rules.{flip.file.stem}"
        module = sys.modules[name] = ModuleType(name)
        exec(compile(flip.tree(), str(flip.file), "exec"), vars(module))
    found: Callable[..., object] = importlib.import_module("tests.mesa_model.lockstep").in_lockstep
    return found


def main(names: list[str]) -> None:
    """Print a table by rule file, then every flip that nothing noticed."""
    if not numba.config.DISABLE_JIT:
        command = [sys.executable, "-W", "ignore", "-m", "tests.mesa_model.flipped_signs", *names]
        sys.exit(
            subprocess.run(command, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, check=False).returncode
        )
    chosen = [flip for flip in flips() if not names or flip.file.name in names]
    with ProcessPoolExecutor(WORKERS) as pool:
        answers = list(pool.map(what_notices, chosen))
        used = {answer.split(":")[0] for answer in answers if answer}
        trials = [trial for trial in TRIALS if trial.title in used]
        if noticed := pool.submit(what_notices, None, trials).result():
            raise SystemExit(f"the models differ where no sign is flipped: {noticed}")
    rows = [("rule file", "signs", "noticed", "bounds", "noticed", "first noticed by")]
    for file in dict.fromkeys(flip.file for flip in chosen):
        found = [(flip, answer) for flip, answer in zip(chosen, answers, strict=True) if flip.file == file]
        signs = [answer for flip, answer in found if flip.change not in BOUNDS]
        bounds = [answer for flip, answer in found if flip.change in BOUNDS]
        used_here = dict.fromkeys(answer.split(":")[0] for _, answer in found if answer)
        counts = [len(signs), len(signs) - signs.count(None), len(bounds), len(bounds) - bounds.count(None)]
        rows.append((file.stem, *map(str, counts), ", ".join(used_here)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    missed = [flip for flip, answer in zip(chosen, answers, strict=True) if answer is None]
    for flip in missed:
        print(f"not noticed: {flip.key} ({AT_A_BOUND if flip.change in BOUNDS else 'NO REASON'})")
    print(f"flipped: {len(chosen)}, noticed: {len(chosen) - len(missed)}")
    sys.exit(any(flip.change not in BOUNDS for flip in missed))


if __name__ == "__main__":
    main(sys.argv[1:])
