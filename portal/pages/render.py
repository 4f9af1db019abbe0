"""Turns items into Markdown: one template per kind, every value escaped, links from the register."""

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial
from html import escape
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eligibility.compiler.base import LANGUAGES, SourceRef, State
from portal.checks import models
from portal.model.content import Content
from portal.pages import filters
from portal.pages.precheck import precheck_context
from portal.pages.prose import PAGE_LINK
from portal.pages.registry import Page, sections
from portal.pages.unconfirmed import unconfirmed_entries
from portal.pages.words import chf, date, safe

TEMPLATES = Path(__file__).parent.parent / "templates"


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


@cache
def words(name: str) -> dict[str, dict[str, str]]:
    """A catalogue of words in the templates' folder: key → language → text."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load((TEMPLATES / f"{name}.yml").read_text("utf-8"))
    return loaded


def in_language(name: str, language: str) -> dict[str, str]:
    """A catalogue of words in one language."""
    return {key: text[language] for key, text in words(name).items()}


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
            chf=chf,
            phone=filters.phone,
            before=filters.before,
            by_postal_code=filters.by_postal_code,
            by_number=filters.by_number,
        )
        environment.tests.update(
            contains=filters.contains, setting=filters.setting, in_list=filters.in_list, served_by=self._serves
        )
        environment.globals.update(
            language=self.language,
            other_language="fr" if self.language == "de" else "de",
            as_of=self.content.as_of,
            label={key: Markup(escape(text, quote=False)) for key, text in in_language("labels", self.language).items()},
            items=self.content.items,
            get=self.get,
        )
        return environment

    def get(self, id_: str) -> Any:
        """The item with an id."""
        return self.content.record(id_).item

    def _serves(self, commune: str, office: str) -> bool:
        """Whether an office serves a commune on the day of the content."""
        state = self.get(commune).on(self.content.as_of)
        return state is not None and state.office == office

    def pages(self) -> Iterator[Source]:
        """Every page of the language."""
        for page in self.content.registry.pages.values():
            if page.kind != "prose":
                yield Source(page, self.language, self._head(page) + self._body(page))
        for prose in (each for each in self.content.prose if each.language == self.language):
            page = self.content.registry.pages[prose.head["id"]]
            yield Source(page, self.language, self._head(page) + PAGE_LINK.sub(partial(self._address, page), prose.body))

    def _body(self, page: Page) -> str:
        link = partial(self.content.registry.link, page.id, self.language)
        common = {"page": page, "link": link, "registry": self.content.registry}
        if page.kind == "section":
            return self.environment.get_template(f"pages/{self._section_template(page.id)}").render(
                **common, **self._section_context(page.id)
            )
        item = self.get(page.id)
        state = item.on(self.content.as_of)
        return self.environment.get_template(f"pages/{page.kind}.md.j2").render(
            **common, item=item, state=state, refs=self._sources(item, state)
        )

    def _section_template(self, id_: str) -> str:
        own = f"{id_}.md.j2"
        return own if (TEMPLATES / "pages" / own).exists() else "section.md.j2"

    def _section_context(self, id_: str) -> dict[str, Any]:
        if id_ == "precheck":
            return {"word": in_language("precheck", self.language), **precheck_context(self.content)}
        if id_ == "unconfirmed":
            return {"entries": unconfirmed_entries(self.content)}
        kinds = next(section.kinds for section in sections() if section.id == id_)
        return {"groups": [(kind, [p for p in self.content.registry.pages.values() if p.kind == kind]) for kind in kinds]}

    def _sources(self, item: Any, state: State | None) -> list[tuple[SourceRef, Any]]:
        """The sources of the state that is shown, or of all states where none holds that day."""
        shown = [state] if state is not None else item.states
        found: list[SourceRef] = []
        for each in shown:
            for _, model in models(each, ()):
                if isinstance(model, SourceRef) and model not in found:
                    found.append(model)
        return [(ref, self.get(ref.source)) for ref in found]

    def _head(self, page: Page) -> str:
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
        if page.id == "precheck":
            head |= {"scripts": ["precheck/page.mjs"], "styles": ["precheck/precheck.css"]}
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
        return "---\n" + "\n".join(lines) + "\n---\n\n"

    def _address(self, page: Page, match: re.Match[str]) -> str:
        """The Markdown file a `page:ID` link means, so that MkDocs can check it."""
        target = self.content.registry.pages[match[1]]
        start = posixpath.dirname(page.path[self.language]) or "."
        return f"]({posixpath.relpath(target.path[self.language], start)}{match[2] or ''})"
