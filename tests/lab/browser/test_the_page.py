"""What the page shows, what it asks the network for, how it prints, and how it comes back after a cut."""

from __future__ import annotations

import re

from tests.lab.browser.conftest import FEW, Lab, Open, Start

LISTENING = "Listening events"


def test_everything_comes_from_the_lab_itself(opened: Open, few: Lab) -> None:
    visitor = opened().refined()
    assert len(visitor.asked) > 10  # page, styles, modules
    outside = [
        url for url in visitor.asked if not url.startswith((few.address, few.address.replace("http", "ws")))
    ]
    assert outside == []
    policy = visitor.page.request.get(few.address).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_first_screen_holds_finding_calendar_charts_and_differences(opened: Open) -> None:
    visitor = opened().refined()
    for selector in ("#headline", "#calendar", "#groups", "#histogram"):
        box = visitor.page.locator(selector).bounding_box()
        assert box["height"] > 20, selector
        assert box["y"] + box["height"] <= 768, selector
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_narrow_screen_does_not_scroll_sideways(opened: Open) -> None:
    visitor = opened(size=(800, 1000)).refined()
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_no_text_is_smaller_than_eleven_pixels(opened: Open) -> None:
    visitor = opened().refined()
    smallest = visitor.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("#lab *")]
            .filter((each) => each.checkVisibility())
            .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
            .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
    )
    assert smallest >= 11


def test_values_at_line_ends_never_lie_on_each_other(opened: Open) -> None:
    visitor = opened().refined()
    charts = visitor.page.locator(".series-chart:not(.histogram)").all()
    assert len(charts) >= 9  # five groups, two sides twice, and campaigns
    for chart in charts:
        heights = sorted(float(end.get_attribute("y")) for end in chart.locator("text.end").all())
        assert heights[1] - heights[0] >= 12


def test_a_preset_becomes_your_plan(opened: Open) -> None:
    visitor = opened().refined()
    before, link = visitor.headline, visitor.link
    visitor.choose("#preset", "none")
    visitor.changed_from(before)
    visitor.bar("Council briefings").wait_for(state="detached")
    assert visitor.refined().link not in ("", link)
    assert visitor.page.locator("#calendar .ghost.lost").count() == 0  # the reference is that plan too
    visitor.choose("#reference", "early")
    visitor.page.wait_for_selector("#calendar .ghost.lost")


def test_a_lever_moves_your_plan_and_an_assumption_both(opened: Open) -> None:
    visitor = opened("1_pearly_Pnone").refined()

    def ends(arm: str) -> list[str]:
        return [str(text) for text in visitor.page.locator(f"#groups text.end.{arm}").all_text_contents()]

    mine, other = ends("plan"), ends("reference")
    visitor.choose("#lever-responsiveness", "1")
    visitor.page.wait_for_selector(".choice-field.changed #lever-responsiveness")
    visitor.refined()
    assert ends("reference") == other
    visitor.click('[aria-label="Put back: Acting on what is heard"]')
    visitor.page.wait_for_selector(".choice-field:not(.changed) #lever-responsiveness")
    assert (visitor.refined(), ends("plan"))[1] == mine
    visitor.choose("#assumption-loss_aversion", "0")
    visitor.page.wait_for_selector(".choice-field.changed #assumption-loss_aversion")
    visitor.refined()
    assert ends("plan") != mine
    assert ends("reference") != other


def test_the_outcome_of_the_headline_can_be_chosen(opened: Open) -> None:
    visitor = opened().refined()
    before = visitor.detail
    visitor.choose("#outcome", "support_clinicians_decision")
    visitor.page.wait_for_selector('#detail:text("Clinicians")')
    assert visitor.refined().detail != before


def test_the_page_prints_on_one_sheet_with_caveats_sources_and_its_link(opened: Open) -> None:
    visitor = opened().refined()
    sheet = visitor.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    printed = opened(path="print").refined().page
    for selector in (
        "#headline",
        "#calendar",
        "#groups",
        "#facts",
        "#caveats li",
        "#sources li",
        "#paper-note",
    ):
        assert printed.locator(selector).first.is_visible(), selector
    assert not printed.locator(".tools").is_visible()
    assert printed.url.split("#")[0] in printed.inner_text("#paper-note")


def test_a_cut_is_told_and_nothing_is_lost(opened: Open, started: Start) -> None:
    lab = started(FEW)
    visitor = opened(lab=lab).refined()
    visitor.drag(LISTENING, 7)
    (first, last), link = visitor.refined().weeks(LISTENING), visitor.link
    headline = visitor.headline
    lab.stop()
    visitor.page.wait_for_selector(".notice.lost")
    visitor.drag(LISTENING, 2)  # and nobody hears of it
    started(FEW, lab.port)
    visitor.page.wait_for_selector(".notice.lost", state="detached")
    assert visitor.refined().weeks(LISTENING) == (first + 2, last + 2)
    assert visitor.headline != headline
    visitor.click("#undo")
    visitor.page.wait_for_selector("#undo:disabled")
    assert visitor.refined().weeks(LISTENING) == (first, last)
    assert (visitor.link, visitor.headline) == (link, headline)


def test_the_headline_is_spoken_only_when_refined(opened: Open) -> None:
    visitor = opened().refined()
    before = visitor.headline
    assert before in visitor.page.inner_text("#spoken")
    assert visitor.page.get_attribute("#spoken", "aria-live") == "polite"
    visitor.page.evaluate(
        """() => {
            window.said = [];
            const spoken = document.querySelector("#spoken");
            new MutationObserver(() => window.said.push(spoken.textContent))
                .observe(spoken, {childList: true, characterData: true, subtree: true});
        }"""
    )
    visitor.drag("Listening events", 8)
    assert visitor.refined().headline != before
    said = visitor.page.evaluate("window.said")
    assert said
    assert all("200 pair" in words for words in said)  # never a sketch
    assert visitor.headline in said[-1]


def test_what_is_refused_is_told_and_the_last_good_plan_stands(opened: Open) -> None:
    visitor = opened().refined()
    headline, link = visitor.headline, visitor.link
    visitor.page.fill("#seed", "99999999999")
    visitor.page.keyboard.press("Tab")
    visitor.page.wait_for_selector(".notice.refused")
    visitor.page.wait_for_selector('#stage[data-edit="1"][data-stage="refined"]')  # the plan, answered again
    assert (visitor.headline, visitor.link) == (headline, link)
    assert visitor.page.input_value("#seed") == "1"


def test_a_link_pasted_into_an_open_page_is_followed(opened: Open) -> None:
    visitor = opened("1_pearly_Pnone").refined()
    visitor.page.evaluate("location.hash = '1_pnone_Pearly'")
    visitor.page.wait_for_selector('#preset option[value="none"]:checked', state="attached")
    assert visitor.refined().link == "1_pnone_Pearly"


def test_no_headline_is_so_long_that_the_calendar_moves(opened: Open) -> None:
    visitor = opened().refined()
    moved = visitor.page.evaluate(
        """async () => {
            const { Answers } = await import("/page/answers.js");
            const answers = new Answers(document.querySelector("#lab"));
            const top = () => document.querySelector("#calendar").getBoundingClientRect().top;
            const before = top();
            const words = "No clear difference between the plans: better in 100 of 200 paired futures, "
                + "+0.0012 support points (95 %: \u22120.0345 to +0.0456), too small to matter";
            answers.showHeadline({ stage: "sketch", headline: { words, detail: "Support" } });
            return top() - before;
        }"""
    )
    assert abs(moved) < 1
