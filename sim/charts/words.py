"""Findings in words: the same sentence whichever way a difference points.

A difference is unclear if its 95 % interval spans zero, too small to matter if its mean
lies within the rope, else better or worse.
"""

from __future__ import annotations

import math
from typing import Literal

from sim.charts.data import ChartData, Contrast, Difference, Why

Verdict = Literal["better", "worse", "too small", "unclear"]
COARSE_ROPE = 0.1  # differences of quantities with a wider rope, such as weeks, are shown to a tenth
FINE, FINER = 3, 4  # decimals of all others; the finer where an interval would otherwise look like a point


def signed(value: float, decimals: int = 2) -> str:
    """A number with its sign, as in +0.04; zero has none."""
    text = number(value, decimals)
    return f"+{text}" if 0 < value < math.inf and text.strip("0.,") else text


def number(value: float, decimals: int = 2) -> str:
    """A number with a true minus sign, and no minus before zero."""
    if not math.isfinite(value):
        return "?"
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "−")


def decimals_of(difference: Difference) -> int:
    """Decimals that show a tenth of the rope, and that an interval has two ends."""
    if difference.rope >= COARSE_ROPE:
        return 1
    low, high = difference.low, difference.high
    return FINER if -math.inf < low != high and signed(low, FINE) == signed(high, FINE) else FINE


def interval(difference: Difference) -> str:
    """The 95 % interval of the mean, or that there is none, or nothing to be unsure of."""
    if not math.isfinite(difference.low + difference.high):
        return f"no interval from {counted(difference.pairs, 'pair')}{in_antithetic(difference)}"
    if difference.low == difference.high:
        return f"the same in every {'antithetic ' if difference.antithetic_pairs else ''}pair"
    decimals = decimals_of(difference)
    return f"95 %: {signed(difference.low, decimals)} to {signed(difference.high, decimals)}"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"


def in_antithetic(data: Difference | ChartData | Why) -> str:
    """In how many antithetic pairs its runs stand, if they do; to be read after a number of runs."""
    return in_antithetic_pairs(data.antithetic_pairs)


def in_antithetic_pairs(count: int, of: str = " of replications") -> str:
    """The same for a number of antithetic pairs; nothing for 0, which means independent draws."""
    return f" in {counted(count, 'antithetic pair')}{of}" if count else ""


def share_range(low: float, high: float) -> str:
    """An interval of a share, in per cent."""
    return f"95 %: {100 * low:.0f} to {100 * high:.0f} %"


def verdict(difference: Difference) -> Verdict:
    """What may be said about a difference; exactly as large as the rope still matters."""
    if not math.isfinite(difference.low + difference.high) or difference.low <= 0 <= difference.high:
        return "unclear"
    if abs(difference.mean) < difference.rope:
        return "too small"
    return _direction(difference)


def _direction(difference: Difference) -> Literal["better", "worse"]:
    return "better" if (difference.mean > 0) != (difference.better_is == "lower") else "worse"


def _shown(direction: Literal["better", "worse"], difference: Difference) -> str:
    """Better or worse; higher or lower where neither is better."""
    if difference.better_is != "neither":
        return direction
    return "higher" if direction == "better" else "lower"


def verdict_words(difference: Difference) -> str:
    """The verdict as it stands in a table."""
    found = verdict(difference)
    if found == "too small":
        direction = _shown(_direction(difference), difference)
        return f"{direction}, but too small to matter (rope {difference.rope:g})"
    if found == "unclear":
        return "no clear difference"
    return _shown(found, difference)


def size(difference: Difference, more: str = "") -> str:
    """Mean difference with unit and interval."""
    unit = difference.unit.replace(" (0 to 1)", " points")
    mean = signed(difference.mean, decimals_of(difference))
    return f"{mean} {unit} ({interval(difference)}{more})"


def sentence(difference: Difference, subject: str, verb: str = "ends") -> str:
    """The finding about one outcome; ``subject`` is, for example, "for residents"."""
    first, other, of = plan_words(difference.first), plan_words(difference.other), difference.pairs
    futures = f"of {counted(of, 'paired future')}"
    found = verdict(difference)
    if found == "unclear":
        more = "" if of < 2 else f"; better in {difference.better} {futures}"
        return f"No clear difference between {first} and {other} {subject}: {size(difference, more)}"
    direction = _direction(difference)
    count = difference.better if direction == "better" else difference.worse
    how = f"{verb} {_shown(direction, difference)} than {other}"
    if found == "too small":
        start = f"The difference {subject} is too small to matter (rope {difference.rope:g}): {first} {how}"
        return f"{start} in {count} {futures}, {size(difference)}"
    if 2 * count <= of:
        return (
            f"{capital(first)} {how} {subject} on average, but only in {count} {futures}: {size(difference)}"
        )
    return f"{capital(first)} {how} {subject} in {count} {futures}: {size(difference)}"


def short(difference: Difference) -> str:
    """The finding without its subject, to be read beside a sentence that has one."""
    of, found = difference.pairs, verdict(difference)
    numbers = f"{signed(difference.mean, decimals_of(difference))} ({interval(difference)})"
    if found == "unclear":
        return f"no clear difference, {numbers}" + (
            f", better in {difference.better} of {of}" if of > 1 else ""
        )
    direction = _direction(difference)
    count = difference.better if direction == "better" else difference.worse
    how = "in" if 2 * count > of else "on average, but only in"
    small = ", too small to matter" if found == "too small" else ""
    return f"{_shown(direction, difference)} {how} {count} of {of}, {numbers}{small}"


def tally(contrast: Contrast) -> str:
    """How many headline outcomes fall to which verdict."""
    kinds = [verdict(each) for each in contrast.headline]
    first, other = capital(plan_words(contrast.headline[0].first)), plan_words(contrast.other)
    found = f"{first} against {other}: better on {kinds.count('better')} of {len(kinds)} headline outcomes"
    found += f", worse on {kinds.count('worse')}"
    if "too small" in kinds:
        found += f", too small to matter on {kinds.count('too small')}"
    if "unclear" in kinds:
        found += f", no clear difference on {kinds.count('unclear')}"
    return found


def plan_words(plan: str) -> str:
    """A plan's name as a word."""
    return plan.replace("_", " ")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
