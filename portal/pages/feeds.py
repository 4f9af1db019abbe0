"""The feeds (Atom, RFC 4287): one per language and canton, and one per language for both.

An entry's id is made from the notice's id and the language, so it stays the same whatever else changes, wherever the site lies
and on whatever day it is built. Readers resolve relative links in different ways, so a feed has links only when the address of
the site is known; every entry holds its whole text.
"""

import uuid
from html import escape
from typing import get_args
from xml.etree import ElementTree

from eligibility.compiler.base import Canton
from portal.model.notices import updated
from portal.pages.catalogues import in_language
from portal.pages.summaries import Part, Summary

REGIONS: tuple[str, ...] = (*get_args(Canton), "all")
"""What there is a feed and a calendar for: each canton, and all together."""

# Made once at random; with it the same name always gives the same id. Never change it: every reader would see all again as new.
_SPACE = uuid.UUID("6a0f5b1e-94c7-4a53-9d0e-3f1c5c2b7e88")
# The day of a feed in which nothing stands yet.
_BEGIN = "2026-11-21"
_ATOM = "http://www.w3.org/2005/Atom"


def stable_id(*names: str) -> str:
    """An id (urn:uuid) that follows from names alone."""
    return uuid.uuid5(_SPACE, "/".join(names)).urn


def in_region(summary: Summary, region: str) -> bool:
    """Whether a notice belongs to a region: one without a canton is for every canton."""
    return region == "all" or summary.notice.canton in (None, region)


def newest_first(summaries: list[Summary], as_of: str) -> list[Summary]:
    """Notices by the day of their last news, then by the day they take effect."""
    return sorted(
        summaries, key=lambda each: (updated(each.notice, as_of), each.notice.takes_effect, each.notice.id), reverse=True
    )


def atom(summaries: list[Summary], region: str, as_of: str, language: str, addresses: dict[str, str] | None = None) -> str:
    """The feed of a region as XML.

    `addresses`: notice id → absolute address of its page, `news` → that of the list, `self` → that of the feed; none while the
    address of the site is not known.
    """
    word = in_language("notices", language)
    own = newest_first([each for each in summaries if in_region(each, region)], as_of)
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": f"{language}-CH"})
    _add(feed, "id", stable_id("feed", language, region))
    _add(feed, "title", word[f"feed_title_{region}"])
    _add(feed, "subtitle", word["feed_subtitle"])
    _add(feed, "updated", _time(max((updated(each.notice, as_of) for each in own), default=_BEGIN)))
    _add(_add(feed, "author"), "name", word["feed_author"])
    if addresses is not None:
        _add(feed, "link", rel="self", type="application/atom+xml", href=addresses["self"])
        _add(feed, "link", rel="alternate", type="text/html", href=addresses["news"])
    for each in own:
        _entry(feed, each, as_of, language, addresses)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, "unicode") + "\n"


def _entry(feed: ElementTree.Element, told: Summary, as_of: str, language: str, addresses: dict[str, str] | None) -> None:
    word = in_language("notices", language)
    entry = _add(feed, "entry")
    _add(entry, "id", stable_id("notice", told.notice.id, language))
    _add(entry, "title", told.title)
    _add(entry, "published", _time(told.notice.published))
    _add(entry, "updated", _time(updated(told.notice, as_of)))
    if addresses is not None:
        _add(entry, "link", rel="alternate", type="text/html", href=addresses[told.notice.id])
    _add(entry, "category", term=told.notice.canton or "all", label=word[f"news_{told.notice.canton or 'all'}"])
    for audience in told.notice.audience:
        _add(entry, "category", term=audience, label=word[f"audience_{audience}"])
    _add(entry, "category", term=told.standing)
    _add(entry, "content", "".join(_html(part) for part in told.parts), type="html")


def _html(part: Part) -> str:
    heading = f"<h3>{escape(part.heading.rstrip(': \u00a0'))}</h3>" if part.heading is not None else ""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in part.paragraphs)
    points = "".join(f"<li>{escape(text)}</li>" for text in part.points)
    return heading + paragraphs + (f"<ul>{points}</ul>" if points else "")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = text
    return element


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"
