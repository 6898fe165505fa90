"""Designs: which values of the behaviour parameters are run together.

A factor is a parameter with the range it is varied over, by default the declared one; where the
declaration says so, values are spread evenly on a log scale. Designs are drawn in the unit cube
and scaled afterwards, so that two designs with the same seed differ only by their ranges.

Source: Latin hypercube and scrambled Sobol sequences as in ``scipy.stats.qmc``; trajectories of
Morris (1991), Technometrics 33(2), as in SALib.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sim.arrays import Floats
from sim.errors import BadInput, Problem, bad_input, unknown_name
from sim.knobs import NAMES, knob
from sim.scenario import Equal, Scenario, planned_activities

LEVELS = 4  # Morris (1991): four levels, so that a step is two thirds of the range
STEP = LEVELS / (2 * (LEVELS - 1))
# The budget's parameters, the smallest groups first: the last one gets what capacity is left.
BUDGET = ("other_contacts", "clinician_contacts", "public_contacts")
HALVINGS = 40  # of a range; far below the four digits a cut is rounded to
DIGITS = 4

Range = tuple[float, float]


@dataclass(frozen=True)
class Factor:
    """A behaviour parameter and the range it is varied over."""

    name: str
    low: float
    high: float
    log: bool = False

    def values(self, unit: Floats) -> Floats:
        """Values at shares ``unit`` in [0, 1] of the range."""
        if self.log:
            scaled = np.exp(math.log(self.low) + unit * (math.log(self.high) - math.log(self.low)))
        else:
            scaled = self.low + unit * (self.high - self.low)
        return np.asarray(np.clip(scaled, self.low, self.high), dtype=np.float64)


@dataclass(frozen=True)
class Cut:
    """A range that was cut, and why."""

    name: str
    asked: Range
    used: Range
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.asked[0]:g} to {self.asked[1]:g} was cut to "
            f"{self.used[0]:g} to {self.used[1]:g}; at {self.asked[1]:g} {self.reason}"
        )


@dataclass(frozen=True)
class Design:
    """Design points; ``unit`` is float64[points, factors], shares in [0, 1] of each factor's range."""

    kind: str
    factors: tuple[Factor, ...]
    unit: Floats
    seed: int

    @property
    def names(self) -> list[str]:
        return [factor.name for factor in self.factors]

    @property
    def values(self) -> Floats:
        """Parameter values, float64[points, factors]."""
        return np.column_stack([each.values(self.unit[:, at]) for at, each in enumerate(self.factors)])

    @property
    def table(self) -> pd.DataFrame:
        """A row a design point, a column a parameter."""
        return pd.DataFrame(self.values, columns=self.names)

    def __len__(self) -> int:
        return len(self.unit)


def factors_of(
    parameters: Sequence[str] | None = None, ranges: Mapping[str, Range] | None = None
) -> tuple[Factor, ...]:
    """The factors of a design: all behaviour parameters, or those named.

    Parameters
    ----------
    parameters : names, optional
        Parameters to vary; the others keep the scenario's values.
    ranges : mapping of name to (low, high), optional
        Narrower ranges than the declared ones.

    Raises
    ------
    BadInput
        If a name does not exist or stands twice, or a range is empty or wider than declared.
    """
    chosen = list(NAMES if parameters is None else parameters)
    ranges = dict(ranges or {})
    problems = [
        Problem("parameters", unknown_name(name, "a behaviour parameter", NAMES))
        for name in chosen
        if name not in NAMES
    ]
    problems += [
        Problem("parameters", f"names '{name}' twice") for name in set(chosen) if chosen.count(name) > 1
    ]
    problems += [
        Problem("ranges", unknown_name(name, "a parameter that is varied here", chosen))
        for name in ranges
        if name not in chosen
    ]
    if not chosen:
        problems.append(Problem("parameters", "names none; expected at least one"))
    factors = []
    for name in chosen:
        if name not in NAMES:
            continue
        declared = knob(name)
        low, high = (float(end) for end in ranges.get(name, (declared.low, declared.high)))
        key, allowed = f"ranges.{name}", f"{declared.low:g} to {declared.high:g}"
        if not low < high:
            problems.append(Problem(key, f"is {low:g} to {high:g}; expected a low end below the high end"))
        elif low < declared.low or high > declared.high:
            what = (
                f"is {low:g} to {high:g}, wider than the declared range {allowed}; "
                "a range may be narrowed only, as outside it the parameter has no declared meaning"
            )
            problems.append(Problem(key, what))
        factors.append(Factor(name, low, high, declared.log))
    if problems:
        raise BadInput("design", problems)
    return tuple(factors)


def fitted_to_budget(
    scenario: Scenario, plans: Sequence[str], factors: Sequence[Factor], equal: Equal = "contacts"
) -> tuple[tuple[Factor, ...], tuple[Cut, ...]]:
    """Cut the ranges of the budget's parameters to what every one of the plans can hold.

    More contacts never make a budget easier to hold, so if the corner of all upper ends can be
    held, every point below it can. Parameters are taken one after the other, those not yet
    taken at their low ends.

    Raises
    ------
    BadInput
        If not even the low ends can be held.
    """
    by_name = {factor.name: factor for factor in factors}
    levers = [by_name[name] for name in BUDGET if name in by_name]
    at = {lever.name: lever.low for lever in levers}
    if refusal := _refusal(scenario, plans, at, equal):
        raise BadInput(refusal.source, refusal.problems)
    cuts = []
    for lever in levers:
        refusal = _refusal(scenario, plans, at | {lever.name: lever.high}, equal)
        if refusal:
            high = _highest(scenario, plans, at, lever, equal)
            if not high > lever.low:
                what = f"cannot vary: above {lever.low:g} {refusal.problems[0]}"
                raise BadInput("design", [Problem(lever.name, what)])
            cuts.append(Cut(lever.name, (lever.low, lever.high), (lever.low, high), str(refusal.problems[0])))
            by_name[lever.name] = replace(lever, high=high)
        at[lever.name] = by_name[lever.name].high
    return tuple(by_name[factor.name] for factor in factors), tuple(cuts)


def _highest(
    scenario: Scenario, plans: Sequence[str], at: Mapping[str, float], lever: Factor, equal: Equal
) -> float:
    """The highest value that can be held, rounded down."""
    can, cannot = lever.low, lever.high
    for _ in range(HALVINGS):
        middle = (can + cannot) / 2
        if _refusal(scenario, plans, {**at, lever.name: middle}, equal):
            cannot = middle
        else:
            can = middle
    unit = 10.0 ** (math.floor(math.log10(can)) - DIGITS + 1) if can > 0 else 1.0
    rounded = round(math.floor(can / unit) * unit, 12)
    return rounded if rounded > lever.low else can


def _refusal(
    scenario: Scenario, plans: Sequence[str], values: Mapping[str, float], equal: Equal
) -> BadInput | None:
    parameters = scenario.parameters(dict(values))
    for name in plans:
        plan = scenario.plan(name)
        try:
            planned_activities(scenario, plan, parameters, equal)
        except BadInput as refused:
            return refused
    return None


def latin_hypercube(factors: Sequence[Factor], points: int, seed: int) -> Design:
    """Points such that each of as many equal slices of every range holds exactly one."""
    chance = _chance(seed, "latin hypercube")
    _check_count("points", points, 1)
    unit = qmc.LatinHypercube(d=len(factors), rng=chance).random(points)
    return Design("latin hypercube", tuple(factors), unit, seed)


def sobol_sequence(factors: Sequence[Factor], points: int, seed: int) -> Design:
    """A scrambled Sobol sequence; it is balanced for powers of two only, so others are refused."""
    chance = _chance(seed, "sobol sequence")
    _check_count("points", points, 1)
    if points & (points - 1):
        near = 2 ** points.bit_length()
        what = f"is {points}; a Sobol sequence is balanced for powers of two, such as {near // 2} or {near}"
        raise bad_input("design", "points", what)
    unit = qmc.Sobol(d=len(factors), scramble=True, rng=chance).random(points)
    return Design("sobol sequence", tuple(factors), unit, seed)


def morris_trajectories(factors: Sequence[Factor], trajectories: int, seed: int) -> Design:
    """Trajectories along which one factor after the other takes one step; points in their order."""
    from SALib.sample import morris  # slow to load, and most commands never need it

    _check_count("trajectories", trajectories, 2)
    problem = {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    unit = morris.sample(problem, trajectories, num_levels=LEVELS, seed=salib_seed(seed, "morris sample"))
    return Design("morris trajectories", tuple(factors), np.asarray(unit, dtype=np.float64), seed)


def salib_seed(seed: int, purpose: str) -> int:
    """A seed for SALib that is never 0: up to 1.5 it takes 0 for no seed at all (``if seed:``)."""
    _check_count("seed", seed, 0)
    sequence = np.random.SeedSequence([seed, zlib.crc32(purpose.encode())])
    return int(sequence.generate_state(1)[0] >> 1) + 1


def _chance(seed: int, purpose: str) -> np.random.Generator:
    _check_count("seed", seed, 0)
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


def _check_count(key: str, count: int, least: int) -> None:
    if not isinstance(count, int) or count < least:
        raise bad_input("design", key, f"is {count}; expected a whole number, {least} or more")
