"""Whether the official addresses still answer: asked by `portal review --links`, written down with the day.

The pages of the law collections are shells that answer 200 for any number, so their interfaces are asked instead.
"Not reached" says nothing about an address: it is never taken for "found".
"""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import Field, ValidationError

from eligibility.compiler.base import IsoDate, Model
from eligibility.compiler.findings import Findings, finding
from eligibility.compiler.yaml12 import read
from portal.model.content import Content
from portal.model.kinds import Address

FILE = "content/links.yml"
TIMEOUT = 20.0
"""Seconds that an address may take to answer."""
_MOST_READ = 4_000_000
_COLLECTIONS = ("lex.vs.ch", "bdlf.fr.ch")
_FEDLEX = "www.fedlex.admin.ch"

type Outcome = Literal["found", "gone", "unclear", "not-reached"]


class Link(Model):
    """What an address answered when it was last asked, and the last day on which it was found."""

    address: Address
    asked_on: IsoDate
    outcome: Literal["found", "gone", "unclear", "not-reached"]
    found_on: IsoDate | None = None


class Links(Model):
    """All official addresses; `asked_on` is the day of the last round, none before the first."""

    asked_on: IsoDate | None = None
    links: list[Link] = Field(default=[])


class Answer(NamedTuple):
    """What came back: the status and the text, both none where nothing came back."""

    status: int | None
    text: str = ""


@dataclass(frozen=True)
class Question:
    """What to ask for an address: where, in which format, and what the text must say beside the status."""

    url: str
    accept: str
    says: Callable[[str], Outcome]


type Ask = Callable[[Question], Answer]


def official_addresses(content: Content) -> list[str]:
    """Every address at which the site says that an official text or a source stands, once each."""
    found: set[str] = set()
    for act in content.items("act"):
        found |= {each for state in act.states if state.address is not None for each in (state.address.de, state.address.fr)}
    found |= {state.address for source in content.items("source") for state in source.states if state.address is not None}
    return sorted(found)


def question(address: str) -> Question:
    """How to ask whether something stands at an address."""
    parts = urllib.parse.urlsplit(address)
    path = parts.path.split("/")
    if parts.hostname in _COLLECTIONS and path[1:2] == ["app"] and path[3:4] == ["texts_of_law"] and len(path) == 5:
        return Question(f"https://{parts.hostname}/api/{path[2]}/texts_of_law/{path[4]}", "application/json", _names(path[4]))
    if parts.hostname == _FEDLEX and path[1:3] == ["eli", "cc"] and len(path) >= 5:
        asked = f"ASK {{ <https://fedlex.data.admin.ch/eli/cc/{path[3]}/{path[4]}> ?property ?value }}"
        query = urllib.parse.urlencode({"query": asked, "format": "application/sparql-results+json"})
        return Question(f"https://fedlex.data.admin.ch/sparqlendpoint?{query}", "application/sparql-results+json", _truth)
    return Question(urllib.parse.urldefrag(address).url, "*/*", lambda _: "found")


def _names(number: str) -> Callable[[str], Outcome]:
    def says(text: str) -> Outcome:
        law = _json(text).get("text_of_law")
        return "found" if isinstance(law, dict) and law.get("systematic_number") == number else "unclear"

    return says


def _truth(text: str) -> Outcome:
    said = _json(text).get("boolean")
    return "found" if said is True else "gone" if said is False else "unclear"


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def outcome(asked: Question, answer: Answer) -> Outcome:
    """What an answer says about the address."""
    if answer.status is None:
        return "not-reached"
    if answer.status in (404, 410):
        return "gone"
    return asked.says(answer.text) if answer.status == 200 else "unclear"


def ask_over_the_network(asked: Question, timeout: float = TIMEOUT, instead: str | None = None) -> Answer:
    """Ask once. `instead`: the beginning of an address to which every question goes, with the real host as first folder."""
    url = asked.url if instead is None else f"{instead}/{asked.url.removeprefix('https://')}"
    request = urllib.request.Request(url, headers={"Accept": asked.accept, "User-Agent": "portal-review"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return Answer(response.status, response.read(_MOST_READ).decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        return Answer(error.code)
    except (OSError, HTTPException, ValueError):
        return Answer(None)


def check_links(addresses: Iterable[str], before: Links, day: str, ask: Ask) -> Links:
    """Ask for every address once. An address that is not reached keeps the day on which it was last found."""
    known = {link.address: link.found_on for link in before.links}
    links = []
    for address in addresses:
        asked = question(address)
        found = outcome(asked, ask(asked))
        links.append(Link(address=address, asked_on=day, outcome=found, found_on=day if found == "found" else known.get(address)))
    return Links(asked_on=day, links=links)


def read_links(root: Path) -> Links:
    """What the last round wrote down.

    Raises:
        Findings: when the file is not as `write_links` writes it.
    """
    if not (root / FILE).exists():
        return Links()
    document = read(root / FILE, root)
    try:
        return Links.model_validate(document.data)
    except ValidationError as error:
        places = [tuple(part for part in problem["loc"]) for problem in error.errors()]
        raise Findings(finding(document.mark(*place), "review-links-unreadable") for place in places) from None


def write_links(root: Path, links: Links) -> None:
    """Write the round down; the same answers on the same day give the same bytes."""
    data = links.model_dump(exclude_none=True)
    head = "# What the official addresses answered. Written by `portal review --links`; never by hand.\n"
    (root / FILE).write_text(head + yaml.safe_dump(_quoted(data), allow_unicode=True, sort_keys=False, width=200), "utf-8")


def _quoted(data: dict[str, Any]) -> dict[str, Any]:
    return {"asked_on": data.get("asked_on"), "links": data.get("links", [])}
