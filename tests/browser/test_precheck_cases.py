"""Every worked case through the form in Chromium: what is seen is what the engine finds in CPython, and the explanation is
word for word what `portal explain` prints. The first case of each table is answered click by click.

`make test` takes of every four cases one in German and one in French (`tests/eligibility/test_runtimes.py` compares all of
them on the same runtimes without a page); `make test-long` takes all in both.

The site is built for the earliest day of a case; the browser's clock is then set to the day of each case. So the date
takes the way it takes for a person: the later of the day of the build and the day on the device.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from eligibility.compiler.cases import answers_of
from eligibility.compiler.kinds import Case, CaseFile
from eligibility.engine import evaluate
from portal.pages.explanation import explanation_text
from portal.pages.words import date
from portal.site.build import Order
from portal.site.serve import background_server
from tests.browser.conftest import LANGUAGES, PREFIXES
from tests.browser.precheck_form import PATHS, WORDS, Panel, Precheck, program
from tests.conftest import AS_OF, ROOT, built_once, content_on

FILES: list[CaseFile] = content_on(AS_OF).items("case")
CASES: list[Case] = [case for file in FILES for case in file.cases]
AMOUNTS = {"savings"}


def can_be_said(case: Case) -> bool:
    """The form takes bands of amounts; of a year or a number of children it takes one, or that the person does not know."""
    bands = {name for name, value in case.answers.items() if isinstance(value, dict) and value != {"declined": True}}
    return bands <= AMOUNTS


SITES = list(zip(LANGUAGES, PREFIXES, strict=True))
"""German at the root of a host, French below a path."""
IN_TURN = [pytest.param(SITES[number % 2], file.cases[0], id=file.cases[0].id) for number, file in enumerate(FILES)]
FIRST_DAY = min(case.as_of for case in CASES)
EARLY = content_on(FIRST_DAY)


@pytest.fixture(scope="session")
def early_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it was built on the first day of any case."""
    return built_once(tmp_path_factory, "early-site", Order(ROOT, FIRST_DAY))


@pytest.fixture(scope="module", params=SITES, ids=LANGUAGES)
def form(request: pytest.FixtureRequest, browser: Browser, early_site: Path) -> Iterator[Precheck]:
    """One page for all cases of a language, so that the engine is loaded once."""
    language, prefix = request.param
    server = background_server(early_site, prefix)
    context = browser.new_context(locale=f"{language}-CH", reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.address + PATHS[language])
    yield Precheck(page, language)
    context.close()
    server.shutdown()


@pytest.fixture(scope="module")
def rules(early_site: Path) -> dict[str, object]:
    return program(early_site)


def printed(case: Case, language: str) -> list[str]:
    """What `portal explain` prints about the panels: the words of a page are those of the day it was built."""
    given = answers_of(case)
    result = evaluate(EARLY.program, given, everything=True)
    lines = explanation_text(EARLY, given, result, language).splitlines()
    others = {WORDS["why_not"][language].upper(), WORDS["why_not_lead"][language]}
    return [line for line in lines[4:-1] if line and line not in others]


def said(form: Precheck, rules: dict[str, object], case: Case) -> None:
    """Ask for the result of what the form holds, and compare."""
    form.show()
    result = evaluate(rules, answers_of(case))
    seen = form.panels()
    assert seen == [Panel(panel["id"], panel["state"], panel["unconfirmed"]) for panel in result["panels"]], case.id
    assert {panel.id: panel.state for panel in seen} == case.expect.panels, case.id
    assert form.explanation() == printed(case, form.language), case.id


@pytest.mark.parametrize(("form", "case"), IN_TURN, indirect=["form"])
def test_a_case_answered_click_by_click_gives_what_the_engine_finds(form: Precheck, rules: dict[str, object], case: Case) -> None:
    """The first of each table."""
    form.page.clock.set_fixed_time(f"{case.as_of}T12:00:00+00:00")
    form.forget()
    form.answer(case.answers)
    said(form, rules, case)


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)], ids=["in-turn", "all"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.cases[0].id)
def test_every_case_filled_in_at_once_gives_what_the_engine_finds(
    form: Precheck, rules: dict[str, object], file: CaseFile, every: bool
) -> None:
    cases = [case for case in file.cases if can_be_said(case)]
    for case in cases if every else cases[LANGUAGES.index(form.language) :: 4]:
        form.page.clock.set_fixed_time(f"{case.as_of}T12:00:00+00:00")
        form.forget()
        form.fill(case.answers)
        said(form, rules, case)


def test_few_cases_cannot_be_said_in_the_form() -> None:
    assert [case.id for case in CASES if not can_be_said(case)] == ["birth_year_band"]


def test_the_cases_reach_both_sides_of_every_day_on_which_the_rules_change() -> None:
    days = {case.as_of for case in CASES}
    assert {"2024-09-30", "2024-10-01", "2025-12-31", "2026-01-01"} <= days


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-12-31T22:59:59+00:00", "2025-12-31"),
        ("2025-12-31T23:00:00+00:00", "2026-01-01"),
        ("2025-06-30T21:59:59+00:00", "2025-06-30"),
        ("2025-06-30T22:00:00+00:00", "2025-07-01"),
        ("2001-01-01T12:00:00+00:00", FIRST_DAY),
    ],
)
def test_the_day_of_the_result_is_the_day_in_switzerland_but_never_before_the_build(
    form: Precheck, moment: str, day: str
) -> None:
    form.page.clock.set_fixed_time(moment)
    form.show()
    expect(form.result.locator("[data-date]")).to_have_text(form.word("result_date").replace("{date}", date(day, form.language)))


@pytest.mark.parametrize(("days", "told"), [(31, False), (32, True), (20_000, True)])
def test_a_device_more_than_a_month_ahead_of_the_page_is_told_that_its_date_may_be_wrong(
    form: Precheck, days: int, told: bool
) -> None:
    """The site is built every day, so a copy that is a month old is rare and a wrong clock is likely."""
    day = (datetime.date.fromisoformat(FIRST_DAY) + datetime.timedelta(days)).isoformat()
    form.page.clock.set_fixed_time(f"{day}T12:00:00+00:00")
    form.show()
    words = (
        form.word("clock_ahead").replace("{date}", date(day, form.language)).replace("{built}", date(FIRST_DAY, form.language))
    )
    expect(form.result.locator("[data-clock]")).to_have_text(words if told else "")
