"""Why plans differ: what each mechanism added to the difference in support, group by group."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.data import ChartData, Contrast, Reasons
from sim.charts.findings import DECIMALS, EXACTLY_NOTHING, why_words
from sim.charts.sheet import LINE, MARGIN, WIDTH, Sheet, value_axis
from sim.charts.style import BLUE, INK, PALE, QUIET, RULE, SHADE, SMALLEST, font, wrapped
from sim.charts.words import counted, in_antithetic, plan_words, signed

COLUMNS, BETWEEN, NUMBER = 3, 0.16, 0.46
LABELS_RIGHT = 1.52
ROW, TICKS, BELOW = 0.185, 0.34, 0.06  # TICKS: numbers and label below a panel
FEW, FEW_WORDS = 30, "From so few, intervals are a little too narrow. "  # pairs


def why_plans_differ(data: ChartData, against: str | None = None) -> Figure:
    """Parts of the difference between the first plan and another, a panel a group, on one axis.

    Parameters
    ----------
    against : name of the other plan; without it, the second plan

    Raises
    ------
    ValueError
        If these plans were compared without an account.
    """
    contrast = next((each for each in data.contrasts if each.other == against), data.contrasts[0])
    if contrast.why is None:
        raise ValueError(f"no account was kept of {data.plans[0]} against {contrast.other}")
    shown = _that_count(contrast.why.groups)
    n_rows = len(shown[0].parts) + 1
    title_lines = max(len(_title(each)) for each in shown)
    panel = title_lines * LINE + 0.04 + n_rows * ROW
    tiers = -(-len(shown) // COLUMNS)
    body = tiers * (panel + TICKS + BELOW) - BELOW
    sheet = Sheet(why_words(data, contrast), _notes(data, contrast), _caption(data, contrast), body)
    pitch = (WIDTH - MARGIN - LABELS_RIGHT + BETWEEN) / COLUMNS
    limits = _limits(shown)
    for at, reasons in enumerate(shown):
        tier, column = divmod(at, COLUMNS)
        x, y = LABELS_RIGHT + column * pitch, tier * (panel + TICKS + BELOW)
        for line, words in enumerate(_title(reasons)):
            sheet.text(x, y + LINE * line, words, font(8.5, "bold"), va="top")
        top = y + title_lines * LINE + 0.04
        if column == 0:
            _name_rows(sheet, reasons, top)
        axes = sheet.axes(x, top, pitch - BETWEEN - NUMBER, n_rows * ROW)
        axes.set_xlim(*limits)
        _draw_parts(axes, reasons, contrast.residents.decision.rope)
        _write_means(sheet, reasons, x + pitch - BETWEEN, top)
        axes.set_xlabel("support points", fontproperties=font(), color=QUIET, labelpad=1.5)
    return sheet.figure


def _that_count(groups: Sequence[Reasons]) -> list[Reasons]:
    """Without mechanisms that add exactly nothing for any group."""
    count = [
        any(abs(reasons.parts[at].mean) > EXACTLY_NOTHING for reasons in groups)
        for at in range(len(groups[0].parts))
    ]
    return [
        Reasons(
            each.title,
            tuple(part for part, counts in zip(each.parts, count, strict=True) if counts),
            each.total,
        )
        for each in groups
    ]


def _notes(data: ChartData, contrast: Contrast) -> list[str]:
    assert contrast.why is not None, "drawn with an account"
    first, other = plan_words(data.plans[0]), plan_words(contrast.other)
    shown = {part.label for part in _that_count(contrast.why.groups)[0].parts}
    nothing = [part.label for part in contrast.why.groups[0].parts if part.label not in shown]
    note = (
        f"Blue: adds more to support under {first} than under {other}; pale: less. Bars add up to the last "
        "one exactly. Line: 95 % interval of the mean. Shaded: too small to matter (the rope)."
    )
    if nothing:
        note += f" No difference at all: {', '.join(label.lower() for label in nothing)}."
    return [note]


def _caption(data: ChartData, contrast: Contrast) -> str:
    assert contrast.why is not None, "drawn with an account"
    first, other = plan_words(data.plans[0]), plan_words(contrast.other)
    pairs = counted(contrast.why.pairs, "pair")
    some = f"the first {pairs} of {data.pairs:,}, so totals may differ a little from those of all pairs"
    return (
        f"{data.title}. Estimand: {first} minus {other}, same people, same luck, week {data.decision_week}; "
        f"{some if contrast.why.pairs < data.pairs else pairs}{in_antithetic(contrast.why)}. "
        f"{FEW_WORDS * ((contrast.why.antithetic_pairs or contrast.why.pairs) < FEW)}"
        "One axis for all groups. A simulation, not a forecast."
    )


def _title(reasons: Reasons) -> list[str]:
    width = (WIDTH - MARGIN - LABELS_RIGHT + BETWEEN) / COLUMNS - BETWEEN
    return wrapped(reasons.title, width, font(8.5, "bold"), most_lines=2)


def _limits(groups: Sequence[Reasons]) -> tuple[float, float]:
    every = [part for each in groups for part in (*each.parts, each.total)]
    reach = [0.0, *(part.mean for part in every)]
    reach += [end for part in every for end in (part.low, part.high) if math.isfinite(end)]
    low, high = min(reach), max(reach)
    pad = 0.04 * (high - low) or 0.01
    return low - pad, high + pad


def _draw_parts(axes: Axes, reasons: Reasons, rope: float) -> None:
    n_parts = len(reasons.parts)
    axes.set_ylim(n_parts + 1, 0)  # the first mechanism is the topmost, the total the last
    limits = axes.get_xlim()
    axes.fill_between(
        [max(-rope, limits[0]), min(rope, limits[1])],
        n_parts + 0.02,
        n_parts + 1,
        color=SHADE,
        linewidth=0,
        zorder=0,
    )
    rows = (*reasons.parts, reasons.total)
    middles = [at + 0.5 for at in range(len(rows))]
    fills, edges = zip(*((BLUE, BLUE) if part.mean > 0 else (PALE, "#8d8b85") for part in rows), strict=True)
    means = [part.mean for part in rows]
    axes.barh(middles, means, height=0.62, color=fills, edgecolor=edges, linewidth=0.5, zorder=2)
    known = [
        (part, at) for part, at in zip(rows, middles, strict=True) if math.isfinite(part.low + part.high)
    ]
    axes.plot(  # one line with gaps, which is drawn sooner than many
        [end for part, _ in known for end in (part.low, part.high, math.nan)],
        [y for _, at in known for y in (at, at, math.nan)],
        color=INK, linewidth=1.3, zorder=3, solid_capstyle="butt",
    )  # fmt: skip
    axes.axhline(n_parts, color=INK, linewidth=0.7)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=2.5)
    axes.set_yticks([])
    value_axis(axes, "x", 4, is_signed=True, inset=0.1)


def _name_rows(sheet: Sheet, reasons: Reasons, top: float) -> None:
    for at, part in enumerate((*reasons.parts, reasons.total)):
        face = font(SMALLEST, "bold" if part is reasons.total else "normal")
        name = wrapped(part.label, LABELS_RIGHT - MARGIN - 0.06, face, most_lines=1)[0]
        sheet.text(MARGIN, top + ROW * (at + 0.5), name, face, va="center_baseline")
        sheet.line(
            (MARGIN, top + ROW * (at + 1)),
            (WIDTH - MARGIN, top + ROW * (at + 1)),
            color=RULE,
            linewidth=0.4,
            zorder=-1,
        )


def _write_means(sheet: Sheet, reasons: Reasons, right: float, top: float) -> None:
    for at, part in enumerate((*reasons.parts, reasons.total)):
        face = font(SMALLEST, "bold" if part is reasons.total else "normal")
        words = signed(part.mean, DECIMALS) if abs(part.mean) > EXACTLY_NOTHING else "–"
        sheet.text(right, top + ROW * (at + 0.5), words, face, ha="right", va="center_baseline")
