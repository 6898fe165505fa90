"""Who lives and works here: localities, stakeholder groups, and how their contacts are knit."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from math import fsum
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.declared import Declared, Name, Share, Support

Kind = Literal["professional", "steward", "resident", "elected", "assurer"]
StewardRole = Literal["finance", "workforce", "estates"]
STEWARD_ROLES: tuple[StewardRole, ...] = ("finance", "workforce", "estates")
AudienceKind = Literal["residents", "representatives", "clinicians", "stewards", "politicians", "assurers"]
Degree = Annotated[int, Field(ge=0, le=64)]
PersonName = Annotated[str, Field(min_length=1, max_length=80)]
Word = Annotated[
    str, Field(min_length=1, max_length=80)
]  # a name of something; whether it is one, a check says
MOST_REGISTERED = 20_000


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


class RegisteredStakeholder(Declared):
    """A person entered by name, who takes the place of a drawn stakeholder of the group.

    What is left out is drawn, as for anybody. ``bodies`` are where the person sits, and nowhere else;
    of an assurer, the one whose tests it judges by. ``stance`` is the prior view, exactly; ``influence``
    the weight with which others hear the person (J: a judgement about a person, as ``stance`` is);
    ``attachment`` is that of a resident to the local hospital.
    """

    name: PersonName
    group: Word
    locality: Word | None = None
    role: StewardRole | None = None
    bodies: tuple[Word, ...] = ()
    stance: Support | None = None
    influence: Annotated[float, Field(ge=0, le=20)] = 1.0
    attachment: Share | None = None

    def home(self, kind: Kind) -> str | None:
        """Locality, of stewards role, of assurers body; None if it is drawn."""
        if kind == "assurer":
            return self.bodies[0] if self.bodies else None
        return self.role if kind == "steward" else self.locality


def same_name(name: str) -> str:
    """What two spellings of one person's name have in common."""
    return " ".join(name.split()).casefold()


def allocate(members: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Whole members by share, largest remainders first; adds up to ``members``."""
    total = fsum(shares.values())
    exact = {name: members * share / total for name, share in shares.items()}
    whole = {name: int(quota) for name, quota in exact.items()}
    missing = members - sum(whole.values())
    by_remainder = sorted(exact, key=lambda name: (whole[name] - exact[name], list(exact).index(name)))
    for name in by_remainder[:missing]:
        whole[name] += 1
    return whole


def filled_up(members: int, shares: Mapping[str, float], registered: Mapping[str, int]) -> dict[str, int]:
    """Whole members by share, those registered among them: whoever is drawn fills up.

    Where more are registered than the share, others give way in proportion to what they have left.
    """
    usual = allocate(members, shares)
    if all(count <= usual.get(name, 0) for name, count in registered.items()):
        return usual
    left = {name: max(0, usual.get(name, 0) - registered.get(name, 0)) for name in [*usual, *registered]}
    to_draw = max(0, members - sum(registered.values()))
    drawn = allocate(to_draw, left) if to_draw and any(left.values()) else {}
    return {name: registered.get(name, 0) + drawn.get(name, 0) for name in left}


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


# pydantic (2.8 to 2.14) takes ABCMeta.register, which every class of models has, for a field overwritten here
warnings.filterwarnings("ignore", 'Field name "register" in "Population" shadows', UserWarning)


class Population(Declared):
    """Localities, groups and their contacts; and, in ``register``, people entered by name.

    In a file ``register`` may also be the name of a CSV file.
    """

    localities: Annotated[tuple[Locality, ...], Field(min_length=1, max_length=200)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=40)]
    network: NetworkSettings = NetworkSettings()
    register: Annotated[tuple[RegisteredStakeholder, ...], Field(max_length=MOST_REGISTERED)] = ()

    def group(self, name: str) -> Group:
        return next(group for group in self.groups if group.name == name)

    def shares_of(self, group: Group) -> dict[str, float]:
        """In which shares a group is spread: over localities; stewards over roles, assurers over bodies.

        In an order of our own, as the order in which a file names shares must not change a bit.
        """
        if group.kind == "steward":
            roles = group.roles or dict.fromkeys(STEWARD_ROLES, 1.0)
            return {str(role): roles[role] for role in STEWARD_ROLES if role in roles}
        if group.kind == "assurer":
            return dict(sorted((group.bodies or {}).items()))
        places = [locality.name for locality in self.localities]
        if group.localities:
            named = sorted(
                group.localities,
                key=lambda name: (name not in places, places.index(name) if name in places else 0),
            )
            return {name: group.localities[name] for name in named}
        return {locality.name: float(locality.residents) for locality in self.localities}

    def spread(self, group: Group) -> dict[str, int]:
        """How many members of a group there are in each locality, role or body, drawn and registered."""
        homes = (person.home(group.kind) for person in self.register if person.group == group.name)
        return filled_up(
            group.members, self.shares_of(group), Counter(home for home in homes if home is not None)
        )

    def is_registered_whole(self, group: Group) -> bool:
        """Whether nobody of a group is left to be drawn."""
        return sum(person.group == group.name for person in self.register) >= group.members

    def members_by_locality(self, group: Group) -> dict[str, int]:
        """How many members of a group sit in each locality."""
        return self.spread(group)

    @property
    def n(self) -> int:
        """Number of stakeholders simulated."""
        return sum(group.members for group in self.groups)

    @property
    def residents(self) -> int:
        """People who live in the localities."""
        return sum(locality.residents for locality in self.localities)
