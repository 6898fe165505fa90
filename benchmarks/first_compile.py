"""What compiling costs, once: a run with an empty cache beside the same run with a full one.

Both are processes of their own, timed whole; the cache is a folder made for this benchmark.

Run: python benchmarks/first_compile.py [--rounds 2]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time

from yardstick import in_words, yardstick

BAR = 40.0


def seconds(cache: str) -> float:
    """Of one run as a user starts it."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sim", "run", "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "NUMBA_CACHE_DIR": cache},
    )
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    first, second, loops = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            loops.append(yardstick())
            first.append(seconds(cache))
            second.append(seconds(cache))
            loops.append(yardstick())
    print(in_words(loops))
    print(
        f"empty cache: {min(first):.1f} s (slowest {max(first):.1f}; {rounds} starts); the bar is {BAR:.0f} s"
    )
    print(f"full cache: {min(second):.2f} s (slowest {max(second):.2f})")
    print(f"ratio: {min(first) / min(second):.1f}")


if __name__ == "__main__":
    main()
