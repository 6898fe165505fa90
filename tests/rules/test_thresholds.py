"""What every rule does exactly at a bound, just below it and just above.

Each test takes the rules as a namespace, so that it can be put to altered rules as well.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

Rules = SimpleNamespace

WOULD_JOIN: dict[str, float] = {  # each condition met with room to spare
    "campaigning": 0.0,
    "cause": 0.75,
    "known_awareness": 0.5,
    "threshold": 0.25,
    "share": 0.25,
    "strength": 0.25,
    "join_seed": 0.125,
    "cut": 0.25,
    "dropout": 0.0625,
    "joining": 0.25,
    "leaving": 0.5,
}
WOULD_STAY = WOULD_JOIN | {"campaigning": 1.0}


def below(value: float) -> float:
    return float(np.nextafter(value, -np.inf))


def above(value: float) -> float:
    return float(np.nextafter(value, np.inf))


def campaigns(rules: Rules, usual: dict[str, float], **changed: float) -> float:
    return float(rules.campaigns(*(usual | changed).values()))


def redesign(rules: Rules, **changed: float) -> float:
    """A week's redesign where full, useful input would take away twice the share of harm that is left."""
    usual = {
        "redesign": 0.0,
        "responsiveness": 1.0,
        "openness": 1.0,
        "definiteness": 1.0,
        "chance_of_preferred": 1.0,
        "heard": 1.0,
        "rate": 0.5,
        "ceiling": 0.25,
        "early_usefulness": 0.0,
        "carry_over": 0.0,
    }
    return float(rules.redesign_step(*(usual | changed).values()))


def next_trust(rules: Rules, **changed: float) -> float:
    """Trust after a week in which, unless changed, nothing happens."""
    usual = {
        "trust": 0.5,
        "prior_trust": 0.5,
        "fair": 0.0,
        "unfair": 0.0,
        "gain": 0.125,
        "asymmetry": 1.0,
        "recovery": 0.0,
        "leak_shock": 0.0,
    }
    return float(rules.next_trust(*(usual | changed).values()))


def keeps_within(function: Any, low: float, high: float) -> None:
    """Assert that a function of one number, the identity inside, ends at both bounds and not before."""
    for end, inside, outside in ((low, above(low), below(low)), (high, below(high), above(high))):
        assert function(end) == end
        assert function(inside) == inside
        assert function(outside) == end


# attendance


def test_a_stakeholder_comes_only_if_the_draw_is_below_its_probability(rules: Rules):
    assert rules.attends(0.3, below(0.3)) == 1.0
    assert rules.attends(0.3, 0.3) == 0.0
    assert rules.attends(0.3, above(0.3)) == 0.0


def test_whoever_draws_less_than_the_chance_responds_and_has_then_responded(rules: Rules):
    assert rules.next_responded(0.0, 0.3, below(0.3)) == 1.0
    assert rules.next_responded(0.0, 0.3, 0.3) == 0.0
    assert rules.next_responded(1.0, 0.0, 0.5) == 1.0
    assert rules.next_responded(0.0, 0.0, 0.0) == 0.0


def test_the_chance_to_respond_ends_at_one(rules: Rules):
    assert rules.response_probability(0.5, 1.0, 0.8, 1.0, 0.0, 0.0) == 0.5
    assert rules.response_probability(1.0, 1.0, 0.8, 1.0, 0.0, 0.0) == 1.0
    assert rules.response_probability(1.0, 1.0, 0.8, 1.0, 1.0, 0.0) == 1.0


def test_nobody_comes_with_probability_zero_and_everybody_with_one(rules: Rules):
    assert rules.attends(0.0, 0.0) == 0.0
    assert rules.attends(1.0, below(1.0)) == 1.0


def test_the_chance_to_attend_ends_at_one(rules: Rules):
    assert rules.attendance_probability(below(1.0), 0.0, -1.0, 0.5, 1.0) == below(1.0)
    assert rules.attendance_probability(1.0, 0.0, -1.0, 0.5, 1.0) == 1.0
    assert rules.attendance_probability(1.0, 0.0, -1.0, 0.5, 1.0 + 2.0**-50) == 1.0
    assert rules.attendance_probability(1.0, 0.0, -1.0, 0.5, 1.5) == 1.0


def test_only_those_against_attend_more(rules: Rules):
    assert rules.attendance_probability(0.5, 0.0, 0.5, 0.5, 3.0) == 0.25
    assert rules.attendance_probability(0.5, 0.0, 0.0, 0.5, 3.0) == 0.25
    assert rules.attendance_probability(0.5, 0.0, -0.5, 0.5, 3.0) == 0.625


# disclosure


def test_a_secret_leaks_only_if_the_draw_is_below_its_probability(rules: Rules):
    assert rules.leaks(0.0, 0.0, below(0.02), 0.02) == 1.0
    assert rules.leaks(0.0, 0.0, 0.02, 0.02) == 0.0
    assert rules.leaks(0.0, 0.0, above(0.02), 0.02) == 0.0


def test_what_is_disclosed_or_announced_cannot_leak(rules: Rules):
    assert rules.leaks(1.0, 0.0, 0.0, 1.0) == 0.0
    assert rules.leaks(0.0, 1.0, 0.0, 1.0) == 0.0
    assert rules.leaks(1.0, 1.0, 0.0, 1.0) == 0.0
    assert rules.leaks(0.0, 0.0, 0.0, 1.0) == 1.0


def test_once_public_is_always_public(rules: Rules):
    assert rules.next_disclosed(0.0, 0.0, 0.0) == 0.0
    assert rules.next_disclosed(1.0, 0.0, 0.0) == 1.0
    assert rules.next_disclosed(0.0, 1.0, 0.0) == 1.0
    assert rules.next_disclosed(0.0, 0.0, 1.0) == 1.0


# campaigns


def test_a_cause_exactly_at_the_cut_does_not_make_a_campaigner(rules: Rules):
    assert campaigns(rules, WOULD_JOIN, cause=below(0.25)) == 0.0
    assert campaigns(rules, WOULD_JOIN, cause=0.25) == 0.0
    assert campaigns(rules, WOULD_JOIN, cause=above(0.25)) == 1.0


def test_a_threshold_exactly_reached_is_reached(rules: Rules):
    reached = 0.25 + 0.25 + 0.125
    assert campaigns(rules, WOULD_JOIN, threshold=below(reached)) == 1.0
    assert campaigns(rules, WOULD_JOIN, threshold=reached) == 1.0
    assert campaigns(rules, WOULD_JOIN, threshold=above(reached)) == 0.0


def test_a_joining_draw_must_be_below_the_awareness_of_what_is_known(rules: Rules):
    assert campaigns(rules, WOULD_JOIN, joining=below(0.5)) == 1.0
    assert campaigns(rules, WOULD_JOIN, joining=0.5) == 0.0
    assert campaigns(rules, WOULD_JOIN, joining=above(0.5)) == 0.0


def test_nobody_joins_over_what_it_does_not_know(rules: Rules):
    assert campaigns(rules, WOULD_JOIN, joining=0.0, known_awareness=0.0) == 0.0


def test_a_campaigner_drops_out_only_if_the_draw_is_below_the_drop_out_rate(rules: Rules):
    assert campaigns(rules, WOULD_STAY, leaving=below(0.0625)) == 0.0
    assert campaigns(rules, WOULD_STAY, leaving=0.0625) == 1.0
    assert campaigns(rules, WOULD_STAY, leaving=above(0.0625)) == 1.0


def test_a_campaigner_exactly_at_half_the_cut_stays(rules: Rules):
    assert campaigns(rules, WOULD_STAY, cause=below(0.125)) == 0.0
    assert campaigns(rules, WOULD_STAY, cause=0.125) == 1.0
    assert campaigns(rules, WOULD_STAY, cause=above(0.125)) == 1.0


def test_staying_does_not_ask_what_joining_asks(rules: Rules):
    assert campaigns(rules, WOULD_STAY, threshold=2.0, joining=1.0, known_awareness=0.0, cause=0.2) == 1.0


# fairness and trust


def test_unfair_treatment_counts_for_support_up_to_one(rules: Rules):
    def pull(unfair: float) -> float:
        return float(rules.fairness_influence(0.25, 0.0, unfair, 1.0, -1.0))

    assert pull(below(1.0)) == -0.25 * below(1.0)
    assert pull(1.0) == pull(above(1.0)) == pull(4.0) == -0.25


def test_unfair_treatment_counts_for_trust_up_to_three(rules: Rules):
    at_the_cap = 0.5 - 0.0625 * 3.0
    assert next_trust(rules, unfair=2.0) == 0.5 - 0.0625 * 2.0
    assert next_trust(rules, unfair=3.0 - 2.0**-48) > at_the_cap
    assert next_trust(rules, unfair=3.0) == at_the_cap
    assert next_trust(rules, unfair=above(3.0)) == next_trust(rules, unfair=5.0) == at_the_cap


def test_fair_treatment_counts_for_trust_up_to_one(rules: Rules):
    at_the_cap = 0.5 + 0.0625
    assert next_trust(rules, fair=0.5) == 0.5 + 0.0625 * 0.5
    assert next_trust(rules, fair=1.0 - 2.0**-48) < at_the_cap
    assert next_trust(rules, fair=1.0) == at_the_cap
    assert next_trust(rules, fair=above(1.0)) == next_trust(rules, fair=2.0) == at_the_cap


def test_trust_ends_at_zero_and_at_one(rules: Rules):
    def lost(asymmetry: float) -> float:
        return next_trust(rules, trust=0.5, unfair=1.0, gain=0.5, asymmetry=asymmetry)

    assert lost(below(2.0)) > 0.0
    assert lost(2.0) == lost(above(2.0)) == lost(4.0) == 0.0
    assert next_trust(rules, trust=0.5, fair=1.0, gain=1.0 - 2.0**-52) < 1.0
    assert next_trust(rules, trust=0.5, fair=1.0, gain=1.0) == 1.0
    assert next_trust(rules, trust=0.5, fair=1.0, gain=1.5) == 1.0


# redesign and evidence


def test_redesign_goes_exactly_to_its_ceiling_and_no_further(rules: Rules):
    assert redesign(rules, rate=below(0.25)) == below(0.25)
    assert redesign(rules, rate=0.25) == 0.25
    assert redesign(rules, rate=above(0.25)) == redesign(rules, rate=0.5) == 0.25
    assert redesign(rules, redesign=0.125) == 0.125


def test_nothing_is_redesigned_at_the_ceiling(rules: Rules):
    assert redesign(rules, redesign=0.25) == 0.0
    assert 0.0 < redesign(rules, redesign=below(0.25)) <= 0.25 - below(0.25)


def test_evidence_at_its_ceiling_stays_there(rules: Rules):
    assert rules.next_evidence(0.75, 1.0, 1.0, 1.0, 0.01, 0.2, 0.75, 0.1) == 0.75
    assert rules.next_evidence(0.7, 1.0, 1.0, 1.0, 0.01, 0.2, 0.75, 0.1) > 0.7


# process


def test_reach_ends_at_one(rules: Rules):
    assert rules.reach_of(below(512.0), 8192.0, 0.0625) == below(1.0)
    assert rules.reach_of(512.0, 8192.0, 0.0625) == 1.0
    assert rules.reach_of(above(512.0), 8192.0, 0.0625) == 1.0


def test_where_nobody_is_affected_everybody_is_reached(rules: Rules):
    assert rules.reach_of(0.0, 0.0, 0.05) == 1.0
    assert rules.reach_of(10.0, 0.0, 0.05) == 1.0
    assert rules.reach_of(0.0, 2.0**-1000, 0.5) == 0.0


def test_nothing_was_formative_if_nobody_had_a_voice(rules: Rules):
    assert rules.formative_share(0.0, 0.0) == 0.0
    assert rules.formative_share(above(0.0), above(0.0)) == 1.0


def test_a_process_that_lacks_one_thing_is_no_process(rules: Rules):
    for missing in range(4):
        assert rules.process_adequacy(*(0.0 if part == missing else 1.0 for part in range(4))) == 0.0
    assert rules.process_adequacy(1.0, 1.0, 1.0, 1.0) == 1.0
    assert rules.process_adequacy(0.5, 0.5, 0.5, 0.5) == 0.5


# ranges


def test_what_is_clipped_ends_at_both_bounds_and_not_before(rules: Rules):
    keeps_within(lambda value: rules.clip(value, -1.0, 1.0), -1.0, 1.0)
    keeps_within(lambda value: rules.clip(value, 0.25, 0.5), 0.25, 0.5)


def test_an_outcome_keeps_within_the_range_of_support(rules: Rules):
    keeps_within(lambda gain: rules.outcome(gain, 0.0, 0.0, 2.0), -1.0, 1.0)


def test_a_believed_outcome_keeps_within_the_range_of_support(rules: Rules):
    keeps_within(lambda gain: rules.believed_outcome(0.0, gain, 1.0, 0.0, 1.0, 0.5), -1.0, 1.0)
    keeps_within(lambda definite: rules.believed_outcome(definite, 0.0, 1.0, 1.0, 1.0, 0.5), -1.0, 1.0)


def test_the_judgement_of_a_steward_keeps_within_the_range_of_support(rules: Rules):
    keeps_within(lambda case: rules.steward_outcome(case, 0.0, 1.0, 0.0, 0.25), -1.0, 1.0)


def test_the_judgement_of_an_assurer_keeps_within_the_range_of_support(rules: Rules):
    keeps_within(lambda deviate: rules.assurer_outcome(0.5, deviate, 1.0), -1.0, 1.0)
    assert rules.assurer_outcome(1.0, 0.0, 0.25) == 1.0
    assert rules.assurer_outcome(0.0, 0.0, 0.25) == -1.0


def test_a_test_of_support_keeps_between_none_and_all(rules: Rules):
    assert rules.as_test(-1.0) == rules.as_test(below(-1.0)) == rules.as_test(-2.0) == 0.0
    assert rules.as_test(1.0) == rules.as_test(above(1.0)) == rules.as_test(2.0) == 1.0
    assert rules.as_test(0.0) == 0.5
    assert rules.as_test(above(-1.0)) > 0.0


def test_harm_of_residents_ends_at_one(rules: Rules):
    def harm(minutes: float) -> float:
        return float(rules.resident_harm(minutes, 0.0, 0.0, 0.5, 0.5))

    assert harm(0.0) == 0.0
    assert harm(below(60.0)) == below(1.0)
    assert harm(60.0) == harm(above(60.0)) == harm(240.0) == 1.0
    assert rules.resident_harm(30.0, 1.0, 1.0, 0.5, 0.5) == 1.0
    assert rules.resident_harm(-30.0, 0.0, 0.0, 0.5, 0.5) == 0.0


def test_the_tone_of_the_media_keeps_within_the_range_of_support(rules: Rules):
    keeps_within(lambda support: rules.media_tone(support, 0.0, 0.0, 0.0, 0.0), -1.0, 1.0)
    assert rules.media_tone(-1.0, 1.0, 0.0, 0.5, 0.25) == -1.0


def test_attention_of_the_media_ends_at_one(rules: Rules):
    assert rules.next_attention(below(1.0), 0.0, 0.0, 1.0, 1.0, 1.0) == below(1.0)
    assert rules.next_attention(1.0, 0.0, 0.0, 1.0, 1.0, 1.0) == 1.0
    assert rules.next_attention(0.5, above(0.5), 0.0, 1.0, 1.0, 1.0) == 1.0
    assert rules.next_attention(1.0, 1.0, 1.0, 0.8, 1.0, 1.0) == 1.0


def test_the_lasting_part_keeps_within_the_range_of_support(rules: Rules):
    keeps_within(lambda influence: rules.next_lasting(0.0, 0.0, 0.0, influence), -1.0, 1.0)


def test_support_keeps_within_its_range(rules: Rules):
    keeps_within(lambda passing: rules.support_of(0.0, passing), -1.0, 1.0)
    assert rules.support_of(0.5, 0.5) == 1.0
    assert rules.support_of(0.5, above(0.5)) == 1.0
    assert rules.support_of(-0.5, below(-0.5)) == -1.0


def test_the_passing_part_is_cut_only_where_support_would_leave_its_range(rules: Rules):
    keeps_within(lambda passing: rules.passing_within(0.0, passing), -1.0, 1.0)
    assert rules.passing_within(0.75, 0.5) == 0.25
    assert rules.passing_within(-0.75, -0.5) == -0.25
    assert rules.passing_within(-0.75, 0.5) == 0.5


def test_at_exactly_full_support_the_passing_part_is_left_as_it_is(rules: Rules):
    """The two parts add up to exactly 1 here, though 1 minus the lasting part is not the passing part."""
    lasting, passing = 2.0**-54, below(1.0)
    assert lasting + passing == 1.0
    assert 1.0 - lasting != passing
    assert rules.passing_within(lasting, passing) == passing
    assert rules.passing_within(-lasting, -passing) == -passing


def test_peers_with_no_view_make_nobody_certain_and_either_view_does(rules: Rules):
    assert rules.next_certainty(0.5, 1.0, 0.0, 0.0, 0.0, 0.2, 0.5, 0.0) == 0.5
    firmer = rules.next_certainty(0.5, 1.0, 0.0, 0.0, 0.5, 0.2, 0.5, 0.0)
    assert firmer == rules.next_certainty(0.5, 1.0, 0.0, 0.0, -0.5, 0.2, 0.5, 0.0) > 0.5


# peers and standing structures


def test_a_peer_exactly_at_the_bound_is_heard(rules: Rules):
    for side in (1.0, -1.0):
        assert rules.listens(side * 0.5, 0.5) == 1.0
        assert rules.listens(side * below(0.5), 0.5) == 1.0
        assert rules.listens(side * above(0.5), 0.5) == 0.0


def test_a_peer_at_the_latitude_of_acceptance_no_longer_attracts(rules: Rules):
    assert rules.judged_gap(below(0.5), 0.5, 1.0) == below(0.5)
    assert rules.judged_gap(0.5, 0.5, 1.0) == 0.0
    assert rules.judged_gap(-0.5, 0.5, 1.0) == 0.0


def test_a_peer_at_the_latitude_of_rejection_does_not_repel_yet(rules: Rules):
    assert rules.judged_gap(1.0, 0.5, 1.0) == 0.0
    assert rules.judged_gap(above(1.0), 0.5, 1.0) == -above(1.0)
    assert rules.judged_gap(-above(1.0), 0.5, 1.0) == above(1.0)


def test_a_power_is_exact_at_none_one_and_two(rules: Rules):
    for base in (0.0, 0.25, 1.0):
        assert [rules.power(base, exponent) for exponent in (0.0, 1.0, 2.0)] == [1.0, base, base * base]


def test_who_is_certain_of_one_side_and_hears_only_the_other_keeps_its_view(rules: Rules):
    assert rules.assimilated(1.0, -1.0, 1.0) == 1.0
    assert rules.assimilated(-1.0, 1.0, 1.0) == -1.0


def test_standing_groups_add_nothing_beyond_the_ceiling(rules: Rules):
    assert rules.next_capacity(0.25, 0.1, 0.25) == 0.25
    assert rules.next_capacity(0.0, 0.5, 0.25) == 0.25
    assert 0.0 < rules.next_capacity(0.0, 0.1, 0.25) < 0.25
