"""What the built pages say as a fact although nobody confirmed it: read from the HTML, not from the content."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from eligibility.compiler.base import LANGUAGES, Reported
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.kinds import Parameter, ParameterState
from portal.checks.values import models
from portal.model.content import Content
from portal.model.kinds import Contact
from portal.pages.words import chf

_PHONE = re.compile(r"(?:\+41|0)(?:[\s\u00a0\u202f./-]?\d){9}(?!\d)")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_CONTACT = re.compile(r"@|CHF|\d{4,}|(?:\d\s?){5,}")
"""What a reported value must hold to be looked for: a mail address, an amount, a postal code, a longer number."""
_AMOUNT = re.compile(r"\d[\d'’\u202f\u00a0 ]*\d(?:\.\d\d)?")

_APART = ("option", "li", "dt", "dd", "p", "td", "th")
"""What stands in one of these does not go on in the next: years in a list are no phone number."""


class _Text(HTMLParser):
    """The text of a page and the numbers it dials."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _APART:
            self.parts.append("\n\n")
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith("tel:"):
            self.parts.append(" " + address.removeprefix("tel:") + " ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def built_findings(content: Content, site: Path) -> Iterator[Finding]:
    """Phone numbers that no confirmed contact has, and values that are only reported, wherever a page shows them.

    The review board is the one place for what is reported.
    """
    known = _known_phones(content)
    reported = _reported_values(content)
    board = content.registry.pages["review"]
    boards = {site / language / board.url(language) / "index.html" for language in LANGUAGES}
    for path in sorted(set(site.rglob("*.html")) - boards):
        text = _text(path)
        mark = Mark(path.relative_to(site).as_posix())
        for number in dict.fromkeys(_digits(found) for found in _PHONE.findall(text)):
            if number not in known:
                yield finding(mark, "built-unconfirmed", value=number)
        even = _even(text)
        for value in sorted(reported):
            if value in even and re.search(rf"(?<![\w'’.]){re.escape(value)}(?![\w'’])", even):
                yield finding(mark, "built-unconfirmed", value=value)


def _text(path: Path) -> str:
    reader = _Text()
    reader.feed(path.read_text("utf-8"))
    return "".join(reader.parts)


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return "0" + digits[2:] if digits.startswith("41") and len(digits) == 11 else digits


def _known_phones(content: Content) -> set[str]:
    """The numbers of contacts that a source gives and none contradicts, in whatever text they stand."""
    known: set[str] = set()
    for by_id in content.records.values():
        for record in by_id.values():
            for _, model in models(record.item, ()):
                if isinstance(model, Contact) and model.kind == "phone" and model.value is not None:
                    known |= {_digits(model.value.de), _digits(model.value.fr)}
    return known


def _reported_values(content: Content) -> set[str]:
    """Addresses and amounts that somebody reports and nobody confirmed; what is a known value elsewhere is left out."""
    known: set[str] = set()
    reported: set[str] = set()
    for by_id in content.records.values():
        for record in by_id.values():
            amounts = isinstance(record.item, Parameter)
            for _, model in models(record.item, ()):
                if isinstance(model, Contact) and model.value is not None:
                    known |= {model.value.de, model.value.fr}
                if isinstance(model, ParameterState) and model.amount is not None:
                    known.add(_even(chf(model.amount)))
                if isinstance(model, Reported):
                    reported |= _amounts(model.value) if amounts else {model.value}
    return {value for value in reported - known if _CONTACT.search(value)}


def _amounts(reported: str) -> set[str]:
    """The reported amounts of a parameter as pages write amounts."""
    francs = [re.sub(r"\D", "", found.partition(".")[0]) for found in _AMOUNT.findall(reported)]
    return {_even(chf(int(each) * 100)) for each in francs if each}


def _even(text: str) -> str:
    return _SPACES.sub(" ", text)
