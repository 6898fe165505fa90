"""What a week costs: blocks of 1 to 32 lanes side by side, beside a loop of plain Python as a yardstick.

Compiled weeks alone, with what is recorded of them, every mechanism of the shipped scenario on but gates,
so that all blocks live the same weeks; sizes alternate, and each is reported at its quickest of several
replications, as other work on a machine only ever adds to it.

Run: python benchmarks/week.py [--replications 8]
"""

from __future__ import annotations

import argparse
import time

from yardstick import in_words, yardstick

import sim
import sim.simulation.block as block_module
from sim.scenario import with_gates
from sim.simulation import Block
from sim.world import draw_world, lane_of

LANES = (1, 2, 8, 32)


def nanoseconds(scenario: sim.Scenario, lanes: int, replication: int) -> float:
    """Compiled weeks of one block: nanoseconds a stakeholder-week a lane."""
    plans = [scenario.plan(name) for name in ("early", "late")]
    block = Block(
        draw_world(scenario, 1, replication), [lane_of(scenario, plans[at % 2]) for at in range(lanes)]
    )
    settled, spent = block_module.settled, [0.0]

    def timed(kernel: object, *arguments: object) -> object:
        compiled = settled(kernel, *arguments)
        if kernel is not block_module.advance_weeks:
            return compiled

        def advance(*given: object) -> None:
            began = time.perf_counter()
            compiled(*given)
            spent[0] += time.perf_counter() - began

        return advance

    block_module.settled = timed
    try:
        block.go_through()
    finally:
        block_module.settled = settled
    return spent[0] * 1e9 / (scenario.population.n * scenario.programme.horizon_weeks * lanes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=8)
    replications = parser.parse_args().replications
    scenario = with_gates(sim.load_scenario(), False)
    nanoseconds(scenario, 1, 0)  # compiles
    found: dict[int, list[float]] = {lanes: [] for lanes in LANES}
    loops = []
    for replication in range(replications):
        for lanes in LANES:
            loops.append(yardstick())
            found[lanes].append(nanoseconds(scenario, lanes, replication))
    print(in_words(loops))
    for lanes, costs in found.items():
        print(
            f"{lanes:>3} lanes: {min(costs):6.1f} ns a stakeholder-week a lane (slowest {max(costs):.1f}; "
            f"{replications} blocks)"
        )
    print(f"ratio: {min(found[1]) / min(found[32]):.2f}")


if __name__ == "__main__":
    main()
