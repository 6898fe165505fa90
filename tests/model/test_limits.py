"""Limits that any model of this form must meet: symmetry, Granovetter, monotony, mean field, luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from sim.arrays import Floats, State
from sim.knobs import KNOBS
from sim.scenario import Plan, Scenario
from sim.scenario.plan import Activity, Audience
from sim.simulation import Block, Run, simulate_lanes
from sim.world import Lane, draw_world, lane_of
from tests.conftest import Measure
from tests.model.lanes import STILL, advanced, lane_with, largest_difference, with_programme, with_proposal
from tests.model.test_published import crowd, everybody_hears_everybody, world_of

EVEN = {
    "loss_aversion": 1.0,
    "vagueness_penalty": 0.0,
    "fairness_weight": 0.0,
    "messenger_pull": 0.0,
    "money_frame_shift": 0.0,
    "fatigue_irritation": 0.0,
    "negativity": 0.0,
    "opponents_attend_more": 0.0,
    "opponents_mobilise_more": 1.0,
    "unplanned_cost_weight": 0.0,  # redesign costs the same in both worlds, and stewards mind
    "sponsor_gloss": 0.0,
}
# the world turned over: these numbers change their sign
TURNED = ("prior_public", "prior_sd", "gain_multiplier", "gain_sd", "judgement_sd", "private_noise")


def concerns_assurers(activity: Activity) -> bool:
    """Whether an activity is for assurers, by name or by kind."""
    return "assurers" in (activity.audience.kinds or ()) or "assurance" in (activity.audience.groups or ())


def without_assurers(scenario: Scenario) -> Scenario:
    """Nobody whose judgement is not a sum of gains and harms, and no case of its own for stewards."""
    population = scenario.population
    groups = tuple(
        group.model_copy(update={"prior_view": None})
        for group in population.groups
        if group.kind != "assurer"
    )
    options = tuple(
        option.model_copy(update={"cases": dict.fromkeys(option.cases, 0.0)})
        for option in scenario.proposal.options
    )
    plans = tuple(
        plan.model_copy(
            update={
                "structures": {},
                "activities": tuple(each for each in plan.activities if not concerns_assurers(each)),
            }
        )
        for plan in scenario.plans
    )
    update = {
        "population": population.model_copy(update={"groups": groups}),
        "structures": (),
        "interim_withdrawal": None,
        "plans": plans,
    }
    even = with_programme(scenario.model_copy(update=update), bodies=())
    return with_proposal(even, options=options, demand_growth_per_year=0, funding_change_per_year=0)


def turned_over(scenario: Scenario, plan: str, seed: int, uneven: Mapping[str, float]) -> Block:
    """A world in the first lane, and the same with every view, gain, harm and noise turned over."""
    lane = lane_of(scenario, scenario.plan(plan))
    values = {**lane.parameters, **EVEN, **uneven}
    mirrored = {**values, **{name: -values[name] for name in TURNED}}
    # the option is known from the start, so that nobody expects another harm than the one set here
    lanes = [replace(lane, parameters=each, off=frozenset({"veil"})) for each in (values, mirrored)]
    block = Block(draw_world(scenario, seed, 0), lanes)
    block.prior.harm[:, 1] = -block.prior.harm[:, 0]
    return block


def unevenness(block: Block, weeks: int) -> tuple[float, float]:
    """How far support is from being mirrored, and campaigns from being exchanged, at any time."""
    of_support, of_campaigns = 0.0, 0.0
    for week in range(weeks):
        block.advance(week)
        state = block.state
        of_support = max(of_support, largest_difference(state.support[:, 0], -state.support[:, 1]))
        for one, other in ((0, 1), (1, 0)):
            gap = largest_difference(state.against[:, one], state.in_favour[:, other])
            of_campaigns = max(of_campaigns, gap)
    return of_support, of_campaigns


@pytest.mark.parametrize("plan", ["secret", "open", "written"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_world_turned_over_runs_turned_over(
    everything: Scenario, plan: str, seed: int, within: Measure
) -> None:
    """Trust, voice and redesign run on: they are the same in both worlds."""
    block = turned_over(without_assurers(everything), plan, seed, {})
    of_support, of_campaigns = unevenness(block, 110)
    within("V3 sign symmetry: support", of_support, 1e-12)
    within("V3 sign symmetry: campaigners", of_campaigns, 0)
    assert block.state.against.sum() + block.state.in_favour.sum() > 0  # somebody campaigns
    assert np.abs(block.state.support - block.prior.support).max() > 0.3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("loss_aversion", 1.0),
        ("vagueness_penalty", 0.5),
        ("fairness_weight", 0.1),
        ("messenger_pull", 0.3),
        ("money_frame_shift", 0.1),
        ("fatigue_irritation", 0.03),
        ("negativity", 0.1),
        ("opponents_attend_more", 1.0),
        ("opponents_mobilise_more", 2.0),
        ("unplanned_cost_weight", 1.0),
        ("sponsor_gloss", 0.1),
    ],
)
def test_what_is_uneven_by_design_breaks_the_symmetry(everything: Scenario, name: str, value: float) -> None:
    """Loss aversion alone does not: turned over, a harm is a gain, and weighs as much as it did."""
    of_support, _ = unevenness(turned_over(without_assurers(everything), "secret", 1, {name: value}), 110)
    assert (of_support < 1e-12) is (name == "loss_aversion")


MANY = 10_000


def opponents(scenario: Scenario, spreads: tuple[float, ...], quantiles: bool) -> Block:
    """Everybody opposed and aware, nobody ever leaves; only the share already campaigning draws others in."""
    world = draw_world(crowd(scenario, MANY, 300), 1, 0)
    if quantiles:
        even = np.array([NormalDist().inv_cdf((i + 0.5) / MANY) for i in range(MANY)])
        world = replace(world, people=world.people._replace(threshold_deviate=even))
    lanes = [
        lane_with(
            world.scenario,
            {**STILL, "campaign_cut": 0.5, "threshold_mean": 0.25, "threshold_sd": spread},
            plan=Plan(name="told", announcement=0),
        )
        for spread in spreads
    ]
    block = Block(world, lanes)
    block.state.awareness[:] = 1.0
    for array in (block.state.support, block.state.lasting):
        array[:] = -1.0
    return block


def test_a_crowd_of_opponents_tips_at_granovetters_spread(emergency_care: Scenario, within: Measure) -> None:
    """The fixed points from nobody of the normal distribution with mean .25; critical is .12222."""
    demanded = {0.1: 0.0077, 0.12: 0.04021, 0.122: 0.05479, 0.123: 1.0, 0.15: 1.0, 0.2: 0.99991}
    block = advanced(opponents(emergency_care, tuple(demanded), quantiles=True), 300)
    shares = block.state.against.mean(axis=0)
    within(
        "V8 Granovetter: final share, spreads .1 to .2 (.0402 at .12, 1 at .123)",
        largest_difference(shares, list(demanded.values())),
        0.002,
    )
    assert (block.state.in_favour == 0).all()


def test_drawn_thresholds_follow_granovetters_recursion_person_by_person(emergency_care: Scenario) -> None:
    spreads = (0.12, 0.123, 0.25)
    block = opponents(emergency_care, spreads, quantiles=False)
    threshold = 0.25 + np.array(spreads) * block.world.people.threshold_deviate[:, None]
    share = np.zeros(3)
    for week in range(100):
        block.advance(week)
        # the share that a stakeholder sees is last week's
        share = (threshold <= share).mean(axis=0)
        assert largest_difference(block.state.against.mean(axis=0), share) < 1e-12


def prior_points(scenario: Scenario, count: int, seed: int, **fixed: float) -> list[dict[str, float]]:
    """Points of the joint prior, but for what is fixed and what a plan's budget hangs on."""
    chance = np.random.default_rng(seed)
    own = scenario.parameters()
    points = []
    for _ in range(count):
        drawn = {knob.name: chance.uniform(knob.low, knob.high) for knob in KNOBS}
        levers = {name: own[name] for name in own if name.endswith("_contacts")}
        points.append({**drawn, **levers, **fixed})
    return points


def lanes_at(scenario: Scenario, plan: str, points: list[dict[str, float]]) -> list[Lane]:
    return [lane_of(scenario, scenario.plan(plan), point) for point in points]


@pytest.mark.parametrize("plan", ["secret", "open"])
def test_without_fairness_more_gain_never_lowers_mean_support(
    everything: Scenario, plan: str, within: Measure
) -> None:
    for gain in (0.3, 1.0):
        points = prior_points(everything, 16, 5, fairness_weight=0.0, gain_multiplier=gain)
        more = [{**point, "gain_multiplier": gain + 0.5} for point in points]
        runs = simulate_lanes(everything, lanes_at(everything, plan, [*points, *more]), seed=3)
        for least, most in zip(runs[:16], runs[16:], strict=True):
            rise = most.history["public_support"][-1] - least.history["public_support"][-1]
            within("V12 more gain, no fairness: fall of mean support", max(0.0, -rise), 0)
        assert most.history["public_support"][-1] > least.history["public_support"][-1]


@pytest.mark.parametrize("plan", ["secret", "open", "written"])
def test_wherever_in_the_prior_a_programme_that_does_not_respond_never_redesigns(
    everything: Scenario, plan: str, within: Measure
) -> None:
    deaf = everything.plan(plan).model_copy(update={"responsiveness": 0.0})
    hearing = deaf.model_copy(update={"responsiveness": 0.5})
    points = prior_points(everything, 12, 6)
    runs = simulate_lanes(
        everything, [lane_of(everything, each, point) for each in (deaf, hearing) for point in points]
    )
    for run in runs[:12]:
        within("V12 responsiveness 0: redesign", run.history["redesign"].max(), 0)
        assert (run.history["cost_redesign"] == 0).all()
    assert min(run.history["redesign"][-1] for run in runs[12:]) > 0


TOLD_BY_PROCESS = {"process"}  # how formative the process was does know when minds were made up


def dated(scenario: Scenario, decision: int, **parameters: float) -> Run:
    """A run with the decision in this week, in which no body tests the process and nothing is redesigned."""
    bodies = tuple(
        body.model_copy(update={"tests": {k: v for k, v in body.tests.items() if k != "process"}})
        if body.tests
        else body
        for body in scenario.programme.bodies
    )
    plain = with_programme(scenario, bodies=bodies).model_copy(update={"structures": ()})
    plan = plain.plan("open").model_copy(update={"structures": {}})
    milestones = plain.programme.milestones.model_copy(update={"decision": decision})
    lane = lane_of(plain, plan, milestones=milestones)
    values = {**lane.parameters, "redesign_rate": 0.0, **parameters}
    return simulate_lanes(plain, [replace(lane, parameters=values)], seed=2)[0]


def parted(one: Run, other: Run) -> set[str]:
    """Names of the arrays of state and history in which two runs differ."""
    found = {
        name
        for name, ours, theirs in zip(State._fields, one.state, other.state, strict=True)
        if ours.tobytes() != theirs.tobytes()
    }
    return found | {
        name for name, ours in one.history.items() if ours.tobytes() != other.history[name].tobytes()
    }


NO_NEWS = {"attention_to_events": 0.0}  # the decision is news, and news is heard
WORTH_THE_SAME = {"voice_after_decision": 1.0, **NO_NEWS}


def test_where_voice_is_worth_the_same_at_all_times_nothing_knows_the_decision_date(
    everything: Scenario,
    within: Measure,
) -> None:
    first = dated(everything, 60, **WORTH_THE_SAME)
    for week in (66, 74, 90):
        parts = parted(first, dated(everything, week, **WORTH_THE_SAME)) - TOLD_BY_PROCESS
        within("V12 voice worth 1 after the decision: arrays that know its date", len(parts), 0)


def test_where_voice_is_worth_the_same_at_all_times_openness_moves_nothing(everything: Scenario) -> None:
    wide = dated(everything, 74, **WORTH_THE_SAME, openness_at_shortlist=1.0, openness_at_preferred=0.5)
    narrow = dated(everything, 74, **WORTH_THE_SAME, openness_at_shortlist=0.5, openness_at_preferred=0.25)
    assert parted(wide, narrow) == TOLD_BY_PROCESS


@pytest.mark.parametrize("broken", [{"voice_after_decision": 0.4}, {"attention_to_events": 1.0}])
def test_worth_of_voice_and_news_do_know_the_decision_date(
    everything: Scenario, broken: dict[str, float]
) -> None:
    one, other = (dated(everything, week, **{**WORTH_THE_SAME, **broken}) for week in (60, 74))
    assert {"support", "public_support"} <= parted(one, other)
    early, late = one.history["group_support"], other.history["group_support"]
    assert early[:60].tobytes() == late[:60].tobytes()


WEEKS, START = 104, 6
FIELD = {"prior_sd": 0.0, "prior_trust_sd": 0.0, "gain_sd": 0.0, "harm_of_loss": 0.0, "campaign_cut": 2.0}


def homogeneous(scenario: Scenario, n: int, parameters: Mapping[str, float], expected: bool) -> Block:
    """People alike in everything but luck, all of whom hear all; half a year of listening events."""
    alike = crowd(scenario, n, WEEKS)
    place = alike.population.localities[0]
    milestones = alike.programme.milestones
    options = tuple(
        option.model_copy(update={"localities": {place.name: next(iter(option.localities.values()))}})
        for option in alike.proposal.options
    )
    alike = with_proposal(alike, options=options, demand_growth_per_year=0)
    (group,) = alike.population.groups
    plan = Plan(
        name="listening",
        announcement=START,
        equal_budget=False,
        responsiveness=0.0,
        activities=(
            Activity(
                instrument="listening_event",
                audience=Audience(groups=(group.name,)),
                start=START,
                duration_weeks=26,
            ),
        ),
    )
    lane = lane_of(alike, plan, milestones=milestones)
    values = {**lane.parameters, "leak_hazard": 0.0, **FIELD, **parameters}
    (activity,) = lane.activities
    lane = replace(
        lane,
        parameters=values,
        activities=(replace(activity, reach=dict.fromkeys(activity.reach, 0.3)),),
    )
    return Block(world_of(alike, everybody_hears_everybody(n)), [lane], expected_attendance=expected)


def mean_field(block: Block) -> dict[str, Floats]:
    """One person for all, from the written description of the week (section 2), in numbers of Python."""
    p, now = dict(block.lanes[0].parameters), block.calendar
    (activity,) = block.lanes[0].activities
    (reach,) = set(activity.reach.values())
    s0, t0 = p["prior_public"], p["prior_trust_public"]
    b, passing, s, trust, k, m, f, e, voice = s0, 0.0, s0, t0, 0.1, 0.05, 0.0, p["expectation_start"], 0.0
    attention, heard_so_far = 0.0, 0.0
    weeks: dict[str, list[float]] = {"support": [], "trust": [], "awareness": [], "certainty": []}
    for week in range(WEEKS):
        row = now.now(week)
        harms = block.prior.harm[0, 0] if week == 0 else None
        chances = now.chances(week)[:, 0]
        minutes = [
            next(iter(each.localities.values())).added_minutes
            for each in block.world.scenario.proposal.options
        ]
        harm = sum(c * min(1.0, p["harm_of_travel"] * x / 30) for c, x in zip(chances, minutes, strict=True))
        assert harms is None or abs(harms - harm) < 1e-12
        definite, growth = row.definiteness[0], row.definiteness_growth[0]
        public = float(week >= START)
        gain = row.group_gain[0, 0]
        u = max(-1.0, min(1.0, gain - p["loss_aversion"] * harm))
        vague = p["belief_in_need"] * gain - p["vagueness_penalty"] * (1 - trust)
        u = max(-1.0, min(1.0, definite * u + (1 - definite) * vague))
        runs = activity.start <= week < activity.stop
        y = runs * min(
            1.0, reach * (1 - f) * p["base_attendance"] * (1 + p["opponents_attend_more"] * max(0, -s))
        )
        openness = row.openness[0]
        worth = openness + p["voice_after_decision"] * (1 - openness)
        v = p["voice_consult"] * worth
        heard = row.heard[0]
        open_to = 1 - p["certainty_resistance"] * k
        knowing = public * m
        known = 1 - (1 - p["awareness_by_contact"] * y) * (1 - p["awareness_by_media"] * attention) * (
            1 - p["awareness_by_peers"] * m
        )
        m_next = m + public * (1 - m) * known - p["forgetting"] * m
        told = knowing * growth + definite * max(0.0, m_next - m)
        fair = (y * v + p["vicarious_voice"] * heard * m * worth) * p["heard_though_not_acted_on"]
        unfair = y * v * p["frustration"] * e + p["exclusion"] * told / (
            1 + voice + p["vicarious_voice"] * m * heard_so_far
        )
        weight = (1 - p["messenger_weight"]) * trust + p["messenger_weight"] * activity.credibility
        tone = max(-1.0, min(1.0, (1 - p["campaigns_in_tone"]) * s - p["negativity"]))
        influences = {
            "engagement": y
            * p["persuasion"]
            * weight
            * open_to
            * (u + p["sponsor_gloss"] + p["messenger_pull"] * (weight - 0.5) - s),
            "fairness": p["fairness_weight"] * (fair - min(unfair, 1)) * open_to * (1 - u) / 2,
            "self_evaluation": p["self_evaluation"]
            * (1 + p["attention_sharpening"] * attention)
            * knowing
            * open_to
            * (u - s),
            "media": p["media_influence"] * attention * m * open_to * (tone - s),
            "fatigue": -p["fatigue_irritation"] * y * f,
        }  # peers say what one thinks oneself
        lasts = sum(p[f"lasting_{name}"] * value for name, value in influences.items())
        passes = sum((1 - p[f"lasting_{name}"]) * value for name, value in influences.items())
        b += lasts + p["pull_to_prior"] * (s0 - b)
        passing = (1 - p["fading"]) * passing + passes
        trust += (
            p["trust_gain"] * (1 - trust) * min(fair, 1)
            - p["trust_asymmetry"] * p["trust_gain"] * trust * min(unfair, 3)
            + p["trust_recovery"] * (t0 - trust)
        )
        e += p["expectation_learning"] * y * (v - e)
        voice += y * v
        exposure = y + attention + p["certainty_from_peers"] * abs(s)
        k += p["certainty_growth"] * m * exposure * (1 - k) - p["certainty_loss"] * k
        f = (1 - p["fatigue_recovery"]) * f + p["fatigue_gain"] * y * (1 - f)
        s, m = b + passing, m_next
        attention = min(
            1.0, p["attention_persistence"] * attention + p["attention_to_events"] * public * row.event[0]
        )
        heard_so_far += heard
        for name, value in (("support", s), ("trust", trust), ("awareness", m), ("certainty", k)):
            weeks[name].append(value)
    return {name: np.array(values) for name, values in weeks.items()}


def means(block: Block) -> dict[str, Floats]:
    """Mean over everybody at the end of every week, of what the mean-field map follows."""
    weeks: dict[str, list[float]] = {name: [] for name in ("support", "trust", "awareness", "certainty")}
    for week in range(WEEKS):
        block.advance(week)
        for name, values in weeks.items():
            values.append(float(getattr(block.state, name).mean()))
    return {name: np.array(values) for name, values in weeks.items()}


def test_people_alike_who_hear_everybody_follow_the_mean_field_map(
    emergency_care: Scenario, within: Measure
) -> None:
    n = 400
    block = homogeneous(emergency_care, n, {}, expected=False)
    map_of_one, drawn = mean_field(block), means(block)
    assert np.ptp(drawn["awareness"]) > 0.3
    assert np.ptp(drawn["support"]) > 0.05
    for name, values in drawn.items():
        within(
            f"V13 mean-field map, n = {n}: {name}",
            largest_difference(values, map_of_one[name]),
            3 / np.sqrt(n),
        )


def test_people_alike_who_come_by_halves_are_the_mean_field_map(emergency_care: Scenario) -> None:
    """Counted by the probability of coming and without noise, all of them are one person.

    Expectations stay: counted by probability, they move to the voice times that probability.
    """
    still = {"private_noise": 0.0, "expectation_learning": 0.0}
    block = homogeneous(emergency_care, 30, still, expected=True)
    map_of_one, drawn = mean_field(block), means(block)
    assert np.ptp(block.state.support) < 1e-12
    for name, values in drawn.items():
        assert largest_difference(values, map_of_one[name]) < 1e-12, name


def test_two_blocks_of_seeds_agree_on_what_early_engagement_changes(
    emergency_care: Scenario, within: Measure
) -> None:
    lanes = [lane_of(emergency_care, emergency_care.plan(name)) for name in ("early", "late")]
    week, pairs, found = emergency_care.programme.milestones.decision, 8, []
    for replications in (range(pairs), range(100, 100 + pairs)):
        differences = []
        for replication in replications:
            early, late = simulate_lanes(emergency_care, lanes, 1, replication)
            differences.append(
                [
                    early.history[name][week] - late.history[name][week]
                    for name in ("public_support", "clinician_support")
                ]
            )
        found.append(np.array(differences))
    one, other = found
    assert not np.isin(one, other).any()
    gap = np.abs(one.mean(axis=0) - other.mean(axis=0))
    error = np.sqrt((one.var(axis=0, ddof=1) + other.var(axis=0, ddof=1)) / pairs)
    within("V14 two blocks of seeds: gap in standard errors", float((gap / error).max()), 3)
    assert (error > 0).any()
