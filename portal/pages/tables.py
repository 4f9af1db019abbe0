"""The page of a decision table, from the records and regions that the program is compiled from: what is read is what runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile
from typing import Any

from eligibility.compiler.base import SourceRef, Text
from eligibility.compiler.feel import Comparison, Day, Name, Number, Truth, UnaryTests, parse
from eligibility.compiler.feel import Text as Option
from eligibility.compiler.kinds import Case, Outcome, Parameter, Question, Table
from eligibility.compiler.parameters import LAST, amount_on, dated_amounts
from eligibility.compiler.proofs import combinations_checked
from eligibility.compiler.regions import Region, Span
from portal.model.content import Content


@dataclass(frozen=True)
class Column:
    """An input of a table: how it is called and in what it counts.

    `part_of` is the question of an option. `unit` is chf or another kind of input. `table` derives the value, if one does.
    """

    id: str
    label: Text
    unit: str
    part_of: Text | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Bound:
    """One end of a band. `value`: centimes, a count, a year or an ISO date; none while nobody confirmed `parameter`."""

    value: int | str | None
    included: bool
    parameter: Parameter | None = None


@dataclass(frozen=True)
class Choice:
    """One way to meet a cell: the `labels` of an option, a yes or no (`truth`), or a band from `low` to `high`."""

    labels: tuple[Text, ...] = ()
    truth: bool | None = None
    low: Bound | None = None
    high: Bound | None = None

    @property
    def exact(self) -> bool:
        """Whether the band is one number."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True)
class Cell:
    """What an input must be: one of `choices`, or none of them if `negated`; without choices anything will do.

    `same`: the row above says the same here and in all cells before; it need not be seen twice.
    """

    column: Column
    choices: tuple[Choice, ...] = ()
    negated: bool = False
    same: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table on some days: its sentence, its cells, the panels it leads to.

    `sources` are pairs (place in the list of the page, locator); the days are those of the rule itself.
    """

    id: str
    sentence: Text
    cells: tuple[Cell, ...]
    panels: tuple[Outcome, ...]
    sources: tuple[tuple[int, str | None], ...]
    valid_from: str | None
    valid_until: str | None


@dataclass(frozen=True)
class Version:
    """Days on which neither rows nor amounts change; none: without beginning or end. `lines` are the rows in force."""

    valid_from: str | None
    valid_until: str | None
    lines: tuple[Line, ...]
    amounts: tuple[tuple[str, int | None], ...]

    def holds_on(self, date: str) -> bool:
        """Whether a date (ISO) lies in it."""
        return (self.valid_from or "") <= date <= (self.valid_until or LAST)


@dataclass(frozen=True)
class AmountLine:
    """A parameter that rows compare with, and what it is worth in each version (centimes; none: not confirmed)."""

    parameter: Parameter
    worth: tuple[int | None, ...]


@dataclass(frozen=True)
class Asking:
    """A question that the table reads, and when it is asked: the cells that must be met."""

    question: Question
    condition: tuple[Cell, ...]


@dataclass(frozen=True)
class CaseLine:
    """A worked case, with the panels of the table in its result as (panel, shown or possible)."""

    case: Case
    results: tuple[tuple[Outcome, str], ...]


@dataclass(frozen=True)
class TablePage:
    """Everything that the page of a table shows; `cases` go with the versions, one list each."""

    table: Table
    asking: tuple[Asking, ...]
    columns: tuple[Column, ...]
    panels: tuple[Outcome, ...]
    feeds: tuple[Table, ...]
    versions: tuple[Version, ...]
    current: Version
    amounts: tuple[AmountLine, ...]
    cases: tuple[tuple[CaseLine, ...], ...]
    refs: list[tuple[Any, list[str]]]
    combinations: int
    rows: tuple[int, int]


def table_page(content: Content, table: Table) -> TablePage:
    """The page of a table on the day of the content; before the first day of the rules, the last version."""
    return _Reader(content, table).page()


def deciding(content: Content) -> dict[str, list[str]]:
    """Page → the tables it has to do with: they compare with its amount, or their panels lead to it."""
    found: dict[str, list[str]] = {}
    parameters = content.rules.parameters
    for table in content.items("table"):
        named = _parameters(content.compiled.spans[table.id])
        computed = [parameters[id_].item.computed for id_ in named]
        parts = {part.parameter for each in computed if each for part in each.add} | {each.at_most for each in computed if each}
        pages: set[str | None] = {*named, *parts}
        pages |= {point.id for point in content.items("point") if pages & set(point.figures)}
        for panel in _panels(content, table):
            pages |= {panel.page, *(slot.page for slot in panel.cantons.values())}
        for page in sorted(page for page in content.registry.pages if page in pages):
            found.setdefault(page, []).append(table.id)
    return found


def _panels(content: Content, table: Table) -> list[Outcome]:
    """The panels that the rows of a table lead to, in the order of the result."""
    named = {value for rule in table.rules for value in rule.then.values()}
    outcomes = content.rules.outcomes
    return [outcomes[panel["id"]].item for panel in content.program["panels"] if panel["id"] in named]


def _parameters(spans: Iterable[Span]) -> list[str]:
    """The parameters that rows compare with, in the order of the rows."""
    every = [comparison for span in spans for region in span.regions for comparison in _comparisons(region)]
    return list(dict.fromkeys(each.endpoint.id for each in every if isinstance(each.endpoint, Name)))


def _comparisons(region: Region) -> Iterator[Comparison]:
    for tests in region.row.tests.values():
        yield from tests.comparisons()


class _Reader:
    """Reads one table."""

    def __init__(self, content: Content, table: Table) -> None:
        self.content = content
        self.table = table
        self.rules = content.rules
        self.plan = content.compiled.layout
        self.spans = content.compiled.spans[table.id]
        self.amounts = dated_amounts(self.rules.parameters)
        self.named = _parameters(self.spans)
        self.columns = tuple(self._column(id_) for id_ in table.inputs)
        self.panels = _panels(content, table)
        self.refs: dict[str, list[str]] = {}

    def page(self) -> TablePage:
        for state in self.table.states:
            self._cite(state.sources)
        versions = tuple(self._versions())
        current = next((version for version in versions if version.holds_on(self.content.as_of)), versions[-1])
        hits = [bool(self.content.meter.rows[f"{self.table.id}.{rule.id}"]) for rule in self.table.rules]
        return TablePage(
            table=self.table,
            asking=tuple(self._asking()),
            columns=self.columns,
            panels=tuple(self.panels),
            feeds=tuple(self._feeds()),
            versions=versions,
            current=current,
            amounts=tuple(self._amount_lines(versions)),
            cases=tuple(tuple(self._cases(version)) for version in versions),
            refs=[(self.content.record(source).item, locators) for source, locators in self.refs.items()],
            combinations=combinations_checked(self.plan, self.spans),
            rows=(sum(hits), len(hits)),
        )

    def _column(self, id_: str) -> Column:
        if id_ not in self.plan.index:
            table = next(each for each in self.content.items("table") if any(output.id == id_ for output in each.outputs))
            return Column(id_, table.title, "value", table=table)
        asked = self.plan.variables[self.plan.index[id_]].asked
        title = self.rules.questions[asked.question].item.title
        if asked.option is not None:
            label = next(option.label for option in asked.input.options if option.id == asked.option)
            return Column(id_, label, asked.kind, part_of=title)
        return Column(id_, asked.input.label or title, asked.kind)

    def _asking(self) -> Iterator[Asking]:
        read = {self.plan.variables[self.plan.index[id_]].asked.question for id_ in self.table.inputs if id_ in self.plan.index}
        for record in self.rules.ordered_questions():
            if record.item.id in read:
                conditions = record.item.ask_if.items()
                yield Asking(record.item, tuple(self._cell(self._column(id_), parse(text), "") for id_, text in conditions))

    def _feeds(self) -> Iterator[Table]:
        """The tables that rest on a value of this one."""
        own = {output.id for output in self.table.outputs if output.kind == "value"}
        return (table for table in self.content.items("table") if own & set(table.inputs))

    def _versions(self) -> Iterator[Version]:
        """The spans of the table, equal neighbours as one."""

        def shown(span: Span) -> tuple[tuple[int, ...], tuple[tuple[str, int | None], ...]]:
            worth = [(id_, amount_on(self.amounts, id_, span.first)) for id_ in self.named]
            amounts = tuple((id_, amount.centimes) for id_, amount in worth if amount is not None)
            return tuple(region.row.index for region in span.regions), amounts

        begins = {state.valid_from for state in self.table.states} | {rule.valid_from for rule in self.table.rules}
        for (_rows, amounts), grouped in groupby(self.spans, shown):
            group = list(grouped)
            first, last = group[0].first, group[-1].last
            since = None if first == self.content.program["first_day"] and first not in begins else first
            yield Version(since, None if last == LAST else last, tuple(self._lines(group)), amounts)

    def _lines(self, group: Sequence[Span]) -> list[Line]:
        regions = group[0].regions
        rows = [[self._row_cell(column, region, group[0].first) for column in self.columns] for region in regions]
        for region in (region for span in group for region in span.regions):
            self._cite(region.sources)
        return [
            Line(
                id=region.row.id,
                sentence=region.row.rule.annotation,
                cells=tuple(cells),
                panels=tuple(panel for panel in self.panels if panel.id in region.row.rule.then.values()),
                sources=tuple(self._cite(region.sources)),
                valid_from=region.row.rule.valid_from,
                valid_until=region.row.rule.valid_until,
            )
            for region, cells in zip(regions, compared(rows), strict=True)
        ]

    def _cite(self, sources: Iterable[SourceRef]) -> list[tuple[int, str | None]]:
        """The places of sources in the list of the page; new ones are added."""
        places = []
        for ref in sources:
            locators = self.refs.setdefault(ref.source, [])
            if ref.locator is not None and ref.locator not in locators:
                locators.append(ref.locator)
            places.append((list(self.refs).index(ref.source) + 1, ref.locator))
        return places

    def _row_cell(self, column: Column, region: Region, date: str) -> Cell:
        tests = region.row.tests.get(column.id) or region.row.derived.get(column.id)
        return Cell(column) if tests is None else self._cell(column, tests, date)

    def _cell(self, column: Column, tests: UnaryTests, date: str) -> Cell:
        if tests.is_any:
            return Cell(column)
        return Cell(column, tuple(self._choice(column, test, date) for test in tests.tests), tests.negated)

    def _choice(self, column: Column, test: Sequence[Comparison], date: str) -> Choice:
        low = high = None
        for comparison in test:
            match comparison.endpoint:
                case Option(option):
                    return Choice(labels=self._labels(column, option))
                case Truth(truth):
                    return Choice(truth=truth)
            bound = self._bound(column, comparison, date)
            if comparison.operator in (">", ">=", "="):
                low = bound
            if comparison.operator in ("<", "<=", "="):
                high = bound
        return Choice(low=low, high=high)

    def _labels(self, column: Column, value: str) -> tuple[Text, ...]:
        """An option's label; for a value that another table derives, the sentences of the rows that give it."""
        if column.table is not None:
            return tuple(rule.annotation for rule in column.table.rules if rule.then.get(column.id) == value)
        options = self.plan.variables[self.plan.index[column.id]].asked.input.options
        return tuple(option.label for option in options if option.id == value)

    def _bound(self, column: Column, comparison: Comparison, date: str) -> Bound:
        included = comparison.operator not in ("<", ">")
        endpoint = comparison.endpoint
        if isinstance(endpoint, Name):
            amount = amount_on(self.amounts, endpoint.id, date)
            worth = amount.centimes if amount is not None else None
            return Bound(worth, included, self.rules.parameters[endpoint.id].item)
        if isinstance(endpoint, Day):
            return Bound(endpoint.value.isoformat(), included)
        if not isinstance(endpoint, Number):
            raise TypeError(endpoint)
        return Bound(int(endpoint.value * 100) if column.unit == "chf" else int(endpoint.value), included)

    def _amount_lines(self, versions: Sequence[Version]) -> Iterator[AmountLine]:
        for id_ in self.named:
            worth = tuple(dict(version.amounts).get(id_) for version in versions)
            yield AmountLine(self.rules.parameters[id_].item, worth)

    def _cases(self, version: Version) -> Iterator[CaseLine]:
        """The cases of the topic on the days of a version, the earliest first."""
        file = self.content.records["case"].get(self.table.id)
        cases: list[Case] = file.item.cases if file is not None else []
        for case in sorted((case for case in cases if version.holds_on(case.as_of)), key=lambda case: case.as_of):
            states = [(panel, case.expect.panels.get(panel.id)) for panel in self.panels]
            yield CaseLine(case, tuple((panel, state) for panel, state in states if state is not None))


def compared(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows with their first cells marked that say the same as the row above, up to the first that differs."""
    found = [list(row) for row in rows]
    for index, (above, below) in enumerate(pairwise(rows), 1):
        equal = takewhile(lambda pair: pair[0] == pair[1], zip(above, below, strict=True))
        for column, (_, cell) in enumerate(equal):
            found[index][column] = replace(cell, same=True)
    return found
