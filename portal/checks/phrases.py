"""Phrases that must not stand in a result or on a page: the list is content (content/phrases), the search is here."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from eligibility.compiler.base import LANGUAGES, Reported, Text
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.kinds import CaseFile
from eligibility.compiler.loader import Record, Records
from eligibility.compiler.yaml12 import Document
from portal.checks.values import models
from portal.model.kinds import PAGE_KINDS, Phrase
from portal.pages.prose import Prose

_RESULTS = ("outcome", "question", "article", "notice")
"""Kinds whose texts a person meets as a result, a question, a card or a mail; articles for their cards only."""
_PAGES = (*PAGE_KINDS, "answer", "document", "need", "term")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_GAP = r"(?:[^\w.!?]+\w+){0,6}?[^\w.!?]+"

_PIECES = {"…": _GAP, "*": r"\w*"}

type Told = tuple[Mark, str, str, str]
"""Where a text stands, the kind of its page (`result` for results), its language, and the text."""


def pattern(phrase: str) -> re.Pattern[str]:
    """What a phrase of the list finds: `*` is the rest of a word, `…` up to six words of the same sentence."""
    parts = re.split(r"\s*(…)\s*|(\*)|(\s+)", phrase)
    found = "".join(_PIECES.get(part, r"\s+" if part.isspace() else re.escape(part)) for part in parts if part)
    return re.compile(rf"(?<!\w){found}(?!\w)", re.IGNORECASE)


def phrase_findings(records: Records, prose: Iterable[Prose], words: Document) -> Iterator[Finding]:
    """Every banned phrase in a result, in the words around results, on a page of content and on one written by hand."""
    phrases = [record.item for record in records.get("phrase", {}).values()]
    searches = {language: [each for phrase in phrases for each in _searches(phrase, language)] for language in LANGUAGES}
    for mark, kind, language, text in _texts(records, prose, words):
        even = _SPACES.sub(" ", text)
        small = even.lower()
        for part, search, phrase in searches[language]:
            # Most texts lack the part, and looking for it is a hundred times cheaper than the pattern.
            if part in small and applies(phrase, kind) and (found := search.search(even)) is not None:
                yield finding(mark, "phrase-banned", phrase=found[0].strip(), id=phrase.id, **_advice(phrase))


def _searches(phrase: Phrase, language: str) -> Iterator[tuple[str, re.Pattern[str], Phrase]]:
    """Each wording with the longest plain part of it, in small letters: a text that has the wording has the part."""
    for wording in getattr(phrase, language):
        yield max(re.split(r"[…*\s]+", wording.lower()), key=len), pattern(wording), phrase


def applies(phrase: Phrase, kind: str) -> bool:
    """Whether a phrase is banned in texts of a kind (`result`: what the pre-check says)."""
    where = "results" if kind == "result" else "pages"
    return phrase.banned_in in (where, "everywhere") and kind not in phrase.except_kinds


def _advice(phrase: Phrase) -> dict[str, str]:
    return {f"{name}_{language}": getattr(phrase, name)[language] for name in ("why", "instead") for language in LANGUAGES}


def _texts(records: Records, prose: Iterable[Prose], words: Document) -> Iterator[Told]:
    for kind in dict.fromkeys((*_RESULTS, *_PAGES)):
        for record in records.get(kind, {}).values():
            yield from _of_record(record, kind)
    for record in records.get("case", {}).values():
        yield from _of_cases(record)
    for key, text in words.data.items():
        for language in LANGUAGES:
            yield words.mark(key, language), "result", language, text[language]
    for each in prose:
        text = " ".join((each.head["title"], each.head["description"], each.body))
        yield each.document.mark("id"), "prose", each.language, text


def _of_record(record: Record[Any], kind: str) -> Iterator[Told]:
    told_as = {"outcome": "result", "question": "result"}.get(kind, kind)
    quoted = {place for place, model in models(record.item, ()) if isinstance(model, Reported)}
    for place, model in models(record.item, ()):
        if isinstance(model, Text) and not any(place[: len(each)] == each for each in quoted):
            for language in LANGUAGES:
                mark = record.mark(*place, language)
                yield mark, "result" if kind == "notice" or "card" in place else told_as, language, model[language]
                if kind == "notice":
                    yield mark, kind, language, model[language]


def _of_cases(record: Record[CaseFile]) -> Iterator[Told]:
    for index, case in enumerate(record.item.cases):
        for name in ("title", "situation"):
            for language in LANGUAGES:
                yield record.mark("cases", index, name, language), "table", language, getattr(case, name)[language]
