"""Choosing a day: on pages with dated states, and for the questions with the rules of another day (staff)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import PHONE, Visit
from tests.browser.precheck_form import Precheck

Start = Callable[..., Visit]
POINT = {"de": "de/recht/21-1-vermoegensfreibetrag/", "fr": "fr/droit/21-1-franchise-sur-la-fortune/"}
OTHER_DAY = {"de": "de/was-ist-neu/orientierung-an-einem-anderen-tag/", "fr": "fr/nouveautes/orientation-a-une-autre-date/"}
SECOND = "2024-10-01"
pytestmark = pytest.mark.parametrize("server", ["/sub/path/"], indirect=True, ids=["sub-path"])


def choose(page: Page, day: str) -> str:
    """Choose a day and give what is said about it."""
    form = page.locator(".dated__form")
    form.locator("input").fill(day)
    form.get_by_role("button").click()
    return form.get_by_role("status").inner_text().replace("\u00a0", " ")


def chosen(page: Page) -> list[str]:
    """The first days of the states that are marked."""
    return page.locator(".dated__chosen").evaluate_all("all => all.map(({dataset}) => dataset.from)")


def unfolded(page: Page) -> list[str]:
    return page.locator("details.dated__state[open]").evaluate_all("all => all.map(({dataset}) => dataset.from)")


def test_a_day_unfolds_the_state_that_held_then_and_says_so_at_both_edges(visit: Start) -> None:
    visited = visit(viewport=PHONE, bypass_csp=True)
    page = visited.open(POINT["de"])
    assert choose(page, "2021-06-30") == "Für den 30. Juni 2021 ist nichts festgehalten."
    assert (chosen(page), unfolded(page)) == ([], [])
    for day, first in (
        ("2021-07-01", "2021-07-01"),
        ("2024-09-30", "2021-07-01"),
        ("2024-10-01", SECOND),
        ("2024-10-02", SECOND),
        ("2025-12-31", SECOND),
    ):
        assert "dieser Stand" in choose(page, day)
        assert (chosen(page), unfolded(page)) == ([first], [first]), day
    told = choose(page, "2025-12-30")
    assert told == "Für den 30. Dezember 2025 ist dieser Stand festgehalten: vom 1. Oktober 2024 bis 31. Dezember 2025."
    assert axe(page) == []
    # From 2026 on it is the state that the page itself tells.
    assert "oben auf dieser Seite" in choose(page, "2026-01-01")
    assert (chosen(page), unfolded(page)) == (["2026-01-01"], [])
    assert choose(page, "") == "Geben Sie einen Tag an."
    assert (chosen(page), unfolded(page)) == ([], [])
    assert page.url == visited.address + POINT["de"]


def test_in_french_and_on_a_page_of_figures_the_row_is_marked(visit: Start) -> None:
    page = visit().open("fr/droit/vs-asset-allowance-single/")
    assert choose(page, SECOND).startswith("Pour le 1 octobre 2024, cet état est consigné")
    expect(page.locator("tr.dated__chosen")).to_contain_text("1er octobre 2024")


def test_without_script_earlier_and_later_states_can_be_unfolded_and_there_is_no_field(visit: Start) -> None:
    page = visit(java_script_enabled=False).open(POINT["fr"])
    expect(page.locator(".dated__form")).to_be_hidden()
    states = page.locator("details.dated__state")
    expect(states).to_have_count(2)
    states.first.locator("summary").click()
    expect(states.first.locator("li").first).to_be_visible()


def test_staff_get_a_result_with_the_rules_of_another_day_that_says_so_on_screen_and_paper(visit: Start) -> None:
    page = visit(viewport=PHONE, bypass_csp=True).open(OTHER_DAY["de"])
    form = page.locator(".other-day")
    form.locator("input").fill("2021-06-30")
    form.get_by_role("button", name="Fragen öffnen").click()
    expect(form.get_by_role("status")).to_contain_text("1. Juli 2021")
    # One of the days that are offered; any other goes by the field.
    form.get_by_role("button", name="Am Tag davor: 30.").click()
    page.wait_for_url("**/de/fragen/#day=2024-09-30")
    precheck = Precheck(page, "de")
    banner = page.locator("[data-other-day]")
    expect(banner.first).to_contain_text("Diese Orientierung folgt den Regeln vom 30. September 2024.")
    precheck.answer({"place": "vs", "adults": "one", "children": 0, "savings": 500000})
    precheck.show()
    # CHF 5,000 are above the allowance of that time, and within today's.
    assert {"asset_allowance.above"} == {panel.id for panel in precheck.panels() if panel.id.startswith("asset_allowance.")}
    expect(precheck.result.locator("[data-date]")).to_contain_text("30. September 2024")
    page.emulate_media(media="print")
    expect(precheck.result.locator("[data-other-day]")).to_be_visible()
    page.emulate_media(media="screen")
    precheck.result.locator("[data-other-day] a").click()
    page.wait_for_url("**/de/fragen/")
    expect(banner.first).to_be_hidden()


def test_only_a_day_with_rules_is_taken_from_the_address_and_the_day_of_a_site_goes_first(visit: Start) -> None:
    page = visit().open("de/fragen/")
    taken = {
        place: page.evaluate(
            """async ([place, checked]) => {
              location.hash = place;
              if (checked) document.body.dataset.checkedDay = checked;
              const { chosenDay } = await import(new URL("../../assets/precheck/day.mjs", location.href));
              return chosenDay(document.querySelector(".precheck"));
            }""",
            [place, checked],
        )
        for place, checked in {
            "": None,
            "day=2021-06-30": None,
            "day=2024-02-30": None,
            "day=<b>": None,
            "day=2021-07-01": None,
            "day=2021-07-02": None,
            "day=2026-11-21": "2024-09-30",
        }.items()
    }
    assert taken == {
        "": None,
        "day=2021-06-30": None,
        "day=2024-02-30": None,
        "day=<b>": None,
        "day=2021-07-01": "2021-07-01",
        "day=2021-07-02": "2021-07-02",
        "day=2026-11-21": "2024-09-30",
    }
