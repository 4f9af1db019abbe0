"""The filters and tests that page templates use: small questions about items."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from eligibility.compiler.base import State, Unconfirmed
from eligibility.compiler.kinds import Parameter, ParameterState
from eligibility.compiler.loader import day_before
from portal.checks.values import models
from portal.pages.words import safe


def before(parameter: Parameter, date: str) -> ParameterState | None:
    """The state of a parameter on the day before a date."""
    return parameter.on(day_before(date))


def phone(number: str) -> str:
    """A Swiss phone number as a dialling address: 026 351 76 04 → +41263517604; short numbers stay."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if number.startswith("+"):
        return "+" + digits
    return "+41" + digits[1:] if len(digits) == 10 and digits[0] == "0" else digits


def alphabetical(values: Iterable[Any], language: str, attribute: str = "title") -> list[Any]:
    """Items by a name in a language as people look it up: capitals and accents do not count, so É stands with E."""

    def key(value: Any) -> tuple[str, str]:
        for part in attribute.split("."):
            value = getattr(value, part)
        letters = unicodedata.normalize("NFD", value[language])
        return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold(), value[language]

    return sorted(values, key=key)


def by_number(items: Iterable[Any]) -> list[Any]:
    """Items in the order of their numbers as people count: 2 before 10, 21 before 21a, the annex (A1-1) last."""

    def key(item: Any) -> list[tuple[int, int, str]]:
        parts = re.findall(r"\d+|[A-Za-z]+", item.number)
        return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]

    return sorted(items, key=key)


def contains(values: list[str], value: str) -> bool:
    """Whether a list holds a value."""
    return value in values


def setting(settings: list[Any], parameter: str) -> bool:
    """Whether a notice's settings name a parameter."""
    return any(each.id == parameter for each in settings)


def partly_open(state: State) -> bool:
    """Whether a state holds a question that nobody has answered yet."""
    return any(isinstance(model, Unconfirmed) for _, model in models(state, ()))


def prefixed(number: str, prefix: str) -> bool:
    """Whether a number begins with that of its group."""
    return number.startswith(prefix)


_PAPERS = ("person", "home", "income", "means", "costs", "contact")


def papers_in_order(groups: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Groups of papers in the order in which a service asks for them."""
    return sorted(groups, key=lambda group: _PAPERS.index(group[0]))


def blanks(text: str) -> Markup:
    """A text of a letter, its `____` as blanks to write on."""
    shown = Markup('<span class="blank"></span>')
    return shown.join(safe(part, "de") for part in text.split("____"))


def lines(text: str) -> Markup:
    """A text of several lines inside one HTML element: no line may be empty or begin anything in Markdown."""
    return Markup("&#10;").join(safe(line, "de") for line in text.split("\n"))


def in_list(number: str) -> bool:
    """Whether a service's number names an entry of the annex's final list (E1.1 …), not one of the numbered services."""
    return number.startswith("E")


def knows_article(act: Any, number: str) -> bool:
    """Whether any state of an act lists an article by its heading; then its page has a place for it."""
    return any(heading.number == number for state in act.states for heading in state.headings)
