"""What rests on a directive, an edition, a point or an agreement: found in the content, never kept by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eligibility.compiler.kinds import Outcome, Parameter, Rule, Table
from portal.model.content import Content
from portal.model.kinds import Notice
from portal.model.uses import Use, uses_of
from portal.pages.registry import Page

_LISTED_APART = ("parameter", "table", "notice", "point", "edition")


@dataclass(frozen=True)
class Rows:
    """The rows of a table that rest on something."""

    table: Table
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Resting:
    """What rests on something: pages in words, amounts, rows, panels of the result, notices; how many cases prove it."""

    pages: tuple[Page, ...]
    figures: tuple[Parameter, ...]
    rows: tuple[Rows, ...]
    outcomes: tuple[Outcome, ...]
    notices: tuple[Notice, ...]
    cases: int

    @property
    def nothing(self) -> bool:
        """Whether nothing rests on it yet."""
        return not (self.pages or self.figures or self.rows or self.outcomes or self.notices or self.cases)


def resting(content: Content, ids: Iterable[str]) -> Resting:
    """What rests on things (sources, editions, points, …), directly or through the amounts that rest on them."""
    asked = list(ids)
    direct = [use for id_ in asked for use in content.named.get(id_, [])]
    figures = list(_figures(content, asked, direct))
    every = direct + [use for id_ in figures for use in uses_of(content.named, id_, "parameter")]
    kept = sorted({use for use in every if use.id not in asked})

    def named(kind: str) -> list[str]:
        return list(dict.fromkeys(use.id for use in kept if use.kind == kind))

    records = content.records
    return Resting(
        tuple(_pages(content, kept)),
        tuple(records["parameter"][id_].item for id_ in figures if records["parameter"][id_].item.computed is None),
        tuple(_rows(content, kept)),
        tuple(records["outcome"][id_].item for id_ in named("outcome")),
        tuple(records["notice"][id_].item for id_ in named("notice")),
        len({(use.id, use.row) for use in kept if use.kind == "case"}),
    )


def _figures(content: Content, asked: Iterable[str], direct: Iterable[Use]) -> Iterator[str]:
    """The parameters that are based on things, those that points show, and those computed from them."""
    points = [content.records["point"][id_].item for id_ in asked if id_ in content.records["point"]]
    own = [*(use.id for use in direct if use.kind == "parameter"), *(id_ for point in points for id_ in point.figures)]
    sums = [use.id for id_ in own for use in uses_of(content.named, id_, "parameter") if use.kind == "parameter"]
    yield from dict.fromkeys([*own, *sums])


def _pages(content: Content, kept: Iterable[Use]) -> Iterator[Page]:
    """Pages in words; amounts, rules and notices are listed apart."""
    pages = content.registry.pages
    for id_, kind in dict.fromkeys((use.id, use.kind) for use in kept):
        if kind not in _LISTED_APART and id_ in pages and pages[id_].kind == kind:
            yield pages[id_]


def _rows(content: Content, kept: Iterable[Use]) -> Iterator[Rows]:
    named = {(use.id, use.row) for use in kept if use.kind == "table"}
    for id_ in sorted({id_ for id_, _row in named}):
        table: Table = content.records["table"][id_].item
        # A table that as a whole rests on a source is named with no single row.
        yield Rows(table, tuple(rule for rule in table.rules if (id_, rule.id) in named))
