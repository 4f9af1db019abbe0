"""The calendars (iCalendar, RFC 5545): the days on which something changes, one file per language and canton.

An event's UID follows from the notice's id and the language. What nobody confirmed is tentative, what was withdrawn cancelled.
"""

import datetime

from portal.model.notices import Standing, updated
from portal.pages.catalogues import in_language
from portal.pages.feeds import in_region, stable_id
from portal.pages.summaries import Summary

_STATUS: dict[Standing, str] = {
    "announced": "CONFIRMED",
    "in_force": "CONFIRMED",
    "open": "TENTATIVE",
    "overdue": "TENTATIVE",
    "withdrawn": "CANCELLED",
}
_LINE = 75  # octets, without the line break


def calendar_file(
    summaries: list[Summary], region: str, as_of: str, language: str, addresses: dict[str, str] | None = None
) -> str:
    """The calendar of a region, its lines ending with CRLF. `addresses` as for the feed."""
    word = in_language("notices", language)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//social assistance portal//notices//{language.upper()}"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"NAME:{_text(word[f'feed_title_{region}'])}"]
    lines += [f"X-WR-CALNAME:{_text(word[f'feed_title_{region}'])}"]
    for each in sorted(summaries, key=lambda each: (each.notice.takes_effect, each.notice.id)):
        if in_region(each, region):
            lines += _event(each, as_of, language, addresses)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(told: Summary, as_of: str, language: str, addresses: dict[str, str] | None) -> list[str]:
    notice = told.notice
    first = datetime.date.fromisoformat(notice.takes_effect)
    said = "\n".join((*told.parts[0].paragraphs, *told.parts[0].points))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{stable_id('notice', notice.id, language)}",
        f"DTSTAMP:{_basic(updated(notice, as_of))}T000000Z",
        f"DTSTART;VALUE=DATE:{_basic(notice.takes_effect)}",
        f"DTEND;VALUE=DATE:{_basic((first + datetime.timedelta(days=1)).isoformat())}",
        f"SUMMARY;LANGUAGE={language}-CH:{_text(told.title)}",
        f"DESCRIPTION;LANGUAGE={language}-CH:{_text(said)}",
        f"STATUS:{_STATUS[told.standing]}",
        "TRANSP:TRANSPARENT",
    ]
    lines += [f"URL:{addresses[notice.id]}"] if addresses is not None else []
    return [*lines, "END:VEVENT"]


def _basic(day: str) -> str:
    return day.replace("-", "")


def _text(text: str) -> str:
    """A text with what has a meaning in iCalendar escaped."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut so that no piece is longer than 75 octets and no character is cut in two."""
    pieces, rest = [], line
    while len(rest.encode()) > _LINE:
        size = len(rest.encode()[:_LINE].decode("utf-8", "ignore"))
        pieces.append(rest[:size])
        rest = " " + rest[size:]
    return "\r\n".join([*pieces, rest]) + "\r\n"
