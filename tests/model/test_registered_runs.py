"""What registered people do in a run: vote, move others, and otherwise change nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.arrays import Integers, State
from sim.errors import BadInput
from sim.experiments.explain import two_lives
from sim.knobs import as_array
from sim.outcomes import outcomes_of, read_outcomes
from sim.scenario import Scenario, scenario_from
from sim.simulation import Block, Run, simulate
from sim.world import World, draw_world, lane_of, starting_point
from tests.model.bits import bits_of
from tests.model.lanes import advanced, largest_difference
from tests.model.registered import BOARD, board_vote, on_board, registering, row_of
from tests.model.test_relabelling import (
    RelabelledCalendar,
    RelabelledLuck,
    relabelled_world,
    shuffled_within_groups,
)


def drawn_as_registered(scenario: Scenario, world: World) -> list[dict[str, Any]]:
    """The first people of every place as a register would enter them: as they are drawn."""
    stance = starting_point(world, as_array([scenario.parameters()]))[0].support[:, 0]
    people, start = [], world.people.group_start
    for at, group in enumerate(scenario.population.groups):
        home = {"steward": world.people.role, "assurer": world.people.body}.get(
            group.kind, world.people.locality
        )
        for place in np.unique(home[start[at] : start[at + 1]]):
            row = int(start[at] + np.flatnonzero(home[start[at] : start[at + 1]] == place)[0])
            sits = [each.body.name for each in world.members if row in each.members]
            fields: dict[str, Any] = {"bodies": sits, "stance": float(stance[row])}
            if group.kind == "steward":
                fields["role"] = ("finance", "workforce", "estates")[place]
            elif group.kind == "assurer":
                fields["bodies"] = [scenario.programme.bodies[place].name]
            else:
                fields["locality"] = scenario.population.localities[place].name
            if group.kind == "resident":
                fields["attachment"] = float(world.attachment[row])
            people.append({"name": f"{group.name} {row} x", "group": group.name, "influence": 1.0} | fields)
    return people


@pytest.mark.parametrize("replication", [0, 1])
def test_registering_people_as_they_are_drawn_changes_no_bit(everything: Scenario, replication: int) -> None:
    world = draw_world(everything, 5, replication)
    people = drawn_as_registered(everything, world)
    seated = [person for person in people if person["group"] != "assurance"]
    assert len(seated) >= 15
    scenario = registering(everything, *seated)
    for plan in ("secret", "open"):
        plain, entered = (simulate(each, plan, 5, replication) for each in (everything, scenario))
        assert bits_of(entered) == bits_of(plain)
        assert entered.names.keys() == {int(person["name"].split()[1]) for person in seated}


def of_two_minds(scenario: Scenario, behaviour: dict[str, float]) -> list[Run]:
    """The same run with a board member who starts all for it, and all against."""
    people = ({**BOARD[0], "stance": stance} for stance in (1.0, -1.0))
    return [
        simulate(registering(scenario, *on_board(each)), "open", 1, behaviour=behaviour) for each in people
    ]


def test_a_stance_moves_the_vote_and_others(everything: Scenario) -> None:
    """Of people who do not think for themselves; who does comes to believe much the same."""
    for_it, against = of_two_minds(everything, {"self_evaluation": 0.0})
    assert [board_vote(run) for run in (for_it, against)] == [{"Ada Bell": True}, {"Ada Bell": False}]
    others = np.setdiff1d(np.arange(250), list(for_it.names))
    assert (for_it.state.support[others] != against.state.support[others]).any()


def test_a_stance_fades_by_the_decision_and_is_not_forgotten(everything: Scenario) -> None:
    for_it, against = (run.snapshots["decision"].support for run in of_two_minds(everything, {}))
    (row,) = simulate(registering(everything, *on_board(BOARD[0])), "open", 1).names
    assert 0.05 < for_it[row] - against[row] < 1


def test_an_influence_moves_others_and_some_outcome(everything: Scenario) -> None:
    scenarios = [
        registering(everything, *on_board({**BOARD[0], "stance": -1.0, "influence": influence}))
        for influence in (1.0, 20.0)
    ]
    quiet, loud = (simulate(scenario, "open", 1) for scenario in scenarios)
    others = np.setdiff1d(np.arange(250), list(quiet.names))
    moved = loud.state.support[others] - quiet.state.support[others]
    assert moved.mean() < 0 < np.abs(moved).max()
    before, after = (read_outcomes(run, outcomes_of(everything)) for run in (quiet, loud))
    assert max(abs(after[name] - before[name]) for name in before if before[name] == before[name]) > 1e-6


def test_an_attachment_moves_harm_and_so_support(everything: Scenario) -> None:
    runs = [
        simulate(
            registering(
                everything,
                {"name": "Hal Ives", "group": "public", "locality": "coast", "attachment": attachment},
            ),
            "open",
            1,
        )
        for attachment in (0.0, 1.0)
    ]
    (row,) = runs[0].names
    assert runs[1].state.support[row] < runs[0].state.support[row]


# the same people, otherwise


def test_a_scenario_read_back_from_what_it_was_dumped_to_has_the_same_bits(everything: Scenario) -> None:
    scenario = registering(everything, *on_board(*BOARD))
    again = scenario_from(scenario.model_dump())
    assert again == scenario
    assert [person.name for person in again.population.register] == [person["name"] for person in BOARD]
    assert bits_of(simulate(again, "secret", 3)) == bits_of(simulate(scenario, "secret", 3))


def test_the_order_of_people_from_different_places_changes_no_bit(everything: Scenario) -> None:
    people = on_board(*(BOARD[at] for at in (0, 2, 3, 5, 6)))
    one, other = (registering(everything, *each) for each in (people, people[::-1]))
    first, second = simulate(one, "secret", 3), simulate(other, "secret", 3)
    assert first.names == second.names
    assert bits_of(first) == bits_of(second)


def test_relabelling_registered_and_other_stakeholders_relabels_results(everything: Scenario) -> None:
    people = [{**person, "influence": 1 + at} for at, person in enumerate(BOARD)]
    scenario = registering(everything, *on_board(*people))
    world = draw_world(scenario, 1, 0)
    order: Integers = shuffled_within_groups(world.people, 1)
    lanes = [lane_of(scenario, scenario.plan("open"))]
    renamed_world = relabelled_world(world, order)
    original, renamed = Block(world, lanes), Block(renamed_world, lanes)
    renamed.luck.source = RelabelledLuck(renamed.luck.source, order)
    renamed.calendar = RelabelledCalendar(renamed.calendar, order)
    advanced(original, 110)
    advanced(renamed, 110)
    for name, ours, theirs in zip(State._fields, original.state, renamed.state, strict=True):
        assert largest_difference(ours[order], theirs) <= 1e-10, name
    assert renamed_world.names != world.names
    votes = [board_vote(block.run(0)) for block in (original, renamed)]
    assert votes[0] == votes[1]
    assert len(votes[0]) == 7


def test_a_block_of_lanes_has_the_bits_of_a_run_with_registered_people(everything: Scenario) -> None:
    scenario = registering(everything, *on_board(*({**person, "influence": 2.5} for person in BOARD)))
    lanes = [lane_of(scenario, scenario.plan(name)) for name in ("secret", "open", "written")] * 4
    world = draw_world(scenario, 6, 0)
    block = Block(world, lanes)
    advanced(block, 110)
    assert bits_of(block.run(4)) == bits_of(simulate(scenario, "open", 6))


# names


def test_two_lives_can_be_followed_by_name(everything: Scenario) -> None:
    scenario = registering(everything, *on_board(*BOARD))
    by_name = two_lives(scenario, ("secret", "open"), "ada  bell", seed=2)
    row = row_of(draw_world(scenario, 2, 0), "Ada Bell")
    assert by_name.person == row
    assert by_name.story()[0].startswith(f"Ada Bell, stakeholder {row} (Clinicians in hill): ")
    by_row = two_lives(scenario, ("secret", "open"), row, seed=2)
    assert by_row.weeks.equals(by_name.weeks)
    with pytest.raises(BadInput, match=r"nor a row \(0 to 249\); did you mean Ada Bell\?"):
        two_lives(scenario, ("secret", "open"), "Ada Ball")


def test_a_story_names_registered_people_who_vote_against(everything: Scenario) -> None:
    scenario = registering(everything, *on_board({**BOARD[0], "stance": 1.0}, {**BOARD[1], "stance": -1.0}))
    run = simulate(scenario, "open", 1, behaviour={"self_evaluation": 0.0})
    (told,) = (event.what for event in run.events if event.what.startswith("Board: "))
    assert told.endswith("; against, of those registered: Bo Cole")
    plain = simulate(everything, "open", 1)
    assert not [event for event in plain.events if "registered" in event.what]
    assert plain.names == {}
