"""The review board as data: everything that an editor must look at, on the day of the content."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from eligibility.compiler.base import Item, Reported, Text, Unconfirmed
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.kinds import ParameterState
from portal.checks.release import release_findings
from portal.checks.translations import Compared, compared, outdated_finding
from portal.checks.values import models
from portal.model.content import Content
from portal.model.kinds import Contact, Interval, Source
from portal.pages.unconfirmed import Entry, unconfirmed_entries
from portal.review.dates import HORIZONS, Event, coming, date_findings, days_after, page_of, records
from portal.review.links import FILE, Link, Links, official_addresses, read_links


class Overdue(NamedTuple):
    """Something whose day has passed, and the page it is about."""

    finding: Finding
    page: str | None


@dataclass(frozen=True)
class Check:
    """A source, whether a copy was read, and the last day by which a person must compare it with the live original."""

    source: Source
    due: str | None
    read: bool
    checked_on: str | None
    life_critical: bool


@dataclass(frozen=True)
class Open:
    """A question to which somebody reports answers that nobody confirmed; `values` are pairs (value, source)."""

    about: Text
    question: Text | None
    page: str | None
    ask: Any
    values: list[tuple[str, Source]]

    @property
    def conflict(self) -> bool:
        """Whether the sources give different answers."""
        return len({value for value, _ in self.values}) > 1


@dataclass(frozen=True)
class LinkState:
    """The addresses by what they last answered. `missing`: addresses that the last round did not ask for."""

    asked_on: str | None
    by_outcome: dict[str, list[Link]]
    missing: list[str]


@dataclass(frozen=True)
class Board:
    """What `portal review`, the page for editors and the weekly issue show."""

    as_of: str
    overdue: list[Overdue]
    coming: list[tuple[str, list[Event]]]
    checks: list[Check]
    reported: list[Open]
    questions: list[tuple[Any, list[Entry]]]
    translations: Compared
    links: LinkState
    release: dict[str, int]

    @property
    def due(self) -> list[tuple[str, list[Check]]]:
        """The checks that have a day in the last horizon, grouped by it."""
        last = days_after(self.as_of, HORIZONS[-1])
        dated = sorted((check for check in self.checks if check.due is not None and check.due <= last), key=_by_day)
        return [(day, list(group)) for day, group in groupby(dated, key=lambda check: check.due or "")]

    @property
    def never_checked(self) -> int:
        """How many sources nobody ever compared with the original."""
        return sum(check.checked_on is None for check in self.checks)

    @property
    def conflicts(self) -> list[Open]:
        """The questions that sources answer differently."""
        return [each for each in self.reported if each.conflict]


def board(content: Content) -> Board:
    """Everything, as of the day of the content.

    Raises:
        Findings: when the file of checked links cannot be read.
    """
    links = read_links(content.root)
    checks = list(_checks(content))
    translations = compared(content.root, content.records, content.prose)
    overdue = [Overdue(*told) for told in date_findings(content)]
    overdue += [Overdue(found, None) for found in _late_checks(content, checks)]
    overdue += [Overdue(found, None) for found in _bad_links(content, links)]
    overdue += [Overdue(outdated_finding(each), None) for each in translations.outdated]
    entries = sorted(unconfirmed_entries(content), key=lambda entry: str(entry.ask.id))
    questions = [list(group) for _, group in groupby(entries, key=lambda entry: entry.ask.id)]
    return Board(
        content.as_of,
        sorted(overdue, key=lambda each: each.finding),
        coming(content),
        checks,
        sorted(_reported(content), key=lambda each: (not each.conflict, each.ask.id, each.about.de)),
        [(group[0].ask, group) for group in questions],
        translations,
        _link_state(content, links),
        dict(sorted(Counter(found.code for found in release_findings(content)).items())),
    )


def _by_day(check: Check) -> tuple[str, bool, str]:
    return check.due or "", not check.life_critical, check.source.id


def _checks(content: Content) -> Iterator[Check]:
    """When each source must be compared: counted from the last comparison, or else from the day it was read."""
    days = {interval.id: interval.days for interval in _intervals(content)}
    critical = {
        ref.source
        for specialist in content.items("specialist")
        if specialist.life_critical and (state := specialist.on(content.as_of)) is not None
        for ref in state.sources
    }
    for source in content.items("source"):
        state = source.on(content.as_of) or source.states[-1]
        own = "life-critical" if source.id in critical else "next-check" if state.checked_on else "first-check"
        since = state.checked_on or state.read_on
        due = days_after(since, days[own]) if since is not None and own in days else None
        yield Check(source, due, state.read_on is not None, state.checked_on, source.id in critical)


def _intervals(content: Content) -> list[Interval]:
    return content.items("interval")


def _late_checks(content: Content, checks: list[Check]) -> Iterator[Finding]:
    for check in checks:
        if check.due is not None and check.due < content.as_of:
            title = check.source.title
            mark = content.record(check.source.id).mark("states")
            yield finding(mark, "review-source-unchecked", day=check.due, title_de=title.de, title_fr=title.fr)


def _bad_links(content: Content, links: Links) -> Iterator[Finding]:
    """Addresses that are gone, and those that were asked for and not found for too long."""
    days = next((interval.days for interval in _intervals(content) if interval.id == "links"), None)
    used = set(official_addresses(content))
    for link in links.links:
        if link.address not in used:
            continue
        if link.outcome == "gone":
            yield finding(Mark(FILE), "review-link-gone", address=link.address, day=link.asked_on)
        elif days is not None and link.found_on is not None and days_after(link.found_on, days) < content.as_of:
            yield finding(Mark(FILE), "review-link-old", address=link.address, day=link.found_on)
    if days is not None and links.asked_on is not None and days_after(links.asked_on, days) < content.as_of:
        yield finding(Mark(FILE), "review-links-old", day=links.asked_on)


def _link_state(content: Content, links: Links) -> LinkState:
    used = official_addresses(content)
    by_outcome: dict[str, list[Link]] = {"gone": [], "unclear": [], "not-reached": [], "found": []}
    for link in links.links:
        if link.address in used:
            by_outcome[link.outcome].append(link)
    asked = {link.address for link in links.links}
    return LinkState(links.asked_on, by_outcome, [address for address in used if address not in asked])


def _reported(content: Content) -> Iterator[Open]:
    """What is reported and not confirmed, in all states that hold today or later."""
    for kind, record in records(content):
        page = page_of(content, kind, record.item.id)
        for state in record.item.states:
            if state.valid_until is None or state.valid_until >= content.as_of:
                yield from _reported_in(content, record.item, state, page)


def _reported_in(content: Content, item: Item[Any], state: Any, page: str | None) -> Iterator[Open]:
    for _, model in models(state, ()):
        own: list[Reported] = []
        question, ask = None, item.owner
        if isinstance(model, Unconfirmed):
            own, question, ask = model.reported, model.question, model.ask
        elif isinstance(model, Contact | ParameterState):
            own = model.reported
        if own:
            values = [(each.value, content.record(each.source).item) for each in own]
            yield Open(item.title, question, page, content.record(ask).item, values)
