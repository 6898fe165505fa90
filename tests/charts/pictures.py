"""Draw the four charts of the built-in scenario into docs/images: ``python -m tests.charts.pictures``."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.charts import losing_and_gaining, paired_difference, png_of, support_by_group, trust
from sim.experiments import compare
from sim.experiments.chart_data import chart_data_of

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def draw(folder: Path, plans: tuple[str, ...] = ("early", "late"), pairs: int = 200) -> None:
    data = chart_data_of(compare(plans=plans, pairs=pairs, seed=1))
    folder.mkdir(parents=True, exist_ok=True)
    for chart in (support_by_group, losing_and_gaining, paired_difference, trust):
        (folder / f"{chart.__name__}.png").write_bytes(png_of(chart(data)))


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
