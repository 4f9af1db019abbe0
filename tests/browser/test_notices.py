"""Change notices on the page and on paper: the note on a page, the list without script, one sheet, a mail to copy."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.model.content import Content
from portal.model.kinds import Notice
from tests.browser.conftest import LANGUAGES, PHONE, Visit
from tests.conftest import AS_OF, content_on

type Start = Callable[..., Visit]

CONTENT: Content = content_on(AS_OF)
NOTICES: list[Notice] = CONTENT.items("notice")

pytestmark = pytest.mark.parametrize("server", ["/"], indirect=True, ids=["root"])


def address(page: str, language: str) -> str:
    return f"{language}/{CONTENT.registry.pages[page].url(language)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_one_page_of_paper_with_nothing_else_on_it(visit: Start, language: str) -> None:
    visited = visit()
    for notice in NOTICES:
        paper = visited.open(address(f"{notice.id}.sheet", language)).pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, notice.id
        assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", paper), "A4"
    visited.page.emulate_media(media="print")
    assert visited.page.locator(".head:visible, .foot:visible, h1:visible, .crumbs:visible, button:visible").count() == 0
    assert visited.page.locator(".counter-sheet:visible").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_copied_by_keyboard_without_any_script(visit: Start, language: str) -> None:
    page = visit(java_script_enabled=False).open(address("vs-asset-allowance-2026.mail", language))
    field = page.get_by_label({"de": "Text der E-Mail", "fr": "Texte du courriel"}[language])
    text = field.input_value()
    file = page.request.get(f"{page.url}mail.txt")
    assert file.headers["content-type"].startswith("text/plain")
    assert text.strip() == file.text().strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_chosen_by_canton_and_audience_without_any_script(visit: Start, language: str) -> None:
    page = visit(java_script_enabled=False, viewport=PHONE).open(address("news", language))
    names = {"de": ("Wallis", "Für Mitarbeitende der Dienste"), "fr": ("Valais", "Pour le personnel des services")}[language]
    for name in names:
        page.locator(".jump").get_by_role("link", name=name, exact=True).click()
        heading = page.get_by_role("heading", name=name, exact=True)
        expect(heading).to_be_in_viewport()
        assert page.url.endswith(f"#{heading.get_attribute('id')}")
    own = page.locator(f"h2#{'wallis' if language == 'de' else 'valais'} + ul.cards > li")
    assert own.count() == sum(each.canton == "vs" and "public" in each.audience for each in NOTICES)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_says_what_changed_and_offers_the_feeds_where_news_are_read(visit: Start) -> None:
    visited = visit()
    page = visited.open(address("vs-ges-directive-21-1", "de"))
    note = page.get_by_role("complementary", name="Änderungen, die diese Seite betreffen")
    assert "Neu seit dem 1. Januar 2026" in note.inner_text().replace("\u00a0", " ")
    note.get_by_role("link").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Wallis: neuer Vermögensfreibetrag")
    for id_ in ("home", "news", "vs-asset-allowance-2026"):
        page = visited.open(address(id_, "fr"))
        offered = page.locator('link[rel="alternate"][type="application/atom+xml"]')
        assert offered.count() == 3
        for href in offered.evaluate_all("(links) => links.map((link) => link.href)"):
            answer = page.request.get(href)
            assert answer.ok and answer.headers["content-type"].startswith("application/atom+xml")
