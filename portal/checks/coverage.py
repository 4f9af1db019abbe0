"""Texts that are told in full: every passage has its paragraph, and no paragraph claims a passage that is not there.

A source lists its `passages`; a paragraph names those it tells in `tells`. Who wrote the paragraph says that it tells
the whole passage; the check sees that none is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.base import Item, Text
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.loader import Record, Records
from portal.checks.values import models
from portal.model.kinds import Claim, Paragraph, Source


@dataclass(frozen=True)
class Told:
    """One claim: which item tells a passage, in which of its states, and where the claim stands."""

    record: Record[Any]
    state: int
    claim: Claim
    paragraph: Text
    place: tuple[str | int, ...]

    @property
    def mark(self) -> Mark:
        """Where the claim stands in its file."""
        return self.record.mark(*self.place)


def claims(records: Records) -> Iterator[Told]:
    """Every claim of every item."""
    for by_id in records.values():
        for record in by_id.values():
            if isinstance(record.item, Item):
                yield from _of_item(record)


def _of_item(record: Record[Any]) -> Iterator[Told]:
    for index, state in enumerate(record.item.states):
        for place, model in models(state, ("states", index)):
            if isinstance(model, Paragraph):
                for number, claim in enumerate(model.tells):
                    yield Told(record, index, claim, model, (*place, "tells", number))


def unit(locator: str) -> str:
    """The service, list entry, chapter or article that a passage belongs to: `Art. 2 (1) a` → `Art. 2`."""
    return locator.split(" (")[0]


def told_passages(records: Records) -> dict[str, set[str]]:
    """source → locators that some item tells in every one of its states."""
    states: dict[tuple[str, str, str], set[int]] = {}
    items: dict[str, Any] = {}
    for told in claims(records):
        item = told.record.item
        items[item.id] = item
        states.setdefault((item.id, told.claim.source, told.claim.locator), set()).add(told.state)
    found: dict[str, set[str]] = {}
    for (id_, source, locator), where in states.items():
        if len(where) == len(items[id_].states):
            found.setdefault(source, set()).add(locator)
    return found


def coverage_findings(records: Records) -> Iterator[Finding]:
    """Passages nobody tells, claims of passages that do not exist, and items that tell more than one unit."""
    sources: dict[str, Source] = {id_: record.item for id_, record in records.get("source", {}).items()}
    units: dict[str, str] = {}
    for told in claims(records):
        source = sources.get(told.claim.source)
        if source is None:
            continue  # an unknown source is reported as such
        if told.claim.locator not in source.passages:
            yield finding(told.mark, "passage-unknown", locator=told.claim.locator, source=source.id)
        own = units.setdefault(told.record.item.id, unit(told.claim.locator))
        if own != unit(told.claim.locator):
            yield finding(told.mark, "passages-of-two-units", first=own, second=unit(told.claim.locator))
    told_by_source = told_passages(records)
    for id_, record in records.get("source", {}).items():
        for index, locator in enumerate(record.item.passages):
            if locator not in told_by_source.get(id_, ()):
                yield finding(record.mark("passages", index), "passage-not-told", locator=locator)
