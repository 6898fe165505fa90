"""How long a drag waits for its sketch: change sent to answer received, by websocket, with one visitor.

    python benchmarks/lab_latency.py [--drags 100] [--residents 170]

Also what a sketch of other sizes costs and how far it is from the refined answer with ``--bias``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import threading
import time
from typing import Any

import numpy as np
import uvicorn
import websockets

from sim.lab import futures
from sim.lab.server import application
from sim.scenario import Scenario, load_scenario

BAR_SECONDS = 0.3


class Served:
    """A lab that listens on a free port while it is needed."""

    def __init__(self, scenario: Scenario) -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self.app = application(scenario)
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_level="error", ws="websockets-sansio"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)


class Client:
    """A visitor by websocket."""

    def __init__(self, port: int) -> None:
        self._port, self.edit = port, 0

    async def __aenter__(self) -> Client:
        here = f"127.0.0.1:{self._port}"
        self._line = await websockets.connect(f"ws://{here}/live", origin=f"http://{here}", max_size=None)
        await self._line.send('{"type": "open", "link": ""}')
        await self.wait("answer")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._line.close()

    async def wait(self, kind: str, at_least: int = 0, stage: str | None = None) -> dict[str, Any]:
        """The next message of a kind that is at least so new."""
        while True:
            told: dict[str, Any] = json.loads(await asyncio.wait_for(self._line.recv(), 300))
            if told["type"] == kind and told["edit"] >= at_least and stage in (None, told.get("stage")):
                return told

    async def change(self, dragging: bool = False, **change: Any) -> int:
        """Send a change; its number."""
        self.edit += 1
        message = {"type": "edit", "edit": self.edit, "dragging": dragging, "change": change}
        await self._line.send(json.dumps(message))
        return self.edit

    async def drag(self, start: int) -> float:
        """Move the first activity and wait until it has been answered; seconds."""
        began = time.perf_counter()
        edit = await self.change(True, kind="move", id="a1", start=start, stop=start + 40)
        await self.wait("answer", edit)
        return time.perf_counter() - began


def told(name: str, seconds: list[float]) -> float:
    """Print a distribution; its 95th percentile."""
    p50, p95, most = np.percentile(seconds, (50, 95, 100))
    print(f"{name}: n {len(seconds)}, p50 {1e3 * p50:.0f} ms, p95 {1e3 * p95:.0f}, most {1e3 * most:.0f}")
    return float(p95)


async def drags(port: int, count: int) -> list[float]:
    """Drag to and fro, never where it has been before within a hundred weeks."""
    async with Client(port) as client:
        return [await client.drag(5 + (37 * at) % 110) for at in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--drags", type=int, default=100)
    parser.add_argument("--residents", type=int, default=futures.SKETCH_RESIDENTS)
    chosen = parser.parse_args()
    futures.SKETCH_RESIDENTS = chosen.residents
    futures.ARMS_KEPT = 3  # every drag is computed, even where a bar has been before
    with Served(load_scenario()) as served:
        asyncio.run(drags(served.port, 5))
        cpu = time.process_time()
        seconds = asyncio.run(drags(served.port, chosen.drags))
        cpu = (time.process_time() - cpu) / chosen.drags
    print(f"{chosen.residents} stakeholders for residents, {futures.SKETCH_PAIRS} pairs")
    p95 = told("drag to answer", seconds)
    print(f"processor time of a drag, all told: {1e3 * cpu:.0f} ms")
    print(f"ratio: {BAR_SECONDS / p95:.2f}")


if __name__ == "__main__":
    main()
