"""Differences in words: unit, interval and number of pairs always beside the number."""

from __future__ import annotations

from sim.experiments.statistics import PairedDifference
from sim.outcomes import Outcome


def signed(value: float, places: int = 3) -> str:
    """A number with its sign: +0.040, -0.010; never -0.000."""
    text = f"{value:+.{places}f}"
    return "+" + text[1:] if float(text) == 0 else text


def difference_in_words(found: PairedDifference, unit: str) -> str:
    """For example "+0.040 support points (95 %: +0.010 to +0.070; 200 pairs), better in 154 of 200"."""
    pairs = f"{found.pairs} pair" + ("" if found.pairs == 1 else "s")
    interval = (
        f"95 %: {signed(found.low)} to {signed(found.high)}; {pairs}"
        if found.pairs > 1
        else f"{pairs}: no interval"
    )
    same = f", same in {found.same}" if found.same else ""
    return f"{signed(found.mean)} {unit} ({interval}), better in {found.better} of {found.pairs}{same}"


def verdict_in_words(found: PairedDifference, outcome: Outcome) -> str:
    """What the interval and the rope allow one to say."""
    if found.pairs < 2 or found.low <= 0 <= found.high:
        return "no clear difference"
    if abs(found.mean) < outcome.rope:
        return f"too small to matter (rope {outcome.rope:g})"
    if outcome.better == "neither":
        return "more" if found.mean > 0 else "less"
    return "better" if (found.mean > 0) == (outcome.better == "higher") else "worse"
