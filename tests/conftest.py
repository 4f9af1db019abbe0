"""What all tests share: where the project is, one built site per test run and one Chromium per process."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from portal.model.content import Content, load_content
from portal.pages.render import Renderer
from portal.site.build import Order, build

ROOT = Path(__file__).parent.parent
AS_OF = "2026-11-21"
SUB_PATH = "/sub/path/"
# Without these Chromium talks to its maker in the background.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def content_on(day: str) -> Content:
    """The project's content as of a day; it is read once per process (`test_as_of.py` compares with reading it on the day)."""
    return load_content(ROOT, day) if day == AS_OF else content_on(AS_OF).on_day(day)


@cache
def pages_on(day: str, language: str) -> dict[str, str]:
    """The Markdown of every page as of a day, by the page's id; made once per process."""
    return {source.page.id: source.text for source in Renderer(content_on(day), language).pages()}


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands take the project's content from this process; every other folder they read."""

    def load(root: Path, as_of: str) -> Content:
        return content_on(as_of) if root == ROOT else load_content(root, as_of)

    monkeypatch.setattr("portal.model.content.load_content", load)


@pytest.fixture(scope="session")
def content() -> Content:
    """The project's content as of a fixed day."""
    return content_on(AS_OF)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


def built_once(tmp_path_factory: pytest.TempPathFactory, name: str, order: Order) -> Path:
    """A build that all processes of a test run share; the first one that needs it makes it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / name
    with FileLock(shared / "build.lock"):
        if not folder.exists():
            build(order, folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site as of a fixed day, at the root of its host."""
    return built_once(tmp_path_factory, "site", Order(ROOT, AS_OF))


@pytest.fixture(scope="session")
def site_below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site for a host where it lies below a path."""
    return built_once(tmp_path_factory, "site-below", Order(ROOT, AS_OF, SUB_PATH))


def chromium() -> str | None:
    """The Chromium of this machine; none: the one that Playwright brings."""
    return os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


def copy_mini(folder: Path) -> Path:
    """Copy the one-canton site, with what every site takes from the project."""
    shutil.copytree(ROOT / "tests" / "mini", folder)
    for name in ("mkdocs.yml", "docs/overrides", "docs/assets", "node_modules"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the one-canton site that builds in about a second."""
    return copy_mini(tmp_path / "mini")
