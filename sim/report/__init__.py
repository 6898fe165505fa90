"""The report: one page about a comparison that opens without a network and prints well."""

from sim.report.write import write_report

__all__ = ["write_report"]
