"""Whom an instrument suits (J): what the page offers first in a row; anything may be used for anybody."""

from __future__ import annotations

from sim.scenario import Scenario
from sim.scenario.population import AudienceKind

_PUBLIC: tuple[AudienceKind, ...] = ("residents", "representatives")
SUITS: dict[str, tuple[AudienceKind, ...]] = {
    "public_meeting": _PUBLIC,
    "outreach": ("residents",),
    "listening_event": _PUBLIC,
    "deliberative_event": _PUBLIC,
    "citizens_jury": ("residents",),
    "options_workshop": ("residents", "representatives", "clinicians", "politicians", "assurers"),
    "reference_group": ("representatives",),
    "patient_panel": ("representatives",),
    "engagement_hearing": (*_PUBLIC, "clinicians"),
    "information_campaign": _PUBLIC,
    "door_drop": ("residents",),
    "staff_session": ("clinicians",),
    "clinical_workshop": ("clinicians",),
    "working_session": ("stewards",),
    "clinical_briefing": ("clinicians", "politicians", "representatives"),
    "management_briefing": ("stewards", "assurers", "clinicians", "politicians"),
    "case_for_change_launch": ("residents", "clinicians", "politicians"),
    "consultation_questionnaire": _PUBLIC,
    "sample_survey": ("residents",),
    "seldom_heard_session": _PUBLIC,
    "local_media": ("residents",),
    "gp_ballot": ("clinicians",),
    "council_briefing": ("politicians",),
    "mp_meeting": ("politicians",),
    "assurance_dialogue": ("assurers",),
    "you_said_we_did": _PUBLIC,
}


def rows_suited(scenario: Scenario, instrument: str) -> list[str]:
    """Groups an instrument suits, in the scenario's order; all, for one that is not in the table."""
    groups = scenario.population.groups
    kinds = SUITS.get(instrument)
    return [group.name for group in groups if kinds is None or group.audience_kind in kinds]
