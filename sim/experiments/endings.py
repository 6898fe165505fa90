"""Endings: how programmes end under each plan, which gates they fail, how bodies vote, how long it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import bad_input
from sim.experiments.antithetic import pairing_of, pairs_among, refuse_odd
from sim.experiments.engines import Engine, run_tasks
from sim.experiments.evaluate import Progress
from sim.experiments.statistics import share_interval, share_interval_of_pairs
from sim.gates import OUTCOMES, Aftermath, Ending, Review
from sim.random_streams import DrawKind
from sim.scenario import Equal, Scenario, load_scenario, rulebook_in_force, with_draws, with_gates
from sim.simulation import simulate_lanes
from sim.world import Lane, lane_of

NARROW = 2  # votes: 7 to 5 of twelve, 6 to 4 of ten (SF10)


@dataclass(frozen=True)
class Course:
    """What one programme went through."""

    reviews: tuple[Review, ...]
    aftermath: Aftermath | None
    ending: Ending
    approved: bool


@dataclass(frozen=True)
class Endings:
    """Programmes under several plans, on the same people and the same luck."""

    scenario: Scenario
    plans: tuple[str, ...]
    runs: int
    seed: int
    courses: dict[str, tuple[Course, ...]] = field(repr=False)

    @property
    def antithetic_pairs(self) -> int:
        """Antithetic pairs of replications; 0 if draws are independent."""
        return pairs_among(self.scenario, range(self.runs))

    @property
    def outcomes(self) -> pd.DataFrame:
        """A row a plan and ending: count, share and 95 % Wilson interval."""
        pairing = pairing_of(self.scenario, range(self.runs))
        rows = []
        for plan, courses in self.courses.items():
            counted = Counter(each.ending.outcome for each in courses)
            for outcome in OUTCOMES:
                low, high = share_interval(counted[outcome], self.runs)
                if pairing is not None:
                    so_ended = np.array([float(each.ending.outcome == outcome) for each in courses])
                    low, high = share_interval_of_pairs(so_ended, pairing)
                share = counted[outcome] / self.runs
                rows.append(
                    {"plan": plan, "outcome": outcome, "runs": counted[outcome], "share": share}
                    | {"low": low, "high": high}
                )
        return pd.DataFrame(rows)

    @property
    def gates(self) -> pd.DataFrame:
        """A row a plan and gate: programmes that met it, passed it at the first try, were stopped by it."""
        rows = []
        for plan, courses in self.courses.items():
            for gate in rulebook_in_force(self.scenario).gates:
                reviews = [[each for each in course.reviews if each.gate == gate.name] for course in courses]
                met = [each for each in reviews if each]
                rows.append(
                    {
                        "plan": plan,
                        "gate": gate.name,
                        "title": gate.title,
                        "met": len(met),
                        "first_try": sum(each[0].in_favour for each in met),
                        "stopped": sum(each[-1].then == "stops" for each in met),
                        "tries": float(np.mean([len(each) for each in met])) if met else float("nan"),
                    }
                )
        return pd.DataFrame(rows)

    @property
    def votes(self) -> pd.DataFrame:
        """A row a plan, body and split of votes: how often."""
        rows = []
        for plan, courses in self.courses.items():
            counted: Counter[tuple[str, int, int]] = Counter(
                (vote.body, vote.votes_for, vote.votes_against)
                for course in courses
                for review in course.reviews
                for vote in review.votes
            )
            for (body, votes_for, against), count in sorted(counted.items()):
                rows.append(
                    {"plan": plan, "body": body, "votes_for": votes_for, "votes_against": against}
                    | {"narrow": abs(votes_for - against) <= NARROW, "times": count}
                )
        return pd.DataFrame(rows)

    @property
    def after_decision(self) -> pd.DataFrame:
        """A row a plan: approvals by the boards, how many were asked to be called in or challenged, and how
        that went."""
        rows = []
        for plan, courses in self.courses.items():
            after = [each.aftermath for each in courses if each.aftermath is not None]
            advice = Counter(each.intervened.advice for each in after if each.intervened.happened)
            rows.append(
                {
                    "plan": plan,
                    "approved": len(after),
                    "asked": sum(advice.values()),
                    **{words: advice[words] for words in ("proceed", "modify", "stop")},
                    "challenged": sum(each.heard.happened for each in after),
                    "quashed": sum(each.heard.quashed for each in after),
                }
            )
        return pd.DataFrame(rows)

    @property
    def delays(self) -> pd.DataFrame:
        """A row a plan and cause: programmes delayed, and quartiles of the delay in weeks."""
        rows = []
        for plan, courses in self.courses.items():
            for cause, weeks in _delays(courses):
                low, middle, high = np.percentile(weeks, (25, 50, 75)) if weeks else (np.nan,) * 3
                rows.append(
                    {"plan": plan, "cause": cause, "programmes": len(weeks)}
                    | {"lower_quartile": low, "median": middle, "upper_quartile": high}
                )
        return pd.DataFrame(rows)


def _delays(courses: Sequence[Course]) -> Iterator[tuple[str, list[int]]]:
    reworked = [sum(review.delay_weeks for review in course.reviews) for course in courses]
    yield "rework", [weeks for weeks in reworked if weeks]
    for cause, part in (("minister", "intervened"), ("court", "heard")):
        yield (
            cause,
            [
                getattr(each.aftermath, part).week - each.reviews[-1].week
                for each in courses
                if each.aftermath is not None and getattr(each.aftermath, part).happened
            ],
        )


def endings(
    scenario: Scenario | str | Path | None = None,
    plans: Sequence[str] = ("early", "late"),
    runs: int = 500,
    seed: int = 1,
    rulebook: str | None = None,
    equal: Equal = "contacts",
    draws: DrawKind | None = None,
    engine: Engine = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Endings:
    """Run programmes through the gates of a rulebook, and count what becomes of them.

    Parameters
    ----------
    plans : names of plans; all meet the same people and the same luck
    runs : int >= 1, of each plan
        An even number with antithetic draws.
    rulebook : name or file, optional
        Instead of the scenario's.
    draws : "independent" or "antithetic", optional
        Instead of what the scenario says.

    Raises
    ------
    BadInput
        If a plan or rulebook does not exist, or the rulebook does not fit the scenario.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    scenario = with_draws(with_gates(scenario, True, rulebook), draws)
    if runs < 1:
        raise bad_input("endings", "runs", f"is {runs}; expected 1 or more")
    refuse_odd(scenario, "endings", "runs", runs)
    lanes = [lane_of(scenario, scenario.plan(name), None, equal) for name in plans]
    found: dict[int, list[Course]] = {}
    for number, courses in run_tasks(partial(_courses, scenario, lanes, seed), range(runs), engine, workers):
        found[number] = courses
        if progress is not None:
            progress(len(found), runs)
    return Endings(
        scenario,
        tuple(plans),
        runs,
        seed,
        {name: tuple(found[number][at] for number in range(runs)) for at, name in enumerate(plans)},
    )


def _courses(scenario: Scenario, lanes: Sequence[Lane], seed: int, number: int) -> list[Course]:
    runs = simulate_lanes(scenario, lanes, seed, number)
    courses = []
    for run in runs:
        assert run.ending is not None, "gates are on"
        courses.append(Course(run.reviews, run.aftermath, run.ending, bool(run.approved)))
    return courses
