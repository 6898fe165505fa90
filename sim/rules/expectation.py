"""Expectation and voice: having been heard is remembered, and expected again.

Source: van den Bos, Vermunt & Wilke 1996 (fairness is judged against expectation).
"""

from __future__ import annotations

from sim.compiled import rule


@rule
def next_expectation(expectation: float, met: float, voice: float, learning: float) -> float:
    """Expectation of being heard, in [0, 1], next week: a contact moves it to the voice just had."""
    return expectation + learning * (voice - met * expectation)


@rule
def next_voice(voice_so_far: float, voice: float) -> float:
    """Voice had so far."""
    return voice_so_far + voice
