"""Turns items into Markdown: one template per kind, every value escaped, links from the register."""

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eligibility.compiler.base import LANGUAGES, SourceRef, State, Text, whom_to_ask
from eligibility.compiler.coverage import share
from eligibility.compiler.parameters import Amounts, dated_amounts
from portal.checks.translations import Outdated, compared
from portal.checks.values import models
from portal.model.content import Content
from portal.model.kinds import LawRef
from portal.pages import filters
from portal.pages.amounts import text_on_all_days
from portal.pages.calendar import calendar
from portal.pages.catalogues import TEMPLATES as TEMPLATES
from portal.pages.catalogues import in_language as in_language
from portal.pages.catalogues import words as words
from portal.pages.feedback import feedback
from portal.pages.lookup import lookup
from portal.pages.notices import Board, noted
from portal.pages.other_day import other_day
from portal.pages.outdated import fill_places, hold_places, mark_prose
from portal.pages.paper import paper
from portal.pages.pictures import legal_framework
from portal.pages.plots import measured
from portal.pages.precheck import precheck_context
from portal.pages.privacy_run import privacy_run
from portal.pages.prose import IN_SHORT, PAGE_LINK, PICTURE
from portal.pages.registry import HANDOUTS, Page, Section, sections
from portal.pages.resting import resting
from portal.pages.tables import deciding, table_page
from portal.pages.terms import Words, before_sources, link_words, words_of
from portal.pages.unconfirmed import unconfirmed_entries
from portal.pages.without_script import input_bands, sheet_path
from portal.pages.words import chf, date, day_month, safe
from portal.review.board import board
from portal.review.sentences import link_line, told
from portal.who_changes import public_words

PRIVACY_RUN = "[[privacy-run]]"
"""Where a hand-written page tells of the recorded run of the pre-check."""
PICTURE_SIZE = (720, 560)
"""Width and height of every picture in `docs/assets/handbook/`, in pixels."""

# Pages that are lists of names, and the pre-check, whose script reads its own page.
_WITHOUT_WORDS = ("precheck", "communes", "glossary", "sources", "unconfirmed", "all_pages", "review", "paper")


@dataclass(frozen=True)
class Source:
    """One page ready for MkDocs: its path below the language's folder and its Markdown."""

    page: Page
    language: str
    text: str

    @property
    def path(self) -> str:
        """The Markdown file below the language's folder."""
        return self.page.path[self.language]


def _labels(language: str) -> dict[str, Markup]:
    """The words of the templates in one language, ready for HTML."""
    return _escaped("labels", language)


def _escaped(name: str, language: str) -> dict[str, Markup]:
    """A catalogue of words in one language, ready for HTML."""
    return {key: Markup(escape(text, quote=False)) for key, text in in_language(name, language).items()}


class Renderer:
    """Renders all pages of one language."""

    def __init__(self, content: Content, language: str) -> None:
        self.content = content
        self.language = language

    @cached_property
    def environment(self) -> Environment:
        """Jinja with every expression escaped for HTML and Markdown."""
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            autoescape=True,
            finalize=partial(safe, language=self.language),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters.update(
            date=partial(date, language=self.language),
            day_month=partial(day_month, language=self.language),
            chf=chf,
            with_amounts=self._with_amounts,
            whom_to_ask=whom_to_ask,
            phone=filters.phone,
            before=filters.before,
            by_number=filters.by_number,
            in_their_order=self._in_their_order,
            papers_in_order=filters.papers_in_order,
            blanks=filters.blanks,
            lines=filters.lines,
            alphabetical=partial(filters.alphabetical, language=self.language),
        )
        environment.tests.update(
            contains=filters.contains,
            setting=filters.setting,
            partly_open=filters.partly_open,
            in_list=filters.in_list,
            prefixed=filters.prefixed,
            served_by=self._serves,
            shows=self._shows,
        )
        environment.globals.update(
            language=self.language,
            other_language="fr" if self.language == "de" else "de",
            as_of=self.content.as_of,
            label=_labels(self.language),
            label_in=_labels,
            dated=in_language("dated", self.language),
            items=self.content.items,
            get=self.get,
            cited=self._cited,
            rules_of=lambda page: self.deciding.get(page, []),
            changed_words=partial(public_words, self.content, language=self.language),
            word=_escaped("notices", self.language),
            resting=partial(resting, self.content),
        )
        return environment

    def get(self, id_: str) -> Any:
        """The item with an id."""
        return self.content.record(id_).item

    @cached_property
    def board(self) -> Board:
        """The change notices."""
        return Board(self.content)

    @cached_property
    def deciding(self) -> dict[str, list[str]]:
        """Page → the decision tables it has to do with."""
        return deciding(self.content)

    @cached_property
    def amounts(self) -> Amounts:
        """What each parameter is worth from when until when."""
        return dated_amounts(self.content.records["parameter"])

    def _with_amounts(self, text: Text) -> Markup:
        """A text of an outcome with the amounts it asks for."""
        return text_on_all_days(text, self.amounts, in_language("precheck", self.language), self.language)

    def _cited(self, ref: LawRef) -> tuple[str, str]:
        """The page and the anchor where a cited article is told: its own page, else its place on the page of its act."""
        for article in self.content.items("article"):
            if (article.act, article.number) == (ref.act, ref.article):
                return article.id, ""
        return ref.act, f"#art-{ref.article.lower()}" if filters.knows_article(self.get(ref.act), ref.article) else ""

    def _in_their_order(self, pages: Iterable[Page]) -> list[Page]:
        """Pages of a part: kind by kind as they come, within one by their `order` and then by number."""
        kinds: dict[str, list[Page]] = {}
        for page in pages:
            kinds.setdefault(page.kind, []).append(page)
        ordered: list[Page] = []
        for kind, own in kinds.items():
            if kind in ("section", "prose"):
                ordered += own
                continue
            items = filters.by_number([item for item in (self.get(page.id) for page in own) if getattr(item, "number", None)])
            place = {item.id: index for index, item in enumerate(items)}
            ordered += sorted(own, key=lambda page: (getattr(self.get(page.id), "order", 0), place.get(page.id, 0)))
        return ordered

    def _serves(self, commune: str, office: str) -> bool:
        """Whether an office serves a commune on the day of the content."""
        state = self.get(commune).on(self.content.as_of)
        return state is not None and state.office == office

    def _shows(self, topic: str, parameter: str) -> bool:
        """Whether a page of advice shows a figure on the day of the content."""
        state = self.get(topic).on(self.content.as_of)
        return state is not None and parameter in state.figures

    def pages(self) -> Iterator[Source]:
        """Every page of the language."""
        for page in self.content.registry.pages.values():
            if page.kind != "prose":
                yield self._source(page, self._body(page))
        for prose in (each for each in self.content.prose if each.language == self.language):
            page = self.content.registry.pages[prose.head["id"]]
            yield self._source(page, self._prose(page, prose.body))

    def _prose(self, page: Page, body: str) -> str:
        """A hand-written page with its links as files, and the name of its box "in short"."""
        body = mark_prose(body, self.outdated, f"docs/{page.id}", self.language, in_language("review", self.language))
        title = f"{IN_SHORT}\n{in_language('labels', self.language)['in_short']}\n{{ .in-short__title }}\n"
        body = PICTURE.sub(partial(self._picture, page), body)
        if PRIVACY_RUN in body:
            template = self.environment.get_template("pages/_privacy_run.j2")
            run = template.render(run=privacy_run(), word=in_language("privacy_run", self.language))
            body = body.replace(PRIVACY_RUN, run)
        return PAGE_LINK.sub(partial(self._address, page), body).replace(IN_SHORT, title)

    def _picture(self, page: Page, match: re.Match[str]) -> str:
        """A picture of a hand-written page; it takes its room before it is there, and waits until somebody scrolls to it."""
        top = posixpath.relpath(".", f"{self.language}/{page.url(self.language)}")
        address = f"{top}/assets/handbook/{match[2]}.{self.language}.webp"
        width, height = PICTURE_SIZE
        size = f'width="{width}" height="{height}" loading="lazy"'
        return f'<img class="shot" src="{address}" alt="{escape(match[1])}" {size}>'

    def _source(self, page: Page, body: str) -> Source:
        """A page with its head, its words linked and explained, the original beside what is outdated."""
        if page.kind in ("commune", *HANDOUTS) or page.id in _WITHOUT_WORDS:
            return Source(page, self.language, self._head(page, body) + body)
        word = in_language("review", self.language)
        linked, used = link_words(hold_places(body, self.outdated, self.language), self.words)
        linked = fill_places(linked, self.outdated, word)
        if used:
            template = self.environment.get_template("pages/_terms.j2")
            block = template.render(terms=used, link=partial(self.content.registry.link, page.id, self.language))
            linked = before_sources(linked, block)
        return Source(page, self.language, self._head(page, body) + linked)

    @cached_property
    def outdated(self) -> list[Outdated]:
        """The paragraphs that are older than their originals."""
        return compared(self.content.root, self.content.records, self.content.prose).outdated

    @cached_property
    def words(self) -> Words:
        """The words of the glossary that pages explain."""
        return words_of(self.content.items("term"), self.language)

    def _body(self, page: Page) -> str:
        link = partial(self.content.registry.link, page.id, self.language)
        common = {"page": page, "link": link, "registry": self.content.registry}
        if page.kind == "section":
            section = next(each for each in sections() if each.id == page.id)
            return self.environment.get_template(f"pages/{self._section_template(page.id)}").render(
                **common, section=section, **self._section_context(section)
            )
        if page.kind in HANDOUTS:
            notice = self.content.records["notice"][page.parent or ""].item
            shown = {"item": notice, "state": notice.on(self.content.as_of), "mail": self.board.mail(notice, self.language)}
            template = self.environment.get_template(f"pages/{page.kind}.md.j2")
            return template.render(**common, **shown, **self.board.page(notice, self.language))
        # A question and a table may have the same id; the kind of the page says which is meant.
        item = self.content.records[page.kind][page.id].item
        state = item.on(self.content.as_of)
        own: dict[str, Any] = {"refs": self._sources(item, state)}
        if page.kind == "notice":
            own |= self.board.page(item, self.language)
        if page.kind == "table":
            table = table_page(self.content, item)
            own = {"refs": table.refs, "table": table, "word": in_language("precheck", self.language)}
        return self.environment.get_template(f"pages/{page.kind}.md.j2").render(**common, item=item, state=state, **own)

    def _section_template(self, id_: str) -> str:
        own = f"{id_}.md.j2"
        return own if (TEMPLATES / "pages" / own).exists() else "section.md.j2"

    def _section_context(self, section: Section) -> dict[str, Any]:
        match section.id:
            case "precheck":
                own = {"input_bands": input_bands(self.content, self.language)}
                return {"word": in_language("precheck", self.language), **precheck_context(self.content), **own}
            case "other_day":
                return other_day(self.content.program)
            case "paper":
                word = in_language("precheck", self.language)
                return {"word": word, "paper": paper(self.content, self.language, word)}
            case "unconfirmed":
                return {"entries": unconfirmed_entries(self.content)}
            case "communes":
                return {"places": lookup(self.content)}
            case "calendar":
                return {"entries": calendar(self.content)}
            case "news":
                return {"regions": self.board.regions(), "for_staff": self.board.for_staff()}
            case "built":
                meter = self.content.meter
                tried = [(name, *share(getattr(meter, name))) for name in ("rows", "points", "edges")]
                return {"tried": tried, "plots": measured(self.content.root)}
            case "review":
                word = in_language("review", self.language)
                said = {"told": partial(told, language=self.language)}
                said |= {"link_line": partial(link_line, language=self.language, word=word)}
                return {"board": board(self.content), "word": word, **said}
            case "law":
                return {"picture": legal_framework(self.content)}
        pages = self.content.registry.pages.values()
        return {"groups": [(kind, [page for page in pages if page.kind == kind]) for kind in section.kinds]}

    def _sources(self, item: Any, state: State | None) -> list[tuple[Any, list[str]]]:
        """The sources of the state that is shown, or of all states where none holds that day, each with its locators."""
        found: dict[str, list[str]] = {}
        for each in [state] if state is not None else item.states:
            for _, model in models(each, ()):
                if isinstance(model, SourceRef):
                    locators = found.setdefault(model.source, [])
                    if model.locator is not None and model.locator not in locators:
                        locators.append(model.locator)
        return [(self.get(source), locators) for source, locators in found.items()]

    def _head(self, page: Page, body: str) -> str:
        register = self.content.registry
        head: dict[str, Any] = {
            "id": page.id,
            "title": escape(page.title[self.language], quote=False),
            "description": escape(page.description[self.language]),
            "kind": page.id if page.id in ("home", "precheck") else page.kind,
            "alternate": {other: register.link(page.id, self.language, page.id, other) for other in LANGUAGES},
            "breadcrumb": [
                {
                    "title": escape(words("ui")["home"][self.language] if above.parent is None else above.title[self.language]),
                    "href": register.link(page.id, self.language, above.id),
                }
                for above in register.trail(page)
            ],
        }
        if (remarks := feedback(self.content, page, self.language)) is not None:
            head |= {"feedback": remarks}
        if page.id == "review":
            # It names what is only reported: no search finds it, neither the site's own nor others.
            head |= {"robots": "noindex", "search": {"exclude": True}}
        if page.id == "precheck":
            head |= {"scripts": ["precheck/page.mjs"], "styles": ["precheck/precheck.css", "precheck/take.css"]}
            head |= {"without_script": sheet_path(self.content)}
        if page.kind == "safety" or page.id in ("precheck", "emergency", "safe"):
            head |= {"quick_exit": True}
        if page.id == "paper":
            head |= {"styles": ["paper.css"], "hide_toc": True}
        if page.kind == "table":
            # A wide table takes the place of the contents; who searches for a word means the page that explains it.
            head |= {"hide_toc": True, "search": {"boost": 0.5}}
        if "data-days" in body:
            head |= {"scripts": ["days.js"]}
        if page.id == "other_day":
            head |= {"scripts": ["precheck/other_day.mjs"], "robots": "noindex", "search": {"exclude": True}}
        if page.kind == "letter":
            head |= {"styles": ["letters.css"]}
        head |= noted(self.board, page, self.language, partial(register.link, page.id, self.language))
        if page.id == "communes":
            head |= {"scripts": ["communes.js"]}
        if page.kind == "commune" and self.get(page.id).confirmed_office(self.content.as_of) is None:
            head |= {"robots": "noindex"}
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
        return "---\n" + "\n".join(lines) + "\n---\n\n"

    def _address(self, page: Page, match: re.Match[str]) -> str:
        """The Markdown file a `page:ID` link means, so that MkDocs can check it."""
        target = self.content.registry.pages[match[1]]
        start = posixpath.dirname(page.path[self.language]) or "."
        return f"]({posixpath.relpath(target.path[self.language], start)}{match[2] or ''})"
