"""What the tests of gates share: a programme in good standing, votes, and luck."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from sim.gates import AftermathDraws, BodyVote, Standing
from sim.knobs import with_defaults

DEFAULTS = with_defaults({})
GOOD = Standing(
    week=64,
    evidence=0.6,
    process=0.6,
    redesign=0.2,
    clinicians_support=0.1,
    stewards_support=0.1,
    residents_support=0.0,
    politicians_support=-0.1,
    assurers_support=0.1,
    losing_clinicians_share=0.6,
    losing_clinicians_support=0.05,
    finance_case=0.1,
    fit_to_needs=0.65,
    patient_choice=0.6,
    beds=0.7,
    campaigns=0.3,
    strongest_campaign=0.6,
    openness=0.5,
    late_contacts=0.0,
    capital_gbp=120e6,
    delay_weeks=0,
)
LUCKY = AftermathDraws(*[0.999] * 7, 0.5)  # nobody asks, nobody sues; capital depends
SUPPORTS = {field.name for field in fields(Standing) if field.name.endswith("support")} | {"finance_case"}
NOT_SHARES = {"week", "capital_gbp", "delay_weeks", "process_parts", "advice_against"}
SHARES = {field.name for field in fields(Standing)} - SUPPORTS - NOT_SHARES


def standing(**changes: Any) -> Standing:
    """A programme in good standing, but for some numbers."""
    return replace(GOOD, **changes)


def vote(
    votes_for: int, votes_against: int, kind: str = "clinical_senate", decides: str = "advice"
) -> BodyVote:
    """A vote of a body named after its kind."""
    return BodyVote(kind, kind.replace("_", " ").capitalize(), kind, decides, votes_for, votes_against)


def draws(**changes: float) -> AftermathDraws:
    """Luck in which nothing happens, but for some draws."""
    return replace(replace(LUCKY, capital=0.0), **changes)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Any standing there can be."""
    values: dict[str, Any] = {name: draw(st.floats(0, 1)) for name in sorted(SHARES)}
    values |= {name: draw(st.floats(-1, 1)) for name in sorted(SUPPORTS)}
    capital, delay = draw(st.floats(0, 2e9)), draw(st.integers(0, 520))
    advised = draw(st.booleans())
    return replace(GOOD, **values, capital_gbp=capital, delay_weeks=delay, advice_against=advised)


@st.composite
def luck(draw: st.DrawFn) -> AftermathDraws:
    """Any luck there can be."""
    return AftermathDraws(*(draw(st.floats(0, 1, exclude_max=True)) for _ in fields(AftermathDraws)))
