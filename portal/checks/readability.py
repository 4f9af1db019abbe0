"""Readability formulas over our own sentences: they warn, they decide nothing.

Amstad and Wiener Sachtextformel (1) for German, Kandel-Moles for French, all three as textstat 0.7.13 computes them on
the text that our splitter has cut. The aims are ours; there is no official measure. A hard word can be the official one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

import textstat

from portal.checks.sentences import PageTexts, sentences, words

AIMS = {"amstad": 60.0, "wstf": 8.0, "kandel_moles": 65.0}
"""At least, at most, at least."""


@dataclass(frozen=True)
class Score:
    """The formulas of one page in one language; those of the other language are none."""

    page: PageTexts
    amstad: float | None = None
    wstf: float | None = None
    kandel_moles: float | None = None

    @property
    def aim_met(self) -> bool:
        """Whether every formula of the language reaches its aim."""
        return (
            (self.amstad is None or self.amstad >= AIMS["amstad"])
            and (self.wstf is None or self.wstf <= AIMS["wstf"])
            and (self.kandel_moles is None or self.kandel_moles >= AIMS["kandel_moles"])
        )


@dataclass(frozen=True)
class Row:
    """One kind of page in one language: means over its pages, and how many reach the aims."""

    kind: str
    language: str
    pages: int
    mean: float
    formulas: list[float]
    met: int


def score(page: PageTexts) -> Score:
    """The formulas of a page with text; textstat knows no abbreviations, so it gets sentences cut by us."""
    text = " ".join(_cut(sentence) for each in page.texts for sentence in sentences(each, page.language))
    textstat.set_lang(page.language)
    if page.language == "de":
        return Score(page, amstad=textstat.flesch_reading_ease(text), wstf=textstat.wiener_sachtextformel(text, 1))
    return Score(page, kandel_moles=textstat.flesch_reading_ease(text))


def _cut(sentence: str) -> str:
    """A sentence with one full stop, at its end. (textstat does not count sentences of one or two words: pessimistic.)"""
    inner = "".join(" " if letter in ".!?…:;" else letter for letter in sentence).strip()
    return f"{inner}."


def scores(pages: Iterable[PageTexts]) -> list[Score]:
    """The scores of all pages that have a text of at least one sentence of two words."""
    return [score(page) for page in pages if any(words(text) > 1 for text in page.texts)]


def table(found: list[Score]) -> Iterator[Row]:
    """One row per kind and language, German before French."""
    for kind, language in sorted({(each.page.kind, each.page.language) for each in found}):
        own = [each for each in found if (each.page.kind, each.page.language) == (kind, language)]
        named = [[each.amstad, each.wstf] if language == "de" else [each.kandel_moles] for each in own]
        columns = zip(*named, strict=True)
        yield Row(
            kind,
            language,
            len(own),
            fmean(each.page.mean for each in own),
            [fmean(value for value in column if value is not None) for column in columns],
            sum(each.aim_met for each in own),
        )
