"""What is drawn can be read: nothing overlaps, every scale has its unit, no text is small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.charts import (
    ChartData,
    campaigns_and_cost,
    losing_and_gaining,
    paired_difference,
    png_of,
    support_by_group,
    svg_of,
    trust,
    why_plans_differ,
)
from sim.charts.style import MOST_PLANS, STROKES, font, shortened, width_of, wrapped
from sim.charts.weeks import spread
from tests.charts.made import PLANS, chart_data

Chart = Callable[[ChartData], Figure]
CHARTS = (
    support_by_group,
    losing_and_gaining,
    paired_difference,
    trust,
    campaigns_and_cost,
    why_plans_differ,
)
UNITS = ("support points", "trust (0 to 1)", "share", "weeks", "attention (0 to 1)")
CASES = {
    "two plans": chart_data(),
    "three plans": chart_data(3),
    "more plans than line styles": chart_data(7, groups=2),
    "three pairs": chart_data(pairs=3),
    "one pair": chart_data(pairs=1),
    "one group": chart_data(groups=1),
    "milestones together": chart_data(calendar=(100, 100, 101)),
    "milestones at the end": chart_data(calendar=(110, 117, 119)),
    "decision beyond the horizon": chart_data(calendar=(52, 70, 400)),
}
each_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)


@cache
def drawn(chart: Chart, case: str) -> Figure:
    return chart(CASES[case])


def texts_of(figure: Figure) -> list[Text]:
    FigureCanvasAgg(figure).draw()
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


@each_chart
@pytest.mark.parametrize("case", CASES)
def test_no_two_texts_overlap_and_none_leaves_the_sheet(chart: Chart, case: str) -> None:
    figure = drawn(chart, case)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(figure)]
    for (one, here), (other, there) in combinations(boxes, 2):
        across = min(here.x1, there.x1) - max(here.x0, there.x0)
        down = min(here.y1, there.y1) - max(here.y0, there.y0)
        assert min(across, down) <= 0.5, f"'{one}' and '{other}' overlap"
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.y0 >= 0, words
        assert box.x1 <= figure.bbox.x1, words
        assert box.y1 <= figure.bbox.y1, words


@each_chart
@pytest.mark.parametrize("case", ["two plans", "three plans", "three pairs"])
def test_every_scale_has_a_label_with_a_unit_and_two_numbers(chart: Chart, case: str) -> None:
    figure = drawn(chart, case)
    texts_of(figure)
    scales = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    shown = [
        axis
        for axis in scales
        if any(label.get_visible() and label.get_text() for label in axis.get_ticklabels())
    ]
    assert shown
    for axis in shown:
        assert any(unit in axis.get_label_text() for unit in UNITS), axis.get_label_text()
        assert sum(bool(label.get_text()) for label in axis.get_ticklabels()) >= 2


@each_chart
def test_no_text_is_under_8_points_and_the_sheet_fits_a_page(chart: Chart) -> None:
    figure = drawn(chart, "two plans")
    assert min(text.get_fontsize() for text in texts_of(figure)) >= 8
    assert figure.get_figwidth() == pytest.approx(7.2)
    assert figure.get_figheight() < 10.5


@each_chart
def test_the_estimand_and_the_number_of_runs_are_said(chart: Chart) -> None:
    words = " ".join(text.get_text() for text in texts_of(drawn(chart, "two plans")))
    assert "early minus late, same people, same luck" in words
    assert "40 pair" in words or "the first 20 pairs of 40" in words
    assert "A simulation, not a forecast" in words


def test_every_plan_is_named_at_the_end_of_its_line_with_its_value_at_the_decision() -> None:
    data = CASES["three plans"]
    words = [text.get_text() for text in texts_of(drawn(support_by_group, "three plans"))]
    assert words.count("early") == words.count("late") == len(data.groups)
    for panel in data.groups:
        assert f"{panel.courses[0].mean[data.decision_week]:+.2f}".replace("+0.00", "0.00") in words


def test_plans_differ_without_colour() -> None:
    assert len({stroke.dashes for stroke in STROKES}) == len(STROKES) == MOST_PLANS
    lines = support_by_group(CASES["two plans"]).axes[0].get_lines()
    long = [line for line in lines if len(np.atleast_1d(line.get_xdata())) > 2]
    assert [line.is_dashed() for line in long] == [True, False]  # the first plan is drawn last, on top


def test_plans_that_cannot_be_drawn_apart_are_said_to_be_left_out() -> None:
    words = " ".join(
        text.get_text() for text in texts_of(support_by_group(CASES["more plans than line styles"]))
    )
    assert "1 more plan in the table only" in words


def test_a_chart_of_another_contrast_is_about_that_plan() -> None:
    words = [text.get_text() for text in texts_of(paired_difference(CASES["three plans"], PLANS[2]))]
    assert "Early against spread thinly over everything: better on 2 of 6 headline" in " ".join(words)


def test_where_nobody_loses_the_service_one_row_is_left() -> None:
    data = CASES["two plans"]
    contrast = replace(data.contrasts[0], losing=None)
    alone = replace(data, sides=data.sides[1:], trust=data.trust[1:], contrasts=(contrast,))
    assert len(losing_and_gaining(alone).axes) == len(trust(alone).axes) == 1


@each_chart
def test_the_same_chart_has_the_same_bytes_and_no_date(chart: Chart) -> None:
    data = CASES["three pairs"]
    one, other = chart(data), chart(data)
    assert svg_of(one) == svg_of(other)
    assert png_of(one) == png_of(other)
    assert b"dc:date" not in svg_of(one)


def test_labels_keep_their_order_and_a_line_apart() -> None:
    placed = spread(np.array([0.5, 0.51, 0.0, 0.9]), 0.0, 1.0)
    assert np.argsort(placed).tolist() == [2, 0, 1, 3]
    assert np.diff(sorted(placed)).min() >= 0.145 - 1e-12


def test_long_names_stay_different_when_shortened() -> None:
    one, other = (shortened(f"a_very_long_plan_name_number_{n}", 1.0, font()) for n in (1, 2))
    assert one != other
    assert width_of(one, font()) <= 1.0


def test_an_interval_is_never_broken_over_lines() -> None:
    lines = wrapped("+0.010 support points (95 %: +0.008 to +0.011)", 3.0, font(9))
    assert "(95 %: +0.008 to +0.011)" in lines
