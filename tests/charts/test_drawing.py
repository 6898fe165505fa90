"""Charts drawn by a second process are the same to the byte, and none is missing if it is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from sim.charts import png_of, support_by_group, svg_of, trust
from sim.charts.drawing import PAPER_ID, Ask, Drawing, draw, second_drawer, without_paper
from sim.charts.style import PAPER
from tests.charts.made import chart_data

DATA = chart_data()
ASKED = [Ask("support_by_group", (DATA,)), Ask("trust", (DATA,), ("svg",)), Ask("trust", (DATA,), ("png",))]


def test_a_chart_is_what_its_writers_write_in_the_formats_asked_for() -> None:
    assert draw(ASKED[0]) == {"svg": svg_of(support_by_group(DATA)), "png": png_of(support_by_group(DATA))}
    assert draw(ASKED[1]) == {"svg": svg_of(trust(DATA))}


def test_a_second_process_draws_the_same_bytes() -> None:
    with second_drawer() as beside:
        if beside is None:
            pytest.skip("one core: nobody is asked")
        assert [beside.submit(draw, each).result() for each in ASKED] == [draw(each) for each in ASKED]


def test_charts_come_in_the_order_asked_for_whoever_draws_them() -> None:
    alone = Drawing(ASKED).finished()
    assert alone == [draw(each) for each in ASKED]
    with second_drawer() as beside:
        assert Drawing(ASKED, beside).finished() == alone


def test_what_a_lost_process_leaves_is_drawn_here() -> None:
    with second_drawer() as beside:
        pass
    assert Drawing(ASKED[:2], beside).finished() == [draw(each) for each in ASKED[:2]]


def test_what_a_killed_process_was_at_is_drawn_here() -> None:
    with second_drawer() as beside:
        if beside is None:
            pytest.skip("one core: nobody is asked")
        beside.submit(os._exit, 1)
        assert Drawing(ASKED[:2], beside).finished() == [draw(each) for each in ASKED[:2]]


def test_a_chart_that_cannot_be_drawn_is_an_error_here() -> None:
    with second_drawer() as beside, pytest.raises(AttributeError, match="no_such_chart"):
        Drawing([Ask("no_such_chart", ())], beside).finished()


def test_without_its_paper_a_chart_lies_on_any_ground() -> None:
    on_paper = svg_of(trust(DATA))
    bare = without_paper(on_paper)
    assert f"fill: {PAPER}".encode() in on_paper
    assert f'"fill: {PAPER}"'.encode() not in bare
    kept = [each.get("id") for each in ElementTree.fromstring(on_paper).iter() if each.get("id") != PAPER_ID]
    left = [each.get("id") for each in ElementTree.fromstring(bare).iter()]
    assert [each for each in kept if each] == [each for each in left if each]
    with pytest.raises(ValueError, match="without paper"):
        without_paper(bare)


def test_data_and_words_of_charts_load_nothing_to_draw_with() -> None:
    code = (
        "import sys; import sim.charts.drawing; from sim.charts import ChartData, sentence; "
        "print([name for name in ('matplotlib', 'numba', 'PIL') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
