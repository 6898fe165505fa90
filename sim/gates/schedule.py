"""When gates are not held: in the weeks before an election."""

from __future__ import annotations


def after_pause(week: int, election_week: int | None, pause_weeks: int) -> int:
    """The week itself, or, in the pause before an election, the week after the election.

    Source: S114, nothing is launched or decided in the pre-election period.
    """
    if election_week is not None and election_week - pause_weeks <= week <= election_week and pause_weeks > 0:
        return election_week + 1
    return week
