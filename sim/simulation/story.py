"""The story of a run: what happened in which week, and why.

Milestones, what engagement began and ended, when the public knew, who campaigned, every
gate with its votes and reasons, delays, what followed the decision, and the end. Nothing
here is computed anew: all of it is read off a finished run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from sim.arrays import Floats
from sim.gates import Review
from sim.scenario import PlannedActivity, catalogue
from sim.scenario.in_force import rulebook_of
from sim.scenario.programme import MILESTONES, Milestone

if TYPE_CHECKING:
    from sim.simulation.run import Run

Kind = Literal[
    "milestone", "activity", "disclosure", "campaign", "gate", "delay", "after the decision", "end"
]
KINDS: tuple[Kind, ...] = get_args(Kind)  # in the order in which a week is told
MILESTONE_WORDS: dict[Milestone, str] = {
    "case_for_change": "case for change",
    "long_list": "long list",
    "shortlist": "shortlist",
    "preferred": "preferred option",
    "business_case": "business case",
    "consultation_opens": "opening of consultation",
    "consultation_closes": "close of consultation",
    "decision": "decision",
    "implementation": "implementation",
}


@dataclass(frozen=True)
class Event:
    """Something that happened in a week."""

    week: int
    what: str
    kind: Kind


def events_of(run: Run) -> tuple[Event, ...]:
    """What happened in which week, in order; within a week in the order of ``KINDS``."""
    found = [*_milestones(run), *_activities(run), *_disclosure(run), *_campaigns(run), *_reviews(run)]
    found += [*_happenings(run), Event(last_week(run), _end(run), "end")]
    inside = [event for event in found if event.week <= last_week(run)]
    order = {kind: at for at, kind in enumerate(KINDS)}
    return tuple(sorted(inside, key=lambda event: (event.week, order[event.kind])))


def last_week(run: Run) -> int:
    """The week in which the programme ended, or the last one of the run."""
    return run.ending.week if run.ending is not None else len(run.history["disclosed"]) - 1


def gates_not_reached(run: Run) -> tuple[str, ...]:
    """Titles of the rulebook's gates that were never held; none with gates off."""
    if not run.scenario.gates:
        return ()
    held = {review.gate for review in run.reviews}
    gates = rulebook_of(run.scenario.rulebook, run.scenario.without_gates).gates
    return tuple(gate.title for gate in gates if gate.name not in held)


def reached_weeks(run: Run) -> dict[Milestone, int]:
    """Weeks of the milestones that were reached before the programme ended.

    Implementation is reached only if the programme was approved.
    """
    weeks = {name: run.reached.week(name) for name in MILESTONES if run.reached.week(name) <= last_week(run)}
    if not (run.approved if run.ending is None else run.ending.approved):
        weeks.pop("implementation", None)
    if run.ending is not None and run.ending.gate:
        barred = rulebook_of(run.scenario.rulebook).gate(run.ending.gate).guarded
        if barred != "decision":  # boards that decide against have decided
            weeks = {name: week for name, week in weeks.items() if _order(name) < _order(barred)}
    return weeks


def rework_weeks_of(run: Run) -> int:
    """Weeks that failed gates have cost."""
    return sum(review.delay_weeks for review in run.reviews)


def finding(run: Run) -> str:
    """How it ended, in one line: "Late, seed 3: approved but unfunded in week 203, ..."."""
    luck = f"seed {run.seed}" + (f", replication {run.replication}" if run.replication else "")
    return f"{_capital(run.plan.replace('_', ' '))}, {luck}: {_how_it_ended(run)}"


def _how_it_ended(run: Run) -> str:
    if run.ending is None:
        verdict = {True: "approved by the boards", False: "not approved by the boards"}
        if run.approved is None:
            return f"no decision by week {last_week(run)} (gates off)"
        return f"{verdict[run.approved]} in week {run.reached.decision} (gates off)"
    ending, rework = run.ending, rework_weeks_of(run)
    what = f"stopped at gate “{ending.gate_title}”" if ending.gate else ending.outcome
    words = f"{what} in week {ending.week}"
    delays = [f"{rework} weeks of rework"] if rework else []
    waited = run.reached.implementation - run.milestones.implementation - rework
    if waited > 0:
        delays.append(f"{waited} weeks of waiting for an election")
    return f"{words}, after {' and '.join(delays)}" if delays else words


def _end(run: Run) -> str:
    if run.ending is None:
        return "The run ends"
    if run.ending.outcome == "still running":
        return "The run ends; the programme is still running"
    return (
        f"The end: {f'stopped at gate: {run.ending.gate_title}' if run.ending.gate else run.ending.outcome}"
    )


def _milestones(run: Run) -> Iterator[Event]:
    withdrawal = run.scenario.interim_withdrawal
    if withdrawal is not None and "interim_withdrawal" not in run.off:
        places = [place.replace("_", " ").title() for place in run.scenario.proposal.losing_localities()]
        where = f" in {_listed(places)}" if places else ""
        yield Event(withdrawal.week, f"The service is withdrawn{where}, before any decision", "milestone")
    for name, week in reached_weeks(run).items():
        yield Event(week, _milestone(run, name), "milestone")
        if name == "consultation_closes":
            yield Event(week, _responses(run, week), "milestone")
    if run.ending is None and not run.approved:
        what = "Implementation had been planned; with gates off, no vote stops a programme"
        yield Event(run.reached.implementation, what, "milestone")


def _milestone(run: Run, name: Milestone) -> str:
    proposal, reached = run.scenario.proposal, run.reached
    titles = {option.name: option.title for option in proposal.options}
    if name == "long_list":
        return f"Long list agreed: {'; '.join(titles.values())}"
    if name == "shortlist":
        return f"Shortlist agreed: {'; '.join(titles[option] for option in proposal.shortlist)}"
    if name == "preferred":
        places = [place.replace("_", " ").title() for place in proposal.losing_localities()]
        lost = f" (the service is lost in {_listed(places)})" if places else ""
        return f"Preferred option named: {titles[proposal.preferred]}{lost}"
    if name == "consultation_opens":
        weeks = reached.consultation_closes - reached.consultation_opens
        return f"Consultation opens ({weeks} weeks)"
    if name == "implementation":
        return _implementation(run)
    return {
        "case_for_change": "Case for change published",
        "business_case": "Pre-consultation business case ready",
        "consultation_closes": "Consultation closes",
        "decision": "Decision week",
    }[name]


def _implementation(run: Run) -> str:
    if run.ending is not None and run.reached.implementation < run.ending.week:
        return "Implementation due, and waiting for what follows the decision"
    return "Implementation begins"


def _responses(run: Run, week: int) -> str:
    responses, in_favour, late = (
        float(run.history[name][week]) for name in ("responses", "responses_in_favour", "responses_late")
    )
    if responses <= 0:
        return "Nobody responded to the consultation"
    residents = sum(place.residents for place in run.scenario.population.localities)
    return (
        f"Consultation responses: {responses:,.0f} ({100 * responses / residents:.1f} % of residents), "
        f"{100 * in_favour / responses:.0f} % of them in favour, "
        f"{100 * late / responses:.0f} % in the last third of the period"
    )


def _activities(run: Run) -> Iterator[Event]:
    """One line for all that begins in a week, and one for all that ends."""
    running = [each for each in run.activities if each.stop > each.start]
    for week in sorted({each.start for each in running}):
        starting = [each for each in running if each.start == week]
        words = [
            f"{_listed([_named(each) for each in starting if each.stop == stop])} (to week {stop - 1})"
            for stop in sorted({each.stop for each in starting})
        ]
        yield Event(week, f"Begins: {'; '.join(words)}", "activity")
    for week in sorted({each.stop - 1 for each in running}):
        ending = [_named(each) for each in running if each.stop - 1 == week]
        others = [each for each in running if each.start <= week < each.stop - 1]
        every = f"all {len(ending)} activities that were under way"
        yield Event(week, f"Ends: {_listed(ending) if others or len(ending) < 4 else every}", "activity")


def _named(activity: PlannedActivity) -> str:
    label = catalogue().instruments[activity.instrument].label
    label = label[:1].lower() + label[1:]
    words = f"“{label}”" if "," in label else label
    if activity.localities is None:
        return words
    return f"{words} in {_listed([place.replace('_', ' ').title() for place in activity.localities])}"


def _disclosure(run: Run) -> Iterator[Event]:
    told = np.flatnonzero(run.history["disclosed"] > 0)
    if told.size:
        what = "The proposal leaks to the public" if run.leaked else "The public is told"
        yield Event(int(told[0]), what, "disclosure")


def campaigning_share(run: Run, side: Literal["against", "for"]) -> Floats:
    """Share of residents who campaign, week by week; float64[weeks]."""
    share: Floats = (run.history[f"locality_{side}"] * run.people.locality_share).sum(axis=1)
    return share


def _campaigns(run: Run) -> Iterator[Event]:
    places = [place.name.replace("_", " ").title() for place in run.scenario.population.localities]
    sides: tuple[Literal["against", "for"], ...] = ("against", "for")
    for side in sides:
        where = run.history[f"locality_{side}"]
        campaigning = np.flatnonzero(where.max(axis=1) > 0)
        if campaigning.size:
            week = int(campaigning[0])
            first = _listed([place for place, share in zip(places, where[week], strict=True) if share > 0])
            yield Event(week, f"First campaigners {side}, in {first}", "campaign")
    share = campaigning_share(run, "against")[: last_week(run) + 1]
    if share.max() > 0:
        most = f"{100 * share.max():.1f} % of residents"
        yield Event(int(share.argmax()), f"Campaigning against is at its peak: {most}", "campaign")


def _reviews(run: Run) -> Iterator[Event]:
    for review in run.reviews:
        yield Event(review.week, told_review(review) + _registered_against(run, review), "gate")
        if review.then == "rework":
            weeks, until = review.delay_weeks, review.week + review.delay_weeks
            openness = ""
            if review.reopens_from is not None:
                openness = f"; minds are as open again as at the {MILESTONE_WORDS[review.reopens_from]}"
            evidence = "; evidence is added" if review.evidence_gained > 0 else ""
            yield Event(review.week, f"{weeks} weeks of rework, to week {until}{evidence}{openness}", "delay")


def _registered_against(run: Run, review: Review) -> str:
    """Who of the registered people voted against, if anybody did."""
    votes = [item for vote in review.votes for item in vote.by_name(run.names).items()]
    against = [name for name, in_favour in votes if not in_favour]
    return f"; against, of those registered: {_listed(against)}" if against else ""


def told_review(review: Review) -> str:
    """A review in words: verdict, what fell short, votes, then what came up to its bar."""
    if not review.gate:
        return review.reason
    n_looks, n_votes = len(review.looked_at), len(review.votes)
    looks = list(zip(review.looked_at, review.reasons[:n_looks], strict=True))
    short = [
        # a bar that has to be exceeded is missed when it is just met
        words.replace("falls short of", "is not more than") if look.value == look.bar else words
        for look, words in looks
        if not look.passed
    ]
    enough = [f"{look.words} {look.value:.2f} ({look.bar:.2f})" for look in review.looked_at if look.passed]
    votes = [words.removeprefix(f"{review.title} ") for words in review.reasons[n_looks : n_looks + n_votes]]
    attempt = f", try {review.attempt}" if review.attempt > 1 else ""
    told = [f"{review.title}{attempt}: {review.verdict}", *short, *votes]
    if enough:
        told.append(f"enough (at least): {', '.join(enough)}")
    return "; ".join([*told, *(review.reasons[n_looks + n_votes :] if review.then == "stops" else ())])


def _happenings(run: Run) -> Iterator[Event]:
    after = run.aftermath.happenings if run.aftermath is not None else ()
    for each in run.happenings:
        yield Event(each.week, each.what, "after the decision" if each in after else "delay")


def _order(name: Milestone) -> int:
    return MILESTONES.index(name)


def _listed(words: list[str]) -> str:
    unique = list(dict.fromkeys(words))
    return " and ".join([", ".join(unique[:-1]), unique[-1]]) if len(unique) > 1 else "".join(unique)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
