"""The lab: a page on which leaders drag an engagement calendar and see at once what it does.

>>> import sim.lab
>>> sim.lab.widget("emergency_care")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

__all__ = ["widget"]


def __getattr__(name: str) -> Any:
    if name != "widget":  # only notebooks have what a widget needs
        raise AttributeError(f"module 'sim.lab' has no attribute '{name}'")
    from sim.lab.notebook import widget

    return widget
