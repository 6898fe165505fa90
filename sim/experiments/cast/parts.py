"""Parts of the cast: what to take out of which scenario, and how.

Each part is a scenario and a plan as shipped, beside the same with one thing changed: a structure
that does not meet, a gate that is not held, an instrument that is not used, a circumstance that
is not so. People and luck stay what they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sim.errors import BadInput, Problem, bad_input, unknown_name
from sim.scenario import Scenario

Alter = Callable[[Scenario], Scenario]


def as_it_is(scenario: Scenario) -> Scenario:
    """Nothing about the scenario is changed."""
    return scenario


@dataclass(frozen=True)
class Part:
    """Something in a scenario, and what is done instead.

    ``instead`` says it in words; ``change`` does it to the scenario, ``behaviour`` and ``off`` to
    behaviour, ``without_instrument`` leaves out what a plan does with it, ``other_plan`` runs another.
    """

    name: str
    label: str
    instead: str
    scenario: str = "emergency_care"
    plan: str = "early"
    change: Alter = as_it_is
    behaviour: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    without_instrument: str = ""
    other_plan: str = ""


def without_structure(name: str) -> Alter:
    """The scenario without a standing structure; whoever is then beyond its capacity meets fewer people."""

    def change(scenario: Scenario) -> Scenario:
        kept = tuple(each for each in scenario.structures if each.name != name)
        if len(kept) == len(scenario.structures):
            names = [each.name for each in scenario.structures]
            raise bad_input(
                f"scenario {scenario.name}", "structure", unknown_name(name, "a structure", names)
            )
        programme = scenario.programme.model_copy(update={"beyond_capacity": "cut"})
        return scenario.model_copy(update={"structures": kept, "programme": programme})

    return change


def without_gate(name: str) -> Alter:
    """The scenario with one gate of its rulebook not held."""
    return lambda scenario: scenario.model_copy(update={"without_gates": (*scenario.without_gates, name)})


def in_options(**changes: float) -> Alter:
    """The scenario with some numbers of every option changed."""

    def change(scenario: Scenario) -> Scenario:
        options = tuple(option.model_copy(update=changes) for option in scenario.proposal.options)
        return in_proposal(options=options)(scenario)

    return change


def in_proposal(**changes: object) -> Alter:
    """The scenario with other fields of the proposal."""
    return lambda scenario: scenario.model_copy(
        update={"proposal": scenario.proposal.model_copy(update=changes)}
    )


def in_programme(**changes: object) -> Alter:
    """The scenario with other fields of the programme."""
    return lambda scenario: scenario.model_copy(
        update={"programme": scenario.programme.model_copy(update=changes)}
    )


def workforce_follows_finance(scenario: Scenario) -> Scenario:
    """Workforce leads judge every option by the finance case, as if they had no interest of their own."""
    options = tuple(
        option.model_copy(update={"cases": {**option.cases, "workforce": option.cases["finance"]}})
        for option in scenario.proposal.options
    )
    return in_proposal(options=options)(scenario)


def consultation_of(weeks: int, scenario: Scenario) -> Scenario:
    """The scenario with a consultation of so many weeks, ending when it ended."""
    milestones = scenario.programme.milestones
    opens = milestones.consultation_closes - weeks
    return in_programme(milestones=milestones.model_copy(update={"consultation_opens": opens}))(scenario)


def one_authority_scrutinises(scenario: Scenario) -> Scenario:
    """The joint committee replaced by that of the authority with most residents, of as many members."""
    localities = scenario.population.localities
    affected = set(scenario.proposal.affected_localities())
    concerned = {place.authority for place in localities if place.name in affected}
    residents = {name: sum(p.residents for p in localities if p.authority == name) for name in concerned}
    largest = max(sorted(residents), key=lambda name: residents[name])
    places = tuple(place.name for place in localities if place.authority == largest)
    bodies = []
    for body in scenario.programme.bodies:
        if body.decides == "scrutiny":
            seats = tuple(
                each.model_copy(
                    update={"count": each.count * len(concerned), "per": "body", "localities": places}
                )
                if each.per == "affected_authority"
                else each
                for each in body.seats
            )
            body = body.model_copy(update={"seats": seats})
        bodies.append(body)
    return in_programme(bodies=tuple(bodies))(scenario)


def nobody_is_attached(scenario: Scenario) -> Scenario:
    """The scenario with residents who are not fond of their local hospital."""
    localities = tuple(
        place.model_copy(update={"attachment": 0.0}) for place in scenario.population.localities
    )
    population = scenario.population.model_copy(update={"localities": localities})
    return scenario.model_copy(update={"population": population})


def nobody_suspects_cuts(scenario: Scenario) -> Scenario:
    """The scenario with nobody who takes the change for a cut."""
    groups = tuple(group.model_copy(update={"suspects_cuts": 0.0}) for group in scenario.population.groups)
    population = scenario.population.model_copy(update={"groups": groups})
    return scenario.model_copy(update={"population": population})


def nothing_is_withdrawn(scenario: Scenario) -> Scenario:
    """The scenario with the service in place until the decision."""
    return scenario.model_copy(update={"interim_withdrawal": None})


def _structure(name: str, label: str, plan: str = "early") -> Part:
    return Part(name, label, "does not meet", plan=plan, change=without_structure(name))


def _gate(name: str, label: str, plan: str = "late") -> Part:
    return Part(f"gate_{name}", label, "is not held", plan=plan, change=without_gate(name))


NO_DEMAND_GROWTH = in_proposal(demand_growth_per_year=0.0)
NO_FUNDING_CHANGE = in_proposal(funding_change_per_year=0.0)
PARTS: tuple[Part, ...] = (
    _structure("clinical_group", "Clinical group"),
    _structure("emergency_medicine_subgroup", "Service sub-group (emergency medicine)"),
    _structure("finance_group", "Finance group"),
    _structure("estates_group", "Estates task & finish group"),
    _structure("activity_modelling_group", "Activity modelling task & finish group"),
    _structure("communications_and_engagement_group", "Communications and engagement group"),
    _structure("stakeholder_reference_group", "Stakeholder Reference Group"),
    _structure("patient_and_carer_panel", "Patient and Carer Panel"),
    Part(
        "workforce",
        "Workforce as its own interest",
        "judges as finance does",
        scenario="maternity_merger",
        change=workforce_follows_finance,
    ),
    _gate("strategic_sense_check", "NHS England, stage 1: strategic sense check"),
    _gate("assurance_checkpoint", "NHS England, stage 2: assurance checkpoint"),
    _gate("clinical_senate", "Clinical Senate"),
    _gate("local_clinical_support", "Local clinical support"),
    _gate("health_and_wellbeing_board", "Health & Wellbeing Board"),
    _gate("scrutiny", "Overview & Scrutiny Committee"),
    Part(
        "joint_scrutiny",
        "Joint form of scrutiny",
        "the largest authority scrutinises alone",
        plan="late",
        change=one_authority_scrutinises,
    ),
    _gate("programme_board", "Programme Board"),
    _gate("statutory_boards", "Statutory boards, each for itself"),
    Part(
        "case_for_change_launch",
        "Case for Change launch",
        "is not held",
        plan="set_pieces",
        without_instrument="case_for_change_launch",
    ),
    Part(
        "deliberative_event",
        "Deliberative events by domain",
        "are not held",
        plan="set_pieces",
        without_instrument="deliberative_event",
    ),
    Part(
        "you_said_we_did",
        "You said, we did",
        "nothing is fed back",
        without_instrument="you_said_we_did",
    ),
    Part(
        "public_consultation",
        "Public consultation of 14 weeks",
        "is cut to 2 weeks",
        change=partial(consultation_of, 2),
    ),
    Part("leadership", "Leadership", "nobody leads (0 instead of 0.5)", behaviour={"leadership": 0.0}),
    Part("robust_data", "Robust data", "can get half as robust", behaviour={"evidence_ceiling": 0.5}),
    Part(
        "anchored_plan",
        "Plan anchored in advance",
        "is improvised once there is trouble",
        other_plan="improvised",
    ),
    Part(
        "attachment",
        "Attachment to the local hospital",
        "nobody is attached",
        scenario="community_hospital_closure",
        change=nobody_is_attached,
    ),
    Part(
        "money_frame",
        "Cost-cutting frame",
        "the story is about care",
        scenario="finance_led_cuts",
        change=in_proposal(frame="care"),
    ),
    Part(
        "suspicion_of_cuts",
        "Suspicion of cuts",
        "nobody suspects cuts",
        scenario="finance_led_cuts",
        change=nobody_suspects_cuts,
    ),
    Part(
        "election",
        "Election ahead",
        "there is none",
        scenario="community_hospital_closure",
        change=in_programme(election_week=None),
    ),
    Part("media", "Media", "move nobody", off=("media",)),
    Part("trust", "Trust", "stays where it was", off=("trust",)),
    Part(
        "fixed_share",
        "What cannot be granted",
        "everything can be granted",
        scenario="specialist_childrens_services",
        change=in_options(fixed_share=0.0),
    ),
    Part("rising_demand", "Rising demand", "does not rise", change=NO_DEMAND_GROWTH),
    Part(
        "tightening_funds",
        "Tightening funds",
        "do not tighten",
        scenario="finance_led_cuts",
        change=NO_FUNDING_CHANGE,
    ),
    Part(
        "interim_withdrawal",
        "Interim withdrawal of the service",
        "stays until the decision",
        scenario="interim_withdrawal",
        change=nothing_is_withdrawn,
    ),
)


def find_parts(names: Iterable[str]) -> tuple[Part, ...]:
    """The parts of these names; all, if there is none.

    Raises
    ------
    BadInput
        For a name that is none (names the nearest), or that stands twice.
    """
    by_name = {part.name: part for part in PARTS}
    chosen = list(names)
    problems = [
        Problem("part", unknown_name(name, "a part of the cast", list(by_name)))
        for name in chosen
        if name not in by_name
    ]
    twice = sorted({name for name in chosen if chosen.count(name) > 1})
    problems += [Problem("part", f"is '{name}' twice; expected different names") for name in twice]
    if problems:
        raise BadInput("cast", problems)
    return tuple(by_name[name] for name in chosen) if chosen else PARTS
