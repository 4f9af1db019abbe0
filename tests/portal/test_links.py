"""Official addresses, asked at a stand-in on this machine that answers 200, 404, something else, or not at all."""

import json
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from eligibility.compiler.findings import Findings
from portal.cli import main
from portal.model.content import load_content
from portal.review.board import board
from portal.review.links import FILE, Link, Links, ask_over_the_network, check_links, question, read_links, write_links

LAW = "https://lex.vs.ch/app/de/texts_of_law/850.1"
INVENTED = "https://bdlf.fr.ch/app/fr/texts_of_law/999.9"
OTHER_NUMBER = "https://lex.vs.ch/app/fr/texts_of_law/850.2"
FEDERAL = "https://www.fedlex.admin.ch/eli/cc/1999/404/de"
FEDERAL_INVENTED = "https://www.fedlex.admin.ch/eli/cc/1999/1/de"
PAGE = "https://example.org/directive"
GONE = "https://example.org/gone"
BROKEN = "https://example.org/broken"
SILENT = "https://example.org/silent"


class StandIn(BaseHTTPRequestHandler):
    """Answers as the interfaces of the law collections do: the first folder is the host that is meant."""

    def do_GET(self) -> None:
        _, host, *path = urlsplit(self.path).path.split("/")
        asked = "/".join(path)
        if host == "example.org" and asked == "silent":
            self.server.gate.wait()  # type: ignore[attr-defined]
            return
        if host == "fedlex.data.admin.ch":
            query = parse_qs(urlsplit(self.path).query)["query"][0]
            self.answer(
                200, json.dumps({"boolean": query == "ASK { <https://fedlex.data.admin.ch/eli/cc/1999/404> ?property ?value }"})
            )
        elif (host, asked) in (("lex.vs.ch", "api/de/texts_of_law/850.1"), ("lex.vs.ch", "api/fr/texts_of_law/850.2")):
            self.answer(200, json.dumps({"text_of_law": {"systematic_number": "850.1"}}))
        elif (host, asked) == ("example.org", "directive"):
            self.answer(200, "<p>Text</p>")
        else:
            self.answer(503 if asked == "broken" else 404, "")

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.gate = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.gate.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture
def nobody() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def outcomes(addresses: list[str], instead: str, before: Links | None = None, timeout: float = 30) -> dict[str, str]:
    ask = partial(ask_over_the_network, timeout=timeout, instead=instead)
    found = check_links(addresses, before or Links(), "2026-11-21", ask)
    return {link.address: link.outcome for link in found.links}


def test_a_collection_of_laws_is_asked_through_its_interface_because_its_pages_answer_200_to_everything(stand_in: str) -> None:
    assert question(LAW).url == "https://lex.vs.ch/api/de/texts_of_law/850.1"
    assert outcomes([LAW, INVENTED, OTHER_NUMBER], stand_in) == {LAW: "found", INVENTED: "gone", OTHER_NUMBER: "unclear"}


def test_a_federal_act_is_asked_for_in_the_register(stand_in: str) -> None:
    assert outcomes([FEDERAL, FEDERAL_INVENTED], stand_in) == {FEDERAL: "found", FEDERAL_INVENTED: "gone"}


def test_any_other_address_is_asked_itself(stand_in: str) -> None:
    assert outcomes([PAGE, GONE, BROKEN], stand_in) == {PAGE: "found", GONE: "gone", BROKEN: "unclear"}


def test_no_answer_is_a_state_of_its_own_and_never_fine(stand_in: str, nobody: str) -> None:
    assert outcomes([SILENT], stand_in, timeout=0.2) == {SILENT: "not-reached"}
    assert outcomes([LAW], nobody) == {LAW: "not-reached"}
    known = Links(asked_on="2026-11-01", links=[Link(address=LAW, asked_on="2026-11-01", outcome="found", found_on="2026-11-01")])
    again = check_links([LAW], known, "2026-11-21", partial(ask_over_the_network, instead=nobody))
    assert again.links == [Link(address=LAW, asked_on="2026-11-21", outcome="not-reached", found_on="2026-11-01")]


def test_the_answers_are_written_down_with_their_day_and_the_board_tells_them(
    mini: Path, stand_in: str, nobody: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["review", "--root", str(mini), "--lang", "de", "--as-of"]
    assert main([*command, "2026-11-21"]) == 0
    assert "Noch nie gefragt." in capsys.readouterr().out
    assert main([*command, "2026-11-21", "--links", "--ask-at", stand_in]) == 0
    assert "gefunden: 1" in capsys.readouterr().out
    written = (mini / FILE).read_bytes()
    write_links(mini, read_links(mini))
    assert (mini / FILE).read_bytes() == written
    assert main([*command, "2026-11-22", "--links", "--ask-at", nobody]) == 0
    told = capsys.readouterr().out
    assert "nicht erreicht: 1" in told
    assert "zuletzt gefunden am 21." in told


def test_what_is_gone_or_was_not_found_for_too_long_is_overdue(mini: Path) -> None:
    interval = mini / "content" / "intervals" / "links.yml"
    interval.parent.mkdir()
    interval.write_text("id: links\ntitle: {de: Adressen, fr: Adresses}\ndays: 31\n", "utf-8")

    def codes(day: str) -> set[str]:
        return {each.finding.code for each in board(load_content(mini, day)).overdue}

    def last(outcome: str, found_on: str | None, asked_on: str) -> None:
        link = Link.model_validate({"address": PAGE, "asked_on": asked_on, "outcome": outcome, "found_on": found_on})
        write_links(mini, Links(asked_on=asked_on, links=[link]))

    last("not-reached", "2026-11-01", "2026-12-02")
    assert codes("2026-12-02") == set()
    assert codes("2026-12-03") == {"review-link-old"}
    last("gone", "2026-11-21", "2026-11-21")
    assert codes("2026-11-21") == {"review-link-gone"}
    last("found", "2026-11-21", "2026-11-21")
    assert codes("2026-12-22") == set()
    assert codes("2026-12-23") == {"review-link-old", "review-links-old"}


def test_a_file_that_was_changed_by_hand_is_refused(mini: Path) -> None:
    (mini / FILE).write_text("links:\n  - address: x\n", "utf-8")
    with pytest.raises(Findings) as refused:
        read_links(mini)
    assert {found.code for found in refused.value.findings} == {"review-links-unreadable"}
    assert {found.mark.line for found in refused.value.findings} == {2}
