"""What differs between two texts, word by word, for marking on a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

_WORDS = re.compile(r"\S+\s*")
# Two paragraphs with less in common than this are told one after the other: a word here and there in common is no change.
_ALIKE = 0.5


@dataclass(frozen=True)
class Piece:
    """Some words of a text: in both (`same`), only in the earlier (`gone`) or only in the later one (`new`)."""

    kind: Literal["same", "gone", "new"]
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Two texts laid over each other; joining `same` and `gone` gives the earlier one, `same` and `new` the later one."""
    earlier, later = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, earlier, later, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [piece for piece in (Piece("gone", before), Piece("new", after)) if piece.text]
    found: list[Piece] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(earlier[start:end])))
            continue
        found += [Piece("gone", "".join(earlier[start:end]))] if end > start else []
        found += [Piece("new", "".join(later[from_:to]))] if to > from_ else []
    return found


def changed_paragraphs(before: Sequence[str], after: Sequence[str]) -> list[list[Piece]]:
    """The paragraphs that differ, in their order, each with its differences; what stands in both is left out."""
    found: list[list[Piece]] = []
    for tag, start, end, from_, to in SequenceMatcher(None, list(before), list(after), autojunk=False).get_opcodes():
        if tag != "equal":
            pairs = zip_longest(before[start:end], after[from_:to], fillvalue="")
            found += [differences(earlier, later) for earlier, later in pairs]
    return found
