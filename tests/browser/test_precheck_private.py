"""Nothing leaves the device and nothing stays on it: the whole flow with all traffic recorded and the network cut.

The counts of a run stand in `portal/pages/privacy_run.yml` and on the page on data protection. This test is that run: it fails
when a count differs, and prints the lines that belong there.
"""

from collections import Counter
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Request, expect

from portal.pages.privacy_run import privacy_run
from portal.site.serve import Server
from tests.browser.conftest import PHONE
from tests.browser.precheck_form import PATHS, Precheck

# What a careless script could leave behind; read from the page and from the browser.
LEFT = """async () => ({
    cookies: document.cookie.split(";").filter(Boolean).length,
    storage: localStorage.length + sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    history: history.length, state: history.state, address: location.href, name: window.name,
})"""
SECRET = {"savings": "76543", "commune": "6002"}


def walk(precheck: Precheck) -> None:
    """Answer on the way, one question after the other."""
    page = precheck.page
    while not page.locator("#check").is_visible():
        match str(page.locator(".question:visible").get_attribute("id")):
            case "q-safety":
                precheck.tick("safety", "yes")
            case "q-place":
                precheck.tick("place", "vs")
                page.locator("#i-commune").select_option(SECRET["commune"])
            case "q-permit":
                precheck.tick("permit", "none")
            case "q-means":
                page.locator("#i-savings").fill(SECRET["savings"])
        page.locator("[data-next]").click()


def measured(browser: Browser, server: Server) -> dict[str, int]:
    """One run of the whole flow on a phone; requests by when they were sent, and what was left behind."""
    context = browser.new_context(viewport=PHONE, locale="de-CH", reduced_motion="reduce")
    page = context.new_page()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    counts: Counter[str] = Counter()

    def since_last(name: str) -> None:
        page.wait_for_load_state("networkidle")
        counts[name] = len(sent)
        counts["elsewhere"] += sum(not request.url.startswith(server.address) for request in sent)
        counts["with_content"] += sum(request.method != "GET" or "?" in request.url for request in sent)
        assert not [request.url for request in sent for secret in SECRET.values() if secret in request.url]
        sent.clear()

    page.goto(server.address + PATHS["de"])
    since_last("for_the_page")
    before = page.evaluate(LEFT)
    precheck = Precheck(page, "de", "step")
    expect(page.locator("[data-beside-bar]")).to_be_visible()
    since_last("to_begin")
    walk(precheck)
    since_last("while_answering")
    precheck.show()
    since_last("for_the_result")
    context.set_offline(True)
    finish_without_network(page, precheck)
    since_last("without_network")
    left = page.evaluate(LEFT)
    counts["history_entries"] = left.pop("history") - before.pop("history")
    assert left == before
    for name in ("cookies", "storage", "databases", "caches"):
        counts[name] = left[name] + (len(context.cookies()) if name == "cookies" else 0)
    context.close()
    return dict(counts)


def finish_without_network(page: Page, precheck: Precheck) -> None:
    """Change an answer, read the result in both languages, together, and forget everything."""
    precheck.button("change_answers").click()
    page.locator("[data-check] a[href='#q-urgent_need']").click()
    precheck.tick("urgent_need", "no")
    precheck.button("back_to_check").click()
    precheck.show()
    french = Precheck(page, "fr")
    page.locator("a.tool--language").click()
    expect(french.status).to_have_text(french.word("language_changed"))
    french.button("beside").click()
    expect(page.locator("[data-beside-note]")).to_be_visible()
    french.forget()


def test_a_run_sends_and_leaves_what_the_page_on_data_protection_says(browser: Browser, servers: dict[str, Server]) -> None:
    found = measured(browser, servers["/"])
    assert found == privacy_run()["counts"], "\n" + yaml.safe_dump({"counts": found}, sort_keys=False)


@pytest.mark.parametrize(
    "name", ["elsewhere", "with_content", "while_answering", "without_network", "cookies", "storage", "databases", "caches"]
)
def test_what_must_be_nothing_is_nothing(name: str) -> None:
    counts: dict[str, Any] = privacy_run()["counts"]
    assert counts[name] == 0
