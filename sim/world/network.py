"""Contact network: five layers, drawn once a replication and shared by every lane.

Professional ties run mostly within a site; community ties within a locality, in rings of
people of like mind with some ties rewired; online ties go to a few who are heard by
many; political ties join a party, its constituents and local clinicians; governance
ties join stewards, assurers and clinical leads. All ties are mutual.

Source: the small world of Watts & Strogatz 1998 for communities; a heavy-tailed fitness
model for online ties. Layer shapes are judgement.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Integers, Network
from sim.random_streams import DrawKind, Stream, stream
from sim.scenario.population import NetworkSettings

LAYERS = ("professional", "community", "online", "political", "governance")
Ties = tuple[Integers, Integers]


def draw_network(
    settings: NetworkSettings,
    members: dict[str, Integers],
    locality: Integers,
    view: Floats,
    seed: int,
    replication: int,
    draws: DrawKind,
) -> Network:
    """Draw every layer.

    Parameters
    ----------
    members : rows of stakeholders by kind
    locality : int64[n]
    view : float64[n]
        Standard deviates of prior views, for like-mindedness.
    """
    layers = [
        _professional(
            settings,
            members["professional"],
            locality,
            stream(seed, replication, "network_professional", draws),
        ),
        _community(
            settings,
            members["resident"],
            locality,
            view,
            stream(seed, replication, "network_community", draws),
        ),
        _online(settings, members, stream(seed, replication, "network_online", draws)),
        _political(settings, members, locality, stream(seed, replication, "network_political", draws)),
        _governance(settings, members, stream(seed, replication, "network_governance", draws)),
    ]
    if settings.variant == "merged":
        layers = [
            (np.concatenate([one for one, _ in layers]), np.concatenate([other for _, other in layers]))
        ]
        layers += [(np.empty(0, np.int64), np.empty(0, np.int64))] * (len(LAYERS) - 1)
    elif settings.variant == "rewired":
        chance = stream(seed, replication, "network_rewiring", draws)
        layers = [(one, chance.permutation(other)) for one, other in layers]
    return _compressed(locality.size, layers)


def _compressed(n: int, layers: list[Ties]) -> Network:
    """Both directions of every tie, without loops and repeats, in rows ordered by layer and neighbour."""
    codes = []
    for layer, (one, other) in enumerate(layers):
        source, target = np.concatenate([one, other]), np.concatenate([other, one])
        kept = source != target
        codes.append(np.unique((source[kept] * len(layers) + layer) * n + target[kept]))
    code = np.sort(np.concatenate(codes))
    counts = np.bincount(code // n, minlength=n * len(layers))
    ends = np.cumsum(counts).reshape(n, len(layers))
    start = np.concatenate([np.concatenate([[0], ends[:-1, -1]])[:, None], ends], axis=1)
    return Network(
        start=np.ascontiguousarray(start, dtype=np.int64),
        neighbour=(code % n).astype(np.int32),
    )


def _pick(among: Integers, count: int, chance: Stream) -> Integers:
    if among.size == 0:
        return np.empty(0, dtype=np.int64)
    return among[(chance.random(count) * among.size).astype(np.int64)]


def _professional(
    settings: NetworkSettings, clinicians: Integers, locality: Integers, chance: Stream
) -> Ties:
    source = np.repeat(clinicians, settings.professional_degree)
    target = _pick(clinicians, source.size, chance)
    own_site = chance.random(source.size) < settings.professional_own_site
    position = chance.random(source.size)
    for site in np.unique(locality[clinicians]):
        here = clinicians[locality[clinicians] == site]
        at_home = own_site & (locality[source] == site)
        target[at_home] = here[(position[at_home] * here.size).astype(np.int64)]
    return source, target


def _community(
    settings: NetworkSettings,
    residents: Integers,
    locality: Integers,
    view: Floats,
    chance: Stream,
) -> Ties:
    homophily = settings.community_homophily
    likeness = homophily * view[residents] + np.sqrt(1 - homophily * homophily) * chance.standard_normal(
        residents.size
    )
    sources, targets = [], []
    for place in np.unique(locality[residents]):
        here = locality[residents] == place
        ring = residents[here][np.argsort(likeness[here], kind="stable")]
        steps = np.arange(1, settings.community_degree // 2 + 1)
        near = ring[(np.arange(ring.size)[:, None] + steps) % ring.size].ravel()
        rewired = chance.random(near.size) < settings.community_rewiring
        sources.append(np.repeat(ring, steps.size))
        targets.append(np.where(rewired, _pick(ring, near.size, chance), near))
    if not sources:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(sources), np.concatenate(targets)


def _online(settings: NetworkSettings, members: dict[str, Integers], chance: Stream) -> Ties:
    users = np.concatenate([members["resident"], members["elected"], members["professional"]])
    source = np.repeat(users, settings.online_degree)
    if users.size == 0:
        return source, source
    fame = np.cumsum((1 - chance.random(users.size)) ** (-1 / (settings.online_tail - 1)))
    at = np.searchsorted(fame, chance.random(source.size) * fame[-1], side="right")
    return source, users[np.minimum(at, users.size - 1)]


def _political(
    settings: NetworkSettings, members: dict[str, Integers], locality: Integers, chance: Stream
) -> Ties:
    politicians = members["elected"]
    party = (chance.random(politicians.size) * settings.parties).astype(np.int64)
    sources, targets = [], []
    for colour in range(settings.parties):
        comrades = politicians[party == colour]
        sources.append(np.repeat(comrades, settings.political_party_degree))
        targets.append(_pick(comrades, sources[-1].size, chance))
    for place in np.unique(locality[politicians]):
        councillors = politicians[locality[politicians] == place]
        for kind, ties in (
            ("resident", settings.political_constituents),
            ("professional", settings.political_clinicians),
        ):
            here = members[kind][locality[members[kind]] == place]
            target = _pick(here, councillors.size * ties, chance)
            sources.append(np.repeat(councillors, ties)[: target.size])
            targets.append(target)
    return np.concatenate(sources), np.concatenate(targets)


def _governance(settings: NetworkSettings, members: dict[str, Integers], chance: Stream) -> Ties:
    clinicians = members["professional"]
    leads = clinicians[np.sort(chance.permutation(clinicians.size)[: settings.governance_leads])]
    circle = np.concatenate([members["steward"], members["assurer"], leads])
    source = np.repeat(circle, settings.governance_degree)
    return source, _pick(circle, source.size, chance)


def layer_density(network: Network) -> dict[str, float]:
    """Mean number of ties a stakeholder has in each layer."""
    counts = np.diff(network.start, axis=1).mean(axis=0)
    return {name: float(count) for name, count in zip(LAYERS, counts, strict=True)}
