"""A world: people, network and luck of one replication, shared by every lane of a block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import PROFESSIONAL, RESIDENT, Draws, Floats, Integers, Network, People, Prior, State
from sim.knobs import position
from sim.random_streams import LeakDraws, stream
from sim.scenario.scenario import Scenario
from sim.world.bodies import Membership, draw_circles, draw_members
from sim.world.network import draw_network
from sim.world.population import draw_people
from sim.world.register import rows_of_register


@dataclass(frozen=True)
class World:
    """What is drawn before the first week.

    ``group_weights`` hold the sums of weights that tallies divide by, ``n_concerned`` the counts
    that turn people met into shares; both are summed once, in order. ``registered`` are the rows of
    the people entered by name, in the order of the register.
    """

    scenario: Scenario
    seed: int
    replication: int
    people: People
    registered: Integers
    network: Network
    members: tuple[Membership, ...]
    view_deviate: Floats
    trust_deviate: Floats
    attachment: Floats
    group_weights: Floats
    n_concerned: Floats

    @property
    def n(self) -> int:
        return int(self.people.locality.size)

    @property
    def names(self) -> dict[int, str]:
        """Names of registered people by row."""
        register = self.scenario.population.register
        return {int(row): person.name for row, person in zip(self.registered, register, strict=True)}


def draw_world(scenario: Scenario, seed: int, replication: int) -> World:
    """Draw people, network, memberships and attachments of one replication."""
    registered = rows_of_register(scenario, seed, replication)
    people = draw_people(scenario, registered, seed, replication)
    n = people.locality.size
    view = stream(seed, replication, "prior_view", scenario.draws).standard_normal(n)
    attached = stream(seed, replication, "attachment", scenario.draws).random(n)
    members = rows_by_kind(scenario, people)
    circles = draw_circles(scenario, people, seed, replication)
    people = people._replace(
        cell=np.concatenate([people.cell, *(_sits_in(rows, n) for rows in circles)]),
        circle_start=np.concatenate([[0], np.cumsum([rows.size for rows in circles])]).astype(np.int64),
        circle_member=np.concatenate([*circles, np.empty(0, np.int64)]).astype(np.int64),
    )
    return World(
        scenario=scenario,
        seed=seed,
        replication=replication,
        people=people,
        registered=registered,
        network=draw_network(
            scenario.population.network, members, people.locality, view, seed, replication, scenario.draws
        ),
        members=draw_members(scenario, people, registered, seed, replication),
        view_deviate=view,
        trust_deviate=stream(seed, replication, "prior_trust", scenario.draws).standard_normal(n),
        attachment=_attachment(scenario, people, registered, attached),
        group_weights=_weights(people),
        n_concerned=_concerned(members, people),
    )


def rows_by_kind(scenario: Scenario, people: People) -> dict[str, Integers]:
    """Rows of the stakeholders of each kind."""
    rows: dict[str, list[Integers]] = {
        kind: [] for kind in ("professional", "steward", "resident", "elected", "assurer")
    }
    for at, group in enumerate(scenario.population.groups):
        rows[group.kind].append(np.arange(people.group_start[at], people.group_start[at + 1]))
    return {kind: np.concatenate(parts) if parts else np.empty(0, np.int64) for kind, parts in rows.items()}


def _sits_in(rows: Integers, n: int) -> Integers:
    """A row of cells: 1 for members, 0 for everybody else."""
    cell = np.zeros((1, n), dtype=np.int64)
    cell[0, rows] = 1
    return cell


def _attachment(scenario: Scenario, people: People, registered: Integers, uniform: Floats) -> Floats:
    """Attachment in [0, 1] to the local hospital: as registered, else the locality's mean, plus or minus a
    half, cut to range."""
    mean = np.array([place.attachment for place in scenario.population.localities])
    attachment = np.clip(mean[people.locality] + uniform - 0.5, 0.0, 1.0)
    for row, person in zip(registered, scenario.population.register, strict=True):
        if person.attachment is not None:
            attachment[row] = person.attachment
    return attachment


def _weights(people: People) -> Floats:
    """Sums of weights in the order ``sim.tally`` expects."""
    kinds = np.repeat(people.group_kind, np.diff(people.group_start))
    by_group = [
        people.weight[a:b].sum() for a, b in zip(people.group_start, people.group_start[1:], strict=False)
    ]
    resident, professional = kinds == RESIDENT, kinds == PROFESSIONAL
    by_place = [
        people.weight[resident & (people.locality == place)].sum()
        for place in range(people.locality_share.size)
    ]
    sums = np.array([*by_group, people.weight[resident].sum(), *by_place, people.weight[professional].sum()])
    return np.where(sums > 0, sums, 1.0)


def _concerned(members: dict[str, Integers], people: People) -> Floats:
    insiders = sum(members[kind].size for kind in ("professional", "steward", "assurer"))
    affected = float((people.weight * people.affected).sum())
    return np.array([max(1, members["professional"].size), max(1, insiders), affected], dtype=np.float64)


def starting_point(world: World, parameter: Floats) -> tuple[Prior, State]:
    """Where everybody starts, in each lane.

    Parameters
    ----------
    parameter : float64[n_knobs, lanes]
    """
    scenario, people = world.scenario, world.people
    n, lanes = world.n, parameter.shape[1]
    view, trust, awareness = np.empty((n, lanes)), np.empty((n, lanes)), np.empty((n, lanes))
    for at, group in enumerate(scenario.population.groups):
        rows = slice(int(people.group_start[at]), int(people.group_start[at + 1]))
        public = group.kind == "resident"
        if group.prior_view is not None:
            mean = np.full(lanes, group.prior_view)
        else:
            mean = parameter[position("prior_public")] if public else np.zeros(lanes)
        view[rows] = mean + parameter[position("prior_sd")] * world.view_deviate[rows, None]
        mean_trust = parameter[position("prior_trust_public" if public else "prior_trust_others")]
        trust[rows] = mean_trust + parameter[position("prior_trust_sd")] * world.trust_deviate[rows, None]
        awareness[rows] = AWARE_AT_THE_START[group.kind]
    view, trust = np.clip(view, -1.0, 1.0), np.clip(trust, 0.0, 1.0)
    for row, person in zip(world.registered, scenario.population.register, strict=True):
        if person.stance is not None:
            view[row] = person.stance
    expectation = np.broadcast_to(parameter[position("expectation_start")], (n, lanes)).copy()
    zeros = [np.zeros((n, lanes)) for _ in range(6)]
    certainty = np.full((n, lanes), CERTAIN_AT_THE_START)
    passing, fatigue, voice, against, in_favour, responded = zeros
    state = State(
        lasting=view.copy(),
        passing=passing,
        support=view.copy(),
        trust=trust.copy(),
        certainty=certainty,
        awareness=awareness,
        fatigue=fatigue,
        expectation=expectation,
        voice=voice,
        against=against,
        in_favour=in_favour,
        responded=responded,
    )
    return Prior(support=view, trust=trust, harm=np.zeros((n, lanes))), state


# Judgement: who knows of the matter when the case for change is published, and how firm views are.
# MSE found 7 % of residents aware even in mid-consultation (S152).
AWARE_AT_THE_START = {"assurer": 1.0, "steward": 1.0, "professional": 0.5, "elected": 0.2, "resident": 0.05}
CERTAIN_AT_THE_START = 0.1


class Luck:
    """This replication's weekly draws, the same for every lane."""

    def __init__(self, world: World) -> None:
        self._n = world.n
        key, draws = (world.seed, world.replication), world.scenario.draws
        self._noise = stream(*key, "private_noise", draws)
        self._joining = stream(*key, "joining", draws)
        self._leaving = stream(*key, "leaving", draws)
        self._leak = LeakDraws(*key, draws, world.scenario.programme.milestones.consultation_opens)
        self._response = stream(*key, "response", draws)

    def next_week(self) -> Draws:
        """Draws of the next week for everybody, whether they are used or not."""
        weeks = room_for_luck(1, self._n)
        self.write(weeks)
        return Draws(*(each[0] for each in weeks))

    def write(self, weeks: Draws) -> None:
        """Write draws of the next weeks; arrays have weeks as their first axis, and lie in one piece."""
        self._noise.standard_normal(weeks.noise.size, weeks.noise.reshape(-1))
        self._joining.random(weeks.joining.size, weeks.joining.reshape(-1))
        self._leaving.random(weeks.leaving.size, weeks.leaving.reshape(-1))
        self._response.random(weeks.responding.size, weeks.responding.reshape(-1))
        for leak in weeks.leak:
            leak[:] = self._leak.next_week()


def room_for_luck(weeks: int, n: int) -> Draws:
    """Room for so many weeks of luck."""
    everybody = (weeks, n)
    return Draws(
        noise=np.empty(everybody),
        joining=np.empty(everybody),
        leaving=np.empty(everybody),
        leak=np.empty((weeks, 1)),
        responding=np.empty(everybody),
    )
