"""Two finished sites side by side: which pages are new, changed or gone, with the changes marked in place."""

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eligibility.compiler.base import LANGUAGES
from portal.editors.marked import marked, words_of
from portal.editors.words import in_language, say

BEFORE, AFTER = "before", "after"
_TEMPLATES = Path(__file__).with_name("templates")
_MAIN = re.compile(r"(<main\b[^>]*>)(.*)(</main>)", re.DOTALL)
_START = re.compile(r"(?=<header\b)|(?<=<body>)")
_PAGE = re.compile(r'data-page="([^"]*)"')
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_ROBOTS = '<meta name="robots" content="noindex">'
_NOT_COMPARED = ("precheck", "runtime", "search")
"""Folders of files that are made of the pages and rules and change with each of them."""

type Kind = Literal["new", "changed", "links", "removed"]


@dataclass(frozen=True)
class Change:
    """A page in one language that differs: `path` is its folder below `before` or `after`, `links` means that only
    addresses or the layout differ; `added` and `removed` count words."""

    page: str
    language: str
    kind: Kind
    title: str
    path: str
    added: int = 0
    removed: int = 0


@dataclass(frozen=True)
class _Page:
    id: str
    language: str
    path: str
    html: str

    @property
    def main(self) -> str:
        found = _MAIN.search(self.html)
        return found[2] if found else ""

    @property
    def title(self) -> str:
        found = _HEADING.search(self.html)
        return " ".join(unescape(re.sub(r"<[^>]+>", "", found[1])).split()) if found else self.id


def write_comparison(folder: Path, published: str) -> list[Change]:
    """Mark the changes between the sites in `before` and `after` below a folder, and write the list of changed pages.

    `published`: what the older state is called, for the reader. Returns the changes, page by page.
    """
    old, new = _pages(folder / BEFORE), _pages(folder / AFTER)
    changes = []
    for key in sorted({*old, *new}):
        change, html = _compared(old.get(key), new.get(key))
        if change is not None:
            changes.append(change)
        if key in new:
            _write(folder / AFTER, new[key], html, BEFORE, old.get(key), change)
        if key in old:
            _write(folder / BEFORE, old[key], old[key].html, AFTER, new.get(key), change)
    _write_index(folder, changes, _other_files(folder), published)
    return changes


def _pages(site: Path) -> dict[tuple[str, str], _Page]:
    """Page id and language → page; a page keeps its id when its address changes."""
    found = {}
    for language in LANGUAGES:
        for file in sorted((site / language).rglob("index.html")):
            html = file.read_text("utf-8")
            path = file.parent.relative_to(site).as_posix()
            named = _PAGE.search(html)
            id_ = named[1] if named else path
            found[(id_, language)] = _Page(id_, language, path, html)
    return found


def _compared(old: _Page | None, new: _Page | None) -> tuple[Change | None, str]:
    """What changed on a page, and its new HTML with the changes marked."""
    if new is None:
        assert old is not None
        return Change(old.id, old.language, "removed", old.title, old.path, removed=len(words_of(old.main))), ""
    if old is None:
        return Change(new.id, new.language, "new", new.title, new.path, added=len(words_of(new.main))), new.html
    if old.main == new.main:
        return None, new.html
    told = in_language("said", new.language)
    result = marked(old.main, new.main, told)
    kind: Kind = "changed" if result.added or result.removed else "links"
    change = Change(new.id, new.language, kind, new.title, new.path, result.added, result.removed)
    return change, _MAIN.sub(lambda match: match[1] + result.html + match[3], new.html, count=1)


def _write(site: Path, page: _Page, html: str, other: str, twin: _Page | None, change: Change | None) -> None:
    """A page with a banner that says which state it shows, links to the other one, and keeps search engines out."""
    up = posixpath.relpath(".", page.path)
    head = f'<link rel="stylesheet" href="{up}/../preview.css">' + ("" if _ROBOTS in html else _ROBOTS)
    banner = (
        _environment()
        .get_template("banner.html.j2")
        .render(
            index=f"{up}/../index.html",
            twin=f"{up}/../{other}/{twin.path}/" if twin is not None else None,
            is_new=other == BEFORE,
            change=change,
            word=in_language("preview", page.language),
            language=page.language,
        )
    )
    html = html.replace("</head>", f"{head}</head>", 1)
    html = _START.sub(lambda _: banner, html, count=1)
    (site / page.path / "index.html").write_text(html, "utf-8")


def _other_files(folder: Path) -> list[str]:
    """Files beside the pages that differ, such as feeds and calendars."""
    both = [{each.relative_to(site).as_posix(): each for each in _files(site)} for site in (folder / BEFORE, folder / AFTER)]
    old, new = both
    return sorted(
        name for name in {*old, *new} if name not in old or name not in new or old[name].read_bytes() != new[name].read_bytes()
    )


def _files(site: Path) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix != ".html" and not any(part in _NOT_COMPARED for part in path.parts):
            yield path


def _write_index(folder: Path, changes: list[Change], files: list[str], published: str) -> None:
    rows: dict[str, dict[str, Change]] = {}
    for change in changes:
        rows.setdefault(change.page, {})[change.language] = change
    words = {language: in_language("preview", language) for language in LANGUAGES}
    template = _environment().get_template("index.html.j2")
    html = template.render(rows=rows, files=files, published=published, words=words, languages=LANGUAGES)
    (folder / "index.html").write_text(html, "utf-8")
    (folder / "preview.css").write_text((_TEMPLATES / "preview.css").read_text("utf-8"), "utf-8")
    told = json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2)
    (folder / "changes.json").write_text(told + "\n", "utf-8")


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def told(changes: list[Change], language: str) -> str:
    """How many pages differ, in one sentence."""
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("new", "changed", "links", "removed")}
    return say("preview_counts", language, **counts)
