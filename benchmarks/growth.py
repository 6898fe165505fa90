"""How cost grows: a stakeholder-week of one lane, for 1,000 to 1,000,000 people and 1 to 64 lanes.

Weeks are counted whole (calendar, draws, compiled week, tallies, record), gates off, every mechanism of
the shipped scenario on; drawing people and network is timed apart. Groups grow in proportion, and with
them what the programme can meet. Sizes alternate, and each is reported at its quickest of several rounds,
as other work on a machine only ever adds to it. Sixty-four lanes are two blocks of 32.

Run: python benchmarks/growth.py [--rounds 3] [--most 1000000] [--chart FILE.png]
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import matplotlib
import numpy as np
from yardstick import in_words, yardstick

import sim
from sim.scenario import Scenario, with_gates
from sim.simulation import MOST_LANES, Block
from sim.world import World, draw_world, lane_of

PEOPLE = (1_000, 10_000, 100_000, 1_000_000)
LANES = (1, 2, 4, 8, 16, 32, 64)
SHOWN_LANES = (1, 8, 32)  # of the larger populations
MOST_AT_ONCE = 4_000_000  # stakeholders times lanes: a few gigabytes
SMALLEST_WORK = 400_000  # stakeholder-weeks of a measurement, or a whole horizon
BAR = 2.5


def grown(scenario: Scenario, people: int) -> Scenario:
    """The scenario with about so many stakeholders, groups in proportion, and room to meet them."""
    factor = people / scenario.population.n
    groups = tuple(
        group.model_copy(update={"members": round(group.members * factor)})
        for group in scenario.population.groups
    )
    programme = scenario.programme.model_copy(
        update={"contacts_a_week": scenario.programme.contacts_a_week * max(1.0, factor)}
    )
    population = scenario.population.model_copy(update={"groups": groups})
    return scenario.model_copy(update={"population": population, "programme": programme})


def nanoseconds(scenario: Scenario, world: World, n_lanes: int) -> float:
    """Weeks of so many lanes: nanoseconds a stakeholder-week a lane."""
    plans = [scenario.plan(name) for name in ("early", "late")]
    horizon = scenario.horizon_weeks
    weeks = min(horizon, max(20, SMALLEST_WORK // scenario.population.n))
    spent = 0.0
    for first in range(0, n_lanes, MOST_LANES):
        lanes = [lane_of(scenario, plans[at % 2], {"carry_over": at / 64}) for at in range(first, n_lanes)][
            :MOST_LANES
        ]
        block = Block(world, lanes)
        began = time.perf_counter()
        for week in range(weeks):
            block.advance(week)
        spent += time.perf_counter() - began
    return spent * 1e9 / (scenario.population.n * weeks * n_lanes)


def chart(found: dict[tuple[int, int], float], file: Path) -> None:
    """Two panels: by people, and by lanes; both axes by factors."""
    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.ticker import FixedLocator, NullFormatter

    from sim.charts.style import BLUE, INK, PAPER, QUIET, RULE, STROKES

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(8.6, 3.9), facecolor=PAPER, sharey=True)
    people = sorted({n for n, _ in found})
    for stroke, lanes in zip((STROKES[2], STROKES[1], STROKES[0]), SHOWN_LANES, strict=True):
        shown = [n for n in people if (n, lanes) in found]
        left.plot(
            shown,
            [found[n, lanes] for n in shown],
            color=stroke.colour,
            linestyle=stroke.style,
            linewidth=1.7,
            marker="o",
            markersize=3.5,
        )
        left.annotate(
            f"{lanes} lane{'s' if lanes > 1 else ''}",
            (shown[0], found[shown[0], lanes]),
            xytext=(-4, 5),
            textcoords="offset points",
            color=stroke.colour,
            fontsize=9,
        )
    smallest = [lanes for n, lanes in sorted(found) if n == people[0]]
    right.plot(
        smallest, [found[people[0], lanes] for lanes in smallest], color=BLUE, marker="o", markersize=3.5
    )
    for lanes in smallest:
        right.annotate(
            f"{found[people[0], lanes]:.0f}",
            (lanes, found[people[0], lanes]),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
            color=INK,
        )
    for n in people:
        if (n, MOST_LANES) in found:
            left.annotate(
                f"{found[n, MOST_LANES]:.0f}",
                (n, found[n, MOST_LANES]),
                xytext=(0, -13),
                textcoords="offset points",
                ha="center",
                fontsize=8.5,
                color=INK,
            )
    left.set_title("by people", loc="left", fontsize=10, color=INK)
    right.set_title(f"by lanes, {people[0]:,} people", loc="left", fontsize=10, color=INK)
    for axes, at, words in ((left, people, "stakeholders"), (right, smallest, "lanes computed together")):
        axes.set_facecolor(PAPER)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(words, color=QUIET, fontsize=9)
        axes.xaxis.set_major_locator(FixedLocator(at))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.xaxis.set_minor_locator(FixedLocator([]))
        axes.set_xticklabels([f"{each:,}" for each in at], fontsize=8.5, color=QUIET)
        axes.grid(True, axis="y", color=RULE, linewidth=0.7)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(RULE)
        axes.tick_params(length=0, colors=QUIET)
    ticks = [each for each in (10, 20, 50, 100, 200, 500, 1000, 2000) if each <= 2 * max(found.values())]
    left.set_ylim(0.6 * min(found.values()), 1.5 * max(found.values()))
    left.yaxis.set_major_locator(FixedLocator([each for each in ticks if each >= 0.6 * min(found.values())]))
    left.yaxis.set_minor_locator(FixedLocator([]))
    left.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    left.set_ylabel("ns a stakeholder-week of a lane", color=QUIET, fontsize=9)
    figure.suptitle(
        "What a stakeholder-week costs, by how many people and how many lanes",
        x=0.01,
        ha="left",
        family="STIXGeneral",
        fontsize=13.5,
        color=INK,
    )
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    figure.savefig(file, dpi=150, facecolor=PAPER)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=int, default=PEOPLE[-1])
    parser.add_argument("--chart", type=Path)
    arguments = parser.parse_args()
    base = with_gates(sim.load_scenario(), False)
    sizes = [n for n in PEOPLE if n <= arguments.most]
    drawn: dict[int, float] = {}
    worlds: dict[int, World] = {}
    scenarios = {n: grown(base, n) for n in sizes}
    found: dict[tuple[int, int], list[float]] = {}
    loops = []
    draw_world(base, 1, 0)
    for n in sizes:
        began = time.perf_counter()
        worlds[n] = draw_world(scenarios[n], 1, 0)
        drawn[n] = time.perf_counter() - began
    nanoseconds(scenarios[sizes[0]], worlds[sizes[0]], 1)  # compiles
    for number in range(arguments.rounds):
        loops.append(yardstick())
        for n in sizes:
            if n == PEOPLE[-1] and number > 0:
                continue  # once: it takes minutes
            for lanes in LANES if n == sizes[0] else SHOWN_LANES:
                if n * min(lanes, MOST_LANES) <= 8 * MOST_AT_ONCE:
                    found.setdefault((n, lanes), []).append(nanoseconds(scenarios[n], worlds[n], lanes))
        loops.append(yardstick())
    print(in_words(loops))
    for n in sizes:
        print(f"{n:>9,} people: world drawn in {drawn[n]:.2f} s ({drawn[n] * 1e6 / n:.1f} us a stakeholder)")
        for (people, lanes), costs in sorted(found.items()):
            if people == n:
                print(
                    f"  {lanes:>3} lanes: {min(costs):7.1f} ns a stakeholder-week (slowest {max(costs):.1f})"
                )
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    best = {key: float(np.min(costs)) for key, costs in found.items()}
    if arguments.chart is not None:
        chart(best, arguments.chart)
    most = max(n for n in sizes if n <= 100_000)
    print(f"{most:,} people against {sizes[0]:,}, {MOST_LANES} lanes; at most {BAR} is the bar")
    print(f"ratio: {best[most, MOST_LANES] / best[sizes[0], MOST_LANES]:.2f}")


if __name__ == "__main__":
    main()
