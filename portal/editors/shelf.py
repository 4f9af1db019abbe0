"""What is there already, so that an editor can name a thing by a word of its name."""

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.loader import Record, Records, load
from eligibility.compiler.ruleset import RULE_KINDS
from portal.model.fold import fold_notices
from portal.model.kinds import KINDS
from portal.pages.prose import read_all_prose
from portal.pages.registry import Page, registry

_ALIKE = 0.6


@dataclass(frozen=True)
class Found:
    """A thing that can be named."""

    id: str
    title: dict[str, str]


class Shelf:
    """Things and pages by id and by name."""

    def __init__(self, records: Records, pages: Mapping[str, Page]) -> None:
        self.records = records
        self.pages = pages

    @classmethod
    def read(cls, root: Path) -> Self:
        """Everything of a project that can be read, whatever else is wrong there."""
        records = fold_notices(load(root, {**KINDS, **RULE_KINDS})[0])[0]
        return cls(records, registry(read_all_prose(root)[0], records)[0].pages)

    def record(self, id_: str) -> Record[Any] | None:
        """The thing with an id, whatever its kind."""
        return next((by_id[id_] for by_id in self.records.values() if id_ in by_id), None)

    def title(self, node: tuple[str, str]) -> dict[str, str]:
        """What a thing is called: a kind and an id, also a row, a case or a page written by hand."""
        kind, id_ = node
        if kind == "row":
            table, _, row = id_.rpartition(".")
            for rule in self.records["table"][table].item.rules if table in self.records["table"] else []:
                if rule.id == row:
                    return {language: rule.annotation[language] for language in LANGUAGES}
        if kind == "case":
            for record in self.records["case"].values():
                for case in record.item.cases:
                    if case.id == id_:
                        return {language: case.title[language] for language in LANGUAGES}
        if id_ in self.pages:
            return self.pages[id_].title
        found = self.records.get(kind, {}).get(id_)
        title = getattr(found.item, "title", None) if found is not None else None
        return {language: title[language] if title else id_ for language in LANGUAGES}

    def search(self, kinds: Iterable[str], typed: str, only_with: str | None = None) -> list[Found]:
        """Things whose id or name is what was typed, else those whose id or name holds all its words."""
        every = list(self._all(kinds, only_with))
        name, words = plain(typed), plain(typed).split()
        exact = [each for each in every if each.id == typed] or [each for each in every if name in _names(each)]
        return exact or [each for each in every if all(word in " ".join(_names(each)) for word in words)]

    def near(self, kinds: Iterable[str], typed: str, only_with: str | None = None, alike: float = _ALIKE) -> list[Found]:
        """Things whose id or name looks like what was typed, the most alike first."""
        by_name = {name: found for found in self._all(kinds, only_with) for name in _names(found)}
        names = difflib.get_close_matches(plain(typed), by_name, n=6, cutoff=alike)
        return list({by_name[name].id: by_name[name] for name in names}.values())[:3]

    def _all(self, kinds: Iterable[str], only_with: str | None) -> Iterator[Found]:
        for kind in kinds:
            if kind == "page":
                yield from (Found(page.id, page.title) for page in self.pages.values())
            for id_, record in self.records.get(kind, {}).items():
                if only_with is not None and not getattr(record.item, only_with, None):
                    continue
                title = getattr(record.item, "title", None)
                yield Found(id_, {language: title[language] if title else id_ for language in LANGUAGES})


def plain(text: str) -> str:
    """A text without capitals, accents and dashes, for comparing what was typed."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(" " if each in "-_’'." else each for each in letters if not unicodedata.combining(each))


def _names(found: Found) -> list[str]:
    return [plain(found.id), *map(plain, found.title.values())]
