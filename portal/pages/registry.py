"""The register of all pages: one id, one address per language.

It is the only source for the language switch, hreflang, breadcrumbs and links between pages.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from eligibility.compiler.base import LANGUAGES, Model, Plain, Text
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.loader import Records
from eligibility.compiler.yaml12 import parse
from portal.model.kinds import PAGE_KINDS
from portal.pages import catalogues
from portal.pages.prose import Prose

_SECTIONS = Path(__file__).with_name("sections.yml")

HANDOUTS = {"notice_sheet": {"de": "blatt", "fr": "fiche"}, "notice_mail": {"de": "mail", "fr": "courriel"}}
"""Kinds of pages below each change notice, to be handed on: its sheet and its mail; the last part of their address."""


class Section(Model):
    """A part of the site, below `parent`."""

    id: Plain
    parent: Plain = "home"
    slug: Text
    title: Text
    description: Text
    in_short: list[Text] = Field(min_length=1, max_length=5)
    kinds: list[Plain]


@dataclass(frozen=True)
class Page:
    """One page in both languages. `path` is the Markdown file below the language's folder.

    `kind` is the kind of its item, `section` for a part's own page, or `prose` for one written by hand.
    """

    id: str
    kind: str
    parent: str | None
    path: dict[str, str]
    title: dict[str, str]
    description: dict[str, str]
    mark: Mark
    section: str | None = None

    def url(self, language: str) -> str:
        """The address below the language's folder, ending with a slash; empty for the start page."""
        path = self.path[language]
        return path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"


@dataclass(frozen=True)
class Registry:
    """All pages by id."""

    pages: dict[str, Page]

    def link(self, from_id: str, language: str, to_id: str, to_language: str | None = None) -> str:
        """The relative address from one page to another, in the same language or in the other."""
        start = f"{language}/{self.pages[from_id].url(language)}"
        other = to_language or language
        target = f"{other}/{self.pages[to_id].url(other)}"
        relative = posixpath.relpath(target, start)
        return "./" if relative == "." else relative + "/"

    def by_parent(self) -> list[tuple[str, list[Page]]]:
        """Each page that has pages below it, with them."""
        below: dict[str, list[Page]] = {}
        for page in self.pages.values():
            if page.parent is not None:
                below.setdefault(page.parent, []).append(page)
        return list(below.items())

    def trail(self, page: Page) -> list[Page]:
        """The pages above a page, from the start page down."""
        above: list[Page] = []
        while page.parent is not None:
            page = self.pages[page.parent]
            above.insert(0, page)
        return above


@cache
def sections() -> tuple[Section, ...]:
    """The parts of the site, in their order."""
    document = parse("sections:\n" + _SECTIONS.read_text("utf-8"), _SECTIONS.name)
    return tuple(Section.model_validate(section) for section in document.data["sections"])


def registry(prose: list[Prose], records: Records) -> tuple[Registry, list[Finding]]:
    """Collect all pages, and say where two would share an address or one language is missing."""
    by_hand, findings = _prose_pages(prose)
    pages = [*by_hand, *_section_pages(), *_item_pages(records)]
    pages += [handout for page in pages if page.kind == "notice" for handout in _handouts(page)]
    taken: dict[tuple[str, str], Page] = {}
    by_id: dict[str, Page] = {}
    for page in pages:
        for language in LANGUAGES:
            other = taken.setdefault((language, page.path[language]), page)
            if other is not page:
                findings.append(finding(page.mark, "slug-duplicate", path=page.path[language], language=language, other=other.id))
        if page.id in by_id:
            findings.append(finding(page.mark, "id-duplicate", id=page.id, other=by_id[page.id].mark.file))
        by_id.setdefault(page.id, page)
    known = {*by_id, *(each.head["id"] for each in prose)}  # what could be read in one language only has been told
    findings += [
        finding(page.mark, "reference-unknown", id=page.parent, kinds="page")
        for page in pages
        if page.parent is not None and page.parent not in known
    ]
    return Registry(by_id), findings


def _section_pages() -> Iterator[Page]:
    for section in sections():
        path = {language: f"{section.slug[language]}/index.md" for language in LANGUAGES}
        mark = Mark(_SECTIONS.name)
        title, description = _both(section.title), _both(section.description)
        yield Page(section.id, "section", section.parent, path, title, description, mark, section.id)


def _item_pages(records: Records) -> Iterator[Page]:
    place = {kind: section for section in sections() for kind in section.kinds}
    for kind in PAGE_KINDS:
        for record in records.get(kind, {}).values():
            item = record.item
            if kind == "parameter" and item.computed is not None:
                continue  # a computed amount is explained on the page of its point
            section = place[kind]
            path = {lang: f"{section.slug[lang]}/{_slug(item, lang)}.md" for lang in LANGUAGES}
            title = {lang: page_title(records, kind, item, lang) for lang in LANGUAGES}
            description = _panel_titles(records, item) if kind == "table" else _in_short(item)
            yield Page(item.id, kind, section.id, path, title, description, record.mark("id"), section.id)


def _handouts(notice: Page) -> Iterator[Page]:
    for kind, slug in HANDOUTS.items():
        title, description = (
            catalogues.words("notices")[f"{kind.removeprefix('notice_')}_{name}"] for name in ("title", "description")
        )
        yield Page(
            f"{notice.id}.{kind.removeprefix('notice_')}",
            kind,
            notice.id,
            {language: f"{notice.path[language].removesuffix('.md')}/{slug[language]}.md" for language in LANGUAGES},
            {language: title[language].replace("{title}", notice.title[language]) for language in LANGUAGES},
            description,
            notice.mark,
        )


def page_title(records: Records, kind: str, item: Any, language: str) -> str:
    """The title of an item's page; an article is named as it is cited, a table as the rule it holds, an edition
    after its directive."""
    title: str = item.title[language]
    if kind == "table":
        return {"de": f"Regel: {title}", "fr": f"Règle\u00a0: {title}"}[language]
    if kind == "edition" and item.directive in records["directive"]:
        directive = records["directive"][item.directive].item.title[language]
        return {"de": f"{directive}, {title}", "fr": f"{directive}, {title[0].lower()}{title[1:]}"}[language]
    act = records.get("act", {}).get(item.act) if kind == "article" else None
    if act is None:
        return title
    colon = ":" if language == "de" else "\u00a0:"
    return f"Art.\u00a0{item.number} {act.item.abbreviation[language]}{colon} {title}"


def _slug(item: Any, language: str) -> str:
    slug: str = item.slug[language] if item.slug is not None else item.id
    return re.sub(r"[^a-z0-9-]+", "-", slug.lower())


def _in_short(item: Any) -> dict[str, str]:
    for state in reversed(item.states):
        if getattr(state, "in_short", None):
            return _both(state.in_short[0])
    return _both(item.title)


def _panel_titles(records: Records, table: Any) -> dict[str, str]:
    """What the panels of a table are called; a table without panels keeps its name."""
    named = dict.fromkeys(value for rule in table.rules for value in rule.then.values())
    outcomes = records.get("outcome", {})
    panels = [outcomes[id_].item for id_ in named if id_ in outcomes]
    frames = {"de": ("Hinweise: ", "«{}»"), "fr": ("Pistes\u00a0: ", "«\u00a0{}\u00a0»")}
    told = {language: [frame.format(panel.title[language]) for panel in panels] for language, (_, frame) in frames.items()}
    return {language: frames[language][0] + ", ".join(told[language]) if panels else table.title[language] for language in frames}


def _both(text: Text) -> dict[str, str]:
    return {language: text[language] for language in LANGUAGES}


def _prose_pages(prose: list[Prose]) -> tuple[list[Page], list[Finding]]:
    found: dict[str, dict[str, Prose]] = {}
    for each in prose:
        found.setdefault(each.head["id"], {})[each.language] = each
    findings: list[Finding] = []
    pages = []
    for id_, versions in found.items():
        mark = next(iter(versions.values())).document.mark("id")
        missing = [language for language in LANGUAGES if language not in versions]
        findings += [finding(mark, "page-without-other-language", id=id_, language=language) for language in missing]
        if not missing:
            pages.append(_prose_page(id_, versions, mark))
    return pages, findings


def _prose_page(id_: str, versions: dict[str, Prose], mark: Mark) -> Page:
    def each(name: str) -> dict[str, str]:
        return {language: versions[language].head[name] for language in LANGUAGES}

    path = {language: "index.md" if id_ == "home" else f"{versions[language].head.get('slug', id_)}.md" for language in LANGUAGES}
    parent = None if id_ == "home" else versions["de"].head.get("parent", "home")
    return Page(id_, "prose", parent, path, each("title"), each("description"), mark)
