"""Charts: figures drawn from plain tables; they know no experiment.

Every chart is 7.2 inches wide (the width of an A4 page between its margins) with no text
below 8 points, says its finding in words, and tells plans apart without colour.

Names are loaded when they are first used: data and words of charts need no library to draw with.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.charts.campaigns import campaigns_and_cost
    from sim.charts.data import (
        ChartData,
        Contrast,
        Course,
        Difference,
        Ends,
        Mark,
        Panel,
        Part,
        Reasons,
        Surroundings,
        Why,
    )
    from sim.charts.drawing import without_paper
    from sim.charts.files import png_of, svg_of
    from sim.charts.pairs import paired_difference
    from sim.charts.support import losing_and_gaining, support_by_group, trust
    from sim.charts.timeline_data import TimelineData
    from sim.charts.timeline_figure import timeline
    from sim.charts.why import why_plans_differ
    from sim.charts.words import Verdict, interval, sentence, signed, verdict, verdict_words

_WHERE = {
    "ChartData": "sim.charts.data",
    "Contrast": "sim.charts.data",
    "Course": "sim.charts.data",
    "Difference": "sim.charts.data",
    "Ends": "sim.charts.data",
    "Mark": "sim.charts.data",
    "Panel": "sim.charts.data",
    "Part": "sim.charts.data",
    "Reasons": "sim.charts.data",
    "Surroundings": "sim.charts.data",
    "TimelineData": "sim.charts.timeline_data",
    "Verdict": "sim.charts.words",
    "Why": "sim.charts.data",
    "campaigns_and_cost": "sim.charts.campaigns",
    "interval": "sim.charts.words",
    "losing_and_gaining": "sim.charts.support",
    "paired_difference": "sim.charts.pairs",
    "png_of": "sim.charts.files",
    "sentence": "sim.charts.words",
    "signed": "sim.charts.words",
    "support_by_group": "sim.charts.support",
    "svg_of": "sim.charts.files",
    "timeline": "sim.charts.timeline_figure",
    "trust": "sim.charts.support",
    "verdict": "sim.charts.words",
    "verdict_words": "sim.charts.words",
    "why_plans_differ": "sim.charts.why",
    "without_paper": "sim.charts.drawing",
}

__all__ = [
    "ChartData",
    "Contrast",
    "Course",
    "Difference",
    "Ends",
    "Mark",
    "Panel",
    "Part",
    "Reasons",
    "Surroundings",
    "TimelineData",
    "Verdict",
    "Why",
    "campaigns_and_cost",
    "interval",
    "losing_and_gaining",
    "paired_difference",
    "png_of",
    "sentence",
    "signed",
    "support_by_group",
    "svg_of",
    "timeline",
    "trust",
    "verdict",
    "verdict_words",
    "why_plans_differ",
    "without_paper",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'sim.charts' has no attribute '{name}'")
    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
