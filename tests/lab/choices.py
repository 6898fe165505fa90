"""Choices as visitors might make them, for Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.errors import BadInput
from sim.knobs import KNOBS
from sim.lab import messages
from sim.lab.choice import Choice, first_choice, presets
from sim.lab.draft import changed
from sim.outcomes import outcomes_of
from sim.scenario import Scenario, catalogue

WEEK = st.integers(-60, 400)


def changes(scenario: Scenario) -> st.SearchStrategy[Any]:
    """One change; of an activity that may or may not be there."""
    name = st.integers(1, 14).map(lambda at: f"a{at}")
    groups = [group.name for group in scenario.population.groups]
    structures = [structure.name for structure in scenario.structures] or ["nothing"]
    plans, messengers = list(presets(scenario)), list(catalogue().messengers)
    knobs = st.sampled_from(KNOBS).flatmap(
        lambda knob: st.tuples(st.just(knob.name), st.floats(knob.low, knob.high))
    )
    return st.one_of(
        st.builds(messages.Move, kind=st.just("move"), id=name, start=WEEK, stop=WEEK),
        st.builds(messages.ShiftPlan, kind=st.just("shift"), weeks=WEEK),
        st.builds(
            messages.Add,
            kind=st.just("add"),
            instrument=st.sampled_from(list(catalogue().instruments)),
            groups=st.lists(st.sampled_from(groups), min_size=1, max_size=3).map(tuple),
            start=WEEK,
            stop=WEEK,
        ),
        st.builds(messages.Remove, kind=st.just("remove"), id=name),
        st.builds(
            messages.ChangeActivity,
            kind=st.just("activity"),
            id=name,
            messenger=st.sampled_from([None, *messengers]),
            frame=st.sampled_from([None, "care", "money"]),
            intensity=st.floats(0.01, 5),
        ),
        st.builds(
            messages.MoveStructure,
            kind=st.just("structure"),
            name=st.sampled_from(structures),
            start=st.none() | WEEK,
            every_weeks=st.none() | st.integers(1, 104),
        ),
        st.builds(messages.Preset, kind=st.just("preset"), name=st.sampled_from(plans)),
        st.builds(messages.Reference, kind=st.just("reference"), name=st.sampled_from(plans)),
        st.just(messages.KeepAsReference(kind="keep_as_reference")),
        st.builds(
            messages.Lever,
            kind=st.just("lever"),
            name=st.sampled_from(["responsiveness", "leadership"]),
            value=st.none() | st.floats(0, 1),
        ),
        st.builds(
            messages.Lever,
            kind=st.just("lever"),
            name=st.sampled_from(["messenger", "frame", "disclosure"]),
            value=st.none() | st.sampled_from([*messengers, "care", "money", "preferred"]),
        ),
        knobs.map(lambda of: messages.Assumption(kind="assumption", name=of[0], value=of[1])),
        st.builds(
            messages.ChooseOutcome,
            kind=st.just("outcome"),
            name=st.sampled_from(list(outcomes_of(scenario))),
        ),
        st.builds(
            messages.ChooseEqual,
            kind=st.just("equal"),
            name=st.sampled_from(["contacts", "cost", "intensity"]),
        ),
        st.builds(messages.ChooseSeed, kind=st.just("seed"), value=st.integers(0, 2**31 - 1)),
        st.builds(messages.Announce, kind=st.just("announcement"), week=st.none() | WEEK),
    )


def choices(scenario: Scenario) -> st.SearchStrategy[Choice]:
    """What is left of up to twelve changes, those that are refused left out as the lab does."""
    return st.lists(changes(scenario), max_size=12).map(lambda made: after(scenario, made))


def after(scenario: Scenario, made: list[Any]) -> Choice:
    """The usual choice after some changes."""
    choice = first_choice(scenario)
    for change in made:
        try:
            next_choice = changed(choice, change)
            next_choice.lanes  # noqa: B018  # refuses what cannot be
        except BadInput:
            continue
        choice = next_choice
    return choice
