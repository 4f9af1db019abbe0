"""The flow as a screen reader gets it: Chromium's own accessibility tree, screen by screen, against what is written down.

`tree_<language>.txt` holds for each screen what is read in order: role, name, state. A change of words or structure is a change
of that file, which a person reads before it is committed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from portal.site.serve import Server
from tests.browser.conftest import LANGUAGES, PHONE, PREFIXES
from tests.browser.precheck_form import PATHS, Precheck
from tests.conftest import AS_OF

# Containers that are not announced, and texts that a named parent already carries.
_SILENT = {
    *("none", "generic", "paragraph", "list", "listitem", "strong", "definition"),
    *("InlineTextBox", "StaticText", "LabelText", "Legend", "ListMarker"),
}
_APART = ("paragraph", "list", "link", "button")
_STATES = ("checked", "expanded", "pressed", "invalid", "level", "disabled", "focused")


def tree(page: Page) -> list[str]:
    """What is read in the main part, a line each: role, name and states."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    main = next(node for node in nodes.values() if node.get("role", {}).get("value") == "main")

    def lines(node: dict[str, Any]) -> Iterator[str]:
        role = node.get("role", {}).get("value", "none")
        name = " ".join(str(node.get("name", {}).get("value", "")).split())
        if not node.get("ignored") and role not in _SILENT:
            states = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
            said = [f"{state}={states[state]}" for state in _STATES if states.get(state) not in (None, False, "false")]
            yield " ".join([role, repr(name), *said])
        if role in ("paragraph", "listitem") and (said := " ".join(texts(node, inside=_APART if role == "listitem" else ()))):
            yield f"text {said!r}"
        if role not in ("link", "button", "option", "combobox", "MenuListPopup"):
            for child in node.get("childIds", []):
                yield from lines(nodes[child])

    def texts(node: dict[str, Any], inside: tuple[str, ...]) -> Iterator[str]:
        """The texts of a part, but for those in parts that are read on a line of their own."""
        if node.get("role", {}).get("value") == "StaticText":
            yield " ".join(str(node["name"]["value"]).split())
        elif node.get("role", {}).get("value") not in inside:
            for child in node.get("childIds", []):
                yield from texts(nodes[child], inside)

    return list(lines(main))


def walked(precheck: Precheck) -> Iterator[tuple[str, list[str]]]:
    """The screens of one way: start, every question that everybody is asked, an error, the answers, the result."""
    page = precheck.page

    def form() -> list[str]:
        found = tree(page)
        end = next(place for place, line in enumerate(found) if line.startswith("heading") and precheck.word("contact") in line)
        return found[:end]

    page.locator("[data-reader]").wait_for()
    yield "start", form()
    page.locator("[data-begin] [data-open=step]").click()
    page.locator("[data-beside-bar]").wait_for(state="visible")
    while page.locator(".question:visible").count():
        id_ = str(page.locator(".question:visible").get_attribute("id")).removeprefix("q-")
        yield f"question {id_}", form()
        if id_ == "safety":
            precheck.tick("safety", "no")
        if id_ == "means":
            page.locator("#i-savings").fill("viel")
            page.locator("[data-next]").click()
            yield "an amount that cannot be read", form()
            page.locator("#i-savings").fill("1200")
        page.locator("[data-next]").click()
    yield "answers", form()
    precheck.show()
    yield "result", [line for line in form() if line.startswith(("heading", "status", "region"))]


@pytest.mark.parametrize(("language", "prefix"), list(zip(LANGUAGES, PREFIXES, strict=True)))
def test_every_screen_is_read_as_it_is_written_down(
    language: str, prefix: str, browser: Browser, servers: dict[str, Server]
) -> None:
    context = browser.new_context(viewport=PHONE, locale=f"{language}-CH", reduced_motion="reduce")
    page = context.new_page()
    page.clock.set_fixed_time(f"{AS_OF}T12:00:00+00:00")
    page.goto(servers[prefix].address + PATHS[language])
    found = [f"# {screen}\n" + "\n".join(lines) for screen, lines in walked(Precheck(page, language, "start"))]
    context.close()
    expected = Path(__file__).with_name(f"tree_{language}.txt").read_text("utf-8")
    assert "\n\n".join(found) + "\n" == expected
