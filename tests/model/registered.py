"""Registered people as tests need them: a board of seven for everything.yaml, entered by name."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario, scenario_from
from sim.simulation import Run
from sim.world import World

Person = dict[str, Any]

BOARD: tuple[
    Person, ...
] = (  # its board takes 3 clinicians of the hill, 2 finance, 1 workforce, 1 estates lead
    {"name": "Ada Bell", "group": "clinicians", "locality": "hill", "stance": 0.5},
    {"name": "Bo Cole", "group": "clinicians", "locality": "hill", "stance": -0.5},
    {"name": "Cy Dee", "group": "clinicians", "locality": "vale", "stance": 0.1},
    {"name": "Di Eng", "group": "finance", "role": "finance", "stance": -0.1},
    {"name": "Ed Fox", "group": "finance", "role": "finance", "stance": 0.0},
    {"name": "Flo Gray", "group": "finance", "role": "workforce", "stance": -1.0},
    {"name": "Gus Hall", "group": "finance", "role": "estates", "stance": 1.0},
)


def registering(scenario: Scenario, *people: Person, **programme: Any) -> Scenario:
    """The scenario with these people in its register, checked."""
    data = scenario.model_dump(mode="json")
    data["population"]["register"] = list(people)
    data["programme"] |= programme
    return scenario_from(data)


def on_board(*people: Person) -> list[Person]:
    """The same people, who sit on the board."""
    return [{**person, "bodies": ["board"]} for person in people]


def row_of(world: World, name: str) -> int:
    """The row that a registered person has taken."""
    (row,) = (row for row, each in world.names.items() if each == name)
    return row


def board_vote(run: Run) -> dict[str, bool]:
    """Whether each registered member of the board votes in favour."""
    return next(review for review in run.reviews if review.body == "board").votes[0].by_name(run.names)
