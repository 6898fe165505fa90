"""Outcomes: what is read off a run, one table with name, unit and which way is better.

Every outcome is a function of a finished run. Moments are the ends of the shortlist
week, of consultation, of the calendar's decision week, and of the horizon; a run that
stopped keeps its last state.

The rope is the smallest difference that matters (judgement): .02 support points, .01
trust, 4 weeks, 1 % of the budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from sim.arrays import Floats
from sim.errors import bad_input, unknown_name
from sim.scenario import Scenario
from sim.simulation import MOMENTS, Run, week_of_moment

Better = Literal["higher", "lower", "neither"]
MOMENT_WORDS = {
    "shortlist": "at the shortlist",
    "consultation_end": "when consultation closes",
    "decision": "at the decision",
    "horizon": "at the horizon",
}
SIDE_WORDS = {"losing": "lose the service", "gaining": "keep it"}
ROPE_SUPPORT, ROPE_TRUST, ROPE_COST, ROPE_SHARE = 0.02, 0.01, 0.01, 0.02
LOW_PERCENTILE = 0.10


@dataclass(frozen=True)
class Outcome:
    """One number read off a run."""

    name: str
    label: str
    unit: str
    better: Better
    rope: float
    value: Callable[[Run], float]
    headline: bool = False


def outcomes_of(scenario: Scenario) -> dict[str, Outcome]:
    """Every outcome of this scenario, by name, headline outcomes first."""
    found = list(_all(scenario))
    found.sort(key=lambda outcome: not outcome.headline)  # stable: keeps their order otherwise
    return {outcome.name: outcome for outcome in found}


def read_outcomes(run: Run, outcomes: Mapping[str, Outcome]) -> dict[str, float]:
    """The value of each outcome."""
    return {name: float(outcome.value(run)) for name, outcome in outcomes.items()}


def find_outcome(scenario: Scenario, name: str) -> Outcome:
    """The outcome of this name.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    outcomes = outcomes_of(scenario)
    if name not in outcomes:
        raise bad_input(
            f"scenario {scenario.name}", "outcome", unknown_name(name, "an outcome", list(outcomes))
        )
    return outcomes[name]


def _all(scenario: Scenario) -> Iterator[Outcome]:
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
    yield from _of_the_programme()


def _of_the_programme() -> Iterator[Outcome]:
    yield Outcome(
        "peak_campaign",
        "Peak share of residents campaigning against",
        "share",
        "lower",
        ROPE_SHARE,
        _peak_campaign,
        headline=True,
    )
    yield Outcome(
        "agreed_need",
        "Residents in favour before the preferred option is named",
        "share",
        "higher",
        ROPE_SHARE,
        _agreed_need,
    )
    yield Outcome(
        "mean_trust",
        "Residents' trust, mean over all weeks",
        "trust (0 to 1)",
        "higher",
        ROPE_TRUST,
        _mean_trust,
    )
    yield Outcome(
        "approved", "Approved by the boards", "share of runs", "higher", ROPE_SHARE, _approved, headline=True
    )
    yield Outcome(
        "scrutiny_in_favour",
        "Scrutiny members in favour",
        "share of members",
        "higher",
        ROPE_SHARE,
        _scrutiny,
    )
    yield Outcome(
        "redesign",
        "Harm taken away by redesign",
        "share",
        "higher",
        ROPE_SHARE,
        partial(_last, name="redesign"),
        headline=True,
    )
    yield Outcome(
        "evidence", "Robustness of the evidence at the decision", "0 to 1", "higher", ROPE_SHARE, _evidence
    )
    yield Outcome("process", "Process adequacy at the decision", "0 to 1", "higher", ROPE_SHARE, _process)
    yield Outcome(
        "cost",
        "Cost of the programme",
        "share of budget",
        "lower",
        ROPE_COST,
        lambda run: run.cost,
        headline=True,
    )
    yield Outcome("disclosure_week", "Week the public knows", "weeks", "neither", 4.0, _disclosure_week)


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


def _resident_group(run: Run) -> int:
    return next(at for at, group in enumerate(run.scenario.population.groups) if group.stands_for_residents)


def _polarisation(run: Run, moment: str) -> float:
    group = _resident_group(run)
    rows = slice(int(run.people.group_start[group]), int(run.people.group_start[group + 1]))
    support, weight = run.snapshots[moment].support[rows], run.people.weight[rows]
    mean = np.average(support, weights=weight)
    return float(np.sqrt(np.average((support - mean) ** 2, weights=weight)))


def _peak_campaign(run: Run) -> float:
    return float((run.history["locality_against"] * run.people.locality_share).sum(axis=1).max())


def _agreed_need(run: Run) -> float:
    week = max(0, run.milestones.preferred - 1)
    return float(
        run.history["group_in_favour"][min(week, len(run.history["redesign"]) - 1), _resident_group(run)]
    )


def _mean_trust(run: Run) -> float:
    return float(run.history["group_trust"][:, _resident_group(run)].mean())


def _approved(run: Run) -> float:
    return float(bool(run.approved))


def _scrutiny(run: Run) -> float:
    votes = [review for review in run.reviews if review.decides == "scrutiny"]
    members = sum(review.votes_for + review.votes_against for review in votes)
    return sum(review.votes_for for review in votes) / members if members else float("nan")


def _contacts(run: Run, group: int) -> float:
    return float(run.history["contacts"][-1, group])


def _last(run: Run, name: str) -> float:
    return float(run.history[name][-1])


def _evidence(run: Run) -> float:
    return float(run.history["evidence"][week_of_moment(run.scenario, run.milestones, "decision")])


def _process(run: Run) -> float:
    return float(run.history["process"][week_of_moment(run.scenario, run.milestones, "decision")])


def _disclosure_week(run: Run) -> float:
    told = np.flatnonzero(run.history["disclosed"] > 0)
    return float(told[0]) if told.size else float(len(run.history["disclosed"]))


__all__ = ["MOMENTS", "Outcome", "find_outcome", "outcomes_of", "read_outcomes"]
