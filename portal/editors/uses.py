"""What rests on what: every reference between things, rows, cases and pages, with the place where it is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.base import Text, references
from eligibility.compiler.findings import Mark
from eligibility.compiler.kinds import CaseFile, Rule, Table
from eligibility.compiler.loader import Record, Records
from eligibility.compiler.placeholders import placeholders
from portal.checks.values import models
from portal.model.kinds import Notice
from portal.model.uses import compared_with
from portal.pages.prose import PAGE_LINK, Prose

type Node = tuple[str, str]
"""Kind and id; `row` (table.row), `case` and `prose` beside the kinds of content and rules."""


@dataclass(frozen=True)
class Use:
    """That a thing names another one. `loose`: it only points there (a link, an owner, whom to ask, what a notice sets),
    so what rests on the thing itself does not rest on the other one."""

    user: Node
    used: Node
    mark: Mark
    loose: bool = False


def uses(records: Records, prose: Iterable[Prose], tried: Mapping[str, Iterable[str]]) -> Iterator[Use]:
    """Every use in everything that was read; references that lead nowhere are left to the checks.

    `tried`: row → the cases that come out as they do because of it (see `coverage.Meter`).
    """
    place = _Places(records)
    for kind, by_id in records.items():
        for record in by_id.values():
            if kind == "case":
                yield from _of_cases(record, place, tried)
            elif kind == "table":
                yield from _of_table(record, place)
            else:
                yield from _of_item(kind, record, place)
    for each in prose:
        for number, line in enumerate(each.body.split("\n"), start=each.body_line):
            for match in PAGE_LINK.finditer(line):
                mark = Mark(each.document.file, number, match.start() + 1)
                yield from (Use(("prose", each.head["id"]), used, mark, loose=True) for used in place.of(match[1], ("page",)))


class _Places:
    """Finds the thing that an id means."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.values = {output.id: table for table, record in records.get("table", {}).items() for output in record.item.outputs}

    def of(self, id_: str, kinds: Iterable[str]) -> list[Node]:
        """The things with an id, of the kinds a reference allows; a page is whatever has one."""
        wanted = set(kinds)
        every = "page" in wanted
        found = [(kind, id_) for kind, by_id in self.records.items() if (every or kind in wanted) and id_ in by_id]
        return found or ([("prose", id_)] if every else [])


def _of_item(kind: str, record: Record[Any], place: _Places) -> Iterator[Use]:
    user = (kind, record.item.id)
    for reference in references(record.item):
        name = reference.place[-1]
        loose = reference.kinds == ("page",) or name in ("owner", "ask") or (kind == "notice" and "sets" in reference.place)
        for used in place.of(reference.id, reference.kinds):
            yield Use(user, used, record.mark(*reference.place), loose)
    if isinstance(record.item, Notice):
        yield from _of_notice(record, place)
    if kind == "outcome":
        for where, model in models(record.item, ()):
            for parameter in placeholders(model) if isinstance(model, Text) else []:
                yield from (Use(user, used, record.mark(*where)) for used in place.of(parameter, ("parameter",)))


def _of_notice(record: Record[Notice], place: _Places) -> Iterator[Use]:
    """The amounts that a notice sets rest on it, and so do the pages that show it."""
    notice = ("notice", record.item.id)
    for index, setting in enumerate(record.item.sets):
        yield from (Use(used, notice, record.mark("sets", index)) for used in place.of(setting.id, ("parameter",)))
    for index, page in enumerate(record.item.affects):
        yield from (Use(used, notice, record.mark("affects", index)) for used in place.of(page, ("page",)))


def _of_table(record: Record[Table], place: _Places) -> Iterator[Use]:
    """A table rests on its rows, a row on its sources, the amounts it compares with and the values of other tables."""
    table = record.item
    for reference in references(table):
        for used in place.of(reference.id, reference.kinds):
            user = ("table", table.id)
            if reference.place[0] == "rules" and isinstance(reference.place[1], int):
                user = _row(table, table.rules[reference.place[1]])
            yield Use(user, used, record.mark(*reference.place), loose=reference.place[-1] == "owner")
    for index, rule in enumerate(table.rules):
        row = _row(table, rule)
        mark = record.mark("rules", index)
        yield Use(("table", table.id), row, mark)
        for column, cell in rule.when.items():
            where = record.mark("rules", index, "when", column)
            for parameter in compared_with(cell):
                yield from (Use(row, used, where) for used in place.of(parameter, ("parameter",)))
            if (other := place.values.get(column)) not in (None, table.id):
                yield Use(row, ("table", str(other)), where)
        for column, value in rule.then.items():
            where = record.mark("rules", index, "then", column)
            yield from (Use(used, row, where) for used in place.of(value, ("outcome",)))
            yield from (Use(row, used, where) for used in place.of(value, ("parameter",)))


def _of_cases(record: Record[CaseFile], place: _Places, tried: Mapping[str, Iterable[str]]) -> Iterator[Use]:
    """A case rests on its sources and on the rows that it tries; that it expects a panel only points there."""
    own = {case.id: record.mark("cases", index) for index, case in enumerate(record.item.cases)}
    for row, cases in tried.items():
        yield from (Use(("case", id_), ("row", row), own[id_]) for id_ in cases if id_ in own)
    for reference in references(record.item):
        if isinstance(reference.place[1], int):
            user = ("case", record.item.cases[reference.place[1]].id)
            for used in place.of(reference.id, reference.kinds):
                yield Use(user, used, record.mark(*reference.place), loose="expect" in reference.place)


def _row(table: Table, rule: Rule) -> Node:
    return "row", f"{table.id}.{rule.id}"
