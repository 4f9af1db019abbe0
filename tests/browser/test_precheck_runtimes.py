"""Two runtimes in a real browser: what is loaded on which line, what happens when one fails, and what people read then.

Each trouble is met in one language, the next one in the other; the words of all kinds of failure are compared elsewhere.
"""

import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from portal.site.serve import Server
from tests.browser.conftest import LANGUAGES, PHONE, Visit
from tests.browser.precheck_form import PATHS, Precheck, help_is_there
from tests.runtimes.test_choice import FAST_WIFI

MEGABYTE = 1_000_000
BEGINNING = b"\0asm" + bytes(50_000)
LOADED = 60_000


@pytest.fixture(scope="module")
def pages(browser: Browser, servers: dict[str, Server]) -> Iterator[dict[str, Precheck]]:
    """One open page for each language, for all troubles: a failure leaves nothing behind."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    opened = {}
    for language in LANGUAGES:
        page = context.new_page()
        page.goto(servers["/"].address + PATHS[language])
        opened[language] = Precheck(page, language)
    yield opened
    context.close()


@pytest.fixture
def precheck(pages: dict[str, Precheck], request: pytest.FixtureRequest) -> Iterator[Precheck]:
    """The page of a language with nothing loaded and nothing answered."""
    page = pages[request.param].page
    page.reload()
    yield Precheck(page, request.param)
    page.unroute_all()


def failed(precheck: Precheck, kind: str, offered: bool) -> None:
    """The page says kindly what happened, keeps the answers, and offers megabytes only where they may help."""
    expect(precheck.failure).to_be_visible(timeout=LOADED)
    expect(precheck.failure).to_be_focused()
    expect(precheck.failure.get_by_text(precheck.word(f"failure_{kind}"))).to_be_visible()
    assert precheck.failure.locator("[data-failure-kind]:visible").count() == 1
    expect(precheck.button("agree")).to_be_visible(visible=offered)
    expect(precheck.page.locator("[name=safety][value=no]")).to_be_checked()
    help_is_there(precheck)


def ask(precheck: Precheck) -> None:
    precheck.tick("safety", "no")
    precheck.button("show").click()


def one_byte_differs(route: Route) -> None:
    answer = route.fetch()
    body = bytearray(answer.body())
    body[len(body) // 2] ^= 1
    route.fulfill(response=answer, body=bytes(body))


def cut_short(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body()[:1000])


def a_page_instead(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>WLAN</title>", content_type="text/html")


def missing(route: Route) -> None:
    route.fulfill(status=404, body="", content_type="text/plain")


def a_mistake(route: Route) -> None:
    route.fulfill(body="throw new Error('mistake');", content_type="text/javascript")


TROUBLES = [
    ("micropython.wasm", one_byte_differs, "refused", True),
    ("*.whl", one_byte_differs, "refused", True),
    ("program.json", cut_short, "refused", True),
    ("micropython.wasm", a_page_instead, "refused", True),
    ("micropython.mjs", a_page_instead, "network", False),
    ("bundle.json", a_page_instead, "network", False),
    ("micropython.wasm", missing, "refused", True),
    ("micropython.mjs", cut_short, "refused", True),
    ("micropython.mjs", a_mistake, "broken", True),
    ("worker.mjs", a_mistake, "broken", False),
]
IN_TURN = [
    pytest.param(language, *trouble, id=f"{trouble[0]}-{trouble[1].__name__}-{language}")
    for language, trouble in zip(itertools.cycle(LANGUAGES), TROUBLES, strict=False)
]


@pytest.mark.parametrize(("precheck", "file", "trouble", "kind", "offered"), IN_TURN, indirect=["precheck"])
def test_a_file_that_is_not_the_right_one_gives_no_result_and_kind_words(
    precheck: Precheck, file: str, trouble: Callable[[Route], None], kind: str, offered: bool
) -> None:
    precheck.page.route(f"**/{file}", trouble)
    ask(precheck)
    failed(precheck, kind, offered)
    expect(precheck.result).to_be_hidden()
    expect(precheck.button("retry")).to_be_visible()


@pytest.mark.parametrize("precheck", LANGUAGES, indirect=True)
def test_rules_that_are_newer_than_the_page_never_give_a_result(precheck: Precheck) -> None:
    precheck.page.evaluate("() => { document.querySelector('.precheck').dataset.program = 'sha256-older'; }")
    ask(precheck)
    failed(precheck, "outdated", offered=False)
    expect(precheck.result).to_be_hidden()
    expect(precheck.button("retry")).to_be_hidden()


@contextmanager
def broken_host(hangs: bool) -> Iterator[str]:
    """A host that promises much, sends a little, and then hangs up or says nothing more."""
    listening = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def answer() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.recv(65_536)
            head = "HTTP/1.1 200 OK\r\nContent-Type: application/wasm\r\nContent-Length: 433743\r\n\r\n"
            connection.sendall(head.encode() + BEGINNING)
            if hangs:
                held.append(connection)
            else:
                connection.close()

    threading.Thread(target=answer, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/micropython.wasm"
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    for connection in held:
        connection.close()


@pytest.mark.parametrize("precheck", ["de"], indirect=True)
def test_a_line_that_breaks_in_the_middle_of_a_file_is_said_at_once(precheck: Precheck) -> None:
    with broken_host(hangs=False) as host:
        precheck.page.route("**/micropython.wasm", lambda route: route.continue_(url=host))
        ask(precheck)
        failed(precheck, "network", offered=False)


def test_a_line_that_hangs_in_the_middle_of_a_file_is_given_up_after_half_a_minute_of_silence(
    visit: Callable[..., Visit], servers: dict[str, Server], site: Path
) -> None:
    plan = json.loads((site / "assets/precheck/bundle.json").read_text("utf-8"))
    others = sum(file["bytes"] for file in (*plan["shared"].values(), *plan["words"].values()))
    whole = others + plan["light"]["files"]["micropython.wasm"]["bytes"]
    visited = visit(viewport=PHONE)
    visited.page.clock.install()
    visited.page.goto(servers["/"].address + PATHS["fr"])
    precheck = Precheck(visited.page, "fr")
    with broken_host(hangs=True) as host:
        visited.page.route("**/micropython.wasm", lambda route: route.continue_(url=host))
        ask(precheck)
        # All but the file that hangs has arrived: from here on there is silence.
        percent = 100 * (others + len(BEGINNING)) // whole
        expect(precheck.page.locator("[data-share]")).to_have_text(precheck.word("loaded").replace("{n}", str(percent)))
        visited.page.clock.fast_forward(29_000)
        expect(precheck.failure).to_be_hidden()
        visited.page.clock.fast_forward(2_000)
        failed(precheck, "timeout", offered=False)


@pytest.mark.parametrize("precheck", ["fr"], indirect=True)
def test_a_browser_that_forbids_workers_says_so(precheck: Precheck) -> None:
    precheck.page.evaluate(
        """() => {
            window.Worker = class { constructor() { throw new DOMException("forbidden", "SecurityError"); } };
        }"""
    )
    ask(precheck)
    failed(precheck, "unsupported", offered=False)
    expect(precheck.button("retry")).to_be_hidden()


@pytest.mark.parametrize("precheck", LANGUAGES, indirect=True)
def test_when_the_light_runtime_fails_the_full_one_is_loaded_only_after_the_person_agrees(precheck: Precheck) -> None:
    asked: list[str] = []
    precheck.page.on("request", lambda request: asked.append(request.url))
    precheck.page.route("**/micropython.mjs", a_mistake)
    ask(precheck)
    failed(precheck, "broken", offered=True)
    assert not [url for url in asked if "pyodide" in url]
    precheck.button("agree").click()
    precheck.wait()
    assert [url for url in asked if "pyodide" in url]
    expect(precheck.failure).to_be_hidden()
    assert precheck.focused() == "result"


@pytest.mark.parametrize("precheck", ["de"], indirect=True)
def test_a_double_click_asks_once(precheck: Precheck) -> None:
    asked: list[str] = []
    precheck.page.on("request", lambda request: asked.append(request.url))
    precheck.button("show").dblclick()
    precheck.wait()
    assert [url.rsplit("/", 1)[-1] for url in asked].count("worker.mjs") == 1
    assert precheck.focused() == "result"


def test_two_tabs_know_nothing_of_each_other(pages: dict[str, Precheck]) -> None:
    shown = {}
    for language, answer in (("de", "yes"), ("fr", "no")):
        pages[language].forget()
        pages[language].tick("safety", answer)
        pages[language].button("show").click()
    for language, precheck in pages.items():
        precheck.wait()
        shown[language] = [panel.id for panel in precheck.panels()]
    assert "safety.get_safe" in shown["de"]
    assert "safety.get_safe" not in shown["fr"]


def line(said: dict[str, Any] | None, memory: float) -> str:
    """A script that makes the browser say this of its line and its memory, and note when a worker is ready."""
    connection = "undefined" if said is None else f"({said})".replace("False", "false").replace("True", "true")
    return f"""
        Object.defineProperty(navigator, "connection", {{get: () => {connection}}});
        Object.defineProperty(navigator, "deviceMemory", {{get: () => {memory}}});
        window.Worker = class extends Worker {{
            constructor(...given) {{
                super(...given);
                this.addEventListener("message", ({{data}}) => window.isReady ||= Boolean(data.ready));
            }}
        }};
    """


LINES: dict[str, tuple[dict[str, Any] | None, float]] = {
    "unknown": (None, 8),
    "a person who saves data": ({**FAST_WIFI, "saveData": True}, 8),
    "a fast mobile network": ({**FAST_WIFI, "type": "cellular"}, 8),
}


def received(requests: list[Request]) -> int:
    """Bytes of bodies that came over the line."""
    return sum(request.sizes()["responseBodySize"] for request in requests if request.response())


def opened(context: BrowserContext, server: Server, said: dict[str, Any] | None, memory: float) -> tuple[Page, list[Request]]:
    page = context.new_page()
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.add_init_script(line(said, memory))
    page.goto(server.address + PATHS["de"])
    page.wait_for_load_state("networkidle")
    return page, requests


def test_without_agreement_less_than_a_megabyte_is_loaded_on_every_line_not_known_to_be_free(
    browser: Browser, servers: dict[str, Server]
) -> None:
    for name, (said, memory) in LINES.items():
        context = browser.new_context(viewport=PHONE)  # an empty cache for each
        page, requests = opened(context, servers["/"], said, memory)
        assert not [request.url for request in requests if "/runtime/" in request.url], name
        Precheck(page, "de").show()
        page.wait_for_load_state("networkidle")
        assert not [request.url for request in requests if "pyodide" in request.url], name
        assert [request.url for request in requests if "micropython.wasm" in request.url], name
        assert 200_000 < received(requests) < MEGABYTE, name
        context.close()


def test_on_a_fast_free_line_the_full_runtime_is_there_before_it_is_asked_for(
    browser: Browser, servers: dict[str, Server]
) -> None:
    context = browser.new_context(viewport=PHONE)
    page, requests = opened(context, servers["/"], FAST_WIFI, 8)
    precheck = Precheck(page, "de")
    names = [request.url.rsplit("/", 1)[-1] for request in requests]
    assert names.index("page.mjs") < names.index("worker.mjs") < names.index("pyodide.asm.wasm")
    assert received(requests) > 3 * MEGABYTE  # so what was counted above is what comes
    before = len(requests)
    page.wait_for_function("() => window.isReady", timeout=LOADED)
    precheck.show()
    assert "micropython.wasm" not in [request.url.rsplit("/", 1)[-1] for request in requests[before:]]
    context.close()


def test_a_result_wanted_before_the_full_runtime_is_ready_comes_from_the_light_one(
    browser: Browser, servers: dict[str, Server]
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script(line(FAST_WIFI, 8))
    held: list[Route] = []
    page.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(servers["/"].address + PATHS["fr"])
    Precheck(page, "fr").show()
    assert [url for url in asked if "micropython.wasm" in url]
    context.close()
