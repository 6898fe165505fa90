"""A session: the newest plan wins, refinements give way, every step can be undone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.experiments import compare
from sim.lab import asks
from sim.lab import session as sessions
from sim.lab.desk import Desk
from sim.lab.futures import Together
from sim.lab.session import MOST_UNDO
from sim.scenario import Equal, load_scenario
from tests.lab.conftest import LONG, Visitor

Visit = Callable[[], Visitor]


def test_whoever_opens_the_page_is_told_what_there_is_where_it_stands_and_what_it_does(visit: Visit) -> None:
    visitor = visit()
    state = visitor.open()
    answer = visitor.wait("answer")
    assert [kind for kind, *_ in visitor.kinds()[:2]] == ["hello", "state"]
    assert (state["plan"]["preset"], state["reference"]["name"]) == ("early", "none")
    assert (answer["stage"], answer["pairs"], answer["of_pairs"]) == ("sketch", 20, 20)
    assert answer["people"] == 40  # 60 of whom 12 instead of 32 stand for residents


def test_a_refined_answer_follows_and_says_in_between_how_far_it_is(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    refined = visitor.wait("answer", stage="refined")
    stages = [(each["stage"], each["pairs"]) for each in visitor.told if each["type"] == "answer"]
    assert stages == [("sketch", 20), ("refining", 40), ("refining", 100), ("refined", 200)]
    assert refined["people"] == 60


def test_the_refined_headline_is_that_of_a_comparison_digit_for_digit(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    visitor.open()
    first = visitor.told[1]["plan"]["activities"][0]
    visitor.change(kind="move", id=first["id"], start=5, stop=17)
    visitor.change(kind="assumption", name="carry_over", value=0.9)
    visitor.change(kind="lever", name="leadership", value=0.75)
    edit = visitor.change(kind="seed", value=3)
    visitor.say(type="ask", what="plan_file")
    file = tmp_path / "lab.yaml"
    file.write_text(visitor.wait("found", what="plan_file", done=True)["text"], encoding="utf-8")
    headline = visitor.wait("answer", stage="refined", edit=edit)["headline"]
    scenario = load_scenario(file)
    assert scenario.behaviour["carry_over"] == 0.9
    assert scenario.plan("yours").leadership == 0.75
    found = compare(scenario, ("yours", "reference"), 200, seed=3).difference(headline["outcome"])
    assert (headline["mean"], headline["low"], headline["high"]) == (found.mean, found.low, found.high)
    assert (headline["better"], headline["worse"], headline["pairs"]) == (found.better, found.worse, 200)


class Held:
    """Sketches wait to be let go, and say when one has begun; refinements do not."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self._begun, self._may_go_on = threading.Event(), threading.Event()
        compute = desk.futures.compute

        def held(seed: int, number: int, equal: Equal, together: Together) -> None:
            if together.stage == "sketch":
                self._begun.set()
                assert self._may_go_on.wait(LONG)
            compute(seed, number, equal, together)

        monkeypatch.setattr(desk.futures, "compute", held)

    def until_one_has_begun(self) -> None:
        assert self._begun.wait(LONG)

    def let_go(self) -> None:
        self._may_go_on.set()


def test_a_sketch_that_somebody_waits_behind_has_half_its_futures_and_the_last_one_all(
    visit: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit()
    visitor.open()
    visitor.wait("answer")
    sketches = Held(desk, monkeypatch)
    first = visitor.change(dragging=True, kind="move", id="a1", start=3, stop=19)
    sketches.until_one_has_begun()
    last = visitor.change(kind="move", id="a1", start=5, stop=21)
    sketches.let_go()
    hurried = visitor.wait("answer", edit=first)
    assert (hurried["stage"], hurried["pairs"], hurried["of_pairs"]) == ("sketch", 10, 20)
    assert hurried["headline"]["pairs"] == 10
    assert visitor.wait("answer", edit=last)["pairs"] == 20


def test_of_drags_that_come_while_one_is_computed_only_the_newest_is(
    visit: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit()
    visitor.open()
    visitor.wait("answer")
    sketches = Held(desk, monkeypatch)
    edits = [visitor.change(dragging=True, kind="move", id="a1", start=3, stop=19)]
    sketches.until_one_has_begun()
    edits += [
        visitor.change(dragging=True, kind="move", id="a1", start=at, stop=at + 16) for at in range(4, 9)
    ]
    sketches.let_go()
    visitor.wait("answer", stage="sketch", edit=edits[-1])
    sketched = [
        each["edit"] for each in visitor.told if each["type"] == "answer" and each["stage"] == "sketch"
    ]
    assert sketched == [0, edits[0], edits[-1]]


def test_a_change_breaks_a_refinement_off(visit: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit()
    monkeypatch.setattr(sessions, "PORTION", 200)
    compute, edits = desk.futures.compute, list[int]()

    def counted(seed: int, number: int, equal: object, together: object) -> None:
        if together.stage == "refined" and number == 30 and not edits:  # type: ignore[attr-defined]
            edits.append(visitor.change(kind="move", id="a1", start=6, stop=22))
        compute(seed, number, equal, together)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.futures, "compute", counted)
    visitor.open()
    visitor.wait("answer", stage="refined", edit=1)
    assert not [each for each in visitor.told if each.get("stage") == "refined" and each["edit"] == 0]


def test_every_drop_can_be_undone_and_done_again(visit: Visit) -> None:
    visitor = visit()
    before = visitor.open()
    assert not before["can_undo"]
    edit = visitor.change(kind="move", id="a1", start=6, stop=22)
    moved = visitor.wait("state", edit=edit)
    visitor.say(type="undo", edit=50)
    undone = visitor.wait("state", edit=50)
    visitor.say(type="redo", edit=51)
    again = visitor.wait("state", edit=51)
    assert moved["plan"]["activities"][0]["start"] == again["plan"]["activities"][0]["start"] == 6
    assert undone["plan"] == before["plan"]
    assert undone["can_redo"]
    assert not undone["can_undo"]
    assert again["can_undo"]


def test_a_drag_is_no_step_nor_is_a_drop_where_it_began(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.change(dragging=True, kind="move", id="a1", start=6, stop=22)
    edit = visitor.change(kind="move", id="a1", start=2, stop=18)
    assert not visitor.wait("state", edit=edit)["can_undo"]


def test_steps_to_undo_are_bounded(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    for at in range(MOST_UNDO + 20):
        edit = visitor.change(kind="seed", value=at + 2)
    visitor.wait("state", edit=edit)
    for _ in range(MOST_UNDO + 20):
        visitor.say(type="undo", edit=9000)
    visitor.say(type="undo", edit=9001)
    assert visitor.wait("state", edit=9001)["seed"] == 21


def test_a_plan_that_cannot_be_is_refused_with_words_and_the_last_good_one_stands(visit: Visit) -> None:
    visitor = visit()
    before = visitor.open()
    edit = visitor.change(kind="remove", id="a3")
    notice = visitor.wait("notice", edit=edit)
    assert notice["level"] == "refused"
    assert "no activity for group clinicians" in " ".join(notice["lines"])
    assert visitor.wait("state", edit=edit)["plan"] == before["plan"]


def test_a_drop_that_cannot_be_read_is_answered_too_as_its_page_waits_for_it(
    visit: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit()
    visitor.open()
    visitor.wait("answer")
    sketches = Held(desk, monkeypatch)
    good = visitor.change(kind="move", id="a1", start=6, stop=22)
    sketches.until_one_has_begun()
    bad = visitor.change(kind="seed", value=10**12)  # while the one before has no answer yet
    assert visitor.wait("notice")["edit"] == bad
    sketches.let_go()
    assert visitor.wait("state", edit=bad)["plan"] == visitor.wait("state", edit=good)["plan"]
    assert visitor.wait("answer", edit=bad)["stage"] == "sketch"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "preset", "name": "erly"}, "did you mean early?"),
        ({"kind": "lever", "name": "leadershp", "value": 0.5}, "did you mean leadership?"),
        ({"kind": "assumption", "name": "carry_over", "value": 7}, "expected 0 to 1"),
        ({"kind": "outcome", "name": "suport_losing_decision"}, "did you mean support_losing_decision?"),
        ({"kind": "add", "instrument": "outreech", "groups": ["public"], "start": 1, "stop": 9}, "outreach"),
        ({"kind": "activity", "id": "a1", "messenger": "docter"}, "did you mean doctor?"),
        ({"kind": "structure", "name": "nobody", "start": 3}, "a structure here"),
        ({"kind": "move", "id": "a99", "start": 1, "stop": 2}, "not in your plan"),
        ({"kind": "mvoe"}, "did you mean move?"),
        ({"kind": "move", "id": "a1", "start": "5; import os", "stop": 2}, "expected a whole number"),
        ({"kind": "seed", "value": -1}, "expected"),
    ],
)
def test_what_is_wrong_with_a_change_is_said_with_the_nearest_name(
    visit: Visit, change: dict[str, object], words: str
) -> None:
    visitor = visit()
    visitor.open()
    visitor.say(type="edit", edit=7, change=change)
    assert words in " ".join(visitor.wait("notice")["lines"])


def test_two_visitors_do_not_see_each_other(visit: Visit) -> None:
    one, other = visit(), visit()
    before, untouched = one.open(), other.open()
    edit = one.change(kind="preset", name="none")
    assert one.wait("state", edit=edit)["plan"] != before["plan"]
    other.say(type="undo", edit=5)
    assert other.wait("state", edit=5)["plan"] == untouched["plan"]


def test_visitors_who_drag_are_served_in_turns(
    visit: Visit, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors = [visit() for _ in range(4)]
    for visitor in visitors:
        visitor.open()
        visitor.wait("answer")
    order: list[int] = []
    for at, visitor in enumerate(visitors):
        keep = visitor._keep
        visitor.session._publish = lambda message, at=at, keep=keep: (  # type: ignore[misc]
            order.append(at) if message.get("stage") == "sketch" else None,
            keep(message),
        )[1]
    sketches = Held(desk, monkeypatch)
    hasty, *others = visitors
    hasty.change(dragging=True, kind="move", id="a1", start=3, stop=19)
    sketches.until_one_has_begun()
    hasty.change(dragging=True, kind="move", id="a1", start=4, stop=20)  # before anybody else, once more
    for visitor in others:
        visitor.change(dragging=True, kind="move", id="a1", start=5, stop=21)
    sketches.let_go()
    for visitor in visitors:
        visitor.wait("answer", edit=visitor.edit, stage="sketch")
    assert order[0] == order[-1] == 0
    assert sorted(order[1:-1]) == [1, 2, 3]


def test_after_the_page_is_closed_nothing_is_told_or_kept(visit: Visit, desk: Desk) -> None:
    visitor = visit()
    visitor.open()
    visitor.wait("answer")
    visitor.session.close()
    told = len(visitor.told)
    visitor.change(kind="seed", value=9)
    visitor.say(type="ask", what="data")
    assert len(visitor.told) == told
    assert visitor.session not in desk._visitors


def test_nothing_is_taken_before_open_and_open_only_once(visit: Visit) -> None:
    visitor = visit()
    visitor.say(type="undo", edit=1)
    assert "came before open" in visitor.wait("notice")["lines"][0]
    visitor.open()
    since = len(visitor.told)
    visitor.say(type="open", link="")
    assert "a second time" in visitor.wait("notice", since)["lines"][0]


def test_an_ask_that_is_stopped_says_no_more(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit()
    visitor.open()
    visitor.wait("answer", stage="refined")
    stopped, compute = threading.Event(), asks.latest_safe_start

    def held(*args: object, **more: object) -> dict[str, object]:
        assert stopped.wait(LONG)
        return compute(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(asks, "latest_safe_start", held)
    visitor.say(type="ask", what="latest_safe_start")
    visitor.say(type="stop", what="latest_safe_start")
    stopped.set()
    visitor.say(type="ask", what="data")
    visitor.wait("found", what="data", done=True)  # asks are answered one after the other
    assert not [each for each in visitor.told if each.get("what") == "latest_safe_start" and each["done"]]
