"""Where in the space of all answers each row of a table decides, for every span of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eligibility.compiler.base import SourceRef
from eligibility.compiler.cells import Layout, meets
from eligibility.compiler.cubes import Cube, minus, product
from eligibility.compiler.feel import Name
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Table
from eligibility.compiler.loader import Record
from eligibility.compiler.parameters import FIRST, LAST, Amount, Amounts, amount_on, periods
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import Row, Sheets


@dataclass(frozen=True)
class Region:
    """A row on some days.

    `own` is what its cells say, `effective` what the hit policy leaves of it; `sources` are its own and those of
    the amounts it compares with; `first` and `last` are the days on which exactly this holds.
    """

    row: Row
    own: tuple[Cube, ...]
    effective: tuple[Cube, ...]
    sources: tuple[SourceRef, ...]
    first: str
    last: str


@dataclass(frozen=True)
class Span:
    """Days (inclusive) on which a table does not change, with the regions of the rows in force."""

    first: str
    last: str
    regions: tuple[Region, ...]


def first_day(rules: RuleSet) -> str:
    """The first day the program answers for: the earliest on which any table starts to hold."""
    starts = [state.valid_from for record in rules.tables.values() for state in record.item.states if state.valid_from]
    return min(starts, default=FIRST)


def spans(table: Record[Table], sheets: Sheets, layout: Layout, amounts: Amounts, start: str) -> list[Span]:
    """The spans of a table from a day on, the earliest first; days without the table are left out."""
    rows = sheets.rows[table.item.id]
    return [
        Span(first, last, tuple(_regions(table.item, rows, layout, amounts, first)))
        for first, last in _days(table.item, rows, amounts, start)
    ]


def force_findings(rules: RuleSet, sheets: Sheets, amounts: Amounts, start: str) -> Iterator[Finding]:
    """On every day a row is in force, so are the questions, outcomes and parameters it names."""
    told = set()
    for id, record in rules.tables.items():
        for date, _last in _days(record.item, sheets.rows[id], amounts, start):
            for row in sheets.rows[id]:
                for name, code in _missing(rules, sheets, amounts, row, date) if _in_force(row, date) else ():
                    if (row.id, name) not in told:
                        told.add((row.id, name))
                        yield finding(record.mark("rules", row.index), code, table=id, row=row.rule.id, id=name, date=date)


def _missing(rules: RuleSet, sheets: Sheets, amounts: Amounts, row: Row, date: str) -> Iterator[tuple[str, str]]:
    for parameter in _parameters(row):
        if amount_on(amounts, parameter, date) is None:
            yield parameter, "parameter-without-state"
    for input in row.tests:
        if rules.questions[sheets.asked[input].question].item.on(date) is None:
            yield sheets.asked[input].question, "not-in-force"
    for panel in row.rule.then.values():
        if panel in rules.outcomes and rules.outcomes[panel].item.on(date) is None:
            yield panel, "not-in-force"


def _days(table: Table, rows: Sequence[Row], amounts: Amounts, start: str) -> list[tuple[str, str]]:
    bounds: list[tuple[str | None, str | None]] = [(start, None)]
    bounds += [(state.valid_from, state.valid_until) for state in table.states]
    bounds += [(row.rule.valid_from, row.rule.valid_until) for row in rows]
    bounds += [(amount.first, amount.last) for row in rows for name in _parameters(row) for amount in amounts[name]]
    return [(first, last) for first, last in periods(bounds) if first >= start and table.on(first) is not None]


def _parameters(row: Row) -> list[str]:
    endpoints = [comparison.endpoint for tests in row.tests.values() for comparison in tests.comparisons()]
    return sorted({endpoint.id for endpoint in endpoints if isinstance(endpoint, Name)})


def _in_force(row: Row, date: str) -> bool:
    return (row.rule.valid_from or FIRST) <= date <= (row.rule.valid_until or LAST)


def _regions(table: Table, rows: Sequence[Row], layout: Layout, amounts: Amounts, date: str) -> Iterator[Region]:
    earlier: list[Cube] = []
    for row in rows:
        if not _in_force(row, date):
            continue
        own = _own(row, layout, amounts, date)
        effective = minus(own, earlier, layout.full) if table.hit_policy == "F" else own
        earlier += own
        used = [amount for name in _parameters(row) if (amount := amount_on(amounts, name, date)) is not None]
        yield _region(table, row, own, effective, used, date)


def _own(row: Row, layout: Layout, amounts: Amounts, date: str) -> list[Cube]:
    """The product of the row's cells and of the conditions under which their questions are asked."""
    factors: list[Sequence[Cube]] = []
    for input, tests in row.tests.items():
        variable = layout.variables[layout.index[input]]
        factors.append(meets(tests, variable, layout, amounts, date))
        if variable.question is not None:
            factors.append([layout.asked[variable.question]])
    return product(factors, layout.full)


def _region(table: Table, row: Row, own: Sequence[Cube], effective: Sequence[Cube], used: Sequence[Amount], date: str) -> Region:
    state = table.on(date)
    starts = [row.rule.valid_from or FIRST, *(amount.first for amount in used)]
    ends = [row.rule.valid_until or LAST, *(amount.last for amount in used)]
    if state is not None:
        starts.append(state.valid_from or FIRST)
        ends.append(state.valid_until or LAST)
    sources = list(row.rule.sources)
    for amount in used:
        sources += [source for source in amount.sources if source not in sources]
    return Region(row, tuple(own), tuple(effective), tuple(sources), max(starts), min(ends))
