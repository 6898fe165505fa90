"""Switches: mechanisms that can be taken out, each equal to its rate at zero.

A switch says which parameters it sets to what, beyond their ranges where need be, or what it
takes out of a plan. ``favours`` is the side the mechanism is thought to favour before any run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sim.errors import BadInput, Problem, unknown_name
from sim.scenario.budget import PlannedActivity

NOBODY_IS_SO_FAR_OFF = 3.0  # a campaign cut beyond the scale of support: nobody joins


@dataclass(frozen=True)
class Switch:
    """A mechanism that can be switched off."""

    name: str
    meaning: str
    favours: Literal["early", "late", "neither"]
    sets: Mapping[str, float] = field(default_factory=dict)


SWITCHES: dict[str, Switch] = {
    switch.name: switch
    for switch in (
        Switch("peers", "nobody is moved by peers", "neither", {"peer_influence": 0}),
        Switch("media", "nobody is moved by the media's tone", "neither", {"media_influence": 0}),
        Switch("voice", "contacts give no voice", "early"),
        Switch("trust", "trust stays where it was", "neither", {"trust_gain": 0, "leak_shock": 0}),
        Switch("fatigue", "nobody tires", "late", {"fatigue_gain": 0}),
        Switch("campaigns", "nobody campaigns", "late", {"campaign_cut": NOBODY_IS_SO_FAR_OFF}),
        Switch("certainty", "views never harden", "early", {"certainty_resistance": 0}),
        Switch("fading", "nothing fades", "late", {"fading": 0}),
        Switch("vagueness", "vagueness frightens nobody", "late", {"vagueness_penalty": 0}),
        Switch("redesign", "input changes nothing", "early", {"redesign_rate": 0}),
        Switch("leak", "nothing leaks", "early", {"leak_hazard": 0}),
        Switch("exclusion", "nobody minds being told late", "early", {"exclusion": 0}),
        Switch("loss_aversion", "harm weighs as much as gain", "neither", {"loss_aversion": 1}),
        Switch(
            "messenger",
            "it does not matter who speaks",
            "neither",
            {"messenger_weight": 0, "messenger_pull": 0},
        ),
        Switch("frame", "money is never the frame", "neither"),
        Switch("elections", "elections do not matter", "neither", {"election_factor": 0}),
        Switch("veil", "everybody knows the preferred option from the start", "early"),
        Switch("structures", "standing groups do not meet", "neither"),
        Switch("interim_withdrawal", "nothing is withdrawn before the decision", "neither"),
    )
}


def check_switches(names: Iterable[str], source: str) -> frozenset[str]:
    """The names, if each is a switch.

    Raises
    ------
    BadInput
        For a name that is none; names the nearest.
    """
    chosen = list(names)
    problems = [
        Problem("off", unknown_name(name, "a switch", list(SWITCHES)))
        for name in chosen
        if name not in SWITCHES
    ]
    if problems:
        raise BadInput(source, problems)
    return frozenset(chosen)


def parameters_without(off: Iterable[str], parameters: Mapping[str, float]) -> dict[str, float]:
    """Parameters with the mechanisms in ``off`` at zero."""
    values = dict(parameters)
    for name in off:
        values.update({key: float(value) for key, value in SWITCHES[name].sets.items()})
    return values


def activities_without(
    off: Iterable[str], activities: tuple[PlannedActivity, ...]
) -> tuple[PlannedActivity, ...]:
    """Activities without voice, or without a money frame, where that is switched off."""
    off = frozenset(off)
    if "voice" in off:
        activities = tuple(replace(activity, mode="inform") for activity in activities)
    if "frame" in off:
        activities = tuple(replace(activity, money_frame=False) for activity in activities)
    return activities
