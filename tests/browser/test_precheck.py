"""The pre-check with script and engine: questions, result, errors, keyboard, privacy."""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.pages.precheck import MANY_OPEN
from portal.site.serve import Server
from tests.browser.axe import axe
from tests.browser.conftest import DESKTOP, LANGUAGES, PHONE, PREFIXES, Visit
from tests.browser.precheck_form import PATHS, WORDS, Panel, Precheck, help_is_there, stalled

# Single, Valais, CHF 5,000, job lost after a year of work, something missing: a panel of every group.
ANSWERS = {
    "safety": "no",
    "urgent_need": "partly",
    "place": "vs",
    "commune": "6002",
    "adults": "one",
    "children": 0,
    "savings": 500000,
    "situation": ["job_lost"],
    "worked_12": "yes",
}

ALL_ANSWERED = {
    **ANSWERS,
    "purpose": "first_time",
    "lives_with": [],
    "birth_year": 1985,
    "permit": "swiss",
    "used_up": "no",
    "premium": "yes",
    "money_30": "no",
    "owns": [],
    "letter": "no",
    "support": [],
}


@pytest.fixture(scope="module", params=list(zip(LANGUAGES, PREFIXES, strict=True)), ids=LANGUAGES)
def loaded(request: pytest.FixtureRequest, browser: Browser, servers: dict[str, Server]) -> Iterator[Precheck]:
    """A page whose engine has been loaded, for all tests that only need a result: loading takes seconds.

    German at the root of a host, French below a path.
    """
    language, prefix = request.param
    context = browser.new_context(viewport=PHONE, locale=f"{language}-CH", reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(servers[prefix].address + PATHS[language])
    precheck = Precheck(page, language)
    precheck.show()
    yield precheck
    context.close()
    assert problems == []


@pytest.fixture
def precheck(loaded: Precheck) -> Precheck:
    """The loaded page with nothing answered and the cursor at the beginning of the questions."""
    loaded.page.set_viewport_size(PHONE)
    loaded.forget()
    return loaded


@pytest.fixture
def start(spoken: tuple[str, Callable[..., Visit]]) -> Callable[..., tuple[Visit, Precheck]]:
    """Open the pre-check anew in each language."""
    language, visit = spoken

    def open_(view: str = "all", **options: Any) -> tuple[Visit, Precheck]:
        visited = visit(locale=f"{language}-CH", reduced_motion="reduce", **options)
        precheck = Precheck(visited.open(PATHS[language]), language, view)
        visited.page.wait_for_load_state("networkidle")
        return visited, precheck

    return open_


Start = Callable[..., tuple[Visit, Precheck]]


def test_answers_lead_to_a_result_that_is_announced_and_takes_the_cursor(precheck: Precheck) -> None:
    precheck.answer(ANSWERS)
    precheck.show()
    assert precheck.focused() == "result"
    panels = precheck.panels()
    expect(precheck.status).to_have_text(precheck.word("ready_many").replace("{n}", str(len(panels))))
    assert Panel("asset_allowance.within", "shown", False) in panels
    assert Panel("unemployment_insurance.register", "shown", False) in panels
    within = precheck.panel("asset_allowance.within")
    expect(within).to_contain_text("CHF\u00a06'000")
    expect(within).to_contain_text(precheck.word("state_shown"))
    expect(precheck.result).to_contain_text(precheck.word("not_application"))


def test_the_way_to_a_person_stands_beside_the_questions_and_beside_the_result(precheck: Precheck) -> None:
    help_is_there(precheck)
    precheck.show()
    help_is_there(precheck)
    assert precheck.page.get_by_role("link", name=precheck.word("skip")).filter(visible=True).count() == 2


def test_the_result_says_why_with_the_persons_own_answers_the_rule_and_the_source(precheck: Precheck) -> None:
    precheck.answer(ANSWERS)
    precheck.show()
    card = precheck.panel("asset_allowance.within")
    card.get_by_text(precheck.word("why_shown")).click()
    rule = {"de": "Wallis, eine Person ohne Kind: bis zum Freibetrag.", "fr": "Valais, une personne sans enfant"}[
        precheck.language
    ]
    expect(card.get_by_text(rule)).to_be_visible()
    expect(card.locator("[data-why]").get_by_text("CHF\u00a05'000", exact=True)).to_be_visible()
    expect(card.locator("[data-told=rows] .precheck__source")).to_contain_text("21.1")
    assert card.locator("[data-told=rows] li:visible").count() == 1


def test_a_chosen_commune_brings_its_office_and_an_unconfirmed_one_is_only_probable(precheck: Precheck) -> None:
    precheck.answer({"place": "vs", "commune": "6002"})
    precheck.show()
    expect(precheck.result.locator("[data-office=vs-smz-oberwallis]")).to_be_visible()
    expect(precheck.result.get_by_text(precheck.word("office_probably"))).to_be_visible()
    precheck.answer({"place": "fr", "commune": "2196"})
    precheck.show()
    expect(precheck.result.locator("[data-office=fr-city-of-fribourg]")).to_be_visible()
    expect(precheck.result.get_by_text(precheck.word("office_probably"))).to_be_hidden()


def test_without_a_place_both_cantons_are_shown_by_name_and_with_one_only_its_own(precheck: Precheck) -> None:
    precheck.show()
    urgent = precheck.panel("urgent_need.ask_today")
    assert urgent.locator("[data-slot]:visible").count() == 2
    assert urgent.locator("[data-slot-name]:visible").count() == 2
    precheck.answer({"place": "stay_fr"})
    precheck.show()
    assert urgent.locator("[data-slot]:visible").evaluate_all("slots => slots.map(slot => slot.dataset.slot)") == ["fr"]
    assert urgent.locator("[data-slot-name]:visible").count() == 0


def test_a_place_and_a_commune_of_two_cantons_send_the_person_to_someone_and_are_no_error(precheck: Precheck) -> None:
    precheck.answer({"place": "vs", "commune": "2196"})
    precheck.show()
    expect(precheck.result.get_by_text(precheck.word("two_cantons"))).to_be_visible()


def test_nothing_answered_still_gives_the_way_to_help(precheck: Precheck) -> None:
    precheck.show()
    states = {panel.id: panel.state for panel in precheck.panels()}
    assert states["safety.get_safe"] == states["urgent_need.ask_today"] == "shown"
    why = precheck.panel("urgent_need.ask_today")
    why.get_by_text(precheck.word("why_shown")).click()
    expect(why.locator("[data-why]").get_by_text(precheck.word("tell_unanswered"))).to_be_visible()
    expect(why.locator("[data-told=answers]")).to_contain_text(precheck.word("tell_caution"))


def test_a_result_in_which_much_is_open_begins_with_a_person_to_talk_to(precheck: Precheck) -> None:
    advice = precheck.result.get_by_text(precheck.word("many_open"))
    precheck.show()
    assert sum(panel.state == "possible" for panel in precheck.panels()) >= MANY_OPEN
    expect(advice).to_be_visible()
    precheck.answer(ALL_ANSWERED)
    precheck.show()
    assert sum(panel.state == "possible" for panel in precheck.panels()) < MANY_OPEN
    expect(advice).to_be_hidden()


def test_what_would_settle_a_possible_panel_leads_back_to_the_question(precheck: Precheck) -> None:
    precheck.answer({**ANSWERS, "worked_12": None})
    precheck.show()
    card = precheck.unfold("unemployment_insurance.register")
    expect(card).to_contain_text(precheck.word("state_possible"))
    before = precheck.page.evaluate("[location.href, history.length]")
    card.locator("[data-settle] a").click()
    assert precheck.focused() == "q-worked_12"
    assert precheck.page.evaluate("[location.href, history.length]") == before


def test_what_does_not_appear_is_explained_in_one_place_without_a_verdict(precheck: Precheck) -> None:
    precheck.answer(ANSWERS)
    precheck.show()
    others = precheck.result.locator("[data-others]")
    expect(others.get_by_text(precheck.word("why_not_lead"))).to_be_hidden()
    others.locator("summary").click()
    expect(others.get_by_text(precheck.word("why_not_lead"))).to_be_visible()
    seen = {panel.id for panel in precheck.panels()}
    listed = others.locator("[data-other]").evaluate_all("items => items.map(item => item.dataset.other)")
    assert "asset_allowance.above" in listed
    assert not seen & set(listed)
    above = others.locator("[data-other='asset_allowance.above'] [data-told=only_if]")
    expect(above).to_contain_text({"de": "mehr als CHF\u00a06'000", "fr": "plus de CHF\u00a06'000"}[precheck.language])
    precheck.answer({"savings": 700000})
    precheck.show()
    expect(others.locator("[data-other='asset_allowance.above']")).to_have_count(0)
    expect(others.locator("[data-other='asset_allowance.within']")).to_have_count(1)


def test_only_the_keyboard_is_needed_to_open_every_explanation_and_to_go_back_to_a_question(precheck: Precheck) -> None:
    precheck.answer({**ANSWERS, "worked_12": None})
    precheck.show()
    assert precheck.focused() == "result"
    card = "[data-panel='unemployment_insurance.register']"
    precheck.tab_to(f"{card} h4 button")
    precheck.page.keyboard.press("Enter")
    precheck.tab_to(f"{card} .panel__why > summary")
    for opened in (True, False, True):
        precheck.page.keyboard.press("Enter" if opened else "Space")
        expect(precheck.page.locator(f"{card} [data-told=rows]")).to_be_visible(visible=opened)
    precheck.tab_to("[data-others] summary")
    precheck.page.keyboard.press("Space")
    expect(precheck.page.locator("[data-others] [data-told=only_if]").first).to_be_visible()
    precheck.page.locator("#result").focus()
    precheck.tab_to(f"{card} [data-settle] a")
    precheck.page.keyboard.press("Enter")
    assert precheck.focused() == "q-worked_12"


def test_a_declined_question_is_never_named_as_what_would_settle_it(precheck: Precheck) -> None:
    precheck.answer({**ANSWERS, "worked_12": {"declined": True}})
    precheck.show()
    card = precheck.unfold("unemployment_insurance.register")
    expect(card.locator("[data-settle-none]")).to_be_visible()
    assert card.locator("[data-settle] a").count() == 0


def test_an_unconfirmed_value_shows_no_figure_but_says_so(precheck: Precheck) -> None:
    precheck.answer({**ANSWERS, "place": "fr", "commune": "2196"})
    precheck.show()
    within = precheck.unfold("asset_allowance.within")
    assert within.locator("[data-figures]:visible").count() == 0
    expect(within.locator("[data-unconfirmed]")).to_be_visible()


def test_a_follow_up_appears_with_its_condition_and_its_answer_does_not_count_without_it(precheck: Precheck) -> None:
    follow_up = precheck.page.locator("#q-worked_12")
    expect(follow_up).to_be_hidden()
    precheck.tick("situation", "job_lost")
    expect(follow_up).to_be_visible()
    precheck.tick("worked_12", "yes")
    precheck.tick("situation", "?none")
    expect(follow_up).to_be_hidden()
    precheck.show()
    assert not [panel for panel in precheck.panels() if panel.id.startswith("unemployment_insurance")]
    precheck.tick("situation", "job_lost")
    expect(precheck.page.locator("[name=worked_12][value=yes]")).to_be_checked()


def test_none_of_these_and_unknown_go_with_nothing_else(precheck: Precheck) -> None:
    boxes = precheck.page.locator("[name=situation]")
    precheck.tick("situation", "job_lost")
    precheck.tick("situation", "?none")
    assert boxes.evaluate_all("all => all.filter(box => box.checked).map(box => box.value)") == ["?none"]
    precheck.tick("situation", "job_ends_soon")
    assert boxes.evaluate_all("all => all.filter(box => box.checked).map(box => box.value)") == ["job_ends_soon"]
    amount = precheck.page.locator("#i-savings")
    amount.fill("1200")
    precheck.tick("savings", "?unknown")
    expect(amount).to_have_value("")
    amount.fill("1300")
    expect(precheck.page.locator("[name=savings][value='?unknown']")).not_to_be_checked()


def test_a_changed_answer_takes_the_old_result_away_and_says_how_to_get_the_new_one(precheck: Precheck) -> None:
    precheck.answer(ANSWERS)
    precheck.show()
    precheck.tick("urgent_need", "yes")
    expect(precheck.result).to_be_hidden()
    expect(precheck.status).to_have_text(precheck.word("changed"))


def test_an_amount_that_cannot_be_read_is_named_at_the_field_and_in_a_summary_with_the_cursor(precheck: Precheck) -> None:
    precheck.page.locator("#i-savings").fill("viel / beaucoup")
    precheck.button("show").click()
    summary = precheck.page.locator("[data-errors]")
    expect(summary).to_be_focused()
    field = precheck.page.locator("#i-savings")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(precheck.word("error_amount"))))
    assert precheck.page.title().startswith(precheck.word("error_page"))
    summary.get_by_role("link").click()
    expect(field).to_be_focused()
    assert "#" not in precheck.page.url
    field.fill("1'200.–")
    precheck.show()
    expect(summary).to_be_hidden()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert not precheck.page.title().startswith(precheck.word("error_page"))


def test_the_loading_can_be_stopped_and_keeps_the_answers(start: Start) -> None:
    _, precheck = start()
    precheck.answer(ANSWERS)
    with stalled(precheck.page, "**/micropython.wasm"):
        precheck.button("show").click()
        expect(precheck.status).to_have_text(precheck.word("loading"))
        expect(precheck.page.get_by_role("progressbar")).to_be_visible()
        precheck.button("cancel").click()
    expect(precheck.status).to_have_text(precheck.word("cancelled"))
    expect(precheck.page.locator("[name=urgent_need][value=partly]")).to_be_checked()
    expect(precheck.button("show")).to_be_focused()
    expect(precheck.failure).to_be_hidden()


def test_only_the_keyboard_is_needed_from_the_first_question_to_the_result(precheck: Precheck) -> None:
    keyboard = precheck.page.keyboard
    precheck.tab_to("[name=safety]")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        keyboard.press(key)
    expect(precheck.page.locator("[name=safety][value=no]")).to_be_checked()
    precheck.tab_to("[name=urgent_need]")
    keyboard.press("Space")
    precheck.tab_to("[name=place]")
    keyboard.press("Space")
    precheck.tab_to("#i-children")
    keyboard.type("2")
    precheck.tab_to("#i-savings")
    keyboard.type("CHF 3'000.–")
    precheck.tab_to("[name=situation][value=job_lost]")
    keyboard.press("Space")
    precheck.tab_to("[name=worked_12]")
    keyboard.press("Space")
    precheck.tab_to("[data-show]")
    keyboard.press("Enter")
    precheck.wait()
    assert precheck.focused() == "result"
    assert "unemployment_insurance.register" in [panel.id for panel in precheck.panels()]
    precheck.tab_to("[data-panel]:not([hidden]) summary")
    keyboard.press("Enter")
    expect(precheck.page.locator("[data-panel] details[open]")).to_have_count(1)


def test_only_the_keyboard_is_needed_to_correct_an_amount_and_enter_shows_the_result(precheck: Precheck) -> None:
    keyboard = precheck.page.keyboard
    precheck.tab_to("#i-savings")
    keyboard.type("??")
    keyboard.press("Enter")
    expect(precheck.page.locator("[data-errors]")).to_be_focused()
    precheck.tab_to("[data-errors] a")
    keyboard.press("Enter")
    assert precheck.focused() == "i-savings"
    keyboard.press("Control+a")
    keyboard.type("800")
    keyboard.press("Enter")
    precheck.wait()
    assert precheck.focused() == "result"
    assert "?" not in precheck.page.url


def test_only_the_keyboard_is_needed_to_skip_the_questions(start: Start) -> None:
    _, precheck = start(view="start")
    precheck.tab_to(".in-short a[href='#contact']")
    precheck.page.keyboard.press("Enter")
    assert precheck.focused() == "contact"
    precheck.tab_to("[data-office] a")


def test_picking_an_answer_moves_nothing_and_loads_nothing(start: Start) -> None:
    visited, precheck = start()
    seen = len(visited.requests)
    for name, value in (("safety", "yes"), ("urgent_need", "no"), ("place", "vs"), ("adults", "one")):
        precheck.tick(name, value)
        assert precheck.page.evaluate("document.activeElement.name") == name
    expect(precheck.result).to_be_hidden()
    assert len(visited.requests) == seen


def test_the_traffic_stays_here_ends_with_the_loading_and_carries_no_answer(start: Start) -> None:
    visited, precheck = start()
    assert not [request.url for request in visited.requests if "/runtime/" in request.url]
    precheck.answer({**ANSWERS, "savings": 432100})
    precheck.show()
    expect(precheck.page.get_by_role("progressbar")).to_be_hidden()
    loaded = len(visited.requests)
    names = [request.url.rsplit("/", 1)[-1] for request in visited.requests]
    words = [f"words-{language}.json" for language in LANGUAGES]
    for name in ("worker.mjs", "bundle.json", "micropython.mjs", "micropython.wasm", "program.json", *words):
        assert names.count(name) == 1
    precheck.answer({"savings": 76500, "place": "fr", "commune": "2196"})
    precheck.show()
    precheck.forget()
    precheck.show()
    assert len(visited.requests) == loaded
    for request in visited.requests:
        assert request.url.startswith(visited.address)
        assert request.method == "GET"
        assert request.post_data is None
        assert "?" not in request.url
        assert not re.search("4321|4'321|765|2196|6002|job_lost|partly", request.url.replace(visited.address, ""))


STORED = """async () => ({
    local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    state: history.state, length: history.length, address: location.href, window: window.name,
})"""


def test_a_visit_leaves_nothing_in_storage_address_and_history_and_nothing_is_there_on_return(start: Start) -> None:
    visited, precheck = start()
    before = precheck.page.evaluate(STORED)
    precheck.answer(ANSWERS)
    precheck.show()
    precheck.page.get_by_role("link", name=precheck.word("skip")).filter(visible=True).first.click()
    assert precheck.page.evaluate(STORED) == before
    assert before["local"] == before["session"] == before["databases"] == before["caches"] == 0
    assert visited.context.cookies() == []
    visited.page.goto(visited.address)
    visited.page.go_back()
    expect(precheck.result).to_be_hidden()
    nothing_answered(precheck)


def nothing_answered(precheck: Precheck) -> None:
    expect(precheck.page.locator("input:checked")).to_have_count(0)
    expect(precheck.page.locator("#i-savings")).to_have_value("")
    expect(precheck.page.locator("#i-commune")).to_have_value("")


def test_forgetting_empties_the_form_and_takes_the_result_away(precheck: Precheck) -> None:
    precheck.answer(ANSWERS)
    precheck.show()
    precheck.result.get_by_role("button", name=precheck.word("forget")).click()
    expect(precheck.status).to_have_text(precheck.word("forgotten"))
    assert precheck.focused() == "intro-title"
    expect(precheck.result).to_be_hidden()
    nothing_answered(precheck)
    expect(precheck.page.locator("#q-worked_12")).to_be_hidden()
    assert not precheck.result.locator("[data-told], [data-other]").count()
    assert "5'000" not in precheck.result.text_content().replace("15'000", "")


READ = {
    "1200": 120000,
    "1'200.50": 120050,
    "1’200": 120000,
    "CHF 1200": 120000,
    "1 200,–": 120000,
    "1\u00a0200.-": 120000,
    "1\u202f200,50": 120050,
    "1.200,50": 120050,
    "1,200.50": 120050,
    "1200.- Fr.": 120000,
    "Fr. 1'200.—": 120000,
    "etwa 1200 Franken": 120000,
    "environ 1200 francs": 120000,
    "0": 0,
    "0.05": 5,
    "1000–2000": {"min": 100000, "max": 200000},
    "zwischen 1000 und 2'000": {"min": 100000, "max": 200000},
    "de 1000 à 2000": {"min": 100000, "max": 200000},
    "CHF 1'000.- bis CHF 2'000.-": {"min": 100000, "max": 200000},
    "viel": None,
    "-500": None,
    "12'34": None,
    "1.2.3": None,
    "1200.505": None,
    "2000–1000": None,
    "1-2-3": None,
    "9999999999": None,
}


def test_an_amount_is_read_as_people_write_it_and_never_guessed(precheck: Precheck) -> None:
    found = precheck.page.evaluate(
        """async texts => {
            const script = document.querySelector("script[src$='precheck/page.mjs']").src;
            const { readAmount } = await import(new URL("amount.mjs", script));
            return texts.map(readAmount);
        }""",
        list(READ),
    )
    assert dict(zip(READ, found, strict=True)) == READ


LOOKS = list(itertools.product((PHONE, DESKTOP), ("light", "dark")))


def axe_in_all_looks(page: Page) -> list[str]:
    """What axe finds on a phone and a desktop, in light and dark."""
    found = []
    for viewport, scheme in LOOKS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half way to another
        rules = ["color-contrast"] if scheme == "dark" else []  # at night only colours differ
        found += [f"{viewport['width']} {scheme} {problem}" for problem in axe(page, *rules)]
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    return found


def test_axe_finds_nothing_before_the_first_answer_and_beside_an_error(precheck: Precheck) -> None:
    assert axe_in_all_looks(precheck.page) == []
    precheck.tick("situation", "job_lost")
    precheck.page.locator("#i-savings").fill("viel")
    precheck.button("show").click()
    expect(precheck.page.locator("[data-errors]")).to_be_visible()
    assert axe_in_all_looks(precheck.page) == []


def test_axe_finds_nothing_in_a_result_with_everything_unfolded(precheck: Precheck) -> None:
    precheck.answer({**ANSWERS, "worked_12": None})
    precheck.show()
    precheck.button("unfold_all").click()
    for summary in precheck.result.locator("summary:visible").all():
        summary.click()
    assert precheck.result.locator("summary:visible").count() > len(precheck.panels())
    assert precheck.result.locator("details:not([open]) > summary:visible").count() == 0
    assert axe_in_all_looks(precheck.page) == []


def test_axe_finds_nothing_while_loading_and_after_a_failure(start: Start) -> None:
    _, precheck = start(viewport=PHONE)
    precheck.page.clock.install()
    with stalled(precheck.page, "**/micropython.wasm"):
        precheck.button("show").click()
        expect(precheck.page.get_by_role("progressbar")).to_be_visible()
        assert axe_in_all_looks(precheck.page) == []
        precheck.page.clock.fast_forward(61_000)
        expect(precheck.failure).to_be_visible()
    assert axe_in_all_looks(precheck.page) == []


def test_the_result_needs_no_sideways_scrolling_at_320_pixels(precheck: Precheck) -> None:
    precheck.page.set_viewport_size({"width": 320, "height": 640})
    precheck.answer({**ANSWERS, "worked_12": None})
    precheck.show()
    precheck.button("unfold_all").click()
    for summary in precheck.result.locator("summary:visible").all():
        summary.click()
    assert precheck.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    assert [key for key, text in WORDS.items() if sorted(text) != ["de", "fr"] or not all(text.values())] == []
