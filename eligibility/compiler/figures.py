"""Figures in texts: numbers, dates and amounts asked for by name, which must be the same in German and French."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from eligibility.compiler.base import Text
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.ruleset import RuleSet

type Place = tuple[str | int, ...]

_GERMAN = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_FRENCH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_MONTHS = {"de": _GERMAN, "fr": _FRENCH}
# A number keeps its groups of three together: 4’000, 4'000, 4 000 with a space that does not break.
_ASKED = r"\{[a-z0-9_.-]+\}"
_NUMBER = r"\d+(?:[’'\u00a0\u202f]\d{3})*(?:[.,]\d+)*"


def figure_findings(rules: RuleSet) -> Iterator[Finding]:
    """Texts of an outcome whose figures differ between the languages, or stand in another order."""
    for record in rules.outcomes.values():
        for place, text in texts(record.item):
            if figures(text.de, "de") != figures(text.fr, "fr"):
                shown = {"german": ", ".join(_written(text.de, "de")) or "–", "french": ", ".join(_written(text.fr, "fr")) or "–"}
                yield finding(record.mark(*place), "outcome-figures-differ", panel=record.item.id, **shown)


def texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, Text]]:
    """Every text in a thing, with its place."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), (*place, name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts(each, (*place, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from texts(each, (*place, index))


def figures(text: str, language: str) -> list[str]:
    """The numbers, months and parameters in braces of a text in their order; a month is `month 1` to `month 12`."""
    months = _MONTHS[language].split("|")
    found = _written(text, language)
    return [f"month {months.index(each.casefold()) + 1}" if each.casefold() in months else _number(each) for each in found]


def _written(text: str, language: str) -> list[str]:
    """The figures as they are written."""
    return re.findall(rf"{_ASKED}|{_NUMBER}|\b(?:{_MONTHS[language]})\b", text, re.IGNORECASE)


def _number(text: str) -> str:
    """A number without its grouping and with a decimal point."""
    return re.sub(r"[’'\u00a0\u202f]", "", text).replace(",", ".")
