"""Findings of charts in words, which those who do not draw them need too."""

from __future__ import annotations

import math

from sim.charts.data import ChartData, Contrast, Part, Why
from sim.charts.words import capital, counted, in_antithetic, plan_words, sentence, signed

DECIMALS = 3  # of what a mechanism added
EXACTLY_NOTHING = 1e-12  # below what adding up a run's influences can be off by


def campaign_words(data: ChartData) -> str:
    """The finding about the peak campaign, or that there is none."""
    if nobody_campaigns(data):
        return f"Nobody campaigns against, under any plan, in {counted(data.pairs, 'paired run')}"
    first = data.contrasts[0].campaign
    return sentence(first, "in the peak share of residents campaigning against", verb="does")


def nobody_campaigns(data: ChartData) -> bool:
    """Under no plan, in no run."""
    return all(_peak(contrast) == 0 for contrast in data.contrasts)


def _peak(contrast: Contrast) -> float:
    return max(contrast.campaign.first_mean, contrast.campaign.other_mean)


def why_words(data: ChartData, contrast: Contrast) -> str:
    """How much plans differ for residents, and what did most for and against it."""
    assert contrast.why is not None, "asked about an account that was kept"
    found = contrast.why.groups[contrast.why.residents]
    first, other = capital(plan_words(data.plans[0])), plan_words(contrast.other)
    moving = sorted((each for each in found.parts if abs(each.mean) > EXACTLY_NOTHING), key=_mean)
    if not moving:
        return f"{first} and {other} lead to the same support of residents at the decision"
    ways = []
    if moving[-1].mean > 0:
        ways.append(f"most added by {_with_mean(moving[-1])}")
    if moving[0].mean < 0:
        ways.append(f"most taken away by {_with_mean(moving[0])}")
    total = found.total
    return (
        f"{first} minus {other} for residents at the decision: {signed(total.mean, DECIMALS)} support points"
        f" ({_interval(total, contrast.why)}); {', '.join(ways)}"
    )


def _mean(part: Part) -> float:
    return part.mean


def _with_mean(part: Part) -> str:
    return f"{part.label[:1].lower()}{part.label[1:]} ({signed(part.mean, DECIMALS)})"


def _interval(part: Part, why: Why) -> str:
    if not math.isfinite(part.low + part.high):
        return f"no interval from {counted(why.pairs, 'pair')}{in_antithetic(why)}"
    return f"95 %: {signed(part.low, DECIMALS)} to {signed(part.high, DECIMALS)}"
