"""Pages written by hand: their head, their Markdown, and the links in it that name pages by id."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.findings import Finding, Findings, Mark, finding
from eligibility.compiler.yaml12 import Document, parse

PAGE_LINK = re.compile(r"\]\(page:([^)\s#]+)(#[^)\s]*)?\)")
PICTURE = re.compile(r"!\[([^\]]+)\]\(picture:([a-z0-9-]+)\)")
"""A picture of what an editor sees: its description, and its name in `docs/assets/handbook/`, one file per language."""
_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
IN_SHORT = '<div class="in-short" markdown>\n'
"""How the box "in short" of a hand-written page begins."""
_IN_SHORT = re.compile(rf"{IN_SHORT}(.*?)</div>", re.DOTALL)
# Blocks that hold cards are the only HTML in a hand-written page.
_RAW_HTML = re.compile(r"<(?!/?div\b[^>]*>|https://)/?[a-zA-Z!][^>]*>")


@dataclass(frozen=True)
class Prose:
    """A page written by hand, in one language: its head and its Markdown."""

    language: str
    head: dict[str, Any]
    body: str
    document: Document
    body_line: int


def read_prose(path: Path, root: Path, language: str) -> Prose:
    """Read a hand-written page.

    Raises:
        Findings: when the head is missing or incomplete.
    """
    file = path.relative_to(root).as_posix()
    text = path.read_text("utf-8")
    match = _FRONT.match(text)
    if match is None:
        raise Findings([finding(Mark(file), "page-without-front-matter")])
    # One line of the file stands before the head, so the marks are moved by a blank one.
    document = parse("\n" + match[1], file)
    if any(not isinstance(document.data.get(name), str) for name in ("id", "title", "description")):
        raise Findings([finding(Mark(file), "page-without-front-matter")])
    return Prose(language, document.data, text[match.end() :], document, text.count("\n", 0, match.end()) + 1)


def read_all_prose(root: Path) -> tuple[list[Prose], list[Finding]]:
    """The hand-written pages of all languages that can be read, and what is wrong with the others."""
    pages: list[Prose] = []
    findings: list[Finding] = []
    for language in LANGUAGES:
        for path in sorted((root / "docs" / language).rglob("*.md")):
            try:
                pages.append(read_prose(path, root, language))
            except Findings as error:
                findings += error.findings
    return pages, findings


def prose_findings(prose: list[Prose], pages: Iterable[str]) -> Iterator[Finding]:
    """Links that lead nowhere, and HTML.

    A link to a page that lacks a language, or that could not be read in one, is no second mistake.
    """
    known = {*pages, *(each.head["id"] for each in prose)}
    for each in prose:
        yield from _body_findings(each, known)
        if "- " not in in_short_of(each.body):
            yield finding(each.document.mark("id"), "page-without-in-short")


def in_short_of(body: str) -> str:
    """What stands in the box "in short" of a hand-written page, as Markdown; empty without one."""
    box = _IN_SHORT.search(body)
    return box[1] if box else ""


def _body_findings(prose: Prose, known: set[str]) -> Iterator[Finding]:
    for number, line in enumerate(prose.body.split("\n"), start=prose.body_line):
        raw = _RAW_HTML.search(line)
        if raw is not None:
            yield finding(Mark(prose.document.file, number, raw.start() + 1), "page-raw-html", found=raw[0])
        for match in PAGE_LINK.finditer(line):
            if match[1] not in known:
                yield finding(Mark(prose.document.file, number, match.start() + 1), "page-link-unknown", id=match[1])
