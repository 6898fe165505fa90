"""A link restores a plan in a fresh profile, a hostile one gives the default; visitors are alone."""

from __future__ import annotations

import pytest

from tests.lab.browser.conftest import Open

HOSTILE = {
    "huge": "1_" + "p" * 30_000,
    "negative": "1_alistening-event:k,residents:-99999:40_Plate",
    "not a number": "1_pearly_sNaN",
    "endless": "1_pearly_bloss-aversion:Infinity",
    "script": "<script>document.title='owned'</script>",
    "markup in a name": "1_p<img src=x onerror=alert(1)>",
    "path": "1_p../../../../etc/passwd",
    "escaped path": "1_p%2e%2e%2fetc%2fpasswd",
    "another version": "999_pearly",
}


def test_a_shared_link_restores_everything_in_a_fresh_profile(opened: Open) -> None:
    one = opened().refined()
    one.drag("Council briefings", 6)
    one.choose("#lever-leadership", "3")
    one.choose("#assumption-loss_aversion", "0")
    one.choose("#outcome", "trust_public_decision")
    one.page.wait_for_selector('#detail:text("Trust")')
    one.refined()
    other = opened(one.link).refined()
    assert other.weeks("Council briefings") == one.weeks("Council briefings")
    assert (other.headline, other.detail, other.link) == (one.headline, one.detail, one.link)
    for selector in ("#lever-leadership", "#assumption-loss_aversion", "#outcome"):
        assert other.page.input_value(selector) == one.page.input_value(selector)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_link_is_told_and_gives_the_default(opened: Open, kind: str) -> None:
    usual = opened().refined()
    visitor = opened(HOSTILE[kind])
    visitor.page.wait_for_selector(".notice")
    visitor.refined()
    assert "the usual plans are shown instead" in visitor.notices.lower()
    assert (visitor.headline, visitor.link) == (usual.headline, usual.link)
    assert visitor.page.title() == usual.page.title()
    assert visitor.page.locator("#lab script, #lab img").count() == 0


def test_visitors_do_not_see_each_other(opened: Open) -> None:
    one, other = opened().refined(), opened().refined()
    before = (other.headline, other.weeks("Council briefings"), other.link)
    one.drag("Council briefings", 8)
    one.refined()
    assert one.link != other.link
    other.page.reload()
    assert (other.refined().headline, other.weeks("Council briefings"), other.link) == before
