"""How values are written for people, in German and French: dates, amounts, texts.

Everything that comes from data passes `safe`, which turns each character that HTML or Markdown could
read as markup into an entity. So a text is shown as it was written, whatever it contains.
"""

import re
from typing import Any

from babel.dates import get_month_names
from markupsafe import Markup

from eligibility.compiler.base import Text
from eligibility.engine.phrases import chf as chf  # one way to write amounts, in the explanation and on the pages

_MARKUP = re.compile(r"[<>&\"'\\`*_{}\[\]|~^=$@]")
_LINE_START = re.compile(r"\A(?:[-+#!:]|\d+(?=[.)]))")


def safe(value: Any, language: str) -> Markup:
    """A value as text that neither HTML nor Markdown can take for markup."""
    if isinstance(value, Markup):
        return value
    text = value[language] if isinstance(value, Text) else "" if value is None else str(value)
    escaped = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", text)
    # A list, heading or ordinal could only begin at the start of a line.
    start = _LINE_START.match(text)
    if start is not None:
        first = start[0]
        escaped = (f"&#{ord(first)};" if len(first) == 1 and not first.isdigit() else first) + escaped[len(first) :]
        if first.isdigit():
            escaped = f"{first}&#{ord(text[len(first)])};" + escaped[len(first) + 1 :]
    return Markup(escaped)


def date(value: str | None, language: str) -> str:
    """An ISO date in words: 1. Januar 2026, 1er janvier 2026."""
    if value is None:
        return ""
    year, month, day = (int(part) for part in value.split("-"))
    name = get_month_names("wide", locale=f"{language}_CH")[month]
    if language == "de":
        return f"{day}.\u00a0{name}\u00a0{year}"
    return f"{day}{'er' if day == 1 else ''}\u00a0{name}\u00a0{year}"


def day_month(value: tuple[int, int], language: str) -> str:
    """A day of any year in words: (3, 31) → 31. März, 31 mars."""
    month, day = value
    name = get_month_names("wide", locale=f"{language}_CH")[month]
    return f"{day}.\u00a0{name}" if language == "de" else f"{day}{'er' if day == 1 else ''}\u00a0{name}"
