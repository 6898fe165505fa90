"""Waiting: activities that lanes of a block improvise, once a trigger is met."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.world.improvising import improvised, next_look

if TYPE_CHECKING:
    from sim.simulation.block import Block


class Waiting:
    """Lanes with activities that wait for a trigger."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._lanes = [
            at
            for at, lane in enumerate(block.lanes)
            if any(each.trigger is not None for each in lane.activities)
        ]

    def next_due(self, week: int) -> list[int]:
        """Weeks, from this one on, at whose end a trigger is next looked at."""
        weeks = [next_look(self._block.lanes[at].activities, week) for at in self._going_on()]
        return [each for each in weeks if each is not None]

    def look(self, week: int) -> None:
        """Start next week what has waited for a trigger that was met this week."""
        block = self._block
        for at in self._going_on():
            lane, column = block.lanes[at], block.column[at]
            activities = improvised(
                lane.activities,
                week,
                float(block.tally.public_support[column]),
                float(block.course.campaign_against[:, column].max()),
                block.decisions.has_failed(at),
            )
            if activities is not None:
                block.change(at, replace(lane, activities=activities))

    def _going_on(self) -> list[int]:
        return [at for at in self._lanes if at not in self._block.ended]
