"""A timing in words: what a leader would say of it, with interval and number of runs."""

from __future__ import annotations

from sim.charts.words import in_antithetic_pairs
from sim.experiments.antithetic import pairs_among
from sim.experiments.timing_result import Timing

MILESTONE_WORDS = {"preferred": "preferred option", "consultation_opens": "opening of consultation"}
MILESTONE_WORDS |= {"consultation_closes": "close of consultation"}


def in_words(found: Timing) -> list[str]:
    """What a leader would say of it, in a few sentences."""
    return [*_of_target(found), *_of_the_other_plan(found)]


def headline(found: Timing) -> str:
    """The first thing to know, without its interval; that stands in the sentence and in the chart's band."""
    return in_words(found)[0].split(" (95 %")[0].split(" (share")[0].split(". At it")[0].rstrip(".")


def _of_target(found: Timing) -> list[str]:
    if found.target is None:
        return []
    latest, outcome = found.latest_safe_start, found.outcome
    clears = f"“{outcome.label}” clears {found.target:g} ({outcome.unit})"
    if latest is None:
        line = f"No tested start is safe: at the first, it cannot be said that {clears}"
    elif latest == found.starts[-1]:
        line = f"Every tested start is safe, to {_when(found, latest)}: {clears}"
    else:
        line = f"Latest safe start: {_when(found, latest)}. At it and every earlier tested start {clears}"
    mirrored = in_antithetic_pairs(pairs_among(found.scenario, found.numbers))
    return [f"{line} (95 % interval of the mean; {found.pairs} paired runs{mirrored}, seed {found.seed})."]


def _of_the_other_plan(found: Timing) -> list[str]:
    plan, against = f"plan {found.plan}", f"plan {found.against}"
    latest, sure = found.latest_better_start, "(95 % interval of the paired difference)"
    lines = []
    if latest == found.starts[-1]:
        return [f"At every tested start {plan} does better than {against} {sure}."]
    if latest is not None:
        lines.append(f"Started by {_when(found, latest)}, {plan} does better than {against} {sure}.")
    elif not found.flips:
        lines.append(f"At no tested start can it be said that {plan} does better than {against} {sure}.")
    who = "it" if lines else plan
    than = "" if lines else f" than {against}"
    for flip in found.flips:
        low, high = round(flip.low), round(flip.high)
        interval = (
            f"in 95 % of resamples {low:+d} to {high:+d} weeks"
            if low < high
            else "the same week in 95 % of resamples"
        )
        rare = "" if flip.found > 0.975 else f"; {flip.found:.0%} of resamples have such a week"
        later = f"Started later than {_when(found, round(flip.start))}"
        lines.append(f"{later}, {who} does {flip.to}{than} ({interval}{rare}).")
    return lines


def _when(found: Timing, weeks: int) -> str:
    return weeks_from(weeks, milestone_words(found.milestone))


def milestone_words(milestone: str) -> str:
    """A milestone as a sentence calls it."""
    return MILESTONE_WORDS.get(milestone, milestone.replace("_", " "))


def weeks_from(weeks: int, milestone: str) -> str:
    """So many weeks before or after a milestone, in words."""
    if weeks == 0:
        return f"the week of the {milestone}"
    count = f"{abs(weeks)} week" + ("" if abs(weeks) == 1 else "s")
    return f"{count} {'before' if weeks < 0 else 'after'} the {milestone}"
