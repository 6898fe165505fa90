"""Awareness: people learn of the proposal by contact, by the media and from peers, and forget."""

from __future__ import annotations

from sim.compiled import rule


@rule
def next_awareness(
    awareness: float,
    known: float,
    met: float,
    attention: float,
    peers_aware: float,
    by_contact: float,
    by_media: float,
    by_peers: float,
    forgetting: float,
) -> float:
    """Awareness in [0, 1] next week; nobody learns of what is not public unless they are insiders."""
    unreached = (1.0 - by_contact * met) * (1.0 - by_media * attention) * (1.0 - by_peers * peers_aware)
    return awareness + known * (1.0 - awareness) * (1.0 - unreached) - forgetting * awareness
