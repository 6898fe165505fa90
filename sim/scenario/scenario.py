"""A scenario: everything a user declares about one reconfiguration."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from sim.errors import bad_input, unknown_name
from sim.knobs import with_defaults
from sim.random_streams import DRAW_KINDS, DrawKind
from sim.scenario.declared import Declared, Name
from sim.scenario.plan import Plan
from sim.scenario.population import Population
from sim.scenario.programme import InterimWithdrawal, Programme
from sim.scenario.proposal import Proposal
from sim.scenario.structures import Structure

PeerRule = Literal["linear", "bounded_confidence", "biased_assimilation", "social_judgement", "mean_field"]
PEER_RULES: tuple[PeerRule, ...] = get_args(PeerRule)


def known_peer_rule(name: str) -> PeerRule:
    """The peer rule of this name.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    for rule in PEER_RULES:
        if rule == name:
            return rule
    raise bad_input("peer_rule", "", unknown_name(name, "a peer rule", PEER_RULES))


class Scenario(Declared):
    """One reconfiguration: who is concerned, what is proposed, how it is run, and plans to compare.

    With ``gates`` a programme has to pass the gates of its ``rulebook`` (a shipped one, or a file of your
    own), and can be held up, stopped or challenged; without, boards vote in the decision week and
    nothing follows. ``without_gates`` names gates of the rulebook that are not held here, to see what
    they do. With antithetic ``draws`` every second replication mirrors the luck of the one before it
    (``sim.random_streams``). ``behaviour`` overrides defaults of behaviour parameters (``sim parameters``
    lists them).
    """

    name: Name
    label: str = ""
    description: str = ""
    population: Population
    proposal: Proposal
    programme: Programme
    structures: tuple[Structure, ...] = ()
    interim_withdrawal: InterimWithdrawal | None = None
    plans: Annotated[tuple[Plan, ...], Field(min_length=1, max_length=60)]
    peer_rule: PeerRule = "linear"
    gates: bool = True
    rulebook: str = "england_2024"
    without_gates: tuple[Name, ...] = ()
    draws: DrawKind = "independent"
    behaviour: dict[Name, float] = Field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def horizon_weeks(self) -> int:
        """How long a run is: with gates on a programme can be held up, and is watched for longer."""
        return self.programme.horizon_with_gates_weeks if self.gates else self.programme.horizon_weeks

    @property
    def plan_names(self) -> tuple[str, ...]:
        return tuple(plan.name for plan in self.plans)

    def plan(self, name: str) -> Plan:
        """The plan of this name.

        Raises
        ------
        BadInput
            If there is none; names the nearest.
        """
        for plan in self.plans:
            if plan.name == name:
                return plan
        raise bad_input(f"scenario {self.name}", "plan", unknown_name(name, "a plan here", self.plan_names))

    def parameters(self, overrides: dict[str, float] | None = None) -> dict[str, float]:
        """Every behaviour parameter: override, else this scenario's, else the default."""
        return with_defaults({**self.behaviour, **(overrides or {})}, f"scenario {self.name}")


def with_draws(scenario: Scenario, draws: str | None = None) -> Scenario:
    """The scenario with independent or antithetic draws; as it is, for None.

    Raises
    ------
    BadInput
        If there is no such kind; names the nearest.
    """
    if draws is None:
        return scenario
    if draws not in DRAW_KINDS:
        raise bad_input("draws", "", unknown_name(draws, "a kind of draws", DRAW_KINDS))
    return scenario.model_copy(update={"draws": draws})
