"""A comparison as the plain tables that charts are drawn from."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.charts import ChartData, Contrast, Course, Difference, Ends, Mark, Panel
from sim.experiments.comparison import Comparison
from sim.scenario import Scenario

LOW, HIGH = 10, 90  # percentiles: between them lie 8 in 10 runs
SIDES = {"losing": "Residents where the service is lost", "gaining": "Residents where the service stays"}


def chart_data_of(comparison: Comparison) -> ChartData:
    """What the charts of a comparison show."""
    scenario, milestones = comparison.scenario, comparison.milestones
    sides = {side: weights for side, weights in _weights(scenario).items() if weights.any()}
    return ChartData(
        title=scenario.title,
        plans=comparison.plans,
        pairs=len(comparison.replications),
        marks=(
            Mark(milestones.preferred, "preferred option"),
            Mark(milestones.consultation_opens, "consultation"),
            Mark(milestones.decision, "decision"),
        ),
        consultation=(milestones.consultation_opens, milestones.consultation_closes),
        decision_week=min(milestones.decision, scenario.programme.horizon_weeks - 1),
        groups=tuple(
            _panel(comparison, group.title, "group_support", np.eye(len(scenario.population.groups))[at])
            for at, group in enumerate(scenario.population.groups)
        ),
        sides=tuple(
            _panel(comparison, SIDES[side], "locality_support", each) for side, each in sides.items()
        ),
        trust=tuple(_panel(comparison, SIDES[side], "locality_trust", each) for side, each in sides.items()),
        contrasts=tuple(_contrast(comparison, contrast, sides) for contrast in comparison.contrasts),
    )


def _weights(scenario: Scenario) -> dict[str, Floats]:
    """Residents of every locality, as shares of the residents on its side."""
    loses = set(scenario.proposal.losing_localities())
    found = {}
    for side in SIDES:
        on_side = [
            float(place.residents) if (place.name in loses) == (side == "losing") else 0.0
            for place in scenario.population.localities
        ]
        found[side] = np.array(on_side) / (sum(on_side) or 1.0)
    return found


def _panel(comparison: Comparison, title: str, series: str, weights: Floats) -> Panel:
    """Weighted mean over groups or localities, then mean and percentiles over replications."""
    courses = []
    for plan in comparison.plans:
        by_run = comparison.weekly[plan][series] @ weights
        low, high = np.percentile(by_run, (LOW, HIGH), axis=0)
        courses.append(Course(plan, by_run.mean(axis=0), low, high))
    return Panel(title, tuple(courses))


def _contrast(comparison: Comparison, contrast: tuple[str, str], sides: dict[str, Floats]) -> Contrast:
    residents = next(g.name for g in comparison.scenario.population.groups if g.stands_for_residents)

    def ends(stem: str) -> Ends:
        return Ends(*(difference_of(comparison, f"{stem}_{at}", contrast) for at in ("decision", "horizon")))

    return Contrast(
        other=contrast[1],
        headline=tuple(
            difference_of(comparison, name, contrast)
            for name, outcome in comparison.outcomes.items()
            if outcome.headline and (sides.keys() >= set(SIDES) or not _about_missing_side(name, sides))
        ),
        residents=ends(f"support_{residents}"),
        trust=ends(f"trust_{residents}"),
        losing=ends("support_losing") if "losing" in sides else None,
        gaining=ends("support_gaining") if "gaining" in sides else None,
    )


def _about_missing_side(name: str, sides: dict[str, Floats]) -> bool:
    """An outcome of localities of which there are none: its zeros would read as findings."""
    return any(f"_{side}_" in name for side in SIDES if side not in sides)


def difference_of(comparison: Comparison, name: str, contrast: tuple[str, str]) -> Difference:
    """One outcome's paired difference with its pairs."""
    outcome, found = comparison.outcomes[name], comparison.difference(name, contrast)
    first, other = contrast
    values = comparison.differences(name, contrast)
    return Difference(
        first=first,
        other=other,
        outcome=name,
        label=outcome.label,
        unit=outcome.unit,
        better_is=outcome.better,
        rope=outcome.rope,
        first_mean=float(comparison.values[first][name].mean()),
        other_mean=float(comparison.values[other][name].mean()),
        values=values[np.isfinite(values)],
        mean=found.mean,
        low=found.low,
        high=found.high,
        better=found.better,
        worse=found.worse,
        better_low=found.better_low,
        better_high=found.better_high,
    )
