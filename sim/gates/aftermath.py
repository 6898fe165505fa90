"""What can still happen to an approved proposal: a minister, a court, and whether it is paid for.

Minister and court run side by side, and whichever ends the programme first ends it. What
survives both needs an affordable final business case and, if it needs capital, somebody who
finds it. Every chance and delay is the rulebook's; every event has one uniform number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.gates.challenges import Heard, Intervened, hear_challenge, intervene
from sim.gates.ending import Ending, Outcome
from sim.gates.funding import Funded, close_business_case
from sim.gates.luck import AftermathDraws, Happening
from sim.gates.standing import Standing
from sim.scenario.rulebook import Rulebook


@dataclass(frozen=True)
class Aftermath:
    """All that followed a decision in favour: dated happenings and how it ended."""

    intervened: Intervened
    heard: Heard
    funded: Funded | None
    happenings: tuple[Happening, ...]
    ending: Ending

    def ending_by(self, week: int) -> Ending:
        """How it has ended by the end of a week; still running if it has not."""
        return self.ending if self.ending.week <= week else Ending("still running", week)


def follow_decision(
    rulebook: Rulebook,
    standing: Standing,
    objected: bool,
    parameters: Mapping[str, float],
    draws: AftermathDraws,
    week: int,
) -> Aftermath:
    """All that follows a decision in favour, from what stood in the week of the decision.

    Parameters
    ----------
    standing : Standing
        As the decision's week ended; later weeks do not change it here. Who wants them to can call
        ``intervene``, ``hear_challenge`` and ``close_business_case`` one by one.
    objected : bool
        Whether scrutiny objected (``has_objected``).
    parameters : by name
        ``modified_bar`` is read.
    draws : AftermathDraws
        One uniform number an event.
    """
    after = rulebook.after_decision
    intervened = intervene(after.intervention, standing, objected, draws, week)
    heard = hear_challenge(after.judicial_review, standing, objected, draws, week)
    stopped = intervened.week if intervened.advice == "stop" else None
    quashed = heard.week if heard.quashed else None
    funded = None
    if stopped is not None and (quashed is None or stopped <= quashed):
        ending = Ending("stopped by minister", stopped)
    elif quashed is not None:
        ending = Ending("quashed", quashed)
    else:
        settled = max(intervened.week, heard.week)
        funded = close_business_case(after, standing, draws, settled, settled - week)
        modified = intervened.advice == "modify" or standing.redesign > parameters["modified_bar"]
        approved: Outcome = "approved modified" if modified else "approved as proposed"
        ending = Ending(approved if funded.built else "approved but unfunded", funded.week)
    told = [*intervened.happenings, *heard.happenings, *(funded.happenings if funded else ())]
    before_the_end = sorted((each for each in told if each.week <= ending.week), key=lambda each: each.week)
    return Aftermath(intervened, heard, funded, tuple(before_the_end), ending)
