"""People in made-up situations go the whole way: start, one question after the other, their answers, the result.

Each journey is told in `journeys.yml`. axe looks at every screen. `make test` goes each journey once, on the device that it
names, in one language and with one runtime in turn; `make test-long` in both languages, on both devices, with both runtimes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from portal.site.serve import Server
from tests.browser.axe import axe
from tests.browser.conftest import DESKTOP, LANGUAGES, PHONE, PREFIXES
from tests.browser.precheck_form import LOADED, PATHS, Precheck, written
from tests.browser.test_precheck_runtimes import line
from tests.conftest import AS_OF
from tests.runtimes.test_choice import FAST_WIFI

JOURNEYS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("journeys.yml").read_text("utf-8"))
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": DESKTOP},
}
RUNTIMES = ("light", "full")
MOST_KEYS = 400


@dataclass(frozen=True)
class Way:
    """How a journey is gone."""

    language: str
    device: str
    runtime: str


def ways() -> Iterator[Any]:
    """Every journey once now, in all combinations in `make test-long`."""
    for number, journey in enumerate(JOURNEYS):
        usual = Way(LANGUAGES[number % 2], journey["device"], RUNTIMES[number % 4 == 3])
        for language in LANGUAGES:
            for device in DEVICES:
                for runtime in RUNTIMES:
                    way = Way(language, device, runtime)
                    marks = () if way == usual else (pytest.mark.long,)
                    yield pytest.param(journey, way, id=f"{journey['id']}-{language}-{device}-{runtime}", marks=marks)


@pytest.fixture
def start(browser: Browser, servers: dict[str, Server]) -> Iterator[Callable[[Way], Precheck]]:
    """Open the pre-check at its start on a device; the page may throw no error."""
    contexts, problems = [], []

    def open_(way: Way) -> Precheck:
        prefix = PREFIXES[LANGUAGES.index(way.language)]
        context = browser.new_context(locale=f"{way.language}-CH", reduced_motion="reduce", **DEVICES[way.device])
        contexts.append(context)
        page = context.new_page()
        page.clock.set_fixed_time(f"{AS_OF}T12:00:00+00:00")
        page.on("pageerror", lambda error: problems.append(str(error)))
        if way.runtime == "full":
            page.add_init_script(line(FAST_WIFI, 8))
        page.goto(servers[prefix].address + PATHS[way.language])
        if way.runtime == "full":
            page.wait_for_function("() => window.isReady", timeout=LOADED)
        return Precheck(page, way.language, "start")

    yield open_
    for context in contexts:
        context.close()
    assert problems == []


class Person:
    """Answers with a mouse or a finger; `keyboard` does the same without."""

    def __init__(self, precheck: Precheck, answers: dict[str, Any], touch: bool) -> None:
        self.precheck, self.page, self.answers, self.touch = precheck, precheck.page, answers, touch

    def press(self, selector: str) -> None:
        target = self.page.locator(selector).filter(visible=True).first
        target.tap() if self.touch else target.click()

    def give(self, name: str, kind: str, values: list[str]) -> None:
        part = self.page.locator(f'[data-input="{name}"]')
        for value in values:
            if kind in ("count", "commune", "year"):
                part.locator("select").select_option(value)
            elif kind == "chf" and not value.startswith("?"):
                part.locator("input[type=text]").fill(value)
            else:
                self.press(f'label:has([name="{name}"][value="{value}"])')

    def answer_screen(self) -> None:
        """Give the answers to the question that is seen, as far as this person has any."""
        for part in self.page.locator(".question:visible [data-input]").all():
            name, kind = part.get_attribute("data-input"), part.get_attribute("data-kind")
            if name in self.answers and name is not None and kind is not None:
                self.give(name, kind, list(written(kind, self.answers[name])))


class KeyboardPerson(Person):
    """Tab, arrows, space, enter and typing only."""

    def press(self, selector: str) -> None:
        self.precheck.tab_to(selector)
        self.page.keyboard.press("Enter")

    def give(self, name: str, kind: str, values: list[str]) -> None:
        keyboard = self.page.keyboard
        for value in values:
            if kind in ("count", "commune", "year"):
                self.precheck.tab_to(f'[data-input="{name}"] select')
                option = self.page.locator(f'[data-input="{name}"] option[value="{value}"]').inner_text()
                keyboard.type(option)
            elif kind == "chf" and not value.startswith("?"):
                self.precheck.tab_to(f"#i-{name}")
                keyboard.type(value)
            elif kind in ("multi", "chf"):
                self.precheck.tab_to(f'[name="{name}"][value="{value}"]')
                keyboard.press("Space")
            else:
                self.precheck.tab_to(f'[name="{name}"]')
                keyboard.press("Space")
                self.arrow_to(name, value)

    def arrow_to(self, name: str, value: str) -> None:
        for _ in range(MOST_KEYS):
            if self.page.locator(f'[name="{name}"][value="{value}"]').is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} = {value} cannot be reached by arrows")


def looks_well(page: Page, screen: str) -> list[str]:
    """What axe finds on a screen, and whether it has to be moved sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{screen}: {problem}" for problem in (*axe(page), *(["sideways"] if wide else []))]


@pytest.mark.parametrize(("journey", "way"), list(ways()))
def test_a_person_reaches_a_result_and_is_told_what_matters(
    journey: dict[str, Any], way: Way, start: Callable[[Way], Precheck]
) -> None:
    precheck = start(way)
    page = precheck.page
    kind = KeyboardPerson if journey.get("keyboard") else Person
    person = kind(precheck, journey["answers"], touch=way.device == "phone")
    found = looks_well(page, "start")
    person.press("[data-begin] [data-open=step]")
    screens = 0
    while not page.locator("#check").is_visible():
        [question] = page.locator(".question:visible").evaluate_all("all => all.map(({id}) => id)")
        found += looks_well(page, question)
        person.answer_screen()
        person.press("[data-next]")
        screens += 1
    assert 11 <= screens <= 16
    found += looks_well(page, "check")
    person.press("[data-show]")
    precheck.wait()
    assert precheck.focused() == "result"
    found += looks_well(page, "result")
    shown = {panel.id for panel in precheck.panels() if panel.state == "shown"}
    assert set(journey["told"]) <= shown
    expect(precheck.result).to_contain_text(precheck.word("not_application"))
    assert found == []


def test_there_are_twelve_journeys_and_four_of_them_by_keyboard_only() -> None:
    assert len(JOURNEYS) >= 12
    assert sum(bool(journey.get("keyboard")) for journey in JOURNEYS) >= 4
    assert {journey["device"] for journey in JOURNEYS} == set(DEVICES)
    assert all(sorted(journey["situation"]) == ["de", "fr"] for journey in JOURNEYS)
