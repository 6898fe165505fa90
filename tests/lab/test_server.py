"""The server: files from a fixed list, visitors apart, and nobody hostile disturbs the others."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from sim.lab import futures, server
from sim.lab.futures import HURRIED_PAIRS, SKETCH_PAIRS
from sim.lab.server import MESSAGES_AT_ONCE, Allowance, application, is_own_origin
from sim.lab.session import TOLD_AT
from sim.scenario import Scenario

ORIGIN = {"origin": "http://testserver"}
# fewer if others wait; more where the line was so slow that a refinement took the sketch's place in it
MAY_HAVE = (HURRIED_PAIRS, SKETCH_PAIRS, *TOLD_AT)
OPEN = json.dumps({"type": "open", "link": ""})


@pytest.fixture
def client(few: Scenario, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The lab of a small scenario."""
    monkeypatch.setattr(futures, "SKETCH_RESIDENTS", 12)
    with TestClient(application(few, workers=2)) as client:
        yield client


def told(line: WebSocketTestSession, kind: str, **fields: Any) -> dict[str, Any]:
    """The next message of a kind."""
    for _ in range(2000):
        message: dict[str, Any] = json.loads(line.receive_text())
        if message["type"] == kind and all(message.get(key) == value for key, value in fields.items()):
            return message
    raise AssertionError(f"never told {kind} {fields}")


def closing_code(line: WebSocketTestSession) -> int:
    """With which code a line is cut, whatever is told before."""
    try:
        while True:
            line.receive_text()
    except WebSocketDisconnect as closed:
        return closed.code


def demand_service(line: WebSocketTestSession, seed: int) -> None:
    """A visitor who has opened the page is answered as if nobody else were there."""
    line.send_text(json.dumps({"type": "edit", "edit": seed, "change": {"kind": "seed", "value": seed}}))
    assert told(line, "state", edit=seed)["seed"] == seed
    assert told(line, "answer", edit=seed)["headline"]["pairs"] in MAY_HAVE


def test_the_page_and_its_files_are_served_with_a_policy_without_outside_hosts(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/print").text == page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert not {"http:", "https:", "*", "unsafe-inline", "unsafe-eval"} & set(
        policy.replace(";", " ").split()
    )
    assert client.get("/page/app.js").headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "path",
    [
        "/page/../server.py",
        "/page/..%2fserver.py",
        "/page/%2e%2e/%2e%2e/pyproject.toml",
        "/page//etc/passwd",
        "/page/nothing.js",
        "/page/index.html%00.js",
        "/etc/passwd",
        "/page/",
    ],
)
def test_no_path_leads_to_another_file(client: TestClient, path: str) -> None:
    found = client.get(path)
    assert found.status_code == 404
    assert "import" not in found.text


def test_a_visitor_is_told_a_state_and_an_answer(client: TestClient) -> None:
    with client.websocket_connect("/live", headers=ORIGIN) as line:
        line.send_text(OPEN)
        assert told(line, "hello")["scenario"]["name"] == "few"
        assert told(line, "state")["link"] == "1_pearly_Pnone"
        demand_service(line, 4)


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "null", "http://testserver.evil.example", None]
)
def test_a_page_from_elsewhere_gets_no_line(client: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    with client.websocket_connect("/live", headers=headers) as line:
        assert "not served by this lab" in json.loads(line.receive_text())["lines"][0]
        with pytest.raises(WebSocketDisconnect):
            line.receive_text()
    assert not client.app.state.lab.sessions  # type: ignore[attr-defined]  # the application is Starlette's


HOSTILE = [
    "",
    "not json",
    "[" * 60_000,
    "1" * 20_000,
    "{}",
    '{"type": "open", "link": 5}',
    '{"type": "edit"}',
    '{"type": "edit", "edit": 1, "change": {"kind": "move", "id": "a1", "start": NaN, "stop": 5}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "move", "id": "a1", "start": 1e308, "stop": 5}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "move", "id": "a1", "start": -99999999999, "stop": 5}}',
    '{"type": "edit", "edit": -5, "change": {"kind": "seed", "value": 1}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "seed", "value": ' + "9" * 4000 + "}}",
    '{"type": "edit", "edit": 1, "change": {"kind": "preset", "name": "<script>alert(1)</script>"}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "preset", "name": "../../etc/passwd"}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "assumption", "name": "carry_over", "value": Infinity}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "assumption", "name": "carry_over", "value": -1e300}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "lever", "name": "leadership", "value": "__import__"}}',
    '{"type": "edit", "edit": 1, "change": {"kind": "seed", "value": 1, "more": {"a": [1, 2]}}}',
    '{"type": "ask", "what": "/etc/passwd"}',
    '{"type": "exec", "code": "import os"}',
    '{"type": "edit", "edit": 1, "dragging": true, "change": {"kind": "add", "instrument": "outreach", '
    '"groups": [], "start": 1, "stop": 5}}',
    '"\\ud800"',
    '{"type": "\\ud800"}',
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_message_gives_a_notice_and_leaves_everybody_as_they_were(
    client: TestClient, text: str
) -> None:
    with (
        client.websocket_connect("/live", headers=ORIGIN) as line,
        client.websocket_connect("/live", headers=ORIGIN) as bystander,
    ):
        for each in (line, bystander):
            each.send_text(OPEN)
            told(each, "answer")
        line.send_text(text)
        notice = told(line, "notice")
        assert notice["level"] == "refused"
        assert all(len(words) < 500 for words in notice["lines"])
        demand_service(line, 5)
        demand_service(bystander, 6)


@pytest.mark.parametrize("link", ["1_" + "x" * 50_000, "<script>alert(1)</script>", "1_s-1", "../../x", "9_"])
def test_a_hostile_link_gives_a_warning_and_the_usual_plans(client: TestClient, link: str) -> None:
    with client.websocket_connect("/live", headers=ORIGIN) as line:
        line.send_text(json.dumps({"type": "open", "link": link}))
        assert told(line, "notice")["level"] == "warning"
        assert told(line, "state")["link"] == "1_pearly_Pnone"


@pytest.mark.parametrize("frame", ["x" * 10_000_000, b"x" * 10_000_000, b"{}"], ids=["text", "bytes", "few"])
def test_a_frame_that_is_too_big_or_not_text_ends_the_line_with_words(
    client: TestClient, frame: str | bytes
) -> None:
    with (
        client.websocket_connect("/live", headers=ORIGIN) as line,
        client.websocket_connect("/live", headers=ORIGIN) as bystander,
    ):
        for each in (line, bystander):
            each.send_text(OPEN)
            told(each, "answer")
        if isinstance(frame, str):
            line.send_text(frame)
        else:
            line.send_bytes(frame)
        assert "expected text of at most 65,536" in told(line, "notice", level="refused")["lines"][0]
        assert closing_code(line) == 1009
        demand_service(bystander, 7)


def test_a_flood_is_slowed_then_cut_and_a_bystander_is_served(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MESSAGES_A_SECOND", 0)  # a slow machine reads slowly: no flood at 60
    with (
        client.websocket_connect("/live", headers=ORIGIN) as line,
        client.websocket_connect("/live", headers=ORIGIN) as bystander,
    ):
        for each in (line, bystander):
            each.send_text(OPEN)
            told(each, "answer")
        for _ in range(MESSAGES_AT_ONCE + server.MOST_REFUSED + 400):
            line.send_text('{"type": "undo", "edit": 1}')
        assert "Too many messages at once" in told(line, "notice", level="warning")["lines"][0]
        assert "line was cut" in told(line, "notice", level="refused")["lines"][0]
        demand_service(bystander, 8)


def test_an_allowance_comes_back_with_time() -> None:
    now = [0.0]
    allowance = Allowance(lambda: now[0])
    assert all(allowance.take() for _ in range(MESSAGES_AT_ONCE))
    assert not allowance.take()
    now[0] = 1.0
    assert [allowance.take() for _ in range(61)].count(True) == 60


def test_the_lab_says_when_it_is_full(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_VISITORS", 1)
    with client.websocket_connect("/live", headers=ORIGIN) as first:
        first.send_text(OPEN)
        told(first, "state")
        with client.websocket_connect("/live", headers=ORIGIN) as second:
            assert "full" in json.loads(second.receive_text())["lines"][0]
        demand_service(first, 3)


def test_a_closed_tab_is_forgotten_within_five_seconds(client: TestClient) -> None:
    lab = client.app.state.lab  # type: ignore[attr-defined]  # the application is Starlette's
    lines = [client.websocket_connect("/live", headers=ORIGIN) for _ in range(10)]
    for each in lines:
        each.__enter__().send_text(OPEN)
    told(lines[0], "state")
    for each in lines:
        each.__exit__(None, None, None)
    until = time.process_time() + 5  # of this process's own work: a busy machine's other work is not meant
    while (lab.sessions or lab.desk._visitors) and time.process_time() < until:
        client.get("/")  # lets the server's loop turn
    assert not lab.sessions
    assert not lab.desk._visitors


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("http://127.0.0.1:8765", "127.0.0.1:8765", True),
        ("http://127.0.0.1:8766", "127.0.0.1:8765", False),
        ("http://localhost:8765", "127.0.0.1:8765", False),
        ("file://", "127.0.0.1:8765", False),
        ("null", "127.0.0.1:8765", False),
        (None, "127.0.0.1:8765", False),
        ("http://[", "127.0.0.1:8765", False),
        ("http://127.0.0.1:8765", None, False),
    ],
)
def test_a_line_is_for_pages_of_this_server_alone(origin: str | None, host: str | None, own: bool) -> None:
    assert is_own_origin(origin, host) is own


def test_on_this_machine_alone_another_name_for_it_is_refused() -> None:
    """A page elsewhere may let its own name lead here: origin and host agree then, and are foreign."""
    names = server.LOOPBACK
    assert is_own_origin("http://127.0.0.1:8765", "127.0.0.1:8765", names)
    assert is_own_origin("http://[::1]:8765", "[::1]:8765", names)
    assert is_own_origin("http://localhost", "localhost", names)
    assert not is_own_origin("http://evil.example:8765", "evil.example:8765", names)
