"""Luck: this week's draws for everybody, the same under every plan and in the compiled model."""

from __future__ import annotations

from sim.world import Luck, World


class WeeklyLuck:
    """What chance has in store this week, by row of stakeholder; drawn whether it is used or not."""

    noise: list[float]
    joining: list[float]
    leaving: list[float]
    responding: list[float]
    leak: float

    def __init__(self, world: World) -> None:
        self._streams = Luck(world)

    def draw(self) -> None:
        """Draw the next week."""
        draws = self._streams.next_week()
        self.noise, self.joining, self.leaving = (
            draws.noise.tolist(),
            draws.joining.tolist(),
            draws.leaving.tolist(),
        )
        self.responding, self.leak = draws.responding.tolist(), float(draws.leak[0])
