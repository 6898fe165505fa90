"""The report: one page about a comparison, or the story of one run, to be opened without a network."""

from sim.report.story import write_story
from sim.report.write import write_report

__all__ = ["write_report", "write_story"]
