"""Charts: figures drawn from plain tables; they know no experiment.

Every chart is 7.2 inches wide (the width of an A4 page between its margins) with no text
below 8 points, says its finding in words, and tells plans apart without colour.
"""

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
from sim.charts.files import png_of, svg_of
from sim.charts.pairs import paired_difference
from sim.charts.support import losing_and_gaining, support_by_group, trust
from sim.charts.timeline import timeline
from sim.charts.timeline_data import TimelineData
from sim.charts.why import why_plans_differ
from sim.charts.words import Verdict, interval, sentence, signed, verdict, verdict_words

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
]
