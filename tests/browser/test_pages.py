"""Every kind of page in a real browser: accessible, calm in its traffic, the same at the root and below a path."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.axe import axe, picture_contrasts
from tests.browser.conftest import PHONE, Visit
from tests.browser.pages import one_page_of_each_kind
from tests.conftest import AS_OF, SUB_PATH, content_on

Start = Callable[..., Visit]


PAGES = one_page_of_each_kind()

# What goes through all pages does so once per language: German at the root of a host, French below a path.
EACH_LANGUAGE = pytest.mark.parametrize(
    ("server", "language"), [("/", "de"), (SUB_PATH, "fr")], indirect=["server"], ids=["root-de", "sub-path-fr"]
)
IN_PART = [list(PAGES.values())[::3], pytest.param(list(PAGES.values()), marks=pytest.mark.long)]
BELOW_A_PATH = pytest.mark.parametrize("server", [SUB_PATH], indirect=True, ids=["sub-path"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["law", "guide"])
def test_every_word_in_a_picture_stands_out_from_its_shape(visit: Start, name: str, scheme: str) -> None:
    page = visit(viewport=PHONE, color_scheme=scheme).open(PAGES[name]["de"])
    contrasts = picture_contrasts(page)
    assert len(contrasts) > 10
    assert [found for found in contrasts if found[1] < 7] == []


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("name", ["law", "guide"])
def test_no_word_of_a_picture_leaves_its_box(visit: Start, name: str, language: str) -> None:
    page = visit(viewport=PHONE).open(PAGES[name][language])
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".picture svg text")].filter((text) => {
          const box = text.getBoundingClientRect();
          const holder = [...text.ownerSVGElement.querySelectorAll("rect"), text.ownerSVGElement].find((shape) => {
            const own = shape.getBoundingClientRect();
            const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            return x > own.left && x < own.right && y > own.top && y < own.bottom;
          }).getBoundingClientRect();
          return box.left < holder.left || box.right > holder.right;
        }).map((text) => text.textContent)"""
    )
    assert outside == []


@EACH_LANGUAGE
def test_reading_asks_only_this_host_and_leaves_nothing_behind(visit: Start, language: str) -> None:
    visited = visit()
    for addresses in PAGES.values():
        visited.open(addresses[language]).wait_for_load_state("networkidle")
    assert {request.url for request in visited.requests if not request.url.startswith(visited.address)} == set()
    assert {request.method for request in visited.requests} == {"GET"}
    assert visited.context.cookies() == []
    kept = visited.page.evaluate("async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]")
    assert kept == [0, 0, 0]


def test_the_first_visit_to_a_text_page_asks_for_four_small_files(visit: Start) -> None:
    visited = visit()
    visited.open(PAGES["service"]["de"]).wait_for_load_state("networkidle")
    kinds = sorted(request.resource_type for request in visited.requests)
    assert kinds in (["document", "script", "stylesheet"], ["document", "other", "script", "stylesheet"])


@BELOW_A_PATH
@pytest.mark.parametrize("pages", IN_PART, ids=["every third", "all"])
def test_the_language_link_leads_to_the_same_page_and_back(visit: Start, pages: list[dict[str, str]]) -> None:
    visited = visit()
    for addresses in pages:
        page = visited.open(addresses["de"])
        page.get_by_role("link", name="Français", exact=True).click()
        assert page.url == visited.address + addresses["fr"]
        assert page.locator("html").get_attribute("lang") == "fr-CH"
        page.get_by_role("link", name="Deutsch", exact=True).click()
        assert page.url == visited.address + addresses["de"]


def test_the_root_offers_both_languages_alike(visit: Start) -> None:
    page = visit().open("")
    assert page.get_by_role("heading", level=1).count() == 2
    page.locator('a[hreflang="fr-CH"]').first.click()
    assert page.url.endswith("/fr/")


def test_a_missing_page_says_so_in_both_languages_and_leads_home(visit: Start) -> None:
    visited = visit()
    response = visited.page.goto(visited.address + "de/recht/gibt-es-nicht/")
    assert response is not None
    assert response.status == 404
    assert visited.page.get_by_text("Diese Seite gibt es nicht").is_visible()
    assert visited.page.get_by_text("Cette page n’existe pas").is_visible()


@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_keyboard_reaches_the_text_first_and_can_walk_the_menu(visit: Start, language: str) -> None:
    page = visit(viewport=PHONE).open(PAGES["service"][language])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    menu = page.locator("[popovertarget='menu']").first
    menu.focus()
    page.keyboard.press("Enter")
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()


def searched_names(language: str) -> list[tuple[str, str]]:
    """What a person types for each article and each service, and the address that must come first."""
    content = content_on(AS_OF)
    short = {"de": "Art.", "fr": "art."}[language]
    articles = [
        (f"{short} {article.number} {content.record(article.act).item.abbreviation[language]}", article.id)
        for article in content.items("article")
    ]
    services = [(service.title[language], service.id) for service in content.items("service")]
    return [(words, content.registry.pages[id_].url(language)) for words, id_ in [*articles, *services]]


@EACH_LANGUAGE
def test_a_search_by_keyboard_gives_each_article_and_each_service_first(visit: Start, language: str) -> None:
    visited = visit(bypass_csp=True)
    page = visited.open(f"{language}/")
    assert not [request.url for request in visited.requests if "search" in request.url.rsplit("/", 1)[1]]
    page.get_by_role("button", name={"de": "Suchen", "fr": "Rechercher"}[language]).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("searchbox").or_(dialog.get_by_role("textbox"))
    for words, address in searched_names(language):
        field.fill(words)
        dialog.locator(f"ol li:first-child a[href='{visited.address}{language}/{address}']").wait_for()
    assert axe(page) == []
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.href") == visited.address + f"{language}/{address}"
    page.keyboard.press("Escape")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@EACH_LANGUAGE
def test_every_page_can_be_read_without_script(visit: Start, language: str) -> None:
    visited = visit(java_script_enabled=False)
    for name, addresses in PAGES.items():
        page = visited.open(addresses[language])
        assert page.get_by_role("heading", level=1).is_visible(), name
        assert page.locator("a[href='tel:144']").first.is_visible(), name


@EACH_LANGUAGE
def test_no_page_is_wider_than_a_small_phone(visit: Start, language: str) -> None:
    visited = visit(viewport={"width": 320, "height": 600})
    wide = []
    for name, addresses in PAGES.items():
        page = visited.open(addresses[language])
        if page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(name)
    assert wide == []


def test_a_page_prints_with_its_sources_and_without_the_menu(visit: Start, tmp_path: Path) -> None:
    page = visit().open(PAGES["service"]["de"])
    page.emulate_media(media="print")
    assert not page.locator("#menu").is_visible()
    assert page.get_by_role("heading", name="Quellen und Stand").is_visible()
    assert page.get_by_text("Unabhängig, keine amtliche Website.").locator("visible=true").count() >= 1
