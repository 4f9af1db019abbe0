"""The generated MkDocs settings of one language, on top of the common `mkdocs.yml`."""

from pathlib import Path
from typing import Any

import yaml

from portal.checks.release import is_preview
from portal.model.content import Content
from portal.pages.registry import Registry
from portal.pages.render import in_language
from portal.pages.words import date
from portal.site.headers import meta_policy

_ROOT_PAGES = ("home", "precheck", "emergency", "about", "privacy", "unconfirmed", "sources", "glossary", "all_pages")
NAMES = {"de": "Sozialhilfe: Hilfe finden", "fr": "Aide sociale\u00a0: trouver de l’aide"}
# What the main menu offers, in this order; everything else is reached from there.
_MENU = ("precheck", "emergency", "guides", "offices", "rights", "finances", "benefits", "law", "news")


def settings(content: Content, language: str, source: Path, output: Path, checked: dict[str, str] | None = None) -> str:
    """`build/mkdocs.<language>.yml` as text. Paths are absolute, because MkDocs reads them from the file's folder.

    `checked`: what the banner of a site says that was built to check another day.
    """
    root = content.root
    own: dict[str, Any] = {
        "INHERIT": str(root / "mkdocs.yml"),
        "site_name": NAMES[language],
        "docs_dir": str(source),
        "site_dir": str(output),
        "theme": {"language": language, "custom_dir": str(root / "docs" / "overrides")},
        "plugins": {"search": {"lang": [language]}},
        "nav": _nav(content, language),
        "not_in_nav": "/**",
        "extra": {
            "language": language,
            "as_of": content.as_of,
            "as_of_text": str(date(content.as_of, language)),
            "checked": checked,
            "preview": is_preview(content),
            "policy": meta_policy(),
            "ui": in_language("ui", language),
            "root_pages": _root_pages(content.registry, language),
        },
    }
    return yaml.safe_dump(own, allow_unicode=True, sort_keys=False)


def _nav(content: Content, language: str) -> list[dict[str, str]]:
    """The main menu, with its short names."""
    label = in_language("labels", language)
    pages = content.registry.pages
    return [{label[f"menu_{id_}"]: pages[id_].path[language]} for id_ in _MENU if id_ in pages]


def _root_pages(registry: Registry, language: str) -> dict[str, str]:
    return {id_: registry.pages[id_].url(language) for id_ in _ROOT_PAGES if id_ in registry.pages}
