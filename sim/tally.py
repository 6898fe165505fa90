"""Tallies: weighted means over groups and localities, summed in one fixed order.

Members of a group weigh by the people they stand for. Locality means are over
residents who live there.
"""

from __future__ import annotations

from sim.arrays import PROFESSIONAL, RESIDENT, Floats, People, Prior, State, Tally
from sim.compiled import kernel, unsigned


@kernel
def take_tally(people: People, prior: Prior, state: State, tally: Tally, weights: Floats) -> None:
    """Write the tally of the state as it stands.

    Parameters
    ----------
    prior, state
        In one dimension, as a week has them.
    weights : float64[n_groups + 1 + n_localities + 2]
        Sums of weights: by group, of residents, by locality, of professionals, unused.
    """
    n_groups = people.group_kind.size
    n_localities = people.locality_share.size
    lanes = unsigned(tally.public_support.size)
    for group in range(n_groups):
        for lane in range(lanes):
            tally.group_support[group, lane] = 0.0
            tally.group_in_favour[group, lane] = 0.0
            tally.group_trust[group, lane] = 0.0
            tally.group_awareness[group, lane] = 0.0
    for place in range(n_localities):
        for lane in range(lanes):
            tally.locality_support[place, lane] = 0.0
            tally.locality_trust[place, lane] = 0.0
            tally.locality_against[place, lane] = 0.0
            tally.locality_for[place, lane] = 0.0
    for lane in range(lanes):
        tally.public_support[lane] = 0.0
        tally.clinician_support[lane] = 0.0
        tally.public_harm[lane] = 0.0
        tally.people_heard[lane] = 0.0
    residents = weights[n_groups]
    professionals = weights[n_groups + 1 + n_localities]
    for group in range(n_groups):
        kind = people.group_kind[group]
        for i in range(people.group_start[group], people.group_start[group + 1]):
            row, share = unsigned(i) * lanes, people.weight[i] / weights[group]
            for lane in range(lanes):
                tally.group_support[group, lane] += share * state.support[row + lane]
                tally.group_in_favour[group, lane] += share if state.support[row + lane] > 0.0 else 0.0
                tally.group_trust[group, lane] += share * state.trust[row + lane]
                tally.group_awareness[group, lane] += share * state.awareness[row + lane]
            if kind == PROFESSIONAL:
                share = people.weight[i] / professionals
                for lane in range(lanes):
                    tally.clinician_support[lane] += share * state.support[row + lane]
            elif kind == RESIDENT:
                place = people.locality[i]
                share = people.weight[i] / residents
                here = people.weight[i] / weights[n_groups + 1 + place]
                affected = people.weight[i] * people.affected[i]
                for lane in range(lanes):
                    tally.public_support[lane] += share * state.support[row + lane]
                    tally.public_harm[lane] += share * prior.harm[row + lane]
                    # a response counts for reach, though it is no contact
                    was_heard = state.voice[row + lane] > 0.0 or state.responded[row + lane] > 0.0
                    tally.people_heard[lane] += affected if was_heard else 0.0
                for lane in range(lanes):
                    tally.locality_support[place, lane] += here * state.support[row + lane]
                    tally.locality_trust[place, lane] += here * state.trust[row + lane]
                    tally.locality_against[place, lane] += here * state.against[row + lane]
                    tally.locality_for[place, lane] += here * state.in_favour[row + lane]
