"""Chart data made by hand: as many plans and pairs as asked for, with an effect that is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.charts import ChartData, Contrast, Course, Difference, Ends, Mark, Panel

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
        contrasts=tuple(_contrast(other, pairs) for other in plans[1:]),
    )


def _panel(title: str, plans: tuple[str, ...], level: int) -> Panel:
    week = np.linspace(0, 1, WEEKS)
    courses = []
    for at, plan in enumerate(plans):
        mean = 0.04 * level * week + 0.01 * at * np.sin(9 * week)
        courses.append(Course(plan, mean, mean - 0.03, mean + 0.03))
    return Panel(title, tuple(courses))


def _contrast(other: str, pairs: int) -> Contrast:
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
        other, kinds, Ends(good, small), Ends(kinds[4], kinds[4]), Ends(small, kinds[2]), Ends(good, good)
    )
