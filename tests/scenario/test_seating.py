"""Who of a register sits on which seat, and how members are spread beside registered people."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from sim.scenario import Scenario, load_scenario
from sim.scenario.population import RegisteredStakeholder, allocate, filled_up
from sim.scenario.programme import Body, Seats
from sim.scenario.seating import OpenSeats, open_seats, register_in_words, seats_left
from tests.conftest import SCENARIOS

EVERYTHING = load_scenario(SCENARIOS / "everything.yaml")
ROLES = ("finance", "workforce", "estates")
PLACES = ("hill", "vale", "coast")


def person(name: str, group: str, **fields: Any) -> RegisteredStakeholder:
    return RegisteredStakeholder(name=name, group=group, **fields)


def with_people(scenario: Scenario, *people: RegisteredStakeholder) -> Scenario:
    """The scenario with these people in its register; not checked."""
    population = scenario.population.model_copy(update={"register": people})
    return scenario.model_copy(update={"population": population})


def left(scenario: Scenario, *seats: Seats) -> list[int]:
    """How many of a body's seats are left, seat by seat."""
    body = Body(name="board", decides="programme_board", seats=seats)
    return [each.count for each in seats_left(scenario, body)]


def test_whoever_fits_a_seat_that_is_meant_for_few_leaves_the_others_free():
    anywhere = Seats(group="clinicians", count=1)
    hill = Seats(group="clinicians", count=1, localities=("hill",))
    from_hill = person("A", "clinicians", locality="hill", bodies=("board",))
    from_vale = person("B", "clinicians", locality="vale", bodies=("board",))
    for people in ((from_hill, from_vale), (from_vale, from_hill)):
        for seats in ((anywhere, hill), (hill, anywhere)):
            assert left(with_people(EVERYTHING, *people), *seats) == [0, 0]
    assert left(with_people(EVERYTHING, from_vale), hill, anywhere) == [1, 0]


def test_whoever_fits_no_seat_takes_one_of_the_group_all_the_same():
    finance = Seats(group="finance", count=2, role="finance")
    estates = Seats(group="finance", count=1, role="estates")
    others = Seats(group="clinicians", count=3)
    people = [person(name, "finance", role="finance", bodies=("board",)) for name in "ABC"]
    assert left(with_people(EVERYTHING, *people), estates, finance, others) == [0, 0, 3]
    open_role = person("D", "finance", bodies=("board",))
    assert left(with_people(EVERYTHING, open_role), estates, finance, others) == [0, 2, 3]


def test_who_sits_elsewhere_takes_no_seat():
    seats = Seats(group="finance", count=2)
    people = (person("A", "finance", bodies=("trust",)), person("B", "finance"))
    assert left(with_people(EVERYTHING, *people), seats) == [2]


PEOPLE = st.lists(
    st.builds(
        lambda at, role: ("finance", None, role) if at is None else ("clinicians", at, None),
        st.sampled_from([None, *PLACES]),
        st.sampled_from([None, *ROLES]),
    ),
    max_size=8,
)
SEATS = st.lists(
    st.one_of(
        st.builds(
            lambda count, role: Seats(group="finance", count=count, role=role),
            st.integers(1, 3),
            st.sampled_from([None, *ROLES]),
        ),
        st.builds(
            lambda count, places: Seats(group="clinicians", count=count, localities=places),
            st.integers(1, 3),
            st.sampled_from([None, ("hill",), ("hill", "vale"), ("coast", "hill")]),
        ),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(people=PEOPLE, seats=SEATS)
def test_as_many_people_as_possible_sit_on_a_seat_that_is_meant_for_them(people, seats):
    room = Counter[str]()
    for each in seats:
        room[each.group] += each.count
    entered = []
    for at, (group, place, role) in enumerate(people):
        if sum(each.group == group for each in entered) < room[group]:
            fields = {"locality": place, "role": role, "bodies": ("board",)}
            entered.append(person(f"P {at}", group, **fields))
    scenario = with_people(EVERYTHING, *entered)
    slots = open_seats(scenario, tuple(seats))
    remaining = left(scenario, *seats)
    assert sum(remaining) == sum(room.values()) - len(entered)
    assert all(0 <= count <= each.count for count, each in zip(remaining, slots, strict=True))
    all_seats = [each for each in slots for _ in range(each.count)]
    taken = [each for each, count in zip(slots, remaining, strict=True) for _ in range(each.count - count)]
    assert most_on_fitting_seats(entered, taken) == most_on_fitting_seats(entered, all_seats)


def most_on_fitting_seats(people: list[RegisteredStakeholder], seats: list[OpenSeats]) -> int:
    """How many people can sit at once on seats that are meant for them."""
    if not people or not seats:
        return 0
    fits = csr_matrix([[each.fit(who) for each in seats] for who in people])
    return int((maximum_bipartite_matching(fits, perm_type="column") >= 0).sum())


SHARES = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1), min_size=1)


@settings(deadline=None)
@given(st.integers(0, 200), SHARES, st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 40)))
def test_members_are_spread_as_usual_as_far_as_registered_people_leave_it_possible(
    members: int, shares: dict[str, float], registered: dict[str, int]
):
    members = max(members, sum(registered.values()))
    usual, spread = allocate(members, shares), filled_up(members, shares, registered)
    assert sum(spread.values()) == members
    excess = 0
    for name, count in registered.items():
        assert spread.get(name, 0) >= count
        excess += max(0, count - usual.get(name, 0))
    moved = sum(max(0, usual[name] - spread[name]) for name in usual)
    assert moved == excess  # nobody gives way without need
    if excess == 0:
        assert spread == usual


def test_those_who_give_way_do_so_in_proportion_to_what_is_left():
    shares = {"a": 0.5, "b": 0.3, "c": 0.2}
    assert filled_up(100, shares, {"c": 60}) == {"a": 25, "b": 15, "c": 60}
    assert filled_up(100, shares, {"c": 60, "a": 20}) == {"a": 30, "b": 10, "c": 60}
    assert filled_up(10, {"a": 1.0}, {"b": 10}) == {"a": 0, "b": 10}


def test_a_register_in_words_counts_seats_and_those_who_may_be_drawn():
    board = EVERYTHING.programme.body("board")
    scenario = with_people(
        EVERYTHING,
        person("A", "finance", bodies=("board", "trust")),
        person("B", "clinicians", bodies=("board",)),
        person("C", "public"),
    )
    words = "3 registered by name: Board 2 of 7 seats; Trust 1 of 5 seats; 1 may be drawn for any seat"
    assert register_in_words(scenario) == words
    empty = board.model_copy(update={"seats": ()})
    programme = scenario.programme.model_copy(update={"bodies": (empty,)})
    without = scenario.model_copy(update={"programme": programme})
    assert "Board 2, all of it;" in register_in_words(without)


def test_more_people_than_seats_leave_no_seat_of_their_group():
    people = [person(f"P {at}", "public", bodies=("board",)) for at in range(20_000)]
    scenario = with_people(EVERYTHING, *people)
    assert left(scenario, Seats(group="public", count=200), Seats(group="clinicians", count=3)) == [0, 3]
