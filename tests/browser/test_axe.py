"""Every kind of page through axe. Where the site lies changes only addresses, so it is looked at once, at the root."""

from collections.abc import Callable

import pytest

from tests.browser.axe import axe
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.pages import one_page_of_each_kind

Start = Callable[..., Visit]

PAGES = one_page_of_each_kind()
pytestmark = pytest.mark.parametrize("server", ["/"], indirect=True, ids=["root"])


def found_on(visited: Visit, language: str, *rules: str, step: int = 1) -> dict[str, list[str]]:
    """What axe finds on a page of each kind, and on those that have no kind; `step` passes over some of them."""
    paths = {name: addresses[language] for name, addresses in PAGES.items()} | {"root": "", "missing": "de/gibt-es-nicht/"}
    found = {name: axe(visited.open(path), *rules) for name, path in list(paths.items())[::step]}
    return {name: problems for name, problems in found.items() if problems}


# A layout and a language at a time; the other pairs in `make test-long`.
PAIRS = [
    pytest.param("de", PHONE, id="phone-de"),
    pytest.param("fr", DESKTOP, id="desktop-fr"),
    pytest.param("fr", PHONE, id="phone-fr", marks=pytest.mark.long),
    pytest.param("de", DESKTOP, id="desktop-de", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("language", "viewport"), PAIRS)
def test_axe_finds_nothing_on_any_kind_of_page(visit: Start, viewport: dict[str, int], language: str) -> None:
    assert found_on(visit(viewport=viewport, bypass_csp=True), language) == {}


AT_NIGHT = [
    pytest.param("de", PHONE, 2, id="phone-de-every-other"),
    pytest.param("de", PHONE, 1, id="phone-de", marks=pytest.mark.long),
    pytest.param("fr", DESKTOP, 1, id="desktop-fr", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("language", "viewport", "step"), AT_NIGHT)
def test_axe_finds_enough_contrast_in_the_dark(visit: Start, viewport: dict[str, int], language: str, step: int) -> None:
    """At night only colours differ."""
    visited = visit(viewport=viewport, color_scheme="dark", bypass_csp=True)
    assert found_on(visited, language, "color-contrast", step=step) == {}


def test_axe_can_find_something(visit: Start) -> None:
    page = visit(bypass_csp=True).open("de/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"x\"><button></button>')")
    assert any(problem.startswith("image-alt") for problem in axe(page))


def test_axe_can_find_a_weak_contrast_in_the_dark(visit: Start) -> None:
    page = visit(color_scheme="dark", bypass_csp=True).open("de/")
    page.evaluate("document.querySelector('main p').style.color = getComputedStyle(document.body).backgroundColor")
    assert [problem.split(":")[0] for problem in axe(page, "color-contrast")] == ["color-contrast"]
