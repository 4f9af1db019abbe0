"""Where in the space of all answers each row of a table decides, for every span of days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eligibility.compiler.base import SourceRef
from eligibility.compiler.cells import Layout, meets
from eligibility.compiler.cubes import Cube, minus, product
from eligibility.compiler.feel import Name, Text, UnaryTests
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Table
from eligibility.compiler.loader import Record
from eligibility.compiler.parameters import FIRST, LAST, Amounts, amount_on, periods
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


def spans(
    table: Record[Table], sheets: Sheets, layout: Layout, amounts: Amounts, start: str, below: Mapping[str, list[Span]]
) -> list[Span]:
    """The spans of a table from a day on, the earliest first; days without the table are left out.

    `below` holds the spans of the tables it rests on.
    """
    rows = sheets.rows[table.item.id]
    others = [(span.first, span.last) for other in sheets.rests_on(table.item.id) for span in below[other]]
    return [
        Span(first, last, tuple(_regions(table.item, rows, _Ground(sheets, layout, amounts, below, first))))
        for first, last in _days(table.item, rows, amounts, start, others)
    ]


@dataclass(frozen=True)
class _Ground:
    """What the cells of a row are read against on one day."""

    sheets: Sheets
    layout: Layout
    amounts: Amounts
    below: Mapping[str, list[Span]]
    date: str

    def derived(self, row: Row) -> Iterator[list[Region]]:
        """For each value of another table that a row rests on: the rows there that give what its cell wants."""
        for id, tests in row.derived.items():
            table, output = self.sheets.values[id]
            wanted = [value for value in output.values if _meets(tests, value)]
            span = next((each for each in self.below[table] if each.first <= self.date <= each.last), None)
            regions = span.regions if span is not None else ()
            yield [region for region in regions if region.row.rule.then.get(output.id) in wanted]


def _meets(tests: UnaryTests, value: str) -> bool:
    """Whether one value of a list meets a cell that names values in quotation marks."""
    named = any(all(each.endpoint == Text(value) for each in test) for test in tests.tests)
    return named != tests.negated


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


def _days(
    table: Table, rows: Sequence[Row], amounts: Amounts, start: str, others: Iterable[tuple[str, str]] = ()
) -> list[tuple[str, str]]:
    bounds: list[tuple[str | None, str | None]] = [(start, None), *others]
    bounds += [(state.valid_from, state.valid_until) for state in table.states]
    bounds += [(row.rule.valid_from, row.rule.valid_until) for row in rows]
    bounds += [(amount.first, amount.last) for row in rows for name in _parameters(row) for amount in amounts[name]]
    return [(first, last) for first, last in periods(bounds) if first >= start and table.on(first) is not None]


def _parameters(row: Row) -> list[str]:
    endpoints = [comparison.endpoint for tests in row.tests.values() for comparison in tests.comparisons()]
    return sorted({endpoint.id for endpoint in endpoints if isinstance(endpoint, Name)})


def _in_force(row: Row, date: str) -> bool:
    return (row.rule.valid_from or FIRST) <= date <= (row.rule.valid_until or LAST)


def _regions(table: Table, rows: Sequence[Row], ground: _Ground) -> Iterator[Region]:
    found = [(row, _own(row, ground)) for row in rows if _in_force(row, ground.date)]
    for row, own in found:
        over = [cube for other, cubes in found if _goes_first(table, other, row) for cube in cubes]
        effective = minus(own, over, ground.layout.full) if over else own
        yield _region(table, row, own, effective, ground)


def _goes_first(table: Table, other: Row, row: Row) -> bool:
    """Whether a row wins over another where both match (DMN 1.5, clause 8.2.8)."""
    if table.hit_policy == "F":
        return other.index < row.index
    return table.hit_policy == "P" and _priority(table, other) < _priority(table, row)


def _priority(table: Table, row: Row) -> list[int]:
    """The places of a row's results in the lists of values, first column first; no result comes last."""
    places = []
    for output in table.outputs:
        value = row.rule.then.get(output.id)
        places.append(output.values.index(value) if value in output.values else len(output.values))
    return places


def _own(row: Row, ground: _Ground) -> list[Cube]:
    """The product of the row's cells, of the conditions under which their questions are asked, and of derived values."""
    layout = ground.layout
    factors: list[Sequence[Cube]] = []
    for input, tests in row.tests.items():
        variable = layout.variables[layout.index[input]]
        factors.append(meets(tests, variable, layout, ground.amounts, ground.date))
        if variable.question is not None:
            factors.append([layout.asked[variable.question]])
    for regions in ground.derived(row):
        factors.append([cube for region in regions for cube in region.effective])
    return product(factors, layout.full)


def _region(table: Table, row: Row, own: Sequence[Cube], effective: Sequence[Cube], ground: _Ground) -> Region:
    """The region with its sources: the row's, those of its amounts, and those of the rows that derive its values."""
    state = table.on(ground.date)
    used = [amount for name in _parameters(row) if (amount := amount_on(ground.amounts, name, ground.date)) is not None]
    below = [region for regions in ground.derived(row) for region in regions]
    starts = [row.rule.valid_from or FIRST, *(amount.first for amount in used), *(region.first for region in below)]
    ends = [row.rule.valid_until or LAST, *(amount.last for amount in used), *(region.last for region in below)]
    if state is not None:
        starts.append(state.valid_from or FIRST)
        ends.append(state.valid_until or LAST)
    sources = list(row.rule.sources)
    for named in [*(amount.sources for amount in used), *(region.sources for region in below)]:
        sources += [source for source in named if source not in sources]
    return Region(row, tuple(own), tuple(effective), tuple(sources), max(starts), min(ends))
