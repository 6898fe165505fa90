"""What antithetic draws buy: the variance of a mean, beside that of as many independent replications.

For the difference of two plans, and for each plan by itself. A ratio of 0.5 means that half as many
replications know the mean as well; of 1, that nothing is gained; above 1, that it is known worse. Ratios
carry 95 % intervals: replications, or pairs of them, are drawn again.

Run: python benchmarks/antithetic.py [--replications 400] [--seed 1]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import sim
from sim.arrays import Floats
from sim.random_streams import DRAW_KINDS
from sim.scenario import Scenario, with_gates

EVERYTHING = Path(__file__).parents[1] / "tests" / "scenarios" / "everything.yaml"
HEADLINE = "support_public_decision"
OUTCOMES = (
    HEADLINE,
    "support_losing_decision",
    "support_clinicians_decision",
    "support_politicians_decision",
    "support_assurance_decision",
    "trust_public_decision",
    "support_public_horizon",
    "support_losing_horizon",
    "peak_campaign",
    "redesign",
    "cost",
    "goes_ahead",
    "weeks_to_decision",
)
RESAMPLES = 999
ROUNDING = 1e-20  # variance of numbers that differ by rounding alone


def variance_ratio(independent: Floats, antithetic: Floats) -> float:
    """Variance of the mean of antithetic replications over that of as many independent ones."""
    of_pairs = (antithetic[::2] + antithetic[1::2]) / 2
    return float(2 * of_pairs.var(ddof=1) / independent.var(ddof=1))


def in_words(independent: Floats, antithetic: Floats, chance: np.random.Generator) -> str:
    """The ratio with its interval; nothing to be gained where replications do not differ."""
    if independent.var() < ROUNDING:
        return f"{'always the same':>22}"
    found = []
    for _ in range(RESAMPLES):
        pairs = chance.integers(antithetic.size // 2, size=antithetic.size // 2)
        again = antithetic.reshape(-1, 2)[pairs].ravel()
        found.append(variance_ratio(chance.choice(independent, independent.size), again))
    low, high = np.percentile(found, (2.5, 97.5))
    return f"{variance_ratio(independent, antithetic):6.2f} ({low:4.2f} to {high:4.2f})"


def compared(scenario: Scenario, plans: tuple[str, str], replications: int, seed: int) -> float:
    """Print a row an outcome; the ratio of the headline's difference."""
    kinds = {kind: sim.compare(scenario, plans, replications, seed, draws=kind) for kind in DRAW_KINDS}
    chance = np.random.default_rng(seed)
    gates = "on" if scenario.gates else "off"
    print(f"\n{scenario.title}, gates {gates}, {replications} replications of either kind, seed {seed}")
    print(f"{'':30}{'difference':>22}{plans[0]:>24}{plans[1]:>24}")
    ratio = float("nan")
    for name in (each for each in OUTCOMES if each in kinds["independent"].outcomes):
        usual, mirrored = (
            (found.differences(name), *(found.values[plan][name] for plan in plans))
            for found in kinds.values()
        )
        row = (in_words(a, b, chance) for a, b in zip(usual, mirrored, strict=True))
        print(f"{name:30}{'  '.join(row)}", flush=True)
        if name == HEADLINE:
            ratio = variance_ratio(usual[0], mirrored[0])
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    shipped = sim.load_scenario()
    cases = (
        (sim.load_scenario(EVERYTHING), ("secret", "open")),
        (with_gates(shipped, False), ("early", "late")),
        (shipped, ("early", "late")),
    )
    for scenario, plans in cases:
        ratio = compared(scenario, plans, asked.replications, asked.seed)
    print(f"\nThe headline: {HEADLINE}, early minus late, emergency care as shipped")
    print(f"ratio: {ratio:.3f}")


if __name__ == "__main__":
    main()
