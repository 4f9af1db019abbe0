"""Letters to fill by hand: each is one sheet of paper, in one language or in both, and nothing else is printed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.model.content import Content
from portal.model.kinds import Letter
from tests.browser.conftest import LANGUAGES, PHONE, Visit
from tests.conftest import AS_OF, content_on

type Start = Callable[..., Visit]

CONTENT: Content = content_on(AS_OF)
LETTERS: list[Letter] = CONTENT.items("letter")
BOTH = {"de": "Beide Sprachen nebeneinander zeigen und drucken", "fr": "Montrer et imprimer les deux langues côte à côte"}


def address(letter: Letter, language: str) -> str:
    return f"{language}/{CONTENT.registry.pages[letter.id].url(language)}"


def sheets(page: Page) -> int:
    """How many pages the printed page has."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("server", ["/"], indirect=True, ids=["root"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_a_letter_is_one_sheet_and_both_languages_are_two(visit: Start, letter: Letter, language: str) -> None:
    page = visit().open(address(letter, language))
    assert sheets(page) == 1
    box = page.get_by_label(BOTH[language])
    box.focus()
    page.keyboard.press("Space")
    assert page.locator(".letter:visible").count() == 2
    assert sheets(page) == (2 if letter.size == "sheet" else 1)


@pytest.mark.parametrize("server", ["/"], indirect=True, ids=["root"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_letter_only_the_letter_is_printed(visit: Start, language: str) -> None:
    page = visit().open(address(LETTERS[0], language))
    page.emulate_media(media="print")
    assert page.locator(".letter:visible").count() == 1
    assert page.locator("h1:visible, h2:visible, .head:visible, .foot:visible, .steps:visible").count() == 0


@pytest.mark.parametrize("server", ["/"], indirect=True, ids=["root"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_keyboard_prints_the_letter(visit: Start, language: str) -> None:
    visited = visit(viewport=PHONE)
    visited.page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page = visited.open(address(LETTERS[0], language))
    button = page.get_by_role("button", name={"de": "Drucken", "fr": "Imprimer"}[language])
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.title === 'printed'")
