"""How a programme ends: in one of seven ways, in a week, at a gate or after the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sim.gates.votes import Review

Outcome = Literal[
    "approved as proposed",
    "approved modified",
    "stopped at a gate",
    "stopped by minister",
    "quashed",
    "approved but unfunded",
    "still running",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True)
class Ending:
    """How and when a programme ended, and at which gate if at one (its name, and its title)."""

    outcome: Outcome
    week: int
    gate: str = ""
    gate_title: str = ""

    @property
    def words(self) -> str:
        what = f"stopped at gate: {self.gate_title}" if self.gate else self.outcome
        return f"{what[0].upper()}{what[1:]} in week {self.week}"

    @property
    def approved(self) -> bool:
        """Whether it goes ahead."""
        return self.outcome in ("approved as proposed", "approved modified")


def stopped_at_gate(reviews: Sequence[Review]) -> Ending | None:
    """The end at a gate whose tries are used up, if there was one."""
    for review in reviews:
        if review.then == "stops":
            return Ending("stopped at a gate", review.week, review.gate, review.title)
    return None
