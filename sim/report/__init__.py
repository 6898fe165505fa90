"""The report: a page about a comparison or a sweep, or the story of one run; needs no network.

Names are loaded when they are first used: who writes of a comparison has no need of sweeps.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.report.rebuild import rebuild_report
    from sim.report.story import write_story
    from sim.report.sweep_report import write_sweep_report
    from sim.report.write import write_report

_WHERE = {
    "rebuild_report": "sim.report.rebuild",
    "write_report": "sim.report.write",
    "write_story": "sim.report.story",
    "write_sweep_report": "sim.report.sweep_report",
}

__all__ = ["rebuild_report", "write_report", "write_story", "write_sweep_report"]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'sim.report' has no attribute '{name}'")
    return getattr(importlib.import_module(_WHERE[name]), name)
