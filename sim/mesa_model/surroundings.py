"""What stakeholders have in common: groups, localities with their campaigns, bodies, standing groups.

Each counts its members in their order, so that sums have the same bits wherever they are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.mesa_model.behaviour import Behaviour
    from sim.mesa_model.kinds import Resident
    from sim.mesa_model.stakeholder import Stakeholder


class Group:
    """Stakeholders that a scenario names together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.members: list[Stakeholder] = []
        self.gain = 0.0  # mean gain expected this week
        self.contacts = 0.0  # made so far, in people
        self.support = self.in_favour = self.trust = self.awareness = 0.0

    def take_stock(self) -> None:
        """Weighted means over members; in favour is the share with support above 0."""
        support = in_favour = trust = awareness = 0.0
        for member in self.members:
            share = member.start.share_of_group
            support += share * member.support
            in_favour += share if member.support > 0.0 else 0.0
            trust += share * member.trust
            awareness += share * member.awareness
        self.support, self.in_favour, self.trust, self.awareness = support, in_favour, trust, awareness


class Locality:
    """A place with residents, and the campaigns in it."""

    def __init__(self, name: str, share_of_residents: float) -> None:
        self.name, self.share_of_residents = name, share_of_residents
        self.residents: list[Resident] = []
        self.campaign_against = self.campaign_for = 0.0  # strength, in [0, 1]
        self.share_against = self.share_for = 0.0  # of residents who campaign
        self.support = self.trust = 0.0

    def mean_harm(self, option: int) -> float:
        """Harm of one option to the residents, each weighing by the people it stands for."""
        harm = people = 0.0
        for resident in self.residents:
            people += resident.weight
            harm += resident.weight * resident.harms[option]
        return harm / max(people, 1.0)

    def take_stock(self) -> None:
        """Weighted means over residents."""
        support = trust = against = in_favour = 0.0
        for resident in self.residents:
            share = resident.start.share_of_locality
            support += share * resident.support
            trust += share * resident.trust
            against += share * resident.against
            in_favour += share * resident.in_favour
        self.support, self.trust, self.share_against, self.share_for = support, trust, against, in_favour

    def noise_of_campaigns(self) -> float:
        """11. How much there is for the media to report: strength times share, against and for."""
        return self.campaign_against * self.share_against + self.campaign_for * self.share_for

    def campaign(self, behaviour: Behaviour) -> None:
        """10. Campaigns gather strength with the share that takes part, and lose some every week."""
        growth, decay = behaviour.campaign_growth, behaviour.campaign_decay
        against, in_favour = self.campaign_against, self.campaign_for
        self.campaign_against = against + growth * self.share_against * (1.0 - against) - decay * against
        self.campaign_for = in_favour + growth * self.share_for * (1.0 - in_favour) - decay * in_favour


class Body:
    """A body that votes; what its assurers make of the tests."""

    def __init__(self, name: str, weights: Mapping[str, float]) -> None:
        self.name, self.weights = name, weights
        self.tests_passed = 0.0

    def weigh(self, tests: Mapping[str, float]) -> None:
        """3. Weighted mean of the tests, each in [0, 1]."""
        passed = 0.0
        for test, weight in self.weights.items():
            passed += weight * tests[test]
        self.tests_passed = passed


class StandingGroup:
    """A structure of the programme: its members hear one another while it stands."""

    def __init__(self, name: str, members: Sequence[Stakeholder]) -> None:
        self.name, self.members = name, members
        self.weight = 0.0  # of the group's mean in what a member hears; 0 while it does not stand
        self.evidence = self.affordability = self.delivery = 0.0  # what this week's meeting can produce
        self.mean_support = 0.0

    def hear_one_another(self) -> None:
        """5. Mix the group's mean, by influence, into what its members hear; without any there is none."""
        support = influence = 0.0
        for member in self.members:
            support += member.influence * member.support
            influence += member.influence
        if influence == 0.0:
            self.mean_support = 0.0
            return
        self.mean_support = support / influence
        for member in self.members:
            of_peers = (1.0 - self.weight) * member.heard_support
            member.heard_support = of_peers + self.weight * self.mean_support

    @property
    def consensus(self) -> float:
        """12. How far it agrees with the proposal, in [0, 1]: what it produces counts that much."""
        return (1.0 + self.mean_support) / 2.0
