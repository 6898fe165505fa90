"""Write a comparison as a page and figures; the same comparison gives the same bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.charts import ChartData, Contrast
from sim.charts.drawing import Ask, Drawing, without_paper
from sim.charts.findings import campaign_words, why_words
from sim.charts.words import plan_words, sentence, tally
from sim.experiments.chart_data import chart_data_of
from sim.experiments.comparison import Comparison
from sim.report.page import Picture, Section, page_of

PAGE, FIGURES = "report.html", "figures"
HEADING = "Support by group, week by week"  # of the first chart on the page, whose finding is the page's


class Report:
    """A comparison's report in the making: charts are being drawn while something else is done.

    Parameters
    ----------
    beside : a second process to draw with
    """

    def __init__(self, comparison: Comparison, beside: Executor | None = None) -> None:
        self._comparison = comparison
        self._data = chart_data_of(comparison)
        self._charts = list(_charts(self._data))
        asked = [ask for _, _, ask, _, _ in self._charts]
        asked.append(Ask("support_by_group", (self._data, HEADING), ("svg",)))
        self._drawing = Drawing(asked, beside)

    def write(self, folder: Path, command: str = "") -> Path:
        """Write ``report.html`` and ``figures/`` into a folder; returns the page."""
        figures = folder / FIGURES
        figures.mkdir(parents=True, exist_ok=True)
        pictures: list[Picture] = []
        *drawn, on_top = self._drawing.finished()
        for (section, name, _, words, reading), chart in zip(self._charts, drawn, strict=True):
            for kind, content in chart.items():
                (figures / f"{name}.{kind}").write_bytes(content)
            on_page = chart if pictures else on_top
            source = base64.b64encode(without_paper(on_page["svg"])).decode("ascii")
            pictures.append(Picture(section, name, f"data:image/svg+xml;base64,{source}", words, reading))
        environment = Environment(
            loader=PackageLoader("sim.report", "."),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        page = folder / PAGE
        text = environment.get_template("page.html.j2").render(
            page=page_of(self._comparison, self._data, pictures, command)
        )
        page.write_bytes(text.encode("utf-8"))  # the same line ends on every system
        return page


def write_report(comparison: Comparison, folder: Path, command: str = "") -> Path:
    """Write ``report.html`` and ``figures/`` into a folder; returns the page.

    Parameters
    ----------
    command : the command that made the comparison, shown on the page

    The page holds its pictures and style itself, runs no script, and names no clock.
    """
    return Report(comparison).write(folder, command)


def _charts(data: ChartData) -> Iterator[tuple[Section, str, Ask, str, str]]:
    """Every chart: where it stands, name, what to draw, what it says, and how to read it."""
    first = plan_words(data.plans[0])
    yield (
        "main",
        "support_by_group",
        Ask("support_by_group", (data,)),
        sentence(data.contrasts[0].residents.decision, "for residents"),
        "One row a group: above the black line a group is for the proposal, below it against; "
        f"the solid line is {first}, the band around a line holds 8 in 10 futures.",
    )
    for contrast in data.contrasts:
        if contrast.why is not None:
            yield (
                "why",
                f"why{_suffix(data, contrast)}",
                Ask("why_plans_differ", (data, contrast.other)),
                why_words(data, contrast),
                f"A bar is what a mechanism itself has added to a group’s support under {first} by the "
                f"decision, minus what it has added under {plan_words(contrast.other)}; what it set off in "
                "others stands under their talk or their own judgement, so a bar is not what would be lost "
                "without the mechanism.",
            )
    yield (
        "places",
        "losing_and_gaining",
        Ask("losing_and_gaining", (data,)),
        "Residents' support where the service is lost and where it stays",
        "An average over all residents hides this split: look first at the places that lose the service.",
    )
    yield (
        "places",
        "trust",
        Ask("trust", (data,)),
        sentence(data.contrasts[0].trust.decision, "in residents’ trust"),
        "Trust runs from 0 to 1, and the axis is zoomed in: read the numbers at the line ends.",
    )
    yield (
        "surroundings",
        "campaigns_and_cost",
        Ask("campaigns_and_cost", (data,)),
        campaign_words(data),
        "Each row has its own unit, so compare plans within a row; look for what rises before support "
        "falls, and for cost that goes on rising when nothing more is changed.",
    )
    for contrast in data.contrasts:
        yield (
            "pairs",
            f"paired_difference{_suffix(data, contrast)}",
            Ask("paired_difference", (data, contrast.other)),
            tally(contrast),
            "Each bar counts futures that differ in the plan alone: the further it lies from zero, the more "
            f"{first} and {plan_words(contrast.other)} differ; inside the shading they hardly do.",
        )


def _suffix(data: ChartData, contrast: Contrast) -> str:
    """What tells the figures of further contrasts from those of the first."""
    return "" if contrast is data.contrasts[0] else f"_{contrast.other}"
