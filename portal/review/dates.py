"""What starts and ends, and what ended and should not have: read from the dated states of everything.

All dates are ISO texts, `as_of` is the day from which one looks.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from eligibility.compiler.base import Item
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.loader import Record, day_after
from portal.model.content import Content

HORIZONS = (30, 90, 180)
"""So many days from `as_of` on, each group without the one before."""

type What = Literal["starts", "ends", "takes-effect", "latest-end"]


@dataclass(frozen=True)
class Event:
    """On a day something starts, ends (its last day), takes effect, or reaches the last day it can hold by its own words.

    `follows`: the status of what the day after an end brings (`nothing` where there is no state), or of what starts.
    """

    day: str
    what: What
    follows: str
    kind: str
    item: Any
    page: str | None


def days_after(day: str, days: int) -> str:
    """The ISO date so many days later."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


def coming(content: Content) -> list[tuple[str, list[Event]]]:
    """The groups of events, each with its last day, sorted by day: today's belong to the first."""
    found = sorted(_events(content), key=lambda event: (event.day, event.kind, event.item.id, event.what))
    groups = []
    first = content.as_of
    for days in HORIZONS:
        last = days_after(content.as_of, days)
        groups.append((last, [event for event in found if first <= event.day <= last]))
        first = day_after(last)
    return groups


def records(content: Content) -> Iterator[tuple[str, Record[Any]]]:
    """Everything with dated states, with its kind."""
    for kind, by_id in content.records.items():
        for record in by_id.values():
            if isinstance(record.item, Item):
                yield kind, record


def page_of(content: Content, kind: str, id_: str) -> str | None:
    """The page of a thing, if it has one of its own."""
    page = content.registry.pages.get(id_)
    return id_ if page is not None and page.kind == kind else None


def _events(content: Content) -> Iterator[Event]:
    for kind, record in records(content):
        item, page = record.item, page_of(content, kind, record.item.id)
        for state in item.states:
            if state.valid_until is not None:
                after = item.on(day_after(state.valid_until))
                yield Event(state.valid_until, "ends", after.status if after else "nothing", kind, item, page)
            # A start the day after an end is told with the end.
            if state.valid_from is not None and not any(
                other.valid_until is not None and day_after(other.valid_until) == state.valid_from for other in item.states
            ):
                yield Event(state.valid_from, "starts", state.status, kind, item, page)
        if kind == "notice":
            yield Event(item.takes_effect, "takes-effect", _sureness(item), kind, item, page)
        if kind == "agreement" and item.latest_end is not None:
            after = item.on(day_after(item.latest_end))
            yield Event(item.latest_end, "latest-end", after.status if after else "nothing", kind, item, page)


def _sureness(item: Item[Any]) -> str:
    statuses = [state.status for state in item.states]
    return "to-confirm" if "to-confirm" in statuses else statuses[-1] if statuses else "nothing"


def date_findings(content: Content) -> Iterator[tuple[Finding, str | None]]:
    """What is overdue by its dates, with the page it is about.

    - a notice that nobody confirmed although its day has come;
    - an agreement past the last day it can hold, and nobody confirmed what holds now;
    - something that was confirmed until a day that is past, and today nothing is, or nothing confirmed.
      What belongs to an act or an agreement that is itself overdue is not told again.
    """
    found = {record.item.id: code for _, record in records(content) if (code := _overdue(content, record))}
    for kind, record in records(content):
        item = record.item
        code = found.get(item.id)
        whole = getattr(item, "act", None) or getattr(item, "agreement", None)
        if code is not None and whole not in found:
            yield _told(content, record, code), page_of(content, kind, item.id)


def _overdue(content: Content, record: Record[Any]) -> str | None:
    item, day = record.item, content.as_of
    if record.kind == "notice":
        return "review-notice-unconfirmed" if item.takes_effect <= day and _sureness(item) == "to-confirm" else None
    if any(gap.valid_from <= day <= gap.valid_until for gap in item.gaps):
        return None
    now = item.on(day)
    if now is not None and now.status != "to-confirm":
        return None
    ended = [state for state in item.states if state.valid_until is not None and state.valid_until < day]
    if record.kind == "agreement" and item.latest_end is not None and item.latest_end < day:
        return "review-agreement-past"
    if now is None and ended:
        return None if _replaced(content, record) else "review-state-ended"
    return "review-state-lapsed" if any(state.status == "confirmed" for state in ended) else None


def _replaced(content: Content, record: Record[Any]) -> bool:
    """Whether an edition that ended was followed by another of the same directive."""
    if record.kind != "edition":
        return False
    others = [edition for edition in content.items("edition") if edition.directive == record.item.directive]
    return any(edition.on(content.as_of) is not None for edition in others)


def _told(content: Content, record: Record[Any], code: str) -> Finding:
    item = record.item
    ended = [state.valid_until for state in item.states if state.valid_until is not None and state.valid_until < content.as_of]
    day = getattr(item, "takes_effect", None) or getattr(item, "latest_end", None) or max(ended, default="")
    if code == "review-state-lapsed":
        day = max(state.valid_until for state in item.states if state.status == "confirmed" and state.valid_until in ended)
    ask = content.record(item.owner).item
    texts = {"title_de": item.title.de, "title_fr": item.title.fr, "ask_de": ask.title.de, "ask_fr": ask.title.fr}
    return finding(record.mark("states"), code, day=day, **texts)
