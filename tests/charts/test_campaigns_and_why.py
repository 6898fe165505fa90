"""Campaigns, media, redesign and cost; and why plans differ: what is drawn is what was found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from sim.charts import ChartData, Course, Panel, campaigns_and_cost, why_plans_differ
from sim.charts.findings import campaign_words, why_words
from tests.charts.made import chart_data, difference, why
from tests.charts.test_figures import texts_of


def flat(panel: Panel) -> Panel:
    zero = np.zeros_like(panel.courses[0].mean)
    return replace(panel, courses=tuple(Course(each.plan, zero, zero, zero) for each in panel.courses))


def without_campaigns(data: ChartData) -> ChartData:
    shown = data.surroundings
    calm = replace(shown, against=flat(shown.against), in_favour=flat(shown.in_favour))
    none = difference(0.0, 0.0, better_is="lower", first_mean=0.0, other_mean=0.0)
    return replace(
        data, surroundings=calm, contrasts=tuple(replace(each, campaign=none) for each in data.contrasts)
    )


def test_rows_of_one_unit_share_an_axis_and_others_have_their_own() -> None:
    against, in_favour, attention, redesign, cost = campaigns_and_cost(chart_data()).axes
    assert against.get_ylim() == in_favour.get_ylim()
    limits = {axes.get_ylim() for axes in (against, attention, redesign, cost)}
    assert len(limits) == 4
    units = [axes.get_ylabel() for axes in (against, in_favour, attention, redesign, cost)]
    assert units[0] == units[1] == "share of residents"
    assert units[2:] == ["attention (0 to 1)", "share of the harm", "share of the budget"]


def test_an_axis_shows_the_ends_that_lines_reach() -> None:
    data = chart_data()
    top = np.minimum(1.0, 2 * data.surroundings.attention.courses[0].mean)
    full = Panel("Media attention", tuple(Course(plan, top, top, top) for plan in data.plans))
    axes = campaigns_and_cost(replace(data, surroundings=replace(data.surroundings, attention=full))).axes[2]
    low, high = axes.get_ylim()
    assert low < 0 < 1 < high
    assert 0 in np.round(axes.get_yticks(), 9)
    assert 1 in np.round(axes.get_yticks(), 9)


def test_campaigns_are_said_to_be_better_where_fewer_campaign() -> None:
    words = campaign_words(chart_data())
    assert words.startswith("Early does worse than late in the peak share of residents campaigning against")
    assert "in 40 of 40 paired futures: +0.050 share" in words


def test_where_nobody_campaigns_the_headline_says_so_and_the_row_is_flat() -> None:
    data = without_campaigns(chart_data())
    figure = campaigns_and_cost(data)
    words = " ".join(text.get_text() for text in texts_of(figure))
    assert "Nobody campaigns against, under any plan, in 40 paired runs" in words
    assert "Campaigning for it" not in words
    assert len(figure.axes) == 4
    low, high = figure.axes[0].get_ylim()
    assert low < 0 < 0.09 < high  # the line does not lie on the edge, and noise would not fill the row


def test_a_single_campaigner_under_one_plan_is_a_campaign() -> None:
    data = without_campaigns(chart_data(3))
    one = replace(data.contrasts[1], campaign=replace(data.contrasts[1].campaign, other_mean=1e-6))
    assert "Nobody" not in campaign_words(replace(data, contrasts=(data.contrasts[0], one)))


def test_bars_are_as_long_as_the_parts_and_the_last_as_the_total() -> None:
    data = chart_data()
    figure = why_plans_differ(data)
    found = data.contrasts[0].why
    assert found is not None
    assert len(figure.axes) == len(found.groups)
    for axes, reasons in zip(figure.axes, found.groups, strict=True):
        bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
        widths = [bar.get_width() for bar in bars]
        means = [
            part.mean for part in reasons.parts if part.label != "Mechanism 2"
        ]  # the one that adds nothing
        assert widths == pytest.approx([*means, reasons.total.mean], abs=1e-15)
        assert sum(widths[:-1]) == pytest.approx(widths[-1], abs=1e-12)


def test_groups_share_one_axis_that_holds_every_interval() -> None:
    data = chart_data()
    found = data.contrasts[0].why
    assert found is not None
    limits = {axes.get_xlim() for axes in why_plans_differ(data).axes}
    assert len(limits) == 1
    low, high = limits.pop()
    ends = [
        end for each in found.groups for part in (*each.parts, each.total) for end in (part.low, part.high)
    ]
    assert low < min(ends) < max(ends) < high


def test_a_mechanism_that_adds_nothing_anywhere_is_named_but_not_drawn() -> None:
    words = [text.get_text() for text in texts_of(why_plans_differ(chart_data()))]
    assert "Mechanism 2" not in words
    assert "Mechanism 4" in words
    assert "No difference at all: mechanism 2." in " ".join(words)


def test_the_headline_names_what_adds_and_what_takes_away_most_for_residents() -> None:
    data = chart_data(groups=2)
    assert why_words(data, data.contrasts[0]) == (
        "Early minus late for residents at the decision: −0.106 support points (95 %: −0.116 to −0.096); "
        "most added by mechanism 0 (+0.030), "
        "most taken away by mechanism 1 (−0.150)"
    )


def test_how_many_pairs_were_accounted_for_is_said() -> None:
    every = " ".join(text.get_text() for text in texts_of(why_plans_differ(chart_data(pairs=20))))
    some = " ".join(text.get_text() for text in texts_of(why_plans_differ(chart_data(pairs=200))))
    assert "the first 20 pairs of 200" in some
    assert "20 pairs" in every
    assert "the first" not in every
    assert "From so few, intervals are a little too narrow" in every


def test_one_pair_has_no_interval_to_draw() -> None:
    data = chart_data(pairs=1)
    assert "no interval from 1 pair" in why_words(data, data.contrasts[0])


def test_plans_that_do_not_differ_at_all_are_said_not_to() -> None:
    data = chart_data()
    found = why()
    same = [
        replace(
            each,
            parts=tuple(replace(part, mean=0.0, low=0.0, high=0.0) for part in each.parts),
            total=replace(each.total, mean=0.0, low=0.0, high=0.0),
        )
        for each in found.groups
    ]
    contrast = replace(data.contrasts[0], why=replace(found, groups=tuple(same)))
    twins = replace(data, contrasts=(contrast,))
    assert "Early and late lead to the same support" in why_words(twins, contrast)
    assert len(why_plans_differ(twins).axes) == len(found.groups)


def test_without_an_account_there_is_no_such_chart() -> None:
    data = chart_data()
    bare = replace(data, contrasts=(replace(data.contrasts[0], why=None),))
    with pytest.raises(ValueError, match="no account was kept of early against late"):
        why_plans_differ(bare)
