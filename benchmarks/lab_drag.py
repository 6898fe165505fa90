"""How long a drag takes from the hand to the redrawn chart: a real browser, every move counted.

A bar of the page is dragged to and fro, a move every 50 ms; a move counts as answered in the frame after
the first answer at least as new. First paint is told too. Needs chromium, as tests of the page do.

Run: python benchmarks/lab_drag.py [--moves 300]
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time

import numpy as np
from playwright.sync_api import sync_playwright

BAR_SECONDS = 0.3
PATIENCE = 100
PAUSE_SECONDS, THERE_AND_BACK, PIXELS = 0.05, 160, 7.5
BROWSER = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WATCH = """() => {
  const bar = document.querySelector('.bar[aria-label="Listening events"]');
  const lab = document.querySelector('#lab');
  window.moved = []; window.waited = [];
  new MutationObserver(() => window.moved.push(performance.now()))
    .observe(bar, {attributes: true, attributeFilter: ['aria-valuenow']});
  const first = Number(lab.dataset.edit);
  new MutationObserver(() => {
    const answered = Number(lab.dataset.edit) - first;
    requestAnimationFrame(() => setTimeout(() => {
      const now = performance.now();
      while (window.waited.length < answered && window.waited.length < window.moved.length) {
        window.waited.push(now - window.moved[window.waited.length]);
      }
    }));
  }).observe(lab, {attributes: true, attributeFilter: ['data-edit']});
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def dragged(address: str, moves: int) -> tuple[float, list[float]]:
    """Milliseconds to first paint, and from each move to the chart that answers it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(address)
        page.wait_for_selector('#stage[data-stage="refined"]', timeout=180_000)
        paint = float(page.evaluate(PAINT))
        page.evaluate(WATCH)
        box = page.locator('.bar[aria-label="Listening events"]').bounding_box()
        assert box is not None
        x, y = box["x"] + 60, box["y"] + 8
        page.mouse.move(x, y)
        page.mouse.down()
        for move in range(moves):
            at = move % THERE_AND_BACK
            page.mouse.move(x + PIXELS * min(at, THERE_AND_BACK - at), y)
            time.sleep(PAUSE_SECONDS)
        for _ in range(PATIENCE):  # the page's policy lets nobody wait in it for a script of theirs
            if page.evaluate("window.waited.length === window.moved.length"):
                break
            page.wait_for_timeout(100)
        page.mouse.up()
        waited = [float(each) for each in page.evaluate("window.waited")]
        browser.close()
    return paint, waited


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=300)
    moves = parser.parse_args().moves
    command = [sys.executable, "-m", "sim", "lab", "emergency_care", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None, "the lab tells where it listens"
        try:
            paint, waited = dragged(found[0], moves)
        finally:
            server.terminate()
    half, most, worst = np.percentile(waited, (50, 95, 100))
    print(f"first paint: {paint:.0f} ms")
    print(f"drag to redrawn chart: {len(waited)} moves, p50 {half:.0f} ms, p95 {most:.0f}, most {worst:.0f}")
    print(f"ratio: {1000 * BAR_SECONDS / most:.2f}")


if __name__ == "__main__":
    main()
