"""The pre-check without any script: what the style sheet uncovers is what the engine finds, and the page promises no more.

The form is filled from outside the page, whose own scripts are off, and what is seen is read from computed styles. `make test`
takes a part of the worked cases and of the random answers, `make test-long` takes all.
"""

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from eligibility.compiler.cases import answers_of
from eligibility.compiler.ruleset import rule_set
from eligibility.engine import evaluate
from eligibility.engine.answers import read_answers
from portal.model.content import Content
from portal.pages.precheck import MANY_OPEN
from portal.pages.ways import bands, ways_on
from portal.pages.without_script import band_name
from portal.pages.words import chf
from portal.site.serve import Server
from tests.browser.axe import axe
from tests.browser.conftest import LANGUAGES, PHONE, PREFIXES
from tests.browser.precheck_form import PATHS, WORDS, Precheck, written
from tests.conftest import AS_OF, content_on
from tests.eligibility.oracle import Oracle, Sampler

type Marks = list[tuple[str, str]]
"""(input, value of the mark or option) for all that is chosen."""

SHEET = "**/without-script-*.css"
KNOWN_NOT = ("selector(:has(*))", "selector(:not-yet-known(*))")
"""Makes of a browser one that cannot tell what is ticked."""
EVERY, PART = 1000, 40
CASES = [case for file in content_on(AS_OF).items("case") for case in file.cases if case.as_of == AS_OF]

_FILL_AND_READ = """sets => {
  const form = document.querySelector(".precheck form");
  const seen = part => part.checkVisibility({ visibilityProperty: true });
  const all = (place, selector) => [...place.querySelectorAll(selector)];
  const any = selector => all(document, selector).some(seen);
  return sets.map(marks => {
    form.reset();
    for (const [input, value] of marks) {
      const found = all(form, `[data-input="${input}"] :is(input, option)[value="${value}"]`).at(-1);
      found[found.matches("option") ? "selected" : "checked"] = true;
    }
    const panels = all(document, "[data-panel]").filter(seen);
    return {
      panels: panels.map(card => [
        card.dataset.panel,
        all(card, "[data-state]").filter(seen).map(({ dataset }) => dataset.state).join(),
        all(card, "[data-unconfirmed]").some(seen),
      ]),
      slots: Object.fromEntries(panels.map(card => [card.dataset.panel, all(card, "[data-slot]").filter(seen).map(
        slot => [slot.dataset.slot, all(slot, "[data-slot-name]").some(seen)])])),
      figures: panels.flatMap(card => all(card, "[data-figures] strong").filter(seen).map(each => each.textContent)),
      groups: all(document, "[data-group]").filter(seen).map(group => group.querySelector("h3").id.slice(2)),
      asked: all(document, ".question").filter(seen).map(question => question.querySelector("[data-input]").dataset.input),
      offices: all(document, "[data-office-card] [data-office]").filter(seen).map(({ dataset }) => dataset.office),
      probably: any("p[data-probably]"),
      no_office: any("[data-office-open]"),
      nothing: any("[data-nothing]"),
      many_open: any("[data-many-open]"),
      two_cantons: any("[data-two-cantons]"),
    };
  });
}"""


@pytest.fixture(scope="module", params=list(zip(LANGUAGES, PREFIXES, strict=True)), ids=LANGUAGES)
def plain(request: pytest.FixtureRequest, browser: Browser, servers: dict[str, Server]) -> Iterator[Precheck]:
    """The page in one language with all script off, German at the root and French below a path."""
    language, prefix = request.param
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale=f"{language}-CH")
    page = context.new_page()
    page.goto(servers[prefix].address + PATHS[language])
    yield Precheck(page, language)
    context.close()


@pytest.fixture
def open_plain(browser: Browser, servers: dict[str, Server]) -> Iterator[Callable[..., Page]]:
    """Open the page in German without script, its style sheet changed or not there."""
    contexts = []

    def start(handle: Callable[[Route], None], javascript: bool = False, document: Callable[[Route], None] | None = None) -> Page:
        contexts.append(browser.new_context(java_script_enabled=javascript, viewport=PHONE, locale="de-CH"))
        page = contexts[-1].new_page()
        page.route(SHEET, handle)
        if document is not None:
            page.route(f"**/{PATHS['de']}", document)
        page.goto(servers["/"].address + PATHS["de"])
        return page

    yield start
    for context in contexts:
        context.close()


def changed(*pairs: tuple[str, str]) -> Callable[[Route], None]:
    """Serve the sheet with texts replaced, each of which it must hold."""

    def handle(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        route.fulfill(response=answer, body=text)

    return handle


def marks_of(content: Content, answers: dict[str, Any]) -> Marks | None:
    """What a person chooses to give these answers; none where they cannot, as with a band over several bands of the page."""
    inputs = {item["input"]: (index, item) for index, item in enumerate(content.program["inputs"]) if item["input"]}
    marks: Marks = []
    for name, value in answers.items():
        index, item = inputs[name]
        kind = "multi" if item["kind"] == "option" else item["kind"]
        if kind == "chf" and value is not None and value != {"declined": True}:
            mask = read_answers(content.program, {"schema": "answers/1", "as_of": AS_OF, "answers": {name: value}}).masks[index]
            own = bands(content.program, ways_on(content.program, AS_OF), index)
            met = [place for place, band in enumerate(own) if band & mask]
            if len(met) > 1:
                return None
            marks.append((name, band_name(met[0])))
        elif kind in ("count", "year") and isinstance(value, dict) and value != {"declined": True}:
            return None
        else:
            marks += [(name, said) for said in written(kind, value)]
    return marks


def expected(content: Content, answers: dict[str, Any]) -> dict[str, Any]:
    """What the engine and the content say has to be seen."""
    given = {"schema": "answers/1", "as_of": AS_OF, "answers": answers}
    result = evaluate(content.program, given)
    reading = read_answers(content.program, given)
    questions = {question.id: question for question in content.items("question")}
    panels = {panel["id"]: panel for panel in result["panels"]}
    outcomes = [content.record(id_).item for id_ in panels]
    named = cantons_named(content, answers)
    open_cantons = named if len(named) == 1 else {"vs", "fr"}
    slots = {
        outcome.id: [[canton, len(named) != 1] for canton in sorted(outcome.cantons, reverse=True) if canton in open_cantons]
        for outcome in outcomes
    }
    figures = [
        chf(state.amount)
        for outcome in outcomes
        if panels[outcome.id]["state"] == "shown"
        for canton, _name in slots[outcome.id]
        for id_ in outcome.cantons[canton].figures
        if (state := content.record(id_).item.on(AS_OF)) is not None and state.amount is not None
    ]
    office = result["values"]["office"].get("known")
    return {
        "panels": [[panel["id"], panel["state"], panel["unconfirmed"]] for panel in result["panels"]],
        "slots": slots,
        "figures": figures,
        "groups": list(dict.fromkeys(outcome.group for outcome in outcomes)),
        "asked": [
            questions[question["id"]].inputs[0].id
            for question, asked in zip(content.program["questions"], reading.asked, strict=True)
            if asked
        ],
        "offices": [office] if office else [],
        "probably": bool(office) and content.record(str(answers["commune"])).item.on(AS_OF).status != "confirmed",
        "no_office": not office,
        "nothing": not panels,
        "many_open": sum(panel["state"] == "possible" for panel in result["panels"]) >= MANY_OPEN,
        "two_cantons": len(named) > 1,
    }


def cantons_named(content: Content, answers: dict[str, Any]) -> set[str]:
    options = [option for question in content.items("question") for asked in question.inputs for option in asked.options]
    places = {option.id: option.canton for option in options if option.canton}
    places |= {commune.id: commune.canton for commune in content.items("commune")}
    chosen = (answers.get(name) for name in ("place", "commune"))
    return {places[value] for value in chosen if isinstance(value, str) and value in places}


def differences(page: Page, content: Content, sets: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Any, Any]]:
    """The answers with which the page shows something else than it should: (answers, what should be seen, what is)."""
    said = [(answers, marks) for answers in sets if (marks := marks_of(content, answers)) is not None]
    seen = page.evaluate(_FILL_AND_READ, [marks for _answers, marks in said])
    wanted = [expected(content, answers) for answers, _marks in said]
    compared = [(answers, want, got) for (answers, _marks), want, got in zip(said, wanted, seen, strict=True) if want != got]
    wrong = [[key for key in want if want[key] != got[key]] for _answers, want, got in compared]
    return [
        (answers, {key: want[key] for key in keys}, {key: got[key] for key in keys})
        for (answers, want, got), keys in zip(compared, wrong, strict=True)
    ]


def random_answers(content: Content, count: int) -> list[dict[str, Any]]:
    """Partial answers as the page without script can give them."""
    sampler = Sampler(Oracle(rule_set(content.records, ())), 20_261_121)
    chance = random.Random(20_261_121)
    communes = sorted(commune.id for commune in content.items("commune"))
    sets = []
    for _ in range(count):
        given = {}
        for name, value in sampler.answers(complete=chance.random() < 0.3).items():
            single = isinstance(value, dict) and "declined" not in value
            given[name] = next(iter(value.values())) if single else value
        if isinstance(given.get("commune"), str):
            given["commune"] = chance.choice(communes)
        sets.append(given)
    return sets


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)], ids=["part", "all"])
def test_every_case_of_the_day_is_seen_as_the_engine_finds_it(plain: Precheck, content: Content, step: int) -> None:
    cases = CASES[LANGUAGES.index(plain.language) % step :: step]
    assert differences(plain.page, content, [answers_of(case)["answers"] for case in cases]) == []


def test_few_cases_cannot_be_said_without_script(content: Content) -> None:
    cannot = [case.id for case in CASES if marks_of(content, answers_of(case)["answers"]) is None]
    assert len(cannot) < len(CASES) / 50, cannot


@pytest.mark.parametrize("count", [PART, pytest.param(EVERY, marks=pytest.mark.long)])
def test_random_answers_are_seen_as_the_engine_finds_them(plain: Precheck, content: Content, count: int) -> None:
    assert differences(plain.page, content, random_answers(content, count)) == []


def test_the_comparison_finds_a_sheet_with_one_wrong_condition(open_plain: Callable[..., Page], content: Content) -> None:
    page = open_plain(changed(("[data-input=premium] [value=no]:checked", "[data-input=premium] [value=yes]:checked")))
    found = differences(page, content, [{"premium": "yes"}, {"premium": "no"}, {"letter": "yes"}])
    assert [answers for answers, _want, _got in found] == [{"premium": "yes"}, {"premium": "no"}]


@pytest.mark.parametrize(
    ("ticked", "state"),
    [
        (["accident"], "shown"),
        (["accident", "?none"], "shown"),
        (["accident", "?unknown"], "shown"),
        (["sick"], None),
        (["?none"], None),
        (["sick", "?unknown"], "possible"),
        (["sick", "?declined"], "possible"),
        (["?none", "?unknown"], "possible"),
        (["?unknown", "?declined"], "possible"),
        ([], "possible"),
    ],
)
def test_ticks_that_exclude_each_other_are_read_with_care(plain: Precheck, ticked: list[str], state: str | None) -> None:
    """A ticked option is a yes; beside "I don't know" or "prefer not to say" nothing is a no."""
    [seen] = plain.page.evaluate(_FILL_AND_READ, [[["situation", value] for value in ticked]])
    assert {id_: state for id_, state, _open in seen["panels"]}.get("accident.report") == state


def test_a_person_answers_reads_the_result_and_clears_the_form(plain: Precheck) -> None:
    page = plain.page
    page.evaluate("document.querySelector('.precheck form').reset()")
    address, before = page.url, plain.panels()
    follow_up = page.locator("#q-worked_12")
    expect(follow_up).to_be_hidden()
    plain.tick("situation", "job_lost")
    expect(follow_up).to_be_visible()
    plain.tick("worked_12", "yes")
    page.locator("#i-children").select_option("2")
    expect(page.locator("#q-child")).to_be_visible()
    expect(plain.panel("unemployment_insurance.register").get_by_text(plain.word("state_shown"))).to_be_visible()
    expect(page.locator("[data-by-answers]")).to_contain_text(plain.word("by_answers"))
    expect(page.locator("[data-by-answers]")).to_be_visible()
    for part in ("[data-without-result]", "[data-tabs]", "form [data-by-reading]", "[data-result] [data-by-reading]"):
        expect(page.locator(part)).to_be_hidden()
    buttons = page.locator("main button").filter(visible=True)
    assert [button.get_attribute("type") for button in buttons.all()] == ["reset"]
    buttons.click()
    expect(follow_up).to_be_hidden()
    assert (page.url, plain.panels()) == (address, before)


def as_without_script(route: Route) -> None:
    """The page as a browser without script builds it, for one with script: axe needs timers, and these are off without script."""
    answer = route.fetch()
    text = re.sub(r"<script.*?</script>", "", answer.text()).replace("<noscript><link", "<link")
    route.fulfill(response=answer, body=re.sub(r"(<?/?)\bnoscript\b", r"\1x-noscript", text))


@pytest.mark.parametrize("known", [True, False], ids=["by-answers", "by-reading"])
def test_axe_finds_nothing(open_plain: Callable[..., Page], known: bool) -> None:
    pairs = [("> :not(noscript)", "> :not(x-noscript)")] if known else [("> :not(noscript)", "> :not(x-noscript)"), KNOWN_NOT]
    page = open_plain(changed(*pairs), javascript=True, document=as_without_script)
    for marks in ([], [["situation", "job_lost"], ["place", "vs"], ["commune", "6002"], ["children", "2"]]):
        page.evaluate(_FILL_AND_READ, [marks])
        assert axe(page) == []


def test_what_is_printed_is_the_result(plain: Precheck) -> None:
    plain.page.evaluate(_FILL_AND_READ, [[["situation", "job_lost"], ["place", "vs"]]])
    on_screen = plain.panels()
    plain.page.emulate_media(media="print")
    assert plain.panels() == on_screen
    expect(plain.page.locator(".precheck > form")).to_be_hidden()
    plain.page.emulate_media(media="screen")


def test_a_browser_that_cannot_tell_what_is_ticked_shows_everything_and_says_so(open_plain: Callable[..., Page]) -> None:
    page = open_plain(changed(KNOWN_NOT))
    for part, word in (("form", "by_reading"), ("[data-result]", "read_what_fits")):
        expect(page.locator(f"{part} [data-by-reading]")).to_be_visible()
        expect(page.locator(f"{part} [data-by-reading]")).to_contain_text(WORDS[word]["de"])
    expect(page.locator("[data-by-answers]")).to_be_hidden()
    for part in ("[data-panel]", "[data-group]", ".question"):
        assert page.locator(part).filter(visible=False).count() == 0
    assert page.locator("[data-state]:visible, [data-nothing]:visible, [data-office-card]:visible").count() == 0


def test_without_the_style_sheet_the_page_promises_no_result(open_plain: Callable[..., Page]) -> None:
    page = open_plain(lambda route: route.abort())
    expect(page.get_by_text(WORDS["without_script"]["de"])).to_be_visible()
    for part in ("[data-with-answers]", "[data-result]"):
        expect(page.locator(part)).to_be_hidden()


def test_with_script_the_sheet_is_not_fetched(open_plain: Callable[..., Page]) -> None:
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page = open_plain(note, javascript=True)
    expect(page.locator("[data-show]")).to_be_enabled()
    assert asked == []
