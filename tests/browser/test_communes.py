"""The page of all communes, as a person at home or at the counter uses it: by name, by postal code, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import axe
from tests.browser.conftest import PHONE, Visit

Start = Callable[..., Visit]
PAGE = {"de": "de/stellen/gemeinden/", "fr": "fr/adresses/communes/"}


def names(page: Page) -> list[str]:
    """The communes that are left, by what stands first in each line."""
    return [line.split("\n")[0] for line in page.locator(".places > li:visible").all_inner_texts()]


def search(page: Page, words: str) -> None:
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("visp", {"de": "Visp", "fr": "Viège"}),
        ("viege", {"de": "Visp", "fr": "Viège"}),
        ("Freiburg", {"de": "Freiburg", "fr": "Fribourg"}),
        ("fribourg", {"de": "Freiburg", "fr": "Fribourg"}),
        ("Morat", {"de": "Murten", "fr": "Morat"}),
        ("Saint Nicolas", {"de": "St. Niklaus", "fr": "Saint-Nicolas"}),
    ],
)
def test_a_commune_is_found_by_its_name_in_either_language(
    visit: Start, language: str, words: str, title: dict[str, str]
) -> None:
    page = visit(viewport=PHONE).open(PAGE[language])
    page.get_by_role("searchbox").focus()
    search(page, words)
    assert page.locator(".places > li:visible").first.locator("a").inner_text() == title[language]
    assert len(names(page)) < 10


@pytest.mark.parametrize(
    ("language", "question"), [("de", "In welcher wohnen oder sind Sie?"), ("fr", "Dans laquelle habitez-vous")]
)
def test_a_postal_code_of_several_communes_asks_which_and_hides_none(visit: Start, language: str, question: str) -> None:
    page = visit(viewport=PHONE).open(PAGE[language])
    page.get_by_role("searchbox").focus()
    search(page, "1700")
    found = " ".join(names(page))
    for name in {"de": ("Freiburg", "Düdingen", "Tafers"), "fr": ("Fribourg", "Guin", "Tavel")}[language]:
        assert name in found
    assert question in page.get_by_role("status").inner_text()


@pytest.mark.parametrize(("language", "canton"), [("de", "Kanton Waadt"), ("fr", "canton de Vaud")])
def test_a_postal_code_that_crosses_the_border_names_the_commune_of_the_other_canton(
    visit: Start, language: str, canton: str
) -> None:
    page = visit().open(PAGE[language])
    page.get_by_role("searchbox").focus()
    search(page, "1085")
    found = page.locator(".places > li:visible").all_inner_texts()
    assert any(line.startswith("Rue") for line in found)
    assert any(line.startswith("Vulliens") and canton in line for line in found)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_keyboard_leads_from_the_field_to_the_page_of_the_commune(visit: Start, language: str) -> None:
    page = visit(viewport=PHONE).open(PAGE[language])
    page.get_by_role("searchbox").focus()
    search(page, "zermatt")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Zermatt"
    page.keyboard.press("Enter")
    page.wait_for_url("**/zermatt/")
    assert page.get_by_role("heading", level=1).inner_text() == "Zermatt"


@pytest.mark.parametrize(("language", "advice"), [("de", "fragen Sie die Gemeinde"), ("fr", "demandez à la commune")])
def test_nothing_found_says_what_to_do(visit: Start, language: str, advice: str) -> None:
    page = visit(bypass_csp=True).open(PAGE[language])
    page.get_by_role("searchbox").focus()
    search(page, "xyz")
    assert names(page) == []
    assert advice in page.get_by_role("status").inner_text()
    assert axe(page) == []
    search(page, " ")
    assert len(names(page)) == 268


def test_without_script_the_whole_list_is_there_and_no_field_that_does_nothing(visit: Start) -> None:
    page = visit(java_script_enabled=False).open(PAGE["de"])
    assert len(names(page)) == 268
    assert not page.get_by_role("searchbox").is_visible()
