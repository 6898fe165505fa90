"""A run as the plain tables that its timeline is drawn from."""

from __future__ import annotations

from sim.arrays import Floats
from sim.charts.timeline_data import Bars, GateRow, Line, Moment, Sequel, Step, TimelineData, Tried, Verdict
from sim.charts.words import capital, number
from sim.gates import Review
from sim.scenario.in_force import rulebook_of
from sim.scenario.population import Group
from sim.scenario.programme import Milestone
from sim.simulation import Run
from sim.simulation.story import campaigning_share, finding, last_week, reached_weeks

LABELS: dict[Milestone, str] = {  # consultation is one label, at its opening
    "case_for_change": "case for change",
    "long_list": "long list",
    "shortlist": "shortlist",
    "preferred": "preferred option",
    "business_case": "business case",
    "consultation_opens": "consultation",
    "decision": "decision",
    "implementation": "implementation",
}
BEYOND_SHARE, BEYOND_WEEKS = 0.08, 8  # what is shown of the frozen weeks after the end


def timeline_data_of(run: Run) -> TimelineData:
    """What the timeline of a run shows."""
    weeks, reached = _weeks_shown(run), reached_weeks(run)
    opens, closes = reached.get("consultation_opens"), reached.get("consultation_closes", last_week(run))
    groups = run.scenario.population.groups
    is_over = run.ending is not None and run.ending.outcome != "still running"
    return TimelineData(
        title=run.scenario.title,
        plan=run.plan.replace("_", " "),
        has_gates=run.scenario.gates,
        finding=finding(run),
        failed=_failed(run),
        weeks=weeks,
        ended=last_week(run) if is_over else None,
        ending=_ending(run),
        steps=tuple(Step(LABELS[name], run.milestones.week(name), reached.get(name)) for name in LABELS),
        consultation_planned=(run.milestones.consultation_opens, run.milestones.consultation_closes),
        consultation_reached=None if opens is None else (opens, closes),
        activities=_engagement(run),
        moments=_moments(run),
        gates=_gates(run),
        sequels=_sequels(run),
        support=tuple(
            Line(_short(group), run.history["group_support"][:weeks, at]) for at, group in enumerate(groups)
        ),
        campaigns=(
            Line("against", campaigning_share(run, "against")[:weeks]),
            Line("for", campaigning_share(run, "for")[:weeks]),
        ),
    )


def _weeks_shown(run: Run) -> int:
    """Up to the end and a little beyond; at least to where a decision had been planned."""
    last = last_week(run)
    beyond = max(BEYOND_WEEKS, round(BEYOND_SHARE * last))
    return min(len(run.history["disclosed"]), max(last + beyond, run.milestones.decision + BEYOND_WEEKS) + 1)


def _ending(run: Run) -> str:
    if run.ending is None:
        return "none: with gates off, votes are recorded and hold nothing up"
    return run.ending.words


def _failed(run: Run) -> str:
    """Which gates failed, and for what."""
    if not run.scenario.gates:
        return ""
    told: dict[str, list[str]] = {}
    for review in run.reviews:
        if review.then in ("rework", "stops"):
            why = told.setdefault(review.title.split(" (")[0], [])
            why += [look.words for look in review.looked_at if not look.passed]
            why += _bodies_against(run, review)
    words = [f"{title} ({', '.join(dict.fromkeys(why))})" for title, why in told.items()]
    return f"Failed, and why: {'; '.join(words)}." if words else ""


def _bodies_against(run: Run, review: Review) -> list[str]:
    gate = rulebook_of(run.scenario.rulebook).gate(review.gate)
    if not gate.vote_decides:
        return []
    against = [vote for vote in review.votes if not vote.is_in_favour(gate.vote_share)]
    return ["vote" if len(review.votes) == 1 else vote.title for vote in against]


def _engagement(run: Run) -> tuple[Bars, ...]:
    """A row a group: the weeks in which anything was for it, up to the end."""
    last, rows = last_week(run), []
    for group in run.scenario.population.groups:
        spans: list[tuple[int, int]] = []
        mine = [each for each in run.activities if each.people.get(group.name, 0) > 0 and each.start <= last]
        for each in sorted(mine, key=lambda each: each.start):
            start, stop = each.start, min(each.stop, last + 1)
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], max(spans[-1][1], stop)
            elif stop > start:
                spans.append((start, stop))
        if spans:
            rows.append(Bars(capital(_short(group)), tuple(spans)))
    return tuple(rows)


def _short(group: Group) -> str:
    """A group by its name: titles are too long for the end of a line."""
    return group.name.replace("_", " ")


def _moments(run: Run) -> tuple[Moment, ...]:
    """When the public knew, and when campaigns began and were at their peak."""
    last = last_week(run)
    found = []
    told = run.history["disclosed"][: last + 1] > 0
    if told.any():
        found.append(Moment(int(told.argmax()), "the proposal leaks" if run.leaked else "public told"))
    for side, share in (
        ("for", campaigning_share(run, "for")[: last + 1]),
        ("against", campaigning_share(run, "against")[: last + 1]),
    ):
        if share.max() > 0:
            found.append(Moment(int((share > 0).argmax()), f"first campaigners {side}"))
            if side == "against":
                found.append(_peak(share))
    return tuple(found)


def _peak(share: Floats) -> Moment:
    return Moment(int(share.argmax()), f"peak against: {number(100 * float(share.max()), 1)} %")


def _gates(run: Run) -> tuple[GateRow, ...]:
    """Rows in the rulebook's order; with gates off, a row a body."""
    if run.scenario.gates:
        gates = rulebook_of(run.scenario.rulebook, run.scenario.without_gates).gates
        return tuple(
            GateRow(
                gate.title.split(" (")[0],
                tuple(_tried(run, review) for review in run.reviews if review.gate == gate.name),
            )
            for gate in gates
        )
    return tuple(GateRow(review.title, (_tried(run, review),)) for review in run.reviews)


def _tried(run: Run, review: Review) -> Tried:
    votes = f"{review.votes_for}–{review.votes_against}"
    if review.gate and len(review.votes) != 1:
        against = len(_all_against(run, review))
        votes = f"{len(review.votes) - against}/{len(review.votes)}" if review.votes else ""
    return Tried(review.week, _verdict(run, review), votes)


def _all_against(run: Run, review: Review) -> list[str]:
    share = rulebook_of(run.scenario.rulebook).gate(review.gate).vote_share
    return [vote.body for vote in review.votes if not vote.is_in_favour(share)]


def _verdict(run: Run, review: Review) -> Verdict:
    if review.verdict == "objects":
        return "objects"
    advises = review.then == "recorded" if review.gate else review.decides == "advice"
    if advises:
        return "advises for" if review.in_favour else "advises against"
    return "passes" if review.in_favour else "fails"


def _sequels(run: Run) -> tuple[Sequel, ...]:
    """What followed the decision: minister, court, capital."""
    after = run.aftermath
    if after is None:
        return ()
    rulebook = rulebook_of(run.scenario.rulebook)
    decided, last, found = run.reached.decision, last_week(run), []
    if after.intervened.happened:
        title = "Call-in" if rulebook.after_decision.intervention.kind == "call_in" else "Referral"
        advice = {"proceed": "decision stands", "modify": "to be modified", "stop": "stopped"}
        found.append((title, decided, after.intervened.week, advice[after.intervened.advice]))
    if after.heard.happened:
        result = "quashed" if after.heard.quashed else "dismissed"
        found.append(("Court", decided, after.heard.week, result))
    if after.funded is not None:
        begun = max(after.intervened.week, after.heard.week)
        result = "capital found" if after.funded.built else "no capital"
        if not after.funded.affordable:
            result = "not affordable"
        found.append(("Business case, capital", begun, after.funded.week, result))
    return tuple(
        Sequel(title, start, min(stop, last), result if stop <= last else "")
        for title, start, stop, result in found
        if start <= last
    )
