"""The calendar: what lanes' plans and programmes do in which week.

Plain Python: stages, openness, news, what activities reach and cost. Compiled code only
sees this week's rows.

Many lanes meet a gate in the same week, and after a delay each goes on by another calendar: so calendars
are drawn up for several lanes at once, arithmetic running over weeks and lanes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal

import numpy as np

from sim.arrays import Floats, Integers
from sim.scenario.scenario import Scenario
from sim.world.diary import Diary, diary_of, terms_of
from sim.world.lane import Lane
from sim.world.stages import Stages
from sim.world.structures import Sittings, sittings_of

ELECTION_SHADOW_WEEKS = 26  # SF9: politicians' support drops within six months of an election
LED_BY_NOBODY = (
    0.5  # leads hear each other half as well as by default at leadership 0, half as well again at 1
)
REMEMBERED = 64  # sittings; about 100 kB each at the shipped scenario's horizon

# What a calendar depends on beside a lane's plan and milestones; to read any other would be an error.
PARAMETERS = (
    "gain_multiplier",
    "leadership",
    "openness_at_preferred",
    "openness_at_shortlist",
    "people_enough",
    "responsiveness",
    "standing_group_weight",
    "voice_consult",
)


@dataclass(frozen=True)
class Planned:
    """Calendars and diaries of lanes that differ, and for each lane that was asked for, which of them."""

    calendar: Mapping[str, Floats]
    diary: Diary
    sittings: Sequence[Sittings]
    which: Sequence[int]


class Planner:
    """Draws up the calendars of a block's lanes; those of lanes that are alike, only once.

    Lanes of one plan are often alike: what is varied in a sweep mostly matters to stakeholders, not to
    the calendar.
    """

    def __init__(self, scenario: Scenario, lanes: Sequence[Lane]) -> None:
        self._scenario = scenario
        self._weeks = np.arange(scenario.horizon_weeks)[:, None]
        self._proximity = _proximity(scenario.programme.election_week, self._weeks)
        self._stages = Stages(scenario)
        self._sittings = lru_cache(REMEMBERED)(partial(sittings_of, scenario))
        self._read = [{name: lane.parameters[name] for name in PARAMETERS} for lane in lanes]
        self._terms = terms_of(scenario, lanes)
        # what no delay changes; lanes hold their plans, so that no other plan can get the same id
        self._kind = [
            (id(lane.plan), lane.off, tuple(read.values()), self._terms.of([at]).as_bytes())
            for at, (lane, read) in enumerate(zip(lanes, self._read, strict=True))
        ]

    def plan(self, lanes: Mapping[int, Lane]) -> Planned:
        """Every week of some of the lanes, by position."""
        alike: dict[Hashable, int] = {}
        which = [alike.setdefault(self._key(at, lane), len(alike)) for at, lane in lanes.items()]
        first = [which.index(each) for each in range(len(alike))]
        at = [list(lanes)[each] for each in first]
        distinct = [replace(lanes[each], parameters=self._read[each]) for each in at]
        sittings = [self._sittings(lane.meetings) for lane in distinct]
        diary = diary_of(self._scenario, distinct, self._terms.of(at), sittings)
        return Planned(self._calendar(distinct, diary, sittings), diary, sittings, which)

    def _key(self, at: int, lane: Lane) -> Hashable:
        """What lanes must share to be alike."""
        starts = tuple((each.instrument, each.use, each.start) for each in lane.activities)
        return self._kind[at], lane.milestones, lane.reopened, starts, id(lane.meetings)

    def _calendar(
        self, lanes: Sequence[Lane], diary: Diary, sittings: Sequence[Sittings]
    ) -> dict[str, Floats]:
        """For each field of ``Now``, and the chance of every option, an array [weeks, lanes] or
        [weeks, k, lanes]."""
        stages = self._stages.rows(lanes)
        money = self._dates(self._money_week(lane) for lane in lanes)
        shown = self._dates(_first_start(lane, "feedback") for lane in lanes)
        withdrawn = self._dates(self._withdrawal_week(lane) for lane in lanes)
        announced = self._dates(lane.announcement_week for lane in lanes)
        circle_weight = np.array(
            [
                lane.parameters["standing_group_weight"] * (LED_BY_NOBODY + lane.parameters["leadership"])
                for lane in lanes
            ]
        )
        return {
            **stages,
            # a withdrawal tells everybody, whatever the plan says
            "announced": self._from(np.minimum(announced, withdrawn)),
            "event": self._on([announced, money, withdrawn, *self._dates_of_news(lanes)]),
            "proximity": np.broadcast_to(self._proximity, (len(self._weeks), len(lanes))),
            "heard": diary.heard,
            "responsiveness_seen": stages["responsiveness"] * self._from(shown),
            "money_frame": self._from(money),
            "contact_cost": diary.cost_share,
            "withdrawn": self._from(withdrawn),
            "circle_weight": np.minimum(1.0, _together([each.standing for each in sittings]) * circle_weight),
            "circle_evidence": _together([each.evidence for each in sittings]),
            "circle_affordability": _together([each.affordability for each in sittings]),
            "circle_delivery": _together([each.delivery for each in sittings]),
        }

    def _money_week(self, lane: Lane) -> int | None:
        """When money becomes the frame: by an activity, or for a proposal about money as soon as the public
        is told, whoever says what."""
        weeks = [] if (spoken := _first_start(lane, "money_frame")) is None else [spoken]
        if self._scenario.proposal.frame == "money" and "frame" not in lane.off:
            weeks.append(lane.announcement_week)
        return min(weeks, default=None)

    def _withdrawal_week(self, lane: Lane) -> int | None:
        withdrawal = self._scenario.interim_withdrawal
        return None if withdrawal is None or "interim_withdrawal" in lane.off else withdrawal.week

    def _dates_of_news(self, lanes: Sequence[Lane]) -> list[Integers]:
        """When options are narrowed, consultation opens, and the decision is taken."""
        dated = [lane.milestones for lane in lanes]
        return [
            self._dates(each.shortlist for each in dated),
            self._dates(each.preferred for each in dated),
            self._dates(each.consultation_opens for each in dated),
            self._dates(each.decision for each in dated),
        ]

    def _dates(self, weeks: Iterable[int | None]) -> Integers:
        """Weeks, int64[lanes]; what never happens happens after the last week."""
        return np.array([len(self._weeks) if week is None else week for week in weeks], dtype=np.int64)

    def _from(self, date: Integers) -> Floats:
        """1 from a date on, float64[weeks, lanes]."""
        return (self._weeks >= date).astype(np.float64)

    def _on(self, dates: Sequence[Integers]) -> Floats:
        """1 on any of several dates, float64[weeks, lanes]."""
        return np.asarray(np.any([self._weeks == date for date in dates], axis=0), dtype=np.float64)


def _first_start(lane: Lane, marked: Literal["money_frame", "feedback"]) -> int | None:
    """When the first activity so marked begins."""
    return min((each.start for each in lane.activities if getattr(each, marked)), default=None)


def _together(by_lane: Sequence[Floats]) -> Floats:
    """Tables float64[k, weeks] of single lanes as one, float64[weeks, k, lanes]."""
    together: Floats = np.stack(by_lane, axis=2).swapaxes(0, 1)
    return together


def _proximity(election_week: int | None, weeks: Integers) -> Floats:
    if election_week is None:
        return np.zeros(weeks.shape)
    ahead = election_week - weeks
    near = (ahead >= 0) & (ahead < ELECTION_SHADOW_WEEKS)
    return np.where(near, 1 - ahead / ELECTION_SHADOW_WEEKS, 0.0)
