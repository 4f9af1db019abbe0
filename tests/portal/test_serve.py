"""The local server: production headers, and a rebuild of only what an edit changed."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eligibility.compiler.findings import Findings
from portal.machine import MachineLacks
from portal.site.build import Order
from portal.site.headers import headers
from portal.site.serve import Server, Workshop, background_server
from tests.conftest import AS_OF


@pytest.fixture
def workshop(mini: Path) -> Workshop:
    workshop = Workshop(Order(mini, AS_OF))
    workshop.refresh(whole=True)
    return workshop


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def built(workshop: Workshop) -> dict[str, int]:
    return {path.relative_to(workshop.folder).as_posix(): path.stat().st_mtime_ns for path in workshop.folder.rglob("index.html")}


def test_an_edit_rebuilds_only_the_pages_it_changes(workshop: Workshop) -> None:
    before = built(workshop)
    edit(workshop.order.root / "docs/de/about.md", "Wer das schreibt.\n", "Wer das geschrieben hat.\n")
    assert workshop.refresh(whole=False) == ["de/about.md"]
    after = built(workshop)
    assert [name for name in after if after[name] != before[name]] == ["de/about/index.html"]
    assert "Wer das geschrieben hat." in (workshop.folder / "de/about/index.html").read_text("utf-8")


def test_a_changed_name_reaches_every_page_that_shows_it(workshop: Workshop) -> None:
    edit(workshop.order.root / "content/offices/mini-office.yml", "Sozialdienst Muster", "Sozialdienst Neudorf")
    changed = workshop.refresh(whole=False)
    assert "de/stellen/mini-office.md" in changed
    assert "de/stellen/index.md" in changed
    assert "de/glossar/index.md" not in changed
    left = [path for path in (workshop.folder / "de").rglob("*.html") if "Sozialdienst Muster" in path.read_text("utf-8")]
    assert left == []


def test_the_search_index_keeps_the_pages_that_were_not_rebuilt(workshop: Workshop) -> None:
    def places() -> set[str]:
        return {
            entry["location"]
            for entry in json.loads((workshop.folder / "de/search/search_index.json").read_text("utf-8"))["docs"]
        }

    before = places()
    edit(workshop.order.root / "docs/de/about.md", "Wer das schreibt.\n", "Wer das geschrieben hat.\n")
    workshop.refresh(whole=False)
    assert places() == before


def test_a_mistake_leaves_what_was_there(workshop: Workshop) -> None:
    before = built(workshop)
    edit(workshop.order.root / "content/offices/mini-office.yml", "status: confirmed", "status: maybe")
    with pytest.raises(Findings):
        workshop.refresh(whole=False)
    assert built(workshop) == before


@pytest.fixture
def live(workshop: Workshop) -> Iterator[Server]:
    server = background_server(workshop.folder, live=True)
    yield server
    server.shutdown()


def ask(server: Server, path: str, method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1])
    connection.request(method, path)
    return connection.getresponse()


def test_every_answer_carries_the_headers_of_production(live: Server) -> None:
    for path in ("/", "/de/", "/assets/portal.css", "/nowhere/", "/assets/precheck/worker.mjs"):
        answer = ask(live, path)
        assert {name: answer.headers[name] for name in headers(path)} == headers(path), path


def test_an_open_page_is_told_to_load_again(live: Server) -> None:
    assert b"/_reload.js" in ask(live, "/de/").read()
    answer = ask(live, "/_reload")
    live.reload()
    assert answer.readline() == b"data: reload\n"


def test_a_finished_site_is_served_as_it_is(workshop: Workshop) -> None:
    server = background_server(workshop.folder)
    assert ask(server, "/de/").read() == (workshop.folder / "de/index.html").read_bytes()
    assert ask(server, "/_reload").status == 404
    server.shutdown()


def test_nothing_outside_the_folder_is_served(live: Server) -> None:
    for path in ("/../conftest.py", "/%2e%2e/mkdocs.yml", "/de/../../mkdocs.yml"):
        assert ask(live, path).status == 404


def test_a_folder_without_its_slash_leads_to_the_one_with_it(live: Server) -> None:
    answer = ask(live, "/de")
    assert (answer.status, answer.headers["Location"]) == (301, "/de/")


def test_a_port_in_use_is_told(live: Server, workshop: Workshop) -> None:
    with pytest.raises(MachineLacks) as told:
        Server(live.server_address[1], workshop.folder)
    assert told.value.code == "port-in-use"
