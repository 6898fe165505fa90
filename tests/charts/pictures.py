"""Draw the charts of the built-in scenario into docs/images: ``python -m tests.charts.pictures``."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from sim.charts import (
    campaigns_and_cost,
    losing_and_gaining,
    paired_difference,
    png_of,
    support_by_group,
    trust,
    why_plans_differ,
)
from sim.experiments import compare
from sim.experiments.chart_data import chart_data_of
from sim.experiments.explain import EXPLAINED_PAIRS

COLOURS = 128  # enough for the greys of small text, at a third of the size
CHARTS = (
    support_by_group,
    losing_and_gaining,
    paired_difference,
    trust,
    campaigns_and_cost,
    why_plans_differ,
)
IMAGES = Path(__file__).parents[2] / "docs" / "images"


def draw(folder: Path, plans: tuple[str, ...] = ("early", "late"), pairs: int = 200) -> None:
    data = chart_data_of(compare(plans=plans, pairs=pairs, seed=1, explain_pairs=EXPLAINED_PAIRS))
    folder.mkdir(parents=True, exist_ok=True)
    for chart in CHARTS:
        drawn = Image.open(io.BytesIO(png_of(chart(data)))).convert("RGB")
        drawn.quantize(COLOURS).save(folder / f"{chart.__name__}.png", optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
