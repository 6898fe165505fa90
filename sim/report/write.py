"""Write a comparison as a page and figures; the same comparison gives the same bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from sim.charts import (
    ChartData,
    losing_and_gaining,
    paired_difference,
    png_of,
    support_by_group,
    svg_of,
    trust,
)
from sim.charts.words import plan_words, sentence, tally
from sim.experiments.chart_data import chart_data_of
from sim.experiments.comparison import Comparison
from sim.report.page import Picture, page_of

PAGE, FIGURES = "report.html", "figures"


def write_report(comparison: Comparison, folder: Path, command: str = "") -> Path:
    """Write ``report.html`` and ``figures/`` into a folder; returns the page.

    Parameters
    ----------
    command : the command that made the comparison, shown on the page

    The page holds its pictures and style itself, runs no script, and names no clock.
    """
    figures = folder / FIGURES
    figures.mkdir(parents=True, exist_ok=True)
    data = chart_data_of(comparison)
    pictures: list[Picture] = []
    for name, figure, words, reading in _charts(data):
        (figures / f"{name}.svg").write_bytes(svg_of(figure))
        (figures / f"{name}.png").write_bytes(png_of(figure))
        on_page = figure if pictures else support_by_group(data, "Support by group, week by week")
        source = base64.b64encode(svg_of(on_page, transparent=True)).decode("ascii")
        pictures.append(Picture(name, f"data:image/svg+xml;base64,{source}", words, reading))
    environment = Environment(
        loader=PackageLoader("sim.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = folder / PAGE
    text = environment.get_template("page.html.j2").render(page=page_of(comparison, data, pictures, command))
    page.write_bytes(text.encode("utf-8"))  # the same line ends on every system
    return page


def _charts(data: ChartData) -> Iterator[tuple[str, Figure, str, str]]:
    """Every chart: name, figure, what it says, and how to read it."""
    first = plan_words(data.plans[0])
    yield (
        "support_by_group",
        support_by_group(data),
        sentence(data.contrasts[0].residents.decision, "for residents"),
        "One row a group: above the black line a group is for the proposal, below it against; "
        f"the solid line is {first}, the band around a line holds 8 in 10 futures.",
    )
    yield (
        "losing_and_gaining",
        losing_and_gaining(data),
        "Residents' support where the service is lost and where it stays",
        "An average over all residents hides this split: look first at the places that lose the service.",
    )
    yield (
        "trust",
        trust(data),
        sentence(data.contrasts[0].trust.decision, "in residents’ trust"),
        "Trust runs from 0 to 1, and the axis is zoomed in: read the numbers at the line ends.",
    )
    for contrast in data.contrasts:
        more = "" if contrast is data.contrasts[0] else f"_{contrast.other}"
        yield (
            f"paired_difference{more}",
            paired_difference(data, contrast.other),
            tally(contrast),
            "Each bar counts futures that differ in the plan alone: the further it lies from zero, the more "
            f"{first} and {plan_words(contrast.other)} differ; inside the shading they hardly do.",
        )
