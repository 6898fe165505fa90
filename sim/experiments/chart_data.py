"""A comparison as the plain tables that charts are drawn from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import MECHANISMS, Floats
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
from sim.experiments.comparison import Comparison
from sim.experiments.explain import TOTAL, explanation_of
from sim.experiments.statistics import PairedDifference
from sim.outcomes import Outcome
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
        antithetic_pairs=comparison.antithetic_pairs,
        marks=(
            Mark(milestones.preferred, "preferred option"),
            Mark(milestones.consultation_opens, "consultation"),
            Mark(milestones.decision, "decision"),
        ),
        consultation=(milestones.consultation_opens, milestones.consultation_closes),
        decision_week=min(milestones.decision, scenario.horizon_weeks - 1),
        groups=tuple(
            _panel(comparison, group.title, ["group_support"], np.eye(len(scenario.population.groups))[at])
            for at, group in enumerate(scenario.population.groups)
        ),
        sides=tuple(
            _panel(comparison, SIDES[side], ["locality_support"], each) for side, each in sides.items()
        ),
        trust=tuple(
            _panel(comparison, SIDES[side], ["locality_trust"], each) for side, each in sides.items()
        ),
        surroundings=_surroundings(comparison, sides),
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


def _surroundings(comparison: Comparison, sides: dict[str, Floats]) -> Surroundings:
    """Campaigns where they are at home: against where the service is lost, for where it stays."""
    everybody = np.array([float(place.residents) for place in comparison.scenario.population.localities])
    everybody = everybody / (everybody.sum() or 1.0)
    lost = " where the service is lost" if "losing" in sides else ""
    stays = " where the service stays" if "gaining" in sides and lost else ""
    return Surroundings(
        against=_panel(
            comparison, f"Campaigning against{lost}", ["locality_against"], sides.get("losing", everybody)
        ),
        in_favour=_panel(
            comparison, f"Campaigning for it{stays}", ["locality_for"], sides.get("gaining", everybody)
        ),
        attention=_panel(comparison, "Media attention", ["attention"]),
        redesign=_panel(comparison, "Harm taken away by redesign", ["redesign"]),
        cost=_panel(comparison, "Cost so far", ["cost_contacts", "cost_weeks", "cost_redesign"]),
    )


def _panel(comparison: Comparison, title: str, series: Sequence[str], weights: Floats | None = None) -> Panel:
    """Sum of series, weighted mean over groups or localities, mean and percentiles over replications."""
    courses = []
    for plan in comparison.plans:
        by_run = np.sum([comparison.weekly[plan][name] for name in series], axis=0)
        if weights is not None:
            by_run = by_run @ weights
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
        campaign=difference_of(comparison, "peak_campaign", contrast),
        redesign=difference_of(comparison, "redesign", contrast),
        cost=difference_of(comparison, "cost", contrast),
        why=_why(comparison, contrast),
    )


def _why(comparison: Comparison, contrast: tuple[str, str]) -> Why | None:
    """What each mechanism added to the difference at the decision; None without an account."""
    explanation = explanation_of(comparison, contrast)
    if explanation is None:
        return None
    groups = comparison.scenario.population.groups
    parts = {
        (row.group, row.mechanism): Part(row.label, row.difference, row.low, row.high)
        for row in explanation.table_with_totals().itertuples()
    }
    return Why(
        pairs=explanation.pairs,
        antithetic_pairs=explanation.antithetic_pairs,
        groups=tuple(
            Reasons(
                group.title,
                tuple(parts[group.name, mechanism] for mechanism in MECHANISMS),
                parts[group.name, TOTAL],
            )
            for group in groups
        ),
        residents=next(at for at, group in enumerate(groups) if group.stands_for_residents),
    )


def _about_missing_side(name: str, sides: dict[str, Floats]) -> bool:
    """An outcome of localities of which there are none: its zeros would read as findings."""
    return any(f"_{side}_" in name for side in SIDES if side not in sides)


def difference_of(comparison: Comparison, name: str, contrast: tuple[str, str]) -> Difference:
    """One outcome's paired difference with its pairs."""
    first, other = (comparison.values[plan][name] for plan in contrast)
    found = comparison.difference(name, contrast)
    return difference_with_pairs(comparison.outcomes[name], contrast, first, other, found)


def difference_with_pairs(
    outcome: Outcome, plans: tuple[str, str], first: Floats, other: Floats, found: PairedDifference
) -> Difference:
    """A paired difference as charts and words take it: with what was compared, and its pairs.

    Parameters
    ----------
    first, other : float64[pairs]
        The outcome under each plan.
    found : what is known of their difference
    """
    values = first - other
    return Difference(
        first=plans[0],
        other=plans[1],
        outcome=outcome.name,
        label=outcome.label,
        unit=outcome.unit,
        better_is=outcome.better,
        rope=outcome.rope,
        first_mean=float(first.mean()),
        other_mean=float(other.mean()),
        values=values[np.isfinite(values)],
        mean=found.mean,
        low=found.low,
        high=found.high,
        better=found.better,
        worse=found.worse,
        better_low=found.better_low,
        better_high=found.better_high,
        antithetic_pairs=found.antithetic_pairs,
    )
