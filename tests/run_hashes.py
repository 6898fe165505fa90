"""Hashes of runs of every shipped scenario, which every interpreter and machine must meet.

``python -m tests.run_hashes`` prints them, and one over all of them as the last line; refresh the saved
ones by ``python -m tests.baselines``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sim.scenario import load_scenario, shipped_scenarios, with_gates
from sim.simulation import simulate_lanes
from sim.world import lane_of
from tests.model.bits import bits_of

FILE = Path(__file__).parent / "baselines" / "hashes.json"
PLANS = ("early", "late", "spread")
SEED, REPLICATION = 1, 0


def hashes_of(name: str) -> dict[str, str]:
    """The bits of a scenario's runs, by plan and gates."""
    found = {}
    for gates in (True, False):
        scenario = with_gates(load_scenario(name), gates)
        lanes = [lane_of(scenario, scenario.plan(plan)) for plan in PLANS]
        for plan, run in zip(PLANS, simulate_lanes(scenario, lanes, SEED, REPLICATION), strict=True):
            found[f"{plan}, gates {'on' if gates else 'off'}"] = bits_of(run)
    return found


def hashes_now() -> dict[str, dict[str, str]]:
    """The same of every shipped scenario."""
    return {name: hashes_of(name) for name in shipped_scenarios()}


def saved_hashes() -> dict[str, dict[str, str]]:
    """Hashes as saved."""
    saved: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return saved


def main() -> None:
    """Print every hash, then one over all."""
    now = hashes_now()
    for name, hashes in now.items():
        for run, bits in hashes.items():
            print(f"{name}, {run}: {bits}")
    print(f"all: {hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()}")


if __name__ == "__main__":
    main()
