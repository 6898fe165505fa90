"""The timeline of a run can be read: nothing overlaps, verdicts differ in shape, delays show."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.charts import TimelineData, png_of, svg_of, timeline
from sim.charts.timeline_data import Bars, GateRow, Line, Moment, Sequel, Step, Tried
from sim.charts.timeline_rows import LOOKS, Weeks, stairs, votes_beside
from sim.experiments.timeline_data import timeline_data_of
from sim.scenario import Scenario, load_scenario
from sim.simulation import simulate
from tests.charts.test_figures import texts_of

WEEKS = 220
GROUPS = ("clinicians", "finance", "public", "representatives", "politicians", "assurance")


def failing(title: str, first: int, every: int, times: int, votes: str = "4–6") -> GateRow:
    return GateRow(title, tuple(Tried(first + every * n, "fails", votes) for n in range(times)))


def made(weeks: int = WEEKS, ended: int | None = 203, groups: int = 6) -> TimelineData:
    names = [f"{GROUPS[at % 6]}{at // 6 or ''}" for at in range(groups)]
    course = np.linspace(-0.1, 0.2, weeks)
    steps = {"case for change": 0, "long list": 26, "shortlist": 40, "preferred option": 52, "decision": 100}
    return TimelineData(
        title="A scenario with a rather long title & a $5m <budget>",
        plan="late",
        has_gates=True,
        finding="Late, seed 3: approved but unfunded in week 203, after 30 weeks of rework",
        failed="Failed, and why: Clinical Senate review (vote).",
        weeks=weeks,
        ended=ended,
        ending="Approved but unfunded in week 203",
        steps=tuple(Step(label, week, week + 30) for label, week in steps.items()),
        consultation_planned=(70, 84),
        consultation_reached=(100, 114),
        activities=tuple(Bars(name, ((4, 44), (60, 90))) for name in names),
        moments=(
            Moment(64, "public told"),
            Moment(64, "first campaigners for"),
            Moment(200, "peak against: 3.8 %"),
        ),
        gates=(
            failing("Clinical Senate review", 62, 10, 4),
            GateRow("Scrutiny", (Tried(114, "objects", "6–6"),)),
            GateRow("Board of health with a long name", (Tried(120, "advises against", "12–13"),)),
            failing("Statutory boards", 130, 10, 4, "2/3"),
            GateRow("Programme Board", ()),
        ),
        sequels=(Sequel("Call-in", 130, 163, "decision stands"), Sequel("Capital", 163, 203, "not found")),
        support=tuple(Line(name, course + 0.001 * at) for at, name in enumerate(names)),
        campaigns=(Line("against", np.zeros(weeks)), Line("for", np.zeros(weeks))),
    )


RUNS = {
    "late": ("late", 3, True),
    "early": ("early", 3, True),
    "stopped at a gate": ("none", 1, True),
    "seven failures": ("late", 9, True),
    "still running": ("late", 8, True),
    "gates off": ("late", 3, False),
}
MADE = {
    "eight failures": made(),
    "eight failures a week apart": replace(
        made(), gates=(failing("Senate", 62, 1, 8), failing("Boards", 130, 1, 8, "10–10"))
    ),
    "a single group": made(groups=1),
    "more groups than line styles": made(groups=8),
    "everything at the end": replace(
        made(), moments=tuple(Moment(week, "first campaigners against") for week in (217, 218, 219))
    ),
    "nothing happened": replace(
        made(ended=None), ending="Still running", activities=(), moments=(), sequels=(), failed="",
        gates=(GateRow("Programme Board", ()),),
    ),
    "a short run": replace(
        made(weeks=30, ended=None), ending="Still running", steps=(Step("decision", 24, None),), sequels=(),
        gates=(failing("Senate", 8, 6, 4),), moments=(Moment(29, "first campaigners against"),),
        consultation_planned=(12, 20), consultation_reached=None, activities=(Bars("public", ((4, 40),)),),
    ),
}  # fmt: skip


@cache
def scenario() -> Scenario:
    return load_scenario()


@cache
def data_of(case: str) -> TimelineData:
    if case in MADE:
        return MADE[case]
    plan, seed, gates = RUNS[case]
    return timeline_data_of(simulate(scenario(), plan, seed, gates=gates))


@cache
def drawn(case: str) -> Figure:
    return timeline(data_of(case))


each_case = pytest.mark.parametrize("case", [*RUNS, *MADE])


def words_of(case: str) -> list[str]:
    return [text.get_text() for text in texts_of(drawn(case))]


@each_case
def test_no_two_texts_overlap_and_none_leaves_the_sheet(case: str) -> None:
    figure = drawn(case)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(figure)]
    for (one, here), (other, there) in combinations(boxes, 2):
        across = min(here.x1, there.x1) - max(here.x0, there.x0)
        down = min(here.y1, there.y1) - max(here.y0, there.y0)
        assert min(across, down) <= 0.5, f"'{one}' and '{other}' overlap"
    for words, box in boxes:
        assert min(box.x0, box.y0) >= 0, words
        assert box.x1 <= figure.bbox.x1, words
        assert box.y1 <= figure.bbox.y1, words


@each_case
def test_no_text_is_under_8_points_and_the_sheet_fits_a_page(case: str) -> None:
    figure = drawn(case)
    assert min(text.get_fontsize() for text in texts_of(figure)) >= 8
    assert figure.get_figwidth() == pytest.approx(7.2)
    assert figure.get_figheight() < 10.5


@each_case
def test_both_strips_say_their_unit_and_share_the_weeks(case: str) -> None:
    support, campaigns = drawn(case).axes
    assert support.get_ylabel() == "support points"
    assert campaigns.get_ylabel() == "% of residents"
    assert campaigns.get_xlabel() == "weeks since the programme began"
    assert support.get_xlim() == campaigns.get_xlim() == (0, data_of(case).weeks - 1)


def test_verdicts_differ_without_colour() -> None:
    shapes = {(look["marker"], look.get("markerfacecolor")) for look in LOOKS.values()}
    assert len(shapes) == len(LOOKS)
    assert LOOKS["passes"]["marker"] != LOOKS["fails"]["marker"] != LOOKS["objects"]["marker"]


def test_the_finding_is_the_headline() -> None:
    words = words_of("late")
    assert "approved but unfunded in week 203, after 30 weeks of rework" in " ".join(words)
    assert "passes" in words
    assert "objects" in words
    assert "advises against" not in words  # the key holds what occurs


def test_gates_that_were_not_reached_say_so() -> None:
    unreached = sum(not row.tried for row in data_of("stopped at a gate").gates)
    assert words_of("stopped at a gate").count("not reached") == unreached > 0
    assert "not reached" not in words_of("late")


def test_votes_stand_beside_their_gate() -> None:
    tried = [each for row in data_of("early").gates for each in row.tried]
    votes = [each.votes for each in tried if each.votes]
    assert "9–3" in votes
    assert "3/3" in votes
    for each in set(votes):
        assert words_of("early").count(each) == votes.count(each)


def test_with_gates_off_bodies_vote_and_nothing_ends() -> None:
    data = data_of("gates off")
    assert data.ended is None
    assert not data.sequels
    assert len(data.gates) == 8
    assert "Votes" in words_of("gates off")
    assert "Gates" not in words_of("gates off")


def test_weeks_after_the_end_are_few_and_shaded_and_planned_milestones_are_kept() -> None:
    data = data_of("stopped at a gate")
    assert data.ended is not None
    assert data.ended < data.weeks < data.ended + 40
    assert "Shaded: the programme has ended" in " ".join(words_of("stopped at a gate"))
    assert [step.reached for step in data.steps if step.label == "decision"] == [None]


def test_a_delay_is_planned_and_reached_in_different_weeks() -> None:
    (decision,) = [step for step in data_of("late").steps if step.label == "decision"]
    assert (decision.planned, decision.reached) == (100, 130)


def test_a_sequel_still_awaited_has_no_result() -> None:
    *_, capital = data_of("still running").sequels
    assert (capital.stop, capital.result) == (259, "")


def test_no_label_meets_another_nor_its_leader() -> None:
    places = [2.0, 2.05, 2.6, 5.9, 6.0]
    words = ["a rather long label", "another", "third", "at the far end of all", "the last one of them"]
    found = stairs(places, words)
    assert [each.level for each in found] == sorted((each.level for each in found[:3]), reverse=True) + [1, 0]


def test_votes_of_crowded_tries_all_stand_below() -> None:
    apart = votes_beside(Weeks(WEEKS), failing("Senate", 40, 40, 3))
    crowded = votes_beside(Weeks(WEEKS), failing("Senate", 62, 2, 4))
    assert {each.level for each in apart} == {0}
    assert min(each.level for each in crowded) == 1


def test_the_same_timeline_has_the_same_bytes_and_no_date() -> None:
    one, other = timeline(MADE["eight failures"]), timeline(MADE["eight failures"])
    assert svg_of(one) == svg_of(other)
    assert png_of(one) == png_of(other)
    assert b"dc:date" not in svg_of(one)
