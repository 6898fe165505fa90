"""Nothing is declared in vain: every parameter moves a headline outcome."""

from __future__ import annotations

from functools import cache

import pytest

from sim.knobs import KNOBS, Knob, knob
from sim.outcomes import outcomes_of, read_outcomes
from sim.random_streams import PURPOSES, stream
from sim.scenario import PeerRule, load_scenario
from sim.simulation import simulate_lanes
from sim.world import lane_of
from tests.conftest import SCENARIOS

MOVED = 1e-6
BLOCK = 32
SEED = 1
# Here the proposal leaks, campaigns take hold in one locality and a board decides narrowly.
USUAL = ("secret", 0)
# Where nobody wavers on the brink of joining a campaign in the usual run.
ELSEWHERE = {"opponents_mobilise_more": ("secret", 1)}
# Parameters of peer rules other than the scenario's.
RULES: dict[str, PeerRule] = {
    "confidence_bound": "bounded_confidence",
    "assimilation_bias": "biased_assimilation",
    "latitude_of_acceptance": "social_judgement",
    "latitude_of_rejection": "social_judgement",
}


# Parameters of gates, tried on the shipped scenario: in some of these runs each makes a difference.
OF_GATES = (
    "evidence_bar",
    "clinicians_bar",
    "process_bar_assurance",
    "process_bar_decision",
    "rework_weeks",
    "evidence_by_rework",
    "modified_bar",
)

# Less evidence and less of a process than usual, so that a bar is within reach.
NEAR_THE_BARS = {"evidence_per_week": 0.006, "evidence_by_clinicians": 0.05, "responsiveness": 0.2}


@cache
def headlines(
    plan: str, replication: int, peer_rule: PeerRule, gates: bool = False, near_the_bars: bool = False
) -> dict[tuple[str, float | None], dict[str, float]]:
    """Headline outcomes of a run with each parameter at each end of its range, and of the usual one."""
    scenario = load_scenario() if gates else load_scenario(SCENARIOS / "everything.yaml")
    also = ("modified", "response_share")  # these lead nowhere, but are what some parameters are for
    read = {name: each for name, each in outcomes_of(scenario).items() if each.headline or name in also}
    chosen = [each for each in KNOBS if (each.name in OF_GATES) == gates]
    points = [(each.name, end) for each in chosen for end in (each.low, each.high)]
    base = NEAR_THE_BARS if near_the_bars else {}
    changes = [base, *({**base, name: end} for name, end in points)]
    lanes = [lane_of(scenario, scenario.plan(plan), change) for change in changes]
    runs = [
        run
        for first in range(0, len(lanes), BLOCK)
        for run in simulate_lanes(
            scenario, lanes[first : first + BLOCK], SEED, replication, peer_rule=peer_rule
        )
    ]
    return {point: read_outcomes(run, read) for point, run in zip([("", None), *points], runs, strict=True)}


@pytest.mark.parametrize("name", OF_GATES)
def test_every_parameter_of_gates_moves_an_outcome_in_some_run(name: str) -> None:
    def moves(plan: str, replication: int) -> bool:
        # a proposal is modified only where input is acted on
        found = headlines(plan, replication, "linear", True, near_the_bars=name != "modified_bar")
        usual, ends = found["", None], [found[name, knob(name).low], found[name, knob(name).high]]
        return max(abs(end[outcome] - usual[outcome]) for end in ends for outcome in usual) > MOVED

    assert any(moves(plan, number) for number in range(10) for plan in ("early", "late", "none"))


@pytest.mark.parametrize("name", [each.name for each in KNOBS if each.name not in OF_GATES])
def test_every_parameter_moves_a_headline_outcome(name: str) -> None:
    found = headlines(*ELSEWHERE.get(name, USUAL), RULES.get(name, "linear"))
    usual = found["", None]
    ends = [found[name, knob(name).low], found[name, knob(name).high]]
    assert max(abs(end[outcome] - usual[outcome]) for end in ends for outcome in usual) > MOVED


@pytest.mark.parametrize("declared", KNOBS, ids=lambda each: each.name)
def test_every_default_lies_in_its_range(declared: Knob) -> None:
    assert declared.low <= declared.default <= declared.high
    assert declared.low < declared.high
    assert declared.low > 0 or not declared.log


def test_parameters_have_names_and_symbols_of_their_own() -> None:
    assert len({each.name for each in KNOBS}) == len(KNOBS)
    assert len({each.symbol for each in KNOBS}) == len(KNOBS)


def test_every_purpose_of_chance_has_a_stream_of_its_own() -> None:
    keys = [stream(1, 2, purpose, "independent").bits.seed_seq.spawn_key for purpose in PURPOSES]
    assert len(set(keys)) == len(PURPOSES)
    first = {
        stream(seed, number, each, "independent").random(1)[0]
        for seed in (0, 1)
        for number in (0, 1)
        for each in PURPOSES
    }
    assert len(first) == 4 * len(PURPOSES)
