"""What a change notice changes: figures, words, rows, and the pages, questions and results that rest on them.

All of it is found in the content: from the parameters that a notice sets, the pages it names, and the dates of states and rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.base import Item, Text
from eligibility.compiler.kinds import Outcome, Parameter, ParameterState, Question, Rule, Table
from eligibility.compiler.loader import day_before
from portal.model.content import Content
from portal.model.kinds import Notice, Setting
from portal.model.notices import counts
from portal.model.uses import Use, uses_of
from portal.pages.registry import Page

type Named = dict[str, list[Use]]
"""What `portal.model.uses.uses` found."""

_TEXTS = ("in_short", "body", "who", "text", "what", "whom")
"""The fields of a state whose texts are shown before and after."""


@dataclass(frozen=True)
class Figure:
    """A figure before and after. `known` is the last confirmed state before the change where `before` is not confirmed."""

    parameter: Parameter
    before: ParameterState | None
    known: ParameterState | None
    setting: Setting


@dataclass(frozen=True)
class Wording:
    """The texts of a page's item before and after, paragraph by paragraph.

    `known_until`: where nobody confirmed what held the day before, `before` is the last confirmed text, which held until
    then (ISO).
    """

    page: Page
    known_until: str | None
    before: tuple[Text, ...]
    after: tuple[Text, ...]


@dataclass(frozen=True)
class RowChange:
    """A row of a table that ends the day before, one that begins, or both: one that takes the other's place."""

    table: Table
    before: Rule | None
    after: Rule | None


@dataclass(frozen=True)
class Change:
    """Everything that a notice changes. Empty lists where there is nothing of the sort.

    Figures, words and rows are given only for a notice that counts: nothing of one that nobody confirmed, or that was
    withdrawn, may look like an amount or a rule.
    """

    notice: Notice
    figures: tuple[Figure, ...]
    wordings: tuple[Wording, ...]
    rows: tuple[RowChange, ...]
    pages: tuple[Page, ...]
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]


def change(content: Content, notice: Notice) -> Change:
    """What a notice changes."""
    named = content.named
    parameters = _with_sums(named, [setting.id for setting in notice.sets])
    tables = _tables(content, named, notice, parameters)
    pages = _pages(content, named, notice, parameters, tables)
    shown = counts(notice)
    return Change(
        notice,
        tuple(_figures(content, notice)) if shown else (),
        tuple(_wordings(content, pages, notice.takes_effect)) if shown else (),
        tuple(_rows(content, tables, notice.takes_effect)) if shown else (),
        tuple(pages),
        tuple(_questions(content, named, tables)),
        tuple(_outcomes(content, named, notice, parameters, tables)),
    )


def _with_sums(named: Named, parameters: Sequence[str]) -> list[str]:
    """Parameters and those that are computed from them."""
    sums = [use.id for id_ in parameters for use in uses_of(named, id_, "parameter") if use.kind == "parameter"]
    return list(dict.fromkeys([*parameters, *sums]))


def _tables(content: Content, named: Named, notice: Notice, parameters: Sequence[str]) -> list[Table]:
    """The tables that compare with a figure, and those that the notice names."""
    comparing = {use.id for id_ in parameters for use in uses_of(named, id_, "parameter") if use.kind == "table"}
    tables = content.records["table"]
    return [record.item for id_, record in tables.items() if id_ in comparing or id_ in notice.affects]


def _pages(content: Content, named: Named, notice: Notice, parameters: Sequence[str], tables: Sequence[Table]) -> list[Page]:
    """What the notice names first, then pages of figures, pages that show them, and pages of rules."""
    pages = content.registry.pages
    showing = [use for id_ in parameters for use in uses_of(named, id_, "parameter") if use.kind not in ("notice", "parameter")]
    ids = [*notice.affects, *parameters]
    ids += [use.id for use in showing if use.id in pages and pages[use.id].kind == use.kind and use.kind != "table"]
    ids += [table.id for table in tables]
    return [pages[id_] for id_ in dict.fromkeys(ids) if id_ in pages]


def _figures(content: Content, notice: Notice) -> Iterator[Figure]:
    for setting in notice.sets:
        parameter: Parameter = content.records["parameter"][setting.id].item
        before = parameter.on(day_before(setting.from_))
        earlier = [
            state for state in parameter.states if (state.valid_until or "9999") < setting.from_ and state.amount is not None
        ]
        known = earlier[-1] if earlier and (before is None or before.amount is None) else None
        yield Figure(parameter, before, known, setting)


def _wordings(content: Content, pages: Sequence[Page], day: str) -> Iterator[Wording]:
    for page in pages:
        record = content.records.get(page.kind, {}).get(page.id)
        item = record.item if record is not None else None
        if not isinstance(item, Item) or isinstance(item, Parameter | Table):
            continue
        before, after = item.on(day_before(day)), item.on(day)
        if before is None or after is None or before is after:
            continue
        known = [state for state in item.states if (state.valid_until or "9999") < day and state.status == "confirmed"]
        if before.status != "confirmed" and known:
            yield Wording(page, known[-1].valid_until, tuple(_texts(known[-1])), tuple(_texts(after)))
        else:
            yield Wording(page, None, tuple(_texts(before)), tuple(_texts(after)))


def _texts(state: Any) -> Iterator[Text]:
    for name in _TEXTS:
        value = getattr(state, name, None)
        yield from value if isinstance(value, list) else [value] if isinstance(value, Text) else []


def _rows(content: Content, tables: Sequence[Table], day: str) -> Iterator[RowChange]:
    """The rows that begin or end with the day; one that begins takes the place of the one that ends before it in the file."""
    for table in tables:
        ended: list[Rule] = []
        for rule in table.rules:
            if rule.valid_until == day_before(day):
                ended.append(rule)
            elif rule.valid_from == day:
                yield RowChange(table, ended.pop(0) if ended else None, rule)
        yield from (RowChange(table, rule, None) for rule in ended)


def _questions(content: Content, named: Named, tables: Sequence[Table]) -> list[Question]:
    """The questions that the tables read, as they are asked."""
    ids = {table.id for table in tables}

    def read(question: Question) -> bool:
        return any(use.kind == "table" and use.id in ids for use in uses_of(named, question.id, "question"))

    return [record.item for record in content.rules.ordered_questions() if read(record.item)]


def _outcomes(
    content: Content, named: Named, notice: Notice, parameters: Sequence[str], tables: Sequence[Table]
) -> Iterator[Outcome]:
    """The panels that the rows lead to which compare with a figure, all those of a named table, and those that lead to a page
    that the notice names; in the order of the result."""
    rows = {(use.id, use.row) for id_ in parameters for use in uses_of(named, id_, "parameter") if use.kind == "table"}
    given = {
        value
        for table in tables
        for rule in table.rules
        if table.id in notice.affects or (table.id, rule.id) in rows
        for value in rule.then.values()
    }
    for id_ in notice.affects:
        given |= {use.id for use in named.get(id_, []) if use.kind == "outcome" and use.field.endswith("page")}
    outcomes = content.records["outcome"]
    return (outcomes[panel["id"]].item for panel in content.program["panels"] if panel["id"] in given)
