"""How long sentences are, by our own splitter: short sentences are the part of plain language that a check can hold.

Abbreviations, ordinals and numbers of articles end no sentence; each list item is one; headings, tables and citations
do not count. The limits are ours (means of 12 words in German, 15 in French); there is no official measure.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from eligibility.compiler.base import LANGUAGES, Reported, SourceRef, Text
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.kinds import CaseFile
from eligibility.compiler.loader import Record, Records
from portal.model.kinds import PAGE_KINDS
from portal.pages.prose import Prose, in_short_of

LIMITS = {"de": 12, "fr": 15}
"""The longest mean, in words per sentence, of a public page."""

MOST_IN_SHORT = 5
"""The most sentences that the box "in short" of a page may have."""

_ABBREVIATIONS = {
    "de": re.compile(
        "abs|art|b|bst|bzw|ca|d|dr|evtl|f|ff|fr|h|inkl|lit|max|min|mio|nr|resp|s|sog|st|u|usw|v|vgl|z|ziff", re.IGNORECASE
    ),
    "fr": re.compile("al|art|cf|ch|env|etc|ex|fr|let|m|mme|mio|n|no|p|resp|s|ss|st|v", re.IGNORECASE),
}
_END = re.compile(r"[.!?…]+[»\"”)]*(?=\s|$)")
_LAST_WORD = re.compile(r"(\w+)\.$")
# An ordinal stands after such a word ("am 5. des Monats"); elsewhere a number ends its sentence ("seit 2021.").
_ORDINAL = re.compile(r"\b(?:am|vom|bis|zum|der|dem|den|das|die|ab|des|im|seit|jeden|jeder)\s+\d{1,2}\.$", re.IGNORECASE)
_MONTH = re.compile(r"\s*(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")
_WORD = re.compile(r"\w+(?:[’'·./-]\w+)*")
_NOT_TEXT = re.compile(r"^\s*(?:#|\||<|{|$)")
_LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)(?:{[^}]*})?")


def sentences(text: str, language: str) -> list[str]:
    """The sentences of one paragraph or list item."""
    found, start = [], 0
    for match in _END.finditer(text):
        if not _ends(text[start : match.end()], text[match.end() :], language):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    rest = text[start:].strip()
    return [sentence for sentence in [*found, rest] if _WORD.search(sentence)]


def _ends(before: str, after: str, language: str) -> bool:
    """Whether a full stop, question or exclamation mark ends the sentence before it."""
    if not after.strip() or not before.endswith("."):
        return True
    word = _LAST_WORD.search(before)
    if word is not None and _ABBREVIATIONS[language].fullmatch(word[1]):
        return False
    if re.search(r"\d\.$", before) and (_ORDINAL.search(before) or _MONTH.match(after)):
        return False
    return not after.lstrip()[0].islower()


def words(sentence: str) -> int:
    """How many words a sentence has; l’aide is one, as is 2021."""
    return len(_WORD.findall(sentence))


def mean(texts: Iterable[str], language: str) -> float:
    """Words per sentence over paragraphs and list items; 0 without any."""
    lengths = [words(sentence) for text in texts for sentence in sentences(text, language)]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _texts(model: BaseModel) -> Iterator[Text]:
    """The running texts of an item: of its states, without titles, addresses, citations and table heads."""
    for name in type(model).model_fields:
        if name in ("title", "slug", "abbreviation", "district", "publisher", "dated", "parties"):
            continue
        yield from _inside(getattr(model, name))


def _inside(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, SourceRef | Reported):
        return
    elif isinstance(value, BaseModel):
        yield from _texts(value)
    elif isinstance(value, list):
        for child in value:
            yield from _inside(child)
    elif isinstance(value, dict):
        yield from _inside(list(value.values()))


def _prose_texts(markdown: str) -> list[str]:
    """The paragraphs and list items of Markdown, without headings and markup."""
    lines = [_LIST_MARK.sub("", line) for line in markdown.split("\n") if not _NOT_TEXT.match(line)]
    return [_LINK.sub(r"\1", line).replace("**", "") for line in lines]


@dataclass(frozen=True)
class PageTexts:
    """The running texts of one page in one language: where it is written, its id and kind."""

    mark: Mark
    id: str
    kind: str
    language: str
    texts: list[str]
    in_short: list[str]

    @property
    def mean(self) -> float:
        """Words per sentence."""
        return mean(self.texts, self.language)


def page_texts(records: Records, pages: Container[str], prose: Iterable[Prose]) -> Iterator[PageTexts]:
    """The texts of every page, titles left out."""
    cases = records.get("case", {})
    for kind in (kind for kind in records if kind in PAGE_KINDS):
        for record in records[kind].values():
            if record.item.id in pages:
                for language in LANGUAGES:
                    yield _of_item(record, kind, language, cases.get(record.item.id) if kind == "table" else None)
    for each in prose:
        in_short = _prose_texts(in_short_of(each.body))
        yield PageTexts(each.document.mark("id"), each.head["id"], "prose", each.language, _prose_texts(each.body), in_short)


def _of_item(record: Record[Any], kind: str, language: str, cases: Record[CaseFile] | None = None) -> PageTexts:
    """The texts of an item's page with its worked cases, and the longest of its boxes "in short"."""
    texts = [text[language] for text in _texts(record.item)]
    texts += [case.situation[language] for case in cases.item.cases] if cases is not None else []
    boxes = [[text[language] for text in getattr(state, "in_short", [])] for state in record.item.states]
    return PageTexts(record.mark("id"), record.item.id, kind, language, texts, max(boxes, key=len, default=[]))


def sentence_findings(records: Records, pages: Container[str], prose: Iterable[Prose]) -> Iterator[Finding]:
    """Pages whose sentences are too long on average, or too many in the box "in short"."""
    for page in page_texts(records, pages, prose):
        count = sum(len(sentences(text, page.language)) for text in page.in_short)
        if count > MOST_IN_SHORT:
            yield finding(page.mark, "in-short-too-long", language=page.language, count=count, limit=MOST_IN_SHORT)
        if page.mean > (limit := LIMITS[page.language]):
            yield finding(page.mark, "sentences-too-long", language=page.language, mean=f"{page.mean:.1f}", limit=limit)
