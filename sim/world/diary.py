"""A diary: which activities of a lane run in which week, whom they can meet, and what they cost.

Several lanes are written at once, activity by activity in the order of each lane's plan. Sums run in that
order, then over structures; lanes with fewer activities add zeros at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.scenario.budget import PlannedActivity
from sim.scenario.catalogue import Mode
from sim.scenario.scenario import Scenario
from sim.world.capacity import share_of
from sim.world.lane import Lane
from sim.world.structures import Sittings


@dataclass(frozen=True)
class Terms:
    """What lanes' activities and meetings are, whenever they take place; float64[n_activities, lanes]."""

    people: Floats  # planned for each activity, a week
    contacts_gbp: Floats  # what they cost
    fixed_gbp: Floats  # the activity's fixed cost, spread over its weeks
    voice: Floats  # of the activity's mode
    meeting_voice: Floats  # [n_structures, lanes], of the meeting's mode, by members against enough people
    enough_people: Floats  # [lanes]

    def of(self, lanes: Sequence[int]) -> Terms:
        """Terms of some of the lanes."""
        return Terms(*(array[..., lanes] for array in vars(self).values()))

    def as_bytes(self) -> bytes:
        """All terms, to tell lanes apart."""
        return b"".join(array.tobytes() for array in vars(self).values())


@dataclass(frozen=True)
class Diary:
    """What lanes' activities come to in every week."""

    running: Floats  # [n_activities, weeks, lanes], share of its reach an activity can meet; 0 while it rests
    heard: Floats  # [weeks, lanes], largest voice planned to be heard, by mode and by people against enough
    cost_share: Floats  # [weeks, lanes], of the budget


def terms_of(scenario: Scenario, lanes: Sequence[Lane]) -> Terms:
    """Terms that hold in all weeks, and through all delays."""
    enough = np.array([lane.parameters["people_enough"] for lane in lanes])
    most = max(len(lane.activities) for lane in lanes)
    people = _table(most, lanes, lambda lane, each: each.people_per_week)
    meeting_voice = np.zeros((len(scenario.structures), len(lanes)))
    for at, lane in enumerate(lanes):
        if "voice" not in lane.off:
            for row, each in enumerate(lane.meetings):
                share = min(1.0, each.people / lane.parameters["people_enough"])
                meeting_voice[row, at] = worth_of_mode(each.mode, lane.parameters) * share
    return Terms(
        people=people,
        contacts_gbp=people * _table(most, lanes, lambda lane, each: each.gbp_per_contact),
        fixed_gbp=_table(most, lanes, lambda lane, each: each.fixed_gbp / (each.stop - each.start)),
        voice=_table(most, lanes, lambda lane, each: worth_of_mode(each.mode, lane.parameters)),
        meeting_voice=meeting_voice,
        enough_people=enough,
    )


def diary_of(scenario: Scenario, lanes: Sequence[Lane], terms: Terms, sittings: Sequence[Sittings]) -> Diary:
    """The diary of lanes whose structures sit as given."""
    weeks = np.arange(scenario.horizon_weeks)[:, None]
    start = _table(len(terms.people), lanes, lambda lane, each: each.start)[:, None]
    stop = _table(len(terms.people), lanes, lambda lane, each: each.stop)[:, None]
    people, contacts_gbp, fixed_gbp = (
        each[:, None] for each in (terms.people, terms.contacts_gbp, terms.fixed_gbp)
    )
    runs = ((start <= weeks) & (weeks < stop)).astype(np.float64)
    capacity = np.stack([each.capacity for each in sittings], axis=1)
    share = share_of(np.add.reduce(runs * people), capacity)
    heard = runs * (terms.voice[:, None] * np.minimum(1.0, share * people / terms.enough_people))
    met = np.stack([each.met for each in sittings], axis=2)
    meetings_gbp = np.stack([each.cost_gbp for each in sittings], axis=2)
    costs = np.concatenate([runs * (share * contacts_gbp + fixed_gbp), meetings_gbp])
    return Diary(
        running=runs * share,
        heard=np.max(np.concatenate([heard, terms.meeting_voice[:, None] * met]), axis=0, initial=0.0),
        cost_share=np.add.reduce(costs) / scenario.programme.budget_gbp,
    )


def worth_of_mode(mode: Mode, parameters: Mapping[str, float]) -> float:
    """Voice of a mode: none when informing, all in co-design."""
    return {"inform": 0.0, "consult": parameters["voice_consult"], "codesign": 1.0}[mode]


def _table(rows: int, lanes: Sequence[Lane], of: Callable[[Lane, PlannedActivity], float]) -> Floats:
    """A number of each activity, float64[rows, lanes]; 0 beyond the end of a lane's plan."""
    table = np.zeros((rows, len(lanes)))
    for at, lane in enumerate(lanes):
        table[: len(lane.activities), at] = [of(lane, each) for each in lane.activities]
    return table
