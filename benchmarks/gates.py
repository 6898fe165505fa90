"""What gates cost a week: blocks of 32 lanes with gates on and off, side by side, over the same weeks.

Everything a run needs but drawing the world is counted, in time of the core that runs it. Each side is
reported at its quickest, as other work on a machine only ever adds.

Run: python benchmarks/gates.py [--replications 6]
"""

from __future__ import annotations

import argparse
import time

import sim
from sim.scenario import Scenario, with_gates
from sim.simulation import MOST_LANES, Block
from sim.world import draw_world, lane_of


def nanoseconds(scenario: Scenario, replication: int) -> float:
    """One block: nanoseconds a stakeholder-week a lane, over the weeks it took."""
    plans = [scenario.plan(name) for name in ("early", "late")]
    lanes = [lane_of(scenario, plans[at % 2], {"carry_over": at / MOST_LANES}) for at in range(MOST_LANES)]
    world = draw_world(scenario, 1, replication)
    began = time.thread_time()
    block = Block(world, lanes)
    block.go_through()
    for at in range(len(lanes)):
        block.run(at)
    spent = time.thread_time() - began
    weeks = max(block.ended[at].week + 1 for at in block.ended) if block.is_over else scenario.horizon_weeks
    return spent * 1e9 / (scenario.population.n * weeks * len(lanes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=6)
    replications = parser.parse_args().replications
    on = with_gates(sim.load_scenario(), True)
    off = with_gates(on, False)
    off = off.model_copy(
        update={"programme": off.programme.model_copy(update={"horizon_weeks": on.horizon_weeks})}
    )
    nanoseconds(on, 0)  # compiles
    found: dict[str, list[float]] = {"on": [], "off": []}
    for replication in range(replications):
        for name, scenario in (("off", off), ("on", on)):
            found[name].append(nanoseconds(scenario, replication))
    for name, costs in found.items():
        print(f"gates {name:<3}: {min(costs):6.1f} ns a stakeholder-week a lane (slowest {max(costs):.1f})")
    print(f"ratio: {min(found['on']) / min(found['off']):.3f}")


if __name__ == "__main__":
    main()
