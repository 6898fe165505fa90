"""Outcomes about views: support, trust and awareness by group and by locality, at four moments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from sim.arrays import Floats
from sim.outcomes.outcome import (
    LOW_PERCENTILE,
    MOMENT_WORDS,
    ROPE_SHARE,
    ROPE_SUPPORT,
    ROPE_TRUST,
    SIDE_WORDS,
    Outcome,
)
from sim.scenario import Scenario
from sim.simulation import Run, week_of_moment


def outcomes_of_views(scenario: Scenario) -> Iterator[Outcome]:
    groups = scenario.population.groups
    residents = [group.name for group in groups if group.stands_for_residents]
    for moment in ("decision", "horizon", "consultation_end", "shortlist"):
        when, first = MOMENT_WORDS[moment], moment in ("decision", "horizon")
        for at, group in enumerate(groups):
            name, title = group.name, group.title
            lead = moment == "decision" or (moment == "horizon" and name in residents)
            yield Outcome(
                f"support_{name}_{moment}",
                f"Support: {title}, {when}",
                "support points",
                "higher",
                ROPE_SUPPORT,
                partial(_at_moment, series="group_support", column=at, moment=moment),
                headline=lead and not group.holds_seats,
            )
            yield Outcome(
                f"trust_{name}_{moment}",
                f"Trust: {title}, {when}",
                "trust (0 to 1)",
                "higher",
                ROPE_TRUST,
                partial(_at_moment, series="group_trust", column=at, moment=moment),
                headline=first and name in residents,
            )
            yield Outcome(
                f"in_favour_{name}_{moment}",
                f"Share in favour: {title}, {when}",
                "share",
                "higher",
                ROPE_SHARE,
                partial(_at_moment, series="group_in_favour", column=at, moment=moment),
            )
            yield Outcome(
                f"support_p10_{name}_{moment}",
                f"Support, 10th percentile: {title}, {when}",
                "support points",
                "higher",
                ROPE_SUPPORT,
                partial(_low_support, group=at, moment=moment),
            )
            yield Outcome(
                f"awareness_{name}_{moment}",
                f"Awareness: {title}, {when}",
                "share",
                "neither",
                ROPE_SHARE,
                partial(_at_moment, series="group_awareness", column=at, moment=moment),
            )
        for side in ("losing", "gaining"):
            for measure, unit, rope in (
                ("support", "support points", ROPE_SUPPORT),
                ("trust", "trust (0 to 1)", ROPE_TRUST),
            ):
                yield Outcome(
                    f"{measure}_{side}_{moment}",
                    f"{measure.capitalize()}: localities that {SIDE_WORDS[side]}, {when}",
                    unit,
                    "higher",
                    rope,
                    partial(_by_side, series=f"locality_{measure}", losing=side == "losing", moment=moment),
                    headline=first and measure == "support",
                )
        yield Outcome(
            f"polarisation_{moment}",
            f"Polarisation: spread of residents' support, {when}",
            "support points",
            "lower",
            ROPE_SUPPORT,
            partial(_polarisation, moment=moment),
        )
    for at, group in enumerate(groups):
        yield Outcome(
            f"contacts_{group.name}",
            f"Contacts made: {group.title}",
            "contacts with a person",
            "neither",
            0.0,
            partial(_contacts, group=at),
        )


def _at_moment(run: Run, series: str, column: int, moment: str) -> float:
    return float(run.history[series][week_of_moment(run.scenario, run.milestones, moment), column])


def _low_support(run: Run, group: int, moment: str) -> float:
    """Weighted 10th percentile: the support that a tenth of the people are at or below."""
    rows = slice(int(run.people.group_start[group]), int(run.people.group_start[group + 1]))
    support, weight = run.snapshots[moment].support[rows], run.people.weight[rows]
    order = np.argsort(support, kind="stable")
    reached = np.cumsum(weight[order])
    return float(support[order][np.searchsorted(reached, LOW_PERCENTILE * reached[-1])])


def _sides(run: Run, losing: bool) -> Floats:
    """Weights of the localities that lose the service (or keep it), adding up to 1; all 0 without any."""
    loses = set(run.scenario.proposal.losing_localities())
    places = run.scenario.population.localities
    weight = np.array(
        [place.residents * ((place.name in loses) == losing) for place in places], dtype=np.float64
    )
    total = weight.sum()
    return weight / total if total > 0 else weight


def _by_side(run: Run, series: str, losing: bool, moment: str) -> float:
    row = run.history[series][week_of_moment(run.scenario, run.milestones, moment)]
    return float((_sides(run, losing) * row).sum())


def resident_group(run: Run) -> int:
    return next(at for at, group in enumerate(run.scenario.population.groups) if group.stands_for_residents)


def _polarisation(run: Run, moment: str) -> float:
    group = resident_group(run)
    rows = slice(int(run.people.group_start[group]), int(run.people.group_start[group + 1]))
    support, weight = run.snapshots[moment].support[rows], run.people.weight[rows]
    mean = np.average(support, weights=weight)
    return float(np.sqrt(np.average((support - mean) ** 2, weights=weight)))


def _contacts(run: Run, group: int) -> float:
    return float(run.history["contacts"][-1, group])
