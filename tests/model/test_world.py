"""The world is what the scenario says: who lives where, hears whom and sits where, with whose luck."""

from __future__ import annotations

import numpy as np
import pytest

from sim.arrays import NOWHERE, RESIDENT
from sim.random_streams import AttendanceDraws
from sim.scenario import Plan, Scenario
from sim.scenario.plan import Activity, Audience
from sim.simulation import Block
from sim.world import Calendar, Luck, World, draw_world, lane_of
from sim.world.network import LAYERS
from sim.world.world import rows_by_kind
from tests.model.lanes import rows_of

WORLDS = [(name, seed) for name in ("emergency_care", "everything", "few") for seed in (1, 2)]


@pytest.fixture(params=WORLDS, ids=lambda each: f"{each[0]} seed {each[1]}")
def world(request: pytest.FixtureRequest) -> World:
    name, seed = request.param
    return draw_world(request.getfixturevalue(name), seed, 0)


def rows(world: World, group: str) -> np.ndarray:
    groups = [each.name for each in world.scenario.population.groups]
    start = world.people.group_start
    return np.arange(start[groups.index(group)], start[groups.index(group) + 1])


def test_groups_have_the_members_the_scenario_gives_them(world: World) -> None:
    sizes = np.diff(world.people.group_start)
    assert sizes.tolist() == [group.members for group in world.scenario.population.groups]
    assert world.n == sum(sizes)


def test_members_live_where_the_scenario_puts_them(world: World) -> None:
    population = world.scenario.population
    total = sum(place.residents for place in population.localities)
    for group in population.groups:
        here = world.people.locality[rows(world, group.name)]
        if group.kind in ("steward", "assurer"):
            assert (here == NOWHERE).all()
            continue
        for at, place in enumerate(population.localities):
            share = group.localities[place.name] if group.localities else place.residents / total
            assert abs((here == at).sum() - share * group.members) < 1


def test_residents_stand_for_everybody_who_lives_in_their_locality(world: World) -> None:
    population = world.scenario.population
    people = world.people
    standing = np.concatenate(
        [rows(world, group.name) for group in population.groups if group.stands_for_residents]
    )
    for at, place in enumerate(population.localities):
        here = standing[people.locality[standing] == at]
        assert people.weight[here].sum() == pytest.approx(place.residents, rel=1e-12)
    others = np.setdiff1d(np.arange(world.n), standing)
    assert (people.weight[others] == 1).all()


def test_roles_and_bodies_have_their_shares(world: World) -> None:
    for group in world.scenario.population.groups:
        mine = rows(world, group.name)
        if group.kind == "steward":
            shares = list((group.roles or dict.fromkeys(("finance", "workforce", "estates"), 1 / 3)).values())
            counts = [(world.people.role[mine] == at).sum() for at in range(3)]
        elif group.kind == "assurer":
            names = [body.name for body in world.scenario.programme.bodies]
            shares = list(group.bodies.values())
            counts = [(world.people.body[mine] == names.index(name)).sum() for name in group.bodies]
        else:
            assert (world.people.role[mine] == NOWHERE).all()
            assert (world.people.body[mine] == NOWHERE).all()
            continue
        assert np.abs(np.array(counts) - np.array(shares) * group.members).max() < 1


def test_about_as_many_suspect_cuts_as_the_scenario_says(emergency_care: Scenario) -> None:
    worlds = [draw_world(emergency_care, 1, number) for number in range(40)]
    for group in emergency_care.population.groups:
        share = np.mean([each.people.suspects_cuts[rows(each, group.name)].mean() for each in worlds])
        error = np.sqrt(group.suspects_cuts * (1 - group.suspects_cuts) / (40 * group.members))
        assert abs(share - group.suspects_cuts) <= 3 * error


def ties(world: World, layer: int) -> np.ndarray:
    """Ties of a layer, a row (source, target) each."""
    start = world.network.start
    source = np.repeat(np.arange(world.n), start[:, layer + 1] - start[:, layer])
    target = np.concatenate(
        [world.network.neighbour[start[i, layer] : start[i, layer + 1]] for i in range(world.n)]
    )
    return np.column_stack([source, target])


@pytest.mark.parametrize("layer", range(len(LAYERS)), ids=LAYERS)
def test_ties_are_mutual_without_loops_or_repeats(world: World, layer: int) -> None:
    pairs = ties(world, layer)
    assert len(pairs) > 0
    assert (pairs[:, 0] != pairs[:, 1]).all()
    assert len({tuple(pair) for pair in pairs}) == len(pairs)
    assert {tuple(pair) for pair in pairs} == {(j, i) for i, j in pairs}


def test_rows_of_the_network_are_ordered_by_layer_and_neighbour(world: World) -> None:
    start, neighbour = world.network.start, world.network.neighbour
    assert start[0, 0] == 0
    assert start[-1, -1] == neighbour.size
    assert (start[1:, 0] == start[:-1, -1]).all()
    assert (np.diff(start, axis=1) >= 0).all()
    for i in range(world.n):
        for layer in range(len(LAYERS)):
            assert (np.diff(neighbour[start[i, layer] : start[i, layer + 1]]) > 0).all()


def test_people_have_as_many_ties_as_configured_on_average(emergency_care: Scenario) -> None:
    """Every tie started counts at both ends; a few are lost, as loops or as started from both ends."""
    settings = emergency_care.population.network
    world = draw_world(emergency_care, 1, 0)
    kinds = rows_by_kind(emergency_care, world.people)
    degree = {name: np.diff(world.network.start, axis=1)[:, at] for at, name in enumerate(LAYERS)}
    online = np.concatenate([kinds["resident"], kinds["elected"], kinds["professional"]])
    circle = kinds["steward"].size + kinds["assurer"].size + settings.governance_leads
    started = {
        "professional": (kinds["professional"].size, settings.professional_degree),
        "community": (kinds["resident"].size, settings.community_degree / 2),
        "online": (online.size, settings.online_degree),
        "governance": (circle, settings.governance_degree),
    }
    for name, (size, each) in started.items():
        mean = degree[name].sum() / size
        assert 0.85 * 2 * each <= mean <= 2 * each, name
    concerned = {
        "professional": kinds["professional"],
        "community": kinds["resident"],
        "online": online,
        "governance": np.concatenate([kinds["professional"], kinds["steward"], kinds["assurer"]]),
        "political": np.concatenate([kinds["elected"], kinds["resident"], kinds["professional"]]),
    }
    for name, members in concerned.items():
        assert degree[name][np.setdiff1d(np.arange(world.n), members)].sum() == 0, name
    party, local = (
        settings.political_party_degree,
        settings.political_constituents + settings.political_clinicians,
    )
    mean = degree["political"][kinds["elected"]].mean()
    assert 0.8 * (2 * party + local) <= mean <= 2 * party + local
    assert (degree["governance"] > 0).sum() <= circle


def test_community_ties_stay_in_the_locality_and_online_ties_do_not(emergency_care: Scenario) -> None:
    world = draw_world(emergency_care, 1, 0)
    community, online = (
        world.people.locality[ties(world, LAYERS.index(name))] for name in ("community", "online")
    )
    assert (community[:, 0] == community[:, 1]).all()
    assert (online[:, 0] != online[:, 1]).mean() > 0.5


def test_nobody_sits_twice_in_a_body_and_all_seats_are_filled(world: World) -> None:
    for each in world.members:
        assert len(set(each.members.tolist())) == each.members.size
        changes = world.scenario.proposal.preferred_option.localities
        affected = {
            place.authority
            for place in world.scenario.population.localities
            if changes[place.name].added_minutes > 0
        }
        seats = sum(
            seat.count * (len(affected) if seat.per == "affected_authority" else 1)
            for seat in each.body.seats
        )
        assert each.members.size == seats


def test_joint_scrutiny_has_four_councillors_of_every_authority_with_longer_journeys(
    emergency_care: Scenario,
) -> None:
    """All three have some: Eastmoor; Millbrook and Southmere; Westhaven."""
    world = draw_world(emergency_care, 1, 0)
    members = next(each for each in world.members if each.body.name == "joint_scrutiny").members
    places = emergency_care.population.localities
    authorities = [places[at].authority for at in world.people.locality[members]]
    assert sorted(authorities) == ["coast_district"] * 4 + ["northvale_city"] * 4 + ["vale_county"] * 4
    politicians = rows(world, "politicians")
    assert np.isin(members, politicians).all()


def test_members_are_of_the_group_role_and_place_their_seats_ask_for(world: World) -> None:
    names = [place.name for place in world.scenario.population.localities]
    roles = ["finance", "workforce", "estates"]
    for at, each in enumerate(world.members):
        left = set(each.members.tolist())
        for seat in each.body.seats:
            fitting = [
                row
                for row in rows(world, seat.group)
                if (seat.role is None or world.people.role[row] == roles.index(seat.role))
                and (seat.localities is None or names[world.people.locality[row]] in seat.localities)
                and (world.people.body[row] in (NOWHERE, at))
            ]
            assert len(left & set(fitting)) >= seat.count
        assert left <= {row for seat in each.body.seats for row in rows(world, seat.group)}


def test_replications_and_seeds_draw_other_worlds_and_the_same_one_twice(everything: Scenario) -> None:
    first, again = draw_world(everything, 1, 0), draw_world(everything, 1, 0)
    assert (first.view_deviate == again.view_deviate).all()
    assert (first.network.neighbour == again.network.neighbour).all()
    for other in (draw_world(everything, 1, 1), draw_world(everything, 2, 0), draw_world(everything, 0, 1)):
        for name in ("view_deviate", "trust_deviate", "attachment"):
            assert (getattr(first, name) != getattr(other, name)).any()
        assert first.network.neighbour.tobytes() != other.network.neighbour.tobytes()
        assert any((a.members != b.members).any() for a, b in zip(first.members, other.members, strict=True))


def test_lanes_share_people_and_scale_the_same_deviates(everything: Scenario) -> None:
    world = draw_world(everything, 1, 0)
    spreads = [0.05, 0.2]
    block = Block(
        world, [lane_of(everything, everything.plan("open"), {"prior_sd": each}) for each in spreads]
    )
    public = rows_of(block, "public")
    mean = 0.08
    for at, spread in enumerate(spreads):
        demanded = mean + spread * world.view_deviate[public]
        assert np.abs(block.state.support[public, at] - np.clip(demanded, -1, 1)).max() < 1e-15


def with_more(plan: Plan) -> Plan:
    """The plan with one activity more, placed first, and another use of an instrument it has, placed last."""
    first = Activity(
        instrument="public_meeting", audience=Audience(groups=("public",)), start=8, duration_weeks=9
    )
    last = Activity(
        instrument="listening_event", audience=Audience(groups=("public",)), start=3, duration_weeks=9
    )
    return plan.model_copy(
        update={"activities": (first, *plan.activities, last), "equal_budget": False, "name": "more"}
    )


def draws_by_activity(calendar: Calendar, scenario: Scenario, plan: Plan, week: int) -> dict[str, bytes]:
    """Attendance draws of a week, by instrument and its use in the plan, then by structure that meets."""
    running, uses = [], {}
    for each in plan.activities:
        use = uses[each.instrument] = uses.get(each.instrument, -1) + 1
        start, stop = each.weeks(scenario.programme.milestones)
        if start <= week < stop:
            running.append((each.instrument, use))
    names = [f"{instrument} {use}" for instrument, use in sorted(running)]
    meetings = lane_of(scenario, plan).meetings
    names += [f"structure {each.structure}" for each in meetings if week in each.weeks]
    uniform = np.empty((len(calendar.timetable.activities), 1, scenario.population.n))
    calendar.attend(week, uniform)
    rows = [activity for activity, _, _ in calendar.timetable.turns(week, week + 1)]
    return {name: row.tobytes() for name, row in zip(names, uniform[rows, 0], strict=True)}


def test_another_activity_moves_no_other_draw(everything: Scenario) -> None:
    plan = everything.plan("open")
    more = with_more(plan)
    calendars = [Calendar(everything, [lane_of(everything, each)], 1, 0) for each in (plan, more)]
    added = 0
    for week in range(everything.programme.horizon_weeks):
        before, after = (
            draws_by_activity(calendar, everything, each, week)
            for calendar, each in zip(calendars, (plan, more), strict=True)
        )
        assert {name: after[name] for name in before} == before
        assert len(set(after.values())) == len(after)
        added += len(after) - len(before)
    assert added == 18


def test_the_weekly_luck_does_not_depend_on_plans(everything: Scenario) -> None:
    world = draw_world(everything, 1, 0)
    lucks = [Luck(world), Luck(world)]
    Block(world, [lane_of(everything, everything.plan("open"))]).advance(0)
    for _ in range(5):
        for ours, theirs in zip(*(luck.next_week() for luck in lucks), strict=True):
            assert ours.tobytes() == theirs.tobytes()


@pytest.mark.parametrize("weeks", [[0, 1, 2, 3, 50], [50], [3, 50], [49, 50]])
def test_attendance_draws_of_a_week_do_not_depend_on_the_weeks_before(weeks: list[int]) -> None:
    every = AttendanceDraws(1, 2, "outreach", 0, 250, "independent")
    by_week = [every.week(week) for week in range(60)]
    some = AttendanceDraws(1, 2, "outreach", 0, 250, "independent")
    for week in weeks:
        assert (some.week(week) == by_week[week]).all()


def test_attendance_draws_differ_by_instrument_use_replication_and_seed() -> None:
    keys = [
        (seed, number, instrument, use)
        for seed in (0, 1)
        for number in (0, 1)
        for instrument in ("outreach", "door_drop")
        for use in (0, 1)
    ]
    assert len({AttendanceDraws(*key, 50, "independent").week(3).tobytes() for key in keys}) == len(keys)


def test_residents_are_residents(world: World) -> None:
    kinds = np.repeat(world.people.group_kind, np.diff(world.people.group_start))
    assert (world.people.affected[kinds != RESIDENT] == 0).all()
    changes = world.scenario.proposal.preferred_option.localities
    for at, place in enumerate(world.scenario.population.localities):
        concerned = changes[place.name].added_minutes > 0 or changes[place.name].loses_service
        here = (kinds == RESIDENT) & (world.people.locality == at)
        assert (world.people.affected[here] == concerned).all()
