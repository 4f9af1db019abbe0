"""The first use of a word of the glossary on a page becomes a link, and the page's foot explains the words it used.

The link leads to the foot of the same page: it costs no data, and what is printed explains itself.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from portal.model.kinds import Term

# Text inside these is a link, a name or a picture already; a heading keeps its own look.
_CLOSED = {"a", "button", "cite", "dt", "figure", "form", "h1", "h2", "h3", "h4", "q", "summary", "svg", "th", "time"}
# A card is one link as a whole, and a letter is written by the person; what carries one of these classes stays as it is.
_CLOSED_CLASS = re.compile(r'class="(?:[^"]* )?(?:card|letters)(?: [^"]*)?"')
_VOID = {"br", "img", "input", "hr"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
# What linking leaves alone: code, tags, Markdown headings, Markdown links with their attributes, blocks of attributes.
_TOKEN = re.compile(
    r"(^```[^`]*```|^ {8}.*$|`[^`\n]+`|<[^>]+>|^#.*$|!?\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?|^\{[^}]*\}$)", re.MULTILINE
)
_SOURCES = re.compile(r"^## .*\.sources-title.*$", re.MULTILINE)


@dataclass(frozen=True)
class Words:
    """The words of one language: a pattern that finds each of them, longest first, and form → term."""

    pattern: re.Pattern[str]
    terms: dict[str, Term]
    fold: Callable[[str], str]


def words_of(terms: Iterable[Term], language: str) -> Words:
    """The words that are to be linked in a language. In French the first letter may be a capital: nouns are small there."""
    fold = _first_small if language == "fr" else str
    forms: dict[str, Term] = {}
    for term in terms:
        if term.linked:
            own = [term.title[language], *term.forms[language]]
            own += [term.abbreviation[language]] if term.abbreviation else []
            for form in own:
                forms.setdefault(fold(form), term)
    longest = sorted(forms, key=lambda form: (-len(form), form))
    choices = "|".join(_either_first(form) if language == "fr" else re.escape(form) for form in longest)
    return Words(re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])" if choices else r"(?!)"), forms, fold)


def _first_small(form: str) -> str:
    return form[:1].lower() + form[1:]


def _either_first(form: str) -> str:
    first, rest = form[:1], re.escape(form[1:])
    return f"[{first}{first.upper()}]{rest}" if first.isalpha() else re.escape(first) + rest


def link_words(text: str, words: Words, known: Iterable[str] = ()) -> tuple[str, list[Term]]:
    """A page's Markdown with the first use of each word linked, and the terms in the order of their use.

    `known`: ids of terms that the page itself explains.
    """
    start = _SOURCES.search(text)
    body, rest = (text[: start.start()], text[start.start() :]) if start else (text, "")
    used: dict[str, Term] = {}
    left_alone = set(known)
    closed: list[str] = []

    def linked(match: re.Match[str]) -> str:
        term = words.terms[words.fold(match[0])]
        if term.id in used or term.id in left_alone:
            return match[0]
        used[term.id] = term
        return f'<a class="term" href="#w-{escape(term.id)}">{match[0]}</a>'

    parts = []
    for place, token in enumerate(_TOKEN.split(body)):
        if place % 2:
            _follow(token, closed)
            parts.append(token)
        else:
            parts.append(token if closed else words.pattern.sub(linked, token))
    return "".join(parts) + rest, list(used.values())


def before_sources(text: str, block: str) -> str:
    """A page's Markdown with a block put before its sources, or at its end."""
    start = _SOURCES.search(text)
    if start is None:
        return f"{text.rstrip()}\n\n{block}\n"
    return f"{text[: start.start()]}{block}\n\n{text[start.start() :]}"


def _follow(token: str, closed: list[str]) -> None:
    """Keep track of the elements whose text is left alone."""
    tag = _TAG.fullmatch(token)
    if tag is None or tag[2].lower() in _VOID or token.endswith("/>"):
        return
    name = tag[2].lower()
    if closed:
        if name == closed[-1]:
            if tag[1]:
                closed.pop()
            else:
                closed.append(name)
    elif not tag[1] and (name in _CLOSED or _CLOSED_CLASS.search(token)):
        closed.append(name)
