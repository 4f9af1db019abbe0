"""Marks outdated paragraphs on a page and puts the original, in the other language, beside them."""

import re
from html import escape
from typing import Protocol

from portal.checks.translations import Outdated
from portal.pages.words import safe


class Words(Protocol):
    """Words of the templates in one language."""

    def __getitem__(self, key: str) -> str: ...


_HELD = "<!--outdated-{}-->"


def hold_places(body: str, outdated: list[Outdated], language: str) -> str:
    """A page's Markdown with a sign after each paragraph of its language that is outdated.

    The originals come in by `fill_places`, once the words of the page's own language are linked.
    """
    for number, each in enumerate(outdated):
        if each.language == language and each.text is not None and each.original is not None:
            text = re.escape(str(safe(each.text, language)))
            body = re.sub(rf"(>\s*{text})(?=\s*</(?:p|li|dd|td)>)", rf"\1{_HELD.format(number)}", body)
    return body


def fill_places(body: str, outdated: list[Outdated], word: Words) -> str:
    """The signs replaced by the remark and the original."""
    for number, each in enumerate(outdated):
        sign = _HELD.format(number)
        if sign in body and each.original is not None:
            body = body.replace(sign, _beside(each, safe(each.original, each.other), word))
    return body


def mark_prose(body: str, outdated: list[Outdated], file: str, language: str, word: Words) -> str:
    """A hand-written page's Markdown with the remark and the original after each outdated paragraph, or at its top."""
    for each in outdated:
        if (each.file, each.language) != (file, language):
            continue
        if each.text is None or each.original is None:
            body = re.sub(r"(^# .*$)", lambda title: f"{title[1]}\n\n{_note(word['outdated_page'])}", body, count=1, flags=re.M)
        elif f"\n{each.text}\n" in f"\n{body}\n":
            opened = f'<div class="outdated" lang="{each.other}-CH" markdown>'
            original = re.sub(r"^#+ ", "", each.original)
            held = f"{each.text}\n\n{_note(word['outdated_note'])}\n\n{opened}\n\n{original}\n\n</div>"
            body = f"\n{body}\n".replace(f"\n{each.text}\n", f"\n{held}\n", 1)[1:-1]
    return body


def _beside(each: Outdated, original: str, word: Words) -> str:
    note = escape(word["outdated_note"], quote=False)
    beside = f'<span class="outdated__note">{note}</span> <span lang="{each.other}-CH">{original}</span>'
    return f' <span class="outdated">{beside}</span>'


def _note(text: str) -> str:
    return f'<p class="outdated__note">{escape(text, quote=False)}</p>'
