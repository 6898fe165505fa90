"""Registered people take rows, and sit where they are entered; everybody else stays as drawn."""

from __future__ import annotations

import numpy as np
import pytest

from sim.arrays import NOWHERE
from sim.knobs import as_array
from sim.scenario import Scenario
from sim.simulation import Block
from sim.world import World, draw_world, starting_point
from tests.model.lanes import STILL, advanced, lane_with
from tests.model.registered import BOARD, board_vote, on_board, registering, row_of

ARRAYS_OF_PEOPLE = ("locality", "role", "body", "in_withdrawal", "weight", "affected", "suspects_cuts")


def still_votes(scenario: Scenario) -> dict[str, bool]:
    """How the board's registered members vote in a world in which nothing moves anybody."""
    run = advanced(Block(draw_world(scenario, 1, 0), [lane_with(scenario, STILL)]), 110).run(0)
    (review,) = (review for review in run.reviews if review.body == "board")
    assert review.votes_for + review.votes_against == 7
    return board_vote(run)


# who sits where, and votes how


def test_a_registered_board_votes_as_entered(everything: Scenario) -> None:
    votes = still_votes(registering(everything, *on_board(*BOARD)))
    assert votes == {person["name"]: person["stance"] >= 0 for person in BOARD}


@pytest.mark.parametrize("count", [1, 4])
def test_seats_that_nobody_is_registered_for_are_drawn(everything: Scenario, count: int) -> None:
    votes = still_votes(registering(everything, *on_board(*BOARD[:count])))
    assert votes == {person["name"]: person["stance"] >= 0 for person in BOARD[:count]}


def test_a_body_without_seats_consists_of_those_registered_for_it(everything: Scenario) -> None:
    bodies = everything.model_dump(mode="json")["programme"]["bodies"]
    bodies[3]["seats"] = []
    scenario = registering(everything, *on_board(*BOARD[2:5]), bodies=bodies)
    world = draw_world(scenario, 4, 2)
    (board,) = (each.members for each in world.members if each.body.name == "board")
    assert sorted(board) == sorted(world.registered)


def test_who_sits_in_one_body_is_drawn_for_no_other_and_who_sits_nowhere_may_be(everything: Scenario) -> None:
    """The trust draws three of twelve stewards; four are registered for the board, two for nothing."""
    free = [{"name": f"G {at}", "group": "finance", "role": "finance"} for at in range(2)]
    scenario = registering(everything, *on_board(*BOARD[3:]), *free)
    seen: set[str] = set()
    for replication in range(40):
        world = draw_world(scenario, 1, replication)
        (trust,) = (each.members for each in world.members if each.body.name == "trust")
        seen |= {world.names[row] for row in trust if row in world.names}
    assert seen == {"G 0", "G 1"}


def test_an_assurer_judges_for_the_body_it_is_registered_for(everything: Scenario) -> None:
    scenario = registering(
        everything,
        {"name": "Ann Assay", "group": "assurance", "bodies": ["senate"]},
        {"name": "Ben Bar", "group": "assurance", "bodies": ["examiners"]},
    )
    world = draw_world(scenario, 1, 0)
    for name, body in (("Ann Assay", "senate"), ("Ben Bar", "examiners")):
        (members,) = (each.members for each in world.members if each.body.name == body)
        row = row_of(world, name)
        assert row in members
        assert scenario.programme.bodies[world.people.body[row]].name == body


# rows and places


def test_who_is_drawn_keeps_row_place_and_luck(everything: Scenario) -> None:
    scenario = registering(
        everything,
        *on_board(*BOARD),
        {"name": "Hal Ives", "group": "public", "locality": "coast", "attachment": 0.25, "influence": 3},
        {"name": "Ivy Jay", "group": "public", "locality": "coast"},
        {"name": "Jo Kerr", "group": "politicians", "locality": "vale", "stance": -0.75},
    )
    before, after = draw_world(everything, 2, 1), draw_world(scenario, 2, 1)
    for name in (*ARRAYS_OF_PEOPLE, "cell", "gain_deviate", "judgement_deviate", "threshold_deviate"):
        assert np.array_equal(getattr(before.people, name), getattr(after.people, name)), name
    assert np.array_equal(before.network.neighbour, after.network.neighbour)
    hal, drawn = row_of(after, "Hal Ives"), np.setdiff1d(np.arange(after.n), after.registered)
    assert np.flatnonzero(before.attachment != after.attachment).tolist() == [hal]
    assert after.attachment[hal] == 0.25
    assert np.flatnonzero(after.people.influence != 1).tolist() == [hal]
    starts = [starting_point(each, as_array([scenario.parameters()])) for each in (before, after)]
    for ours, theirs in zip(starts[0][1], starts[1][1], strict=True):
        assert np.array_equal(ours[drawn], theirs[drawn])
    for person in (*BOARD, {"name": "Jo Kerr", "stance": -0.75}):
        row = row_of(after, person["name"])
        for array in (starts[1][0].support, starts[1][1].support, starts[1][1].lasting):
            assert (array[row] == person["stance"]).all()


def test_registered_people_are_in_their_group_place_and_role(everything: Scenario) -> None:
    scenario = registering(everything, *on_board(*BOARD))
    world, groups = draw_world(scenario, 2, 1), [group.name for group in scenario.population.groups]
    places = [place.name for place in scenario.population.localities]
    for person in BOARD:
        row = row_of(world, person["name"])
        group = int(np.searchsorted(world.people.group_start, row, side="right")) - 1
        assert groups[group] == person["group"]
        place, role = int(world.people.locality[row]), int(world.people.role[row])
        assert (place == NOWHERE) == ("role" in person)
        if "role" in person:
            assert ("finance", "workforce", "estates")[role] == person["role"]
        else:
            assert places[place] == person["locality"]


def counts(world: World, group: str) -> list[int]:
    """Members of a group in each locality."""
    at = [each.name for each in world.scenario.population.groups].index(group)
    here = world.people.locality[world.people.group_start[at] : world.people.group_start[at + 1]]
    return np.bincount(here, minlength=len(world.scenario.population.localities)).tolist()


def test_more_registered_than_a_place_has_members_push_out_as_few_as_needed(everything: Scenario) -> None:
    """Of forty clinicians the coast has ten; fourteen registered there leave 17 and 9 of 20 and 10."""
    people = [{"name": f"C {at}", "group": "clinicians", "locality": "coast"} for at in range(14)]
    before, after = draw_world(everything, 1, 0), draw_world(registering(everything, *people), 1, 0)
    assert counts(before, "clinicians") == [20, 10, 10]
    assert counts(after, "clinicians") == [17, 9, 14]
    assert (after.people.locality[after.registered] == 2).all()
    assert len(set(after.registered.tolist())) == 14
    drawn = np.setdiff1d(np.arange(after.n), after.registered)
    assert np.array_equal(before.people.locality[drawn], after.people.locality[drawn])


def test_whose_place_is_left_open_is_somewhere_else_in_every_replication(everything: Scenario) -> None:
    scenario = registering(everything, {"name": "Ada Bell", "group": "clinicians"})
    worlds = [draw_world(scenario, 1, number) for number in range(60)]
    places = [int(each.people.locality[row_of(each, "Ada Bell")]) for each in worlds]
    assert {row_of(each, "Ada Bell") < 40 for each in worlds} == {True}
    share = np.bincount(places, minlength=3) / 60
    assert np.abs(share - [0.5, 0.25, 0.25]).max() < 0.2  # three standard errors
    assert all(counts(each, "clinicians") == [20, 10, 10] for each in worlds)


def test_people_of_open_place_leave_enough_others_for_every_seat(everything: Scenario) -> None:
    """Four of eighteen politicians are from the coast, and scrutiny draws three of them."""
    bodies = everything.model_dump(mode="json")["programme"]["bodies"]
    advisers = {"name": "advisers", "decides": "advice", "seats": [{"group": "politicians", "count": 4}]}
    people = ({"name": f"P {at}", "group": "politicians", "bodies": ["advisers"]} for at in range(4))
    scenario = registering(everything, *people, bodies=[*bodies, advisers])
    worlds = [draw_world(scenario, 1, replication) for replication in range(60)]
    from_the_coast = [int((each.people.locality[each.registered] == 2).sum()) for each in worlds]
    assert set(from_the_coast) == {0, 1}
