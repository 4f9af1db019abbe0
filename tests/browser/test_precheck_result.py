"""The result as a tired person meets it on a phone: what is for today first, what may fit folded, everything reachable."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from portal.site.serve import Server
from tests.browser.axe import axe
from tests.browser.conftest import LANGUAGES, PHONE, PREFIXES
from tests.browser.precheck_form import PATHS, Precheck

OPEN = {"place": "vs", "commune": "6002", "situation": ["job_lost"]}
STAY_OPEN = {"safety.get_safe", "urgent_need.ask_today", "under_18.talk_today", "means.ask_for_help", "bridge.ask_now"}


@pytest.fixture(scope="module", params=list(zip(LANGUAGES, PREFIXES, strict=True)), ids=LANGUAGES)
def precheck(request: pytest.FixtureRequest, browser: Browser, servers: dict[str, Server]) -> Iterator[Precheck]:
    """A page with a loaded engine; German at the root of a host, French below a path."""
    language, prefix = request.param
    context = browser.new_context(viewport=PHONE, locale=f"{language}-CH", reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(servers[prefix].address + PATHS[language])
    yield Precheck(page, language)
    context.close()
    assert problems == []


@pytest.fixture
def nothing(precheck: Precheck) -> Precheck:
    """The result of a person who answered nothing."""
    precheck.forget()
    precheck.show()
    return precheck


@pytest.fixture
def some(precheck: Precheck) -> Precheck:
    """The result of a person who answered a little."""
    precheck.forget()
    precheck.fill(OPEN)
    precheck.show()
    return precheck


def test_who_answers_nothing_sees_the_urgent_in_full_and_the_rest_as_titles_with_state_and_reason(nothing: Precheck) -> None:
    cards = nothing.page.locator("[data-panel]:visible").evaluate_all(
        """cards => cards.map(({dataset, classList, children, offsetHeight}) => [
            dataset.panel, classList.contains("panel--folded"),
            [...children].filter(child => child.checkVisibility() && !child.hidden).length, offsetHeight])"""
    )
    assert {id_ for id_, folded, _, _ in cards if not folded} == STAY_OPEN
    assert {parts for _, folded, parts, _ in cards if folded} == {3}
    heights = {kind: [height for _, folded, _, height in cards if folded == kind] for kind in (True, False)}
    assert 4 * sum(heights[True]) / len(heights[True]) < sum(heights[False]) / len(heights[False])
    assert sum(folded for _, folded, _, _ in cards) > 50
    heads = [each for each in nothing.around() if each]
    assert [head for head, *_ in heads] == [nothing.word(name) for name in ("today", "then", "unsure", "left")]
    first = nothing.page.locator("[data-result] > :visible").evaluate_all(
        "parts => parts.slice(1, 3).map(part => part.textContent)"
    )
    assert nothing.word("not_application") in first[0]
    assert nothing.word("many_open") in first[1]


def test_a_title_unfolds_its_panel_by_keyboard_and_one_button_unfolds_all(some: Precheck) -> None:
    card = some.panel("unemployment_insurance.register")
    title = card.get_by_role("button")
    expect(title).to_have_attribute("aria-expanded", "false")
    expect(card.locator(".precheck__say")).to_be_hidden()
    title.focus()
    some.page.keyboard.press("Enter")
    expect(title).to_have_attribute("aria-expanded", "true")
    expect(card.locator(".precheck__say")).to_be_visible()
    assert axe(some.page) == []
    some.page.keyboard.press("Space")
    expect(card.locator(".precheck__say")).to_be_hidden()
    folded = some.page.locator(".panel--folded:visible h4 button")
    some.button("unfold_all").click()
    assert set(folded.evaluate_all("all => all.map(each => each.getAttribute('aria-expanded'))")) == {"true"}
    expect(card.locator(".precheck__say")).to_be_visible()
    some.button("fold_all").click()
    expect(card.locator(".precheck__say")).to_be_hidden()


def test_a_folded_panel_is_found_by_a_search_in_the_page(some: Precheck) -> None:
    """The browser's own search cannot be driven; it says so to the folded text before it shows it."""
    card = some.panel("unemployment_insurance.register")
    expect(card.locator("[data-body]")).to_have_attribute("hidden", "until-found")
    card.locator("[data-body]").evaluate("body => body.dispatchEvent(new Event('beforematch'))")
    expect(card.locator(".precheck__say")).to_be_visible()
    expect(card.get_by_role("button")).to_have_attribute("aria-expanded", "true")


def test_the_list_for_today_leads_to_its_panel_and_to_the_office_without_a_trace(some: Precheck) -> None:
    before = some.page.evaluate("[location.href, history.length]")
    today = some.page.locator("[data-today-list] a:visible")
    today.first.click()
    assert some.focused() == "p-safety.get_safe"
    today.last.click()
    assert some.focused() == "your-office"
    assert some.page.evaluate("[location.href, history.length]") == before


def test_a_panel_says_why_where_and_what_to_say_and_its_source_is_one_tap_away(some: Precheck) -> None:
    some.tick("worked_12", "yes")
    some.show()
    card = some.panel("unemployment_insurance.register")
    expect(card.locator("[data-reason]")).to_contain_text(some.word("tell_answers"))
    expect(card.locator("[data-slot=vs]").get_by_text(some.word("where"))).to_be_visible()
    expect(card.locator(".precheck__say")).to_contain_text({"de": "Guten Tag.", "fr": "Bonjour."}[some.language])
    sources = card.locator("[data-cited]")
    expect(sources.locator("li")).to_be_hidden()
    sources.locator("summary").click()
    expect(sources.locator("li")).to_be_visible()


def test_only_the_persons_canton_is_told_and_the_steps_are_open_once_it_is_known(precheck: Precheck) -> None:
    for given, cantons in ({}, ["vs", "fr"]), (OPEN, ["vs"]):
        precheck.forget()
        precheck.fill(given)
        precheck.show()
        steps = precheck.page.locator("[data-steps]:visible")
        assert steps.evaluate_all("all => all.map(({dataset}) => dataset.slot)") == cantons
        assert steps.evaluate_all("all => all.map(each => each.open)") == [len(cantons) == 1] * len(cantons)
    fribourg = precheck.panel("asset_allowance.within").locator("[data-cited] [data-slot=fr]:visible")
    assert fribourg.count() == 0


def test_a_question_that_could_settle_more_leads_back_and_nothing_stays_after_forgetting(some: Precheck) -> None:
    left = some.page.locator("[data-left]")
    left.locator("a[href='#q-worked_12']").first.click()
    assert some.focused() == "q-worked_12"
    some.forget()
    for mark in ("[data-left] ul", "[data-reason]", "[data-unsure-values]"):
        assert set(some.page.locator(mark).evaluate_all("all => all.map(each => each.textContent)")) == {""}


def test_what_is_unfolded_is_printed_and_what_is_folded_keeps_its_title_and_next_step(some: Precheck) -> None:
    card = some.panel("unemployment_insurance.register")
    card.get_by_role("button").click()
    some.page.emulate_media(media="print")
    expect(card.locator(".precheck__say")).to_be_visible()
    other = some.panel("premium_reduction.ask")
    expect(other.locator("h4")).to_be_visible()
    expect(other.locator(".panel__step").first).to_be_visible()
    expect(other.locator(".precheck__say")).to_be_hidden()
    some.page.emulate_media(media="screen")
