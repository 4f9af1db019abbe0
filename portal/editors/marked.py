"""What changed between two texts of a page: the new HTML with new words in <ins> and old ones in <del>.

Works on what MkDocs writes: well-formed HTML. Blocks (paragraphs, cells, headings) are aligned first, then the words of
blocks that belong together; tags stay those of the new page, so its layout is never broken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape, unescape

_PART = re.compile(r"<!--.*?-->|<[^>]+>|[ \t\r\n]+|[^< \t\r\n]+", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "mark", "q", "small", "span", "strong", "sub", "sup", "time", "u"}
_CLOSED = {"button", "option", "script", "select", "style", "svg", "template", "textarea", "title"}
"""Nothing can be marked inside these."""
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "summary"}
_ALIKE = 0.4

type Place = tuple[int, bool]
"""A part of the page, and whether something stands after it (True) or before it."""


@dataclass
class Block:
    """Text between two block tags: its words, where each of them stands among the parts of the page, and the tag."""

    tag: str = ""
    words: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Marked:
    """The new HTML with its changes marked, and how many words are new and gone."""

    html: str
    added: int
    removed: int


def marked(before: str, after: str, said: dict[str, str]) -> Marked:
    """Mark what changed. `said`: what a screen reader says before new words (`ins`) and old ones (`del`)."""
    parts = _PART.findall(after)
    old, new = _blocks(_PART.findall(before)), _blocks(parts)
    added: set[int] = set()
    gone: dict[Place, list[str]] = {}
    for old_block, new_block, place in _pairs(old, new):
        _compare(old_block, new_block, place, added, gone)
    return Marked("".join(_written(parts, added, gone, said)), len(added), sum(map(len, gone.values())))


def words_of(html: str) -> list[str]:
    """All words of a page that can be marked, in their order."""
    return [word for block in _blocks(_PART.findall(html)) for word in block.words]


def _blocks(parts: Sequence[str]) -> list[Block]:
    blocks, block, closed = [], Block(), 0
    for place, part in enumerate(parts):
        tag = _TAG.match(part)
        if tag is not None:
            name = tag[2].lower()
            if name in _CLOSED and not part.endswith("/>"):
                closed += -1 if tag[1] else 1
            if name not in _INLINE:
                blocks += [block] if block.words else []
                block = Block(name)
        elif not closed and _is_word(part):
            block.words.append(unescape(part))
            block.places.append(place)
    return [*blocks, block] if block.words else blocks


def _is_word(part: str) -> bool:
    return not part.isspace() and not part.startswith("<")


def _pairs(old: list[Block], new: list[Block]) -> Iterator[tuple[Block | None, Block | None, Place | None]]:
    """Blocks that belong together, or one alone; an old one alone with the place where it is shown."""
    matcher = SequenceMatcher(None, [tuple(each.words) for each in old], [tuple(each.words) for each in new], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        left = old[first:last]
        if [each.tag for each in left] == [each.tag for each in new[start:end]]:
            yield from ((one, other, None) for one, other in zip(left, new[start:end], strict=True))
            continue
        for number, block in enumerate(new[start:end], start=start):
            alike = max(left, key=lambda each: _alike(each, block), default=None)
            if alike is None or _alike(alike, block) < _ALIKE:
                yield None, block, None
                continue
            # What stood before the block that was found again is gone.
            found = next(index for index, each in enumerate(left) if each is alike)
            yield from ((each, None, _room(new, number)) for each in left[:found])
            left = left[found + 1 :]
            yield alike, block, None
        yield from ((each, None, _room(new, end)) for each in left)


def _alike(one: Block, other: Block) -> float:
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()


def _room(new: list[Block], number: int) -> Place | None:
    """Where a block that stood before the new block `number` can be shown: beside a text, not inside a heading."""
    before, after = new[number - 1 : number] if number else [], new[number : number + 1]
    if before and (before[0].tag not in _HEADINGS or not after or after[0].tag in _HEADINGS):
        return before[0].places[-1], True
    return (after[0].places[0], False) if after else None


def _compare(old: Block | None, new: Block | None, place: Place | None, added: set[int], gone: dict[Place, list[str]]) -> None:
    """Note the places of new words, and beside which place old words stood."""
    if old is None and new is not None:
        added |= set(new.places)
    elif new is None and old is not None:
        gone.setdefault(place or (-1, True), []).extend(old.words)
    elif old is not None and new is not None:
        for kind, first, last, start, end in SequenceMatcher(None, old.words, new.words, autojunk=False).get_opcodes():
            if kind != "equal":
                added |= set(new.places[start:end])
            if kind in ("replace", "delete"):
                # Old words at the end of a block stand after its last word, not in the next block.
                where = (new.places[start], False) if start < len(new.places) else (new.places[-1], True)
                gone.setdefault(where, []).extend(old.words[first:last])


def _written(parts: Sequence[str], added: set[int], gone: dict[Place, list[str]], said: dict[str, str]) -> Iterator[str]:
    """The parts again, new words in <ins>, old ones in <del>; neither reaches over a tag."""
    inside = False
    for place, part in enumerate(parts):
        is_new = place in added or (part.isspace() and place - 1 in added and place + 1 in added)
        old, old_after = gone.get((place, False)), gone.get((place, True))
        if inside and (old or not is_new):
            yield "</ins>"
            inside = False
        if old:
            yield _gone(old, said) + " "
        if is_new and not inside:
            yield "<ins>" + _said("ins", said)
            inside = True
        yield part
        if old_after:
            yield ("</ins> " if inside else " ") + _gone(old_after, said)
            inside = False
    if inside:
        yield "</ins>"
    if everything := gone.get((-1, True)):
        yield f"<p>{_gone(everything, said)}</p>"


def _gone(words: list[str], said: dict[str, str]) -> str:
    return f"<del>{_said('del', said)}{escape(' '.join(words), quote=False)}</del>"


def _said(tag: str, said: dict[str, str]) -> str:
    return f'<span class="said">{escape(said[tag], quote=False)} </span>'
