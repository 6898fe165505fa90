"""What a visitor takes home: a table of every future, and a scenario file that holds both plans."""

from __future__ import annotations

import csv
import io
from typing import Any

from sim.lab.choice import REFERENCE, YOURS, Choice
from sim.lab.futures import REFINED_PAIRS, SKETCH_PAIRS, Futures, Stage
from sim.scenario.writing import scenario_text


def data_of(choice: Choice, futures: Futures) -> dict[str, Any]:
    """A row a future and plan: of the refined answer as far as it has come, else of the sketch."""
    stage: Stage = "refined"
    most = {"refined": REFINED_PAIRS, "sketch": SKETCH_PAIRS}
    arms = {name: futures.arm(choice, choice.of(name), stage) for name in (YOURS, REFERENCE)}
    pairs = min(_complete(set(arm.futures), most[stage]) for arm in arms.values())
    if pairs < SKETCH_PAIRS:
        stage = "sketch"
        arms = {name: futures.arm(choice, choice.of(name), stage) for name in (YOURS, REFERENCE)}
        pairs = min(_complete(set(arm.futures), most[stage]) for arm in arms.values())
    names = list(futures.outcomes_read(stage))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["plan", "stage", "seed", "replication", "ending", *names])
    for plan, arm in arms.items():
        for number, future in enumerate(arm.first(pairs)):
            row = [repr(future.values[name]) for name in names]
            table.writerow([plan, stage, choice.seed, number, future.ending, *row])
    return {"file_name": f"{choice.base.name}_lab.csv", "text": text.getvalue(), "pairs": pairs}


def _complete(numbers: set[int], most: int) -> int:
    """How many of the first replications there are without a gap."""
    return next((number for number in range(most) if number not in numbers), most)


def plan_file_of(choice: Choice) -> dict[str, Any]:
    """A scenario file with which ``sim compare`` finds the headline again."""
    name = f"{choice.base.name}_lab.yaml"
    command = f"sim compare {name} --plans {YOURS},{REFERENCE} --pairs {REFINED_PAIRS} --seed {choice.seed}"
    if choice.equal != "contacts":
        command += f" --equal {choice.equal}"
    comments = [
        "Both plans of the lab, with what was assumed. The same numbers without the page:",
        f"  {command}",
    ]
    return {"file_name": name, "text": scenario_text(choice.scenario, comments), "command": command}
