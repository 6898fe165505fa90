"""Experiments on runs: paired comparison of plans, and what keeps its results."""

from sim.experiments.comparison import Comparison
from sim.experiments.paired_runs import compare

__all__ = ["Comparison", "compare"]
