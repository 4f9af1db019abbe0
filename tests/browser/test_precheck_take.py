"""Taking the result along, as a person does: paper, text, calendar, and a code that another device reads."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from eligibility.compiler.ruleset import rule_set
from eligibility.engine import AnswerError, evaluate
from eligibility.engine.armour import armoured
from eligibility.engine.code import decode, encode
from portal.model.content import Content
from portal.pages.result import result_text
from portal.site.serve import Server
from tests.browser.axe import axe
from tests.browser.conftest import LANGUAGES, PHONE, PREFIXES
from tests.browser.pictures import codes_in
from tests.browser.precheck_form import PATHS, Precheck
from tests.conftest import AS_OF
from tests.eligibility.oracle import Oracle, Sampler

UNTIL = "2026-12-21"
ANSWERS = {
    "safety": False,
    "urgent_need": "yes",
    "purpose": "first_time",
    "place": "vs",
    "commune": "6002",
    "adults": "one",
    "children": 0,
    "lives_with": [],
    "permit": "swiss",
    "savings": {"min": 100000, "max": 250050},
    "situation": ["job_lost", "sick"],
    "worked_12": None,
    "premium": {"declined": True},
}
PERSONAL = {"safety", "urgent_need", "permit", "situation"}
# Stands in for a browser that finds QR codes by itself, and for a camera: what `window.seen` holds is before it.
CAMERA = """
    window.seen = null;
    window.BarcodeDetector = class {
        static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
        detect() { return Promise.resolve(window.seen === null ? [] : [{rawValue: window.seen}]); }
    };
    window.cameras = [];
    navigator.mediaDevices.getUserMedia = (wanted) => {
        if (window.refused) return Promise.reject(new DOMException("no", "NotAllowedError"));
        const stream = document.createElement("canvas").captureStream();
        window.cameras.push({wanted, stream});
        return Promise.resolve(stream);
    };
"""


@dataclass
class Seen:
    """What a page asked the network for and complained about."""

    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def pages(browser: Browser, servers: dict[str, Server]) -> Iterator[dict[str, tuple[Precheck, Seen]]]:
    """One page per language whose engine is loaded; only the French one has a camera that can read."""
    opened: dict[str, tuple[Precheck, Seen]] = {}
    contexts = []
    for language, prefix in zip(LANGUAGES, PREFIXES, strict=True):
        context = browser.new_context(viewport=PHONE, locale=f"{language}-CH", reduced_motion="reduce", accept_downloads=True)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page, seen = context.new_page(), Seen()
        page.on("request", lambda request, seen=seen: seen.requests.append(request))
        page.on("pageerror", lambda error, seen=seen: seen.problems.append(str(error)))
        page.on("console", lambda told, seen=seen: seen.problems.append(told.text) if told.type == "error" else None)
        page.clock.set_fixed_time(f"{AS_OF}T12:00:00+00:00")
        if language == "fr":
            page.add_init_script(CAMERA)
        page.goto(servers[prefix].address + PATHS[language])
        precheck = Precheck(page, language)
        precheck.show()
        opened[language] = (precheck, seen)
    yield opened
    for context in contexts:
        context.close()
    assert [problem for _, seen in opened.values() for problem in seen.problems] == []


@pytest.fixture(params=LANGUAGES)
def precheck(request: pytest.FixtureRequest, pages: dict[str, tuple[Precheck, Seen]]) -> Precheck:
    return fresh(pages[request.param][0])


def fresh(precheck: Precheck) -> Precheck:
    precheck.page.clock.set_fixed_time(f"{AS_OF}T12:00:00+00:00")
    precheck.page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    precheck.forget()
    if precheck.page.locator("[data-reader]").get_attribute("open") is not None:
        precheck.page.locator("[data-reader] > summary").click()
    return precheck


def given(**changed: Any) -> dict[str, Any]:
    return {"schema": "answers/1", "as_of": AS_OF, "answers": {**ANSWERS, **changed}}


def unfold(precheck: Precheck, name: str) -> Locator:
    """Open a folded part by keyboard."""
    precheck.tab_to(f"[data-{name}] > summary")
    precheck.page.keyboard.press("Enter")
    return precheck.page.locator(f"[data-{name}]")


def press(precheck: Precheck, selector: str, key: str = "Enter") -> None:
    precheck.tab_to(selector)
    precheck.page.keyboard.press(key)


def make_code(precheck: Precheck, *ticked: str) -> str:
    """A result, then a code with the personal answers that are ticked one by one; all by keyboard."""
    unfold(precheck, "handover")
    for name in ticked:
        press(precheck, f"[data-code-choice-sensitive] input[value={name}]", "Space")
    press(precheck, "[data-code-make]")
    expect(precheck.page.locator("[data-code]")).to_be_focused()
    return precheck.page.locator("[data-code-text]").input_value()


def type_code(precheck: Precheck, text: str) -> None:
    if precheck.page.locator("[data-reader]").get_attribute("open") is None:
        unfold(precheck, "reader")
    precheck.page.locator("[data-read-text]").fill(text)
    press(precheck, "[data-read]")


def collected(page: Page) -> dict[str, Any]:
    """What the form says now, as answers."""
    return page.evaluate(
        """async () => {
            const source = [...document.scripts].find(({src}) => src.endsWith("precheck/page.mjs")).src;
            const { collect } = await import(new URL("answers.mjs", source));
            return collect(document.querySelector(".precheck form"), "").answers;
        }"""
    )


def known(content: Content, text: str, day: str = AS_OF) -> dict[str, Any]:
    return decode(content.program, text, day)["answers"]["answers"]


def even(text: str) -> list[str]:
    return [re.sub(r"\s+", " ", line).rstrip() for line in text.splitlines()]


def test_the_copied_text_is_what_the_command_line_prints_line_by_line(precheck: Precheck, content: Content) -> None:
    sampler = Sampler(Oracle(rule_set(content.records, ())), 20_261_127)
    communes = random.Random(20_261_127)
    chosen = [given(), given(safety=True, place="fr", commune="2196"), given(place=None, commune=None)]
    for _ in range(4):
        answers = {**sampler.answers(complete=True), "commune": communes.choice(["6002", "2196", "6248"])}
        chosen.append({"schema": "answers/1", "as_of": AS_OF, "answers": answers})
    for answers in chosen:
        fresh(precheck).fill(answers["answers"])
        precheck.show()
        if precheck.page.locator("[data-safety-out]").is_visible():
            precheck.page.locator("[data-with-safety]").check()
        precheck.button("take_copy").click()
        expect(precheck.page.locator("[data-take-status]")).to_have_text(precheck.word("take_copied"))
        printed = result_text(content, answers, evaluate(content.program, answers), precheck.language)
        assert even(precheck.page.evaluate("navigator.clipboard.readText()")) == even(printed), answers


def test_a_browser_that_does_not_copy_gives_the_text_marked_to_copy_by_hand(precheck: Precheck) -> None:
    precheck.fill(ANSWERS)
    precheck.show()
    precheck.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    press(precheck, "[data-copy]", "Space")
    expect(precheck.page.locator("[data-take-status]")).to_have_text(precheck.word("take_select"))
    area = precheck.page.locator("#take-text")
    expect(area).to_be_focused()
    assert area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd) === area.value")
    assert area.input_value().startswith(precheck.word("result"))
    precheck.page.evaluate("() => delete navigator.clipboard.writeText")


def test_a_hint_on_safety_leaves_the_page_only_if_the_person_wants_it(precheck: Precheck) -> None:
    precheck.fill({**ANSWERS, "safety": True})
    precheck.show()
    panel = precheck.panel("safety.get_safe")
    title = panel.locator("h4").inner_text()
    expect(panel).to_be_visible()
    for wanted in (False, True):
        precheck.page.locator("[data-with-safety]").set_checked(wanted)
        precheck.button("take_copy").click()
        expect(precheck.page.locator("[data-take-status]")).to_have_text(precheck.word("take_copied"))
        precheck.page.emulate_media(media="print")
        expect(panel).to_be_visible(visible=wanted)
        precheck.page.emulate_media(media="screen")
        assert (title in precheck.page.evaluate("navigator.clipboard.readText()")) is wanted
    precheck.tick("safety", "no")
    precheck.show()
    expect(precheck.page.locator("[data-safety-out]")).to_be_hidden()


def test_the_paper_is_a_list_to_tick_off_without_any_answer_that_was_not_ticked(precheck: Precheck) -> None:
    precheck.fill({**ANSWERS, "situation": ["job_lost"]})
    precheck.show()
    precheck.panel("authority.domicile").locator(".panel__why > summary").click()
    offered = unfold(precheck, "paper").locator("input").evaluate_all("boxes => boxes.map(box => box.value)")
    assert "safety" not in offered
    assert {"permit", "place", "savings"} <= set(offered)
    told = precheck.panel("authority.domicile").locator("[data-told=answers]")
    expect(told).to_be_visible()
    page = precheck.page
    page.emulate_media(media="print")
    for gone in ("form", ".menu", ".head__row", "[data-reader]", ".precheck__contact", "[data-take] button", "[data-paper]"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    expect(told).to_be_hidden()
    assert page.locator("[data-paper-answers]:visible").count() == 0
    paper = page.locator("main").inner_text()
    for word in ("not_application", "ask_now", "paper_notes", "result_orients"):
        assert precheck.word(word) in paper
    assert (
        page.locator("[data-panel]:visible").first.evaluate("card => getComputedStyle(card, '::before').borderTopStyle")
        == "solid"
    )
    page.emulate_media(media="screen")
    press(precheck, "[data-paper-choice] input[value=place]", "Space")
    page.emulate_media(media="print")
    lines = {"de": "Kanton: Ich wohne im Wallis", "fr": "Canton\u00a0: J’habite en Valais"}
    expect(page.locator("[data-paper-answers] li")).to_have_text([lines[precheck.language]])
    # In the other language the same answer stays ticked.
    page.emulate_media(media="screen")
    for language in ("fr" if precheck.language == "de" else "de", precheck.language):
        page.locator("a.tool--language").click()
        expect(page.locator("[data-paper-answers] li")).to_have_text([lines[language]])
        expect(page.locator("[data-paper-choice] input[value=place]")).to_be_checked()


def test_a_result_of_a_few_hints_fits_on_one_sheet_and_what_is_only_possible_is_short(precheck: Precheck) -> None:
    rest = {"letter": False, "support": [], "owns": [], "money_30": False, "birth_year": 1985, "used_up": "no", "premium": True}
    precheck.fill({**ANSWERS, **rest, "situation": ["job_lost"]})
    precheck.show()
    states = [panel.state for panel in precheck.panels()]
    assert sorted(states) == ["possible"] * 2 + ["shown"] * 4
    # what the page opens by itself for printing stays folded here
    precheck.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert precheck.page.locator("[data-panel] details[open]").count() == 0
    precheck.page.emulate_media(media="print")
    pdf = precheck.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, states
    possible = precheck.page.locator(".panel--possible:visible").first
    assert possible.locator("p:visible").count() <= 3
    assert possible.locator("[data-slot]:visible").count() == 0


def test_a_day_goes_into_the_calendar_with_a_neutral_title_by_keyboard(precheck: Precheck) -> None:
    precheck.fill(ANSWERS)
    precheck.show()
    unfold(precheck, "calendar")
    press(precheck, "[data-calendar-get]")
    expect(precheck.page.locator("[data-calendar-error]")).to_have_text(precheck.word("calendar_no_day"))
    assert precheck.focused() == "day-letter"
    precheck.page.locator("#day-letter").fill("2026-12-31")
    precheck.page.locator("#day-remind").fill("2026-11-24")
    with precheck.page.expect_download() as started:
        press(precheck, "[data-calendar-get]")
    expect(precheck.page.locator("[data-take-status]")).to_have_text(precheck.word("calendar_made"))
    assert started.value.url.startswith("blob:")
    assert started.value.suggested_filename == precheck.word("calendar_file")
    raw = started.value.path().read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") and raw.endswith(b"END:VCALENDAR\r\n")
    calendar = icalendar.Calendar.from_ical(raw)
    events = calendar.walk("VEVENT")
    assert [event["DTSTART"].dt.isoformat() for event in events] == ["2026-12-31", "2026-11-24"]
    assert [event["DTEND"].dt.isoformat() for event in events] == ["2027-01-01", "2026-11-25"]
    assert all(event["DTSTART"].params["VALUE"] == "DATE" for event in events)
    assert {str(event["SUMMARY"]) for event in events} == {precheck.word("calendar_event")}
    assert all(event["DTSTAMP"].dt.isoformat() == f"{AS_OF}T12:00:00+00:00" for event in events)
    assert len({str(event["UID"]) for event in events}) == 2
    assert [len(event.walk("VALARM")) for event in events] == [2, 1]
    assert {part.name for part in calendar.walk()} == {"VCALENDAR", "VEVENT", "VALARM"}
    assert not re.search(r"sozial|social|fragen|questions|hilf|aide|localhost|127", raw.decode().casefold())


def test_a_long_line_of_the_calendar_is_folded_between_characters(precheck: Precheck) -> None:
    title = "Rücksprache, Gespräch; \\ 👩‍👧 " * 9
    raw = precheck.page.evaluate(
        """async title => {
            const source = [...document.scripts].find(({src}) => src.endsWith("precheck/page.mjs")).src;
            const { calendarFile } = await import(new URL("calendar.mjs", source));
            return calendarFile([{day: "2026-12-31", title}], new Date());
        }""",
        title,
    )
    assert max(len(line.encode()) for line in raw.split("\r\n")) == 75
    assert [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(raw).walk("VEVENT")] == [title]


def test_a_code_holds_what_was_ticked_and_nothing_personal_unless_ticked_one_by_one(precheck: Precheck, content: Content) -> None:
    precheck.fill(ANSWERS)
    precheck.show()
    assert precheck.page.locator("[data-code]").is_hidden()
    text = make_code(precheck)
    assert known(content, text) == {name: value for name, value in ANSWERS.items() if name not in PERSONAL}
    assert text.startswith({"de": "Das ist kein Gesuch.", "fr": "Ceci n’est pas une demande."}[precheck.language])
    expect(precheck.page.locator("[data-code]")).to_contain_text(precheck.word("code_note"))
    precheck.page.locator("[data-code-choice-sensitive] input[value=permit]").check()
    expect(precheck.page.locator("[data-code]")).to_be_hidden()
    precheck.page.locator("[data-code-choice] input[value=savings]").uncheck()
    precheck.button("code_make").click()
    expect(precheck.page.locator("[data-code]")).to_be_focused()
    second = precheck.page.locator("[data-code-text]").input_value()
    assert set(known(content, second)) == {*ANSWERS} - PERSONAL - {"savings"} | {"permit"}
    press(precheck, "[data-code-away]")
    expect(precheck.page.locator("[data-take-status]")).to_have_text(precheck.word("code_gone"))
    assert precheck.page.locator("[data-picture] svg").count() == 0
    ticked = precheck.page.locator("[data-handover] input:checked")
    while ticked.count():
        ticked.first.uncheck()
    precheck.button("code_make").click()
    expect(precheck.page.locator("[data-code-error]")).to_have_text(precheck.word("code_empty"))


def test_the_picture_is_read_by_another_reader_by_day_at_night_and_in_forced_colours(precheck: Precheck) -> None:
    precheck.fill(ANSWERS)
    precheck.show()
    text = make_code(precheck, "situation", "permit")
    picture = precheck.page.get_by_role("img", name=precheck.word("code_picture"))
    for scheme, forced in (("light", "none"), ("dark", "none"), ("dark", "active")):
        precheck.page.emulate_media(color_scheme=scheme, forced_colors=forced)
        assert codes_in(picture) == [text], (scheme, forced)
    precheck.page.emulate_media(media="print")
    assert precheck.page.locator("[data-paper-code]:visible").count() == 0
    precheck.page.emulate_media(media="screen")
    precheck.page.locator("[data-code-on-paper]").check()
    precheck.page.emulate_media(media="print")
    assert codes_in(precheck.page.locator("[data-paper-code] svg")) == [text]


def test_in_danger_there_is_no_code_and_the_page_says_why_and_whom_to_ask(precheck: Precheck, content: Content) -> None:
    precheck.fill({**ANSWERS, "safety": True})
    precheck.show()
    part = unfold(precheck, "handover")
    expect(part.get_by_text(precheck.word("code_danger"))).to_be_visible()
    assert part.get_by_role("button").count() == part.get_by_role("checkbox").count() == 0
    with pytest.raises(AnswerError, match="code-danger"):
        encode(content.program, given(safety=True), ["place"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_of_one_language_fills_the_form_of_the_other_and_nothing_else_is_left(
    pages: dict[str, tuple[Precheck, Seen]], language: str
) -> None:
    other = fresh(pages[next(each for each in LANGUAGES if each != language)][0])
    first = fresh(pages[language][0])
    first.fill(ANSWERS)
    first.show()
    text = make_code(first, *sorted(PERSONAL))
    shown = first.panels()
    other.tick("letter", "yes")
    type_code(other, text)
    done = other.page.locator("[data-read-done]")
    expect(done).to_be_focused()
    expect(done).to_contain_text(other.word("read_check"))
    expect(done).to_contain_text(other.word("read_same"))
    assert collected(other.page) == ANSWERS
    assert text.splitlines()[-1] not in other.page.content()
    assert other.page.locator("[data-read-text]").input_value() == ""
    other.show()
    assert other.panels() == shown


def test_what_cannot_be_read_is_told_kindly_at_the_field(precheck: Precheck, content: Content) -> None:
    code = encode(content.program, given(), ["place"])["code"]
    field = precheck.page.locator("[data-read-text]")
    swapped = code[:8] + code[9] + code[8] + code[10:]
    for text, word in (
        ("Guten Tag", "read_unknown"),
        ("", "read_unknown"),
        (swapped, "read_damaged"),
        (code[:-3], "read_damaged"),
        (armoured(b"\x02later"), "read_newer"),
    ):
        type_code(precheck, text)
        expect(field).to_be_focused()
        expect(field).to_have_accessible_description(re.compile("^" + re.escape(precheck.word(word))))
        assert collected(precheck.page) == {}
    precheck.page.clock.set_fixed_time("2026-12-22T12:00:00+00:00")
    type_code(precheck, code)
    expired = precheck.page.locator("[data-read-error]")
    expect(expired).to_contain_text(precheck.word("read_expired").partition("{date}")[0])
    expect(expired).to_contain_text("21")
    precheck.page.clock.set_fixed_time(f"{AS_OF}T12:00:00+00:00")
    type_code(precheck, encode(content.program, {**given(), "as_of": "2026-11-22"}, ["place"])["code"])
    expect(expired).to_contain_text(precheck.word("read_ahead").partition("{date}")[0])
    precheck.page.locator("[data-reader] > summary").click()
    expect(field).to_have_value("")


def test_a_code_comes_from_a_file_too(precheck: Precheck, content: Content) -> None:
    made = encode(content.program, given(), ["place", "savings"])["code"]
    unfold(precheck, "reader")
    file = precheck.page.locator("[data-read-file]")
    file.set_input_files({"name": "x.txt", "mimeType": "text/plain", "buffer": f"Das ist kein Gesuch.\n\n{made}\n".encode()})
    expect(precheck.page.locator("[data-read-done]")).to_be_focused()
    assert collected(precheck.page) == {name: ANSWERS[name] for name in ("place", "savings")}
    assert file.input_value() == ""
    file.set_input_files({"name": "x.txt", "mimeType": "text/plain", "buffer": b"\xff\x00" * 50_000})
    expect(precheck.page.locator("[data-read-error]")).to_have_text(precheck.word("read_unknown"))


def test_the_camera_is_offered_only_where_the_browser_can_read_and_is_off_afterwards(
    pages: dict[str, tuple[Precheck, Seen]], content: Content
) -> None:
    german, french = (fresh(pages[language][0]) for language in LANGUAGES)
    unfold(german, "reader")
    expect(german.button("read_camera")).to_be_hidden()
    page = french.page
    unfold(french, "reader")
    press(french, "[data-camera]")
    expect(page.locator("[data-read-status]")).to_have_text(french.word("read_camera_on"))
    expect(french.button("read_camera_stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-read-status]")).to_have_text(french.word("read_camera_off"))
    expect(french.button("read_camera")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-video]")).to_be_visible()
    page.evaluate("text => { window.seen = text }", encode(content.program, given(), ["place"])["code"])
    expect(page.locator("[data-read-done]")).to_be_focused()
    assert collected(page) == {"place": "vs"}
    expect(page.locator("[data-video]")).to_be_hidden()
    assert page.evaluate("cameras.map(({wanted, stream}) => [wanted.audio, stream.active])") == [[False, False]] * 2
    page.evaluate("window.refused = true")
    press(french, "[data-camera]")
    expect(page.locator("[data-read-error]")).to_have_text(french.word("read_camera_none"))
    page.evaluate("() => { window.refused = false; window.seen = null }")
    # a folded part keeps no camera on
    press(french, "[data-camera]")
    expect(page.locator("[data-video]")).to_be_visible()
    page.locator("[data-reader] > summary").click()
    assert page.evaluate("cameras.map(({stream}) => stream.active)") == [False] * 3


@pytest.mark.parametrize(("language", "prefix"), list(zip(LANGUAGES, PREFIXES, strict=True)))
def test_what_changed_since_and_what_could_not_be_taken_over_is_told_in_words(
    browser: Browser, servers: dict[str, Server], language: str, prefix: str
) -> None:
    """With a stand-in for the engine, since the real rules may have no edge in these days."""
    context = browser.new_context(viewport=PHONE, locale=f"{language}-CH")
    page = context.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(servers[prefix].address + PATHS[language])
    reply = {
        "ok": True,
        "answers": {"schema": "answers/1", "as_of": AS_OF, "answers": {"place": "vs", "birth_year": {"min": 1980, "max": 1985}}},
        "until": UNTIL,
        "notes": [{"id": "gone", "input": "permit"}, {"id": "newer", "input": None}, {"id": "misfit", "input": "children"}],
        "changes": [
            {"id": "premium_reduction.ask", "before": "not_shown", "after": "possible"},
            {"id": "owns.ask", "before": "shown", "after": "not_shown"},
            {"id": "low_wage.ask", "before": "possible", "after": "shown"},
            {"id": "training.grant", "before": "shown", "after": "possible"},
        ],
    }
    page.evaluate(
        """async reply => {
            const source = [...document.scripts].find(({src}) => src.endsWith("precheck/page.mjs")).src;
            const { setUp } = await import(new URL("reader.mjs", source));
            setUp(document.querySelector(".precheck"), { ask: () => Promise.resolve(reply), asOf: () => "2026-11-30" });
        }""",
        reply,
    )
    precheck = Precheck(page, language)
    type_code(precheck, "any")
    done = page.locator("[data-read-done]")
    expect(done).to_be_focused()
    titles = {each["id"]: page.locator(f"[data-panel='{each['id']}'] h4").text_content() for each in reply["changes"]}
    words = ("read_appears", "read_leaves", "read_surer", "read_unsurer")
    expected = [
        precheck.word(word).replace("{title}", titles[each["id"]]) for word, each in zip(words, reply["changes"], strict=True)
    ]
    lists = [each.locator("li").all_inner_texts() for each in done.locator("ul").all()]
    assert [len(each) for each in lists] == [1, 1, 2, 4]
    assert lists[1] == [precheck.word("read_some_question")]
    assert lists[3] == expected
    for word in ("read_gone", "read_newer_part", "read_misfit", "read_changed"):
        expect(done).to_contain_text(precheck.word(word))
    assert collected(page) == {"place": "vs"}
    context.close()


def test_the_form_takes_any_answers_that_it_can_give(pages: dict[str, tuple[Precheck, Seen]], content: Content) -> None:
    """`fill` is the inverse of `collect`, also for questions that are not asked now."""
    precheck = fresh(pages["de"][0])
    sampler = Sampler(Oracle(rule_set(content.records, ())), 20_261_128)
    sets = []
    for _ in range(150):
        answers = sampler.answers(complete=False)
        kept = {name: value for name, value in answers.items() if not isinstance(value, dict) or "declined" in value}
        sets.append({**kept, "commune": "2196", "savings": random.Random(len(sets)).randrange(10**8)})
    found = precheck.page.evaluate(
        """async sets => {
            const source = [...document.scripts].find(({src}) => src.endsWith("precheck/page.mjs")).src;
            const { collect } = await import(new URL("answers.mjs", source));
            const { fill } = await import(new URL("fill.mjs", source));
            const form = document.querySelector(".precheck form");
            for (const part of form.querySelectorAll("[data-ask-if]")) part.hidden = false;
            return sets.map(answers => [fill(form, answers), collect(form, "").answers]);
        }""",
        sets,
    )
    plain = {"yes": True, "no": False}
    for answers, (left, collected_) in zip(sets, found, strict=True):
        assert left == []
        for name, value in answers.items():
            same = collected_[name]
            if isinstance(value, list):
                assert sorted(same) == sorted(value)
            else:
                assert same == (plain.get(value, value) if isinstance(same, bool) else value), name


def test_nothing_asks_the_network_and_nothing_is_kept_but_the_form(pages: dict[str, tuple[Precheck, Seen]]) -> None:
    precheck, seen = pages["de"]
    fresh(precheck)
    kept = """async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
        (await caches.keys()).length, history.length, location.href, JSON.stringify(history.state)]"""
    before = precheck.page.evaluate(kept)
    precheck.fill(ANSWERS)
    precheck.show()
    make_code(precheck)  # the picture's library has come by now
    precheck.forget()
    seen.requests.clear()
    precheck.fill(ANSWERS)
    precheck.show()
    text = make_code(precheck, "situation")
    with precheck.page.expect_download() as started:
        precheck.button("code_save").click()
    assert started.value.path().read_text("utf-8") == text
    precheck.button("take_copy").click()
    type_code(precheck, text)
    expect(precheck.page.locator("[data-read-done]")).to_be_focused()
    assert [request.url for request in seen.requests if not request.url.startswith("blob:")] == []
    assert precheck.page.evaluate(kept) == before
    precheck.show()
    unfold(precheck, "calendar")
    precheck.page.locator("#day-remind").fill("2026-11-24")
    precheck.forget()
    fields = ".take input, .take textarea, .reader input, .reader textarea"
    assert (
        precheck.page.locator(fields).evaluate_all(
            "all => all.map(each => each.checked || each.type === 'checkbox' ? '' : each.value)"
        )
        == [""] * precheck.page.locator(fields).count()
    )
    assert precheck.page.locator("[data-code-choice] input, [data-paper-choice] input, [data-picture] svg").count() == 0


def test_every_part_of_it_is_accessible_when_it_is_open(precheck: Precheck) -> None:
    precheck.fill({**ANSWERS, "safety": None})
    precheck.show()
    for name in ("paper", "calendar"):
        unfold(precheck, name)
    make_code(precheck, "permit")
    unfold(precheck, "reader")
    assert axe(precheck.page) == []
    targets = precheck.page.locator(":is(.take, .reader) :is(button, input, summary):visible")
    small = targets.evaluate_all(
        """all => all.map(each => (each.closest("label") ?? each).getBoundingClientRect())
            .filter(({width, height}) => width < 24 || height < 24).length"""
    )
    assert small == 0
    precheck.page.set_viewport_size({"width": 320, "height": 640})
    assert precheck.page.evaluate("document.documentElement.scrollWidth") <= 320
    precheck.page.set_viewport_size(PHONE)
