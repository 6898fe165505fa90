"""Votes: bodies that vote at milestones without holding a programme up, where gates are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.gates import Review, review_body, reviews_due, weeks_of_votes
from sim.simulation.run import Decided

if TYPE_CHECKING:
    from sim.simulation.block import Block


class Votes:
    """What bodies make of each lane of a block."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._reviews: list[list[Review]] = [[] for _ in block.lanes]
        self._due: dict[int, list[int]] = {}
        for at, lane in enumerate(block.lanes):
            for week in weeks_of_votes(lane.milestones):
                self._due.setdefault(week, []).append(at)

    @property
    def weeks_due(self) -> list[int]:
        """Weeks in which any body votes."""
        return list(self._due)

    def sit(self, week: int) -> None:
        """Let the bodies vote that do so this week."""
        for at in self._due.get(week, ()):
            lane = self._block.lanes[at]
            support = self._block.state.support[:, self._block.column[at]]
            for membership in reviews_due(self._block.world.members, lane.milestones, week):
                self._reviews[at].append(review_body(membership, support, lane.parameters["vote_bar"], week))

    def has_failed(self, at: int) -> bool:
        """Whether any gate has sent a programme back: there is none."""
        return False

    def of(self, at: int, week: int) -> Decided:
        """What bodies have made of a lane by the end of a week."""
        return Decided(tuple(self._reviews[at]))
