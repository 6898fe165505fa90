"""Why arms differ: what each mechanism contributed, exactly, and where two lives of one person part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.arrays import MECHANISMS, NOWHERE, Floats
from sim.errors import bad_input, unknown_name
from sim.experiments.antithetic import pairing_of, pairs_among
from sim.experiments.comparison import Comparison
from sim.experiments.paired_runs import compare
from sim.experiments.statistics import mean_interval
from sim.scenario import Equal, Scenario
from sim.scenario.places import short
from sim.scenario.population import same_name
from sim.simulation import Block, week_of_moment
from sim.world import World, draw_world, lane_of

FOLLOWED = (
    "support",
    "trust",
    "awareness",
    "certainty",
    "fatigue",
    "expectation",
    "voice",
    "against",
    "in_favour",
)
NEGLIGIBLE = 1e-12  # below what adding up a life's influences can be off by
EXPLAINED_PAIRS = 12  # enough to tell mechanisms apart; accounting doubles what a pair costs
TOTAL = "total"
WORDS = {  # of sim.arrays.MECHANISMS, in words that a reader of charts knows
    "engagement": "Persuasion in contacts",
    "fairness": "Being heard, or not",
    "self_evaluation": "Own judgement",
    "peers": "Talk among peers",
    "media": "Media",
    "pressure": "Campaign pressure",
    "fatigue": "Fatigue",
    "noise": "Private chance",
    "prior": "Pull to prior view",
    "clipping": "Ends of the scale",
    TOTAL: "All together",
}


@dataclass(frozen=True)
class Explanation:
    """Contributions to support by plan: float64[pairs, weeks, n_mechanisms, n_groups].

    ``replications`` says which pairs they are.
    """

    scenario: Scenario
    plans: tuple[str, str]
    seed: int
    contributions: dict[str, Floats]
    replications: tuple[int, ...]

    @property
    def pairs(self) -> int:
        return len(self.contributions[self.plans[0]])

    @property
    def antithetic_pairs(self) -> int:
        """Antithetic pairs of replications among them; 0 if draws are independent."""
        return pairs_among(self.scenario, self.replications)

    def table(self, moment: str = "decision") -> pd.DataFrame:
        """A row a group and mechanism: both plans' means, and the paired difference with its interval."""
        return pd.DataFrame(self._rows(moment, MECHANISMS))

    def table_with_totals(self, moment: str = "decision") -> pd.DataFrame:
        """The same, and after its mechanisms a row a group with the whole difference in support."""
        return pd.DataFrame(self._rows(moment, (*MECHANISMS, TOTAL)))

    def _rows(self, moment: str, parts: Sequence[str]) -> list[dict[str, Any]]:
        week = week_of_moment(self.scenario, self.scenario.programme.milestones, moment)
        first, other = (self.contributions[plan][:, week] for plan in self.plans)
        pairing = pairing_of(self.scenario, self.replications)
        rows = []
        for at, group in enumerate(self.scenario.population.groups):
            for row, part in enumerate(parts):
                chosen = slice(row, row + 1) if part != TOTAL else slice(None)
                ours, theirs = (each[:, chosen, at].sum(axis=1) for each in (first, other))
                low, high = mean_interval(ours - theirs, self.seed, f"{group.name} {part} {moment}", pairing)
                rows.append(
                    {
                        "group": group.name,
                        "mechanism": part,
                        "label": WORDS[part],
                        "week": week,
                        "plan": self.plans[0],
                        "against": self.plans[1],
                        "plan_mean": float(ours.mean()),
                        "against_mean": float(theirs.mean()),
                        "difference": float((ours - theirs).mean()),
                        "low": low,
                        "high": high,
                        "pairs": self.pairs,
                        "antithetic_pairs": self.antithetic_pairs,
                    }
                )
        return rows


def explanation_of(comparison: Comparison, contrast: tuple[str, str]) -> Explanation | None:
    """The account of those pairs of a comparison that were explained; None if none were."""
    if not comparison.explained:
        return None
    kept = {plan: comparison.explained[plan] for plan in contrast}
    explained = comparison.replications[: len(kept[contrast[0]])]  # the first to have finished without error
    return Explanation(comparison.scenario, contrast, comparison.seed, kept, explained)


def explain(
    scenario: Scenario,
    plans: Sequence[str] = ("early", "late"),
    pairs: int = 20,
    seed: int = 1,
    equal: Equal = "contacts",
) -> Explanation:
    """Run two plans on the same replications and keep an exact account of every influence on support."""
    if len(plans) != 2:
        raise bad_input("plans", "", f"names {len(plans)}; an explanation needs two")
    comparison = compare(scenario, plans, pairs, seed, equal, explain_pairs=pairs)
    found = explanation_of(comparison, (plans[0], plans[1]))
    assert found is not None, "every pair was to be explained"
    return found


@dataclass(frozen=True)
class TwoLives:
    """One stakeholder under two plans, on the same people and the same luck.

    ``weeks`` has a row a week: each followed quantity under each plan, and each mechanism's
    contribution to support so far ("through peers early"; fatigue, say, is both).
    """

    person: int
    who: str
    plans: tuple[str, str]
    weeks: pd.DataFrame
    parts_in: int | None
    through: str

    def story(self) -> list[str]:
        """The two lives in a few lines."""
        if self.parts_in is None:
            return [f"{self.who}: the two lives never part."]
        first, other = self.plans
        last = self.weeks.iloc[-1]
        lines = [f"{self.who}: the two lives part in week {self.parts_in}, through {self.through}."]
        for name in (first, other):
            lines.append(
                f"  {name}: support {last[f'support {name}']:+.3f}, trust {last[f'trust {name}']:.3f}, "
                f"voice had {last[f'voice {name}']:.2f} by the last week"
            )
        gaps = {
            mechanism: last[f"through {mechanism} {first}"] - last[f"through {mechanism} {other}"]
            for mechanism in MECHANISMS
        }
        for mechanism, gap in sorted(gaps.items(), key=lambda item: -abs(item[1])):
            if abs(gap) > NEGLIGIBLE:
                lines.append(f"  {gap:+.3f} support points through {WORDS[mechanism].lower()}")
        return lines


def two_lives(
    scenario: Scenario,
    plans: Sequence[str] = ("early", "late"),
    person: int | str = 0,
    seed: int = 1,
    replication: int = 0,
    equal: Equal = "contacts",
) -> TwoLives:
    """Follow one stakeholder under two plans.

    Parameters
    ----------
    person : int, 0 to n - 1, or str
        Row of the stakeholder; groups stand one after the other in the scenario's order. Or the name of
        a registered one.

    Raises
    ------
    BadInput
        If there is no such person, or not two plans.
    """
    if len(plans) != 2:
        raise bad_input("plans", "", f"names {len(plans)}; two lives need two")
    lanes = [lane_of(scenario, scenario.plan(name), None, equal) for name in plans]
    world = draw_world(scenario, seed, replication)
    followed = _row_of(world, person)
    block = Block(world, lanes, False, scenario.peer_rule, explain=True)
    rows = []
    for week in range(scenario.horizon_weeks):
        block.advance(week)
        row: dict[str, float] = {"week": week}
        for at, name in enumerate(plans):
            state, contributions = block.state_of(at), block.contributions_of(at)[:, followed]
            row |= {f"{what} {name}": float(getattr(state, what)[followed]) for what in FOLLOWED}
            row |= {
                f"through {mechanism} {name}": float(contributions[k])
                for k, mechanism in enumerate(MECHANISMS)
            }
        rows.append(row)
    weeks = pd.DataFrame(rows)
    parts_in, through = _parting(weeks, plans)
    return TwoLives(followed, _who(world, followed), (plans[0], plans[1]), weeks, parts_in, through)


def _row_of(world: World, person: int | str) -> int:
    """The row of a stakeholder.

    Raises
    ------
    BadInput
        If there is none; names the nearest.
    """
    if isinstance(person, int):
        if not 0 <= person < world.n:
            raise bad_input("person", "", f"is {person}; expected 0 to {world.n - 1}")
        return person
    rows = {same_name(name): row for row, name in world.names.items()}
    if same_name(person) not in rows:
        what = f"a registered person, nor a row (0 to {world.n - 1})"
        raise bad_input("person", "", unknown_name(short(person), what, list(world.names.values())))
    return rows[same_name(person)]


def _parting(weeks: pd.DataFrame, plans: Sequence[str]) -> tuple[int | None, str]:
    """The first week in which support differs, and the mechanism that moved it most."""
    gap = (weeks[f"support {plans[0]}"] - weeks[f"support {plans[1]}"]).to_numpy()
    different = np.flatnonzero(gap != 0)
    if not different.size:
        return None, ""
    week = int(different[0])
    gaps = {
        mechanism: abs(
            weeks[f"through {mechanism} {plans[0]}"].iloc[week]
            - weeks[f"through {mechanism} {plans[1]}"].iloc[week]
        )
        for mechanism in MECHANISMS
    }
    return week, WORDS[max(gaps, key=lambda mechanism: gaps[mechanism])].lower()


def _who(world: World, row: int) -> str:
    population, people = world.scenario.population, world.people
    group = population.groups[int(np.searchsorted(people.group_start, row, side="right")) - 1]
    place = int(people.locality[row])
    where = f" in {population.localities[place].name}" if place != NOWHERE else ""
    name = f"{world.names[row]}, stakeholder" if row in world.names else "Stakeholder"
    return f"{name} {row} ({group.title}{where})"
