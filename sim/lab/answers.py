"""Answers: futures of two plans as numbers and words. Pure: the same futures make the same answer.

Bands hold 8 in 10 futures (10th to 90th percentile); intervals of a mean are 95 % (bootstrap), of a share
95 % (Wilson). Numbers of charts are rounded to four digits; words and the headline are not made from
rounded ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from sim.arrays import Floats, Integers
from sim.charts.data import Difference
from sim.charts.words import counted, interval, number, signed, verdict
from sim.charts.words import decimals_of as decimals
from sim.experiments.antithetic import pairing_of
from sim.experiments.chart_data import difference_with_pairs
from sim.experiments.statistics import (
    mean_interval,
    paired_difference,
    share_interval,
    share_interval_of_pairs,
)
from sim.gates import OUTCOMES as ENDINGS
from sim.lab.choice import REFERENCE, YOURS, Choice
from sim.lab.futures import Future
from sim.lab.panels import Panel, points
from sim.lab.targets import Line, line_of_panel
from sim.outcomes import Outcome
from sim.scenario import Scenario, rulebook_in_force
from sim.scenario.programme import MILESTONES

LOW, HIGH = 10, 90  # percentiles: between them lie 8 in 10 futures
BINS = 21
DIGITS = 4
NO_OBJECTION = ": no objection"  # a committee that objects stops nothing, but may have it called in
Answer = dict[str, Any]


def difference_of(
    outcome: Outcome,
    yours: Sequence[Future],
    reference: Sequence[Future],
    seed: int,
    pairing: Integers | None = None,
) -> Difference:
    """Your plan minus the reference in one outcome, pair by pair: the same numbers as ``sim compare``."""
    first, other = _values(yours, outcome.name), _values(reference, outcome.name)
    name = f"{YOURS} {REFERENCE} {outcome.name}"
    found = paired_difference(first, other, outcome.better, outcome.rope, seed, name, pairing)
    return difference_with_pairs(outcome, (YOURS, REFERENCE), first, other, found)


def headline_words(found: Difference) -> str:
    """One sentence: better or worse in how many futures, by how much, how sure."""
    of, kind = found.pairs, verdict(found)
    numbers = f"{signed(found.mean, decimals(found))} {_unit(found)} ({interval(found)})"
    futures = f"of {counted(of, 'paired future')}"
    if found.same == of and of:
        return f"No difference between the plans: the same in all {futures.removeprefix('of ')}"
    if kind == "unclear":
        better = f"yours is better in {found.better} {futures}"
        return f"No clear difference between the plans: {better}, {numbers}"
    rises = (found.mean > 0) != (found.better_is == "lower")
    count = found.better if rises else found.worse
    word = "better" if rises else "worse"
    if found.better_is == "neither":
        word = "higher" if rises else "lower"
    small = ", too small to matter" if kind == "too small" else ""
    if 2 * count <= of:
        return f"Your plan is {word} on average, but only in {count} {futures}: {numbers}{small}"
    return f"Your plan is {word} in {count} {futures}: {numbers}{small}"


def _unit(found: Difference) -> str:
    return found.unit.replace(" (0 to 1)", " points")


def headline_of(found: Difference) -> Answer:
    """The headline in words and in numbers as they are."""
    return {
        "outcome": found.outcome,
        "label": found.label,
        "unit": found.unit,
        "words": headline_words(found),
        "detail": f"{found.label}: your plan {number(found.first_mean, decimals(found))}, reference "
        f"{number(found.other_mean, decimals(found))}; {counted(found.pairs, 'pair')}",
        "verdict": verdict(found),
        "mean": _finite(found.mean),
        "low": _finite(found.low),
        "high": _finite(found.high),
        "better": found.better,
        "worse": found.worse,
        "same": found.same,
        "pairs": found.pairs,
    }


def answer_of(
    choice: Choice,
    yours: Sequence[Future],
    reference: Sequence[Future],
    outcomes: dict[str, Outcome],
    panels: tuple[Panel, ...],
) -> Answer:
    """Everything the page draws, but for which stage it is and how long it took."""
    scenario = choice.scenario
    pairing = pairing_of(scenario, range(len(yours)))
    found = difference_of(outcomes[choice.outcome], yours, reference, choice.seed, pairing)
    both = {"plan": yours, "reference": reference}
    sections: dict[str, list[Answer]] = {"groups": [], "localities": [], "trust": [], "campaigns": []}
    bands = {side: _bands(futures) for side, futures in both.items()}
    weeks = list(points(scenario.horizon_weeks))
    parameters = scenario.parameters()
    for at, panel in enumerate(panels):
        target, red_line = line_of_panel(scenario, panel.section, panel.key, parameters)
        sections[panel.section].append(
            {
                "key": panel.key,
                "title": panel.title,
                "unit": panel.unit,
                "weeks": weeks,
                **{
                    side: {name: rows[at] for name, rows in of_side.items()}
                    for side, of_side in bands.items()
                },
                **({"target": _line(target)} if target else {}),
                **({"red_line": _line(red_line)} if red_line else {}),
            }
        )
    return {
        "pairs": len(yours),
        "headline": headline_of(found),
        **sections,
        "gates": [
            {
                "name": name,
                "label": label,
                **{side: _share([name in each.passed for each in of], pairing) for side, of in both.items()},
            }
            for name, label in gates_of(scenario)
        ],
        "endings": _endings(scenario, both, pairing),
        "decision_week": _decision_week(choice, yours, reference, outcomes, pairing),
        "cost": {side: _cost(scenario, of) for side, of in both.items()},
        "differences": _histogram(found),
        "milestones": {side: _reached(of) for side, of in both.items()},
    }


def gates_of(scenario: Scenario) -> list[tuple[str, str]]:
    """Names and titles of the gates a programme has to pass; none where there are no gates."""
    if not scenario.gates:
        return []
    gates = rulebook_in_force(scenario).gates
    return [
        (gate.name, f"{gate.title}{NO_OBJECTION if gate.if_failed == 'objection' else ''}") for gate in gates
    ]


def _values(futures: Sequence[Future], name: str) -> Floats:
    return np.array([each.values[name] for each in futures])


def _bands(futures: Sequence[Future]) -> dict[str, list[list[float]]]:
    """Mean, 10th and 90th percentile of every panel."""
    together = np.stack([each.courses for each in futures])
    low, high = np.percentile(together, (LOW, HIGH), axis=0)
    return {"mean": _rounded(together.mean(axis=0)), "low": _rounded(low), "high": _rounded(high)}


def _rounded(rows: Any) -> list[list[float]]:
    rounded: list[list[float]] = np.round(np.asarray(rows, dtype=np.float64), DIGITS).tolist()
    return rounded


def _line(line: Line) -> Answer:
    return {"value": line.value, "words": line.words, "grade": line.grade}


_interval_of_share = cache(share_interval)  # a few hundred different ones, each a search for two roots


def _share(counted: Sequence[bool], pairing: Integers | None) -> Answer:
    count = sum(counted)
    if pairing is None:
        low, high = _interval_of_share(count, len(counted))
    else:
        low, high = share_interval_of_pairs(np.array(counted, dtype=np.float64), pairing)
    return {
        "share": round(count / len(counted), DIGITS),
        "low": round(low, DIGITS),
        "high": round(high, DIGITS),
        "count": count,
    }


def _endings(scenario: Scenario, both: dict[str, Sequence[Future]], pairing: Integers | None) -> list[Answer]:
    names = list(ENDINGS) if scenario.gates else ["approved", "not approved", "not decided"]
    return [
        {
            "name": name,
            "label": name[0].upper() + name[1:],
            **{side: _share([each.ending == name for each in of], pairing) for side, of in both.items()},
        }
        for name in names
    ]


def _spread(values: Floats) -> Answer:
    low, high = np.percentile(values, (LOW, HIGH))
    return {"mean": _rounded_one(values.mean()), "low": _rounded_one(low), "high": _rounded_one(high)}


def _rounded_one(value: Any) -> float | None:
    return round(float(value), DIGITS) if np.isfinite(value) else None


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _decision_week(
    choice: Choice,
    yours: Sequence[Future],
    reference: Sequence[Future],
    outcomes: dict[str, Outcome],
    pairing: Integers | None,
) -> Answer | None:
    """Weeks to the boards' decision; a programme they never approve counts with the horizon."""
    name = "weeks_to_decision"
    if name not in outcomes:
        return None
    first, other = _values(yours, name), _values(reference, name)
    low, high = mean_interval(first - other, choice.seed, f"{YOURS} {REFERENCE} {name}", pairing)
    mean = float((first - other).mean())
    return {
        "plan": _spread(first),
        "reference": _spread(other),
        "difference": {
            "mean": _rounded_one(mean),
            "low": _rounded_one(low),
            "high": _rounded_one(high),
        },
        "horizon": choice.base.horizon_weeks,
    }


def _cost(scenario: Scenario, futures: Sequence[Future]) -> Answer:
    shares = _values(futures, "cost")
    gbp = {
        name: None if of is None else round(of * scenario.programme.budget_gbp)
        for name, of in _spread(shares).items()
    }
    return {"gbp": gbp, "share": _spread(shares)}


def _histogram(found: Difference) -> Answer:
    """Paired differences in bins of one width, zero in the middle of the middle one or beyond an end."""
    values = found.values
    if not values.size:
        return {"outcome": found.outcome, "unit": found.unit, "bins": [], "zero": 0.0}
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - (found.rope or 0.5), high + (found.rope or 0.5)
    counts, edges = np.histogram(values, bins=BINS, range=(low, high))
    bins = [
        {"from": round(float(start), 6), "to": round(float(end), 6), "count": int(count)}
        for start, end, count in zip(edges, edges[1:], counts, strict=False)
    ]
    return {"outcome": found.outcome, "unit": found.unit, "bins": bins, "zero": 0.0}


def _reached(futures: Sequence[Future]) -> list[Answer]:
    """Milestones where rework and pauses left them: the mean week."""
    weeks = np.array([each.reached for each in futures], dtype=np.float64).mean(axis=0)
    return [
        {"name": name, "label": milestone_label(name), "week": round(float(week), 1)}
        for name, week in zip(MILESTONES, weeks, strict=True)
    ]


def milestone_label(name: str) -> str:
    """A milestone as it is written on a chart."""
    return {"preferred": "Preferred option"}.get(name, name.replace("_", " ").capitalize())
