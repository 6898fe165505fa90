"""A run is a function of scenario, plan, seed and replication: nothing else changes a bit of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.experiments import compare
from sim.scenario import Scenario, shipped_scenarios
from sim.simulation import simulate, simulate_lanes
from sim.world import Lane, lane_of
from tests.conftest import SCENARIOS
from tests.model.bits import bits_elsewhere, bits_of


def companions(scenario: Scenario, count: int) -> list[Lane]:
    """Lanes of other plans, with other parameters, in and out of a hurry."""
    chance = np.random.default_rng(count)
    plans = list(scenario.plans)
    return [
        lane_of(
            scenario,
            plans[at % len(plans)],
            {
                "peer_influence": float(chance.random() * 0.15),
                "self_evaluation": float(chance.random() * 0.1),
                "weight_online": float(chance.random() * 2),
                "leak_hazard": float(chance.random() * 0.03),
                "voice_consult": float(0.3 + chance.random() * 0.5),
            },
        )
        for at in range(count)
    ]


@pytest.mark.parametrize(
    ("lanes", "place"), [(2, 0), (2, 1), (3, 1), (4, 3), (5, 0), (32, 0), (32, 17), (32, 31)]
)
def test_a_lane_has_the_same_bits_alone_and_in_any_company(
    everything: Scenario, lanes: int, place: int
) -> None:
    lane = lane_of(everything, everything.plan("secret"))
    block = companions(everything, lanes - 1)
    block.insert(place, lane)
    runs = simulate_lanes(everything, block, seed=4, replication=2)
    assert bits_of(runs[place]) == bits_of(simulate(everything, "secret", seed=4, replication=2))
    assert len({bits_of(run) for run in runs}) == lanes  # the company is indeed different


@pytest.mark.parametrize("lanes", [2, 32])
def test_a_lane_of_the_shipped_scenario_has_the_same_bits_in_company(
    emergency_care: Scenario, lanes: int
) -> None:
    lane = lane_of(emergency_care, emergency_care.plan("early"))
    block = [*companions(emergency_care, lanes - 1), lane]
    runs = simulate_lanes(emergency_care, block, seed=1, replication=1)
    assert bits_of(runs[-1]) == bits_of(simulate(emergency_care, "early", seed=1, replication=1))


@pytest.mark.parametrize("place", [0, 9, 18, 31])
def test_a_lane_that_gates_send_back_has_the_same_bits_alone_and_in_company(
    gated: Scenario, place: int
) -> None:
    """Calendars of lanes that fail in the same week are drawn up together, those of alike lanes once."""
    block = [*companions(gated, 20), *companions(gated, 12)]
    runs = simulate_lanes(gated, block, seed=1, replication=3)
    alone = simulate_lanes(gated, [block[place]], seed=1, replication=3)[0]
    assert bits_of(runs[place]) == bits_of(alone)
    assert (runs[place].reached, runs[place].ending) == (alone.reached, alone.ending)
    assert len({run.ending.week for run in runs if run.ending}) > 3  # they go different ways


@pytest.mark.parametrize("attendance", ["expected", "drawn"])
def test_beside_a_plan_with_the_same_activities_in_another_order_a_lane_keeps_its_bits(
    everything: Scenario, attendance: str
) -> None:
    plans = [everything.plan(name) for name in ("secret", "open", "written")]
    for plan in plans:
        backwards = plan.model_copy(
            update={"name": "backwards", "activities": tuple(reversed(plan.activities))}
        )
        block = [lane_of(everything, each) for each in (backwards, plan)]
        beside = simulate_lanes(everything, block, seed=4, attendance=attendance)[1]
        alone = simulate(everything, plan, seed=4, attendance=attendance)
        assert bits_of(beside) == bits_of(alone), plan.name


def test_more_lanes_than_fit_into_a_strip_change_no_bit(few: Scenario) -> None:
    lane = lane_of(few, few.plan("early"))
    block = [*companions(few, 150), lane, *companions(few, 160)]
    assert bits_of(simulate_lanes(few, block, seed=4)[150]) == bits_of(simulate(few, "early", seed=4))


@pytest.mark.parametrize("plan", ["secret", "open", "written"])
def test_simulating_twice_gives_the_same_bits(everything: Scenario, plan: str) -> None:
    assert bits_of(simulate(everything, plan, seed=9)) == bits_of(simulate(everything, plan, seed=9))


def test_seeds_and_replications_change_the_luck(everything: Scenario) -> None:
    runs = [simulate(everything, "open", seed, number) for seed in (0, 1, 2) for number in (0, 1, 2)]
    assert len({bits_of(run) for run in runs}) == 9


@pytest.mark.parametrize(("engine", "workers"), [("threads", 2), ("threads", 5), ("processes", 2)])
def test_the_engine_and_the_number_of_workers_change_no_bit(
    everything: Scenario, engine: str, workers: int
) -> None:
    serial = compare(everything, ["secret", "open", "written"], pairs=6, seed=2, engine="serial")
    other = compare(
        everything, ["secret", "open", "written"], pairs=6, seed=2, engine=engine, workers=workers
    )
    assert serial.replications == other.replications == tuple(range(6))
    for plan in serial.plans:
        for name in serial.outcomes:
            assert serial.values[plan][name].tobytes() == other.values[plan][name].tobytes(), (plan, name)
        for name, weekly in serial.weekly[plan].items():
            assert weekly.tobytes() == other.weekly[plan][name].tobytes(), (plan, name)


def test_a_pair_has_the_bits_of_its_single_runs(everything: Scenario) -> None:
    pairs = compare(everything, ["secret", "open"], pairs=2, seed=2, engine="serial")
    for plan in pairs.plans:
        alone = simulate(everything, plan, seed=2, replication=1)
        for name, weekly in pairs.weekly[plan].items():
            assert weekly[1].tobytes() == alone.history[name].tobytes(), (plan, name)


def test_a_run_in_a_fresh_process_has_the_same_bits(gated: Scenario) -> None:
    elsewhere = bits_elsewhere(shipped_scenarios()["emergency_care"], "early", 1, 0)
    assert elsewhere == bits_of(simulate(gated, "early"))


@pytest.mark.parametrize("plan", ["early", "none"])
def test_compiled_code_has_the_bits_of_the_interpreter(few: Scenario, plan: str, tmp_path: Path) -> None:
    run = simulate(few, plan, seed=3, replication=1)
    interpreted = bits_elsewhere(
        SCENARIOS / "few.yaml",
        plan,
        3,
        1,
        {"NUMBA_DISABLE_JIT": "1", "NUMBA_CACHE_DIR": str(tmp_path)},
    )
    assert interpreted == bits_of(run)
    assert run.history["locality_against"].max() > 0  # campaigns are at work
    assert run.state.voice.max() > 0 or plan == "none"
