"""What the lab offers: the scenario, its calendar, what can be added, chosen and assumed. Sent once."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sim.experiments.provenance import model_fingerprint
from sim.lab.answers import gates_of, milestone_label
from sim.lab.assumptions import assumptions
from sim.lab.choice import presets
from sim.lab.levers import levers
from sim.lab.suits import rows_suited
from sim.lab.targets import target_of
from sim.outcomes import outcomes_of
from sim.scenario import Scenario, catalogue, rulebook_in_force
from sim.scenario.programme import MILESTONES

WORDS_OF_MODE = {"inform": "told", "consult": "asked", "codesign": "worked out together"}
CAVEATS = (
    "A simulation, not a forecast: it says what follows from its assumptions.",
    "Both plans meet the same people and the same luck; the difference is the plan.",
    "Bands hold 8 in 10 futures. Intervals say how well the mean is known for these assumptions, not "
    "whether the assumptions hold.",
    "A sketch has fewer stakeholders for residents and about 20 pairs; it is replaced by the refined answer.",
    "Behaviour parameters graded J are judgement. Try them: a finding that does not survive them is none.",
    "The places are invented; residents, journey times, credibilities and costs have the size of real cases.",
)


def hello(scenario: Scenario) -> dict[str, Any]:
    """The first message of the lab."""
    milestones, rows = scenario.programme.milestones, scenario.population.groups
    loses = set(scenario.proposal.losing_localities())
    rulebook = rulebook_in_force(scenario) if scenario.gates else None
    titles = dict(gates_of(scenario))
    return {
        "type": "hello",
        "version": _version(),
        "model": model_fingerprint(),
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "description": " ".join(scenario.description.split()),
            "horizon_weeks": scenario.programme.horizon_weeks,
            "chart_weeks": scenario.horizon_weeks,
            "budget_gbp": scenario.programme.budget_gbp,
            "milestones": [
                {"name": name, "label": milestone_label(name), "week": milestones.week(name)}
                for name in MILESTONES
            ],
            "gates": [
                {"name": gate.name, "label": titles[gate.name], "week": gate.week(milestones)}
                for gate in (rulebook.gates if rulebook else ())
            ],
            "groups": [
                {"name": group.name, "title": group.title, "kind": group.audience_kind} for group in rows
            ],
            "localities": [
                {
                    "name": place.name,
                    "label": place.label or place.name.replace("_", " ").capitalize(),
                    "loses": place.name in loses,
                }
                for place in scenario.population.localities
            ],
        },
        "rows": [{"key": group.name, "title": group.title} for group in rows],
        "instruments": [
            {
                "name": name,
                "label": each.label,
                "mode": each.mode,
                "mode_words": WORDS_OF_MODE[each.mode],
                "messenger": each.messenger,
                "rows": [group.name for group in rows],
                "suits": rows_suited(scenario, name),
                "people_per_week": each.people_per_week,
                "gbp_per_contact": each.gbp_per_contact,
                "fixed_gbp": each.fixed_gbp,
                "grade": each.grade,
                "source": each.source,
            }
            for name, each in catalogue().instruments.items()
        ],
        "messengers": [
            {
                "name": name,
                "label": name.replace("_", " ").capitalize().replace("Nhs", "NHS"),
                "credibility": each.credibility,
                "grade": each.grade,
                "source": each.source,
            }
            for name, each in catalogue().messengers.items()
        ],
        "presets": [{"name": name, "label": plan.title} for name, plan in presets(scenario).items()],
        "outcomes": [
            {
                "name": name,
                "label": each.label,
                "unit": each.unit,
                "better": each.better,
                "headline": each.headline,
                "target": target_of(each).value,
            }
            for name, each in outcomes_of(scenario).items()
        ],
        "levers": [
            {
                "name": lever.name,
                "label": lever.label,
                "help": lever.help,
                "levels": [vars(level) for level in lever.levels],
                "default": None,  # as the plan or the scenario has it
                "source": lever.source,
            }
            for lever in levers(scenario)
        ],
        "assumptions": assumptions(scenario),
        "targets": {
            "grade": "J",
            "words": "Targets and red lines are judgement; they decide nothing in the model.",
        },
        "caveats": list(CAVEATS),
        "sources": [
            "Parameters and instruments carry a grade: S from a source, D derived from one, J judgement.",
            "Source numbers (S5, S8, ...) are listed in docs/sources.md of the package.",
        ],
    }


def _version() -> str:
    try:
        return version("stakeholder-sim")
    except PackageNotFoundError:
        return "unknown"
