"""Runs on a world whose luck, and whose lanes' timetable, may have been made before."""

from __future__ import annotations

from collections.abc import Sequence

from sim.scenario import Equal, PeerRule
from sim.simulation.block import Block
from sim.simulation.luck import LuckOfAll
from sim.simulation.run import Run
from sim.world import Lane, Timetable, World

__all__ = ["LuckOfAll", "Tables", "simulate_in_stretches"]


class Tables:
    """Nothing that runs read: a timetable is an agenda already. Made only where one is still handed over."""

    def __init__(self, timetable: Timetable, weeks: int, first: int = 0) -> None:
        self.timetable = timetable


def simulate_in_stretches(
    world: World,
    lanes: Sequence[Lane],
    equal: Equal = "contacts",
    luck: LuckOfAll | None = None,
    timetable: Timetable | None = None,
    tables: Tables | None = None,
    peer_rule: PeerRule | None = None,
) -> list[Run]:
    """The runs ``simulate_lanes`` gives, of lanes of a world that has been drawn; at most a block of them."""
    rule = peer_rule or world.scenario.peer_rule
    block = Block(world, lanes, peer_rule=rule, timetable=timetable, luck=luck)
    block.go_through()
    return [block.run(at, equal) for at in range(len(lanes))]
