"""Support and trust by week: by group, and where the service is lost or kept."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.charts.data import ChartData, Ends
from sim.charts.weeks import Scale, draw_rows
from sim.charts.words import capital, plan_words, sentence, short

SUPPORT = Scale("support points", decimals=2, least_range=0.2, bounds=(-1.0, 1.0), with_zero=True)
TRUST = Scale("trust (0 to 1)", decimals=3, least_range=0.08, bounds=(0.0, 1.0), with_zero=False)


def support_by_group(data: ChartData, headline: str = "") -> Figure:
    """Mean support of every stakeholder group by week under every plan.

    Parameters
    ----------
    headline : where the finding stands elsewhere already; without it, the finding about residents
    """
    finding, notes = _words([(each.residents, "for residents") for each in data.contrasts], data)
    words = (headline, []) if headline else (finding, notes)
    return draw_rows(data, [(panel, SUPPORT) for panel in data.groups], *words, row=0.76)


def losing_and_gaining(data: ChartData) -> Figure:
    """Residents' support by week in the localities that lose the service and in those that keep it."""
    first = data.contrasts[0]
    sides = ((first.losing, "where the service is lost"), (first.gaining, "where the service stays"))
    headline, notes = _words([(ends, subject) for ends, subject in sides if ends is not None], data)
    return draw_rows(data, [(panel, SUPPORT) for panel in data.sides], headline, notes, row=0.8)


def trust(data: ChartData) -> Figure:
    """Residents' trust by week in the localities that lose the service and in those that keep it."""
    headline, notes = _words([(each.trust, "in residents’ trust") for each in data.contrasts], data)
    return draw_rows(data, [(panel, TRUST) for panel in data.trust], headline, notes, row=0.62)


def _words(found: Sequence[tuple[Ends, str]], data: ChartData) -> tuple[str, list[str]]:
    """The first finding as headline; what became of it, and the other findings, as notes."""
    last = data.groups[0].courses[0].mean.size - 1
    (ends, subject), *others = found
    notes = [f"At the decision (week {data.decision_week}). By week {last}: {short(ends.horizon)}."]
    for ends, about in others:
        against = f" against {plan_words(ends.decision.other)}" if len(data.plans) > 2 else ""
        notes.append(
            f"{capital(about)}{against}: {short(ends.decision)}. By week {last}: {short(ends.horizon)}."
        )
    return sentence(found[0][0].decision, subject), notes
