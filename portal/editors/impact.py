"""`portal impact`: everything that rests on a source, a point, an amount, an article, an office, directly or through others."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.findings import Findings, Mark, finding
from portal.editors.shelf import Shelf
from portal.editors.uses import Node, Use, uses
from portal.editors.words import say
from portal.model.content import Content

_ORDER = (
    *("notice", "point", "directive", "edition", "parameter", "table", "row", "outcome", "case", "question"),
    *("act", "article", "agreement", "provision", "service", "guide", "right", "duty", "benefit"),
    *("money", "procedure", "residence", "safety", "letter", "document", "answer", "term", "enquiry", "phrase"),
    *("office", "specialist", "commune", "neighbour", "need", "prose", "source", "owner", "interval"),
)
"""The kinds as they are listed: what changes first, then what decides, then the pages."""

_MOST_SHOWN = 30
"""So many of a kind are named on the screen; as data all are."""


@dataclass(frozen=True)
class Hit:
    """A thing that rests on the one asked for: where it names it, or the thing in between; `via` are those in between.

    `points`: it only points there (a link, an owner, whom to ask, the amounts of a notice).
    """

    kind: str
    id: str
    title: dict[str, str]
    mark: Mark
    via: tuple[str, ...]
    points: bool


def impact(content: Content, id_: str) -> list[Hit]:
    """What rests on the thing with an id, kind by kind; of several ways there the shortest is told.

    Raises:
        Findings: when there is no such thing, with the ids that look most like it.
    """
    shelf = Shelf(content.records, content.registry.pages)
    every = list(uses(content.records, content.prose, content.meter.rows))
    by_used: dict[Node, list[Use]] = {}
    for use in every:
        by_used.setdefault(use.used, []).append(use)
    starts = [node for node in _nodes(shelf, every) if node[1] == id_]
    if not starts:
        near = ", ".join(found.id for found in shelf.near(shelf.records, id_, alike=0.0))
        raise Findings([finding(Mark(id_), "impact-unknown", id=id_, near=near)])
    found: dict[Node, Hit] = {}
    waiting: deque[tuple[Node, tuple[str, ...]]] = deque((start, ()) for start in starts)
    while waiting:
        node, via = waiting.popleft()
        # What only points somewhere is told of the thing itself, not of all that rest on it.
        for use in (use for use in by_used.get(node, []) if not (use.loose and via)):
            if use.user in starts or (use.user in found and not (found[use.user].points and not use.loose)):
                continue
            found[use.user] = Hit(*use.user, shelf.title(use.user), use.mark, via, use.loose)
            if not use.loose:
                waiting.append((use.user, (*via, use.user[1])))
    return sorted(found.values(), key=lambda hit: (_ORDER.index(hit.kind), hit.points, hit.id))


def _nodes(shelf: Shelf, every: Iterable[Use]) -> dict[Node, None]:
    """Everything that can be asked for: all things, rows and cases."""
    nodes = {(kind, id_): None for kind, by_id in shelf.records.items() for id_ in by_id if kind != "case"}
    return nodes | {node: None for use in every for node in (use.user, use.used)}


def impact_lines(hits: list[Hit], language: str) -> Iterator[str]:
    """The same in words, a group per kind; of long groups the beginning."""
    if not hits:
        yield say("impact_none", language)
    for kind in dict.fromkeys(hit.kind for hit in hits):
        group = [hit for hit in hits if hit.kind == kind]
        yield f"\n{say(f'kind_{kind}', language)} ({len(group)})"
        for hit in group[:_MOST_SHOWN]:
            ways = [say("impact_points", language)] if hit.points else []
            ways += [say("impact_via", language, ids=" → ".join(hit.via))] if hit.via else []
            yield f"  {hit.title[language]} ({hit.id})"
            yield f"    {hit.mark.file}:{hit.mark.line}{''.join(f'  {way}' for way in ways)}"
        if len(group) > _MOST_SHOWN:
            yield "  " + say("impact_more", language, count=len(group) - _MOST_SHOWN)


def impact_data(hits: list[Hit]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            **{"kind": hit.kind, "id": hit.id, "title": hit.title, "file": hit.mark.file, "line": hit.mark.line},
            **{"via": list(hit.via), "points": hit.points},
        }
        for hit in hits
    ]
