"""What holds for a rule whatever its arguments: ranges, symmetry of signs, and which way it leans."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.rules.cases import AT_MOST, SWITCHES, range_of
from tests.rules.sources import arguments_of_rules, compiled_rules, plain

Arguments = dict[str, float]

ROUNDING = 1e-15  # a few units in the last place of numbers around 1

IN_SUPPORT = (
    "assurer_outcome",
    "believed_outcome",
    "media_tone",
    "next_lasting",
    "outcome",
    "steward_outcome",
    "support_of",
)
IN_UNIT = (
    "as_test",
    "attendance_probability",
    "clinician_harm",
    "contact_weight",
    "formative_share",
    "leak_probability",
    "met_at_all",
    "next_attention",
    "next_awareness",
    "next_certainty",
    "next_expectation",
    "next_fatigue",
    "next_strength",
    "next_trust",
    "process_adequacy",
    "reach_of",
    "resident_harm",
    "susceptibility",
    "worth_of_voice",
)
NEVER_NEGATIVE = ("fair_treatment", "unfair_treatment", "news", "next_voice", "redesign_cost")
RISES = (
    ("outcome", "gain"),
    ("outcome", "redesign"),
    ("believed_outcome", "trust"),
    ("believed_outcome", "definite_outcome"),
    ("contact_weight", "trust"),
    ("contact_weight", "credibility"),
    ("contact_shift", "weight"),
    ("engagement_influence", "believed"),
    ("fairness_influence", "fair"),
    ("next_trust", "fair"),
    ("fair_treatment", "responsiveness_seen"),
    ("worth_of_voice", "openness"),
    ("next_awareness", "met"),
    ("next_awareness", "attention"),
    ("next_certainty", "met"),
    ("next_evidence", "clinician_support"),
    ("next_strength", "share"),
    ("leak_probability", "definiteness"),
    ("redesign_step", "openness"),
    ("redesign_step", "heard"),
    ("redesign_cost", "definiteness"),
    ("process_adequacy", "formative"),
    ("process_adequacy", "consideration"),
    ("resident_harm", "attachment"),
    ("media_tone", "campaign_for"),
    ("steward_outcome", "case"),
)
FALLS = (
    ("outcome", "harm"),
    ("outcome", "loss_aversion"),
    ("believed_outcome", "vagueness_penalty"),
    ("contact_shift", "money_frame_shift"),
    ("engagement_influence", "support"),
    ("fairness_influence", "unfair"),
    ("next_trust", "unfair"),
    ("next_trust", "leak_shock"),
    ("unfair_treatment", "responsiveness_seen"),
    ("unfair_treatment", "voice_so_far"),
    ("attendance_probability", "fatigue"),
    ("attendance_probability", "support"),
    ("susceptibility", "certainty"),
    ("media_tone", "campaign_against"),
    ("media_tone", "negativity"),
    ("steward_outcome", "unplanned_cost"),
    ("reach_of", "affected_people"),
)
CHECKED = settings(deadline=None, max_examples=100, derandomize=True)


def call(name: str, arguments: Arguments, **changed: float) -> float:
    return plain(getattr(compiled_rules(), name))(**(arguments | changed))


def value_of(name: str, argument: str) -> st.SearchStrategy[float]:
    low, high = range_of(name, argument)
    return (
        st.sampled_from([low, high]) if argument in SWITCHES else st.floats(low, high, allow_subnormal=False)
    )


def arguments_of(name: str) -> st.SearchStrategy[Arguments]:
    """Arguments anywhere in their ranges."""
    return st.fixed_dictionaries(
        {argument: value_of(name, argument) for argument in arguments_of_rules()[name]}
    ).map(lambda drawn: possible(name, drawn))


def possible(name: str, drawn: Arguments) -> Arguments:
    if name in AT_MOST:
        small, large = AT_MOST[name]
        drawn = drawn | {small: min(drawn[small], drawn[large])}
    return drawn


# ranges


@pytest.mark.parametrize("name", IN_SUPPORT)
@given(data=st.data())
@CHECKED
def test_what_is_a_support_lies_between_minus_one_and_one(name: str, data: Any):
    assert -1.0 <= call(name, data.draw(arguments_of(name))) <= 1.0


@pytest.mark.parametrize("name", IN_UNIT)
@given(data=st.data())
@CHECKED
def test_what_is_a_share_or_a_chance_lies_between_zero_and_one(name: str, data: Any):
    assert 0.0 <= call(name, data.draw(arguments_of(name))) <= 1.0


@pytest.mark.parametrize("name", NEVER_NEGATIVE)
@given(data=st.data())
@CHECKED
def test_treatment_voice_news_and_cost_are_never_negative(name: str, data: Any):
    assert call(name, data.draw(arguments_of(name))) >= 0.0


@given(arguments_of("next_evidence"))
@CHECKED
def test_evidence_never_falls_and_never_passes_its_ceiling(drawn: Arguments):
    assert drawn["evidence"] <= call("next_evidence", drawn) <= drawn["ceiling"]


@given(arguments_of("redesign_step"))
@CHECKED
def test_redesign_never_falls_and_never_passes_its_ceiling(drawn: Arguments):
    step = call("redesign_step", drawn)
    assert step >= 0.0
    assert drawn["redesign"] + step <= drawn["ceiling"] + ROUNDING


@given(arguments_of("redesign_step"), st.sampled_from(["responsiveness", "openness", "heard", "rate"]))
@CHECKED
def test_nothing_is_redesigned_without_response_openness_or_anything_heard(drawn: Arguments, missing: str):
    assert call("redesign_step", drawn, **{missing: 0.0}) == 0.0


@given(arguments_of("fatigue_influence"))
@CHECKED
def test_fatigue_never_raises_support(drawn: Arguments):
    assert call("fatigue_influence", drawn) <= 0.0


@given(arguments_of("loudness"))
@CHECKED
def test_campaigners_are_heard_at_least_as_much_as_others(drawn: Arguments):
    assert call("loudness", drawn) >= drawn["influence"]


@given(arguments_of("loudness"))
@CHECKED
def test_whoever_has_no_influence_is_not_heard_and_with_twice_as_much_twice(drawn: Arguments):
    assert call("loudness", drawn, influence=0.0) == 0.0
    assert call("loudness", drawn, influence=2 * drawn["influence"]) == 2 * call("loudness", drawn)


@given(arguments_of("loudness"))
@CHECKED
def test_several_peers_are_as_loud_together_as_one_by_one(drawn: Arguments):
    weight, influence = drawn["campaigner_weight"], drawn["influence"]
    alone = call("loudness", drawn, campaigns_against=0.0, campaigns_for=0.0)
    campaigning = call("loudness", drawn, campaigns_against=1.0, campaigns_for=0.0)
    together = call(
        "loudness_of_all",
        {"influence": 2 * influence, "campaigning": influence, "campaigner_weight": weight},
    )
    assert together == pytest.approx(alone + campaigning, rel=1e-12, abs=1e-12)


# symmetry of signs: what pulls one way pulls the mirror image the other way, just as much


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("peer_influence", "peers"),
        ("media_influence", "tone"),
        ("self_evaluation_influence", "believed"),
    ],
)
@given(data=st.data())
@CHECKED
def test_an_influence_treats_both_sides_alike(name: str, target: str, data: Any):
    drawn = data.draw(arguments_of(name))
    mirrored = drawn | {target: -drawn[target], "support": -drawn["support"]}
    assert call(name, mirrored) == -call(name, drawn)


@given(arguments_of("engagement_influence"))
@CHECKED
def test_honest_engagement_treats_both_sides_alike(drawn: Arguments):
    honest = drawn | {"sponsor_gloss": 0.0, "shifts": 0.0}
    mirrored = honest | {"believed": -drawn["believed"], "support": -drawn["support"]}
    assert call("engagement_influence", mirrored) == -call("engagement_influence", honest)


@given(arguments_of("pressure_influence"))
@CHECKED
def test_campaigns_for_press_as_hard_as_campaigns_against(drawn: Arguments):
    mirrored = drawn | {
        "campaign_against": drawn["campaign_for"],
        "campaign_for": drawn["campaign_against"],
        "support": -drawn["support"],
    }
    assert call("pressure_influence", mirrored) == -call("pressure_influence", drawn)


@given(arguments_of("media_tone"))
@CHECKED
def test_without_a_bias_to_bad_news_the_tone_treats_both_sides_alike(drawn: Arguments):
    fair = drawn | {"negativity": 0.0}
    mirrored = fair | {
        "public_support": -drawn["public_support"],
        "campaign_against": drawn["campaign_for"],
        "campaign_for": drawn["campaign_against"],
    }
    assert call("media_tone", mirrored) == -call("media_tone", fair)


@given(arguments_of("next_lasting"), st.floats(-2, 2))
@CHECKED
def test_both_parts_of_support_treat_both_sides_alike(drawn: Arguments, passing: float):
    mirrored = {name: -value for name, value in drawn.items()} | {"pull_to_prior": drawn["pull_to_prior"]}
    held = call("next_lasting", drawn)
    assert call("next_lasting", mirrored) == -held
    parts = {"lasting": held, "passing": passing}
    opposite = {"lasting": -held, "passing": -passing}
    assert call("passing_within", opposite) == -call("passing_within", parts)
    assert call("support_of", opposite) == -call("support_of", parts)


@given(arguments_of("next_certainty"))
@CHECKED
def test_peers_against_make_one_as_certain_as_peers_for(drawn: Arguments):
    assert call("next_certainty", drawn) == call("next_certainty", drawn, peers=-drawn["peers"])


# which way a rule leans


@pytest.mark.parametrize(("name", "argument"), RISES)
@given(data=st.data())
@CHECKED
def test_more_of_it_never_lowers_the_result(name: str, argument: str, data: Any):
    drawn = data.draw(arguments_of(name))
    less, more = sorted((drawn[argument], data.draw(value_of(name, argument))))
    assert call(name, drawn, **{argument: less}) <= call(name, drawn, **{argument: more})


@pytest.mark.parametrize(("name", "argument"), FALLS)
@given(data=st.data())
@CHECKED
def test_more_of_it_never_raises_the_result(name: str, argument: str, data: Any):
    drawn = data.draw(arguments_of(name))
    less, more = sorted((drawn[argument], data.draw(value_of(name, argument))))
    assert call(name, drawn, **{argument: less}) >= call(name, drawn, **{argument: more})


@given(arguments_of("engagement_influence"), st.floats(0.1, 1), st.floats(0.1, 1))
@CHECKED
def test_one_contact_pulls_towards_the_believed_outcome_on_either_side_and_not_past_it(
    drawn: Arguments, weight: float, susceptibility: float
):
    pull = call(
        "engagement_influence",
        drawn,
        weights=weight,
        susceptibility=susceptibility,
        shifts=0.0,
        sponsor_gloss=0.0,
    )
    gap = drawn["believed"] - drawn["support"]
    assume(gap == 0.0 or abs(gap) > 1e-300)
    assert abs(pull) <= abs(gap)
    assert np.sign(pull) == np.sign(gap)


@given(arguments_of("fairness_influence"), st.floats(-1, 1))
@CHECKED
def test_treatment_moves_support_more_the_worse_the_outcome_is_believed_to_be(drawn: Arguments, other: float):
    worse, better = sorted((drawn["believed"], other))
    moved = abs(call("fairness_influence", drawn, believed=worse))
    assert moved >= abs(call("fairness_influence", drawn, believed=better))


@given(arguments_of("next_trust"))
@CHECKED
def test_trust_at_its_prior_level_stays_there_in_a_week_without_treatment(drawn: Arguments):
    quiet = drawn | {"prior_trust": drawn["trust"], "fair": 0.0, "unfair": 0.0, "leak_shock": 0.0}
    assert call("next_trust", quiet) == drawn["trust"]


@given(arguments_of("next_trust"), st.floats(0.01, 0.2), st.floats(0.01, 1))
@CHECKED
def test_from_the_middle_trust_is_lost_at_least_as_fast_as_it_is_won(
    drawn: Arguments, gain: float, treatment: float
):
    quiet = drawn | {"trust": 0.5, "prior_trust": 0.5, "gain": gain, "leak_shock": 0.0}
    won = call("next_trust", quiet, fair=treatment, unfair=0.0) - 0.5
    lost = 0.5 - call("next_trust", quiet, fair=0.0, unfair=treatment)
    assert lost >= min(0.5, won) - ROUNDING


# the two parts of support


@given(
    st.floats(-0.4, 0.4),
    st.floats(-0.4, 0.4),
    st.floats(-0.2, 0.2),
    st.floats(0, 1),
)
@CHECKED
def test_what_lasts_and_what_passes_of_an_influence_add_up_to_it(
    lasting: float, passing: float, influence: float, lasting_share: float
):
    held = call(
        "next_lasting",
        {
            "lasting": lasting,
            "prior_view": 0.0,
            "pull_to_prior": 0.0,
            "lasting_influence": lasting_share * influence,
        },
    )
    fleeting = call(
        "next_passing",
        {"passing": passing, "fading": 0.0, "passing_influence": (1.0 - lasting_share) * influence},
    )
    support = call("support_of", {"lasting": held, "passing": fleeting})
    assert abs(support - (lasting + passing + influence)) <= ROUNDING


@given(arguments_of("support_of"))
@CHECKED
def test_the_two_parts_as_kept_add_up_to_support(parts: Arguments):
    kept = call("passing_within", parts)
    assert abs(parts["lasting"] + kept - call("support_of", parts)) <= ROUNDING
    assert abs(kept) <= abs(parts["passing"])
    assert kept * parts["passing"] >= 0.0


@given(st.floats(-2, 2), st.floats(0.1, 0.75))
@CHECKED
def test_what_passes_fades_and_does_not_change_sides(passing: float, fading: float):
    left = call("next_passing", {"passing": passing, "fading": fading, "passing_influence": 0.0})
    assert abs(left) <= abs(passing)
    assert left * passing >= 0.0
