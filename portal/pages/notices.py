"""What the pages of change notices show, and the notes on the pages that they touch."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from portal.model.content import Content
from portal.model.kinds import Notice
from portal.model.notices import Standing, standing, updated
from portal.pages.catalogues import in_language
from portal.pages.changes import Change, change
from portal.pages.differences import Piece, changed_paragraphs, differences
from portal.pages.feeds import REGIONS
from portal.pages.mails import mail
from portal.pages.registry import HANDOUTS, Page
from portal.pages.summaries import summary
from portal.pages.words import date

NEW_FOR = 365
"""How many days the pages that a change touches say that it is new."""


@dataclass(frozen=True)
class Listed:
    """A notice in the list of what is new."""

    notice: Notice
    standing: Standing


class Board:
    """All change notices as of the day of the content."""

    def __init__(self, content: Content) -> None:
        self.content = content

    @cached_property
    def changes(self) -> dict[str, Change]:
        """Notice → what it changes."""
        return {notice.id: change(self.content, notice) for notice in self.content.items("notice")}

    @cached_property
    def notes(self) -> dict[str, list[Listed]]:
        """Page → the notices that touch it and are still to come, open or new; what is in force first."""
        found: dict[str, list[Listed]] = {}
        for each in self._listed():
            if each.standing != "withdrawn" and (each.standing != "in_force" or self._is_new(each.notice)):
                for page in self.changes[each.notice.id].pages:
                    found.setdefault(page.id, []).append(each)
        return found

    def regions(self) -> dict[str, list[Listed]]:
        """Canton (or `all`) → its notices that concern the public, the latest day first."""
        public = [each for each in self._listed() if "public" in each.notice.audience]
        return {region: [each for each in public if (each.notice.canton or "all") == region] for region in REGIONS}

    def for_staff(self) -> list[Listed]:
        """All notices that concern the services, the latest day first."""
        return [each for each in self._listed() if "staff" in each.notice.audience]

    def page(self, notice: Notice, language: str) -> dict[str, Any]:
        """What the page of a notice shows beside its texts."""
        found = self.changes[notice.id]
        return {
            "change": found,
            "standing": standing(notice, self.content.as_of),
            "updated": updated(notice, self.content.as_of),
            "told": summary(self.content, found, language),
            "wordings": [
                (each, changed_paragraphs([text[language] for text in each.before], [text[language] for text in each.after]))
                for each in found.wordings
            ],
            "rows": [(each.table, _row_pieces(each.before, each.after, language)) for each in found.rows],
        }

    def mail(self, notice: Notice, language: str, address: str | None = None) -> str:
        """A notice as a mail."""
        return mail(summary(self.content, self.changes[notice.id], language), self.content.as_of, language, address)

    def _listed(self) -> list[Listed]:
        notices: list[Notice] = self.content.items("notice")
        latest = sorted(notices, key=lambda notice: (notice.takes_effect, notice.id), reverse=True)
        return [Listed(notice, standing(notice, self.content.as_of)) for notice in latest]

    def _is_new(self, notice: Notice) -> bool:
        day, first = (datetime.date.fromisoformat(each) for each in (self.content.as_of, notice.takes_effect))
        return (day - first).days <= NEW_FOR


def _row_pieces(before: Any, after: Any, language: str) -> list[Piece]:
    earlier, later = (rule.annotation[language] if rule is not None else "" for rule in (before, after))
    return differences(earlier, later)


def noted(board: Board, page: Page, language: str, link: Callable[[str], str]) -> dict[str, Any]:
    """What the shell of a page must know of change notices: the notes on it, the feeds it offers, its own style."""
    head: dict[str, Any] = {}
    word = in_language("notices", language)
    if page.id in board.notes and page.kind not in ("notice", *HANDOUTS):
        head["changes"] = [
            {
                "told": escape(word[f"note_{each.standing}"].replace("{date}", date(each.notice.takes_effect, language))),
                "title": escape(each.notice.title[language], quote=False),
                "href": link(each.notice.id),
                "future": each.standing != "in_force",
            }
            for each in board.notes[page.id]
        ]
    if page.id in ("home", "news") or page.kind == "notice":
        folder = link("news")
        head["feeds"] = [
            {"title": word[f"feed_title_{each}"], "href": f"{folder}{word[f'file_{each}']}.atom"} for each in REGIONS
        ]
    if page.id in ("news", "directives") or page.kind in ("notice", "directive", "edition", "point", *HANDOUTS):
        head["styles"] = ["notices.css"]
    if page.kind in HANDOUTS:
        head |= {"hide_toc": True, "search": {"exclude": True}, "robots": "noindex"}
    return head
