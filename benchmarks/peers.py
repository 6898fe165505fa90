"""The same Friedkin-Johnsen process in AgentPy and in this kernel: agreeing results, side by side.

Everybody is aware and talks to peers; a share of the prior view pulls back. AgentPy runs it as its
tutorials do: agents with a method each, an AgentList called by name. This model runs it with every other
mechanism's rate at zero, which still costs their arithmetic. Both share the drawn network and prior views,
and must end within 1e-12 of each other. Sides alternate in one process, one core; setting up is not
counted, and each is reported at its quickest.

Run, in an environment with ``benchmarks/requirements-peers.txt`` beside this package, from the root:
PYTHONPATH=. python benchmarks/peers.py [--rounds 4] [--weeks 100]
"""

from __future__ import annotations

import argparse
import time

import agentpy
import numpy as np
from yardstick import in_words, yardstick

import sim
from sim.arrays import Floats
from sim.scenario import with_gates
from sim.simulation import MOST_LANES, Block
from sim.world import World, draw_world
from tests.model.lanes import STILL, lane_with

TALK, PRIOR_PULL = 0.5, 0.05
AGREE = 1e-12


class Person(agentpy.Agent):  # type: ignore[misc]
    """Somebody who moves towards the mean of those it hears, and back to what it thought at first."""

    def setup(self, view: float) -> None:
        self.prior_view = self.support = view
        self.heard = view
        self.peers: list[Person] = []

    def hear(self) -> None:
        if self.peers:
            self.heard = sum(peer.support for peer in self.peers) / len(self.peers)

    def change(self) -> None:
        talk = TALK * (self.heard - self.support)
        self.support += talk + PRIOR_PULL * (self.prior_view - self.support)


class Talk(agentpy.Model):  # type: ignore[misc]
    """Everybody hears, then everybody changes."""

    def setup(self) -> None:
        views = self.p.views
        self.people = agentpy.AgentList(self, len(views), Person, view=agentpy.AttrIter(views))
        people = list(self.people)
        for person, peers in zip(people, self.p.peers, strict=True):
            person.peers = [people[peer] for peer in peers]

    def step(self) -> None:
        self.people.hear()
        self.people.change()


def in_agentpy(world: World, views: Floats, weeks: int) -> tuple[float, Floats]:
    """Seconds of so many weeks, and where everybody ends."""
    start, neighbour = world.network.start, world.network.neighbour
    peers = [neighbour[start[i, 0] : start[i, -1]].tolist() for i in range(world.n)]
    model = Talk({"views": views.tolist(), "peers": peers})
    model.sim_setup(steps=weeks, seed=1)
    began = time.perf_counter()
    for _ in range(weeks):
        model.sim_step()
    spent = time.perf_counter() - began
    return spent, np.array([person.support for person in model.people])


def in_lanes(world: World, weeks: int) -> tuple[float, Floats, Floats]:
    """Seconds a lane of so many weeks, where everybody began and where everybody ends."""
    parameters = {**STILL, "prior_sd": 0.3, "peer_influence": TALK, "pull_to_prior": PRIOR_PULL}
    block = Block(world, [lane_with(world.scenario, parameters) for _ in range(MOST_LANES)])
    block.state.awareness[:] = 1.0
    views = block.prior.support[:, 0].copy()
    began = time.perf_counter()
    for week in range(weeks):
        block.advance(week)
    return (time.perf_counter() - began) / MOST_LANES, views, block.state.support[:, -1].copy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--weeks", type=int, default=100)
    arguments = parser.parse_args()
    scenario = with_gates(sim.load_scenario(), False)
    world = draw_world(scenario, 1, 0)
    in_lanes(world, 1)  # compiles
    ours, theirs, loops = [], [], []
    gap = 0.0
    for _ in range(arguments.rounds):
        loops.append(yardstick())
        spent, views, ends = in_lanes(world, arguments.weeks)
        ours.append(spent)
        loops.append(yardstick())
        spent, told = in_agentpy(world, views, arguments.weeks)
        theirs.append(spent)
        gap = max(gap, float(np.abs(told - ends).max()))
    if gap > AGREE:
        raise SystemExit(f"the two differ by {gap:.3g}")
    per = 1e9 / (world.n * arguments.weeks)
    print(in_words(loops))
    print(
        f"supports after {arguments.weeks} weeks differ by at most {gap:.2g}; they moved by up to "
        f"{float(np.abs(ends - views).max()):.2f}"
    )
    print(
        f"this kernel, {MOST_LANES} lanes, one core: {min(ours) * per:8.1f} ns a stakeholder-week of a lane"
    )
    print(f"AgentPy {agentpy.__version__}, one core:     {min(theirs) * per:8.1f} ns a stakeholder-week")
    print(f"ratio: {min(theirs) / min(ours):.0f}")


if __name__ == "__main__":
    main()
