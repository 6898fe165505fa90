"""The report: a page about a comparison or a sweep, or the story of one run; needs no network."""

from sim.report.rebuild import rebuild_report
from sim.report.story import write_story
from sim.report.sweep_report import write_sweep_report
from sim.report.write import write_report

__all__ = ["rebuild_report", "write_report", "write_story", "write_sweep_report"]
