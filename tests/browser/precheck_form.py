"""The pre-check as a person meets it: find the words, answer the questions, read the result."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, Route, expect

from tests.conftest import ROOT

PATHS = {"de": "de/fragen/", "fr": "fr/questions/"}
WORDS = yaml.safe_load((ROOT / "portal/templates/precheck.yml").read_text("utf-8"))
INSTEAD = {"unknown": "?unknown", "declined": "?declined", "none": "?none"}
LOADED = 60_000


@dataclass(frozen=True)
class Panel:
    """A panel of the result as it is seen."""

    id: str
    state: str
    unconfirmed: bool


@dataclass(frozen=True)
class Precheck:
    """The page in one language, with the view that a person chooses first: `all` questions on one page, or one `step`."""

    page: Page
    language: str
    view: str = "all"

    def __post_init__(self) -> None:
        begin = self.page.locator(f"[data-begin] [data-open={self.view}]")
        if begin.is_visible():
            begin.click()

    def word(self, key: str) -> str:
        return WORDS[key][self.language]

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.word(key), exact=True)

    @property
    def result(self) -> Locator:
        return self.page.locator("[data-result]")

    @property
    def failure(self) -> Locator:
        return self.page.locator("[data-failure]")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status").filter(visible=True).first

    def answer(self, answers: dict[str, Any]) -> None:
        """Give answers/1 answers one by one from the top of the page, as a person does; only to questions that are asked."""
        inputs = self.page.locator("[data-input]").evaluate_all("all => all.map(({dataset}) => dataset.input)")
        for name in sorted(answers, key=inputs.index):
            self._give(name, answers[name])

    def fill(self, answers: dict[str, Any]) -> None:
        """Give all answers at once, also to questions that are not asked: as if they had been and are no longer."""
        kinds = dict(
            self.page.locator("[data-input]").evaluate_all("all => all.map(({dataset}) => [dataset.input, dataset.kind])")
        )
        said = [[name, list(written(kinds[name], value))] for name, value in answers.items()]
        self.page.evaluate(
            """said => {
                const changed = target => target.dispatchEvent(new Event("input", {bubbles: true}));
                for (const [name, values] of said) {
                    const part = document.querySelector(`[data-input="${name}"]`);
                    for (const value of values) {
                        const mark = [...part.querySelectorAll("input")].find(each => each.value === value);
                        const field = part.querySelector("select, input[type=text]");
                        if (mark && mark !== field) mark.checked = true;
                        else field.value = value;
                        changed(mark ?? field);
                    }
                }
            }""",
            said,
        )

    def tick(self, name: str, value: str) -> None:
        self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    def _give(self, name: str, value: Any) -> None:
        part = self.page.locator(f'[data-input="{name}"]')
        kind = part.get_attribute("data-kind")
        for said in written(kind, value):
            if kind in ("count", "commune", "year"):
                part.locator("select").select_option(said)
            elif kind == "chf" and not said.startswith("?"):
                part.locator("input[type=text]").fill(said)
            else:
                self.tick(name, said)

    def forget(self) -> None:
        """Take everything back, as the page's button does; the same view is opened again."""
        button = self.button("forget").filter(visible=True)
        if button.count():
            button.first.click()
        self.__post_init__()

    def show(self) -> None:
        """Ask for the result and wait until it is there."""
        self.button("show").click()
        self.wait()

    def wait(self) -> None:
        expect(self.result).to_be_visible(timeout=LOADED)

    def panels(self) -> list[Panel]:
        """The visible panels, in the order in which they are read, with what is folded in them."""
        found = self.page.locator("[data-panel]:visible").evaluate_all(
            """cards => cards.map(card => {
                const away = part => part !== card &&
                    (getComputedStyle(part).display === "none" || away(part.parentElement));
                const seen = name => [...card.querySelectorAll(`[${name}]`)].filter(part => !away(part));
                const states = seen("data-state").map(part => part.dataset.state);
                return [card.dataset.panel, states, seen("data-unconfirmed").length > 0];
            })"""
        )
        assert all(len(states) == 1 for _, states, _ in found)
        return [Panel(id_, states[0], unconfirmed) for id_, states, unconfirmed in found]

    def explanation(self) -> list[str]:
        """Every panel's title, state and sentences, then those of what does not appear, as lines of text."""
        return self.page.evaluate(
            """() => {
                const text = node => node.textContent;
                const block = part => [`  ${text(part.querySelector("p"))}`,
                    ...[...part.querySelectorAll("li")].map(line => `  – ${text(line)}`)];
                const cards = [...document.querySelectorAll("[data-panel]:not([hidden])")].flatMap(card => {
                    const state = [...card.querySelectorAll("[data-state]")].find(part => !part.hidden);
                    const settle = [...card.querySelectorAll("[data-settle]:not([hidden])")].flatMap(block);
                    const none = [...card.querySelectorAll("[data-settle-none]:not([hidden])")].map(part => `  ${text(part)}`);
                    const why = [...card.querySelectorAll("[data-told]")].flatMap(block);
                    return [`${text(card.querySelector("h4"))} (${text(state)})`, ...why, ...settle, ...none];
                });
                const others = [...document.querySelectorAll("[data-others]:not([hidden]) [data-other]")].flatMap(item =>
                    [text(item.querySelector("p")), ...[...item.querySelectorAll("[data-told]")].flatMap(block)]);
                return [...cards, ...others];
            }"""
        )

    def told(self) -> list[list[str]]:
        """Every visible panel as lines of text, without its explanation: title, state, then what it says."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll("[data-panel]:not([hidden])")].map(card => {
                const text = part => {
                    const copy = part.cloneNode(true);
                    copy.querySelectorAll("[hidden], a .vh, .vh:last-child").forEach(each => each.remove());
                    return copy.textContent.replace(/\\s+/g, " ").trim();
                };
                const aside = "[hidden]:not([data-body]), [data-settle], [data-settle-none], .panel__why";
                const state = [...card.querySelectorAll("[data-state]")].find(part => !part.hidden);
                const lines = [...card.querySelectorAll("p:not(.precheck__state), li, [data-cited] > summary")]
                    .filter(part => !part.closest(aside));
                return [card.querySelector("h4").textContent, text(state), ...lines.map(text)];
            })"""
        )

    def around(self) -> list[list[str]]:
        """What stands around the panels as lines of text, each part with its heading first."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll("[data-today-list], [data-then], [data-unsure], [data-left]")]
                .filter(part => !part.closest("[hidden]")).map(part => {
                    const text = each => {
                        const copy = each.cloneNode(true);
                        copy.querySelectorAll("a .vh").forEach(hint => hint.remove());
                        return copy.textContent.replace(/\\s+/g, " ").trim();
                    };
                    const lines = [...part.querySelectorAll("h3, p, li:not(:has(p)), summary")];
                    return lines.filter(line => !line.closest("[hidden]")).map(text);
                })"""
        )

    def office(self) -> dict[str, Any]:
        """The office that the result names: its id, its phones, and whether it is only probable; empty without one."""
        return self.page.evaluate(
            """() => {
                const card = document.querySelector("[data-office-card] [data-office]");
                if (!card) return {};
                const phones = [...card.querySelectorAll("a[href^='tel:']")].map(link => link.getAttribute("href"));
                return {id: card.dataset.office, phones, probably: !document.querySelector("[data-probably]:not(option)").hidden};
            }"""
        )

    def panel(self, id_: str) -> Locator:
        return self.page.locator(f'[data-panel="{id_}"]')

    def unfold(self, id_: str) -> Locator:
        """A panel that is only possible, with all it says."""
        self.panel(id_).locator("h4 button[aria-expanded=false]").click()
        return self.panel(id_)

    def focused(self) -> str:
        """The id of the element that has the cursor."""
        return self.page.evaluate("document.activeElement.id")

    def tab_to(self, selector: str) -> None:
        """Press Tab, as a person without a mouse does, until the cursor is there."""
        for _ in range(250):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab")


def written(kind: str | None, value: Any) -> Iterator[str]:
    """An answer as what has to be ticked, chosen or written."""
    if value is None:
        yield INSTEAD["unknown"]
    elif value == {"declined": True}:
        yield INSTEAD["declined"]
    elif value == []:
        yield INSTEAD["none"]
    elif kind == "chf":
        yield "–".join(francs(value[end]) for end in ("min", "max")) if isinstance(value, dict) else francs(value)
    elif isinstance(value, list):
        yield from value
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    else:
        yield str(value)


def francs(centimes: int) -> str:
    whole, rest = divmod(centimes, 100)
    return f"{whole:,}".replace(",", "'") + (f".{rest:02}" if rest else "")


def help_is_there(precheck: Precheck) -> None:
    """What must stand on the page in every state."""
    contact = precheck.page.locator(".precheck__contact")
    for words in ("step_commune", "step_say", "step_papers", "distress_law"):
        expect(contact.get_by_text(precheck.word(words))).to_be_visible()
    for office in ("vs-smz-oberwallis", "fr-city-of-fribourg"):
        expect(contact.locator(f"[data-office={office}]")).to_be_visible()
    for number in ("117", "144"):
        expect(precheck.page.locator(f".precheck a[href='tel:{number}']").first).to_be_visible()
    expect(precheck.page.get_by_text(precheck.word("not_application")).first).to_be_visible()


@contextmanager
def stalled(page: Page, address: str) -> Iterator[None]:
    """A line on which one file never arrives."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    yield
    for route in held:
        route.abort()
    page.unroute(address)


def program(site: Path) -> dict[str, Any]:
    """The rule program that a built site carries."""
    bundle = json.loads((site / "assets/precheck/bundle.json").read_text("utf-8"))
    return json.loads((site / "assets/runtime" / bundle["rules"] / "program.json").read_text("utf-8"))
