"""The pre-check where something is missing or broken: script, WebAssembly, permission, connection, an intact file.

In each case the questions stay, the words are kind, and the way to a person is on the page.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.axe import axe
from tests.browser.conftest import PHONE, Visit
from tests.browser.precheck_form import PATHS, Precheck, help_is_there

Start = Callable[..., tuple[Visit, Precheck]]


@pytest.fixture
def start(spoken: tuple[str, Callable[..., Visit]]) -> Start:
    """Make a context, let the test take something away, then open the pre-check."""
    language, visit = spoken

    def open_(before: Callable[[Visit], None] = lambda visited: None, **options: Any) -> tuple[Visit, Precheck]:
        visited = visit(viewport=PHONE, locale=f"{language}-CH", reduced_motion="reduce", **options)
        before(visited)
        return visited, Precheck(visited.open(PATHS[language]), language)

    return open_


def failed(precheck: Precheck, kind: str) -> None:
    """The page says kindly what happened, keeps the answers and takes the cursor there."""
    expect(precheck.failure).to_be_visible(timeout=60_000)
    expect(precheck.failure).to_be_focused()
    expect(precheck.failure.get_by_text(precheck.word(f"failure_{kind}"))).to_be_visible()
    assert precheck.failure.locator("[data-failure-kind]:visible").count() == 1
    expect(precheck.failure.get_by_text(precheck.word("failure_paper")).get_by_role("link")).to_be_visible()
    expect(precheck.page.get_by_role("progressbar")).to_be_hidden()
    expect(precheck.page.locator("[name=safety][value=no]")).to_be_checked()
    help_is_there(precheck)


def ask(precheck: Precheck) -> None:
    precheck.tick("safety", "no")
    precheck.button("show").click()


def test_without_script_the_questions_can_be_answered_and_the_page_says_what_to_do(start: Start) -> None:
    _, precheck = start(java_script_enabled=False)
    for name in ("safety", "urgent_need", "place", "adults", "children", "savings", "situation"):
        expect(precheck.page.locator(f'[name="{name}"]').filter(visible=True).first).to_be_visible()
    precheck.tick("safety", "no")
    expect(precheck.page.get_by_text(precheck.word("without_script_next"))).to_be_visible()
    precheck.tick("situation", "job_lost")
    expect(precheck.page.get_by_text(precheck.word("only_if")).filter(visible=True).first).to_be_visible()
    assert precheck.button("show").filter(visible=True).count() == 0
    expect(precheck.panel("safety.get_safe")).to_be_hidden()
    expect(precheck.panel("urgent_need.ask_today")).to_be_visible()
    help_is_there(precheck)


def test_without_script_enter_sends_nothing_and_the_address_stays(start: Start) -> None:
    visited, precheck = start(java_script_enabled=False)
    address = precheck.page.url
    expect(precheck.page.locator("#i-savings")).to_be_hidden()  # an amount that nothing could read
    precheck.page.locator("[name=savings][value=band0]").press("Enter")
    precheck.page.locator(".in-short a[href='#contact']").click()
    assert precheck.page.url == f"{address}#contact"
    assert len([request for request in visited.requests if request.is_navigation_request()]) == 1


def test_without_webassembly_the_page_says_so_at_once_and_has_no_button_that_cannot_work(start: Start) -> None:
    visited, precheck = start(lambda visited: visited.page.add_init_script("delete globalThis.WebAssembly"))
    expect(precheck.failure.get_by_text(precheck.word("failure_unsupported"))).to_be_visible()
    for name in ("show", "retry"):
        assert precheck.button(name).filter(visible=True).count() == 0
    precheck.tick("safety", "no")
    expect(precheck.failure).to_be_visible()
    help_is_there(precheck)
    assert axe(precheck.page) == []
    assert not [request.url for request in visited.requests if "/runtime/" in request.url]


def test_without_permission_to_compile_the_page_does_not_wait_for_ever(start: Start) -> None:
    def without_permission(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace(" 'wasm-unsafe-eval'", "")
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    visited, precheck = start()
    visited.page.route("**/precheck/worker.mjs", without_permission)
    ask(precheck)
    failed(precheck, "unsupported")
    assert precheck.button("retry").filter(visible=True).count() == 0
    assert all("WebAssembly" in problem for problem in visited.problems)
    visited.problems.clear()  # the breach of the policy is what this test provokes


def test_a_worker_that_never_speaks_is_given_up_and_can_be_tried_again(start: Start) -> None:
    visited, precheck = start()
    visited.page.clock.install()
    visited.page.route("**/precheck/worker.mjs", lambda route: route.fulfill(body="", content_type="text/javascript"))
    ask(precheck)
    expect(precheck.status).to_have_text(precheck.word("loading"))
    visited.page.clock.fast_forward(29_000)
    expect(precheck.failure).to_be_hidden()
    visited.page.clock.fast_forward(2_000)
    failed(precheck, "timeout")
    visited.page.unroute("**/precheck/worker.mjs")
    visited.page.clock.resume()
    precheck.button("retry").click()
    precheck.wait()
    expect(precheck.failure).to_be_hidden()


@pytest.mark.parametrize(
    "file", ["worker.mjs", "bundle.json", "light.mjs", "micropython.mjs", "micropython.wasm", "program.json", "words-*.json"]
)
def test_a_file_that_does_not_arrive_is_said_at_once(start: Start, file: str) -> None:
    visited, precheck = start()
    visited.page.route(f"**/{file}", lambda route: route.abort())
    ask(precheck)
    failed(precheck, "network")
    expect(precheck.button("retry")).to_be_visible()
