"""What is proposed: options, what each would bring to whom, and what it would take from where."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.declared import Declared, Name, Share, Support
from sim.scenario.population import StewardRole
from sim.scenario.programme import Frame


class LocalChange(Declared):
    """What an option means for one locality."""

    added_minutes: Annotated[float, Field(ge=0, le=240)] = 0
    loses_service: bool = False


class Option(Declared):
    """One option of the long list.

    ``gains`` are mean gains by group, in support points, safety gain included; ``cases``
    are what finance, workforce and estates leads make of it; ``fixed_share`` is the share
    of what people ask that cannot be granted; ``capital_gbp`` is what must be found to build
    it, and an option that needs no capital (the default) needs nobody to find it.
    """

    name: Name
    label: str = ""
    gains: dict[Name, Support]
    safety_gain: Share = 0
    cases: dict[StewardRole, Support]
    fit_to_needs: Share
    patient_choice: Share
    beds: Share
    fixed_share: Share = 0
    capital_gbp: Annotated[float, Field(ge=0, le=1e11)] = 0
    localities: dict[Name, LocalChange]

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()


class Proposal(Declared):
    """The long list, its shortlist, and the preferred option.

    ``frame`` is what the story is about unless an activity says otherwise: better care, or money.
    ``demand_growth_per_year`` and ``funding_change_per_year`` move gains and financial cases
    as weeks pass, in support points a year: waiting is not free.
    """

    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=12)]
    shortlist: Annotated[tuple[Name, ...], Field(min_length=1)]
    preferred: Name
    frame: Frame = "care"
    demand_growth_per_year: Annotated[float, Field(ge=-0.5, le=0.5)] = 0
    funding_change_per_year: Annotated[float, Field(ge=-0.5, le=0.5)] = 0

    def option(self, name: str) -> Option:
        return next(option for option in self.options if option.name == name)

    @property
    def preferred_option(self) -> Option:
        return self.option(self.preferred)

    def losing_localities(self) -> tuple[str, ...]:
        """Localities that lose the service if the preferred option goes ahead."""
        changes = self.preferred_option.localities
        return tuple(name for name, change in changes.items() if change.loses_service)

    def affected_localities(self) -> tuple[str, ...]:
        """Localities that travel longer or lose the service under the preferred option."""
        changes = self.preferred_option.localities
        return tuple(
            name for name, change in changes.items() if change.loses_service or change.added_minutes > 0
        )
