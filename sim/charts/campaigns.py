"""Campaigns, media, redesign and cost by week: what goes on around support, each on its own scale."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from sim.charts.data import ChartData, Panel
from sim.charts.findings import campaign_words, nobody_campaigns
from sim.charts.weeks import Scale, draw_rows
from sim.charts.words import capital, plan_words, short

CAMPAIGNING = Scale("share of residents", decimals=2, least_range=0.1, bounds=(0.0, 1.0), with_zero=True)
ATTENTION = Scale("attention (0 to 1)", decimals=2, least_range=0.2, bounds=(0.0, 1.0), with_zero=True)
REDESIGN = Scale("share of the harm", decimals=2, least_range=0.1, bounds=(0.0, 1.0), with_zero=True)
COST = Scale("share of the budget", decimals=2, least_range=0.2, bounds=(0.0, math.inf), with_zero=True)


def campaigns_and_cost(data: ChartData) -> Figure:
    """Who campaigns, how much the media attend, what redesign takes away and what it all costs, by week."""
    shown = data.surroundings
    rows = [(shown.against, CAMPAIGNING)]
    if _happens(shown.in_favour):
        rows.append((shown.in_favour, CAMPAIGNING))
    rows += [(shown.attention, ATTENTION), (shown.redesign, REDESIGN), (shown.cost, COST)]
    return draw_rows(data, rows, campaign_words(data), _notes(data), row=0.7)


def _notes(data: ChartData) -> list[str]:
    first = (
        "Attention leaps when the public is told, options change, consultation opens, and at the decision."
    )
    if not nobody_campaigns(data):
        first = f"The peak counts all residents, wherever they live. {first}"
    notes = [first]
    for contrast in data.contrasts:
        found = [contrast.redesign, contrast.cost]
        if contrast is not data.contrasts[0]:
            found.insert(0, contrast.campaign)
        words = "; ".join(f"{_uncapital(each.label)}: {short(each)}" for each in found)
        against = f"Against {plan_words(contrast.other)}, " if len(data.plans) > 2 else ""
        notes.append(capital(f"{against}{words}."))
    return notes


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]


def _happens(panel: Panel) -> bool:
    return any(float(course.mean.max()) > 0 for course in panel.courses)
