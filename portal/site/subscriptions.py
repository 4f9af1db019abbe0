"""Writes what people take away from the site: feeds, calendars and the texts of mails."""

from pathlib import Path

from eligibility.compiler.base import LANGUAGES
from portal.model.content import Content
from portal.pages.catalogues import in_language
from portal.pages.feeds import REGIONS, atom
from portal.pages.ics import calendar_file
from portal.pages.notices import Board
from portal.pages.summaries import Summary, summary


def write_subscriptions(content: Content, folder: Path, site_url: str | None) -> list[Path]:
    """Write feeds and calendars beside the list of what is new, and each mail beside its page; returns the paths."""
    board = Board(content)
    written: list[Path] = []
    for language in LANGUAGES:
        word = in_language("notices", language)
        news = content.registry.pages["news"].url(language)
        summaries = [summary(content, each, language) for each in board.changes.values()]
        for region in REGIONS:
            for ending, make in (("atom", atom), ("ics", calendar_file)):
                path = f"{language}/{news}{word[f'file_{region}']}.{ending}"
                text = make(summaries, region, content.as_of, language, _addresses(content, summaries, language, path, site_url))
                written.append(_write(folder / path, text))
        for each in summaries:
            page = content.registry.pages[f"{each.notice.id}.mail"].url(language)
            text = board.mail(each.notice, language, _address(content, each.notice.id, language, site_url))
            written.append(_write(folder / language / page / "mail.txt", text))
    return written


def _addresses(
    content: Content, summaries: list[Summary], language: str, own: str, site_url: str | None
) -> dict[str, str] | None:
    """Absolute addresses of the notices' pages, the list and a file itself; none while nobody knows where the site lies."""
    if site_url is None:
        return None
    pages = ["news", *(each.notice.id for each in summaries)]
    found = {id_: f"{site_url}{language}/{content.registry.pages[id_].url(language)}" for id_ in pages}
    return {**found, "self": site_url + own}


def _address(content: Content, id_: str, language: str, site_url: str | None) -> str | None:
    return None if site_url is None else f"{site_url}{language}/{content.registry.pages[id_].url(language)}"


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
