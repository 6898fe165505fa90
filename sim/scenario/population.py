"""Who lives and works here: localities, stakeholder groups, and how their contacts are knit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.declared import Declared, Name, Share, Support

Kind = Literal["professional", "steward", "resident", "elected", "assurer"]
StewardRole = Literal["finance", "workforce", "estates"]
STEWARD_ROLES: tuple[StewardRole, ...] = ("finance", "workforce", "estates")
AudienceKind = Literal["residents", "representatives", "clinicians", "stewards", "politicians", "assurers"]
Degree = Annotated[int, Field(ge=0, le=64)]


AUDIENCE_KINDS: dict[Kind, AudienceKind] = {
    "professional": "clinicians",
    "steward": "stewards",
    "elected": "politicians",
    "assurer": "assurers",
}


class Locality(Declared):
    """A place with residents; ``attachment`` is how fond they are, on average, of their hospital."""

    name: Name
    label: str = ""
    residents: Annotated[int, Field(gt=0, le=20_000_000)]
    authority: Name
    attachment: Share = 0.5


class Group(Declared):
    """Stakeholders of one kind. A resident stands for residents / members people, anyone else for one;
    ``holds_seats`` marks residents who speak for themselves (reference groups, panels).

    ``localities``, ``roles`` and ``bodies`` say in which shares members are spread; each must
    sum to 1. Left out, localities share by their residents.
    """

    name: Name
    label: str = ""
    kind: Kind
    members: Annotated[int, Field(gt=0, le=5_000_000)]
    holds_seats: bool = False
    prior_view: Support | None = None
    suspects_cuts: Share = 0.0
    localities: dict[Name, Share] | None = None
    roles: dict[StewardRole, Share] | None = None
    bodies: dict[Name, Share] | None = None

    @property
    def title(self) -> str:
        """What people are shown."""
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def stands_for_residents(self) -> bool:
        """Whether members stand for the population rather than for themselves."""
        return self.kind == "resident" and not self.holds_seats

    @property
    def audience_kind(self) -> AudienceKind:
        """What a plan that fits any scenario calls such people."""
        if self.kind == "resident":
            return "representatives" if self.holds_seats else "residents"
        return AUDIENCE_KINDS[self.kind]


def allocate(members: int, shares: dict[str, float]) -> dict[str, int]:
    """Whole members by share, largest remainders first; adds up to ``members``."""
    total = sum(shares.values())
    exact = {name: members * share / total for name, share in shares.items()}
    whole = {name: int(quota) for name, quota in exact.items()}
    missing = members - sum(whole.values())
    by_remainder = sorted(exact, key=lambda name: (whole[name] - exact[name], list(exact).index(name)))
    for name in by_remainder[:missing]:
        whole[name] += 1
    return whole


class NetworkSettings(Declared):
    """Shape of the five contact layers (all J). Degrees count the ties a stakeholder starts.

    ``variant``: as drawn; all layers merged into one; or ends of ties exchanged at random,
    which keeps everybody's number of ties and destroys who is near whom.
    """

    variant: Literal["layered", "merged", "rewired"] = "layered"
    professional_degree: Degree = 4
    professional_own_site: Share = 0.8
    community_degree: Annotated[int, Field(ge=2, le=64, multiple_of=2)] = 8
    community_rewiring: Share = 0.1
    community_homophily: Share = 0.5
    online_degree: Degree = 2
    online_tail: Annotated[float, Field(gt=1, le=10)] = 2.5
    political_party_degree: Degree = 3
    political_constituents: Degree = 8
    political_clinicians: Degree = 2
    parties: Annotated[int, Field(ge=1, le=10)] = 3
    governance_degree: Degree = 3
    governance_leads: Annotated[int, Field(ge=0, le=500)] = 20


class Population(Declared):
    """Localities, groups and their contacts."""

    localities: Annotated[tuple[Locality, ...], Field(min_length=1, max_length=200)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=40)]
    network: NetworkSettings = NetworkSettings()

    def group(self, name: str) -> Group:
        return next(group for group in self.groups if group.name == name)

    def members_by_locality(self, group: Group) -> dict[str, int]:
        """How many members of a group sit in each locality."""
        by_residents = {locality.name: float(locality.residents) for locality in self.localities}
        return allocate(group.members, dict(group.localities) if group.localities else by_residents)

    @property
    def n(self) -> int:
        """Number of stakeholders simulated."""
        return sum(group.members for group in self.groups)

    @property
    def residents(self) -> int:
        """People who live in the localities."""
        return sum(locality.residents for locality in self.localities)
