"""One question after the other: forward, back, check, change; another language; leaving, slowly and quickly."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.axe import axe
from tests.browser.conftest import DESKTOP, LANGUAGES, PHONE, PREFIXES, Visit
from tests.browser.precheck_form import PATHS, Precheck

OTHER = {"de": "fr", "fr": "de"}
OUTSIDE = {"de": "https://www.meteoschweiz.admin.ch/", "fr": "https://www.meteosuisse.admin.ch/"}


@pytest.fixture(params=list(zip(PREFIXES, LANGUAGES, strict=True)), ids=LANGUAGES)
def walk(request: pytest.FixtureRequest, servers: dict[str, Any], browser: Any) -> Iterator[Callable[..., Precheck]]:
    """Open the pre-check at its start; nothing may go wrong in the page. German at the root of a host, French below a path."""
    prefix, language = request.param
    opened: list[tuple[Visit, list[str]]] = []

    def start(view: str = "step", **options: Any) -> Precheck:
        context = browser.new_context(viewport=PHONE, locale=f"{language}-CH", reduced_motion="reduce", **options)
        page = context.new_page()
        visited = Visit(page, context, servers[prefix].address)
        page.on("request", lambda sent: visited.requests.append(sent))
        page.on("pageerror", lambda error: visited.problems.append(str(error)))
        visited.open(PATHS[language])
        opened.append((visited, visited.problems))
        return Precheck(page, language, view)

    yield start
    for visited, _ in opened:
        visited.context.close()
    assert [problem for _, problems in opened for problem in problems] == []


def question(page: Page) -> str:
    """The one question that is seen."""
    seen = page.locator(".question:visible")
    assert seen.count() == 1
    return str(seen.get_attribute("id")).removeprefix("q-")


def progress(precheck: Precheck) -> str:
    return precheck.page.locator("[data-progress]").inner_text()


def on(precheck: Precheck, times: int = 1) -> None:
    for _ in range(times):
        precheck.page.locator("[data-next]").click()


def ready(precheck: Precheck) -> None:
    """The other language has arrived."""
    expect(precheck.page.locator("[data-beside-bar]")).to_be_visible()


def language_link(precheck: Precheck) -> Locator:
    return precheck.page.locator("a.tool--language")


def test_one_question_stands_alone_and_nothing_moves_on_by_itself(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    page = precheck.page
    assert question(page) == "safety"
    expect(page.locator("#q-safety h3")).to_be_focused()
    assert progress(precheck) == precheck.word("progress").replace("{n}", "1").replace("{total}", "11")
    precheck.tick("safety", "no")
    assert question(page) == "safety"
    on(precheck)
    assert question(page) == "urgent_need"
    expect(page.locator("#q-urgent_need h3")).to_be_focused()
    precheck.button("back").click()
    assert question(page) == "safety"
    expect(page.locator("[name=safety][value=no]")).to_be_checked()


def test_every_screen_offers_a_person_to_talk_to_and_the_emergency_numbers(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    page = precheck.page
    for _ in range(12):
        expect(page.get_by_role("link", name=precheck.word("skip")).filter(visible=True)).to_have_count(1)
        expect(page.locator(".precheck__numbers a[href='tel:117']")).to_be_visible()
        expect(page.locator("[data-leave]")).to_be_visible()
        if page.locator("[data-next]").is_visible():
            on(precheck)
    expect(page.locator("#check")).to_be_focused()


def test_a_follow_up_takes_its_place_and_counts(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    on(precheck, 7)
    assert question(precheck.page) == "situation"
    precheck.tick("situation", "job_lost")
    assert progress(precheck) == precheck.word("progress").replace("{n}", "8").replace("{total}", "13")
    on(precheck)
    assert question(precheck.page) == "worked_12"


def test_the_answers_can_be_checked_and_changed_and_what_no_longer_counts_is_said(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    page = precheck.page
    on(precheck, 7)
    precheck.tick("situation", "job_lost")
    on(precheck)
    precheck.tick("worked_12", "yes")
    precheck.button("to_check").click()
    check = page.locator("[data-check]")
    expect(page.locator("#check")).to_be_focused()
    row = check.locator("dl > div").filter(has=page.locator("a[href='#q-situation']"))
    expect(row).to_contain_text({"de": "Ich habe meine Arbeit verloren", "fr": "J’ai perdu mon travail"}[precheck.language])
    expect(check.locator("dl > div").first).to_contain_text(precheck.word("no_answer"))
    row.get_by_role("link").click()
    assert question(page) == "situation"
    precheck.tick("situation", "pension")
    page.locator("[name=situation][value=job_lost]").uncheck()
    precheck.button("back_to_check").click()
    assert question(page) == "pensions"  # a new question comes first
    precheck.button("back_to_check").click()
    expect(check).to_be_visible()
    expect(check.locator("a[href='#q-worked_12']")).to_have_count(0)
    left_out = check.locator("[data-left-out]")
    expect(left_out).to_contain_text(precheck.word("left_out_lead"))
    expect(left_out.get_by_role("listitem")).to_have_count(1)


def test_an_amount_that_cannot_be_read_is_named_before_the_next_question(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    while question(precheck.page) != "means":
        on(precheck)
    precheck.page.locator("#i-savings").fill("eintausend")
    on(precheck)
    assert question(precheck.page) == "means"
    expect(precheck.page.locator("[data-errors]")).to_be_focused()
    precheck.page.locator("#i-savings").fill("1'000.-")
    precheck.page.keyboard.press("Enter")
    assert question(precheck.page) == "letter"


def test_only_the_keyboard_is_needed_from_the_start_over_the_answers_to_the_result(walk: Callable[..., Precheck]) -> None:
    precheck = walk(view="start")
    page, keyboard = precheck.page, precheck.page.keyboard
    precheck.tab_to("[data-open=step]")
    keyboard.press("Enter")
    precheck.tab_to("[name=safety]")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowUp")
    keyboard.press("ArrowDown")
    for _ in range(11):
        precheck.tab_to("[data-next]")
        keyboard.press("Enter")
    expect(page.locator("#check")).to_be_focused()
    precheck.tab_to("[data-check] a[href='#q-place']")
    keyboard.press("Enter")
    precheck.tab_to("[name=place][value=vs]")
    keyboard.press("Space")
    precheck.tab_to("[data-next]")
    keyboard.press("Enter")
    expect(page.locator("#check")).to_be_focused()
    precheck.tab_to("[data-show]")
    keyboard.press("Enter")
    precheck.wait()
    assert precheck.focused() == "result"
    expect(page.locator(".question:visible")).to_have_count(0)
    page.locator("[data-result] [data-open=check]").click()
    expect(page.locator("#check")).to_be_focused()


def test_the_flow_is_one_entry_and_back_asks_before_answers_are_lost(walk: Callable[..., Precheck]) -> None:
    precheck = walk(view="start")
    page = precheck.page
    before = page.evaluate("[history.length, location.href]")
    page.locator("[data-open=step]").first.click()
    precheck.tick("safety", "no")
    on(precheck, 3)
    assert page.evaluate("[history.length, location.href]") == [before[0] + 1, before[1]]
    page.go_back()
    precheck.button("leaving_stay").click()
    assert question(page) == "place"
    assert page.evaluate("history.length") == before[0] + 1
    precheck.button("back").click()
    page.go_back()
    precheck.button("leaving_leave").click()
    page.wait_for_url("about:blank")
    page.go_forward()
    expect(page.locator("[name=safety]:checked")).to_have_count(0)


def test_back_without_an_answer_leads_to_the_start_without_a_question(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    on(precheck)
    precheck.page.go_back()
    expect(precheck.page.locator("[data-begin]")).to_be_visible()
    expect(precheck.page.locator("[data-leaving]")).to_be_hidden()


def test_another_language_keeps_answers_and_place_and_fetches_nothing(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    page = precheck.page
    other = Precheck(page, OTHER[precheck.language], "step")
    ready(precheck)
    precheck.tick("safety", "no")
    on(precheck, 3)
    precheck.tick("place", "fr")
    page.locator("#i-commune").select_option("2196")
    title, address = page.locator("#q-place h3").text_content(), page.url
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    language_link(precheck).click()
    expect(other.status).to_have_text(other.word("language_changed"))
    assert question(page) == "place"
    assert page.locator("#q-place h3").text_content() != title
    assert page.evaluate("document.documentElement.lang") == f"{other.language}-CH"
    assert progress(other).startswith(other.word("progress").partition("{total}")[0].replace("{n}", "4"))
    expect(page.locator("[name=place][value=fr]")).to_be_checked()
    expect(page.locator("#i-commune")).to_have_value("2196")
    assert (sent, page.url) == ([], address)
    # Links lead to the pages of the language that is read.
    assert f"/{other.language}/" in page.locator(".precheck__contact [data-office] a").first.evaluate("link => link.href")
    language_link(precheck).click()
    expect(precheck.status).to_have_text(precheck.word("language_changed"))
    assert page.locator("#q-place h3").text_content() == title


def test_a_result_is_told_again_in_the_other_language_and_beside_the_first(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    page = precheck.page
    other = Precheck(page, OTHER[precheck.language], "step")
    ready(precheck)
    precheck.tick("safety", "yes")
    precheck.button("to_check").click()
    precheck.show()
    before = precheck.panels()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    language_link(precheck).click()
    expect(other.status).to_have_text(other.word("language_changed"))
    assert other.panels() == before
    expect(page.locator("[data-panel]:visible [data-state]:visible").first).to_have_text(other.word("state_shown"))
    page.locator("[data-panel]:visible summary").first.click()
    expect(page.locator("[data-panel]:visible [data-told] p").first).to_have_text(other.word("tell_answers"))
    other.button("beside").click()
    expect(page.locator("[data-beside-note]")).to_contain_text(other.word("beside_note"))
    expect(page.locator("[data-beside-note]")).to_contain_text(precheck.word("beside_note"))
    expect(page.locator("#result")).to_contain_text(precheck.word("result"))
    # The sentences that come from the engine stand in both languages too.
    beside = page.locator("[data-panel] [data-told=answers] > p .beside")
    expect(beside.filter(has_text=precheck.word("tell_answers"))).not_to_have_count(0)
    expect(page.locator("[data-left] li > .beside").first).not_to_be_empty()
    # Several people look at one screen: nothing about danger, and permit and health only when somebody asks for it.
    expect(page.locator("[data-panel='safety.get_safe']")).to_be_hidden()
    expect(page.locator("[data-panel^='permit.']:visible")).to_have_count(0)
    page.locator("[data-uncover]").click()
    expect(page.locator("[data-panel='permit.advice']")).to_be_visible()
    expect(page.locator("[data-panel='safety.get_safe']")).to_be_hidden()
    assert sent == []
    page.locator("[data-result] [data-open=check]").click()
    expect(page.locator("[data-check] a[href='#q-safety']")).to_have_count(0)
    page.locator("button[data-beside]").click()
    expect(page.locator(".beside")).to_have_count(0)


def test_without_the_other_language_the_answers_stay_and_the_page_says_so(walk: Callable[..., Precheck]) -> None:
    precheck = walk(view="start")
    precheck.page.route(f"**/{PATHS[OTHER[precheck.language]]}", lambda route: route.abort())
    precheck.page.locator("[data-open=step]").first.click()
    precheck.tick("safety", "no")
    language_link(precheck).click()
    expect(precheck.status).to_have_text(precheck.word("language_missing"))
    expect(precheck.page.locator("[name=safety][value=no]")).to_be_checked()
    expect(precheck.page.locator("[data-beside-bar]")).to_be_hidden()


@pytest.mark.parametrize("way", ["button", "key"])
def test_leaving_quickly_replaces_the_page_without_a_trace_of_where_from(walk: Callable[..., Precheck], way: str) -> None:
    precheck = walk()
    page = precheck.page
    outside: list[tuple[str, str | None]] = []

    def weather(route: Route) -> None:
        outside.append((route.request.url, route.request.headers.get("referer")))
        route.fulfill(body="<title>Wetter</title>", content_type="text/html")

    page.route("https://**", weather)
    precheck.tick("safety", "yes")
    if way == "key":
        page.keyboard.press("Escape")
        expect(page.locator("#q-safety")).to_be_visible()
        page.keyboard.press("Escape")
    else:
        page.locator("[data-leave]").click()
    page.wait_for_url(OUTSIDE[precheck.language])
    assert outside == [(OUTSIDE[precheck.language], None)]
    page.go_back()
    expect(page.locator("[name=safety]:checked")).to_have_count(0)
    expect(page.locator("[data-begin]")).to_be_visible()


def test_axe_finds_nothing_on_any_screen_of_the_way(walk: Callable[..., Precheck]) -> None:
    precheck = walk(view="start")
    page = precheck.page
    found = axe(page)
    page.locator("[data-open=step]").first.click()
    ready(precheck)
    found += axe(page)
    on(precheck, 3)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += axe(page)
    precheck.button("to_check").click()
    page.locator("button[data-beside]").click()
    found += axe(page)
    assert found == []


def test_a_screen_needs_no_sideways_scrolling_at_320_pixels_with_two_languages(walk: Callable[..., Precheck]) -> None:
    precheck = walk()
    page = precheck.page
    ready(precheck)
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("button[data-beside]").click()
    for _ in range(11):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if page.locator("[data-next]").is_visible():
            on(precheck)
    page.set_viewport_size(DESKTOP)
