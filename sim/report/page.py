"""What stands on the page, in words and rows, before it is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.charts import ChartData, Difference
from sim.charts.words import (
    capital,
    counted,
    decimals_of,
    in_antithetic,
    interval,
    number,
    plan_words,
    sentence,
    share_range,
    short,
    signed,
    tally,
    verdict,
    verdict_words,
)
from sim.experiments.comparison import Comparison
from sim.experiments.provenance import model_fingerprint, versions
from sim.knobs import KNOBS
from sim.outcomes import ROPE_COST, ROPE_SHARE, ROPE_SUPPORT, ROPE_TRUST
from sim.report.plans import PlanTable, budget_words, plan_table
from sim.scenario import Scenario

Section = Literal["main", "why", "places", "surroundings", "pairs"]
FEW_PAIRS = 30  # below that a bootstrap interval is too narrow


@dataclass(frozen=True)
class Picture:
    """A chart on the page: where it stands, its image as a data address, what it says, how to read it."""

    section: Section
    name: str
    source: str
    words: str
    reading: str


@dataclass(frozen=True)
class OutcomeRow:
    """One headline outcome of one contrast, in words."""

    label: str
    unit: str
    first: str
    other: str
    difference: str
    interval: str
    pairs: str
    better: str
    same: str
    better_range: str
    verdict: str
    kind: str


@dataclass(frozen=True)
class OutcomeTable:
    """Every headline outcome of one contrast."""

    first: str
    other: str
    finding: str
    rows: tuple[OutcomeRow, ...]


@dataclass(frozen=True)
class Page:
    """Everything the template shows; plain text, escaped there."""

    title: str
    description: str
    headline: str
    notes: tuple[str, ...]
    plans: PlanTable
    budget: str
    tables: tuple[OutcomeTable, ...]
    pictures: tuple[Picture, ...]
    caveats: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
    failures: tuple[str, ...]


def page_of(comparison: Comparison, data: ChartData, pictures: Sequence[Picture], command: str = "") -> Page:
    """The page of a comparison."""
    return Page(
        title=comparison.scenario.title,
        description=" ".join(comparison.scenario.description.split()),
        headline=sentence(data.contrasts[0].residents.decision, "for residents") + ".",
        notes=tuple(_notes(data)),
        plans=plan_table(comparison),
        budget=budget_words(comparison),
        tables=tuple(
            OutcomeTable(
                plan_words(data.plans[0]),
                plan_words(each.other),
                tally(each),
                tuple(_row(difference) for difference in each.headline),
            )
            for each in data.contrasts
        ),
        pictures=tuple(pictures),
        caveats=tuple(_caveats(data, comparison.scenario)),
        provenance=tuple(_provenance(comparison, command)),
        failures=tuple(f"replication {each.number}: {each.error}" for each in comparison.failures),
    )


def _notes(data: ChartData) -> list[str]:
    """What a reader who stops after the headline would otherwise get wrong."""
    last = data.groups[0].courses[0].mean.size - 1
    first, found = plan_words(data.plans[0]), []
    for contrast in data.contrasts:
        against = f"{first} against {plan_words(contrast.other)}"
        parts = (
            ("for residents", contrast.residents),
            ("where the service is lost", contrast.losing),
            ("where it stays", contrast.gaining),
        )
        found += [
            f"{capital(against)} {where}: at the decision {short(ends.decision)}; "
            f"by week {last} {short(ends.horizon)}."
            for where, ends in parts
            if ends is not None
        ]
    return found


def _row(each: Difference) -> OutcomeRow:
    decimals = decimals_of(each)
    write = signed if each.unit == "support points" else number
    return OutcomeRow(
        label=each.label + (" (lower is better)" if each.better_is == "lower" else ""),
        unit=each.unit,
        first=write(each.first_mean, decimals),
        other=write(each.other_mean, decimals),
        difference=signed(each.mean, decimals),
        interval=interval(each),
        pairs=counted(each.pairs, "pair"),
        better=f"{each.better:,} of {each.pairs:,}",
        same=f"same in {each.same:,}" if each.same else "",
        better_range=share_range(each.better_low, each.better_high),
        verdict=verdict_words(each),
        kind=verdict(each).replace(" ", "-"),
    )


def _what_votes_do(scenario: Scenario) -> str:
    if not scenario.gates:
        return (
            "Gates are off: bodies vote before consultation, at its end and at the decision, and a lost vote "
            "has no consequences. Approval by the boards is all that is said of the decision."
        )
    return (
        f"Programmes have to pass the gates of the rulebook {scenario.rulebook}. Tests of a process reward "
        "engagement as such, so approval is never the only outcome to look at; compare with gates off "
        "(--gates off). A programme that has stopped keeps its last state, so that means at the horizon are "
        "over programmes of which some ended long before."
    )


def _caveats(data: ChartData, scenario: Scenario) -> list[str]:
    judged = sum(knob.grade == "J" for knob in KNOBS)
    runs = f"{counted(data.pairs, 'pair')} of runs{in_antithetic(data)}"
    found = [
        "A simulation, not a forecast: it says what follows from its assumptions. Intervals say how well "
        f"{runs} pin down the model's own average, not how well it fits the world.",
        f"{judged} of {len(KNOBS)} behaviour parameters are judgement (grade J), not measurement. Another "
        "judgement, or another calendar, can turn a result round.",
        f"What is too small to matter is judgement too. The rope: {ROPE_SUPPORT:g} support points, "
        f"{ROPE_TRUST:g} of trust, {ROPE_SHARE:g} of a share, {ROPE_COST:g} of the budget.",
        _what_votes_do(scenario),
        "Every plan starts with the same milestones. Plans that adapt to what happens are not in the model.",
    ]
    if (data.antithetic_pairs or data.pairs) < FEW_PAIRS:
        found.insert(0, f"Only {runs}: treat every number here as a first look.")
    return found


def _draws_words(comparison: Comparison) -> str:
    if comparison.scenario.draws == "independent":
        return "independent"
    pairs = counted(comparison.antithetic_pairs, "antithetic pair")
    return f"{pairs} of replications with mirrored luck, each pair one observation in every interval"


def _provenance(comparison: Comparison, command: str) -> list[tuple[str, str]]:
    changed = {**comparison.scenario.behaviour, **comparison.behaviour}
    found = [
        ("Command", command or "sim.compare(...) from Python"),
        ("Scenario", comparison.scenario.name),
        ("Plans", ", ".join(comparison.plans)),
        ("Pairs of runs", f"{len(comparison.replications):,} of {comparison.pairs:,} finished"),
        ("Seed", str(comparison.seed)),
        ("Draws", _draws_words(comparison)),
        ("Equal", comparison.equal),
        ("Gates", comparison.scenario.rulebook if comparison.scenario.gates else "off"),
        ("Peer rule", comparison.scenario.peer_rule.replace("_", " ")),
        ("Mechanisms taken out", ", ".join(comparison.off) or "none"),
        ("Changed parameters", ", ".join(f"{name} = {value:g}" for name, value in changed.items()) or "none"),
        ("Model", model_fingerprint()),
        ("Versions", ", ".join(f"{name} {version}" for name, version in versions().items())),
    ]
    return found
