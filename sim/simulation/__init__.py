"""Simulation: a scenario, a plan, a seed and a replication make a run; nothing else matters.

Lanes share people, network and luck; only parameters and calendar differ. A single run
is one lane, and has the same bits alone and beside others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sim.errors import bad_input
from sim.random_streams import DrawKind
from sim.scenario import Equal, PeerRule, Plan, Scenario, known_peer_rule, with_draws, with_gates
from sim.simulation.block import MOST_LANES, Block
from sim.simulation.luck import LuckOfAll
from sim.simulation.run import MOMENTS, Run, Snapshot, week_of_moment
from sim.simulation.story import Event, gates_not_reached
from sim.simulation.telling import story_lines
from sim.world import Lane, Timetable, World, draw_world, lane_of

__all__ = [
    "MOMENTS",
    "MOST_LANES",
    "Block",
    "Event",
    "LuckOfAll",
    "Run",
    "Snapshot",
    "check_luck",
    "gates_not_reached",
    "simulate",
    "simulate_lanes",
    "story_lines",
    "week_of_moment",
]


def simulate(
    scenario: Scenario,
    plan: str | Plan = "early",
    seed: int = 1,
    replication: int = 0,
    behaviour: Mapping[str, float] | None = None,
    equal: Equal = "contacts",
    attendance: str = "drawn",
    off: Iterable[str] = (),
    peer_rule: PeerRule | None = None,
    explain: bool = False,
    gates: bool | None = None,
    draws: DrawKind | None = None,
) -> Run:
    """Run one plan once.

    Parameters
    ----------
    plan : name of a plan in the scenario, or a Plan
    seed, replication : int >= 0
        Together the luck of the run; replications of a seed are independent, but for antithetic pairs.
    behaviour : mapping, optional
        Behaviour parameters that differ from the scenario's.
    equal : "contacts", "cost" or "intensity"
        What compared plans have in common (see ``sim.scenario.budget``).
    attendance : "drawn" or "expected"
        Draw who comes, or count everybody with the probability of coming.
    off : names of switches
        Mechanisms to take out (``sim.SWITCHES``).
    peer_rule : name of a peer rule, optional
        Instead of the scenario's.
    gates : bool, optional
        Whether gates hold the programme up, instead of what the scenario says.
    draws : "independent" or "antithetic", optional
        Whether every second replication mirrors the luck of the one before it, instead of what the
        scenario says.
    explain : bool
        Keep an exact account of what each mechanism added to every stakeholder's support.

    Raises
    ------
    BadInput
        If plan, parameter or seed does not exist or cannot be.
    """
    scenario = with_draws(with_gates(scenario, gates), draws)
    chosen = scenario.plan(plan) if isinstance(plan, str) else plan
    lane = lane_of(scenario, chosen, behaviour, equal, off=off)
    lanes = simulate_lanes(
        scenario, [lane], seed, replication, equal, attendance, peer_rule=peer_rule, explain=explain
    )
    return lanes[0]


def simulate_lanes(
    scenario: Scenario,
    lanes: Sequence[Lane],
    seed: int = 1,
    replication: int = 0,
    equal: Equal = "contacts",
    attendance: str = "drawn",
    world: World | None = None,
    peer_rule: PeerRule | None = None,
    explain: bool = False,
    timetable: Timetable | None = None,
    luck: LuckOfAll | None = None,
) -> list[Run]:
    """Run several design points of one replication together, on the same people and the same luck.

    ``world`` may be given if it has been drawn already, with this seed and replication, and its ``luck`` if
    that is read again and again; the ``timetable`` of these lanes, if it has been made for another
    replication and they fit in one block.
    """
    rule = known_peer_rule(peer_rule or scenario.peer_rule)
    check_luck(seed, replication, attendance)
    if not lanes:
        return []
    world = world or draw_world(scenario, seed, replication)
    runs = []
    for first in range(0, len(lanes), MOST_LANES):
        together = lanes[first : first + MOST_LANES]
        table = timetable if len(together) == len(lanes) else None
        block = Block(world, together, attendance == "expected", rule, explain, table, luck)
        block.go_through()
        runs += [block.run(at, equal) for at in range(len(block.lanes))]
    return runs


def check_luck(seed: int, replication: int, attendance: str) -> None:
    """Refuse luck that there is not.

    Raises
    ------
    BadInput
        If seed or replication is below 0, or attendance neither drawn nor expected.
    """
    if seed < 0 or replication < 0:
        raise bad_input("seed", "", f"and replication must be 0 or more; they are {seed} and {replication}")
    if attendance not in ("drawn", "expected"):
        raise bad_input("attendance", "", f"is '{attendance}'; expected drawn or expected")
