"""Records: what a week leaves behind, as columns of Mesa's data collector and as a ``Run``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from mesa import DataCollector

from sim.arrays import Floats, State
from sim.simulation import MOMENTS, Run, Snapshot, week_of_moment

if TYPE_CHECKING:
    from sim.mesa_model.model import ProgrammeModel
    from sim.scenario import Equal

OF_PROGRAMME = (
    "public_support",
    "clinician_support",
    "public_harm",
    "people_heard",
    "disclosed",
    "attention",
    "tone",
    "redesign",
    "evidence",
    "process",
    "cost_contacts",
    "cost_weeks",
    "cost_redesign",
    "responses",
    "responses_in_favour",
    "responses_late",
)
OF_GROUPS = {
    "group_support": "support",
    "group_in_favour": "in_favour",
    "group_trust": "trust",
    "group_awareness": "awareness",
    "contacts": "contacts",
}
OF_LOCALITIES = {
    "locality_support": "support",
    "locality_trust": "trust",
    "locality_against": "share_against",
    "locality_for": "share_for",
    "campaign_against": "campaign_against",
    "campaign_for": "campaign_for",
}


def collector_of(model: ProgrammeModel) -> DataCollector:
    """One column for each number of the programme, of each group and of each locality.

    Columns have the names of ``Run.history``, followed by the group's or locality's:
    ``attention``, ``group_support_public``, ``campaign_against_southmere``.
    """
    return DataCollector(model_reporters=dict(_reporters(model)))


def _reporters(model: ProgrammeModel) -> Iterator[tuple[str, Callable[[Any], float]]]:
    for name in OF_PROGRAMME:
        yield name, partial(_of_programme, name=name)
    for history, attribute in OF_GROUPS.items():
        for at, group in enumerate(model.groups):
            yield f"{history}_{group.name}", partial(_of_group, at=at, name=attribute)
    for history, attribute in OF_LOCALITIES.items():
        for at, place in enumerate(model.localities):
            yield f"{history}_{place.name}", partial(_of_locality, at=at, name=attribute)


def _of_programme(model: ProgrammeModel, name: str) -> float:
    return float(getattr(model.programme, name))


def _of_group(model: ProgrammeModel, at: int, name: str) -> float:
    return float(getattr(model.groups[at], name))


def _of_locality(model: ProgrammeModel, at: int, name: str) -> float:
    return float(getattr(model.localities[at], name))


def history_of(model: ProgrammeModel) -> dict[str, Floats]:
    """What was collected, as ``Run.history`` holds it; what an ended programme left stands to the horizon."""
    collected = model.datacollector.model_vars
    names = [(group.name, OF_GROUPS) for group in model.groups]
    names += [(place.name, OF_LOCALITIES) for place in model.localities]
    columns = {name: np.array(collected[name]) for name in OF_PROGRAMME}
    for history in (*OF_GROUPS, *OF_LOCALITIES):
        several = [collected[f"{history}_{name}"] for name, table in names if history in table]
        columns[history] = np.array(several).T
    missing = model.horizon_weeks - model.week
    return {
        name: np.concatenate([column, np.repeat(column[-1:], missing, axis=0)])
        for name, column in columns.items()
    }


def state_of(model: ProgrammeModel) -> State:
    """Everybody as they stand, float64[n] each."""
    rows = model.agents.get(list(State._fields))
    return State(*np.array(rows, dtype=np.float64).T.copy())


def moments_of(model: ProgrammeModel) -> dict[str, int]:
    """The weeks at whose end everybody's support and trust are kept, by the calendar as planned."""
    scenario, milestones = model.world.scenario, model.lane.milestones
    return {moment: week_of_moment(scenario, milestones, moment) for moment in MOMENTS}


def snapshot_of(model: ProgrammeModel) -> Snapshot:
    """Everybody's support and trust as they stand."""
    return Snapshot(np.array(model.agents.get("support")), np.array(model.agents.get("trust")))


def run_of(model: ProgrammeModel, equal: Equal) -> Run:
    """The run of a finished model, to be read like one of the compiled model."""
    gates, lane = model.gates, model.lane
    now = snapshot_of(model)
    return Run(
        scenario=model.world.scenario,
        plan=lane.plan.name,
        seed=model.world.seed,
        replication=model.world.replication,
        equal=equal,
        milestones=model.planned.milestones,
        reached=lane.milestones,
        parameters=lane.parameters,
        history=history_of(model),
        snapshots={moment: model.snapshots.get(moment, now) for moment in MOMENTS},
        reviews=tuple(gates.reviews),
        happenings=tuple(gates.happenings),
        aftermath=gates.aftermath,
        ending=gates.ended_by(model.horizon_weeks - 1),
        leaked=bool(model.programme.leaked),
        activities=lane.activities,
        people=model.world.people,
        prior_view=np.array(model.agents.get("prior_view")),
        state=state_of(model),
        off=lane.off,
        names=model.world.names,
        clipped_share=model.programme.clipped / (model.world.n * model.horizon_weeks),
    )
