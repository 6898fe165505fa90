"""Harm of every option to every stakeholder, in every lane."""

from __future__ import annotations

import numpy as np

from sim.arrays import ELECTED, PROFESSIONAL, RESIDENT, Floats, People
from sim.compiled import kernel
from sim.knobs import position
from sim.rules.harm import clinician_harm, resident_harm
from sim.scenario.scenario import Scenario

HARM_OF_TRAVEL = position("harm_of_travel")
HARM_OF_LOSS = position("harm_of_loss")
HARM_TO_CLINICIANS_LOSING = position("harm_to_clinicians_losing")
HARM_TO_CLINICIANS_ROTA = position("harm_to_clinicians_rota")


def harm_of_options(
    scenario: Scenario, people: People, attachment: Floats, parameter: Floats
) -> list[Floats]:
    """Harm in [0, 1] of each option, in the proposal's order: a list of float64[n, lanes].

    Politicians feel the mean harm of the residents of their locality; stewards and assurers none.
    """
    harms = []
    for option in scenario.proposal.options:
        changes = [option.localities[place.name] for place in scenario.population.localities]
        minutes = np.array([change.added_minutes for change in changes], dtype=np.float64)
        loses = np.array([change.loses_service for change in changes], dtype=np.float64)
        harm = np.zeros((attachment.size, parameter.shape[1]))
        mean_harm = np.zeros((len(changes), parameter.shape[1]))
        n_residents = np.zeros(len(changes))
        write_harm(people, attachment, minutes, loses, parameter, n_residents, mean_harm, harm)
        harms.append(harm)
    return harms


@kernel
def write_harm(
    people: People,
    attachment: Floats,
    minutes: Floats,
    loses: Floats,
    parameter: Floats,
    n_residents: Floats,
    mean_harm: Floats,
    harm: Floats,
) -> None:
    """Write the harm of one option.

    Parameters
    ----------
    attachment : float64[n], in [0, 1]
    minutes, loses : float64[n_localities]
        Added minutes of travel; 1 where the service is lost.
    n_residents : float64[n_localities], all 0, written
    mean_harm : float64[n_localities, lanes], all 0, written
    harm : float64[n, lanes], all 0, written
    """
    lanes = parameter.shape[1]
    for group in range(people.group_kind.size):
        kind = people.group_kind[group]
        for i in range(people.group_start[group], people.group_start[group + 1]):
            place = people.locality[i]
            if kind == RESIDENT:
                n_residents[place] += people.weight[i]
                for lane in range(lanes):
                    harm[i, lane] = resident_harm(
                        minutes[place],
                        loses[place],
                        attachment[i],
                        parameter[HARM_OF_TRAVEL, lane],
                        parameter[HARM_OF_LOSS, lane],
                    )
                    mean_harm[place, lane] += people.weight[i] * harm[i, lane]
            elif kind == PROFESSIONAL:
                for lane in range(lanes):
                    harm[i, lane] = clinician_harm(
                        loses[place],
                        parameter[HARM_TO_CLINICIANS_LOSING, lane],
                        parameter[HARM_TO_CLINICIANS_ROTA, lane],
                    )
    for group in range(people.group_kind.size):
        if people.group_kind[group] == ELECTED:
            for i in range(people.group_start[group], people.group_start[group + 1]):
                place = people.locality[i]
                for lane in range(lanes):
                    harm[i, lane] = mean_harm[place, lane] / max(n_residents[place], 1.0)
