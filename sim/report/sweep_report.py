"""The report of a sweep: what it found over its design points, and which runs failed."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.charts import png_of, svg_of, without_paper
from sim.charts.sensitivity import Lean, PriorData, Share, prior_chart
from sim.charts.words import capital, counted, number, plan_words, signed
from sim.experiments.provenance import model_fingerprint, versions
from sim.experiments.sweep import Results
from sim.experiments.sweep.summary import (
    LEAST_POINTS,
    OutcomeSummary,
    contrasts_of,
    hangs_on,
    summaries,
)

PAGE, FIGURES = "report.html", "figures"
SHOWN_COLUMNS, SHOWN_ERRORS = 8, 10
COARSE_ROPE = 0.1  # quantities with a wider rope, such as weeks, are shown to a tenth


@dataclass(frozen=True)
class SweepTable:
    """One contrast: a row an outcome, what its first outcome hangs on, and its chart."""

    first: str
    other: str
    rows: tuple[tuple[str, ...], ...]
    subject: str
    columns: tuple[tuple[str, str, str], ...]
    picture: str
    words: str


@dataclass(frozen=True)
class SweepPage:
    """Everything the template shows; plain text, escaped there."""

    title: str
    headline: str
    notes: tuple[str, ...]
    tables: tuple[SweepTable, ...]
    least_points: int
    failures: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]


def write_sweep_report(results: Results) -> Path:
    """Write ``report.html`` and ``figures/`` into a sweep's folder; returns the page.

    The page names no clock: the same runs give the same bytes.
    """
    figures = results.folder / FIGURES
    figures.mkdir(exist_ok=True)
    environment = Environment(
        loader=PackageLoader("sim.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template("sweep.html.j2").render(page=_page(results, figures))
    page = results.folder / PAGE
    page.write_bytes(text.encode("utf-8"))
    return page


def _page(results: Results, figures: Path) -> SweepPage:
    tables = tuple(_tables(results, figures))
    manifest = results.manifest
    there = f"{len(results.runs):,} runs of {counted(manifest['points'], 'design point')}"
    return SweepPage(
        title=results.scenario.title,
        headline=tables[0].words + "." if tables else f"{there} under plan {manifest['arms'][0]}.",
        notes=tuple(_notes(results)),
        tables=tables,
        least_points=LEAST_POINTS,
        failures=tuple(_failures(results)),
        provenance=tuple(_provenance(results)),
    )


def _tables(results: Results, figures: Path) -> Iterator[SweepTable]:
    for contrast in contrasts_of(results):
        found = sorted(
            summaries(results, contrast), key=lambda each: each.outcome.name != _residents(results)
        )
        if not found:
            continue
        first, other = (plan_words(arm) for arm in contrast)
        words = _finding(found[0], first, other)
        leans = tuple(Lean(each.outcome.label, *_shares(each)) for each in found)
        caption = (
            f"{results.scenario.title}. {counted(found[0].points, 'design point')}, "
            f"{counted(found[0].pairs, 'pair')} of runs. A simulation, not a forecast."
        )
        figure = prior_chart(
            PriorData(*contrast, words, caption, leans, of="the design points", has_intervals=False)
        )
        name = f"leans_{contrast[1]}"
        svg = svg_of(figure)
        (figures / f"{name}.svg").write_bytes(svg)
        (figures / f"{name}.png").write_bytes(png_of(figure))
        source = base64.b64encode(without_paper(svg)).decode("ascii")
        hang = hangs_on(results, contrast, found[0].outcome.name).head(SHOWN_COLUMNS)
        yield SweepTable(
            first,
            other,
            tuple(_row(each) for each in found),
            found[0].outcome.label,
            tuple(
                (row.parameter, signed(row.rho), f"{signed(row.low)} to {signed(row.high)}")
                for row in hang.itertuples()
            ),
            f"data:image/svg+xml;base64,{source}",
            words,
        )


def _residents(results: Results) -> str:
    """The outcome to begin with, as a comparison does."""
    groups = results.scenario.population.groups
    return f"support_{next(group.name for group in groups if group.stands_for_residents)}_decision"


def _finding(each: OutcomeSummary, first: str, other: str) -> str:
    return (
        f"{each.outcome.label}: {first} is better at {100 * each.first_better:.0f} % of "
        f"{counted(each.points, 'design point')}, {other} at {100 * each.other_better:.0f} %, "
        f"neither at {100 * each.neither:.0f} %"
    )


def _shares(each: OutcomeSummary) -> tuple[Share, Share]:
    return tuple(  # type: ignore[return-value]  # a pair
        Share(share, share, share) for share in (each.first_better, each.other_better)
    )


def _row(each: OutcomeSummary) -> tuple[str, ...]:
    outcome = each.outcome
    decimals = 1 if outcome.rope >= COARSE_ROPE else 3
    write = signed if outcome.unit == "support points" else number
    there = each.low > -float("inf")
    return (
        outcome.label + (" (lower is better)" if outcome.better == "lower" else ""),
        outcome.unit,
        write(each.first_mean, decimals),
        write(each.other_mean, decimals),
        signed(each.difference, decimals),
        f"95 %: {signed(each.low, decimals)} to {signed(each.high, decimals)}"
        if there
        else "no interval from 1 replication",
        f"{counted(each.pairs, 'pair')} at {counted(each.points, 'point')}",
        f"{100 * each.first_better:.0f} / {100 * each.neither:.0f} / {100 * each.other_better:.0f} %",
    )


def _notes(results: Results) -> Iterator[str]:
    there, expected = len(results.runs), results.expected_runs
    if not results.is_finished:
        yield f"Not finished: {there:,} of {expected:,} runs are there. The same command goes on."
    if len(results.failures):
        yield f"{len(results.failures):,} of {there:,} runs failed and count in no pair."
    yield (
        "Shares are of the points of this design, not chances: another design, or other ranges, has others. "
        "Better means by more than the rope."
    )
    yield (
        "Intervals say how well so many replications pin down the mean over these points, not how well the "
        "model fits the world."
    )


def _failures(results: Results) -> Iterator[str]:
    counts = results.failures["error"].value_counts(sort=False)
    for error in list(counts.index)[:SHOWN_ERRORS]:
        row = results.failures[results.failures["error"] == error].iloc[0]
        run = f"{row['point']}:{row['arm']}:{row['replication']}"
        yield (
            f"{error} ({counted(int(counts[error]), 'run')}; the first again: "
            f"sim replay {results.folder} {run})"
        )


def _provenance(results: Results) -> Iterator[tuple[str, str]]:
    manifest = results.manifest
    made = manifest["made_with"]
    yield "Command", made["command"] or "sim.experiments.sweep from Python"
    yield "Scenario", results.scenario.name
    yield "Plans", ", ".join(manifest["arms"])
    yield "Design", f"{counted(manifest['points'], 'point')} over {', '.join(manifest['columns'])}"
    yield "Runs", f"{len(results.runs):,} of {results.expected_runs:,}"
    until = results.until
    fixed = "" if until is None else f", until intervals of {until.outcome} are at most {until.width:g} wide"
    yield "Replications", f"{results.replications}{fixed}"
    yield "Seed", str(manifest["seed"])
    yield "Equal", capital(manifest["equal"])
    yield "Key", manifest["key"]
    same = "" if manifest["model"] == model_fingerprint() else " (not the model that is installed now)"
    yield "Model", manifest["model"] + same
    yield "Versions", ", ".join(f"{name} {version}" for name, version in made["versions"].items())
    yield "Page made with", f"stakeholder-sim {versions()['stakeholder-sim']}"
