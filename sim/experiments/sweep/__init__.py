"""Sweeps: designs of many points in a result folder that cannot be lost."""

from sim.experiments.sweep.design import SweepDesign, checked_design, grid_design, latin_design, read_design
from sim.experiments.sweep.results import Results, load_results
from sim.experiments.sweep.runner import Progress, SweepDone, sweep
from sim.experiments.sweep.stopping import Until

__all__ = [
    "Progress",
    "Results",
    "SweepDesign",
    "SweepDone",
    "Until",
    "checked_design",
    "grid_design",
    "latin_design",
    "load_results",
    "read_design",
    "sweep",
]
