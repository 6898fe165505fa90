"""Outcomes about the programme: campaigns, consultation, decision, redesign, money, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import cast

import numpy as np

from sim.gates import DECIDING
from sim.outcomes.outcome import ROPE_COST, ROPE_SHARE, ROPE_TRUST, ROPE_WEEKS, Better, Outcome
from sim.outcomes.views import resident_group
from sim.scenario import Scenario
from sim.simulation import Run, week_of_moment

GOES_AHEAD = ("approved as proposed", "approved modified")


def outcomes_of_programme(scenario: Scenario) -> Iterator[Outcome]:
    """Campaigns, consultation, decision, redesign, evidence and money; endings where there are gates."""
    yield Outcome(
        "peak_campaign",
        "Peak share of residents campaigning against",
        "share",
        "lower",
        ROPE_SHARE,
        _peak_campaign,
        headline=True,
    )
    yield Outcome(
        "agreed_need",
        "Residents in favour before the preferred option is named",
        "share",
        "higher",
        ROPE_SHARE,
        _agreed_need,
    )
    yield Outcome(
        "mean_trust",
        "Residents' trust, mean over all weeks",
        "trust (0 to 1)",
        "higher",
        ROPE_TRUST,
        _mean_trust,
    )
    yield Outcome(
        "approved", "Approved by the boards", "share of runs", "higher", ROPE_SHARE, _approved, headline=True
    )
    yield Outcome(
        "scrutiny_in_favour",
        "Scrutiny members in favour",
        "share of members",
        "higher",
        ROPE_SHARE,
        _scrutiny,
        can_be_missing=True,
    )
    yield Outcome(
        "redesign",
        "Harm taken away by redesign",
        "share",
        "higher",
        ROPE_SHARE,
        partial(_last, name="redesign"),
        headline=True,
    )
    yield Outcome(
        "evidence", "Robustness of the evidence at the decision", "0 to 1", "higher", ROPE_SHARE, _evidence
    )
    yield Outcome("process", "Process adequacy at the decision", "0 to 1", "higher", ROPE_SHARE, _process)
    yield Outcome(
        "cost",
        "Cost of the programme",
        "share of budget",
        "lower",
        ROPE_COST,
        lambda run: run.cost,
        headline=True,
    )
    yield Outcome("disclosure_week", "Week the public knows", "weeks", "neither", 4.0, _disclosure_week)
    yield Outcome(
        "response_share",
        "Residents who responded to the consultation",
        "share",
        "neither",
        0.001,
        _response_share,
    )
    yield Outcome(
        "responses_in_favour",
        "Responses by people in favour",
        "share of responses",
        "higher",
        ROPE_SHARE,
        partial(_of_responses, name="responses_in_favour"),
    )
    yield Outcome(
        "responses_late",
        "Responses in the last third of the consultation",
        "share of responses",
        "neither",
        ROPE_SHARE,
        partial(_of_responses, name="responses_late"),
    )
    if scenario.gates:
        yield from _of_gates()


def _of_gates() -> Iterator[Outcome]:
    for name, label, better, ends, leads in (
        ("goes_ahead", "Goes ahead: approved, upheld and funded", "higher", GOES_AHEAD, True),
        ("modified", "Goes ahead modified", "neither", ("approved modified",), False),
        ("stopped_at_gate", "Stopped at a gate", "lower", ("stopped at a gate",), True),
        ("stopped_by_minister", "Stopped by the minister", "lower", ("stopped by minister",), False),
        ("quashed", "Quashed by a court", "lower", ("quashed",), False),
        ("unfunded", "Approved but unfunded", "lower", ("approved but unfunded",), False),
        ("still_running", "Still running at the horizon", "lower", ("still running",), False),
    ):
        value = partial(_ends_as, outcomes=ends)
        yield Outcome(name, label, "share of runs", cast(Better, better), ROPE_SHARE, value, headline=leads)
    yield Outcome(
        "weeks_to_decision",
        "Weeks to the boards' decision, at most the horizon",
        "weeks",
        "lower",
        ROPE_WEEKS,
        _weeks_to_decision,
        headline=True,
    )
    yield Outcome("reworks", "Failed gates", "reworks", "lower", 0.1, _reworks)
    yield Outcome("called_in", "Called in or referred", "share of runs", "lower", ROPE_SHARE, _called_in)
    yield Outcome("challenged", "Challenged in court", "share of runs", "lower", ROPE_SHARE, _challenged)


def _peak_campaign(run: Run) -> float:
    return float((run.history["locality_against"] * run.people.locality_share).sum(axis=1).max())


def _agreed_need(run: Run) -> float:
    week = max(0, run.milestones.preferred - 1)
    return float(
        run.history["group_in_favour"][min(week, len(run.history["redesign"]) - 1), resident_group(run)]
    )


def _mean_trust(run: Run) -> float:
    return float(run.history["group_trust"][:, resident_group(run)].mean())


def _approved(run: Run) -> float:
    return float(bool(run.approved))


def _scrutiny(run: Run) -> float:
    votes = [review for review in run.reviews if review.decides == "scrutiny"]
    members = sum(review.votes_for + review.votes_against for review in votes)
    return sum(review.votes_for for review in votes) / members if members else float("nan")


def _last(run: Run, name: str) -> float:
    return float(run.history[name][-1])


def _evidence(run: Run) -> float:
    return float(run.history["evidence"][week_of_moment(run.scenario, run.milestones, "decision")])


def _process(run: Run) -> float:
    return float(run.history["process"][week_of_moment(run.scenario, run.milestones, "decision")])


def _disclosure_week(run: Run) -> float:
    told = np.flatnonzero(run.history["disclosed"] > 0)
    return float(told[0]) if told.size else float(len(run.history["disclosed"]))


def _response_share(run: Run) -> float:
    return float(run.history["responses"][-1] / run.scenario.population.residents)


def _of_responses(run: Run, name: str) -> float:
    """A share of all responses; 0 where nobody responded."""
    responses = float(run.history["responses"][-1])
    return float(run.history[name][-1]) / responses if responses > 0 else 0.0


def _ends_as(run: Run, outcomes: tuple[str, ...]) -> float:
    assert run.ending is not None, "only runs with gates have these outcomes"
    return float(run.ending.outcome in outcomes)


def _weeks_to_decision(run: Run) -> float:
    decided = [review.week for review in run.reviews if review.decides in DECIDING and review.in_favour]
    return float(max(decided) if run.approved else run.scenario.horizon_weeks)


def _reworks(run: Run) -> float:
    return float(sum(review.then in ("rework", "stops") for review in run.reviews))


def _called_in(run: Run) -> float:
    return float(run.aftermath is not None and run.aftermath.intervened.happened)


def _challenged(run: Run) -> float:
    return float(run.aftermath is not None and run.aftermath.heard.happened)
