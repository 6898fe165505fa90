"""Leadership of a plan: like the parameter, for this plan alone."""

from __future__ import annotations

import numpy as np

from sim.mesa_model import ProgrammeModel
from sim.scenario import Scenario
from sim.simulation import simulate, simulate_lanes
from sim.world import lane_of


def test_a_plan_led_as_the_scenario_is_changes_no_bit(everything: Scenario) -> None:
    plan = everything.plans[0]
    usual = everything.parameters()["leadership"]
    one = simulate(everything, plan, 1)
    other = simulate(everything, plan.model_copy(update={"leadership": usual}), 1)
    assert all(np.array_equal(one.history[name], other.history[name]) for name in one.history)


def test_leadership_of_a_plan_does_what_the_parameter_does_and_goes_before_it(everything: Scenario) -> None:
    plan = everything.plans[0]
    led = plan.model_copy(update={"leadership": 0.9})
    by_plan = simulate(everything, led, 1, behaviour={"leadership": 0.1})
    by_parameter = simulate(everything, plan, 1, behaviour={"leadership": 0.9})
    assert all(np.array_equal(by_plan.history[name], by_parameter.history[name]) for name in by_plan.history)
    assert not np.array_equal(by_plan.history["evidence"], simulate(everything, plan, 1).history["evidence"])


def test_leadership_of_one_plan_leaves_the_other_alone(everything: Scenario) -> None:
    plan, other = everything.plans[:2]
    led = plan.model_copy(update={"leadership": 0.9})
    beside = simulate_lanes(everything, [lane_of(everything, led), lane_of(everything, other)])[1]
    alone = simulate(everything, other, 1)
    assert all(np.array_equal(beside.history[name], alone.history[name]) for name in alone.history)


def test_the_readable_model_is_led_the_same(few: Scenario) -> None:
    led = few.plans[0].model_copy(update={"leadership": 0.9})
    model = ProgrammeModel(few, led, seed=1)
    model.run()
    run = simulate(few, led, 1)
    assert model.lane.parameters["leadership"] == 0.9
    assert np.array_equal(model.as_run().history["evidence"], run.history["evidence"])
