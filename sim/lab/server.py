"""The server: the page, and a websocket for every visitor.

The handler of a message only stores what is newest and wakes the desk; computing in it would make
messages queue. Nothing is read from disk on a visitor's word: assets are a fixed list, read when the
server starts.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.lab.desk import Desk
from sim.lab.messages import MOST_BYTES
from sim.lab.session import Session
from sim.scenario import Scenario

PAGE = Path(__file__).with_name("page")
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
MOST_VISITORS = 100
MESSAGES_A_SECOND, MESSAGES_AT_ONCE = 60, 240  # the page sends at most 30 a second
MOST_REFUSED = 200  # messages over the limit, in a row, after which the line is cut
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
TOO_BIG, TOO_MANY, FLOODED, FOREIGN = 1009, 1013, 1008, 1008  # websocket close codes


def page_files() -> dict[str, tuple[bytes, str]]:
    """Every file of the page by name, with its media type."""
    return {
        file.name: (file.read_bytes(), KINDS[file.suffix])
        for file in sorted(PAGE.glob("*"))
        if file.suffix in KINDS
    }


LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def is_own_origin(origin: str | None, host: str | None, hosts: frozenset[str] | None = None) -> bool:
    """Whether a websocket is opened by a page that this server served; no browser leaves the origin out.

    A page elsewhere could have its own name lead to this machine: names other than ``hosts`` are refused.
    """
    if origin is None or host is None:
        return False
    try:
        own = urlsplit(origin).netloc == host
    except ValueError:
        return False
    return own and (hosts is None or host.rpartition(":")[0] in hosts or host in hosts)


class Outbox:
    """What waits to be sent to one visitor: of answers and states only the newest, of all else a few."""

    MOST = 64

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[dict[str, Any]] = deque()
        self._there = asyncio.Event()

    def put(self, message: dict[str, Any]) -> None:
        """Called from any thread."""
        with contextlib.suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(self._add, message)

    def _add(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind in ("answer", "state"):
            self._waiting = deque(each for each in self._waiting if each["type"] != kind)
        if len(self._waiting) < self.MOST:
            self._waiting.append(message)
        self._there.set()

    async def next(self) -> dict[str, Any]:
        """The next message, as soon as there is one."""
        while not self._waiting:
            self._there.clear()
            await self._there.wait()
        return self._waiting.popleft()


class Allowance:
    """How many messages a visitor may still send just now: so many a second, and some in store."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._left, self._at = clock, float(MESSAGES_AT_ONCE), clock()
        self.refused = 0

    def take(self) -> bool:
        now = self._clock()
        self._left = min(MESSAGES_AT_ONCE, self._left + (now - self._at) * MESSAGES_A_SECOND)
        self._at = now
        if self._left < 1:
            self.refused += 1
            return False
        self._left -= 1
        self.refused = 0
        return True


def notice(level: str, *lines: str) -> dict[str, Any]:
    return {"type": "notice", "edit": 0, "level": level, "lines": list(lines)}


class Lab:
    """The visitors of one scenario."""

    def __init__(self, scenario: Scenario, workers: int | None, hosts: frozenset[str] | None) -> None:
        self.desk = Desk(scenario, workers)
        self.hosts = hosts
        self.files = page_files()
        self.sessions: set[Session] = set()

    async def live(self, line: WebSocket) -> None:
        """One visitor, from coming to going."""
        await line.accept()
        if not is_own_origin(line.headers.get("origin"), line.headers.get("host"), self.hosts):
            await _refuse(line, FOREIGN, "This page was not served by this lab.")
            return
        if len(self.sessions) >= MOST_VISITORS:
            await _refuse(line, TOO_MANY, f"The lab is full: {MOST_VISITORS} visitors. Try again later.")
            return
        outbox = Outbox(asyncio.get_running_loop())
        session = Session(self.desk, outbox.put)
        self.sessions.add(session)
        sender = asyncio.create_task(_send(line, outbox))
        try:
            await self._listen(line, session, outbox)
        finally:
            sender.cancel()
            self.sessions.discard(session)
            session.close()

    async def _listen(self, line: WebSocket, session: Session, outbox: Outbox) -> None:
        allowance = Allowance()
        while True:
            try:
                received = await line.receive()
            except (WebSocketDisconnect, RuntimeError):
                return
            if received["type"] == "websocket.disconnect":
                return
            text = received.get("text")
            if text is None or len(text) > MOST_BYTES:
                size = len(text if text is not None else received.get("bytes") or b"")
                what = f"A message of {size:,} bytes; expected text of at most {MOST_BYTES:,}."
                await _refuse(line, TOO_BIG, what)
                return
            if not allowance.take():
                if allowance.refused == 1:
                    outbox.put(notice("warning", "Too many messages at once; some were not looked at."))
                if allowance.refused > MOST_REFUSED:
                    await _refuse(line, FLOODED, "Too many messages; the line was cut.")
                    return
                continue
            session.receive(text)


async def _send(line: WebSocket, outbox: Outbox) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            message = await outbox.next()
            await line.send_text(json.dumps(message, separators=(",", ":"), allow_nan=False))


async def _refuse(line: WebSocket, code: int, words: str) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await line.send_text(json.dumps(notice("refused", words)))
        await line.close(code, words[:120])


def application(
    scenario: Scenario, workers: int | None = None, hosts: frozenset[str] | None = None
) -> Starlette:
    """The lab of a scenario as a web application; ``state.lab`` holds its visitors.

    ``hosts`` are the names under which it may be visited; None for any.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.lab = Lab(scenario, workers, hosts)
        try:
            yield
        finally:
            await asyncio.get_running_loop().run_in_executor(None, app.state.lab.desk.close)

    def page(request: Request) -> Response:
        return _file(request, "index.html")

    def asset(request: Request) -> Response:
        return _file(request, request.path_params["name"])

    async def live(line: WebSocket) -> None:
        await line.app.state.lab.live(line)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/print", page),
            Route("/page/{name}", asset),
            WebSocketRoute("/live", live),
        ],
        lifespan=lifespan,
    )


def _file(request: Request, name: str) -> Response:
    found = request.app.state.lab.files.get(name)
    if found is None:
        return PlainTextResponse("There is no such page.", status_code=404, headers=HEADERS)
    content, kind = found
    return Response(content, media_type=kind, headers=HEADERS)


def serve(scenario: Scenario, listening: socket.socket, listens: Callable[[], None]) -> None:
    """Serve until interrupted; ``listens`` is called once the page can be opened."""
    address = listening.getsockname()[0]
    is_loopback = address.startswith("127.") or address == "::1"
    config = uvicorn.Config(
        application(scenario, hosts=LOOPBACK if is_loopback else None),
        log_level="warning",
        ws="websockets-sansio",
        ws_max_size=MOST_BYTES,
        # a closed tab is noticed at once; one whose machine went away in so long, as one that only stood
        # still for some seconds would lose its steps to undo
        ws_ping_interval=5.0,
        ws_ping_timeout=15.0,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    server = _Announcing(config, listens)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


class _Announcing(uvicorn.Server):
    """Says when it listens, not before."""

    def __init__(self, config: uvicorn.Config, listens: Callable[[], None]) -> None:
        super().__init__(config)
        self._listens = listens

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._listens()
