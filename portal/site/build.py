"""Builds the whole site aside and swaps it in: who looks at `site` sees the old one or the new one, never half.

The result depends on the content, the code and the date `as_of` alone.
"""

import datetime
import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.findings import Finding, Findings, Mark, finding
from portal.checks.release import is_preview, release_findings
from portal.model.content import Content, load_content
from portal.pages.explanation import words as words_of
from portal.pages.registry import Page
from portal.pages.render import TEMPLATES, words
from portal.pages.without_script import write_sheet
from portal.pages.words import date
from portal.paths import Paths
from portal.site import mkdocs, sources
from portal.site.bundle import write_bundle
from portal.site.headers import headers_file, meta_policy
from portal.site.picture_code import write_picture_code
from portal.site.precompress import QUICK
from portal.site.scripts import minify
from portal.site.settings import NAMES, settings
from portal.site.subscriptions import write_subscriptions

# MkDocs writes these for each language; the site has its own at the root, or no use for them.
_NOT_OURS = ("404.html", "sitemap.xml", "sitemap.xml.gz")
# Of Material's own files the pages use the search worker and the stemmers of their language (decision 5).
_USED_OF_THEME = ("javascripts/workers/search.*.min.js", "javascripts/lunr/min/lunr.stemmer.support.min.js")
_DOCUMENT = re.compile(r"Doc file '([^']+)'")
_LINK = re.compile(r"contains a link '([^']*)'")


@dataclass(frozen=True)
class Order:
    """What to build: the project, the day whose states are shown (ISO), and the site's path on its host.

    `checked`: the day is not simply today; the site says so everywhere and asks not to be found. `today_at` is then the path
    on the same host where today's site lies, if it does.
    `release`: build nothing unless it may be more than a preview; otherwise what is missing makes it a preview.
    `site_url` is the whole address of the site, where it is decided: only then feeds and calendars have links.
    `quality`: how hard the runtimes are pressed for the transfer (`portal.site.precompress`).
    """

    root: Path
    as_of: str
    base_path: str = "/"
    checked: bool = False
    today_at: str | None = None
    release: bool = False
    site_url: str | None = None
    quality: int = QUICK


def build(order: Order, output: Path | None = None) -> Path:
    """Build the site and put it at `output`, or behind the project's `site` link.

    Raises:
        Findings: when content, rules or pages are wrong; nothing has been changed then.
        MachineLacks: when npm packages are missing.
    """
    content = load_content(order.root, order.as_of)
    if order.release and (missing := list(release_findings(content))):
        raise Findings(missing)
    pages = sources.render(content)
    paths = Paths(order.root)
    making = paths.outputs / f".making-{os.getpid()}"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        write_site(content, pages, making, order)
        return _put(making, output) if output is not None else _swap(making, paths)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def write_site(content: Content, pages: dict[str, dict[str, str]], folder: Path, order: Order, dirty: bool = False) -> list[str]:
    """Write the site into a folder; returns the sources that changed since the last time.

    Raises:
        Findings: for everything MkDocs warns about, at the file that it comes from.
    """
    paths = Paths(content.root)
    changed: list[str] = []
    for language in LANGUAGES:
        written = sources.write(pages[language], paths.source(language))
        changed += [f"{language}/{path}" for path in written]
        text = settings(content, language, paths.source(language), folder / language, checked(order, language))
        paths.settings(language).write_text(text, "utf-8")
    warnings = mkdocs.run_all([paths.settings(language) for language in LANGUAGES], epoch(content.as_of), dirty)
    if any(warnings):
        told = zip(LANGUAGES, warnings, strict=True)
        raise Findings(_told(content, language, warning) for language, each in told for warning in each)
    for language in LANGUAGES:
        _take_away(folder / language, language)
    shutil.copytree(content.root / "docs" / "assets", folder / "assets", dirs_exist_ok=True)
    minify(content.root, folder / "assets")
    write_sheet(content, folder / "assets")
    if not dirty:
        write_bundle(content.root, content.program, {each: words_of(content, each) for each in LANGUAGES}, folder, order.quality)
        write_picture_code(content.root, folder)
        _write_root(content, folder, order)
        write_subscriptions(content, folder, order.site_url)
    return changed


def checked(order: Order, language: str) -> dict[str, str] | None:
    """What the banner of a site says that was built to check another day; none on an ordinary site.

    `day` is ISO, `text` the sentence, `now` the path of today's site in the language, or empty.
    """
    if not order.checked:
        return None
    text = words("ui")["checked"][language].format(date=date(order.as_of, language))
    return {"day": order.as_of, "text": text, "now": f"{order.today_at}{language}/" if order.today_at else ""}


def epoch(as_of: str) -> int:
    """Midnight (UTC) of a day in seconds: the only time that enters a build."""
    return int(datetime.datetime.fromisoformat(as_of).replace(tzinfo=datetime.UTC).timestamp())


def _take_away(folder: Path, language: str) -> None:
    """Remove what MkDocs and the theme wrote and no page uses."""
    for name in _NOT_OURS:
        (folder / name).unlink(missing_ok=True)
    assets = folder / "assets"
    patterns = (*_USED_OF_THEME, f"javascripts/lunr/min/lunr.{language}.min.js")
    used = {path for pattern in patterns for path in assets.glob(pattern)}
    for path in sorted(assets.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in used:
            path.unlink()


def _write_root(content: Content, folder: Path, order: Order) -> None:
    """The pages above the languages, which speak both."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES / "root"), undefined=StrictUndefined, autoescape=True)
    home = content.registry.pages["home"]
    languages = [
        {
            "code": code,
            "href": f"{code}/",
            "site_name": NAMES[code],
            "description": home.description[code],
            "checked": checked(order, code),
        }
        for code in LANGUAGES
    ]
    common = {"base_path": order.base_path, "ui": words("ui"), "policy": meta_policy()}
    shown = {**common, "languages": languages, "preview": is_preview(content)}
    for name in ("index.html", "404.html"):
        template = environment.get_template(f"{name}.j2")
        (folder / name).write_text(template.render(**shown), "utf-8")
    (folder / "_headers").write_text(headers_file(), "utf-8")


def _told(content: Content, language: str, warning: str) -> Finding:
    """A warning of MkDocs at the line that an editor can change."""
    document, link = _DOCUMENT.search(warning), _LINK.search(warning)
    page = next((each for each in content.registry.pages.values() if document and each.path[language] == document[1]), None)
    if page is None:
        return finding(Mark("mkdocs.yml"), "site-warning", problem=warning)
    if link is None:
        return finding(page.mark, "site-warning", problem=warning)
    return finding(_line_of(content, language, page, link[1]), "page-link-broken", link=link[1])


def _line_of(content: Content, language: str, page: Page, text: str) -> Mark:
    """Where a text stands in a hand-written page; the page's own mark where nobody wrote it by hand."""
    for prose in content.prose:
        if (prose.language, prose.head["id"]) == (language, page.id):
            for number, line in enumerate(prose.body.split("\n"), start=prose.body_line):
                if text in line:
                    return Mark(prose.document.file, number, line.index(text) + 1)
    return page.mark


def _put(making: Path, output: Path) -> Path:
    """Move a finished build to a folder; what stood there is taken away only once the new one is complete."""
    output = output.absolute()
    output.parent.mkdir(parents=True, exist_ok=True)
    old = output.with_name(f".{output.name}-old-{os.getpid()}")
    if output.exists():
        output.rename(old)
    shutil.move(making, output)
    shutil.rmtree(old, ignore_errors=True)
    return output


def _swap(making: Path, paths: Paths) -> Path:
    """Point the link `site` at a finished build, in one step."""
    finished = paths.outputs / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    making.rename(finished)
    link = paths.root / f".site-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(finished.relative_to(paths.root))
    link.replace(paths.site)
    _forget_old(paths, keep=finished)
    return paths.site


def _forget_old(paths: Paths, keep: Path) -> None:
    """Keep the new build and the one before it; take away leavings of builds that were killed."""
    finished = sorted(folder for folder in paths.outputs.iterdir() if not folder.name.startswith("."))
    for folder in [*finished[:-2], *paths.outputs.glob(".making-*")]:
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)
