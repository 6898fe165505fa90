"""What starting costs: ``sim --help``, importing the package, and a comparison started a second time.

Each is a process of its own, timed whole, beside an interpreter that starts and ends (``python -c pass``).
They alternate; each is reported at its quickest. Importing must compile nothing: that is checked, not timed.

Run: python benchmarks/start_up.py [--rounds 5] [--pairs 200]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from yardstick import in_words, yardstick

BAR_HELP, BAR_COMPARE = 0.5, 10.0
COMPILES = """
import numba.core.dispatcher as dispatcher
made = []
honest = dispatcher.Dispatcher.compile
dispatcher.Dispatcher.compile = lambda self, signature: made.append(self) or honest(self, signature)
import sim
assert not made, made
"""


def seconds(*command: str) -> float:
    """Of one process, from start to end."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=200)
    arguments = parser.parse_args()
    seconds("-c", COMPILES)
    print("import sim compiles nothing: checked")
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "python -c pass": ("-c", "pass"),
            "import sim": ("-c", "import sim"),
            "sim --help": ("-m", "sim", "--help"),
        }
        found: dict[str, list[float]] = {name: [] for name in commands}
        compare = f"sim compare --pairs {arguments.pairs}, second start"
        found[compare] = []
        seconds("-m", "sim", "compare", "--pairs", "1", "--json")  # compiles
        loops = []
        for number in range(arguments.rounds):
            loops.append(yardstick())
            for name, command in commands.items():
                found[name].append(seconds(*command))
            if number < 2:
                out = str(Path(folder) / f"comparison{number}")
                found[compare].append(
                    seconds("-m", "sim", "compare", "--pairs", str(arguments.pairs), "--out", out)
                )
            loops.append(yardstick())
    print(in_words(loops))
    for name, times in found.items():
        print(f"{name}: {min(times):.2f} s (slowest {max(times):.2f}; {len(times)} starts)")
    print(f"bars: sim --help {BAR_HELP} s, a comparison of 200 pairs {BAR_COMPARE:.0f} s")
    print(f"ratio: {min(found['sim --help']) / min(found['python -c pass']):.1f}")


if __name__ == "__main__":
    main()
