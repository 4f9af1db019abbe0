"""The ways to a panel as a short formula of ticked boxes: `1a and (5b or 5c)`, with common parts said once. Whatever stands
together is in parentheses, so that nobody has to know which word binds more closely.

Taking a common part out changes no truth value, known or unknown: "and" is the smaller of two, "or" the larger, and these
distribute over each other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from eligibility.compiler.cubes import Cube, Literal

_RANGE = 3
"""From so many boxes on that follow each other, only the first and the last are named."""


@dataclass(frozen=True)
class Code:
    """A box on paper: the number of its question and its place in it. `negated`: it is not the one that is ticked."""

    question: int
    place: int
    negated: bool = False
    assumed: bool = False

    @property
    def text(self) -> str:
        """Number and letter: 5c. A star says that it counts also where nothing is ticked."""
        return f"{self.question}{letters(self.place)}{'*' if self.assumed else ''}"


@dataclass(frozen=True)
class Words:
    """The words of a formula, each with its spaces where it joins two things."""

    and_: str
    or_: str
    not_: str


def letters(place: int) -> str:
    """a to z, then aa to az and so on."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def formula(cubes: Sequence[Cube], boxes: Callable[[Literal], list[Code]], words: Words) -> str:
    """Cubes as one formula; `boxes`: a literal → the boxes any of which makes it true."""
    return _said(_either(frozenset(frozenset(cube) for cube in cubes), boxes), words, outer=True)


@dataclass(frozen=True)
class _Either:
    """At least one of these."""

    codes: tuple[Code, ...]
    others: tuple["_Both", ...]


@dataclass(frozen=True)
class _Both:
    """All of these."""

    parts: tuple[_Either, ...]


def _either(cubes: frozenset[frozenset[Literal]], boxes: Callable[[Literal], list[Code]]) -> _Either:
    codes: list[Code] = []
    others: list[_Both] = []
    while cubes:
        common = _most_common(cubes)
        if common is None:
            break
        rest = _without(cubes, common)
        # What goes with the very same rest is said beside it: (2a or 2b) and (...).
        same = [each for each in sorted({literal for cube in cubes for literal in cube}) if _without(cubes, each) == rest]
        cubes -= {cube for cube in cubes if any(literal in cube for literal in same)}
        heads = _Either(tuple(code for literal in same for code in boxes(literal)), ())
        others.append(_Both((heads, *_flat(_either(rest, boxes)))))
    for cube in sorted(cubes, key=lambda each: (len(each), sorted(each))):
        parts = [_Either(tuple(boxes(literal)), ()) for literal in sorted(cube)]
        if len(parts) == 1:
            codes += parts[0].codes
        else:
            others.append(_Both(tuple(parts)))
    return _Either(tuple(dict.fromkeys(codes)), tuple(others))


def _flat(either: _Either) -> Iterable[_Either]:
    """Its parts, where it is a single conjunction."""
    return either.others[0].parts if not either.codes and len(either.others) == 1 else (either,)


def _most_common(cubes: frozenset[frozenset[Literal]]) -> Literal | None:
    """The literal that stands in most cubes, if it stands in several; the first of the questions among equals."""
    counts = {literal: sum(literal in cube for cube in cubes) for cube in cubes for literal in cube}
    most = max(counts.values())
    return min(literal for literal, count in counts.items() if count == most) if most > 1 else None


def _without(cubes: frozenset[frozenset[Literal]], literal: Literal) -> frozenset[frozenset[Literal]]:
    return frozenset(cube - {literal} for cube in cubes if literal in cube)


def _said(either: _Either, words: Words, outer: bool) -> str:
    parts = list(_listed(sorted(either.codes, key=_in_order), words))
    alone = outer and not parts and len(either.others) == 1
    for both in sorted(either.others, key=_first):
        text = words.and_.join(_said(part, words, outer=False) for part in sorted(both.parts, key=_simple_first))
        parts.append(text if alone else f"({text})")
    text = words.or_.join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]
    return text if outer or len(parts) == 1 else f"({text})"


def _in_order(code: Code) -> tuple[int, int]:
    return code.question, code.place


def _simple_first(part: "_Either") -> tuple[bool, bool, tuple[int, int]]:
    """Long parts last, and before them what must not be ticked: "not 11a and 11b" could be read in two ways."""
    return bool(part.others), any(code.negated for code in part.codes), _first(part)


def _first(part: "_Either | _Both") -> tuple[int, int]:
    """Where the first box of a part stands on the paper."""
    if isinstance(part, _Both):
        return min(_first(each) for each in part.parts)
    return min([*map(_in_order, part.codes), *(_first(each) for each in part.others)])


def _listed(codes: Sequence[Code], words: Words) -> Iterator[str]:
    """Boxes that follow each other as 5b–5e."""
    for _key, group in groupby(enumerate(codes), key=lambda pair: (pair[1].question, pair[1].place - pair[0], pair[1].negated)):
        run = [code for _number, code in group]
        if len(run) >= _RANGE and not run[0].negated:
            yield f"{run[0].text}–{run[-1].text}"
        else:
            yield from (f"{words.not_}{code.text}" if code.negated else code.text for code in run)
