"""A gate's review: tests against bars, bodies' votes, and what follows.

A gate is passed if everything it looks at comes up to its bar and every body whose vote
decides is in favour. A failed one is reworked and tried again until its tries are used
up, or is advice on record, or an objection; what the rulebook says.

Source: evidence 1.5 (who asks what); the consequences of failing are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.arrays import Floats
from sim.gates.standing import LOOKED_WORDS, Standing
from sim.gates.votes import BodyVote, Consequence, Look, Review, Verdict, count_votes
from sim.scenario.rulebook import Gate, GateTest, ParameterBar
from sim.world.bodies import Membership

USUAL_LEADERSHIP_DELAY = 1.5  # rework takes rework_weeks times (1.5 - leadership)
VERDICTS: Mapping[str, tuple[Verdict, Verdict]] = {  # passed, failed
    "rework": ("passes", "fails"),
    "advice": ("in favour", "against"),
    "objection": ("does not object", "objects"),
}


def votes_at(
    gate: Gate, members: Sequence[Membership], support: Floats, vote_bar: float
) -> tuple[BodyVote, ...]:
    """Votes of the bodies a gate calls upon; see ``count_votes``."""
    return tuple(
        count_votes(each, support, vote_bar) for each in members if each.body.known_as in gate.bodies
    )


def review_gate(
    gate: Gate,
    standing: Standing,
    votes: Sequence[BodyVote],
    parameters: Mapping[str, float],
    week: int,
    attempt: int = 1,
    tries: int = 4,
) -> Review:
    """What a gate makes of a programme.

    Parameters
    ----------
    votes : of the bodies the gate calls upon
        See ``votes_at``.
    parameters : by name
        Behaviour parameters of the lane; bars that name one are read from them.
    attempt : int >= 1
        How often the gate has been tried, this time included.
    tries : int >= 1
        The rulebook's: when so many have failed, the programme stops.

    Raises
    ------
    ValueError
        If a body the gate calls upon has no vote, or a number is none.
    """
    missing = [kind for kind in gate.bodies if kind not in {vote.kind for vote in votes}]
    if missing:
        raise ValueError(f"gate {gate.name} calls upon {', '.join(missing)}, but no such body voted")
    looks = tuple(_look(test, standing, parameters) for test in gate.tests)
    carried = [vote.is_in_favour(gate.vote_share) for vote in votes]
    passed = all(look.passed for look in looks) and (all(carried) or not gate.vote_decides)
    then = _consequence(gate, passed, attempt >= tries)
    delay_weeks = rework_weeks(parameters) if then == "rework" else 0
    reasons = [_told(look, standing) for look in looks]
    for vote, in_favour in zip(votes, carried, strict=True):
        side = "in favour" if in_favour else "against"
        reasons.append(f"{vote.words}, {side}{'' if gate.vote_decides else ' (recorded)'}")
    if then == "rework":
        reasons.append(f"reworked for {delay_weeks} weeks")
    if then == "stops":
        reasons.append(f"the programme stops after {attempt} {'failures' if attempt > 1 else 'failure'}")
    return Review(
        body=votes[0].body if len(votes) == 1 else gate.name,
        title=gate.title,
        decides=votes[0].decides if votes else "",
        week=week,
        votes_for=sum(vote.votes_for for vote in votes),
        votes_against=sum(vote.votes_against for vote in votes),
        verdict=VERDICTS[gate.if_failed][0 if passed else 1],
        gate=gate.name,
        looked_at=looks,
        votes=tuple(votes),
        reasons=tuple(reasons),
        attempt=attempt,
        then=then,
        delay_weeks=delay_weeks,
        evidence_gained=parameters["evidence_by_rework"] if then == "rework" else 0.0,
        reopens_from=gate.reopens_from if then == "rework" else None,
    )


def bar_of(test: GateTest, parameters: Mapping[str, float]) -> float:
    """The bar of a test: its number, or its parameter times its factor."""
    if isinstance(test.bar, ParameterBar):
        return parameters[test.bar.parameter] * test.bar.times
    return float(test.bar)


def rework_weeks(parameters: Mapping[str, float]) -> int:
    """Weeks one rework takes, at least 1; good leadership is quicker."""
    weeks = parameters["rework_weeks"] * (USUAL_LEADERSHIP_DELAY - parameters["leadership"])
    return max(1, int(weeks + 0.5))


def has_objected(reviews: Sequence[Review]) -> bool:
    """Whether any gate has raised an objection."""
    return any(review.then == "objection" for review in reviews)


def has_advised_against(reviews: Sequence[Review]) -> bool:
    """Whether any gate that only advises was against; of one held again, the last time counts."""
    last = {review.gate: review for review in reviews if review.gate}
    return any(review.then == "recorded" and not review.in_favour for review in last.values())


def _look(test: GateTest, standing: Standing, parameters: Mapping[str, float]) -> Look:
    value, bar = standing.of(test.looks_at), bar_of(test, parameters)
    passed = value > bar if test.strictly else value >= bar
    return Look(test.looks_at, LOOKED_WORDS[test.looks_at], value, bar, passed)


def _consequence(gate: Gate, passed: bool, last: bool) -> Consequence:
    if gate.if_failed == "advice":
        return "recorded"
    if passed:
        return "goes on"
    if gate.if_failed == "objection":
        return "objection"
    return "stops" if last else "rework"


def _told(look: Look, standing: Standing) -> str:
    """A test in words, with as many decimals as tell value and bar apart."""
    decimals = next((n for n in (2, 3, 4) if f"{look.value:.{n}f}" != f"{look.bar:.{n}f}"), 2)
    side = "comes up to" if look.passed else "falls short of"
    words = f"{look.words} {look.value:.{decimals}f} {side} {look.bar:.{decimals}f}"
    if look.name != "process" or look.passed or not standing.process_parts:
        return words
    weakest = min(standing.process_parts, key=lambda part: standing.process_parts[part])
    return f"{words} (weakest: {weakest.replace('_', ' ')} {standing.process_parts[weakest]:.2f})"
