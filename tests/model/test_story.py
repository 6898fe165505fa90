"""The story of a run: everything that happened is told, once, in its week, and nothing else."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sim.scenario import Scenario
from sim.scenario.in_force import rulebook_of
from sim.simulation import Run, gates_not_reached, simulate, story_lines
from sim.simulation.story import KINDS, finding, last_week, reached_weeks

CASES = (("late", 3, True), ("early", 3, True), ("none", 1, True), ("late", 8, True), ("late", 3, False))


@pytest.fixture(scope="module", params=CASES, ids=str)
def run(request: pytest.FixtureRequest, emergency_care: Scenario) -> Run:
    plan, seed, gates = request.param
    return simulate(emergency_care, plan, seed, gates=gates)


@pytest.fixture(scope="module")
def late(emergency_care: Scenario) -> Run:
    return simulate(emergency_care, "late", 9, gates=True)


@pytest.fixture(scope="module")
def stopped(emergency_care: Scenario) -> Run:
    found = simulate(emergency_care, "none", 1, gates=True)
    assert found.ending is not None
    assert found.ending.outcome == "stopped at a gate"
    return found


def whats(run: Run, kind: str = "") -> list[str]:
    return [event.what for event in run.events if kind in ("", event.kind)]


def test_every_event_lies_in_the_run_and_they_are_in_order(run: Run) -> None:
    weeks = [event.week for event in run.events]
    assert weeks == sorted(weeks)
    assert 0 <= weeks[0]
    assert weeks[-1] == last_week(run) < run.scenario.horizon_weeks
    for one, other in zip(run.events[:-1], run.events[1:], strict=True):
        assert one.week < other.week or KINDS.index(one.kind) <= KINDS.index(other.kind)


def test_the_last_event_is_the_only_end(run: Run) -> None:
    assert [event.kind for event in run.events].index("end") == len(run.events) - 1


def test_every_review_is_told_once_in_its_week(run: Run) -> None:
    told = Counter((event.week, event.what.split(":")[0]) for event in run.events if event.kind == "gate")
    tries = [f", try {review.attempt}" if review.attempt > 1 else "" for review in run.reviews]
    assert told == Counter(
        (review.week, review.title + attempt) for review, attempt in zip(run.reviews, tries, strict=True)
    )


def test_every_rework_is_told_as_a_delay(run: Run) -> None:
    reworked = [(review.week, review.delay_weeks) for review in run.reviews if review.then == "rework"]
    told = [(event.week, event.what) for event in run.events if event.kind == "delay"]
    assert [week for week, _ in told] == [week for week, _ in reworked]
    for (_, what), (week, weeks) in zip(told, reworked, strict=True):
        assert what.startswith(f"{weeks} weeks of rework, to week {week + weeks}")


def test_gates_not_reached_are_those_without_a_review(run: Run) -> None:
    held = {review.title for review in run.reviews}
    every = [gate.title for gate in rulebook_of(run.scenario.rulebook).gates] if run.scenario.gates else []
    assert list(gates_not_reached(run)) == [title for title in every if title not in held]


def test_votes_and_what_fell_short_stand_in_the_review(late: Run) -> None:
    failed, *_ = [what for what in whats(late, "gate") if what.startswith("Clinical Senate review: fails")]
    assert re.search(r"Clinical Senate \d+ to \d+, against", failed)
    checked, *_ = [
        what for what in whats(late, "gate") if what.startswith("Assurance checkpoint") and "fails" in what
    ]
    assert checked.index("process adequacy") < checked.index("; NHS England") < checked.index("enough")


def test_milestones_are_told_in_words_of_the_field(late: Run) -> None:
    told = whats(late, "milestone")
    assert (
        "Preferred option named: One department at Northgate General "
        "(the service is lost in Southmere and Westhaven)" in told
    )
    assert "Consultation opens (14 weeks)" in told
    assert sum(what.startswith("Consultation responses: ") for what in told) == 1
    assert not any("_" in what for what in whats(late))


def test_responses_are_shares_of_residents_and_of_responses(late: Run) -> None:
    (told,) = [what for what in whats(late) if what.startswith("Consultation responses: ")]
    people, of_residents, in_favour, last_third = (
        float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", told)
    )
    assert of_residents == pytest.approx(100 * people / 550_000, abs=0.05)
    for share in (in_favour, last_third):
        assert 0 <= share <= 100


def test_activities_begin_and_end_on_one_line_a_week(late: Run) -> None:
    begun = [event for event in late.events if event.what.startswith("Begins: ")]
    assert len({event.week for event in begun}) == len(begun) == 2
    assert "pop-ups and outreach" in begun[0].what
    last = max(activity.stop for activity in late.activities) - 1
    assert last == 103  # as planned: the preferred option, which they are dated from, is past by then
    assert f"“you said, we did” (to week {last})" in begun[1].what
    ended = [event for event in late.events if event.what.startswith("Ends: ")]
    assert len({event.week for event in ended}) == len(ended)
    assert (ended[-1].week, ended[-1].what) == (last, "Ends: all 8 activities that were under way")


def test_implementation_is_told_only_if_approved(emergency_care: Scenario, late: Run) -> None:
    assert not any("mplementation" in what for what in whats(late, "milestone"))
    approved = simulate(emergency_care, "early", 5, gates=True)
    assert approved.ending is not None
    assert approved.ending.approved
    assert reached_weeks(approved).get("implementation", 0) <= approved.ending.week
    without = simulate(emergency_care, "late", 3, gates=False)
    assert "implementation" not in reached_weeks(without)
    assert any(what.startswith("Implementation had been planned") for what in whats(without))


def test_milestones_behind_the_gate_that_stopped_it_are_not_reached(stopped: Run) -> None:
    assert list(reached_weeks(stopped))[-1] == "business_case"
    assert stopped.ending is not None
    assert whats(stopped)[-1] == f"The end: stopped at gate: {stopped.ending.gate_title}"
    assert "Programme Board" in gates_not_reached(stopped)


def test_a_campaign_peaks_after_it_began_and_is_told_in_per_cent(late: Run) -> None:
    weeks = {
        event.what.split(",")[0].split(":")[0]: event.week
        for event in late.events
        if event.kind == "campaign"
    }
    assert weeks["First campaigners against"] <= weeks["Campaigning against is at its peak"]
    assert any(what.endswith(" % of residents") for what in whats(late, "campaign"))


def test_a_leak_is_told_as_one(everything: Scenario) -> None:
    for seed in range(1, 30):
        found = simulate(everything, "secret", seed)
        assert ("The proposal leaks to the public" in whats(found)) == found.leaked
        if found.leaked:
            return
    pytest.fail("no leak in 29 runs")


def test_the_finding_names_plan_seed_ending_and_rework(late: Run, stopped: Run) -> None:
    weeks = {run.plan: sum(review.delay_weeks for review in run.reviews) for run in (late, stopped)}
    for run, begins in ((late, "Late, seed 9: "), (stopped, "None, seed 1: stopped at gate “")):
        assert run.ending is not None
        assert finding(run).startswith(begins)
        assert finding(run).endswith(f" in week {run.ending.week}, after {weeks[run.plan]} weeks of rework")


def test_a_replication_is_named_where_it_is_not_the_first(few: Scenario) -> None:
    found = finding(simulate(few, few.plans[0], 1, replication=2))
    assert "seed 1, replication 2: " in found
    assert found.endswith("(gates off)")


@pytest.mark.parametrize("width", [60, 100, 160])
def test_printed_lines_fit_and_reasons_hang_below_where_they_began(late: Run, width: int) -> None:
    lines = story_lines(late, width)
    assert max(map(len, lines)) <= width
    first = lines.index("") + 1
    body = lines[first : lines.index("", first)]
    assert all(re.match(r"  week [ \d]{3}  \S| {12}\S", line) for line in body)
    assert any(line.startswith(" " * 12) for line in body)


def test_a_very_narrow_terminal_is_no_failure(late: Run) -> None:
    assert story_lines(late, 0) == story_lines(late, 40)


def test_a_run_that_stopped_says_what_was_not_reached(stopped: Run, late: Run) -> None:
    assert any(line.startswith("Not reached: ") for line in story_lines(stopped))
    assert not any("Not reached" in line for line in story_lines(late))
