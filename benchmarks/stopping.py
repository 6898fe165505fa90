"""What stopping when an interval is narrow does to the interval, on distributions whose mean is known.

Differences are drawn again and again; replications are added by the rule of ``sim sweep --until-width``
until the 95 % interval of their mean is narrow enough. How often does it hold the true mean? Beside it
the same numbers of replications fixed beforehand, and the rule everybody would write first: look after
every pair from the second on.

Run: python benchmarks/stopping.py [--trials 20000]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

import numpy as np
from scipy import stats

from sim.arrays import Floats
from sim.experiments.sweep import Until
from sim.experiments.sweep.stopping import widths

Draw = Callable[[np.random.Generator, tuple[int, int]], tuple[Floats, Floats]]
SPREADS_WIDE = (0.5, 1.0)  # of a width, in standard deviations of a difference


def normal(chance: np.random.Generator, size: tuple[int, int]) -> tuple[Floats, Floats]:
    return chance.normal(0.3, 1.0, size), np.zeros(size)


def skewed(chance: np.random.Generator, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Exponential: mean and spread 1, skewness 2."""
    return chance.exponential(1.0, size), np.zeros(size)


def heavy(chance: np.random.Generator, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Student's t with 4 degrees of freedom, scaled to a spread of 1."""
    return chance.standard_t(4, size) / np.sqrt(2.0), np.zeros(size)


def yes_or_no(chance: np.random.Generator, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Two plans that succeed in .5 and .3 of runs, correlated by a share of the luck they have in common."""
    luck = np.where(chance.random(size) < 0.5, chance.random(size), np.nan)
    first, other = (np.where(np.isnan(luck), chance.random(size), luck) for _ in range(2))
    return (first < 0.5).astype(float), (other < 0.3).astype(float)


def rare(chance: np.random.Generator, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Yes or no, where the first succeeds in .04 of runs and the other never."""
    return (chance.random(size) < 0.04).astype(float), np.zeros(size)


CASES: dict[str, tuple[Draw, float, float]] = {  # with true mean and spread
    "normal": (normal, 0.3, 1.0),
    "skewed (exponential)": (skewed, 1.0, 1.0),
    "heavy tails (t, 4 df)": (heavy, 0.0, 1.0),
    "yes or no, .5 against .3": (yes_or_no, 0.2, float(np.sqrt(0.5 * 0.32 + 0.5 * 0.2 - 0.04 + 0.02))),
    "rarely yes, .04 against 0": (rare, 0.04, 0.196),
}


def stopped_at(first: Floats, other: Floats, width: float, looks: Sequence[int]) -> np.ndarray:
    """Replications at which each row stops: at the first look at which its interval is narrow enough."""
    found = np.full(len(first), looks[-1])
    going = np.ones(len(first), dtype=bool)
    for look in looks:
        narrow = going & (widths(first[:, :look], other[:, :look]) <= width)
        found[narrow] = look
        going &= ~narrow
    return found


def means(difference: Floats, at: np.ndarray) -> tuple[Floats, Floats]:
    """Mean of each row's first so many, and half the width of its interval, Student's t."""
    before = np.arange(difference.shape[1]) < at[:, None]
    mean = np.where(before, difference, 0.0).sum(axis=1) / at
    spread = np.sqrt((np.where(before, difference - mean[:, None], 0.0) ** 2).sum(axis=1) / (at - 1))
    return mean, stats.t.ppf(0.975, at - 1) * spread / np.sqrt(at)


def coverage(
    draw: Draw, true: float, width: float, looks: Sequence[int], trials: int, seed: int = 1
) -> tuple[float, float, float]:
    """Share of intervals that hold the true mean, mean number of replications, bias of the mean."""
    chance = np.random.default_rng(seed)
    first, other = draw(chance, (trials, looks[-1]))
    at = stopped_at(first, other, width, looks)
    mean, half = means(first - other, at)
    middle = mean.copy()
    if np.isin(first, (0.0, 1.0)).all():  # the interval that is looked at, not Student's
        half = np.empty(trials)
        for look in np.unique(at):
            rows = at == look
            half[rows] = widths(first[rows, :look], other[rows, :look]) / 2
            n = look + 2.0  # its middle is drawn towards no difference
            middle[rows] *= look / n
    return float((np.abs(middle - true) <= half).mean()), float(at.mean()), float(mean.mean() - true)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20_000)
    trials = parser.parse_args().trials
    print(f"{trials:,} trials a row; standard error of a share near .95: {(0.95 * 0.05 / trials) ** 0.5:.4f}")
    print("Share of 95 % intervals that hold the true mean:")
    heads = ("differences", "width, in spreads", "replications", "by the rule", "so many, fixed")
    print(f"| {' | '.join((*heads, 'looked at every pair', 'bias of the mean, in widths'))} |")
    print("|---" * (len(heads) + 2) + "|")
    for name, (draw, true, spread) in CASES.items():
        for wide in SPREADS_WIDE:
            width = wide * spread
            until = Until(width, "")
            by_rule, number, bias = coverage(draw, true, width, until.looks, trials)
            fixed, _, _ = coverage(draw, true, np.inf, [round(number)], trials)
            naive, _, _ = coverage(draw, true, width, range(2, until.most + 1), min(trials, 4_000))
            shares = " | ".join(f"{share:.3f}" for share in (by_rule, fixed, naive))
            print(f"| {name} | {wide:g} | {number:.0f} | {shares} | {bias / width:+.3f} |", flush=True)


if __name__ == "__main__":
    main()
