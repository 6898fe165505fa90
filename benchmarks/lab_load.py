"""Twenty visitors of whom four drag; and the server's memory over 500 edits and 100 tabs.

    python benchmarks/lab_load.py [--visitors 20] [--dragging 4] [--drags 30] [--edits 500] [--tabs 100]

Server and visitors share one process and its processors.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import time

from lab_latency import Client, Served, told

from sim.scenario import load_scenario

BAR_SECONDS = 1.5
FREED_WITHIN_SECONDS = 5.0


def resident_mb() -> float:
    """Memory of this process."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


async def dragging(client: Client, drags: int, chance: random.Random) -> list[float]:
    return [await client.drag(chance.randrange(0, 110)) for _ in range(drags)]


async def load(port: int, visitors: int, who_drag: int, drags: int) -> list[float]:
    """All open the page; some drag at once, each as fast as it is answered."""
    clients = [Client(port) for _ in range(visitors)]
    for client in clients:
        await client.__aenter__()
    try:
        found = await asyncio.gather(
            *(dragging(client, drags, random.Random(at)) for at, client in enumerate(clients[:who_drag]))
        )
    finally:
        for client in clients:
            await client.__aexit__()
    return [seconds for each in found for seconds in each]


async def edits(port: int, count: int) -> list[float]:
    """Memory as one visitor makes edits, ten times on the way."""
    found = []
    async with Client(port) as client:
        for at in range(count):
            start = (7 * at) % 110
            edit = await client.change(False, kind="move", id="a1", start=start, stop=start + 40)
            if at % 5 == 4:
                await client.wait("answer", edit)
            if (at + 1) % (count // 10) == 0:
                found.append(resident_mb())
    return found


async def tabs(served: Served, count: int) -> tuple[float, float]:
    """Memory after so many tabs, ten at a time; seconds until those closed are forgotten."""
    slowest = 0.0
    for _ in range(count // 10):
        clients = [Client(served.port) for _ in range(10)]
        for client in clients:
            await client.__aenter__()
        for client in clients:
            await client.__aexit__()
        began = time.perf_counter()
        while served.app.state.lab.sessions:
            await asyncio.sleep(0.01)
        slowest = max(slowest, time.perf_counter() - began)
    gc.collect()
    return resident_mb(), slowest


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, usual in (("visitors", 20), ("dragging", 4), ("drags", 30), ("edits", 500), ("tabs", 100)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    chosen = parser.parse_args()
    with Served(load_scenario()) as served:
        asyncio.run(load(served.port, 1, 1, 3))
        print(f"memory after the first answers: {resident_mb():.0f} MB")
        seconds = asyncio.run(load(served.port, chosen.visitors, chosen.dragging, chosen.drags))
        p95 = told(f"{chosen.visitors} visitors, {chosen.dragging} dragging", seconds)
        if chosen.edits:
            course = asyncio.run(edits(served.port, chosen.edits))
            print("memory over edits, MB:", " ".join(f"{each:.0f}" for each in course))
        if chosen.tabs:
            memory, freed = asyncio.run(tabs(served, chosen.tabs))
            print(
                f"memory after {chosen.tabs} tabs: {memory:.0f} MB; the last are forgotten in {freed:.2f} s"
            )
            assert freed <= FREED_WITHIN_SECONDS
    print(f"ratio: {BAR_SECONDS / p95:.2f}")


if __name__ == "__main__":
    main()
