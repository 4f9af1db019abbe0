"""What stands on the review board, as lines of text in one language."""

from portal import messages
from portal.pages.words import date
from portal.review.board import Overdue
from portal.review.dates import Event
from portal.review.links import Link


def told(overdue: Overdue, language: str) -> str:
    """What is overdue, in one sentence, with its dates as people write them."""
    args = {name: date(text, language) if name == "day" else text for name, text in overdue.finding.args}
    return messages.sentence(overdue.finding.code, language, args)


def event_line(event: Event, language: str, word: dict[str, str]) -> str:
    """An event in one line: the day, what, what it does, and how sure it is."""
    sure = word[f"{'then' if event.what in ('ends', 'latest-end') else 'is'}_{event.follows}"]
    return f"{date(event.day, language)}: {event.item.title[language]}: {word[f'what_{event.what}']}, {sure}"


def link_line(link: Link, language: str, word: dict[str, str]) -> str:
    """An address with the last day on which something was found there."""
    found = f"{word['last_found']} {date(link.found_on, language)}" if link.found_on else word["never_found"]
    return f"{link.address} ({found})"
