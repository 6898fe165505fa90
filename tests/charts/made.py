"""Chart data made by hand: as many plans and pairs as asked for, with an effect that is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.charts import (
    ChartData,
    Contrast,
    Course,
    Difference,
    Ends,
    Mark,
    Panel,
    Part,
    Reasons,
    Surroundings,
    Why,
)

WEEKS = 120
PLANS = ("early", "late", "spread_thinly_over_everything", "none", "five", "six", "seven")


def difference(
    effect: float = 0.05,
    noise: float = 0.01,
    pairs: int = 40,
    *,
    first: str = "early",
    other: str = "late",
    **changes: Any,
) -> Difference:
    """A paired difference around ``effect``; the interval is two standard errors wide."""
    values = effect + noise * np.linspace(-1, 1, pairs) if pairs > 1 else np.array([effect])
    mean = float(values.mean())
    reach = 2 * float(values.std()) / pairs**0.5 if pairs > 1 else np.inf
    found = {
        "first": first,
        "other": other,
        "outcome": "support_public_decision",
        "label": "Support: Public, at the decision",
        "unit": "support points",
        "better_is": "higher",
        "rope": 0.02,
        "first_mean": 0.1 + mean,
        "other_mean": 0.1,
        "values": values,
        "mean": mean,
        "low": mean - reach,
        "high": mean + reach,
        "better_low": 0.5,
        "better_high": 0.9,
    } | changes
    gain = -values if found["better_is"] == "lower" else values
    return Difference(**({"better": int((gain > 0).sum()), "worse": int((gain < 0).sum())} | found))


def chart_data(
    n_plans: int = 2, pairs: int = 40, groups: int = 6, calendar: tuple[int, int, int] = (52, 70, 100)
) -> ChartData:
    plans = PLANS[:n_plans]
    preferred, opens, decided = calendar
    return ChartData(
        title="A scenario with a rather long title & a $5m <budget>",
        plans=plans,
        pairs=pairs,
        marks=(Mark(preferred, "preferred option"), Mark(opens, "consultation"), Mark(decided, "decision")),
        consultation=(opens, opens + 14),
        decision_week=min(decided, WEEKS - 1),
        groups=tuple(
            _panel(f"Patient and community representatives {at}", plans, at) for at in range(groups)
        ),
        sides=(
            _panel("Residents where the service is lost", plans, -3),
            _panel("Residents where it stays", plans, 3),
        ),
        trust=(
            _panel("Residents where the service is lost", plans, 9),
            _panel("Residents where it stays", plans, 9),
        ),
        surroundings=Surroundings(
            against=_panel("Campaigning against where the service is lost", plans, 4, least=0.0),
            in_favour=_panel("Campaigning for it where it stays", plans, 8, least=0.0),
            attention=_panel("Media attention", plans, 25, least=0.0),
            redesign=_panel("Harm taken away by redesign", plans, 5, least=0.0),
            cost=_panel("Cost so far", plans, 30, least=0.0),
        ),
        contrasts=tuple(_contrast(other, pairs, groups) for other in plans[1:]),
    )


def _panel(title: str, plans: tuple[str, ...], level: int, least: float = -1.0) -> Panel:
    week = np.linspace(0, 1, WEEKS)
    courses = []
    for at, plan in enumerate(plans):
        mean = 0.04 * level * week + 0.01 * at * np.sin(9 * week)
        mean, low, high = (np.clip(each, least, 1.0) for each in (mean, mean - 0.03, mean + 0.03))
        courses.append(Course(plan, mean, low, high))
    return Panel(title, tuple(courses))


def why(pairs: int = 20, groups: int = 6) -> Why:
    """Six mechanisms, of which one adds nothing anywhere, and their sum."""
    reach = 0.01 if pairs > 1 else np.inf
    found = []
    for at in range(groups):
        means = [0.03, -0.2 + 0.05 * at, 0.0, 0.015 * at, -0.001, 1e-5]
        labels = [f"Mechanism {n}" for n in range(6)]
        parts = [
            Part(label, mean, mean - reach, mean + reach) for label, mean in zip(labels, means, strict=True)
        ]
        total = sum(means)
        found.append(
            Reasons(
                f"Patient and community representatives {at}",
                tuple(parts),
                Part("All together", total, total - reach, total + reach),
            )
        )
    return Why(pairs, tuple(found), residents=groups - 1)


def _contrast(other: str, pairs: int, groups: int) -> Contrast:
    good, small = difference(0.05, pairs=pairs, other=other), difference(-0.01, 0.001, pairs, other=other)
    kinds = (
        good,
        small,
        difference(
            -0.2, 0.1, pairs, other=other, label="Support: localities that lose the service, at the horizon"
        ),
        difference(0.0, 0.0, pairs, other=other, unit="share of runs", label="Approved by the boards"),
        difference(0.003, 0.001, pairs, other=other, unit="trust (0 to 1)", rope=0.01, label="Trust: Public"),
        difference(
            -0.05, 0.0, pairs, other=other, unit="share of budget", rope=0.01, better_is="lower", label="Cost"
        ),
    )
    return Contrast(
        other=other,
        headline=kinds,
        residents=Ends(good, small),
        trust=Ends(kinds[4], kinds[4]),
        losing=Ends(small, kinds[2]),
        gaining=Ends(good, good),
        campaign=difference(
            0.05, pairs=pairs, other=other, unit="share", better_is="lower", label="Peak share campaigning"
        ),
        redesign=difference(
            0.03, pairs=pairs, other=other, unit="share", label="Harm taken away by redesign"
        ),
        cost=kinds[5],
        why=why(min(pairs, 20), groups),
    )
