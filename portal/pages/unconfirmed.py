"""The public list of what nobody confirmed: the question and whom to ask, never a reported value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.base import Item, Text, Unconfirmed
from portal.checks.values import models
from portal.model.content import Content


@dataclass(frozen=True)
class Entry:
    """One open question. `question` is none where the whole has to be confirmed; `kind` then says what is asked."""

    about: Text
    kind: str
    page: str | None
    question: Text | None
    ask: Any

    @property
    def for_staff(self) -> bool:
        """Whether it asks for a word or a source rather than for something a person needs."""
        return self.question is None and self.kind in ("term", "source")


def unconfirmed_entries(content: Content) -> list[Entry]:
    """Every open question on the day of the content, by owner and title."""
    entries: list[Entry] = []
    for kind, by_id in content.records.items():
        for record in by_id.values():
            if isinstance(record.item, Item) and kind != "commune":
                entries += _of_item(content, kind, record.item)
    entries += _communes(content)
    return sorted(entries, key=lambda entry: (entry.ask.id, entry.about.de, entry.question.de if entry.question else ""))


def _communes(content: Content) -> Iterator[Entry]:
    """One question per canton: which office serves the communes whose office nobody confirmed."""
    open_communes = [each for each in content.items("commune") if each.confirmed_office(content.as_of) is None]
    page = content.registry.pages["communes"]
    for owner in sorted({commune.owner for commune in open_communes}):
        yield Entry(Text(**page.title), "commune", page.id, None, content.record(owner).item)


def _of_item(content: Content, kind: str, item: Item[Any]) -> list[Entry]:
    state = item.on(content.as_of)
    if state is None:
        return []
    found = content.registry.pages.get(item.id)
    page = item.id if found is not None and found.kind == kind else None
    questions = [model for _, model in models(state, ()) if isinstance(model, Unconfirmed)]
    if questions:
        return [Entry(item.title, kind, page, each.question, content.record(each.ask).item) for each in questions]
    if state.status == "to-confirm" and not _whole_is_open(content, item):
        return [Entry(item.title, kind, page, None, content.record(item.owner).item)]
    return []


def _whole_is_open(content: Content, item: Item[Any]) -> bool:
    """Whether the act or agreement that an item belongs to is itself unconfirmed: then one question is enough."""
    whole = getattr(item, "act", None) or getattr(item, "agreement", None)
    state = content.record(whole).item.on(content.as_of) if whole else None
    return state is not None and state.status == "to-confirm"
