"""The arrays a week works on, named and shaped.

State is ``float64[n, lanes]``: one row a stakeholder, one column a design point, lanes
innermost so that the arithmetic of one stakeholder runs over all design points at once.
What lanes share (people, network, luck) has no lane axis.

Sums over stakeholders run in one fixed order, in compiled code: numpy's own sums differ
in bits between an (n, 1) array and a column of an (n, 32) one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.uint8]

PROFESSIONAL, STEWARD, RESIDENT, ELECTED, ASSURER = range(5)
KIND_CODES = {
    "professional": PROFESSIONAL,
    "steward": STEWARD,
    "resident": RESIDENT,
    "elected": ELECTED,
    "assurer": ASSURER,
}
NOWHERE = -1


class People(NamedTuple):
    """Who the stakeholders are; drawn once, shared by lanes.

    Stakeholders of one group stand in one run of rows, ``group_start[g]`` to ``group_start[g+1]``.
    Deviates are standard normal; lanes scale them.
    """

    group_start: Integers  # [n_groups + 1]
    group_kind: Integers  # [n_groups], a kind code
    locality: Integers  # [n], NOWHERE for system-wide stakeholders
    role: Integers  # [n], position of a steward's role, else NOWHERE
    body: Integers  # [n], position of an assurer's body, else NOWHERE
    cell: Integers  # [1 + n_structures, n], (group, locality) cell; then 1 for members of each structure
    in_withdrawal: Floats  # [n], 1 where the preferred option takes the service away
    weight: Floats  # [n], people a stakeholder stands for
    influence: Floats  # [n], >= 0, how much others hear a stakeholder; 1 unless a register says otherwise
    affected: Floats  # [n], 1 for residents of localities the preferred option affects
    suspects_cuts: Floats  # [n], 0 or 1
    gain_deviate: Floats  # [n]
    judgement_deviate: Floats  # [n]
    threshold_deviate: Floats  # [n]
    locality_share: Floats  # [n_localities], share of all residents
    body_tests: Floats  # [n_bodies, n_tests], weights adding up to 1 (0 without assurers)
    circle_start: Integers  # [n_structures + 1], where the members of each standing structure begin
    circle_member: Integers  # [members of all structures], rows of stakeholders


class Network(NamedTuple):
    """Who hears whom: rows of neighbours in compressed sparse form, ordered by layer within a row."""

    start: Integers  # [n, n_layers + 1], where a row's ties in each layer begin, and the last one's end
    neighbour: NDArray[np.int32]  # [ties]


class Prior(NamedTuple):
    """What a stakeholder started from, and the harm it expects under the options still open."""

    support: Floats  # [n, lanes], in [-1, 1]
    trust: Floats  # [n, lanes], in [0, 1]
    harm: Floats  # [n, lanes], in [0, 1]


class State(NamedTuple):
    """What a week changes in a stakeholder; all ``float64[n, lanes]``."""

    lasting: Floats  # in [-1, 1]
    passing: Floats  # in [-2, 2]; support = lasting + passing
    support: Floats  # in [-1, 1]
    trust: Floats  # in [0, 1]
    certainty: Floats  # in [0, 1]
    awareness: Floats  # in [0, 1]
    fatigue: Floats  # in [0, 1]
    expectation: Floats  # in [0, 1]
    voice: Floats  # >= 0, voice had so far
    against: Floats  # 0 or 1, campaigns against
    in_favour: Floats  # 0 or 1, campaigns for
    responded: Floats  # 0 or 1, has responded to the consultation


class Course(NamedTuple):
    """What a week changes in a programme; ``float64[lanes]`` unless said."""

    disclosed: Floats  # 0 or 1
    leaked: Floats  # 0 or 1
    leaked_now: Floats  # 1 in the week of the leak
    attention: Floats  # media attention, in [0, 1]
    tone: Floats  # tone of the media, in [-1, 1]
    campaign_against: Floats  # [n_localities, lanes], in [0, 1]
    campaign_for: Floats  # [n_localities, lanes], in [0, 1]
    redesign: Floats  # share of harm taken away, in [0, 1]
    evidence: Floats  # in [0, 1]
    process: Floats  # adequacy of the process, in [0, 1]
    heard_so_far: Floats  # sum of weekly heard voice
    voice_sum: Floats  # people times voice so far
    open_voice_sum: Floats  # the same times openness
    insiders_met: Floats  # share of insiders met last week
    clinicians_met: Floats  # share of clinicians met last week
    contacts: Floats  # [n_groups, lanes], contacts made so far, in people
    affordability: Floats  # what structures added to the finance case
    delivery: Floats  # what structures added to the workforce and estates cases
    getting_used: Floats  # share of a withdrawn service's harm people got used to
    cost_contacts: Floats  # share of the budget
    cost_weeks: Floats  # share of the budget
    cost_redesign: Floats  # share of the budget
    responses: Floats  # to the consultation, in people
    responses_in_favour: Floats  # by people with support above 0
    responses_late: Floats  # in the last third of the consultation
    clipped: Floats  # updates of support that had to be clipped


class Tally(NamedTuple):
    """Weighted means over groups and over the residents of localities."""

    group_support: Floats  # [n_groups, lanes]
    group_in_favour: Floats  # [n_groups, lanes], share with support above 0
    group_trust: Floats  # [n_groups, lanes]
    group_awareness: Floats  # [n_groups, lanes]
    locality_support: Floats  # [n_localities, lanes]
    locality_trust: Floats  # [n_localities, lanes]
    locality_against: Floats  # [n_localities, lanes], share campaigning against
    locality_for: Floats  # [n_localities, lanes], share campaigning for
    public_support: Floats  # [lanes], residents
    clinician_support: Floats  # [lanes], professionals
    public_harm: Floats  # [lanes], mean expected harm of residents
    people_heard: Floats  # [lanes], affected residents who had a voice or responded


def zero_course(n_groups: int, n_localities: int, lanes: int) -> Course:
    """A programme before its first week."""
    rows = {"contacts": n_groups, "campaign_against": n_localities, "campaign_for": n_localities}
    return Course(
        **{name: np.zeros((rows[name], lanes) if name in rows else lanes) for name in Course._fields}
    )


def zero_tally(n_groups: int, n_localities: int, lanes: int) -> Tally:
    """Room for a tally."""
    rows = {"group": n_groups, "locality": n_localities}
    sizes = {name: rows.get(name.split("_", 1)[0]) for name in Tally._fields}
    return Tally(**{name: np.zeros((size, lanes) if size else lanes) for name, size in sizes.items()})


class Now(NamedTuple):
    """The calendar of this week; ``float64[lanes]`` unless said."""

    definiteness: Floats  # in [0, 1]
    definiteness_growth: Floats  # since last week
    openness: Floats  # in [0, 1]
    chance_of_preferred: Floats  # in [0, 1]
    announced: Floats  # 1 from the announcement on
    event: Floats  # 1 in a week with news
    proximity: Floats  # of an election, in [0, 1]
    heard: Floats  # voice the programme plans to hear this week, in [0, 1]
    responsiveness: Floats  # share of input acted on
    responsiveness_seen: Floats  # as far as it has been shown
    money_frame: Floats  # 1 once money has been the frame
    group_gain: Floats  # [n_groups, lanes], expected mean gain
    safety_gain: Floats  # expected
    case: Floats  # [n_roles, lanes], expected case of finance, workforce, estates
    fit_to_needs: Floats  # in [0, 1]
    patient_choice: Floats  # in [0, 1]
    beds: Floats  # in [0, 1]
    consultation_time: Floats  # planned consultation over the proper length, in [0, 1]
    contact_cost: Floats  # share of the budget this week
    withdrawn: Floats  # 1 once the service is withdrawn in the interim
    consulting: Floats  # 1 while the public consultation is open
    consultation_elapsed: Floats  # share of the consultation that is over, in [0, 1]
    circle_weight: Floats  # [n_structures, lanes], weight of a structure's mean while it stands
    circle_evidence: Floats  # [n_structures, lanes], evidence a meeting this week produces
    circle_affordability: Floats  # [n_structures, lanes]
    circle_delivery: Floats  # [n_structures, lanes]


class Activities(NamedTuple):
    """What lanes' activities are, whether they run or not."""

    cells: Integers  # [n_activities], which row of People.cell says who is reached
    reach: Floats  # [n_activities, n_cells, lanes], chance of being invited if it runs in full
    worth: Floats  # [n_activities, lanes], voice of the mode
    credibility: Floats  # [n_activities, lanes], of the messenger
    money: Floats  # [n_activities, lanes], 1 if the frame is money
    concerns: NDArray[np.bool_]  # [n_activities, n_groups], whether any lane invites anybody of the group
    most_willing: Floats  # [lanes], more than what reach is ever multiplied with in a chance to attend


class Agenda(NamedTuple):
    """What lanes do in every week, whatever the luck."""

    rows: Floats  # [weeks, n_rows, lanes], the fields of ``Now`` and more
    place: Integers  # [fields of Now, 2], first row of each and the one after its last
    running: Floats  # [weeks, n_activities, lanes], share of its reach an activity can meet; 0 while it rests
    activities: Activities


class Contacts(NamedTuple):
    """Activities that run this week in any lane."""

    uniform: Floats  # [n_activities, n]
    row: Integers  # [n_active], of an activity's draws
    cells: Integers  # [n_active]
    reach: Floats  # [n_active, n_cells, lanes], chance of being invited
    worth: Floats  # [n_active, lanes]
    credibility: Floats  # [n_active, lanes]
    money: Floats  # [n_active, lanes]
    concerns: NDArray[np.bool_]  # [n_active, n_groups]
    most_likely: Floats  # [n_active, n_cells], no chance to attend is higher in any lane


class Draws(NamedTuple):
    """This week's luck; ``float64[n]`` unless said."""

    noise: Floats  # standard normal
    joining: Floats  # uniform
    leaving: Floats  # uniform
    leak: Floats  # [1], uniform
    responding: Floats  # uniform


MECHANISMS = (
    "engagement",
    "fairness",
    "self_evaluation",
    "peers",
    "media",
    "pressure",
    "fatigue",
    "noise",
    "prior",
    "clipping",
)


class Account(NamedTuple):
    """What each mechanism has added to support so far; empty unless a run is to be explained."""

    lasting: Floats  # [n_mechanisms, n * lanes]
    passing: Floats  # [n_mechanisms, n * lanes]


def account_of(n: int, lanes: int) -> Account:
    """An account in which nothing has been entered yet."""
    return Account(np.zeros((len(MECHANISMS), n * lanes)), np.zeros((len(MECHANISMS), n * lanes)))


class Scratch(NamedTuple):
    """Room for a week's results that nobody needs afterwards; and ``peers``, the same in every week."""

    peers: Floats  # [n, n_layers], influence of those a stakeholder hears in each layer, added up
    peer_support: Floats  # [n * lanes]
    peer_awareness: Floats  # [n * lanes]
    said: Floats  # [n * 3 * lanes], loudness times support, then times awareness; see ``sim.week.ties``
    is_loud: Flags  # [n], 1 if the stakeholder campaigns in any lane
    in_layer: Floats  # [3 * lanes], support and awareness heard in a layer, and influence of campaigners
    heard: Floats  # [3 * lanes], support and awareness heard in all layers, and their weight
    tiles: Floats  # [N_TILES * STRIP], rows as in ``sim.week.strips``
    strip: Floats  # [N_ROWS * STRIP]
    body_belief: Floats  # [n_bodies, lanes]
    circle_mean: Floats  # [n_structures, lanes], mean support of members, by influence
    voice_met: Floats  # [lanes], residents' voice this week
    clinicians_met: Floats  # [lanes]
    insiders_met: Floats  # [lanes]


def scratch_for(
    n: int, n_layers: int, n_bodies: int, n_structures: int, lanes: int, n_tiles: int, n_strip: int
) -> Scratch:
    """Room for n stakeholders in so many lanes."""
    return Scratch(
        peers=np.zeros((n, n_layers)),
        peer_support=np.zeros(n * lanes),
        peer_awareness=np.zeros(n * lanes),
        said=np.zeros(n * 3 * lanes),
        is_loud=np.zeros(n, dtype=np.uint8),
        in_layer=np.zeros(3 * lanes),
        heard=np.zeros(3 * lanes),
        tiles=np.zeros(n_tiles),
        strip=np.zeros(n_strip),
        body_belief=np.zeros((max(1, n_bodies), lanes)),
        circle_mean=np.zeros((n_structures, lanes)),
        voice_met=np.zeros(lanes),
        clinicians_met=np.zeros(lanes),
        insiders_met=np.zeros(lanes),
    )


def flat_state(state: State) -> State:
    """The same memory in one dimension, as compiled loops over strips want it."""
    return State(*(array.reshape(-1) for array in state))


def flat_prior(prior: Prior) -> Prior:
    """The same memory in one dimension."""
    return Prior(*(array.reshape(-1) for array in prior))
