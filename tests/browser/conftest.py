"""A real Chromium on the built site, watched: every request, every breach of the Content-Security-Policy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from portal.site.serve import Server, background_server
from tests.conftest import SUB_PATH

LANGUAGES = ("de", "fr")
PREFIXES = ("/", SUB_PATH)
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@dataclass
class Visit:
    """A page in its own fresh context, with what was seen on the way."""

    page: Page
    context: BrowserContext
    address: str
    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture(scope="session")
def servers(site: Path, site_below: Path) -> Iterator[dict[str, Server]]:
    running = {"/": background_server(site), SUB_PATH: background_server(site_below, SUB_PATH)}
    yield running
    for server in running.values():
        server.shutdown()


@pytest.fixture(params=PREFIXES, ids=["root", "sub-path"])
def server(request: pytest.FixtureRequest, servers: dict[str, Server]) -> Server:
    """The site at the root of a host, and again below a path."""
    return servers[request.param]


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """Open a fresh context at the root of a host, and again below a path."""
    with watched(browser, server.address) as start:
        yield start


@pytest.fixture(params=list(zip(PREFIXES, LANGUAGES, strict=True)), ids=["root-de", "sub-path-fr"])
def spoken(
    request: pytest.FixtureRequest, browser: Browser, servers: dict[str, Server]
) -> Iterator[tuple[str, Callable[..., Visit]]]:
    """A language, and how to open a fresh context: German at the root of a host, French below a path."""
    prefix, language = request.param
    with watched(browser, servers[prefix].address) as start:
        yield language, start


@contextmanager
def watched(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Gives a function that opens a fresh context; at the end no page may have broken the policy or thrown an error."""
    visits: list[Visit] = []

    def start(**options: object) -> Visit:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "de-CH", **options})
        page = context.new_page()
        started = Visit(page, context, address)
        page.on("request", lambda request: started.requests.append(request))
        page.on("pageerror", lambda error: started.problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                started.problems.append(message.text)
                if message.type == "error" and "Content Security Policy" in message.text
                else None
            ),
        )
        visits.append(started)
        return started

    yield start
    for each in visits:
        each.context.close()
    assert [problem for each in visits for problem in each.problems] == []
