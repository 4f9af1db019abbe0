"""Amounts inside the texts of outcomes: written is the parameter in braces, printed what it is worth, with its dates.

The compiler has proved that each is confirmed whenever the panel can be given (`eligibility/compiler/placeholders.py`).
"""

from collections.abc import Mapping

from markupsafe import Markup, escape

from eligibility.compiler.base import Text
from eligibility.compiler.parameters import FIRST, LAST, Amount, Amounts, amount_on
from eligibility.compiler.placeholders import pieces
from portal.pages.words import chf, date, safe


def amount_text(amount: Amount, word: Mapping[str, str], language: str) -> str:
    """A confirmed amount with its dates: CHF 6'000 (seit 1. Januar 2026). `word` holds `since` and `until`."""
    return chf(amount.centimes or 0) + days_text(amount, word, language)


def days_text(amount: Amount, word: Mapping[str, str], language: str) -> str:
    """The dates of an amount in brackets, after a space; empty where it holds on all days."""
    since = [word["since"], date(amount.first, language)] if amount.first != FIRST else []
    until = [word["until"], date(amount.last, language)] if amount.last != LAST else []
    days = " ".join([*since, *until])
    return f" ({days})" if days else ""


def text_on(text: Text, amounts: Amounts, day: str, word: Mapping[str, str], language: str) -> str:
    """A text with the amounts of a day (ISO)."""
    parts = pieces(text[language])
    for place in range(1, len(parts), 2):
        amount = amount_on(amounts, parts[place], day)
        parts[place] = amount_text(amount, word, language) if amount is not None and amount.centimes is not None else ""
    return "".join(parts)


def text_on_all_days(text: Text, amounts: Amounts, word: Mapping[str, str], language: str) -> Markup:
    """A text with the amounts of all days, each in an element that the page's script uncovers on its days."""
    parts = pieces(text[language])
    marked = [safe(part, language) for part in parts]
    for place in range(1, len(parts), 2):
        known = [amount for amount in amounts[parts[place]] if amount.centimes is not None]
        marked[place] = Markup("").join(_element(amount, word, language) for amount in known)
    return Markup("").join(marked)


def _element(amount: Amount, word: Mapping[str, str], language: str) -> Markup:
    since, until = ("" if day in (FIRST, LAST) else day for day in (amount.first, amount.last))
    words = safe(amount_text(amount, word, language), language)
    return Markup('<span data-amount data-from="{}" data-until="{}" hidden>{}</span>').format(escape(since), escape(until), words)
